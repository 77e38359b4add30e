"""Who says so: the speaker of the quote that the event stands in, else «по словам», «по данным» of its sentence."""

from collections.abc import Sequence

from rusnews_extract.model import Quote
from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.naming import Naming
from rusnews_extract.stages.events.slots import genitives
from rusnews_extract.stages.events.trigger import Trigger

__all__ = ["Sources"]


class Sources:
    """Finds sources of one document."""

    def __init__(self, grammar: Grammar, naming: Naming, quotes: Sequence[Quote], rules: EventRules) -> None:
        self.g = grammar
        self.naming = naming
        self.quotes = quotes
        self.according = rules.cue("according-to")

    def quote(self, trigger: Trigger) -> Quote | None:
        """Return the innermost quote around a trigger."""
        at = self.g.start[trigger.head]
        around = [q for q in self.quotes if q.start <= at < q.stop]
        return min(around, key=lambda q: q.stop - q.start) if around else None

    def of(self, trigger: Trigger) -> tuple[str | None, int | None]:
        """Return the name and the entity of the source, None where the text gives none."""
        quote = self.quote(trigger)
        if quote is not None and quote.speaker is not None:
            return quote.speaker, quote.speaker_entity
        g = self.g
        start, stop = g.sentence_span(trigger.head)
        for j in range(start, stop):
            if g.lemma[j] in self.according and g.pos[j] == "NOUN" and g.preposition(j) in {"по", "согласно"}:
                names = [n for c in genitives(g, j) for n in self.naming.of(c, conjuncts=False)]
                if names:
                    return names[0].name, names[0].entity
        return None, None
