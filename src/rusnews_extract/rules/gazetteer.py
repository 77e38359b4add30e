"""A user's own list of persons, places and organisations: ``id,type,name,aliases`` as CSV.

The ids may be Wikidata's or a register's. A form (name or alias) is written in the nominative and belongs to one entry
only: of two namesakes the list must say which form means whom, since the text cannot. Rejected: guessing between them,
which would put one person's deeds to the other's id.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from rusnews_extract.errors import BadConfig
from rusnews_extract.model import EntityType

__all__ = ["Gazetteer", "Listed", "load_gazetteer", "words_of_form"]

HEADER = ("id", "type", "name", "aliases")
WORD = re.compile(r"\w+(?:[-’']\w+)*")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """The list, ready for looking up. Forms are tuples of words in lower case with «е» for «ё»."""

    forms: Mapping[tuple[EntityType, tuple[str, ...]], Listed] = field(default_factory=dict)
    by_first_word: Mapping[str, tuple[tuple[tuple[str, ...], str, Listed], ...]] = field(default_factory=dict)
    """First word → (words, form as it is written, entry), long forms first."""

    def find(self, kind: EntityType, form: str) -> Listed | None:
        """Return the entry whose name or alias this is."""
        return self.forms.get((kind, words_of_form(form)))


def words_of_form(form: str) -> tuple[str, ...]:
    """Cut a form into words without marks: ``АО «Заря»`` → ``("ао", "заря")``."""
    return tuple(WORD.findall(form.lower().replace("ё", "е")))


def load_gazetteer(path: Path) -> Gazetteer:
    """Read and check the list; raises ``BadConfig`` naming the line and the mend."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _gazetteer(path.name, list(csv.reader(file)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadConfig(f"{path}: cannot be read as CSV in UTF-8: {error}") from error


def _gazetteer(file: str, rows: list[list[str]]) -> Gazetteer:
    if not rows or tuple(cell.strip() for cell in rows[0]) != HEADER:
        raise BadConfig(f"{file}, line 1: the header must be «{','.join(HEADER)}»")
    forms: dict[tuple[EntityType, tuple[str, ...]], Listed] = {}
    places: dict[tuple[EntityType, tuple[str, ...]], int] = {}
    ids: dict[str, int] = {}
    starts: dict[str, list[tuple[tuple[str, ...], str, Listed]]] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        entry = _entry(f"{file}, line {number}", row)
        if entry.id in ids:
            raise BadConfig(
                f"{file}, line {number}: the id «{entry.id}» stands in line {ids[entry.id]} already; put all forms of"
                " one entry into its aliases"
            )
        ids[entry.id] = number
        for form in (entry.name, *entry.aliases):
            words = words_of_form(form)
            key = entry.type, words
            if not words:
                raise BadConfig(f"{file}, line {number}: the form «{form}» has no letters; leave it out")
            if forms.setdefault(key, entry) is not entry:
                raise BadConfig(
                    f"{file}, line {number}: «{form}» means the entry of line {places[key]} already; give it to one"
                    " of the two"
                )
            if key not in places:
                places[key] = number
                starts.setdefault(words[0], []).append((words, form, entry))
    return Gazetteer(forms, {w: tuple(sorted(found, key=lambda f: (-len(f[0]), f[1]))) for w, found in starts.items()})


def _entry(place: str, row: list[str]) -> Listed:
    cells = [" ".join(cell.split()) for cell in row]
    if len(cells) not in {3, 4}:
        raise BadConfig(
            f"{place}: has {len(cells)} fields for id, type, name and aliases; put a field with a comma into quotes"
            " and part aliases with «|»"
        )
    kinds: dict[str, EntityType] = {k: k for k in get_args(EntityType)}
    if cells[1] not in kinds:
        raise BadConfig(f"{place}: the type «{cells[1]}» is none of {', '.join(kinds)}")
    if not cells[0] or not cells[2]:
        raise BadConfig(f"{place}: needs an id and a name")
    aliases = tuple(a.strip() for a in (cells[3] if len(cells) == 4 else "").split("|") if a.strip())
    return Listed(cells[0], kinds[cells[1]], cells[2], aliases)
