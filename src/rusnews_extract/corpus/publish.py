"""The second phase: read the shards' keys, decide what needs all documents, and put the final tables in place.

The tables of a run are made aside and take the place of the earlier ones in one step (see ``generations.py``).
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from rusnews_extract.corpus.catalogue import build_catalogue, link_entities
from rusnews_extract.corpus.clusters import join_clusters
from rusnews_extract.corpus.duplicates import find_duplicates
from rusnews_extract.generations import (
    Generation,
    Manifest,
    current_generation,
    new_generation,
    point_to,
    work_folder,
)
from rusnews_extract.keys import DocumentKey, EntityKey, EventKey
from rusnews_extract.rules.names import NameRules
from rusnews_extract.tables import TABLES, CatalogueRow, columns, to_arrow
from rusnews_extract.writers import checksum, unwritable, write_arrow, write_text

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


def publish(
    output: Path,
    shards: Mapping[str, str],
    version: str,
    rules: str,
    names: NameRules,
    skip_duplicates: bool = False,
) -> Mapping[str, int]:
    """Make the final tables from the parts of the shards (id to digest); return the number of rows of each.

    Where the tables of the same shards are there already, and whole, nothing is done. With ``skip_duplicates`` the
    events of reprints are left out.
    """
    identity = hashlib.sha256(
        json.dumps([version, rules, sorted(shards.items()), skip_duplicates]).encode()
    ).hexdigest()[:16]
    now = current_generation(output)
    earlier = now.manifest() if now is not None else None
    if now is None or earlier is None or earlier.identity != identity or not _whole(now, earlier):
        now = new_generation(output)
        made_by = (identity, version, rules)
        earlier = _make(work_folder(output), now.folder, sorted(shards), made_by, names, skip_duplicates)
        write_text(now.folder / "manifest.json", earlier.to_json())
    try:
        point_to(output, now, TABLES)
    except OSError as error:
        raise unwritable(output, error) from error
    return {name: earlier.rows[name] for name in TABLES}


def _whole(generation: Generation, manifest: Manifest) -> bool:
    return set(manifest.parts) == set(TABLES) and all(
        checksum(generation.folder / name / part) == own
        for name, parts in manifest.parts.items()
        for part, own in parts.items()
    )


def _make(
    work: Path,
    folder: Path,
    shards: Sequence[str],
    made_by: tuple[str, str, str],
    names: NameRules,
    skip_duplicates: bool,
) -> Manifest:
    decided, catalogue = _decisions(work, shards, names, skip_duplicates)
    left_out = frozenset(decided.duplicates if skip_duplicates else ())
    rows = dict.fromkeys(TABLES, 0)
    sums: dict[str, dict[str, str]] = {name: {} for name in TABLES}
    for shard in shards:
        parts = {name: pq.read_table(work / shard / f"{name}.parquet") for name in TABLES if name != "catalogue"}
        for name in ("events", "participants") if left_out else ():
            kept = [doc_id not in left_out for doc_id in parts[name].column("doc_id").to_pylist()]
            parts[name] = parts[name].filter(pa.array(kept, type=pa.bool_()))
        for name, part in _decide(parts, decided).items():
            file = f"part-{shard}.parquet"
            sums[name][file] = write_arrow(folder / name / file, part)
            rows[name] += part.num_rows
    file = "part-corpus.parquet"
    sums["catalogue"][file] = write_arrow(folder / "catalogue" / file, to_arrow(TABLES["catalogue"], catalogue))
    rows["catalogue"] = len(catalogue)
    return Manifest(*made_by, rows, sums)


def _decisions(
    work: Path, shards: Sequence[str], names: NameRules, skip_duplicates: bool
) -> tuple[_Decisions, Sequence[CatalogueRow]]:
    keys = _read(work, shards, "entity_keys", EntityKey)
    links = link_entities(keys, names)
    catalogue = build_catalogue(keys, links)
    del keys
    duplicates = find_duplicates(_read(work, shards, "document_keys", DocumentKey))
    events = _read(work, shards, "event_keys", EventKey)
    if skip_duplicates:
        events = [key for key in events if key.doc_id not in duplicates]
    clusters = join_clusters(events, lambda doc_id, party: links.get((doc_id, party), party), duplicates)
    return _Decisions(duplicates, links, {row.entity_id: row.name for row in catalogue}, clusters), catalogue


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
