"""Files that are whole or not there at all.

A file is written under a name that no reader looks at and renamed when it is complete (in an object store: uploaded in
one go, see ``remote.py``). The same rows give the same bytes: no time, no host name and no chance goes in. Each write
returns a checksum, by which a later run knows a part that was damaged since.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from rusnews_extract.storage import Place, Remote, file_of, unwritable
from rusnews_extract.tables import to_arrow

__all__ = [
    "checksum",
    "count_rows",
    "make_folder",
    "read_arrow",
    "unwritable",
    "write_arrow",
    "write_bytes",
    "write_rows",
    "write_text",
]

LONG = frozenset({"text", "clean_text", "signature"})
"""Columns of which the least and the greatest value are long, and tell nobody anything."""
REPEATING = frozenset({"doc_id", "event_id", "zone", "role", "type", "mode", "quad", "status", "kind", "rule_id"}) | {
    "granularity",
    "anchor",
    "date_basis",
    "published_basis",
    "language",
    "encoding",
    "extractor",
    "site",
    "speaker_via",
}
"""Columns of few values, which are written as numbers into a dictionary; for others that costs time and bytes."""


def make_folder(folder: Place) -> None:
    """Create a folder, or raise ``BadOutput`` that says why it cannot be written."""
    probe = folder / f".writable.{uuid4().hex}"
    try:
        if isinstance(folder, Path):
            folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise unwritable(folder, error) from error


def write_rows(path: Place, kind: type[Any], rows: Sequence[Any]) -> str:
    """Write rows of one table as a Parquet file; return its checksum."""
    return write_arrow(path, to_arrow(kind, rows))


def write_arrow(path: Place, table: pa.Table) -> str:
    """Write an Arrow table as a Parquet file; return its checksum."""
    buffer = pa.BufferOutputStream()
    names = table.column_names
    pq.write_table(
        table,
        buffer,
        compression="zstd",
        use_dictionary=[name for name in names if name in REPEATING],
        write_statistics=[name for name in names if name not in LONG],
    )
    return write_bytes(path, buffer.getvalue().to_pybytes())


def read_arrow(path: Place, columns: Sequence[str] | None = None) -> pa.Table:
    """Read a Parquet file that ``write_arrow`` has written, or some of its columns."""
    return pq.ParquetFile(file_of(path)).read(columns=columns, use_threads=False)


def count_rows(path: Place) -> int:
    """Return how many rows a Parquet file has."""
    return int(pq.read_metadata(file_of(path)).num_rows)


def write_text(path: Place, text: str) -> str:
    """Write a small text file; return its checksum."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Place, data: bytes) -> str:
    """Write a file, whole or not at all; return its checksum. Raises ``BadOutput``."""
    if isinstance(path, Remote):
        try:
            path.write_bytes(data)
        except OSError as error:
            raise unwritable(path, error) from error
        return hashlib.sha256(data).hexdigest()
    aside = path.with_name(f".{path.name}.{uuid4().hex}.tmp")  # several machines may write here: no process number
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise unwritable(path, error) from error
    return hashlib.sha256(data).hexdigest()


def checksum(path: Place) -> str | None:
    """Return the checksum of a file, or None where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
