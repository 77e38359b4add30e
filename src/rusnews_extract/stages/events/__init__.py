"""Events: who did what to whom, where, when, and whether it happened at all.

Rules on the parse, in this order: triggers by lexicon, participants by frame, status by scope, place, then clusters of
retellings, and only then the dates, because a cluster shares what one of its tellings says. Rejected: a classifier for
types (ambiguous heads are few, and collocations settle them) and dates before clusters.
"""

from rusnews_extract.model import Entity, Event, Mention, ParsedDocument, Quote, Time
from rusnews_extract.nlp.vocab import load_vocab
from rusnews_extract.references import References
from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.coder import code
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.naming import Naming

__all__ = ["find_events"]


def find_events(
    parsed: ParsedDocument,
    mentions: tuple[Mention, ...],
    entities: tuple[Entity, ...],
    times: tuple[Time, ...],
    quotes: tuple[Quote, ...],
    references: References,
    rules: EventRules,
) -> tuple[Event, ...]:
    """Return the tellings of events in text order; tellings of one event share their ``cluster``."""
    vocab = load_vocab()
    grammar = Grammar(parsed, vocab, [(t.start, t.stop) for t in times])
    naming = Naming(parsed, grammar, mentions, entities, references, rules, vocab)
    return code(parsed, grammar, naming, times, quotes, rules)
