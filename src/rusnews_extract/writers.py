"""Arrow tables to Parquet files: whole, or not at all.

A file is written under a name that no reader looks at and renamed when it is complete. The same rows give the same
bytes: no time, no host name and no chance goes in.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rusnews_extract.errors import BadOutput
from rusnews_extract.tables import to_arrow

__all__ = ["make_folder", "write_arrow", "write_rows", "write_text"]


def make_folder(folder: Path) -> None:
    """Create a folder, or raise ``BadOutput`` that says why it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadOutput(f"{folder}: cannot be written ({reason}); choose another --output") from error


def write_rows(path: Path, kind: type[Any], rows: Sequence[Any]) -> None:
    """Write rows of one table as a Parquet file."""
    write_arrow(path, to_arrow(kind, rows))


def write_arrow(path: Path, table: pa.Table) -> None:
    """Write an Arrow table as a Parquet file; a reader sees all of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.tmp")
    pq.write_table(table, aside, compression="zstd")
    aside.replace(path)


def write_text(path: Path, text: str) -> None:
    """Write a small text file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.tmp")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
