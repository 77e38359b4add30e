"""The output contract: one dataclass a table is its Arrow schema, its documentation and the shape of its rows.

Rows are typed dataclasses and never loose dicts, because Arrow drops an unknown key without a word. ``rows.py`` makes
them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pyarrow as pa

__all__ = [
    "TABLES",
    "BlockRow",
    "CatalogueRow",
    "Column",
    "DocumentRow",
    "EntityRow",
    "EventRow",
    "FailureRow",
    "MentionRow",
    "ParticipantRow",
    "QuoteRow",
    "SentenceRow",
    "TimeRow",
    "columns",
    "schema",
    "to_arrow",
]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One row per document read."""

    doc_id: Annotated[str, "stable 16-hex-digit digest of the relative path and the record number"]
    path: Annotated[str, "path of the file, relative to the input"]
    record: Annotated[int | None, "number of the record in a many-document file, from 1; null for a one-document file"]
    url: Annotated[str | None, "address of the page"]
    site: Annotated[str | None, "host name of the page's site"]
    title: Annotated[str | None, "headline"]
    published: Annotated[date | None, "day of publication; null where the page does not say it"]
    published_at: Annotated[datetime | None, "local time of publication as the page prints it"]
    published_basis: Annotated[str, "where the date was found: metadata, header, text, path or none"]
    language: Annotated[str | None, "ISO 639-1 code of the language"]
    encoding: Annotated[str, "encoding that the bytes were read in"]
    extractor: Annotated[str, "what made the text: text, jsonl, ..."]
    sha256: Annotated[str, "SHA-256 of the source text in UTF-8"]
    n_chars: Annotated[int, "length of the source text in code points"]
    n_kept_chars: Annotated[int, "length of the clean text in code points"]
    duplicate_of: Annotated[str | None, "doc_id of the earliest near-duplicate, or null"]
    text: Annotated[str, "source text: every start and stop of every table points into it"]
    clean_text: Annotated[str, "the kept lines, joined by newlines"]


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One row per line or block of the source: what cleaning kept and why it dropped the rest."""

    doc_id: Annotated[str, "document"]
    block: Annotated[int, "number of the block in the document, from 0"]
    start: Annotated[int, "first character in documents.text"]
    stop: Annotated[int, "end (exclusive) in documents.text"]
    role: Annotated[str, "title, lead, body, caption, byline, nav, promo, related, footer, tags, card or meta"]
    kept: Annotated[bool, "whether it is part of the article: title, lead and body are"]
    rule_id: Annotated[str, "rule that decided"]
    text: Annotated[str, "the block as it stands in the source"]


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """One row per sentence of the kept text."""

    doc_id: Annotated[str, "document"]
    sentence: Annotated[int, "number of the sentence in the document, from 0"]
    start: Annotated[int, "first character in documents.text"]
    stop: Annotated[int, "end (exclusive) in documents.text"]
    zone: Annotated[str, "title, lead or body"]
    text: Annotated[str, "the sentence after cleaning"]


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One row per occurrence of a named entity."""

    doc_id: Annotated[str, "document"]
    mention: Annotated[int, "number of the mention in the document, from 0"]
    sentence: Annotated[int, "sentence it stands in"]
    start: Annotated[int, "first character in documents.text"]
    stop: Annotated[int, "end (exclusive) in documents.text"]
    text: Annotated[str, "surface after cleaning"]
    type: Annotated[str, "PER, LOC or ORG"]
    normal: Annotated[str, "nominative of the name as it stands"]
    entity_id: Annotated[str, "key of the catalogue"]


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One row per document and entity: the per-document entity table."""

    doc_id: Annotated[str, "document"]
    entity_id: Annotated[str, "key of the catalogue"]
    type: Annotated[str, "PER, LOC or ORG"]
    name: Annotated[str, "fullest form in the document, nominative"]
    aliases: Annotated[tuple[str, ...], "other nominative forms in the document"]
    n_mentions: Annotated[int, "mentions in the document"]
    first_start: Annotated[int, "start of the first mention"]
    in_title: Annotated[bool, "whether a title line names it"]
    role_phrase: Annotated[str | None, "office or role, nominative: «президент Азербайджана»"]


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One row per entity over the whole corpus."""

    entity_id: Annotated[str, "key, the same in mentions, entities, events, participants and quotes"]
    type: Annotated[str, "PER, LOC or ORG"]
    name: Annotated[str, "canonical name"]
    first_name: Annotated[str | None, "given name of a person"]
    patronymic: Annotated[str | None, "patronymic of a person"]
    last_name: Annotated[str | None, "surname of a person"]
    gender: Annotated[str | None, "female or male, where a name shows it"]
    aliases: Annotated[tuple[str, ...], "other nominative forms in the corpus"]
    roles: Annotated[tuple[str, ...], "role phrases in the corpus, most frequent first"]
    n_docs: Annotated[int, "documents that mention it"]
    n_mentions: Annotated[int, "mentions in the corpus"]
    first_published: Annotated[date | None, "earliest publication that mentions it"]
    last_published: Annotated[date | None, "latest publication that mentions it"]
    external_id: Annotated[str | None, "id from a user's own gazetteer, else null"]


