"""JSON records: one a line (crawls by news-please and fundus, the lenta dump), or a file with one object or a list.

Each line stands or falls by itself, and a line without end costs no memory.
"""

import json
from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper
from typing import Any

from rusnews_extract.errors import BadInput
from rusnews_extract.model import Document, Failure
from rusnews_extract.readers.encodings import decode
from rusnews_extract.readers.pieces import WHOLE, Mark, Piece
from rusnews_extract.readers.records import document_of
from rusnews_extract.rules.reading import ReadRules
from rusnews_extract.storage import Place

__all__ = ["count_jsonl", "mark_jsonl", "read_json", "read_jsonl"]

LONGEST_LABEL = 20_000
LONGEST = 64 * 2**20
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_jsonl(
    stream: BufferedReader, name: str, rules: ReadRules, piece: Piece = WHOLE
) -> Iterator[Document | Failure]:
    """Yield a document or a failure for each non-blank line, numbered by its line from 1.

    Where the piece has a byte to enter at, the stream stands there.
    """
    first = piece.first == 1
    for record, line in _lines(stream, piece.first - 1 if piece.offset else 0):
        if piece.over(record):
            return
        if not line.strip() or not piece.holds(record):
            continue
        if first and _is_label(line):
            message = f"{name}: holds labels of pages (start, stop), not pages; leave it out of the input"
            yield Failure(name, None, "read", "BadInput", message)
            return
        first = False
        try:
            if len(line) > LONGEST:
                raise BadInput(f"{name}: record {record}: is longer than {LONGEST} bytes; is it one record a line?")
            text, encoding = decode(line, name)
            yield document_of(_object(text, f"{name}: record {record}"), name, record, rules, "jsonl", encoding)
        except BadInput as error:
            yield Failure(name, record, "read", "BadInput", str(error))


def read_json(data: bytes, name: str, rules: ReadRules) -> Iterator[Document | Failure]:
    """Yield the document of an object, or those of a list of objects, numbered from 1."""
    try:
        text, encoding = decode(data, name)
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Failure(name, None, "read", "BadInput", f"{name}: is no JSON: {error}")
        return
    except BadInput as error:
        yield Failure(name, None, "read", "BadInput", str(error))
        return
    for record, fields in enumerate(value, 1) if isinstance(value, list) else [(None, value)]:
        try:
            if not isinstance(fields, dict):
                raise BadInput(f"{name}: is no JSON object, nor a list of them")
            yield document_of(fields, name, record, rules, "json", encoding)
        except BadInput as error:
            yield Failure(name, record, "read", "BadInput", str(error))


def count_jsonl(path: Place) -> int:
    """Count the records: the lines that are not blank; 1 for a file of labels."""
    count = 0
    with path.open("rb") as stream:
        for _, line in _lines(stream):
            if line.strip():
                if not count and _is_label(line):
                    return 1
                count += 1
    return count


def mark_jsonl(stream: BufferedReader) -> Iterator[Mark]:
    """Yield where each record begins; nothing for a file that cannot be cut (UTF-16, labels)."""
    if stream.peek(2)[:2] in WIDE_MARKS:
        return
    at = number = 0
    while line := stream.readline(LONGEST + 1):
        number += 1
        if line.strip():
            if number == 1 and _is_label(line):
                return
            yield number, at
        at += len(line)
        while len(line) > LONGEST and not line.endswith(b"\n"):
            line = stream.readline(LONGEST + 1)
            at += len(line)


def _lines(stream: BufferedReader, before: int = 0) -> Iterator[tuple[int, bytes]]:
    if stream.peek(2)[:2] in WIDE_MARKS:
        wide = TextIOWrapper(stream, encoding="utf-16", newline="\n")
        try:
            for record, text in enumerate(wide, 1):
                yield record, text.encode("utf-8", "surrogatepass")
        finally:
            wide.detach()
        return
    record = before
    while line := stream.readline(LONGEST + 1):
        record += 1
        yield record, line
        while len(line) > LONGEST and not line.endswith(b"\n"):
            line = stream.readline(LONGEST + 1)


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{where}: is no JSON: {error}") from error
    if not isinstance(fields, dict):
        raise BadInput(f'{where}: is no JSON object; each line needs one, as in {{"title": …, "text": …}}')
    return fields


def _is_label(line: bytes) -> bool:
    """Say whether a record points into another file's text: its start and stop are whole numbers."""
    if len(line) > LONGEST_LABEL or b'"start"' not in line:
        return False
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(fields, dict) and all(type(fields.get(key)) is int for key in ("start", "stop"))
