"""Standard input as a file: what a pipe brings is put aside once, named by its first bytes, and read like any other."""

import shutil
import zlib
from pathlib import Path
from typing import BinaryIO

from rusnews_extract.errors import BadInput
from rusnews_extract.readers.html import is_html

__all__ = ["spool"]

HEAD = 4096
GZIP = b"\x1f\x8b"
MAGIC = ((b"PK\x03\x04", ".zip"), (b"PAR1", ".parquet"), (b"WARC/", ".warc"), (b"{", ".jsonl"), (b"[", ".json"))
BLANK = b"\xef\xbb\xbf \r\n\t"


def spool(stream: BinaryIO, folder: Path) -> Path:
    """Write the stream into ``folder`` and return the file; raises ``BadInput`` where nothing comes."""
    head = stream.read(HEAD)
    if not head.strip():
        raise BadInput("-: standard input is empty; give a page, records or an archive")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"stdin{_suffix(head)}"
    with path.open("wb") as out:
        out.write(head)
        shutil.copyfileobj(stream, out)
    return path


def _suffix(head: bytes) -> str:
    if head.startswith(GZIP):
        try:
            return _suffix(zlib.decompressobj(31).decompress(head, HEAD)) + ".gz"
        except zlib.error:
            return ".gz"
    if is_html(head):
        return ".html"
    return next((suffix for magic, suffix in MAGIC if head.lstrip(BLANK).startswith(magic)), ".txt")
