"""Offset arithmetic that knows nothing of news.

Cleaning never rewrites a string. It lists edits over the source, and from the edits follow both the clean text and the
map back, so that a place found in clean text always leads to its characters in the source. Rejected: keeping an offset
per character (eight bytes a letter, and a copy at every stage).
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Edit", "OffsetMap", "Span", "apply_edits"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    stop: int

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share at least one character."""
        return self.start < other.stop and other.start < self.stop


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Source characters ``[start, stop)`` read as ``text`` in the clean text."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """The way back from clean text to source.

    The clean text is a row of runs. Run ``i`` begins at ``clean[i]`` in the clean text and at ``source[i]`` in the
    source; it is copied letter by letter, or, where ``replaced[i]``, stands as a whole for the source up to
    ``source_stop[i]``.
    """

    clean: tuple[int, ...]
    source: tuple[int, ...]
    source_stop: tuple[int, ...]
    replaced: tuple[bool, ...]

    def to_source(self, start: int, stop: int) -> tuple[int, int]:
        """Map clean ``[start, stop)`` to the smallest source range that holds it; an empty range stays empty."""
        first = self._run(start)
        begin = self.source[first] if self.replaced[first] else self.source[first] + start - self.clean[first]
        if stop <= start:
            return begin, begin
        last = self._run(stop - 1)
        end = self.source_stop[last] if self.replaced[last] else self.source[last] + stop - self.clean[last]
        return begin, end

    def _run(self, position: int) -> int:
        return max(bisect_right(self.clean, position) - 1, 0)


def apply_edits(source: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """Return the clean text and the map back.

    Raises ``ValueError`` for edits that overlap or lie outside the source.

    >>> text, offsets = apply_edits("7&nbsp;октября", [Edit(1, 7, " ")])
    >>> text, offsets.to_source(2, 9)
    ('7 октября', (7, 14))
    """
    pieces: list[str] = []
    clean: list[int] = []
    begins: list[int] = []
    ends: list[int] = []
    replaced: list[bool] = []
    length = at = 0

    def add(piece: str, start: int, stop: int, swap: bool) -> None:
        nonlocal length
        if piece:
            pieces.append(piece)
            clean.append(length)
            begins.append(start)
            ends.append(stop)
            replaced.append(swap)
            length += len(piece)

    for edit in sorted(edits):
        if not at <= edit.start <= edit.stop <= len(source):
            raise ValueError(f"edit {edit.start}-{edit.stop} overlaps its neighbour or leaves the text")
        add(source[at : edit.start], at, edit.start, False)
        add(edit.text, edit.start, edit.stop, True)
        at = edit.stop
    add(source[at:], at, len(source), False)
    if not pieces:
        clean, begins, ends, replaced = [0], [0], [0], [False]
    return "".join(pieces), OffsetMap(tuple(clean), tuple(begins), tuple(ends), tuple(replaced))
