"""The contract: schema, documentation and rows come from one place."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rusnews_extract.tables import TABLES, CatalogueRow, FailureRow, columns, schema, to_arrow
from rusnews_extract.writers import write_rows

NAMES = ["documents", "blocks", "sentences", "mentions", "entities", "catalogue", "times", "events", "participants"]
NAMES += ["quotes", "failures"]


def test_every_table_is_there():
    """The tables are those of the contract, in its order."""
    assert list(TABLES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_column_says_what_it_means(name):
    """Each column has a doc, and the doc travels in the Arrow schema."""
    for column in columns(TABLES[name]):
        assert len(column.doc) > 2
        assert schema(TABLES[name]).field(column.name).metadata[b"doc"].decode() == column.doc


@pytest.mark.parametrize(
    ("table", "column", "kind", "nullable"),
    [
        ("documents", "published", pa.date32(), True),
        ("documents", "published_at", pa.timestamp("s"), True),
        ("documents", "record", pa.int32(), True),
        ("entities", "aliases", pa.list_(pa.string()), False),
        ("events", "confidence", pa.float32(), False),
        ("events", "place", pa.string(), True),
        ("blocks", "kept", pa.bool_(), False),
    ],
)
def test_types(table, column, kind, nullable):
    """Annotations become the Arrow types of the contract."""
    field = schema(TABLES[table]).field(column)
    assert (field.type, field.nullable) == (kind, nullable)


def test_rows_survive_parquet(tmp_path):
    """What is written is what is read, lists and dates included, and twice written is the same bytes."""
    row = CatalogueRow(
        "id",
        "PER",
        "Анна Кольцова",
        "Анна",
        None,
        "Кольцова",
        "female",
        ("Кольцова",),
        (),
        1,
        2,
        date(2025, 5, 1),
        None,
        None,
    )
    for name in "ab":
        write_rows(tmp_path / f"{name}.parquet", CatalogueRow, [row])
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    read = pq.read_table(tmp_path / "a.parquet").to_pylist()[0]
    assert read["aliases"] == ["Кольцова"]
    assert read["first_published"] == date(2025, 5, 1)
    assert pq.read_schema(tmp_path / "a.parquet").field("roles").metadata[b"doc"]


def test_a_wrong_type_is_refused():
    """A value of a wrong type does not slip into a column."""
    with pytest.raises((pa.ArrowInvalid, pa.ArrowTypeError)):
        to_arrow(FailureRow, [FailureRow("p", "one", "read", "E", "m")])


def test_an_empty_table_has_its_columns():
    """No rows still make a table with the right schema."""
    assert to_arrow(FailureRow, []).schema.equals(schema(FailureRow))


def test_timestamps_keep_local_time():
    """The time of publication is stored as the page prints it."""
    assert schema(TABLES["documents"]).field("published_at").type.tz is None
