"""Files and what is packed in them: plain, compressed (.gz .bz2 .xz .zst), or archives (.zip .tar), always streamed.

A page is read whole, up to a bound; records are read one by one. What expands without measure, an archive inside an
archive and a damaged stream become failures that say so: nothing is unpacked to disk, and no limit of memory depends
on what a header claims.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from rusnews_extract.errors import BadInput
from rusnews_extract.model import Document, Failure
from rusnews_extract.readers.html import is_html, read_html, read_mhtml
from rusnews_extract.readers.jsonl import count_jsonl, read_json, read_jsonl
from rusnews_extract.readers.pieces import WHOLE, Piece
from rusnews_extract.readers.tabular import count_parquet, read_csv, read_parquet
from rusnews_extract.readers.text import read_text
from rusnews_extract.readers.warc import read_warc
from rusnews_extract.rules.reading import ReadRules
from rusnews_extract.storage import Place, file_of

__all__ = [
    "COMPRESSED",
    "SUFFIXES",
    "count_records",
    "expanded",
    "kind_of",
    "members_of",
    "passed_over",
    "read_path",
    "suffixes_of",
]

Found = Iterator[Document | Failure]
MOST_PAGE = 32 * 2**20
MOST_RATIO = 500
ALLOWED = 512 * 2**20
MANY = 2
BUFFER = 2**18
BROKEN = (
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
    zstandard.ZstdError,
    tarfile.TarError,
    zipfile.BadZipFile,
)


def _text(data: bytes, name: str, rules: ReadRules) -> Document:
    return read_html(data, name, rules) if is_html(data) else read_text(data, name, rules)


PAGES: Mapping[str, Callable[[bytes, str, ReadRules], Document]] = {
    ".txt": _text,
    ".text": _text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".shtml": read_html,
    ".mhtml": read_mhtml,
    ".mht": read_mhtml,
}
RECORDS: Mapping[str, Callable[[io.BufferedReader, str, ReadRules, Piece], Found]] = {
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".warc": read_warc,
    ".wet": read_warc,
}
COMPRESSED: Mapping[str, Callable[[BinaryIO], BinaryIO]] = {
    ".gz": lambda stream: cast(BinaryIO, gzip.GzipFile(fileobj=stream)),
    ".bz2": lambda stream: cast(BinaryIO, bz2.BZ2File(stream)),
    ".xz": lambda stream: cast(BinaryIO, lzma.LZMAFile(stream)),  # noqa: SIM115 the caller holds the file
    ".zst": lambda stream: cast(BinaryIO, zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)),
}
SHORT = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz", ".tzst": ".tar.zst"}
HEADED = frozenset({".csv", ".tsv"})
"""Formats that need the file's head in each piece, and find their own way from there."""
ARCHIVES = (".zip", ".tar")
SUFFIXES: tuple[str, ...] = (*PAGES, ".json", *RECORDS, ".parquet", *ARCHIVES, *COMPRESSED)


class _Bounded(io.RawIOBase):
    """A stream that was expanded from another, and refuses to become ``MOST_RATIO`` times as long."""

    def __init__(self, stream: BinaryIO, packed: Callable[[], int], name: str) -> None:
        self._stream, self._packed, self._name, self._read = stream, packed, name, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._stream.read(len(view))
        self._read += len(data)
        if self._read > ALLOWED and self._read > MOST_RATIO * max(self._packed(), 1):
            raise BadInput(f"{self._name}: expands to more than {MOST_RATIO} times its size; unpack it yourself")
        view[: len(data)] = data
        return len(data)


def read_path(path: Place, name: str, rules: ReadRules, piece: Piece = WHOLE) -> Found:
    """Yield what one file holds, or a piece of it; ``name`` is its path in the input, with forward slashes."""
    try:
        kind = kind_of(name)
        if kind == ".parquet":
            yield from read_parquet(path, name, rules, piece)
        elif kind == ".zip":
            yield from _zipped(path, name, rules, piece)
        else:
            with path.open("rb", buffering=BUFFER) as stream:
                yield from _stream(stream, name, kind, rules, piece)
    except BadInput as error:
        yield Failure(name, None, "read", "BadInput", str(error))
    except BROKEN as error:
        yield Failure(name, None, "read", "BadInput", f"{name}: cannot be read: {error}")


def count_records(path: Place) -> int:
    """Return how many records a file holds, without making documents; 2 stands for «many, not known before reading»."""
    kind = kind_of(path.name)
    try:
        if kind in {".jsonl", ".ndjson"}:
            return count_jsonl(path)
        if kind == ".parquet":
            return count_parquet(path)
        if kind == ".zip":
            with zipfile.ZipFile(file_of(path)) as archive:
                return len(members_of(archive))
    except (*BROKEN, UnicodeDecodeError):
        return 1
    return MANY if kind.startswith(".tar") or any(suffix in RECORDS for suffix in suffixes_of(kind)) else 1


