"""Tables of articles: CSV and TSV (the lenta dump), and Parquet. Rows are streamed; each stands or falls by itself."""

import csv
from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from rusnews_extract.errors import BadInput
from rusnews_extract.model import Document, Failure
from rusnews_extract.readers.encodings import decode
from rusnews_extract.readers.records import document_of
from rusnews_extract.rules.reading import ReadRules

__all__ = ["count_parquet", "read_csv", "read_parquet"]

SAMPLE = 65_536
LONGEST_FIELD = 16 * 2**20
BATCH = 64
DELIMITERS = "\t;,|"


def read_csv(stream: BufferedReader, name: str, rules: ReadRules) -> Iterator[Document | Failure]:
    """Yield a document or a failure for each row under the header, numbered from 1."""
    csv.field_size_limit(LONGEST_FIELD)
    sample = stream.peek(SAMPLE)[:SAMPLE]
    try:
        head, encoding = decode(sample[: sample.rfind(b"\n") + 1] or sample, name)
    except BadInput as error:
        yield Failure(name, None, "read", "BadInput", str(error))
        return
    plain = encoding.split(" ")[0]
    text = TextIOWrapper(stream, "utf-8-sig" if plain == "utf-8" else plain, errors="replace", newline="")
    try:
        yield from _rows(text, head, name, plain, rules)
    finally:
        text.detach()


def _rows(text: TextIOWrapper, head: str, name: str, encoding: str, rules: ReadRules) -> Iterator[Document | Failure]:
    first = head.split("\n", 1)[0]
    rows = csv.DictReader(text, delimiter=max(DELIMITERS, key=first.count), strict=False)
    try:
        missing = _missing(rows.fieldnames or (), name, rules)
    except csv.Error as error:
        missing = f"{name}: is no table: {error}"
    if missing:
        yield Failure(name, None, "read", "BadInput", missing)
        return
    record = 0
    while True:
        record += 1
        try:
            row = next(rows, None)
            if row is None:
                return
            yield document_of(row, name, record, rules, "csv", encoding)
        except (BadInput, csv.Error) as error:
            message = str(error) if isinstance(error, BadInput) else f"{name}: record {record}: is no row: {error}"
            yield Failure(name, record, "read", "BadInput", message)


def read_parquet(path: Path, name: str, rules: ReadRules) -> Iterator[Document | Failure]:
    """Yield a document or a failure for each row, numbered from 1."""
    try:
        table = pq.ParquetFile(path)
        missing = _missing(table.schema_arrow.names, name, rules)
        if missing:
            raise BadInput(missing)
        wanted = [column for columns in rules.fields.values() for column in columns]
        columns = [column for column in table.schema_arrow.names if column in wanted]
        record = 0
        for batch in table.iter_batches(BATCH, columns=columns):
            for row in batch.to_pylist():
                record += 1
                try:
                    yield document_of(row, name, record, rules, "parquet")
                except BadInput as error:
                    yield Failure(name, record, "read", "BadInput", str(error))
    except BadInput as error:
        yield Failure(name, None, "read", "BadInput", str(error))
    except (pa.ArrowException, OSError) as error:
        yield Failure(name, None, "read", "BadInput", f"{name}: is no Parquet file: {error}")


def count_parquet(path: Path) -> int:
    """Return the number of rows, 1 for what is no Parquet file."""
    try:
        return int(pq.ParquetFile(path).metadata.num_rows)
    except (pa.ArrowException, OSError):
        return 1


def _missing(columns: object, name: str, rules: ReadRules) -> str | None:
    names = [str(column) for column in columns] if isinstance(columns, list | tuple) else []
    asked = (*rules.fields["text"], *rules.fields["html"])
    if any(column in asked for column in names):
        return None
    shown, like = ", ".join(names[:20]) or "none", names[0] if names else "body"
    return f"{name}: has no column of text; its columns are {shown}; name yours, as in --map text={like}"
