"""How sure we are that a telling is an event of its own, and which triggers are dropped for good.

A sum of features, each worth what it was worth on labelled pages; no learned weights. Under the floor of events.toml
a telling is background (a bare noun, what is asked for) and makes no row.
"""

from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.draft import Draft
from rusnews_extract.stages.events.grammar import Grammar

__all__ = ["Judge"]

FRAMING = frozenset(
    {"после", "из-за", "ввиду", "вследствие", "до", "накануне", "перед", "для", "по", "без", "кроме", "включая"}
)
SPEECH = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"})


class Judge:
    """Scores the drafts of one document."""

    def __init__(self, grammar: Grammar, rules: EventRules) -> None:
        self.g = grammar
        self.asked = rules.cue("asked-for")

    def confidence(self, draft: Draft) -> float:
        """Return a score from 0 to 1."""
        g, trigger = self.g, draft.trigger
        score = 0.55
        verb = trigger.predicate
        if not trigger.noun or trigger.light >= 0:
            score += 0.2 if g.is_finite(verb) else 0.05
            if g.feats[verb].get("VerbForm") == "Part" and g.feats[verb].get("Variant") != "Short":
                score -= 0.15
        else:
            score -= 0.15
            if g.preposition(trigger.head) in FRAMING:
                score -= 0.15
            score -= 0.1 * draft.quoted
        own = draft.own_parties
        score += 0.1 * min(own, 2)
        score += 0.08 * (draft.place is not None and draft.place_rank <= 1)
        score += 0.1 * (draft.time is not None and draft.time_rank <= 1)
        score -= 0.15 * trigger.rule.weak
        if draft.status == "hypothetical":
            score -= 0.25
        if trigger.noun and trigger.light < 0 and not own and draft.place_rank > 1 and draft.time_rank > 1:
            score -= 0.15
        return round(min(max(score, 0.02), 0.98), 2)
