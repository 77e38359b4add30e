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
Spans = tuple[tuple[int, int], ...]

CHUNKS_KEPT = 60_000
RAZDEL = import_module("razdel.segmenters.tokenize")
ATOM = RAZDEL.ATOM
JOINS_ANY = frozenset(RAZDEL.DASHES + "_")
JOINS_NUMBERS = frozenset(".,/\\")
SAMPLE = {RAZDEL.RU: "а", RAZDEL.LAT: "a", RAZDEL.INT: "1", RAZDEL.PUNCT: ")", RAZDEL.OTHER: "Δ"}
WORD = "(?:[а-яёА-ЯЁ]+|[A-Za-z]+|[0-9]+)"
PLAIN = re.compile(
    rf"([«\"(„“]?)({WORD}(?:-{WORD})*)([»\")”]?)"
    # a number takes a full stop or comma along where a number follows, and «yahoo!» is one token
    "((?:[:;?]|(?<![A-Za-z])!|(?<![0-9])[.,])?)"
)
SPACE = np.array([chr(code).isspace() for code in range(0x10000)])
NEEDS_NEIGHBOURS = -1


class Column:
    """A growing array of numbers."""

    def __init__(self) -> None:
        self.values: Ints = np.zeros(1 << 10, np.int64)
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
        if len(self._chunks) + len(self._in_context) > CHUNKS_KEPT:
            self._forget()
        starts = _chunk_starts(text)
        numbers = np.fromiter(map(self._chunks.__getitem__, chunks), np.int64, len(chunks))
        unsure = np.flatnonzero(numbers == NEEDS_NEIGHBOURS).tolist()
        if unsure:
            alone = set(np.searchsorted(starts, breaks).tolist())
            for i in unsure:
                numbers[i] = self._look_around(chunks, i, alone)
        return self._cuts.apply(numbers, starts)

    def _forget(self) -> None:
        self._cuts = _Cuts()
        self._chunks = _Chunks(self._cuts)
        self._in_context: dict[tuple[str, str | None, str | None], int] = {}

    def _look_around(self, chunks: list[str], i: int, alone: set[int]) -> int:
        before = _last_kind(chunks[i - 1]) if i and i not in alone else None
        after = ATOM.match(chunks[i + 1]).lastgroup if i + 1 < len(chunks) and i + 1 not in alone else None
        key = chunks[i], before, after
        number = self._in_context.get(key)
        if number is None:
            number = self._in_context[key] = self._cuts[_cut_between(*key)]
        return number


class _Chunks(dict[str, int]):
    """Chunks with the numbers of their cuts; an unknown chunk is learnt when it is asked for."""

    def __init__(self, cuts: "_Cuts") -> None:
        super().__init__()
        self._cuts = cuts

    def __missing__(self, chunk: str) -> int:
        plain = PLAIN.fullmatch(chunk)
        if plain:
            number = self._cuts[plain.regs[1:]]
        elif _looks_around(chunk):
            number = NEEDS_NEIGHBOURS
        else:
            number = self._cuts[tuple((token.start, token.stop) for token in tokenize(chunk))]
        self[chunk] = number
        return number


class _Cuts(dict[Spans, int]):
    """The ways in which chunks are cut, numbered as they come; most words are cut alike, so there are few."""

    def __init__(self) -> None:
        super().__init__()
        self._first, self._count, self._start, self._stop = Column(), Column(), Column(), Column()

    def __missing__(self, spans: Spans) -> int:
        number = self[spans] = len(self)
        inked = [span for span in spans if span[1] > span[0]]
        self._first.extend([self._start.size])
        self._count.extend([len(inked)])
        self._start.extend([start for start, _ in inked])
        self._stop.extend([stop for _, stop in inked])
        return number

    def apply(self, numbers: Ints, starts: Ints) -> tuple[Ints, Ints]:
        """Return ``(start, stop)`` of the tokens of chunks that begin at ``starts`` and are cut as ``numbers`` say."""
        count = self._count.values[numbers]
        last = np.cumsum(count)
        place = np.repeat(self._first.values[numbers] - last + count, count) + np.arange(last[-1])
        begin = np.repeat(starts, count)
        return begin + self._start.values[place], begin + self._stop.values[place]


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


def _cut_between(chunk: str, before: str | None, after: str | None) -> Spans:
    head = f"{SAMPLE[before]} " if before else ""
    tail = f" {SAMPLE[after]}" if after else ""
    inside = range(len(head), len(head) + len(chunk))
    tokens = tokenize(head + chunk + tail)
    return tuple((token.start - len(head), token.stop - len(head)) for token in tokens if token.start in inside)


def _last_kind(chunk: str) -> str | None:
    kind = None
    for atom in ATOM.finditer(chunk):
        kind = atom.lastgroup
    return kind
