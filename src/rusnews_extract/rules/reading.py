"""The rules of reading: names of fields in records, and shapes of the dates that say when a page was published."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rusnews_extract.errors import BadConfig, BadRules
from rusnews_extract.rules.languages import Language, load_languages
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.markup import MarkupRules, load_markup_rules

__all__ = ["DateShape", "ReadRules", "load_read_rules"]

TIME = r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?![\d.])"
LINES = ("dateline", "opening", "glued", "ending")
FIELDS = frozenset({"title", "text", "html", "published", "url", "site", "language"})


@dataclass(frozen=True, slots=True)
class DateEntry:
    """A shape as it stands in the file."""

    id: str
    why: str
    pattern: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateShape:
    """A compiled shape of a date; ``examples`` are "text => day [time]"."""

    id: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """Words of a header line that say whose date it is: the page's clock, an update, the publication."""

    clock: re.Pattern[str]
    updated: re.Pattern[str]
    published: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ReadRules:
    """All that the readers know; ``fields`` maps a meaning to the names that records give it, best first."""

    fields: Mapping[str, tuple[str, ...]]
    shapes: tuple[DateShape, ...]
    dateline: re.Pattern[str]
    opening: re.Pattern[str]
    glued: re.Pattern[str]
    ending: re.Pattern[str]
    words: HeaderWords
    labels: frozenset[str]
    months: Mapping[str, int]
    markup: MarkupRules
    languages: tuple[Language, ...]

    def mapped(self, names: Mapping[str, str]) -> "ReadRules":
        """Return the rules with more names of fields: ``{"text": "body_ru"}`` finds the text in «body_ru» first.

        Raises ``BadConfig`` for a meaning that there is not.
        """
        unknown = set(names) - FIELDS
        if unknown:
            raise BadConfig(f"--map {min(unknown)}=…: none of {', '.join(sorted(FIELDS))}")
        return replace(self, fields={key: (*_ours(names, key), *known) for key, known in self.fields.items()})


def _ours(names: Mapping[str, str], key: str) -> tuple[str, ...]:
    return (names[key],) if key in names else ()


def load_read_rules(folders: RuleFolders) -> ReadRules:
    """Read and compile the rules; raises ``BadRules`` naming file, entry and mend."""
    months = {word: int(number) for word, number in folders.pairs("lexicons/months.tsv").items()}
    name = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    shapes = tuple(
        DateShape(e.id, _compiled(e.pattern, name, f"date {e.id}"), e.examples, e.counterexamples)
        for e in folders.entries("reading.toml", "date", DateEntry)
    )
    line = {key: _compiled(_text(folders, key, "pattern"), name, key, re.NOFLAG) for key in LINES}
    header = {
        key: _compiled(_text(folders, "header", key), name, f"header {key}") for key in HeaderWords.__annotations__
    }
    words = folders.words("lexicons/reading_labels.txt") + folders.words("lexicons/clean_rubrics.txt")
    labels = frozenset(word.lower() for entry in words for word in entry.split())
    return ReadRules(
        _fields(folders),
        shapes,
        line["dateline"],
        line["opening"],
        line["glued"],
        line["ending"],
        HeaderWords(**header),
        labels,
        months,
        load_markup_rules(folders),
        load_languages(folders),
    )


def _compiled(pattern: str, name: str, where: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    try:
        return re.compile(pattern.replace("{name}", name).replace("{time}", TIME), flags)
    except re.error as error:
        raise BadRules(f"reading.toml: {where}: the pattern is no regular expression: {error}") from error


def _text(folders: RuleFolders, table: str, key: str) -> str:
    value = folders.table("reading.toml", table).get(key)
    if not isinstance(value, str):
        raise BadRules(f"reading.toml: [{table}] needs {key}, a pattern in quotes")
    return value


def _fields(folders: RuleFolders) -> Mapping[str, tuple[str, ...]]:
    fields: dict[str, tuple[str, ...]] = {}
    for name, meaning in folders.pairs("lexicons/reading_fields.tsv").items():
        if meaning not in FIELDS:
            raise BadRules(f"lexicons/reading_fields.tsv: «{meaning}» is none of {', '.join(sorted(FIELDS))}")
        fields[meaning] = (*fields.get(meaning, ()), name)
    return fields
