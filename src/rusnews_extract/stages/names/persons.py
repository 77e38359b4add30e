"""A person's name taken apart: first name, patronymic, last name, gender.

The readings that gave the nominative say what each word is; position decides where they do not. Rejected: lists of
first names in code, since the dictionary has thirteen thousand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rusnews_extract.nlp.inflect import Reading, profile
from rusnews_extract.nlp.vocab import Vocab
from rusnews_extract.stages.names.keys import is_initial, plain

__all__ = ["Gender", "Person", "person", "surname_base"]

Gender = Literal["female", "male"]
PATRONYMIC = re.compile(r".{3,}(?:вич|вна|ична|инична)$")
OWNED = re.compile(r"(?:ова|ева|ёва|ина|ына)$")
ADJECTIVAL = re.compile(r"(?:ская|цкая)$")
SURNAME = re.compile(r"(?:[оеё]ва?|[иы]на?|[сц]кий|[сц]кая|енко|[ая]н|дзе|швили)$")
PLURAL = re.compile(r"(?:ов|ев|ёв|ин|ын)ы$")
VOWELS = frozenset("аеиоуыэюяё")
GENDERS: dict[str, Gender] = {"Masc": "male", "Fem": "female"}


@dataclass(frozen=True, slots=True)
class Person:
    """The parts of one mention, in the nominative; a missing part is empty."""

    first: str = ""
    patronymic: str = ""
    last: str = ""
    gender: Gender | None = None
    plural: bool = False
    known: bool = True
    """The dictionary has the first name."""

    @property
    def full(self) -> bool:
        """Say whether a first name or an initial stands with the last name."""
        return bool(self.first and self.last)

    @property
    def name(self) -> str:
        """The parts in the usual order, given name first."""
        parts = (f"{p}." if is_initial(p) else p for p in (self.first, self.patronymic, self.last) if p)
        return " ".join(parts)


def person(words: Sequence[tuple[str, Reading, str]], vocab: Vocab) -> Person:
    """Take apart a name given as (nominative, reading, gender by the network) for each word.

    Halves of a hyphened word come as one word.
    """
    if not words:
        return Person()
    names = [w for w, _, _ in words]
    first: tuple[int, ...]
    last: tuple[int, ...]
    middle = next(
        (i for i, (w, r, _) in enumerate(words) if i and (r.kind == "Patr" or PATRONYMIC.match(w.lower()))), -1
    )
    initials = [i for i, w in enumerate(names) if is_initial(w)]
    if len(names) == 1:
        place = _alone(words[0], vocab)
        first, last = ((0,), ()) if place == "first" else ((), (0,))
    elif initials:
        first, middle = (initials[0],), initials[1] if len(initials) > 1 else middle
        last = tuple(i for i in range(len(names)) if i not in initials)
    elif middle > 0:
        first = (middle - 1,)
        last = tuple(i for i in range(len(names)) if i not in {middle, middle - 1})
    elif _surname_first(words, vocab):
        first, last = tuple(range(1, len(names))), (0,)
    else:
        first, last = (0,), tuple(range(1, len(names)))
    surname = " ".join(names[i] for i in last)
    plural = bool(last) and (
        (words[last[-1]][1].number == "Plur" and words[last[-1]][1].case != "") or bool(PLURAL.search(surname))
    )
    gender = _gender([words[i] for i in first], names[middle] if middle >= 0 else "", [words[i] for i in last], vocab)
    given = " ".join(names[i] for i in first)
    known = not first or "Name" in profile(vocab, given.lower()).nominative_kinds
    return Person(given, names[middle] if middle >= 0 else "", surname, gender, plural and not first, known)


def surname_base(last: str) -> str:
    """Return what husband and wife share of a surname: «алиева» and «алиев» are «алиев».

    >>> surname_base("Алиева"), surname_base("Захарова"), surname_base("Маск"), surname_base("Сафаровы")
    ('алиев', 'захаров', 'маск', 'сафаров')
    """
    low = plain(last)
    if OWNED.search(low) or PLURAL.search(low):
        return low[:-1]
    if ADJECTIVAL.search(low):
        return low[:-2] + "ий"
    return low


def _alone(word: tuple[str, Reading, str], vocab: Vocab) -> Literal["first", "last"]:
    """A single word is a surname unless the dictionary knows it as a first name only."""
    kinds = _kinds(word[0], vocab)
    return "first" if "Name" in kinds and "Surn" not in kinds else "last"


def _surname_first(words: Sequence[tuple[str, Reading, str]], vocab: Vocab) -> bool:
    """«Иванов Пётр»: a surname that is no first name before a first name that is no surname."""
    if len(words) != 2:
        return False
    one, two = profile(vocab, words[0][0].lower()), _kinds(words[1][0], vocab)
    surname = "Surn" in one.nominative_kinds or (not one.known and SURNAME.search(words[0][0].lower()) is not None)
    surname = surname and "Name" not in one.nominative_kinds
    return surname and "Name" in two and "Surn" not in two


def _kinds(word: str, vocab: Vocab) -> frozenset[str]:
    return profile(vocab, word.lower()).nominative_kinds


def _gender(
    first: Sequence[tuple[str, Reading, str]], patronymic: str, last: Sequence[tuple[str, Reading, str]], vocab: Vocab
) -> Gender | None:
    if patronymic.lower().endswith(("вич", "ич")):
        return "male"
    if patronymic.lower().endswith("на"):
        return "female"
    for word, _, _ in first:
        sexes = profile(vocab, word.lower()).sexes
        if len(sexes) == 1:
            return "male" if "masc" in sexes else "female"
    for word, reading, _ in last:
        low = plain(word)
        if reading.number == "Plur":
            return None
        if OWNED.search(low) or ADJECTIVAL.search(low):
            return "female"
        if low.endswith(("ов", "ев", "ин", "ский", "цкий")):
            return "male"
        if reading.case not in {"", "Nom"} and low[-1:] not in VOWELS and reading.gender == "Masc":
            return "male"  # a woman's surname that ends in a consonant is not declined
    for word, _, tagged in first:
        if tagged in GENDERS and not is_initial(word):
            return GENDERS[tagged]
    return None
