"""All rules of a run in one record, loaded once."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rusnews_extract.errors import BadConfig
from rusnews_extract.ids import stable_id
from rusnews_extract.rules.cleaning import CleanRules, load_clean_rules
from rusnews_extract.rules.coding import EventRules, load_event_rules
from rusnews_extract.rules.gazetteer import load_gazetteer
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.names import NameRules, load_name_rules, with_gazetteer
from rusnews_extract.rules.quotes import QuoteRules, load_quote_rules
from rusnews_extract.rules.reading import ReadRules, load_read_rules
from rusnews_extract.rules.references import ReferenceRules, load_reference_rules
from rusnews_extract.rules.times import TimeRules, load_time_rules

__all__ = ["Rules", "load_rules"]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of a run, one part a stage; with ``any_language`` pages in other languages are annotated too."""

    read: ReadRules
    clean: CleanRules
    names: NameRules
    references: ReferenceRules
    times: TimeRules
    quotes: QuoteRules
    events: EventRules
    digest: str
    any_language: bool = False


def load_rules(extra: Path | None = None, gazetteer: Path | None = None) -> Rules:
    """Load the package's rules with a user's folder and gazetteer on top; files that changed are read anew.

    Raises ``BadRules`` that names the entry and the mend, ``BadConfig`` for a line of the gazetteer.
    """
    folders = RuleFolders.with_extra(extra)
    digest = folders.digest()
    if gazetteer is None:
        return _load(folders, None, digest)
    try:
        return _load(folders, gazetteer, stable_id(digest, gazetteer.read_bytes().hex()))
    except OSError as error:
        raise BadConfig(f"{gazetteer}: cannot be read: {error.strerror or error}") from error


@lru_cache(4)
def _load(folders: RuleFolders, gazetteer: Path | None, digest: str) -> Rules:
    names = load_name_rules(folders)
    return Rules(
        load_read_rules(folders),
        load_clean_rules(folders),
        names if gazetteer is None else with_gazetteer(names, load_gazetteer(gazetteer)),
        load_reference_rules(folders),
        load_time_rules(folders),
        load_quote_rules(folders),
        load_event_rules(folders),
        digest,
    )
