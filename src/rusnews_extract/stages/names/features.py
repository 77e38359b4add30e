"""What the scorer of nominatives looks at, as strings: each is a key of ``lexicons/names_weights.tsv``.

A letter names the template; ``0+`` is the step that keeps a word. Features of a word alone, of its surroundings and of
two neighbours are apart, so that the first kind is scored once for each word and tag.
"""

from typing import NamedTuple

from rusnews_extract.nlp.inflect import Reading
from rusnews_extract.stages.names.keys import plain

__all__ = [
    "Beside",
    "Seen",
    "Word",
    "link_features",
    "links_of",
    "outside_features",
    "outside_of",
    "seen_beside",
    "seen_outside",
    "swap",
    "word_features",
]


class Word(NamedTuple):
    """A word of a name with what the network says of it. A tuple, because it is a cache key."""

    text: str
    low: str
    pos: str
    case: str
    gender: str
    number: str
    place: str
    """``only``, ``first``, ``last`` or ``mid``; ``half`` behind a hyphen."""
    quoted: bool


class Seen(NamedTuple):
    """What the document's other names say of a reading: counts of its form and of the word as nominatives, both up to
    two, the number of cases that the word is tagged with, up to three, and whether the form stands anywhere."""

    form: int
    word: int
    cases: int
    named: bool


def swap(word: str, form: str) -> str:
    """Write the step from a form to its nominative: letters cut, letters added.

    >>> swap("алиева", "алиев"), swap("асию", "асия")
    ('1+', '1+я')
    """
    bare = plain(form)
    same = 0
    for a, b in zip(plain(word), bare, strict=False):
        if a != b:
            break
        same += 1
    return f"{len(word) - same}+{bare[same:]}"


def word_features(word: Word, kind: str, r: Reading) -> tuple[str, ...]:
    """Features of one reading that need no context: they are scored once for each word, tag and type."""
    low, form = plain(word.low), plain(r.form)
    step = swap(word.low, r.form)
    source = r.source[0] + ("1" if r.first else "")
    shape = "U" if word.text.isupper() and len(word.text) > 1 else "l" if word.text[0].islower() else "T"
    fits = "=" if r.case and r.case == word.case else "!" if r.case and word.case else "?"
    return (
        f"a {source} {r.case} {word.case}",
        f"b {r.case}{r.number}{r.gender} {word.case}{word.number}{word.gender}",
        f"c {r.kind} {kind} {word.place} {source}",
        f"d {step} {low[-2:]} {kind}",
        f"e {step} {low[-3:]} {word.case}",
        f"f {step} {low[-1:]} {word.pos}{word.case}",
        f"g {step} {low[-2:]} {word.gender} {word.number}",
        f"h {r.kind} {r.gender} {low[-2:]} {kind}",
        f"i {r.source} {fits} {r.kind} {kind}",
        f"j {shape} {kind} {step}",
        f"k {word.quoted} {kind} {step == '0+'} {word.case}",
        f"l {r.kind} {r.case} {kind} {word.case}",
        f"m {r.gender}{word.gender} {r.number}{word.number} {kind} {r.source}",
        f"n {step} {low[-3:]} {kind}",
        f"A {form[-2:]} {r.source} {kind} {r.attested}",
        f"B {form[-3:]} {kind} {step == '0+'}",
        f"C {r.attested} {r.source} {kind} {word.case}",
        f"o {word.pos} {word.place} {kind} {step == '0+'} {word.case}",
    )


def outside_features(word: Word, kind: str, r: Reading, around: tuple[str, ...], seen: Seen) -> tuple[str, ...]:
    """Features of one reading that depend on the place and the document."""
    return outside_of(seen_outside(word, r), kind, around, seen)


def seen_outside(word: Word, r: Reading) -> tuple[bool, str, str, str, str]:
    """Return what the features outside of a word see of it and of its reading."""
    return plain(r.form) == plain(word.low), r.case, r.gender, r.number, word.case


def outside_of(own: tuple[bool, str, str, str, str], kind: str, around: tuple[str, ...], seen: Seen) -> tuple[str, ...]:
    """Features of a reading as ``seen_outside`` shows it."""
    keep, case, gender, number, tagged = own
    return (
        f"{around[0]} {case} {number}",
        f"{around[0]} {keep} {tagged}",
        f"{around[1]} {case}{gender}{number}",
        f"{around[2]} {case} {tagged}",
        f"s {seen.form} {seen.word} {keep} {kind}",
        f"t {seen.form > 0} {tagged} {keep} {kind}",
        f"u {seen.cases} {keep} {kind}",
        f"v {seen.named} {keep}",
    )


def link_features(a: Word, ra: Reading, b: Word, rb: Reading, kind: str) -> tuple[str, ...]:
    """Features of two readings side by side: agreement, and the genitive tail of an organisation."""
    return links_of(seen_beside(a, ra), seen_beside(b, rb), kind)


class Beside(NamedTuple):
    """What a neighbour sees of a word and of its reading."""

    tag: str
    keep: bool
    half: bool
    quoted: bool
    kind: str
    case: str
    gender: str
    number: str


def seen_beside(word: Word, r: Reading) -> Beside:
    """Return what a neighbour sees of a word and of its reading."""
    keep = plain(r.form) == plain(word.low)
    return Beside(word.pos + word.case, keep, word.place == "half", word.quoted, r.kind, r.case, r.gender, r.number)


def links_of(a: Beside, b: Beside, kind: str) -> tuple[str, ...]:
    """Features of two readings side by side, as ``seen_beside`` shows them."""
    case = "=" if a.case == b.case else "?" if not (a.case and b.case) else "!"
    gender = "=" if a.gender == b.gender else "?" if not (a.gender and b.gender) else "!"
    number = "=" if a.number == b.number else "?" if not (a.number and b.number) else "!"
    return (
        f"w {kind} {case}{gender}{number} {b.half}",
        f"x {kind} {a.kind} {b.kind} {case}{gender}{number}",
        f"y {kind} {a.tag} {a.keep} {b.tag} {b.keep} {b.quoted}",
        f"z {kind} {a.kind}{a.case} {b.kind}{b.case} {b.keep}",
    )
