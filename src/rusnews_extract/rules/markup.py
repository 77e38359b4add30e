"""What the markup of a page says of its lines: the vocabulary of hints, and the class names that they come from.

Sites name their parts alike («comments», «read-more», «article__text»), so the words inside ``class`` and ``id`` tell
the part of the frame that a line lies in. They also lie, so a hint counts only while the part that it names is small
(``stages/clean``). A document that came from HTML carries its hints beside its text; the text itself stays plain.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rusnews_extract.errors import BadRules
from rusnews_extract.model import Document, Role
from rusnews_extract.rules.loading import RuleFolders

__all__ = ["Hint", "MarkedDocument", "MarkupRules", "Part", "load_markup_rules", "words_of"]

NAME_PARTS = re.compile(r"[A-Z]?[a-zа-яё]+|[A-Z]+(?![a-z])|\d+")


@dataclass(frozen=True, slots=True)
class Hint:
    """What the markup says of the line that begins at ``start``.

    ``links`` is the share of its letters that lie in links, ``parent`` numbers the element around its block,
    ``heading`` is 1 for ``<h1>`` up to 6, 0 for no heading; ``main`` says that the page calls it the article's text.
    """

    start: int
    role: Role | None = None
    rule_id: str = ""
    links: float = 0.0
    parent: int = 0
    heading: int = 0
    main: bool = False


@dataclass(frozen=True, slots=True)
class MarkedDocument(Document):
    """A document whose lines have hints, in the order of their starts."""

    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class PartEntry:
    """A part of the page as it stands in the file."""

    id: str
    why: str
    role: Role
    most: float
    examples: tuple[str, ...]
    names: str = ""
    tags: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the frame; it holds at most the share ``most`` of a page's text, or it is not what it is called."""

    id: str
    role: Role
    most: float
    names: re.Pattern[str] | None
    tags: frozenset[str]

    def fits(self, tag: str, words: str) -> bool:
        """Say whether an element is this part; ``words`` are the words of its class, id and role."""
        return tag in self.tags or (self.names is not None and bool(words) and self.names.search(words) is not None)


@dataclass(frozen=True, slots=True)
class MarkupRules:
    """The parts of a page in the order of trial, and how its article is called."""

    parts: tuple[Part, ...]
    main: re.Pattern[str]
    blocks: frozenset[str]
    paragraphs: frozenset[str]
    skipped: frozenset[str]
    meta: Mapping[str, tuple[str, ...]]

    def part(self, tag: str, words: str) -> Part | None:
        """Return the part that an element is, if any."""
        return next((part for part in self.parts if part.fits(tag, words)), None)


def words_of(*names: str | None) -> str:
    """Return the words of class names and ids in small letters, each between spaces.

    >>> words_of("news-item__shareBar top")
    ' news item share bar top '
    """
    found = [part.lower() for name in names if name for part in NAME_PARTS.findall(name)]
    return f" {' '.join(found)} " if found else ""


def load_markup_rules(folders: RuleFolders) -> MarkupRules:
    """Read and compile the rules; raises ``BadRules`` naming file, entry and mend."""
    parts = tuple(_part(entry) for entry in folders.entries("markup.toml", "part", PartEntry))
    tags = folders.table("markup.toml", "tags")
    meta = {key: _strings(value, f"meta {key}") for key, value in folders.table("markup.toml", "meta").items()}
    return MarkupRules(
        parts,
        _names(str(folders.table("markup.toml", "main").get("names", "")), "main"),
        frozenset(_strings(tags.get("blocks"), "tags blocks")),
        frozenset(_strings(tags.get("paragraphs"), "tags paragraphs")),
        frozenset(_strings(tags.get("skipped"), "tags skipped")),
        meta,
    )


def _part(entry: PartEntry) -> Part:
    pattern = _names(entry.names, f"part {entry.id}") if entry.names else None
    part = Part(entry.id, entry.role, entry.most, pattern, frozenset(entry.tags))
    for name in entry.examples:
        if not part.fits("", words_of(name)):
            raise BadRules(f"markup.toml: part {entry.id}: example does not match its own names: «{name}»")
    for name in entry.counterexamples:
        if part.fits("", words_of(name)):
            raise BadRules(f"markup.toml: part {entry.id}: counterexample matches: «{name}»; narrow the names")
    return part


def _names(pattern: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(f" (?:{pattern}) ")
    except re.error as error:
        raise BadRules(f"markup.toml: {where}: the names are no regular expression: {error}") from error


def _strings(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadRules(f"markup.toml: [{where}] needs a list of words in quotes")
    return tuple(value)
