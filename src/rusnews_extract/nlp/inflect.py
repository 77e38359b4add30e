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

__all__ = ["Reading", "WordProfile", "profile", "readings", "singular"]

WORDS_KEPT = 20_000
CASES = {"nomn": "Nom", "gent": "Gen", "gen1": "Gen", "gen2": "Gen", "datv": "Dat", "accs": "Acc", "acc2": "Acc"} | {
    "ablt": "Ins",
    "loct": "Loc",
    "loc1": "Loc",
    "loc2": "Loc",
}
GENDERS = {"masc": "Masc", "femn": "Fem", "neut": "Neut", "ms-f": ""}
NUMBERS = {"sing": "Sing", "plur": "Plur"}
HUSHING = frozenset("гкхжшчщ")
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
    """The dictionary has the nominative."""


@dataclass(frozen=True, slots=True)
class WordProfile:
    """What the dictionary says of a word: what names it may be, and the sexes of a first name."""

    known: bool
    kinds: frozenset[str]
    nominative_kinds: frozenset[str]
    sexes: frozenset[str]
    adjective: bool
    abbreviation: bool = False


@lru_cache(WORDS_KEPT)
def profile(vocab: Vocab, word: str) -> WordProfile:
    """Sum a word in lower case up; for a word that the dictionary lacks only ``adjective`` is guessed."""
    parses = vocab.parse(word)
    adjective = any(p.tag.POS == "ADJF" for p in parses)
    if not _attested(vocab, word):
        return WordProfile(False, frozenset(), frozenset(), frozenset(), adjective)
    nominatives = [p.tag for p in parses if p.tag.case == "nomn" and "Abbr" not in p.tag]
    return WordProfile(
        True,
        frozenset(k for p in parses if "Abbr" not in p.tag for k in KINDS if k in p.tag),
        frozenset(k for tag in nominatives for k in KINDS if k in tag),
        frozenset(str(tag.gender) for tag in nominatives if "Name" in tag and tag.gender in {"masc", "femn"}),
        adjective,
        all("Abbr" in p.tag for p in parses),
    )


@lru_cache(WORDS_KEPT)
def readings(vocab: Vocab, endings: Endings, word: str) -> tuple[Reading, ...]:
    """Return the readings of a word in lower case; «keep it» comes first."""
    known = _attested(vocab, word)
    has = {word: known and word not in endings.unborne and _is_nominative(vocab, word)}
    found = {Reading(word, attested=has[word]): None}
    source: Literal["dict", "guess"] = "dict" if known else "guess"
    told: set[tuple[str, str, str]] = set()  # what the dictionary itself says of this word as a name
    for place, parse in enumerate(vocab.parse(word)):
        tag = parse.tag
        if tag.POS not in {"NOUN", "ADJF", "PRTF", "NUMR"}:
            continue
        if parse.normal_form in endings.unborne and "Name" in tag and tag.gender == "femn":
            continue
        nominative = parse if tag.case == "nomn" else parse.inflect({"nomn"})
        kind = next((k for k in KINDS if k in tag), "noun" if tag.POS == "NOUN" else "adj")
        form = word if "Fixd" in tag or nominative is None else nominative.word
        gender = "" if "ms-f" in tag or "GNdr" in tag else GENDERS.get(tag.gender or "", "")
        case = "" if "Fixd" in tag else CASES.get(tag.case or "", "")
        number = NUMBERS.get(tag.number or "", "")
        found.setdefault(Reading(form, case, gender, number, kind, source, place == 0, known))
        has.setdefault(form, known)
        if known and kind in KINDS:
            told.add((case, gender, number))
    for size in (1, 2, 3):
        if len(word) > size + 1:
            for swap, case, gender, number in endings.table.get(word[-size:], ()):
                form = word[:-size] + swap
                if (case, gender, number) in told:
                    continue
                if form not in has:
                    has[form] = _is_nominative(vocab, form)
                found.setdefault(Reading(form, case, gender, number, "", "ending", False, has[form]))
    return tuple(found)


def singular(vocab: Vocab, surname: str, gender: str) -> str | None:
    """Return a plural surname in the singular: «сафаровы» → «сафаров», for a woman «сафарова»."""
    want = {"sing", "nomn", "femn" if gender == "Fem" else "masc"}
    for parse in vocab.parse(surname):
        if "Surn" in parse.tag and parse.tag.number == "plur" and (made := parse.inflect(want)):
            return str(made.word)
    # a guessed plural («сафаровы», «скрипали») has no singular in the dictionary
    if surname.endswith(("овы", "евы", "ины")):
        return surname[:-1] + ("а" if gender == "Fem" else "")
    if surname.endswith("ы"):
        return surname[:-1]
    return surname[:-1] + ("" if surname[-2:-1] in HUSHING else "ь") if surname.endswith("и") else None


def _is_nominative(vocab: Vocab, form: str) -> bool:
    """Say whether the dictionary has the form as a nominative."""
    return _attested(vocab, form) and any(p.tag.case == "nomn" for p in vocab.parse(form))


def _attested(vocab: Vocab, form: str) -> bool:
    """Say whether the dictionary has the form; the analyser behind the cache answers without guessing."""
    analyser = getattr(vocab.parse.__wrapped__, "__self__", None)
    if analyser is None:
        return any(p.is_known for p in vocab.parse(form))
    return bool(analyser.word_is_known(form))
