"""Pieces of a large file: a run of its records each, so that many workers share it and none holds it whole.

A piece says where it begins in two ways: the number of its first record, by which records keep their ids however the
file is cut, and, where the file can be entered in the middle, the byte. The borders depend on what comes before them
alone: a file that has grown keeps its earlier pieces. Pieces grow with the file, up to a bound, because a million
records in a thousand shards are served better than in ten thousand.

Rejected: borders at even shares of the file, which all move when it grows; and borders by bytes alone, found by each
reader for itself, which CSV with line ends inside its fields does not allow.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rusnews_extract.storage import Place, Remote

__all__ = ["WHOLE", "Mark", "Piece", "cut", "piece_checksum", "without_bytes"]

PIECE = 2 * 2**20
GROWS_EVERY = 64
MOST_GROWTH = 2
MOST_PASSES = 128
HEAD = 2**16
CHUNK = 2**20

Mark = tuple[int, int]
"""The number of a record, from 1, and how many bytes of the file lie before it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The records from ``first`` to before ``stop``; ``offset`` and ``end`` are their bytes, if they can be entered.

    ``records`` is how many of them the count has found: for progress, not for truth.
    """

    first: int = 1
    stop: int | None = None
    offset: int = 0
    end: int | None = None
    records: int = 1
    size: int = 0

    def holds(self, number: int) -> bool:
        """Say whether a record belongs to it."""
        return self.first <= number and (self.stop is None or number < self.stop)

    def over(self, number: int) -> bool:
        """Say whether a record, and so all that follow, lies behind it."""
        return self.stop is not None and number >= self.stop


WHOLE = Piece()


def cut(marks: Iterable[Mark], least: int = PIECE) -> list[Piece]:
    """Return the pieces of a file whose records begin at ``marks``; each has at least ``least`` bytes, but the last.

    >>> [(p.first, p.stop, p.offset) for p in cut([(1, 0), (2, 40), (4, 90), (5, 120)], 60)]
    [(1, 4, 0), (4, None, 90)]
    """
    pieces: list[Piece] = []
    first, start, count = 1, 0, 0
    for number, at in marks:
        wanted = least << min(len(pieces) // GROWS_EVERY, MOST_GROWTH)
        if count and at - start >= wanted:
            pieces.append(Piece(first, number, start, at, count, at - start))
            first, start, count = number, at, 0
        count += 1
    return [*pieces, Piece(first, None, start, None, count)]


def without_bytes(pieces: list[Piece], most: int = MOST_PASSES) -> list[Piece]:
    """Return pieces for a file that is read from its beginning each time: no bytes to enter at, and at most ``most``.

    Two and two become one until there are few enough, so that reaching their beginnings stays cheap beside the work.
    """
    while len(pieces) > most:
        pieces = [_joined(pieces[i : i + 2]) for i in range(0, len(pieces), 2)]
    return [replace(p, offset=0, end=None) for p in pieces]


def _joined(pieces: list[Piece]) -> Piece:
    return replace(
        pieces[0],
        stop=pieces[-1].stop,
        end=pieces[-1].end,
        records=sum(p.records for p in pieces),
        size=sum(p.size for p in pieces),
    )


def piece_checksum(path: Place, piece: Piece) -> str | None:
    """Return a checksum of the bytes that a piece depends on: its own and the file's head, or the whole file's.

    Under an address it is what the store says of the file, which need not be read for that. None where the file cannot
    be read.
    """
    digest = hashlib.sha256(f"{piece.first} {piece.stop} {piece.offset} {piece.end}".encode())
    try:
        if isinstance(path, Remote):
            digest.update(path.version().encode())
            return digest.hexdigest()
        with path.open("rb") as stream:
            if piece.offset:
                digest.update(stream.read(HEAD))
                stream.seek(piece.offset)
            left = None if piece.end is None else piece.end - piece.offset
            for data in _chunks(stream, left):
                digest.update(data)
    except OSError:
        return None
    return digest.hexdigest()


def _chunks(stream: object, left: int | None) -> Iterator[bytes]:
    while left is None or left > 0:
        data: bytes = stream.read(CHUNK if left is None else min(CHUNK, left))  # type: ignore[attr-defined]
        if not data:
            return
        left = None if left is None else left - len(data)
        yield data
