"""What a run found, read from its tables into records that a scorer can compare with gold.

Any tables with the columns of the contract will do, pandas or Arrow, ours or another system's: columns that say where
and what are needed, the rest may be absent and count as empty. Documents are found by the stem of ``documents.path``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

import pandas as pd
import pyarrow as pa

from rusnews_extract.errors import BadInput
from rusnews_extract.evaluate.gold import GoldDoc
from rusnews_extract.model import KEPT_ROLES

__all__ = [
    "FoundBlock",
    "FoundDoc",
    "FoundEvent",
    "FoundMention",
    "FoundQuote",
    "FoundTime",
    "Page",
    "Tables",
    "read_found",
]

Tables = Mapping[str, "pd.DataFrame | pa.Table"]
Row = Mapping[str, Any]

NEEDED: Mapping[str, tuple[str, ...]] = {
    "documents": ("doc_id", "path"),
    "blocks": ("doc_id", "start", "stop", "role"),
    "mentions": ("doc_id", "start", "stop", "type"),
    "times": ("doc_id", "start", "stop"),
    "quotes": ("doc_id", "start", "stop"),
    "events": ("doc_id", "start", "stop", "type"),
}


@dataclass(frozen=True, slots=True)
class FoundBlock:
    """A row of ``blocks``."""

    start: int
    stop: int
    role: str
    kept: bool


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A row of ``mentions``."""

    start: int
    stop: int
    type: str
    normal: str | None
    entity_id: str | None


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A row of ``times``."""

    start: int
    stop: int
    start_date: date | None
    end_date: date | None


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """A row of ``quotes``."""

    start: int
    stop: int
    kind: str | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """A row of ``events``."""

    start: int
    stop: int
    type: str
    mode: str | None
    status: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place: str | None
    start_date: date | None
    end_date: date | None
    source: str | None
    cluster_id: str | None


@dataclass(frozen=True, slots=True)
class FoundDoc:
    """All rows of one document. ``text`` is None where the tables do not carry the source text."""

    text: str | None = None
    published: date | None = None
    blocks: tuple[FoundBlock, ...] = ()
    mentions: tuple[FoundMention, ...] = ()
    times: tuple[FoundTime, ...] = ()
    quotes: tuple[FoundQuote, ...] = ()
    events: tuple[FoundEvent, ...] = ()


def read_found(tables: Tables, names: Iterable[str]) -> dict[str, FoundDoc]:
    """Return the documents with one of these stems; a name without a row is left out.

    Raises ``BadInput`` where a needed table or column is missing, or where two documents share a stem.
    """
    wanted = set(names)
    documents: dict[str, Row] = {}
    stems: dict[str, str] = {}
    for row in _rows(tables, "documents"):
        stem = PurePosixPath(str(row["path"]).replace("\\", "/")).stem
        if stem not in wanted:
            continue
        if stem in stems.values():
            raise BadInput(f"documents: two rows have the stem {stem!r}; gold is joined by it, so it must be unique")
        stems[row["doc_id"]] = stem
        documents[stem] = row
    layers = {name: _group(tables, name, stems) for name in ("blocks", "mentions", "times", "quotes", "events")}
    return {
        stem: FoundDoc(
            text=_text(row.get("text")),
            published=_day(row.get("published")),
            blocks=tuple(map(_block, layers["blocks"].get(stem, ()))),
            mentions=tuple(map(_mention, layers["mentions"].get(stem, ()))),
            times=tuple(map(_time, layers["times"].get(stem, ()))),
            quotes=tuple(map(_quote, layers["quotes"].get(stem, ()))),
            events=tuple(map(_event, layers["events"].get(stem, ()))),
        )
        for stem, row in documents.items()
    }


def _rows(tables: Tables, name: str) -> list[Row]:
    if name not in tables:
        if name == "documents":
            raise BadInput("documents: this table is missing; gold is joined by its path")
        return []
    table = tables[name]
    rows = table.to_pylist() if isinstance(table, pa.Table) else table.to_dict("records")
    columns = table.column_names if isinstance(table, pa.Table) else list(table.columns)
    missing = [column for column in NEEDED[name] if column not in columns]
    if rows and missing:
        raise BadInput(f"{name}: the columns {', '.join(missing)} are missing; they are needed to score it")
    return list(rows)


def _group(tables: Tables, name: str, stems: Mapping[str, str]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in _rows(tables, name):
        if row["doc_id"] in stems:
            groups.setdefault(stems[row["doc_id"]], []).append(row)
    for rows in groups.values():
        rows.sort(key=lambda r: (int(r["start"]), int(r["stop"])))
    return groups


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _day(value: object) -> date | None:
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    if value is None or value is pd.NaT or not isinstance(value, date):
        return None
    return value.date() if isinstance(value, datetime) else value


def _names(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - a list, an array or a null, as the reader made it
    if value is None or isinstance(value, float) or value is pd.NA:
        return ()
    return tuple(str(name) for name in value)


def _block(row: Row) -> FoundBlock:
    role = str(row["role"])
    return FoundBlock(int(row["start"]), int(row["stop"]), role, bool(row.get("kept", role in KEPT_ROLES)))


def _mention(row: Row) -> FoundMention:
    return FoundMention(
        int(row["start"]), int(row["stop"]), str(row["type"]), _text(row.get("normal")), _text(row.get("entity_id"))
    )


def _time(row: Row) -> FoundTime:
    return FoundTime(int(row["start"]), int(row["stop"]), _day(row.get("start_date")), _day(row.get("end_date")))


def _quote(row: Row) -> FoundQuote:
    return FoundQuote(int(row["start"]), int(row["stop"]), _text(row.get("kind")), _text(row.get("speaker")))


def _event(row: Row) -> FoundEvent:
    return FoundEvent(
        int(row["start"]),
        int(row["stop"]),
        str(row["type"]),
        _text(row.get("mode")),
        _text(row.get("status")),
        _names(row.get("actors")),
        _names(row.get("recipients")),
        _text(row.get("place")),
        _day(row.get("start_date")),
        _day(row.get("end_date")),
        _text(row.get("source")),
        _text(row.get("cluster_id")),
    )


@dataclass(frozen=True, slots=True)
class Page:
    """A labelled page and what was found in it; an empty ``found`` where the tables have no row for it."""

    gold: GoldDoc
    found: FoundDoc
