"""The keys that a shard leaves for the corpus phase: small rows, no texts."""

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from rensa import RMinHash

from rusnews_extract.model import Annotations, Event, Participant
from rusnews_extract.rows import cluster_key, entity_id, event_id

__all__ = ["KEY_TABLES", "DocumentKey", "EntityKey", "EventKey", "document_keys", "minhash"]

WORD = re.compile(r"\w+")
YEARLESS = re.compile(r"XXXX-\d\d-\d\d")
PERMUTATIONS = 256
SHINGLE = 3
SHORTEST = 20
"""Words below which two texts are too short to be called reprints of one another."""


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """One row per document: what near-duplicates are found by."""

    doc_id: Annotated[str, "document"]
    published: Annotated[date | None, "day of publication"]
    signature: Annotated[
        bytes, "MinHash of three-word shingles of the kept text, 4 bytes a value; none for a short one"
    ]


@dataclass(frozen=True, slots=True)
class EntityKey:
    """One row per document and entity: what the catalogue is made of."""

    doc_id: Annotated[str, "document"]
    entity_id: Annotated[str, "id by type and key"]
    published: Annotated[date | None, "day of publication"]
    type: Annotated[str, "PER, LOC or ORG"]
    name: Annotated[str, "fullest form in the document"]
    aliases: Annotated[tuple[str, ...], "other forms"]
    role_phrase: Annotated[str | None, "office or role"]
    first_name: Annotated[str | None, "given name"]
    patronymic: Annotated[str | None, "patronymic"]
    last_name: Annotated[str | None, "surname"]
    gender: Annotated[str | None, "female or male"]
    external_id: Annotated[str | None, "id of a gazetteer"]
    n_mentions: Annotated[int, "mentions in the document"]
    key: Annotated[str, "what documents are linked by"] = ""


@dataclass(frozen=True, slots=True)
class EventKey:
    """One row per event: what clusters are joined by."""

    doc_id: Annotated[str, "document"]
    event_id: Annotated[str, "event"]
    cluster_id: Annotated[str, "cluster inside the document"]
    told_from: Annotated[date | None, "first day that the page may have been published on"]
    told_to: Annotated[date | None, "last such day"]
    type: Annotated[str, "event type"]
    mode: Annotated[str | None, "finer type"]
    verbal: Annotated[bool, "whether the type is a verbal act"]
    lemma: Annotated[str, "lemmas of the trigger"]
    start_date: Annotated[date | None, "first day"]
    end_date: Annotated[date | None, "last day"]
    parties: Annotated[tuple[str, ...], "ids of actors and recipients; ~ and the folded name of those that have none"]
    places: Annotated[tuple[str, ...], "ids of places, or their folded names"]
    status: Annotated[str, "whether it happened"] = "asserted"
    kin: Annotated[tuple[str, ...], "entry of the lexicon and its families, or its mode where it has none"] = ()
    inner: Annotated[tuple[str, ...], "ids of names inside parties that are no names: AzAl in «самолёт AzAl»"] = ()
    days: Annotated[tuple[str, ...], "month and day of yearless dates beside an event without a date"] = ()


KEY_TABLES: Mapping[str, type[Any]] = {
    "document_keys": DocumentKey,
    "entity_keys": EntityKey,
    "event_keys": EventKey,
}


def document_keys(
    found: Annotations, quads: Mapping[str, str | None], families: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, object]]:
    """Yield ``(key table, row)`` for one document; ``families`` are those of the entries of the lexicon."""
    document = found.clean.document
    ids = tuple(map(entity_id, found.entities))
    yield "document_keys", DocumentKey(document.doc_id, document.published, minhash(found.clean.text))
    count = Counter(m.entity for m in found.mentions)
    for number, entity in enumerate(found.entities):
        if count[number]:
            yield (
                "entity_keys",
                EntityKey(
                    document.doc_id,
                    ids[number],
                    document.published,
                    entity.type,
                    entity.name,
                    entity.aliases,
                    entity.role_phrase,
                    entity.first_name,
                    entity.patronymic,
                    entity.last_name,
                    entity.gender,
                    entity.external_id,
                    count[number],
                    entity.key,
                ),
            )
    told = found.clean.anchor
    for event in found.events:
        yield (
            "event_keys",
            EventKey(
                document.doc_id,
                event_id(found, event),
                cluster_key(document.doc_id, event.cluster),
                None if told is None else told.start,
                None if told is None else told.end,
                event.type,
                event.mode,
                (quads.get(event.type) or "").startswith("verbal"),
                event.lemma,
                event.start_date,
                event.end_date,
                tuple(_party(p, ids) for p in event.participants if p.role in ("actor", "recipient")),
                tuple(_party(p, ids) for p in event.participants if p.role == "place"),
                event.status,
                (event.rule_id, *sorted(families.get(event.rule_id, [f"/{event.mode}"] if event.mode else []))),
                _inside(found, event, ids),
                _yearless(found, event),
            ),
        )


def _inside(found: Annotations, event: Event, ids: tuple[str, ...]) -> tuple[str, ...]:
    parties = [p for p in event.participants if p.entity is None and p.role in ("actor", "recipient")]
    inside = {m.entity for m in found.mentions for p in parties if p.start <= m.start and m.stop <= p.stop}
    return tuple(sorted(ids[entity] for entity in inside))


def _yearless(found: Annotations, event: Event) -> tuple[str, ...]:
    if event.start_date is not None or event.end_date is not None:
        return ()
    days = {t.value[5:] for t in found.times if t.sentence == event.sentence and YEARLESS.fullmatch(t.value)}
    return tuple(sorted(days))


def _party(participant: Participant, ids: tuple[str, ...]) -> str:
    return "~" + participant.name.lower() if participant.entity is None else ids[participant.entity]


def minhash(text: str) -> bytes:
    """Return the MinHash signature of a text's three-word shingles: ``PERMUTATIONS`` values; none for a short text."""
    words = WORD.findall(text.lower())
    if len(words) < SHORTEST:
        return b""
    hasher = RMinHash(num_perm=PERMUTATIONS, seed=1)
    hasher.update(list(map(" ".join, zip(*(words[i:] for i in range(SHINGLE)), strict=False))))
    return array("I", hasher.digest()).tobytes()
