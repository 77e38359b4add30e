"""The records that flow through the pipeline: frozen, slotted, without behaviour beyond small look-ups.

Stages work on the clean text: every ``start``/``stop`` below is an offset into ``CleanDocument.text`` except those of
``Block``, which lie in the source. ``tables.py`` maps each of them to the source once, when it makes a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from rusnews_extract.spans import OffsetMap

__all__ = [
    "KEPT_ROLES",
    "Annotations",
    "Block",
    "CleanDocument",
    "DateInterval",
    "Document",
    "Entity",
    "EntityType",
    "Event",
    "Failure",
    "Line",
    "Mention",
    "NerSpan",
    "ParsedDocument",
    "Participant",
    "Quote",
    "Role",
    "Segmentation",
    "Sentence",
    "Time",
    "Tokens",
    "Zone",
]

Role = Literal[
    "title", "lead", "body", "caption", "byline", "nav", "promo", "related", "footer", "tags", "card", "meta"
]
Zone = Literal["title", "lead", "body"]
EntityType = Literal["PER", "LOC", "ORG"]
KEPT_ROLES: frozenset[str] = frozenset({"title", "lead", "body"})


@dataclass(frozen=True, slots=True)
class DateInterval:
    """Days from ``start`` to ``end``, both inclusive; None is open."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Document:
    """One page as it was read. ``text`` is the source that every table's offsets point into."""

    doc_id: str
    path: str
    text: str
    sha256: str
    record: int | None = None
    url: str | None = None
    site: str | None = None
    title: str | None = None
    published: date | None = None
    published_at: datetime | None = None
    published_basis: Literal["metadata", "header", "text", "path", "none"] = "none"
    language: str | None = None
    encoding: str = "utf-8"
    extractor: str = "text"


@dataclass(frozen=True, slots=True)
class Failure:
    """A record that could not be processed. ``error`` is the class of the exception."""

    path: str
    record: int | None
    stage: str
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the source (or a part of one) and what cleaning took it for. Offsets are source offsets."""

    start: int
    stop: int
    role: Role
    rule_id: str

    @property
    def kept(self) -> bool:
        """Say whether its text is part of the article."""
        return self.role in KEPT_ROLES


@dataclass(frozen=True, slots=True)
class Line:
    """A kept block as it lies in the clean text; ``block`` is its index in ``CleanDocument.blocks``."""

    start: int
    stop: int
    zone: Zone
    block: int


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """A document with its lines sorted into article and frame.

    ``text`` holds the kept lines, joined by newlines. ``anchor`` is when the page was published as far as it says:
    one day, or the month of a bare «Октябрь 2025» header; None where nothing says it.
    """

    document: Document
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    text: str
    offsets: OffsetMap
    anchor: DateInterval | None = None

    def source(self, start: int, stop: int) -> tuple[int, int]:
        """Map a range of the clean text to the source."""
        return self.offsets.to_source(start, stop)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of one line; its tokens are ``[token_start, token_stop)`` of the document's tokens."""

    start: int
    stop: int
    zone: Zone
    line: int
    token_start: int
    token_stop: int


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A clean document cut into sentences and tokens, before any network has seen it."""

    clean: CleanDocument
    sentences: tuple[Sentence, ...]
    token_start: tuple[int, ...]
    token_stop: tuple[int, ...]

    def words(self, sentence: int) -> list[str]:
        """Return the tokens of one sentence."""
        s = self.sentences[sentence]
        text = self.clean.text
        return [text[self.token_start[i] : self.token_stop[i]] for i in range(s.token_start, s.token_stop)]


@dataclass(frozen=True, slots=True)
class Tokens:
    """All tokens of a document as parallel columns, so that no object is made for a token.

    ``pos`` is the Universal Dependencies part of speech and ``feats`` its features; ``lemma`` is lower case with
    «е» for «ё». ``head`` is the index of the head within the document, -1 for a root;
    ``rel`` the Universal Dependencies relation to it. Heads are chosen token by token: they need not form a tree and
    may run in a circle, so a climb must count its steps.
    """

    start: tuple[int, ...] = ()
    stop: tuple[int, ...] = ()
    text: tuple[str, ...] = ()
    lemma: tuple[str, ...] = ()
    pos: tuple[str, ...] = ()
    feats: tuple[Mapping[str, str], ...] = ()
    head: tuple[int, ...] = ()
    rel: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class NerSpan:
    """A name as the network tagged it, before any repair. Offsets are token indices ``[token_start, token_stop)``."""

    start: int
    stop: int
    token_start: int
    token_stop: int
    type: EntityType


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A clean document with what the language engine says of it."""

    clean: CleanDocument
    sentences: tuple[Sentence, ...]
    tokens: Tokens
    spans: tuple[NerSpan, ...]

    @property
    def text(self) -> str:
        """The clean text."""
        return self.clean.text


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a name. ``entity`` indexes the document's entities."""

    start: int
    stop: int
    sentence: int
    token_start: int
    token_stop: int
    text: str
    type: EntityType
    normal: str
    entity: int


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, place or organisation of a document.

    ``key`` is what documents are linked by: entities of equal type and key are one in the catalogue.
    ``external_id`` is the id of a user's gazetteer.
    """

    type: EntityType
    name: str
    key: str
    aliases: tuple[str, ...] = ()
    role_phrase: str | None = None
    first_name: str | None = None
    patronymic: str | None = None
    last_name: str | None = None
    gender: Literal["female", "male"] | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A temporal expression in TIMEX3 and EDTF; ``start_date``/``end_date`` are inclusive, None where open."""

    start: int
    stop: int
    sentence: int
    text: str
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    rule_id: str
    mod: Literal["START", "MID", "END", "APPROX", "BEFORE", "AFTER"] | None = None
    edtf: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    granularity: str = "day"
    anchor: Literal["explicit", "dct", "narrative", "entity", "none"] = "none"


@dataclass(frozen=True, slots=True)
class Quote:
    """Something said, without its quote marks. ``speaker`` is a canonical name, ``*_entity`` an entity's index."""

    start: int
    stop: int
    sentence: int
    text: str
    kind: Literal["direct", "partial", "indirect"]
    rule_id: str
    speaker: str | None = None
    speaker_entity: int | None = None
    speaker_text: str | None = None
    speaker_start: int | None = None
    speaker_stop: int | None = None
    speaker_via: Literal["name", "pronoun", "role", "institution", "inherited"] | None = None
    cue: str | None = None
    cue_start: int | None = None
    cue_stop: int | None = None
    relay: str | None = None
    relay_entity: int | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody or something in an event. ``name`` is canonical, or the nominative where it is no named entity."""

    role: Literal["actor", "recipient", "place", "instrument"]
    name: str
    text: str
    start: int
    stop: int
    entity: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One telling of an event. ``start``/``stop`` are its trigger; ``cluster`` numbers the document's events."""

    start: int
    stop: int
    sentence: int
    text: str
    lemma: str
    type: str
    rule_id: str
    cluster: int
    mode: str | None = None
    status: Literal["asserted", "alleged", "planned", "negated", "hypothetical", "historical"] = "asserted"
    participants: tuple[Participant, ...] = ()
    date_text: str | None = None
    date_value: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    granularity: str | None = None
    date_basis: Literal["explicit", "dct", "anaphoric", "inherited", "entity", "none"] = "none"
    source: str | None = None
    source_entity: int | None = None
    killed: int | None = None
    injured: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Annotations:
    """All that the pipeline says of one document."""

    clean: CleanDocument
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    tokens: Tokens = field(default_factory=Tokens)