@dataclass(frozen=True, slots=True)
class TimeRow:
    """Temporal expressions, in TIMEX3 and EDTF."""

    doc_id: Annotated[str, "document"]
    time: Annotated[int, "number of the expression in the document, from 0"]
    sentence: Annotated[int, "sentence it stands in"]
    start: Annotated[int, "first character in documents.text, without the preposition"]
    stop: Annotated[int, "end (exclusive) in documents.text"]
    text: Annotated[str, "surface after cleaning"]
    type: Annotated[str, "DATE, TIME, DURATION or SET"]
    value: Annotated[str, "TIMEX3 value; X for what is unknown"]
    mod: Annotated[str | None, "START, MID, END, APPROX, BEFORE or AFTER"]
    edtf: Annotated[str | None, "EDTF level 1"]
    start_date: Annotated[date | None, "first day; null where open or unknown"]
    end_date: Annotated[date | None, "last day, inclusive; null where open or unknown"]
    granularity: Annotated[str, "minute, day, week, month_part, month, quarter, season, year, decade, century or vague"]
    anchor: Annotated[str, "what it was resolved against: explicit, dct (publication), narrative, entity or none"]
    rule_id: Annotated[str, "rule that found it"]


@dataclass(frozen=True, slots=True)
class EventRow:
    """One row per event mention: the per-document event table."""

    event_id: Annotated[str, "stable digest, unique over the corpus"]
    doc_id: Annotated[str, "document"]
    event: Annotated[int, "number of the event in the document, from 0"]
    sentence: Annotated[int, "sentence of the trigger"]
    zone: Annotated[str, "title, lead or body"]
    start: Annotated[int, "first character of the trigger in documents.text"]
    stop: Annotated[int, "end (exclusive) of the trigger in documents.text"]
    text: Annotated[str, "trigger after cleaning"]
    lemma: Annotated[str, "lemmas of the trigger"]
    type: Annotated[str, "event type of the ontology"]
    mode: Annotated[str | None, "finer type"]
    quad: Annotated[str | None, "verbal or material, cooperation or conflict; null for extensions of PLOVER"]
    status: Annotated[str, "asserted, alleged, planned, negated, hypothetical or historical"]
    actors: Annotated[tuple[str, ...], "who did it, canonical names"]
    recipients: Annotated[tuple[str, ...], "who underwent it, canonical names"]
    place: Annotated[str | None, "where, canonical name"]
    place_entity_id: Annotated[str | None, "key of the place in the catalogue"]
    date_text: Annotated[str | None, "the expression that dates it"]
    date_value: Annotated[str | None, "TIMEX3 value of the date"]
    start_date: Annotated[date | None, "first day; null where open or unknown"]
    end_date: Annotated[date | None, "last day, inclusive; null where open or unknown"]
    granularity: Annotated[str | None, "how fine the date is"]
    date_basis: Annotated[str, "explicit, dct, anaphoric, inherited, entity or none"]
    source: Annotated[str | None, "who says so, canonical name"]
    source_entity_id: Annotated[str | None, "key of the source in the catalogue"]
    killed: Annotated[int | None, "people killed; a minimum where the text says «более»"]
    injured: Annotated[int | None, "people injured; a minimum where the text says «более»"]
    cluster_id: Annotated[str, "the same event told in several places or documents"]
    confidence: Annotated[float, "share of such rows with the right type and no wrong party, 0 to 1"]
    rule_id: Annotated[str, "lexicon entry that found it"]


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """One row per event and participant: the long form of actors, recipients and place."""

    event_id: Annotated[str, "event"]
    doc_id: Annotated[str, "document"]
    role: Annotated[str, "actor, recipient, place or instrument"]
    entity_id: Annotated[str | None, "key of the catalogue; null where it is no named entity"]
    name: Annotated[str, "canonical name, or the nominative of the words"]
    text: Annotated[str, "surface after cleaning"]
    start: Annotated[int, "first character in documents.text"]
    stop: Annotated[int, "end (exclusive) in documents.text"]


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """Who said what."""

    quote_id: Annotated[str, "stable digest, unique over the corpus"]
    doc_id: Annotated[str, "document"]
    quote: Annotated[int, "number of the quote in the document, from 0"]
    sentence: Annotated[int, "sentence it begins in"]
    start: Annotated[int, "first character in documents.text, without the quote mark"]
    stop: Annotated[int, "end (exclusive) in documents.text"]
    text: Annotated[str, "what was said, after cleaning"]
    kind: Annotated[str, "direct, partial or indirect"]
    speaker: Annotated[str | None, "canonical name"]
    speaker_entity_id: Annotated[str | None, "key of the speaker in the catalogue"]
    speaker_text: Annotated[str | None, "words that name the speaker"]
    speaker_start: Annotated[int | None, "first character of these words in documents.text"]
    speaker_stop: Annotated[int | None, "end (exclusive) of these words in documents.text"]
    speaker_via: Annotated[str | None, "name, pronoun, role, institution or inherited"]
    cue: Annotated[str | None, "speech verb or noun"]
    cue_start: Annotated[int | None, "first character of the cue in documents.text"]
    cue_stop: Annotated[int | None, "end (exclusive) of the cue in documents.text"]
    relay: Annotated[str | None, "agency or paper that passes it on"]
    relay_entity_id: Annotated[str | None, "key of the relay in the catalogue"]
    rule_id: Annotated[str, "rule that found it"]


