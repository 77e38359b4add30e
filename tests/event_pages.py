"""Sentences as pages of one line, run through the real stages in one batch: what the event tests share."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rusnews_extract.model import Block, CleanDocument, DateInterval, Document, Event, Line, ParsedDocument
from rusnews_extract.nlp.tagging import tag
from rusnews_extract.rules.rulebook import Rules, load_rules
from rusnews_extract.spans import Edit, apply_edits
from rusnews_extract.stages.coreference import resolve_references
from rusnews_extract.stages.events import find_events
from rusnews_extract.stages.names import find_names
from rusnews_extract.stages.quotes import find_quotes
from rusnews_extract.stages.segment import segment
from rusnews_extract.stages.times import find_times

PUBLISHED = date(2025, 10, 9)  # a Thursday


def every_telling() -> Rules:
    """The package's rules with the floor at zero: a rule is tested even where its example alone is thin."""
    rules = load_rules()
    return replace(rules, events=replace(rules.events, floor=0.0))


def page(text: str, published: date | None = PUBLISHED) -> CleanDocument:
    """A page whose lines are all body; « / » between spaces parts lines."""
    text = text.replace(" / ", "\n")
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(digest[:16], "page.txt", text, digest, published=published)
    blocks, lines, at = [], [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(Line(at, at + len(line), "body", len(blocks)))
            blocks.append(Block(at, at + len(line), "body", "test"))
        at += len(line) + 1
    clean, offsets = apply_edits(text, list[Edit]())
    anchor = DateInterval(published, published) if published else None
    return CleanDocument(document, tuple(blocks), tuple(lines), clean, offsets, anchor)


def parse(texts: Sequence[str], models, published: date | None = PUBLISHED) -> list[ParsedDocument]:
    """Tag all texts at once."""
    return tag([segment(page(text, published)) for text in texts], models)


def code(parsed: ParsedDocument, models, rules: Rules) -> tuple[Event, ...]:
    """Find the events of a parsed page, with all the stages before them."""
    mentions, entities = find_names(parsed, rules.names, models.vocab)
    references = resolve_references(parsed, mentions, entities, rules.references)
    times = find_times(parsed, rules.times)
    quotes = find_quotes(parsed, mentions, entities, references, rules.quotes)
    return find_events(parsed, mentions, entities, times, quotes, references, rules.events)


def names(event: Event, role: str) -> list[str]:
    """The participants of one role."""
    return [p.name for p in event.participants if p.role == role]
