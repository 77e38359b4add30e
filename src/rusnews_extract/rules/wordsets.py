"""Closed classes of words from the ``[words]`` table of a rule file, as one typed record.

Prepositions and conjunctions that patterns ask for are words of the language like any other: they stand in data with
a comment each, so that a reader of the rules sees all the Russian in one place.
"""

from dataclasses import fields
from typing import Any, TypeVar

from rusnews_extract.errors import BadRules
from rusnews_extract.rules.loading import RuleFolders

__all__ = ["word_sets"]

T = TypeVar("T")


def word_sets(folders: RuleFolders, name: str, kind: type[T]) -> T:
    """Build the dataclass ``kind``, all of whose fields are sets of words, from ``[words]`` of a file.

    Raises ``BadRules`` for a missing or unknown key, and for a value that is no list of words.
    """
    table = folders.table(name, "words")
    known = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    for key in table:
        if key not in known:
            raise BadRules(f"{name}: words: unknown key {key!r}; known are {', '.join(known)}")
    values: dict[str, Any] = {}
    for key in known:
        words = table.get(key)
        if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
            raise BadRules(f"{name}: words: {key!r} must be a list of words")
        values[key] = frozenset(words)
    return kind(**values)