def suffixes_of(kind: str) -> list[str]:
    """Return the suffixes of a kind, one by one.

    >>> suffixes_of(".jsonl.gz")
    ['.jsonl', '.gz']
    """
    return [f".{part}" for part in kind.split(".")[1:]]


def kind_of(name: str) -> str:
    """Return the last suffix in small letters, with the one before it where the last says how the file is packed."""
    suffixes = [suffix.lower() for suffix in Path(name).suffixes[-2:]]
    last = suffixes[-1] if suffixes else ""
    if last in SHORT:
        return SHORT[last]
    return "".join(suffixes) if last in COMPRESSED else last


def expanded(stream: BinaryIO, name: str, kind: str) -> tuple[io.BufferedReader, str]:
    """Return a stream without its compression, and the suffix of what comes out.

    Reading it raises ``BadInput`` where it grows without measure.
    """
    suffixes = suffixes_of(kind)
    if suffixes and suffixes[-1] in COMPRESSED:
        counted = _Counted(stream)
        bounded = _Bounded(COMPRESSED[suffixes[-1]](cast(BinaryIO, counted)), lambda: counted.count, name)
        stream, suffixes = cast(BinaryIO, bounded), suffixes[:-1]
    if not isinstance(stream, io.BufferedReader):
        stream = cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream), BUFFER))
    return cast(io.BufferedReader, stream), suffixes[-1] if suffixes else ""


def _stream(
    stream: BinaryIO, name: str, kind: str, rules: ReadRules, piece: Piece = WHOLE, inside: bool = False
) -> Found:
    if piece.offset and not HEADED.intersection(suffixes_of(kind)):
        stream.seek(piece.offset)
    buffered, inner = expanded(stream, name, kind)
    if inner in RECORDS:
        yield from RECORDS[inner](buffered, name, rules, piece)
    elif inner in {".tar", ".zip", ".parquet"} and inside:
        yield Failure(
            name, None, "read", "BadInput", f"{name}: a {inner} inside an archive is not read; unpack it first"
        )
    elif inner == ".tar":
        yield from _tarred(buffered, name, rules, piece)
    else:
        yield from _page(buffered, name, inner, rules)


class _Counted(io.RawIOBase):
    """A stream that counts what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.count = stream, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._stream.read(len(view))
        self.count += len(data)
        view[: len(data)] = data
        return len(data)


def _page(stream: BinaryIO, name: str, kind: str, rules: ReadRules) -> Found:
    data = stream.read(MOST_PAGE + 1)
    if len(data) > MOST_PAGE:
        yield Failure(name, None, "read", "BadInput", f"{name}: is longer than {MOST_PAGE} bytes; a page is expected")
        return
    if kind == ".json":
        yield from read_json(data, name, rules)
        return
    reader = PAGES.get(kind) or (read_html if is_html(data) else None)
    if reader is None:
        has = f"the suffix {kind}" if kind else "no suffix"
        message = f"{name}: has {has}; expected one of {', '.join(SUFFIXES)}"
        yield Failure(name, None, "read", "BadInput", message)
        return
    try:
        yield reader(data, name, rules)
    except BadInput as error:
        yield Failure(name, None, "read", "BadInput", str(error))


def members_of(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the members that are read, in their order."""
    return [info for info in archive.infolist() if not passed_over(info.filename)]


def _zipped(path: Place, name: str, rules: ReadRules, piece: Piece) -> Found:
    with zipfile.ZipFile(file_of(path)) as archive:
        for info in members_of(archive)[piece.first - 1 : piece.stop and piece.stop - 1]:
            inner = f"{name}/{_named(info)}"
            try:
                with archive.open(info) as stream:
                    bounded = _Bounded(cast(BinaryIO, stream), lambda size=info.compress_size: size, inner)  # type: ignore[misc]
                    yield from _stream(cast(BinaryIO, bounded), inner, kind_of(inner), rules, inside=True)
            except (BadInput, RuntimeError, *BROKEN) as error:
                yield Failure(inner, None, "read", "BadInput", f"{inner}: cannot be read: {error}")


def _named(info: zipfile.ZipInfo) -> str:
    """Return a member's name; old archives of Windows keep it in cp866."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp866")
    except UnicodeError:
        return info.filename


def _tarred(stream: BinaryIO, name: str, rules: ReadRules, piece: Piece) -> Found:
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        number = 0
        for member in archive:
            if passed_over(member.name) or not member.isreg():
                continue
            number += 1
            if piece.over(number):
                return
            content = archive.extractfile(member) if piece.holds(number) else None
            if content is None:
                continue
            inner = f"{name}/{member.name.removeprefix('./')}"
            yield from _stream(cast(BinaryIO, content), inner, kind_of(inner), rules, inside=True)


def passed_over(name: str) -> bool:
    """Say whether a member of an archive is a folder, hidden, or what a system has added."""
    return name.endswith("/") or any(
        (part.startswith(".") and part != ".") or part == "__MACOSX" for part in name.split("/")
    )
