"""Crawls in WARC, and the texts of Common Crawl in WET: pages with their address, read record by record.

Only answers that carry a page are records of ours (status 200, HTML); pictures, redirects and the crawl's own notes
are passed over. The date of the crawl is never taken for the date of publication.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from rusnews_extract.errors import BadInput
from rusnews_extract.model import Document, Failure
from rusnews_extract.readers.encodings import decode
from rusnews_extract.readers.html import read_html
from rusnews_extract.readers.language import find_language
from rusnews_extract.readers.metadata import host_of
from rusnews_extract.readers.pieces import WHOLE, Mark, Piece
from rusnews_extract.readers.published import find_published
from rusnews_extract.readers.text import doc_id, sha256
from rusnews_extract.rules.reading import ReadRules

__all__ = ["mark_warc", "read_warc"]

LONGEST = 32 * 2**20
PAGES = frozenset({"text/html", "application/xhtml+xml"})


def read_warc(stream: BinaryIO, name: str, rules: ReadRules, piece: Piece = WHOLE) -> Iterator[Document | Failure]:
    """Yield a document or a failure for each page, numbered by its place among all records from 1.

    Where the piece has a byte to enter at, the stream stands there.
    """
    number = piece.first - 1 if piece.offset else 0
    try:
        for record in ArchiveIterator(cast(Any, _Forward(stream)), parse_http=True, auto_decode="all"):
            number += 1
            if piece.over(number):
                return
            if not piece.holds(number) or not _is_page(record):
                continue
            try:
                yield _document(record, name, number, rules)
            except BadInput as error:
                yield Failure(name, number, "read", "BadInput", str(error))
        if not number:
            yield Failure(name, None, "read", "BadInput", f"{name}: holds no WARC record; is it a web archive?")
    except (OSError, ValueError, EOFError) as error:
        yield Failure(name, None, "read", "BadInput", f"{name}: breaks off after record {number}: {error}")


def mark_warc(stream: BinaryIO) -> Iterator[Mark]:
    """Yield where each record begins; of a compressed archive, where its member does, if each has one of its own."""
    last = -1
    for number, record in enumerate(ArchiveIterator(cast(Any, _Forward(stream)), parse_http=False), 1):
        if record.stream_pos <= last:
            raise ValueError("the archive is compressed as one; it cannot be entered in the middle")
        last = record.stream_pos
        yield number, last


class _Forward:
    """A stream that can only be read on, and says so by what it lacks: expanded streams cannot go back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._at = stream, 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at


def _is_page(record: WarcRecord) -> bool:
    if record.record_type == WarcRecordType.conversion:
        return True
    if record.record_type != WarcRecordType.response or record.http_headers is None:
        return False
    return record.http_headers.status_code == 200 and (record.http_content_type or "").lower() in PAGES


def _document(record: WarcRecord, name: str, number: int, rules: ReadRules) -> Document:
    data = record.reader.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise BadInput(f"{name}: record {number}: is longer than {LONGEST} bytes")
    url = record.headers.get("WARC-Target-URI")
    url = url.strip("<>") if url else None
    if record.record_type == WarcRecordType.response:
        return read_html(data, name, rules, number, url, record.http_charset)
    text, encoding = decode(data, f"{name}: record {number}")
    if not text.strip():
        raise BadInput(f"{name}: record {number}: is empty")
    published = find_published(text, "", rules, url)
    return Document(
        doc_id(name, number),
        name,
        text,
        sha256(text),
        number,
        url,
        host_of(url),
        published=published.day,
        published_at=published.at,
        published_basis=published.basis,
        language=find_language(text, rules.languages),
        encoding=encoding,
        extractor="wet",
    )
