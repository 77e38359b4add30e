"""The second phase: read the shards' keys, decide what needs all documents, and put the final tables in place.

The tables of a run are made aside and take the place of the earlier ones by renaming folders, so that a reader sees
the tables of one run.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from rusnews_extract.corpus.catalogue import build_catalogue, link_surnames
from rusnews_extract.corpus.clusters import join_clusters
from rusnews_extract.corpus.duplicates import find_duplicates
from rusnews_extract.keys import DocumentKey, EntityKey, EventKey
from rusnews_extract.tables import TABLES, columns, to_arrow
from rusnews_extract.writers import write_arrow

__all__ = ["publish"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Decisions:
    """What the corpus phase decided. ``links`` maps (document, entity id) to another entity id."""

    duplicates: Mapping[str, str]
    links: Mapping[tuple[str, str], str]
    names: Mapping[str, str]
    clusters: Mapping[str, str]

    def entity(self, doc_id: str, entity_id: str | None) -> str | None:
        return None if entity_id is None else self.links.get((doc_id, entity_id), entity_id)

    def name(self, doc_id: str, entity_id: str | None, name: str | None) -> str | None:
        if entity_id is None or (doc_id, entity_id) not in self.links:
            return name
        return self.names[self.links[doc_id, entity_id]]


def publish(output: Path, work: Path, shards: Sequence[str]) -> Mapping[str, int]:
    """Make the final tables from the parts of the shards under ``work``; return the number of rows of each."""
    keys = _read(work, shards, "entity_keys", EntityKey)
    links = link_surnames(keys)
    catalogue = build_catalogue(keys, links)
    names = {row.entity_id: row.name for row in catalogue}
    decided = _Decisions(
        find_duplicates(_read(work, shards, "document_keys", DocumentKey)),
        links,
        names,
        join_clusters(
            _read(work, shards, "event_keys", EventKey), lambda doc_id, party: links.get((doc_id, party), party)
        ),
    )
    fresh = work / "publish"
    shutil.rmtree(fresh, ignore_errors=True)
    rows = dict.fromkeys(TABLES, 0)
    for shard in shards:
        parts = {name: pq.read_table(work / shard / f"{name}.parquet") for name in TABLES if name != "catalogue"}
        for name, part in _decide(parts, decided).items():
            write_arrow(fresh / name / f"part-{shard}.parquet", part)
            rows[name] += part.num_rows
    write_arrow(fresh / "catalogue" / "part-corpus.parquet", to_arrow(TABLES["catalogue"], catalogue))
    rows["catalogue"] = len(catalogue)
    _swap(output, fresh, work / "replaced")
    return rows


def _read(work: Path, shards: Sequence[str], name: str, kind: type[T]) -> list[T]:
    fields = [c.name for c in columns(kind)]
    found: list[T] = []
    for shard in shards:
        part = pq.read_table(work / shard / f"{name}.parquet")
        for values in zip(*(part.column(f).to_pylist() for f in fields), strict=True):
            found.append(kind(*(tuple(v) if isinstance(v, list) else v for v in values)))
    return sorted(found, key=lambda row: tuple(map(str, (getattr(row, f) for f in fields[:3]))))


def _decide(parts: dict[str, pa.Table], decided: _Decisions) -> dict[str, pa.Table]:
    parts["documents"] = _fill(parts["documents"], "duplicate_of", decided.duplicates.get, "doc_id")
    for table, column in (
        ("mentions", "entity_id"),
        ("entities", "entity_id"),
        ("participants", "entity_id"),
        ("quotes", "speaker_entity_id"),
        ("quotes", "relay_entity_id"),
        ("events", "place_entity_id"),
        ("events", "source_entity_id"),
    ):
        name = {
            "participants": "name",
            "quotes": column.removesuffix("_entity_id"),
            "events": column.removesuffix("_entity_id"),
        }.get(table)
        if name is not None:
            parts[table] = _fill(parts[table], name, decided.name, "doc_id", column, name)
        parts[table] = _fill(parts[table], column, decided.entity, "doc_id", column)
    parts["events"] = _fill(parts["events"], "cluster_id", lambda c: decided.clusters.get(c, c), "cluster_id")
    for role in ("actor", "recipient"):
        parts["events"] = _fill(parts["events"], f"{role}s", _names(parts["participants"], role), "event_id")
    return parts


def _names(participants: pa.Table, role: str) -> Callable[[str], list[str]]:
    found: dict[str, list[str]] = {}
    for event_id, own, name in zip(
        *(participants.column(c).to_pylist() for c in ("event_id", "role", "name")), strict=True
    ):
        if own == role:
            found.setdefault(event_id, []).append(name)
    return lambda event_id: found.get(event_id, [])


def _fill(table: pa.Table, column: str, value: Callable[..., Any], *arguments: str) -> pa.Table:
    rows = zip(*(table.column(a).to_pylist() for a in arguments), strict=True)
    field = table.schema.field(column)
    return table.set_column(
        table.schema.get_field_index(column), field, pa.array([value(*r) for r in rows], type=field.type)
    )


def _swap(output: Path, fresh: Path, replaced: Path) -> None:
    shutil.rmtree(replaced, ignore_errors=True)
    replaced.mkdir(parents=True)
    for name in TABLES:
        if (output / name).exists():
            (output / name).replace(replaced / name)
        (fresh / name).replace(output / name)
    shutil.rmtree(replaced, ignore_errors=True)
    shutil.rmtree(fresh, ignore_errors=True)
