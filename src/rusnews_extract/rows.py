"""Annotations into rows. Here, and only here, offsets into the clean text become offsets into the source."""

from collections import Counter
from collections.abc import Iterator, Mapping

from rusnews_extract.ids import stable_id
from rusnews_extract.model import Annotations, Entity, Event, Failure
from rusnews_extract.tables import (
    BlockRow,
    DocumentRow,
    EntityRow,
    EventRow,
    FailureRow,
    MentionRow,
    ParticipantRow,
    QuoteRow,
    SentenceRow,
    TimeRow,
)

__all__ = ["cluster_key", "document_rows", "entity_id", "event_id", "failure_row"]

LONGEST_MESSAGE = 2_000
"""An error may quote the page that caused it; a row needs no more of it than this."""


def entity_id(entity: Entity) -> str:
    """Return the id of an entity; equal type and key are one entity in every document."""
    return stable_id("entity", entity.type, entity.key)


def cluster_key(doc_id: str, cluster: int) -> str:
    """Return the id of a cluster of one document, before clusters are joined over the corpus."""
    return stable_id("cluster", doc_id, cluster)


def event_id(found: Annotations, event: Event) -> str:
    """Return the id of an event: its document, its place in the source and its type."""
    return stable_id("event", found.clean.document.doc_id, event.type, *found.clean.source(event.start, event.stop))


def failure_row(failure: Failure) -> FailureRow:
    """Return the row of a record that could not be processed."""
    message = _shown(failure.message)
    return FailureRow(_shown(failure.path), failure.record, failure.stage, failure.error, message[:LONGEST_MESSAGE])


def document_rows(found: Annotations, quads: Mapping[str, str | None]) -> Iterator[tuple[str, object]]:
    """Yield ``(table, row)`` for everything the pipeline found in one document, each table in order of position."""
    ids = tuple(map(entity_id, found.entities))
    yield "documents", _document(found)
    for table, rows in (
        ("blocks", _blocks(found)),
        ("sentences", _sentences(found)),
        ("mentions", _mentions(found, ids)),
        ("entities", _entities(found, ids)),
        ("times", _times(found)),
        ("events", _events(found, ids, quads)),
        ("participants", _participants(found, ids)),
        ("quotes", _quotes(found, ids)),
    ):
        for row in rows:
            yield table, row


def _document(found: Annotations) -> DocumentRow:
    d = found.clean.document
    return DocumentRow(
        doc_id=d.doc_id,
        path=_shown(d.path),
        record=d.record,
        url=d.url,
        site=d.site,
        title=d.title,
        published=d.published,
        published_at=d.published_at,
        published_basis=d.published_basis,
        language=d.language,
        encoding=d.encoding,
        extractor=d.extractor,
        sha256=d.sha256,
        n_chars=len(d.text),
        n_kept_chars=len(found.clean.text),
        duplicate_of=None,
        text=d.text,
        clean_text=found.clean.text,
    )


def _blocks(found: Annotations) -> Iterator[BlockRow]:
    d = found.clean.document
    for number, b in enumerate(found.clean.blocks):
        yield BlockRow(d.doc_id, number, b.start, b.stop, b.role, b.kept, b.rule_id, d.text[b.start : b.stop])


def _sentences(found: Annotations) -> Iterator[SentenceRow]:
    clean = found.clean
    for number, s in enumerate(found.sentences):
        start, stop = clean.source(s.start, s.stop)
        yield SentenceRow(clean.document.doc_id, number, start, stop, s.zone, clean.text[s.start : s.stop])


def _mentions(found: Annotations, ids: tuple[str, ...]) -> Iterator[MentionRow]:
    doc_id = found.clean.document.doc_id
    for number, m in enumerate(found.mentions):
        start, stop = found.clean.source(m.start, m.stop)
        yield MentionRow(doc_id, number, m.sentence, start, stop, m.text, m.type, m.normal, ids[m.entity])


def _entities(found: Annotations, ids: tuple[str, ...]) -> Iterator[EntityRow]:
    doc_id = found.clean.document.doc_id
    count = Counter(m.entity for m in found.mentions)
    first: dict[int, int] = {}
    titled: set[int] = set()
    for m in found.mentions:
        first.setdefault(m.entity, found.clean.source(m.start, m.stop)[0])
        if found.sentences[m.sentence].zone == "title":
            titled.add(m.entity)
    for number in sorted(first, key=lambda n: (first[n], n)):
        e = found.entities[number]
        yield EntityRow(
            doc_id,
            ids[number],
            e.type,
            e.name,
            e.aliases,
            count[number],
            first[number],
            number in titled,
            e.role_phrase,
        )


