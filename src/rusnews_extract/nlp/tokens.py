"""Tokens exactly as razdel cuts them, memoised by chunk.

A chunk is a run of characters between spaces. razdel joins atoms only inside a chunk, so its cuts can be kept: news
repeat their chunks, and nine of ten are found. One thing crosses a space: a dash, underscore, point, comma or slash at
the edge of a chunk is joined or not by the atom beyond it («40 -50» is two tokens, «Иванов -50» too, «( -50» three).
For those few chunks the kinds of the neighbouring atoms are part of the key. Rejected: rewriting razdel's rules, which
would drift from them; a plain word with its punctuation is the one shape that is cut here without asking razdel.
"""

import re
from importlib import import_module

import numpy as np
import numpy.typing as npt
from razdel import tokenize

__all__ = ["Tokenizer"]

Ints = npt.NDArray[np.int64]

CHUNKS_KEPT = 60_000
RAZDEL = import_module("razdel.segmenters.tokenize")
ATOM = RAZDEL.ATOM
JOINS_ANY = frozenset(RAZDEL.DASHES + "_")
JOINS_NUMBERS = frozenset(".,/\\")
SAMPLE = {RAZDEL.RU: "а", RAZDEL.LAT: "a", RAZDEL.INT: "1", RAZDEL.PUNCT: ")", RAZDEL.OTHER: "Δ"}
PLAIN = re.compile(r"([«\"(„“]?)([а-яёА-ЯЁ]+(?:-[а-яёА-ЯЁ]+)*)([»\")”]?)([.,:;!?]?)")
SPACE = np.array([chr(code).isspace() for code in range(0x10000)])
NEEDS_NEIGHBOURS = -1


class Column:
    """A growing array of numbers."""

    def __init__(self) -> None:
        self.values: Ints = np.zeros(1 << 14, np.int64)
        self.size = 0

    def extend(self, values: list[int]) -> None:
        """Append numbers."""
        while self.size + len(values) > len(self.values):
            self.values = np.concatenate([self.values, np.zeros_like(self.values)])
        self.values[self.size : self.size + len(values)] = values
        self.size += len(values)


class Tokenizer:
    """Cuts texts into tokens and remembers at most ``CHUNKS_KEPT`` chunks beside those of the text at hand."""

    def __init__(self) -> None:
        self._forget()

    def __call__(self, text: str, breaks: list[int]) -> tuple[Ints, Ints]:
        """Return ``(start, stop)`` of all tokens, each of shape ``(tokens,)``.

        ``breaks`` are ascending positions where a new sentence starts: chunks on either side do not see each other.
        """
        chunks = text.split()
        if not chunks:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        if len(self._known) + len(self._in_context) > CHUNKS_KEPT:
            self._forget()
        starts = _chunk_starts(text)
        known = [self._known.get(chunk, NEEDS_NEIGHBOURS) for chunk in chunks]
        if NEEDS_NEIGHBOURS in known:
            alone = set(np.searchsorted(starts, breaks).tolist())
            for i, number in enumerate(known):
                if number == NEEDS_NEIGHBOURS:
                    known[i] = self._number(chunks, i, alone)
            self._store()
        numbers = np.array(known, np.int64)
        count = self._count.values[numbers]
        last = np.cumsum(count)
        place = np.repeat(self._first.values[numbers] - last + count, count) + np.arange(last[-1])
        begin = np.repeat(starts, count) + self._offset.values[place]
        return begin, begin + self._length.values[place]

    def _forget(self) -> None:
        self._known: dict[str, int] = {}
        self._in_context: dict[tuple[str, str | None, str | None], int] = {}
        self._first, self._count, self._offset, self._length = Column(), Column(), Column(), Column()
        self._new: list[list[tuple[int, int]]] = []

    def _number(self, chunks: list[str], i: int, alone: set[int]) -> int:
        chunk = chunks[i]
        number = self._known.get(chunk)
        if number is None:
            number = self._known[chunk] = self._learn(chunk)
        if number != NEEDS_NEIGHBOURS:
            return number
        before = _last_kind(chunks[i - 1]) if i and i not in alone else None
        after = ATOM.match(chunks[i + 1]).lastgroup if i + 1 < len(chunks) and i + 1 not in alone else None
        key = chunk, before, after
        number = self._in_context.get(key)
        if number is None:
            number = self._in_context[key] = self._add(_cut_between(chunk, before, after))
        return number

    def _learn(self, chunk: str) -> int:
        plain = PLAIN.fullmatch(chunk)
        if plain:
            starts = plain.regs[1:]
            return self._add([(start, stop - start) for start, stop in starts if stop > start])
        if _looks_around(chunk):
            return NEEDS_NEIGHBOURS
        return self._add([(token.start, len(token.text)) for token in tokenize(chunk)])

    def _add(self, cuts: list[tuple[int, int]]) -> int:
        self._new.append(cuts)
        return self._first.size + len(self._new) - 1

    def _store(self) -> None:
        sizes = [len(cuts) for cuts in self._new]
        firsts = np.cumsum([self._offset.size, *sizes[:-1]]).tolist() if sizes else []
        self._first.extend(firsts)
        self._count.extend(sizes)
        self._offset.extend([start for cuts in self._new for start, _ in cuts])
        self._length.extend([size for cuts in self._new for _, size in cuts])
        self._new = []


def _chunk_starts(text: str) -> Ints:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    inked = ~SPACE.take(codes, mode="clip")
    inked[1:] &= ~inked[:-1]
    return np.flatnonzero(inked)


def _looks_around(chunk: str) -> bool:
    """Say whether an atom beyond the chunk's edge may change its cuts."""
    atoms = [(m.group(), m.lastgroup) for m in ATOM.finditer(chunk)]
    if len(atoms) < 2:
        return False
    edges = ((atoms[0][0], atoms[1][1]), (atoms[-1][0], atoms[-2][1]))
    return any(edge in JOINS_ANY or (edge in JOINS_NUMBERS and inner == RAZDEL.INT) for edge, inner in edges)


def _cut_between(chunk: str, before: str | None, after: str | None) -> list[tuple[int, int]]:
    head = f"{SAMPLE[before]} " if before else ""
    tail = f" {SAMPLE[after]}" if after else ""
    inside = range(len(head), len(head) + len(chunk))
    tokens = tokenize(head + chunk + tail)
    return [(token.start - len(head), len(token.text)) for token in tokens if token.start in inside]


def _last_kind(chunk: str) -> str | None:
    kind = None
    for atom in ATOM.finditer(chunk):
        kind = atom.lastgroup
    return kind
