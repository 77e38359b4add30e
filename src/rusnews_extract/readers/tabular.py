"""Tables of articles: CSV and TSV (the lenta dump), and Parquet. Rows are streamed; each stands or falls by itself."""

import csv
from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rusnews_extract.errors import BadInput
from rusnews_extract.model import Document, Failure
from rusnews_extract.readers.encodings import decode
from rusnews_extract.readers.pieces import WHOLE, Mark, Piece, cut
from rusnews_extract.readers.records import document_of
from rusnews_extract.rules.reading import ReadRules
from rusnews_extract.storage import Place, file_of

__all__ = ["count_parquet", "cut_parquet", "mark_csv", "read_csv", "read_parquet"]

SAMPLE = 65_536
LONGEST_FIELD = 16 * 2**20
BATCH = 64
DELIMITERS = "\t;,|"


def read_csv(stream: BufferedReader, name: str, rules: ReadRules, piece: Piece = WHOLE) -> Iterator[Document | Failure]:
    """Yield a document or a failure for each row under the header, numbered from 1."""
    csv.field_size_limit(LONGEST_FIELD)
    sample = stream.peek(SAMPLE)[:SAMPLE]
    try:
        head, encoding = decode(sample[: sample.rfind(b"\n") + 1] or sample, name)
    except BadInput as error:
        yield Failure(name, None, "read", "BadInput", str(error))
        return
    plain = encoding.split(" ")[0]
    text, delimiter = _text(stream, plain), _delimiter(head)
    try:
        columns = csv.DictReader(text, delimiter=delimiter).fieldnames or ()
        missing = _missing(columns, name, rules)
    except csv.Error as error:
        missing = f"{name}: is no table: {error}"
    if missing:
        text.detach()
        yield Failure(name, None, "read", "BadInput", missing)
        return
    if piece.offset:
        text.detach()
        stream.seek(piece.offset)
        text = _text(stream, plain)
    try:
        yield from _rows(csv.DictReader(text, columns, delimiter=delimiter), name, plain, rules, piece)
    finally:
        text.detach()


def _text(stream: BufferedReader, encoding: str) -> TextIOWrapper:
    return TextIOWrapper(stream, "utf-8-sig" if encoding == "utf-8" else encoding, errors="replace", newline="")


def _delimiter(head: str) -> str:
    return max(DELIMITERS, key=head.split("\n", 1)[0].count)


def _rows(
    rows: Iterator[dict[str, Any]], name: str, encoding: str, rules: ReadRules, piece: Piece
) -> Iterator[Document | Failure]:
    record = piece.first - 1 if piece.offset else 0
    while not piece.over(record + 1):
        record += 1
        try:
            row = next(rows, None)
            if row is None:
                return
            if piece.holds(record):
                yield document_of(row, name, record, rules, "csv", encoding)
        except (BadInput, csv.Error) as error:
            message = str(error) if isinstance(error, BadInput) else f"{name}: record {record}: is no row: {error}"
            yield Failure(name, record, "read", "BadInput", message)


def mark_csv(stream: BufferedReader, name: str) -> Iterator[Mark]:
    """Yield where each row begins; raises ``ValueError`` for a table that cannot be cut."""
    csv.field_size_limit(LONGEST_FIELD)
    sample = stream.peek(SAMPLE)[:SAMPLE]
    head, encoding = decode(sample[: sample.rfind(b"\n") + 1] or sample, name)
    plain = encoding.split(" ")[0]
    if plain.startswith(("utf-16", "utf-32")):
        return
    at = number = 0

    def lines() -> Iterator[str]:
        nonlocal at
        for line in stream:
            codec = "utf-8-sig" if plain == "utf-8" and not at else plain
            at += len(line)
            yield line.decode(codec, "replace")

    try:
        rows = csv.reader(lines(), delimiter=_delimiter(head))
        next(rows, None)
        start = at
        for row in rows:
            if row:
                number += 1
                yield number, start
            start = at
    except csv.Error as error:
        raise ValueError(f"{name}: is no plain table: {error}") from error


def read_parquet(path: Place, name: str, rules: ReadRules, piece: Piece = WHOLE) -> Iterator[Document | Failure]:
    """Yield a document or a failure for each row, numbered from 1."""
    try:
        table = pq.ParquetFile(file_of(path))
        missing = _missing(table.schema_arrow.names, name, rules)
        if missing:
            raise BadInput(missing)
        wanted = [column for columns in rules.fields.values() for column in columns]
        columns = [column for column in table.schema_arrow.names if column in wanted]
        record, groups = _groups(table, piece)
        for batch in table.iter_batches(BATCH, row_groups=groups, columns=columns):
            if piece.over(record + 1):
                return
            if record + batch.num_rows < piece.first:
                record += batch.num_rows
                continue
            for row in batch.to_pylist():
                record += 1
                if not piece.holds(record):
                    continue
                try:
                    yield document_of(row, name, record, rules, "parquet")
                except BadInput as error:
                    yield Failure(name, record, "read", "BadInput", str(error))
    except BadInput as error:
        yield Failure(name, None, "read", "BadInput", str(error))
    except (pa.ArrowException, OSError) as error:
        yield Failure(name, None, "read", "BadInput", f"{name}: is no Parquet file: {error}")


def count_parquet(path: Place) -> int:
    """Return the number of rows, 1 for what is no Parquet file."""
    try:
        return int(pq.ParquetFile(file_of(path)).metadata.num_rows)
    except (pa.ArrowException, OSError):
        return 1


def cut_parquet(path: Place) -> list[Piece]:
    """Return the pieces of a table: rows of about the same number of bytes, row group by row group."""
    metadata = pq.ParquetFile(file_of(path)).metadata

    def marks() -> Iterator[Mark]:
        number, at = 1, 0.0
        for i in range(metadata.num_row_groups):
            group = metadata.row_group(i)
            for _ in range(group.num_rows):
                yield number, int(at)
                number, at = number + 1, at + group.total_byte_size / group.num_rows

    return cut(marks())


def _groups(table: pq.ParquetFile, piece: Piece) -> tuple[int, list[int]]:
    """Return the row groups that hold rows of a piece, and how many rows lie before them."""
    before = start = 0
    groups: list[int] = []
    for i in range(table.metadata.num_row_groups):
        stop = start + table.metadata.row_group(i).num_rows
        if stop >= piece.first and not piece.over(start + 1):
            before = before if groups else start
            groups.append(i)
        start = stop
    return before, groups


def _missing(columns: object, name: str, rules: ReadRules) -> str | None:
    names = [str(column) for column in columns] if isinstance(columns, list | tuple) else []
    asked = (*rules.fields["text"], *rules.fields["html"])
    if any(column in asked for column in names):
        return None
    shown, like = ", ".join(names[:20]) or "none", names[0] if names else "body"
    return f"{name}: has no column of text; its columns are {shown}; name yours, as in --map text={like}"
