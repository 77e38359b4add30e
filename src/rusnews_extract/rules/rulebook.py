"""All rules of a run in one record, loaded once."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rusnews_extract.rules.cleaning import CleanRules, load_clean_rules
from rusnews_extract.rules.coding import EventRules, load_event_rules
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.names import NameRules, load_name_rules
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


@lru_cache(4)
def load_rules(extra: Path | None = None) -> Rules:
    """Load the package's rules with a user's folder on top; raises ``BadRules`` that names the entry and the mend."""
    folders = RuleFolders.with_extra(extra)
    return Rules(
        load_read_rules(folders),
        load_clean_rules(folders),
        load_name_rules(folders),
        load_reference_rules(folders),
        load_time_rules(folders),
        load_quote_rules(folders),
        load_event_rules(folders),
        folders.digest(),
    )
