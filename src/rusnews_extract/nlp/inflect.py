"""Every nominative that a word of a name may have, with the case, gender and number that it was taken from.

The dictionary (pymorphy3) knows most words and guesses at others by their last letters; names from abroad it often
guesses wrong, so plain endings («-а» may hide a bare stem) add readings of their own. The right one is nearly always
among them; choosing needs the context and happens elsewhere.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from rusnews_extract.nlp.vocab import Vocab
from rusnews_extract.rules.names import Endings

__all__ = ["Reading", "WordProfile", "profile", "readings", "singular"]

WORDS_KEPT = 10_000
TAGS_KEPT = 5_000
CASES = {"nomn": "Nom", "gent": "Gen", "gen1": "Gen", "gen2": "Gen", "datv": "Dat", "accs": "Acc", "acc2": "Acc"} | {
    "ablt": "Ins",
    "loct": "Loc",
    "loc1": "Loc",
    "loc2": "Loc",
}
GENDERS = {"masc": "Masc", "femn": "Fem", "neut": "Neut", "ms-f": ""}
NUMBERS = {"sing": "Sing", "plur": "Plur"}
HUSHING = frozenset("гкхжшчщ")
NOMINATIVE = frozenset({"nomn"})
DECLINED = frozenset({"NOUN", "ADJF", "PRTF", "NUMR"})
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


class _Grammar(NamedTuple):
    """A tag of the dictionary as far as names need it; features as in ``Reading``."""

    pos: str
    nominative: bool
    case: str
    gender: str
    number: str
    kind: str
    fixed: bool
    woman: bool
    """The first name of a woman."""


@lru_cache(TAGS_KEPT)
def _grammar(tag: Any) -> _Grammar:  # noqa: ANN401 - pymorphy3 is untyped
    fixed = "Fixd" in tag
    return _Grammar(
        str(tag.POS),
        tag.case == "nomn",
        "" if fixed else CASES.get(tag.case or "", ""),
        "" if "ms-f" in tag or "GNdr" in tag else GENDERS.get(tag.gender or "", ""),
        NUMBERS.get(tag.number or "", ""),
        next((k for k in KINDS if k in tag), "noun" if tag.POS == "NOUN" else "adj"),
        fixed,
        "Name" in tag and tag.gender == "femn",
    )


@lru_cache(WORDS_KEPT)
def profile(vocab: Vocab, word: str) -> WordProfile:
    """Sum a word in lower case up; for a word that the dictionary lacks only ``adjective`` is guessed."""
    tags = vocab.known_tags(word)
    if not tags:
        adjective = any(p.tag.POS == "ADJF" for p in vocab.parse(word))
        return WordProfile(False, frozenset(), frozenset(), frozenset(), adjective)
    nominatives = [tag for tag in tags if tag.case == "nomn" and "Abbr" not in tag]
    return WordProfile(
        True,
        frozenset(k for tag in tags if "Abbr" not in tag for k in KINDS if k in tag),
        frozenset(k for tag in nominatives for k in KINDS if k in tag),
        frozenset(str(tag.gender) for tag in nominatives if "Name" in tag and tag.gender in {"masc", "femn"}),
        any(tag.POS == "ADJF" for tag in tags),
        all("Abbr" in tag for tag in tags),
    )


@lru_cache(WORDS_KEPT)
def readings(vocab: Vocab, endings: Endings, word: str) -> tuple[Reading, ...]:
    """Return the readings of a word in lower case; «keep it» comes first."""
    known = _attested(vocab, word)
    has = {word: known and word not in endings.unborne and _is_nominative(vocab, word)}
    found: dict[tuple[str, str, str, str, str, str, bool, bool], None] = {}
    source: Literal["dict", "guess"] = "dict" if known else "guess"
    told: set[tuple[str, str, str]] = set()  # what the dictionary itself says of this word as a name
    for place, parse in enumerate(vocab.parse(word)):
        tag = _grammar(parse.tag)
        if tag.pos not in DECLINED:
            continue
        if tag.woman and parse.normal_form in endings.unborne:
            continue
        case, gender, number, kind = tag.case, tag.gender, tag.number, tag.kind
        form = word if tag.fixed else parse.word if tag.nominative else vocab.inflected(parse, NOMINATIVE) or word
        if tag.pos == "ADJF" and "Supr" in parse.tag:
            form = _near(word, parse, form)
        found[form, case, gender, number, kind, source, place == 0, known] = None
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
                found[form, case, gender, number, "", "ending", False, has[form]] = None
    return Reading(word, attested=has[word]), *(Reading(*one) for one in found)  # type: ignore[arg-type]


def _near(word: str, parse: Any, made: str) -> str:  # noqa: ANN401 - pymorphy3 is untyped
    """Return the nominative that is spelt most like the word: of «высшей» it is «высшая», not «высочайшая»."""
    want = parse.tag
    same = [
        str(p.word)
        for p in parse.lexeme
        if p.tag.POS == "ADJF" and p.tag.case == "nomn" and p.tag.gender == want.gender and p.tag.number == want.number
    ]
    return max(same, key=lambda form: (_shared(form, word), form == made), default=made)


def _shared(one: str, two: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def singular(vocab: Vocab, surname: str, gender: str) -> str | None:
    """Return a plural surname in the singular: «сафаровы» → «сафаров», for a woman «сафарова»."""
    want = frozenset({"sing", "nomn", "femn" if gender == "Fem" else "masc"})
    for parse in vocab.parse(surname):
        if "Surn" in parse.tag and parse.tag.number == "plur" and (made := vocab.inflected(parse, want)):
            return made
    # a guessed plural («сафаровы», «скрипали») has no singular in the dictionary
    if surname.endswith(("овы", "евы", "ины")):
        return surname[:-1] + ("а" if gender == "Fem" else "")
    if surname.endswith("ы"):
        return surname[:-1]
    return surname[:-1] + ("" if surname[-2:-1] in HUSHING else "ь") if surname.endswith("и") else None


def _is_nominative(vocab: Vocab, form: str) -> bool:
    """Say whether the dictionary has the form as a nominative."""
    return any(_grammar(tag).nominative for tag in vocab.known_tags(form))


def _attested(vocab: Vocab, form: str) -> bool:
    """Say whether the dictionary has the form."""
    return bool(vocab.word_is_known(form))
