"""Every nominative that a word of a name may have, with the case, gender and number that it was taken from.

The dictionary (pymorphy3) knows most words and guesses at others by their last letters; names from abroad it often
guesses wrong, so plain endings («-а» may hide a bare stem) add readings of their own. The right one is nearly always
among them; choosing needs the context and happens elsewhere.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rusnews_extract.nlp.vocab import Vocab
from rusnews_extract.rules.names import Endings

__all__ = ["Reading", "readings", "singular"]

WORDS_KEPT = 20_000
CASES = {"nomn": "Nom", "gent": "Gen", "gen1": "Gen", "gen2": "Gen", "datv": "Dat", "accs": "Acc", "acc2": "Acc"} | {
    "ablt": "Ins",
    "loct": "Loc",
    "loc1": "Loc",
    "loc2": "Loc",
}
GENDERS = {"masc": "Masc", "femn": "Fem", "neut": "Neut", "ms-f": ""}
NUMBERS = {"sing": "Sing", "plur": "Plur"}
KINDS = ("Name", "Patr", "Surn", "Geox", "Orgn")


@dataclass(frozen=True, slots=True)
class Reading:
    """A word read as a form of ``form`` (nominative, lower case). Unknown features are empty."""

    form: str
    case: str = ""
    gender: str = ""
    number: str = ""
    kind: str = ""
    """``Name``, ``Patr``, ``Surn``, ``Geox``, ``Orgn``; else ``noun`` or ``adj``; empty where only an ending spoke."""
    source: Literal["keep", "dict", "guess", "ending"] = "keep"
    first: bool = False
    """The dictionary holds it for the likeliest."""
    attested: bool = False
    """The dictionary knows the nominative as a name or a noun."""


@lru_cache(WORDS_KEPT)
def readings(vocab: Vocab, endings: Endings, word: str) -> tuple[Reading, ...]:
    """Return the readings of a word in lower case; «keep it» comes first."""
    found = {Reading(word, attested=_attested(vocab, word)): None}
    for place, parse in enumerate(vocab.parse(word)):
        tag = parse.tag
        if tag.POS not in {"NOUN", "ADJF", "PRTF", "NUMR"}:
            continue
        nominative = parse if tag.case == "nomn" else parse.inflect({"nomn"})
        kind = next((k for k in KINDS if k in tag), "noun" if tag.POS == "NOUN" else "adj")
        form = word if "Fixd" in tag else nominative.word if nominative else word
        gender = "" if "ms-f" in tag or "GNdr" in tag else GENDERS.get(tag.gender or "", "")
        case = "" if "Fixd" in tag else CASES.get(tag.case or "", "")
        source: Literal["dict", "guess"] = "dict" if parse.is_known else "guess"
        number = NUMBERS.get(tag.number or "", "")
        found.setdefault(Reading(form, case, gender, number, kind, source, place == 0, parse.is_known))
    for size in (1, 2, 3):
        if len(word) > size + 1:
            for swap, case, gender, number in endings.table.get(word[-size:], ()):
                form = word[:-size] + swap
                found.setdefault(Reading(form, case, gender, number, "", "ending", False, _attested(vocab, form)))
    return tuple(found)


def singular(vocab: Vocab, surname: str, gender: str) -> str | None:
    """Return a plural surname in the singular: «сафаровы» → «сафаров», for a woman «сафарова»."""
    want = {"sing", "nomn", "femn" if gender == "Fem" else "masc"}
    for parse in vocab.parse(surname):
        if "Surn" in parse.tag and parse.tag.number == "plur" and (made := parse.inflect(want)):
            return str(made.word)
    # a guessed plural («сафаровы») has no singular in the dictionary
    return surname[:-1] + ("а" if gender == "Fem" else "") if surname.endswith(("овы", "евы", "ины")) else None


def _attested(vocab: Vocab, form: str) -> bool:
    return any(p.is_known and p.tag.case == "nomn" and p.tag.POS in {"NOUN", "ADJF"} for p in vocab.parse(form))