@dataclass(frozen=True, slots=True)
class FailureRow:
    """What could not be processed, and why."""

    path: Annotated[str, "path of the file, relative to the input"]
    record: Annotated[int | None, "number of the record in a many-document file, from 1"]
    stage: Annotated[str, "where it failed: read, annotate"]
    error: Annotated[str, "class of the error"]
    message: Annotated[str, "what is wrong, and how to mend it"]


TABLES: Mapping[str, type[Any]] = {
    "documents": DocumentRow,
    "blocks": BlockRow,
    "sentences": SentenceRow,
    "mentions": MentionRow,
    "entities": EntityRow,
    "catalogue": CatalogueRow,
    "times": TimeRow,
    "events": EventRow,
    "participants": ParticipantRow,
    "quotes": QuoteRow,
    "failures": FailureRow,
}

ARROW_TYPES: Mapping[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int32(),
    bool: pa.bool_(),
    float: pa.float32(),
    date: pa.date32(),
    datetime: pa.timestamp("s"),
    bytes: pa.binary(),
    tuple[str, ...]: pa.list_(pa.string()),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table as a reader needs it."""

    name: str
    type: pa.DataType
    nullable: bool
    doc: str


def columns(kind: type[Any]) -> tuple[Column, ...]:
    """Return the columns of a row type."""
    return _columns(kind)  # type: ignore[arg-type]  # a class can be hashed


@lru_cache(64)
def _columns(kind: type[Any]) -> tuple[Column, ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple(_column(f.name, hints[f.name]) for f in fields(kind))


def _column(name: str, hint: Any) -> Column:  # noqa: ANN401 - an annotation may be anything
    inner, doc = get_args(hint)
    nullable = get_origin(inner) is not tuple and type(None) in get_args(inner)
    if nullable:
        inner = next(a for a in get_args(inner) if a is not type(None))
    return Column(name, ARROW_TYPES[inner], nullable, doc)


def schema(kind: type[Any]) -> pa.Schema:
    """Return the Arrow schema of a row type; each field's metadata carries its ``doc``."""
    return _schema(kind)  # type: ignore[arg-type]


@lru_cache(64)
def _schema(kind: type[Any]) -> pa.Schema:
    return pa.schema(
        [pa.field(c.name, c.type, nullable=c.nullable, metadata={"doc": c.doc}) for c in columns(kind)],
        metadata={"doc": kind.__doc__ or ""},
    )


def to_arrow(kind: type[Any], rows: Sequence[Any]) -> pa.Table:
    """Turn rows of one type into an Arrow table; raises ``pyarrow.ArrowInvalid`` for a value of a wrong type."""
    arrays = [
        pa.array(map(attrgetter(c.name), rows), type=c.type, size=len(rows)) if rows else pa.array([], type=c.type)
        for c in columns(kind)
    ]
    return pa.Table.from_arrays(arrays, schema=schema(kind))
