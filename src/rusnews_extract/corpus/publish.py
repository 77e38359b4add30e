"""The second phase: read the shards' keys, decide what needs all documents, and put the final tables in place.

The tables of a run are made aside and take the place of the earlier ones in one step (see ``generations.py``). Most of
what the shards wrote stands as it is: such a part is copied, and of the others only rows and columns that the corpus
decides differently are made anew. Rejected: hard links to the shards' parts, for a part that is damaged later would
then be damaged twice.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from rusnews_extract.corpus.catalogue import build_catalogue, link_entities
from rusnews_extract.corpus.clusters import join_clusters, tell_days
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
from rusnews_extract.shard import part_of
from rusnews_extract.storage import Place
from rusnews_extract.tables import TABLES, CatalogueRow, columns, to_arrow
from rusnews_extract.writers import checksum, count_rows, read_arrow, unwritable, write_arrow, write_bytes, write_text

__all__ = ["publish"]

T = TypeVar("T")


ENTITY_COLUMNS: Mapping[str, tuple[tuple[str, str | None], ...]] = {
    "mentions": (("entity_id", None),),
    "entities": (("entity_id", None),),
    "participants": (("entity_id", "name"),),
    "quotes": (("speaker_entity_id", "speaker"), ("relay_entity_id", "relay")),
    "events": (("place_entity_id", "place"), ("source_entity_id", "source")),
}
"""Columns with ids of entities, and the column that names each of these."""
ROLES = {"actors": "actor", "recipients": "recipient"}


@dataclass(frozen=True, slots=True)
class _Decisions:
    """What the corpus phase decided. ``links`` maps (document, entity id) to another entity id."""

    duplicates: Mapping[str, str]
    links: Mapping[tuple[str, str], str]
    names: Mapping[str, str]
    clusters: Mapping[str, str]
    """Of the clusters of documents those that are part of another one."""
    linked: frozenset[str]
    """Documents that have such links."""
    days: Mapping[str, date]
    """Events whose year another telling gives."""


def publish(
    output: Place,
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
    work: Place,
    folder: Place,
    shards: Sequence[str],
    made_by: tuple[str, str, str],
    names: NameRules,
    skip_duplicates: bool,
) -> Manifest:
    decided, catalogue = _decisions(work, shards, names, skip_duplicates)
    left_out = decided.duplicates if skip_duplicates else {}
    rows = dict.fromkeys(TABLES, 0)
    sums: dict[str, dict[str, str]] = {name: {} for name in TABLES}
    for shard in shards:
        file = f"part-{shard}.parquet"
        changed = _Changes(work / shard, decided, left_out)
        for name in TABLES:
            if name == "catalogue":
                continue
            own, place, part = part_of(work / shard, name), folder / name / file, changed.table(name)
            sums[name][file] = write_bytes(place, own.read_bytes()) if part is None else write_arrow(place, part)
            rows[name] += count_rows(own) if part is None else len(part)
    file = "part-corpus.parquet"
    sums["catalogue"][file] = write_arrow(folder / "catalogue" / file, to_arrow(TABLES["catalogue"], catalogue))
    rows["catalogue"] = len(catalogue)
    return Manifest(*made_by, rows, sums)


def _decisions(
    work: Place, shards: Sequence[str], names: NameRules, skip_duplicates: bool
) -> tuple[_Decisions, Sequence[CatalogueRow]]:
    keys = _read(work, shards, "entity_keys", EntityKey)
    links = link_entities(keys, names)
    catalogue = build_catalogue(keys, links)
    del keys
    duplicates = find_duplicates(_read(work, shards, "document_keys", DocumentKey))
    events = _read(work, shards, "event_keys", EventKey)
    if skip_duplicates:
        events = [key for key in events if key.doc_id not in duplicates]
    joined = join_clusters(events, lambda doc_id, party: links.get((doc_id, party), party), duplicates)
    clusters = {own: home for own, home in joined.items() if own != home}
    shown = {row.entity_id: row.name for row in catalogue}
    linked = frozenset(doc_id for doc_id, _ in links)
    return _Decisions(duplicates, links, shown, clusters, linked, tell_days(events, joined)), catalogue


def _read(work: Place, shards: Sequence[str], name: str, kind: type[T]) -> list[T]:
    """Read the keys of all shards, in order of their first three columns, nulls being the word «None»."""
    fields = [c.name for c in columns(kind)]
    if not shards:
        return []
    whole = pa.concat_tables([read_arrow(part_of(work / shard, name)) for shard in shards])
    found: list[T] = []
    for values in zip(*(whole[f].to_pylist() for f in fields), strict=True):
        found.append(kind(*[tuple(v) if type(v) is list else v for v in values]))
    return sorted(found, key=lambda row: tuple(map(str, (getattr(row, f) for f in fields[:3]))))


class _Changes:
    """The tables of one shard as the corpus phase wants them."""

    def __init__(self, folder: Place, decided: _Decisions, left_out: Mapping[str, str]) -> None:
        self.folder, self.decided = folder, decided
        own = set(self._column("documents", "doc_id"))
        self.reprints = own & decided.duplicates.keys()
        self.linked = own & decided.linked
        self.left_out = own & left_out.keys()
        self.made: dict[str, pa.Table | None] = {}

    def table(self, name: str) -> pa.Table | None:
        """Return a table, or None where it is as the shard has it."""
        if name not in self.made:
            self.made[name] = self._table(name) if self._concerns(name) else None
        return self.made[name]

    def _table(self, name: str) -> pa.Table | None:
        table = own = read_arrow(part_of(self.folder, name))
        if name in {"events", "participants"} and self.left_out:
            table = own.filter(pc.invert(pc.is_in(own["doc_id"], pa.array(sorted(self.left_out), pa.string()))))
        if name == "documents":
            table = _changed(table, self.reprints, "duplicate_of", self.decided.duplicates.get, "doc_id")
        for column, named in ENTITY_COLUMNS.get(name, ()):
            table = self._link(table, column, named)
        if name == "events":
            clusters = self.decided.clusters
            table = _changed(table, clusters.keys(), "cluster_id", clusters.get, "cluster_id")
            table = self._with_days(self._with_parties(table))
        return None if table is own else table

    def _concerns(self, name: str) -> bool:
        """Say whether a table may have to change."""
        if name == "documents":
            return bool(self.reprints)
        if name == "events" and not self.decided.clusters.keys().isdisjoint(self._column("events", "cluster_id")):
            return True
        if name == "events" and not self.decided.days.keys().isdisjoint(self._column("events", "event_id")):
            return True
        return name in ENTITY_COLUMNS and bool(self.linked or self.left_out)

    def _column(self, name: str, column: str) -> list[str]:
        found: list[str] = read_arrow(part_of(self.folder, name), [column])[column].to_pylist()
        return found

    def _link(self, table: pa.Table, column: str, named: str | None) -> pa.Table:
        links, names = self.decided.links, self.decided.names
        if named is not None:

            def name(doc_id: str, entity_id: str | None) -> str | None:
                target = links.get((doc_id, entity_id or ""))
                return None if target is None else names[target]

            table = _changed(table, self.linked, named, name, "doc_id", column)

        def target(doc_id: str, entity_id: str | None) -> str | None:
            return links.get((doc_id, entity_id or ""))

        return _changed(table, self.linked, column, target, "doc_id", column)

    def _with_days(self, events: pa.Table) -> pa.Table:
        """Date the events whose year another telling of them gives."""
        days = self.decided.days
        texts = {event_id: day.isoformat() for event_id, day in days.items()}
        for column, given in (
            ("date_value", texts),
            ("start_date", days),
            ("end_date", days),
            ("granularity", dict.fromkeys(days, "day")),
            ("date_basis", dict.fromkeys(days, "inherited")),
        ):
            events = _changed(events, days, column, given.get, "event_id")
        return events

    def _with_parties(self, events: pa.Table) -> pa.Table:
        """Name the actors and recipients of events as their participants are named now."""
        participants = self.table("participants") if self.linked else None
        if participants is None:
            return events
        found: dict[tuple[str, str], list[str]] = {}
        columns = (participants[c].to_pylist() for c in ("event_id", "role", "name"))
        for event_id, role, name in zip(*columns, strict=True):
            found.setdefault((event_id, role), []).append(name)
        ids = events["event_id"].to_pylist()
        for column, role in ROLES.items():
            parties = [found.get((event_id, role), []) for event_id in ids]
            events = _with(events, column, pa.array(parties, pa.list_(pa.string())))
        return events


def _changed(
    table: pa.Table, where: Iterable[str], column: str, value: Callable[..., object], *arguments: str
) -> pa.Table:
    """Return the table with what ``value`` gives anew for a column, or the table itself where it gives nothing.

    Only rows are asked about whose first argument is in ``where``.
    """
    concerned = pc.is_in(table[arguments[0]], pa.array(where, pa.string()))
    kind = table.schema.field(column).type
    asked = table.select(list(arguments)).filter(concerned)
    given = [value(*row) for row in zip(*(asked[a].to_pylist() for a in arguments), strict=True)]
    if not any(v is not None for v in given):
        return table
    fresh = pc.coalesce(pa.array(given, kind), table[column].filter(concerned).combine_chunks())
    return _with(table, column, pc.replace_with_mask(table[column].combine_chunks(), concerned.combine_chunks(), fresh))


def _with(table: pa.Table, column: str, values: pa.Array) -> pa.Table:
    field = table.schema.field(column)
    return table.set_column(table.schema.get_field_index(column), field, values)
