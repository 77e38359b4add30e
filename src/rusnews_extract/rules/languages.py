"""Languages that turn up among Russian pages, told apart by letters and frequent words.

Enough to know what is not Russian. Rejected: a general identifier (py3langid: 4.5 MB, half a second to load, 2 ms a
page, and names of teams in a row came out Bulgarian).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rusnews_extract.errors import BadRules
from rusnews_extract.rules.loading import RuleFolders

__all__ = ["Language", "load_languages"]


@dataclass(frozen=True, slots=True)
class LanguageEntry:
    """A language as it stands in the file."""

    id: str
    why: str
    letters: str
    words: tuple[str, ...]
    examples: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its ISO 639-1 code, its own letters and its frequent words."""

    code: str
    letters: frozenset[str]
    words: frozenset[str]
    weight: float
    examples: tuple[str, ...]


def load_languages(folders: RuleFolders) -> tuple[Language, ...]:
    """Read the languages; raises ``BadRules`` where Russian, which is the default, is missing."""
    found = tuple(_languages(folders))
    if not any(language.code == "ru" for language in found):
        raise BadRules('languages.toml: needs a language with id = "ru"')
    return found


def _languages(folders: RuleFolders) -> Iterator[Language]:
    for entry in folders.entries("languages.toml", "language", LanguageEntry):
        if len(entry.id) != 2 or not entry.id.islower() or not entry.words:
            raise BadRules(f"languages.toml: language {entry.id}: needs an ISO 639-1 code of two letters, and words")
        yield Language(entry.id, frozenset(entry.letters), frozenset(entry.words), entry.weight, entry.examples)
