"""When two names are the same for a scorer, and where a span begins once its preposition is gone.

Names are compared by their words: half of them must agree (Dice), and two words agree when they differ by a case
ending only. No morphology is asked: a scorer must not share the mistakes of the thing it scores.
"""

import re
from functools import cache
from pathlib import Path

from rusnews_extract.evaluate.matching import Edge, pair_up
from rusnews_extract.rules.loading import RuleFolders

__all__ = ["SAME", "likeness", "same_form", "same_name", "trim_preposition", "trim_quote"]

WORD = re.compile(r"[^\W_]+")
QUOTE_MARKS = "«»„“”‟\"'‘’‚‛‹›`"
END_POINTS = ".,!?…;:-–—"
SHORTEST_STEM = 2
SAME = 0.5
LISTS = RuleFolders((Path(__file__).parent,))


def likeness(a: str, b: str) -> float:
    """Return the Dice coefficient of the words of two names, case endings aside.

    >>> likeness("Владимира Путина", "Владимир Путин"), likeness("власти России", "Россия")
    (1.0, 0.6666666666666666)
    """
    left, right = _words(a), _words(b)
    if not left or not right:
        return 0.0
    edges = [Edge(i, j, 1.0) for i, x in enumerate(left) for j, y in enumerate(right) if _same_word(x, y)]
    return 2 * len(pair_up(edges)) / (len(left) + len(right))


def same_name(a: str, b: str) -> bool:
    """Say whether half of the words of two names agree."""
    return likeness(a, b) >= SAME


def same_form(a: str, b: str) -> bool:
    """Say whether two normal forms are equal, case, ё/е and quote marks aside."""
    return _form(a) == _form(b)


def trim_preposition(text: str, start: int, stop: int) -> tuple[int, int]:
    """Return the range without blanks at its ends and without the prepositions at its beginning."""
    start, stop = _trim(text, start, stop, " \t\n\r\u00a0")
    while (found := _prepositions().match(text, start, stop)) is not None:
        start = found.end()
    return start, stop


def trim_quote(text: str, start: int, stop: int) -> tuple[int, int]:
    """Return the range without quote marks, end points and blanks at its ends; an empty rest stays as it was."""
    begin, end = _trim(text, start, stop, QUOTE_MARKS + END_POINTS + " \t\n\r\u00a0")
    return (begin, end) if begin < end else (start, stop)


def _trim(text: str, start: int, stop: int, signs: str) -> tuple[int, int]:
    while start < stop and text[start] in signs:
        start += 1
    while start < stop and text[stop - 1] in signs:
        stop -= 1
    return start, stop


def _words(name: str) -> list[str]:
    return WORD.findall(name.casefold().replace("ё", "е"))


def _same_word(a: str, b: str) -> bool:
    """Find a common stem after which both words have nothing or a case ending."""
    if a == b:
        return True
    common = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        common += 1
    longest = max(map(len, _endings()))
    for stem in range(common, max(common - longest, SHORTEST_STEM - 1), -1):
        if a[stem:] in _endings() and b[stem:] in _endings():
            return True
    return False


def _form(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").translate(dict.fromkeys(map(ord, QUOTE_MARKS))).split())


@cache
def _endings() -> frozenset[str]:
    return frozenset({"", *(ending.replace("ё", "е") for ending in LISTS.words("endings.txt"))})


@cache
def _prepositions() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, LISTS.words("prepositions.txt")), key=len, reverse=True))
    return re.compile(rf"(?:{words})\s+(?=\S)", re.IGNORECASE)
