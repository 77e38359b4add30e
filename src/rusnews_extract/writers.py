"""Files that are whole or not there at all.

A file is written under a name that no reader looks at and renamed when it is complete. The same rows give the same
bytes: no time, no host name and no chance goes in. Each write returns a checksum, by which a later run knows a part
that was damaged since.
"""

import errno
import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rusnews_extract.errors import BadOutput
from rusnews_extract.tables import to_arrow

__all__ = ["checksum", "make_folder", "unwritable", "write_arrow", "write_bytes", "write_rows", "write_text"]


def make_folder(folder: Path) -> None:
    """Create a folder, or raise ``BadOutput`` that says why it cannot be written."""
    probe = folder / f".writable.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise unwritable(folder, error) from error


def unwritable(place: Path, error: OSError) -> BadOutput:
    """Return the error that says why something could not be written, and the mend."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return BadOutput(
            f"{place}: the disk is full; free some space and run the same command again: it goes on where it stopped"
        )
    return BadOutput(f"{place}: cannot be written ({error.strerror or error}); choose another --output")


def write_rows(path: Path, kind: type[Any], rows: Sequence[Any]) -> str:
    """Write rows of one table as a Parquet file; return its checksum."""
    return write_arrow(path, to_arrow(kind, rows))


def write_arrow(path: Path, table: pa.Table) -> str:
    """Write an Arrow table as a Parquet file; return its checksum."""
    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer, compression="zstd")
    return write_bytes(path, buffer.getvalue().to_pybytes())


def write_text(path: Path, text: str) -> str:
    """Write a small text file; return its checksum."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> str:
    """Write a file, whole or not at all; return its checksum. Raises ``BadOutput``."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise unwritable(path, error) from error
    return hashlib.sha256(data).hexdigest()


def checksum(path: Path) -> str | None:
    """Return the checksum of a file, or None where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
