"""The pipeline, top to bottom: the one place that knows the order of the stages."""

from collections.abc import Sequence

from rusnews_extract.model import Annotations, CleanDocument, Document, ParsedDocument
from rusnews_extract.nlp.models import Models
from rusnews_extract.nlp.tagging import tag
from rusnews_extract.rules.rulebook import Rules
from rusnews_extract.stages.clean import clean
from rusnews_extract.stages.coreference import resolve_references
from rusnews_extract.stages.events import find_events
from rusnews_extract.stages.names import find_names
from rusnews_extract.stages.quotes import find_quotes
from rusnews_extract.stages.segment import segment
from rusnews_extract.stages.times import find_times

__all__ = ["annotate"]


def annotate(documents: Sequence[Document], rules: Rules, models: Models) -> list[Annotations]:
    """Annotate documents; order is kept, and how they are batched never changes a result.

    A page in another language than Russian is cleaned only, unless ``rules.any_language``.
    """
    cleaned: list[CleanDocument] = [clean(document, rules.clean) for document in documents]
    ours = [rules.any_language or one.document.language in (None, "ru") for one in cleaned]
    parsed = iter(tag([segment(one) for one, own in zip(cleaned, ours, strict=True) if own], models))
    return [
        _annotate(next(parsed), rules, models) if own else Annotations(one)
        for one, own in zip(cleaned, ours, strict=True)
    ]


def _annotate(parsed: ParsedDocument, rules: Rules, models: Models) -> Annotations:
    mentions, entities = find_names(parsed, rules.names, models.vocab)
    references = resolve_references(parsed, mentions, entities, rules.references)
    times = find_times(parsed, rules.times)
    quotes = find_quotes(parsed, mentions, entities, references, rules.quotes)
    events = find_events(parsed, mentions, entities, times, quotes, references, rules.events)
    return Annotations(parsed.clean, parsed.sentences, mentions, entities, times, quotes, events, parsed.tokens)
