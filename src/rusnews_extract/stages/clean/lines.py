"""Cut a source into lines and mend what scraping left inside them, as edits.

Entities, odd spaces, soft hyphens and left-over tags are edits of the line that holds them, so every offset still leads
to the source. Rejected: normalising the whole text first (offsets drift), and touching letters or quote marks («ё»,
« »), which the tables promise to keep.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rusnews_extract.spans import Edit

__all__ = ["SourceLine", "line_at", "mends", "split_lines"]

BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
PREFIX = re.compile(r"date \d{4}(?:-\d{2}){0,2}(?!\S)")
SPACE = r"[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]|&(?:amp;)?(?:nbsp\b;?|ensp;|emsp;|thinsp;|\#160;|\#x0*a0;)"
HIDDEN = r"[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff]|&(?:amp;)?(?:shy|zwnj|zwj|\#173|\#8203);"
TAG = r"</?(?:p|br|b|i|u|em|strong|span|div|a|font|noindex|nobr|sup|sub)(?:\s[^<>]{0,300})?/?>"
NAMED = r"&(?:amp;)?(?:\#\d{1,7}|\#x[\da-f]{1,6}|[a-z]{2,8}\d{0,2});"
MEND = re.compile(rf"(?:{SPACE}|{HIDDEN}|{TAG}){{2,}}+|(?! )(?:{SPACE})|{HIDDEN}|{TAG}|{NAMED}", re.IGNORECASE)
ODD = re.compile(r"[^\S ]|[&<\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff]|  ")
ANY_SPACE = re.compile(rf"{SPACE}|<(?:p|br|div)", re.IGNORECASE)
GUTTER = re.compile(r"[ \xa0\u2002\u2003]{2,}|\t")
LONGEST_ROW = 400
ENTITY = re.compile(r"&(?:amp;)?(\#?\w+;)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A non-blank line: its place in the source, its mended text and the edits, and how many blank lines are above.

    ``cells`` are its parts where two spaces or a tab part it, as a row of a menu; empty for a line of one part.
    """

    start: int
    stop: int
    text: str
    gap: int
    edits: tuple[Edit, ...] = ()
    is_date_prefix: bool = False
    cells: tuple[str, ...] = ()


def split_lines(source: str) -> list[SourceLine]:
    """Return the non-blank lines; a leading `` date 2025-10-09 `` is a line of its own."""
    lines: list[SourceLine] = []
    gap = 0
    for start, stop in _ranges(source):
        if start == stop:
            gap += 1
            continue
        prefix = PREFIX.match(source, start, stop) if not lines else None
        if prefix:
            lines.append(SourceLine(start, prefix.end(), prefix.group(), gap, (), True))
            start = prefix.end() + len(source[prefix.end() : stop]) - len(source[prefix.end() : stop].lstrip())
            gap = 0
        if start < stop:
            lines.append(line_at(source, start, stop, gap))
        gap = 0
    return lines


def line_at(source: str, start: int, stop: int, gap: int) -> SourceLine:
    """Return source ``[start, stop)`` as a line; spaces at its ends are left out of it."""
    start, stop = _stripped(source, start, stop)
    edits = tuple(mends(source, start, stop))
    cells = _cells(source[start:stop]) if edits and stop - start <= LONGEST_ROW else ()
    return SourceLine(start, stop, _mended(source, start, stop, edits), gap, edits, False, cells)


def mends(source: str, start: int, stop: int) -> list[Edit]:
    """Return the edits that mend source ``[start, stop)``; spaces at its ends are taken away."""
    edits: list[Edit] = []
    if not ODD.search(source, start, stop):
        return edits
    for match in MEND.finditer(source, start, stop):
        text = _reading(match.group())
        if text == " " and (match.start() == start or match.end() == stop):
            text = ""
        if text != match.group():
            edits.append(Edit(match.start(), match.end(), text))
    return edits


def _cells(line: str) -> tuple[str, ...]:
    parts = tuple(part for part in GUTTER.split(line) if part.strip())
    return parts if len(parts) > 1 else ()


def _ranges(source: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in BREAK.finditer(source):
        yield _stripped(source, at, match.start())
        at = match.end()
    yield _stripped(source, at, len(source))


def _stripped(source: str, start: int, stop: int) -> tuple[int, int]:
    line = source[start:stop]
    body = line.lstrip()
    begin = stop - len(body)
    return begin, begin + len(body.rstrip())


def _mended(source: str, start: int, stop: int, edits: tuple[Edit, ...]) -> str:
    if not edits:
        return source[start:stop]
    pieces: list[str] = []
    at = start
    for edit in edits:
        pieces += source[at : edit.start], edit.text
        at = edit.stop
    return "".join([*pieces, source[at:stop]]).strip()


def _reading(found: str) -> str:
    """Return what the characters stand for: nothing, a space, or the sign that the entity names."""
    if ANY_SPACE.search(found):
        return " "
    entity = ENTITY.fullmatch(found)
    if not entity:
        return ""
    sign = html.unescape("&" + entity.group(1))
    if sign.startswith("&") and len(sign) > 1:
        return found
    return sign if sign.isprintable() else ""
