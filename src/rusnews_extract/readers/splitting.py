"""How a large file is cut into pieces, by its format: one pass over its records, without making documents of them."""

import tarfile
import zipfile
from collections.abc import Iterator

import pyarrow as pa

from rusnews_extract.errors import BadInput
from rusnews_extract.readers.files import (
    BROKEN,
    BUFFER,
    COMPRESSED,
    expanded,
    kind_of,
    members_of,
    passed_over,
    suffixes_of,
)
from rusnews_extract.readers.jsonl import mark_jsonl
from rusnews_extract.readers.pieces import PIECE, WHOLE, Mark, Piece, cut, without_bytes
from rusnews_extract.readers.tabular import cut_parquet, mark_csv
from rusnews_extract.readers.warc import mark_warc
from rusnews_extract.storage import Place, file_of

__all__ = ["split_file"]

MARKUP = 8
"""A web archive is mostly markup: so many of its bytes cost what one of a text does."""


def split_file(path: Place, size: int) -> list[Piece]:
    """Return the pieces of a file, at least one; a file that is small, damaged or a page of its own is one piece.

    ``size`` is its length in bytes. Whatever is wrong with the file is told when it is read.
    """
    kind = kind_of(path.name)
    packed = any(suffix in COMPRESSED for suffix in suffixes_of(kind))
    if size <= (PIECE // 8 if packed or kind == ".zip" else PIECE):
        return [WHOLE]
    try:
        pieces = _pieces(path, kind)
    except (BadInput, pa.ArrowException, UnicodeError, *BROKEN):
        return [WHOLE]
    return [_ended(p, size) for p in pieces] if len(pieces) > 1 else [WHOLE]


def _pieces(path: Place, kind: str) -> list[Piece]:
    if kind == ".parquet":
        return without_bytes(cut_parquet(path), most=2**30)
    if kind == ".zip":
        return without_bytes(_cut_zip(path), most=2**30)
    with path.open("rb", buffering=BUFFER) as stream:
        if kind == ".warc.gz":
            return cut(mark_warc(stream), PIECE)
        text, inner = expanded(stream, path.name, kind)
        packed = text is not stream
        if inner in {".jsonl", ".ndjson"}:
            pieces = cut(mark_jsonl(text))
        elif inner in {".csv", ".tsv"}:
            pieces = cut(mark_csv(text, path.name))
        elif inner in {".warc", ".wet"}:
            pieces = cut(mark_warc(text), PIECE * MARKUP)
        elif inner == ".tar":
            with tarfile.open(fileobj=text, mode="r|") as archive:
                pieces, packed = cut(_tar_marks(archive)), True
        else:
            return []
        return without_bytes(pieces) if packed else pieces


def _ended(piece: Piece, size: int) -> Piece:
    """Give the last piece the rest of the file as its size."""
    return piece if piece.size else Piece(piece.first, None, piece.offset, None, piece.records, size - piece.offset)


def _cut_zip(path: Place) -> list[Piece]:
    with zipfile.ZipFile(file_of(path)) as archive:
        sizes = [info.file_size for info in members_of(archive)]
    return cut((number, sum_before) for number, sum_before in enumerate(_running(sizes), 1))


def _running(sizes: list[int]) -> Iterator[int]:
    total = 0
    for size in sizes:
        yield total
        total += size


def _tar_marks(archive: tarfile.TarFile) -> Iterator[Mark]:
    number = at = 0
    for member in archive:
        if member.isreg() and not passed_over(member.name):
            number += 1
            yield number, at
            at += member.size
