"""Pairs of quotation marks, as news pages really set them.

Guillemets nest, curly and straight marks stand in for them, one closing mark serves two («ООО «Ромашка»), and a
speech of several paragraphs opens every one of them and closes once. Marks are paired line by line with a stack;
a straight mark opens or closes by its neighbours. Rejected: regular expressions (nesting) and pairing over the whole
text (one forgotten mark would then turn every quote after it inside out).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

__all__ = ["Mark", "find_marks"]

OPENING = {"«": "«", "‹": "‹", "„": "„"}
CLOSING = {"»": "«", "›": "‹"}
LEFT_NEIGHBOURS = frozenset(" \t\u00a0([{—–-/«„“\"'")
MOST_LINES = 12
SIGNS = re.compile('[«»‹›„“”"″]')


@dataclass(frozen=True, slots=True)
class Mark:
    """Text between quotation marks: ``[start, stop)`` without them, ``[open, close)`` with them.

    ``depth`` counts the pairs around it; ``line`` is the number of its line. ``carried`` says that it goes on from
    the line before, as in a speech of several paragraphs.
    """

    start: int
    stop: int
    open: int
    close: int
    depth: int
    line: int
    carried: bool = False


def find_marks(text: str, lines: Sequence[tuple[int, int]]) -> tuple[Mark, ...]:
    """Pair the quotation marks of each line ``[start, stop)`` of the text, in the order in which they open.

    >>> line = "завод «Луч», «Мы рады»"
    >>> [line[m.start : m.stop] for m in find_marks(line, [(0, len(line))])]
    ['Луч', 'Мы рады']
    """
    marks: list[Mark] = []
    carried = 0
    for number, (start, stop) in enumerate(lines):
        if carried and carried < MOST_LINES and (whole := _carried(text, start, stop, number)):
            marks.append(whole)
            carried = carried + 1 if whole.close == whole.stop else 0
            if not carried:
                marks.extend(m for m in _pair(text, whole.close, stop, number)[0])
            continue
        found, loose = _pair(text, start, stop, number)
        if loose is not None and _closes_later(text, lines[number + 1 : number + MOST_LINES]):
            found.append(Mark(loose + 1, stop, loose, stop, 0, number))
            carried = 1
        else:
            carried = 0
        marks.extend(found)
    return tuple(_with_depth(marks))


def _pair(text: str, start: int, stop: int, line: int) -> tuple[list[Mark], int | None]:
    """Pair the marks of one line; the second value is the opening mark of a speech that the line leaves open."""
    stack: list[tuple[int, str]] = []
    found: list[Mark] = []
    for match in SIGNS.finditer(text, start, stop):
        i, sign = match.start(), match.group()
        opens = _opens(text, i, start, stop, stack)
        if opens:
            stack.append((i, sign))
            continue
        partner = next((n for n in range(len(stack) - 1, -1, -1) if _fits(stack[n][1], sign)), None)
        if partner is not None:
            begin = stack[partner][0]
            del stack[partner:]
            found.append(Mark(begin + 1, i, begin, i + 1, 0, line))
    if not stack:
        return found, None
    begin = stack[0][0]
    inner = [m for m in found if m.open > begin]
    if inner and _ends_speech(text, inner[-1].close, stop):
        # «Мы в ООО «Ромашка», — сказал он: the one closing mark closes both
        found.append(Mark(begin + 1, inner[-1].close, begin, inner[-1].close, 0, line))
        return found, None
    at_start = not text[start:begin].strip(" —–-") or text[start:begin].rstrip().endswith(":")
    return found, begin if at_start and not inner else None


def _opens(text: str, i: int, start: int, stop: int, stack: list[tuple[int, str]]) -> bool:
    sign = text[i]
    if sign in OPENING:
        return True
    if sign in CLOSING:
        return False
    if sign == "“" and stack and stack[-1][1] == "„":
        return False
    before = text[i - 1] if i > start else " "
    after = text[i + 1] if i + 1 < stop else " "
    if before in LEFT_NEIGHBOURS and not after.isspace() and after not in ",.;:!?)":
        return not (before == '"' and after in LEFT_NEIGHBOURS)
    return False


def _fits(opening: str, closing: str) -> bool:
    if closing in CLOSING:
        return CLOSING[closing] == opening
    if opening == '"' or closing == '"':
        return opening == closing
    return opening in "„“”″"


def _ends_speech(text: str, at: int, stop: int) -> bool:
    rest = text[at:stop].lstrip(" ,.!?…")
    return not rest or rest[0] in "—–-"


def _carried(text: str, start: int, stop: int, line: int) -> Mark | None:
    """Read a further paragraph of a speech: up to its closing mark, or whole where it goes on."""
    begin = start + (text[start : start + 1] in OPENING or text[start : start + 1] == '"')
    found, loose = _pair(text, begin, stop, line)
    inside = {m.open for m in found} | {m.close - 1 for m in found}
    for i in range(begin, stop):
        if text[i] in '»”"' and i not in inside:
            return Mark(begin, i, start, i + 1, 0, line, True)
    return None if loose is not None else Mark(begin, stop, start, stop, 0, line, True)


def _closes_later(text: str, lines: Iterable[tuple[int, int]]) -> bool:
    for start, stop in lines:
        balance = 0
        for i in range(start, stop):
            if text[i] == "«" and i > start:
                balance += 1
            elif text[i] == "»":
                if balance == 0:
                    return True
                balance -= 1
        if balance:
            return False
    return False


def _with_depth(marks: list[Mark]) -> list[Mark]:
    marks.sort(key=lambda m: (m.open, -m.close))
    out: list[Mark] = []
    closes: list[int] = []
    for mark in marks:
        while closes and closes[-1] <= mark.open:
            closes.pop()
        out.append(replace(mark, depth=len(closes)))
        closes.append(mark.close)
    return out