def _times(found: Annotations) -> Iterator[TimeRow]:
    doc_id = found.clean.document.doc_id
    for number, t in enumerate(found.times):
        start, stop = found.clean.source(t.start, t.stop)
        yield TimeRow(
            doc_id=doc_id,
            time=number,
            sentence=t.sentence,
            start=start,
            stop=stop,
            text=t.text,
            type=t.type,
            value=t.value,
            mod=t.mod,
            edtf=t.edtf,
            start_date=t.start_date,
            end_date=t.end_date,
            granularity=t.granularity,
            anchor=t.anchor,
            rule_id=t.rule_id,
        )


def _events(found: Annotations, ids: tuple[str, ...], quads: Mapping[str, str | None]) -> Iterator[EventRow]:
    doc_id = found.clean.document.doc_id
    for number, e in enumerate(found.events):
        start, stop = found.clean.source(e.start, e.stop)
        place = next((p for p in e.participants if p.role == "place"), None)
        yield EventRow(
            event_id=event_id(found, e),
            doc_id=doc_id,
            event=number,
            sentence=e.sentence,
            zone=found.sentences[e.sentence].zone,
            start=start,
            stop=stop,
            text=e.text,
            lemma=e.lemma,
            type=e.type,
            mode=e.mode,
            quad=quads.get(e.type),
            status=e.status,
            actors=tuple(p.name for p in e.participants if p.role == "actor"),
            recipients=tuple(p.name for p in e.participants if p.role == "recipient"),
            place=place.name if place else None,
            place_entity_id=_id(ids, place.entity) if place else None,
            date_text=e.date_text,
            date_value=e.date_value,
            start_date=e.start_date,
            end_date=e.end_date,
            granularity=e.granularity,
            date_basis=e.date_basis,
            source=e.source,
            source_entity_id=_id(ids, e.source_entity),
            killed=e.killed,
            injured=e.injured,
            cluster_id=cluster_key(doc_id, e.cluster),
            confidence=e.confidence,
            rule_id=e.rule_id,
        )


def _participants(found: Annotations, ids: tuple[str, ...]) -> Iterator[ParticipantRow]:
    doc_id = found.clean.document.doc_id
    for e in found.events:
        own = event_id(found, e)
        for p in e.participants:
            start, stop = found.clean.source(p.start, p.stop)
            yield ParticipantRow(own, doc_id, p.role, _id(ids, p.entity), p.name, p.text, start, stop)


def _quotes(found: Annotations, ids: tuple[str, ...]) -> Iterator[QuoteRow]:
    doc_id = found.clean.document.doc_id
    for number, q in enumerate(found.quotes):
        start, stop = found.clean.source(q.start, q.stop)
        speaker = _source(found, q.speaker_start, q.speaker_stop)
        cue = _source(found, q.cue_start, q.cue_stop)
        yield QuoteRow(
            quote_id=stable_id("quote", doc_id, start, stop),
            doc_id=doc_id,
            quote=number,
            sentence=q.sentence,
            start=start,
            stop=stop,
            text=q.text,
            kind=q.kind,
            speaker=q.speaker,
            speaker_entity_id=_id(ids, q.speaker_entity),
            speaker_text=q.speaker_text,
            speaker_start=speaker[0],
            speaker_stop=speaker[1],
            speaker_via=q.speaker_via,
            cue=q.cue,
            cue_start=cue[0],
            cue_stop=cue[1],
            relay=q.relay,
            relay_entity_id=_id(ids, q.relay_entity),
            rule_id=q.rule_id,
        )


def _source(found: Annotations, start: int | None, stop: int | None) -> tuple[int | None, int | None]:
    return (None, None) if start is None or stop is None else found.clean.source(start, stop)


def _id(ids: tuple[str, ...], entity: int | None) -> str | None:
    return None if entity is None else ids[entity]


def _shown(text: str) -> str:
    """Return text that a table can hold: a byte of a file name that is no UTF-8 shows as its code, as in «\\xff»."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
