"""How sure we are that a telling is an event of its own, and which triggers are dropped for good.

Two figures. The evidence of a draft is a sum of features of its clause: under the floor of events.toml a telling is
background (a bare noun, what is asked for) and makes no row. The confidence of a row is a share: of rows with the same
signs (named parties, a date, told more than once) so many had, on pages labelled by hand, the right type and no wrong
party. Its weights are data, ``events_confidence.toml``, fitted by ``tests/tools/fit_confidence.py``. Rejected: the
evidence as confidence, which orders rows by how full their clause is and not by how often they are right; a table of
shares by combination of signs, for most of which no page has ten rows.
"""

import math
from collections.abc import Iterable, Sequence

from rusnews_extract.model import Event
from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.draft import Draft
from rusnews_extract.stages.events.grammar import Grammar

__all__ = ["Judge", "likelihood", "signs"]

FRAMING = frozenset(
    {"после", "из-за", "ввиду", "вследствие", "до", "накануне", "перед", "для", "по", "без", "кроме", "включая"}
)
VERBAL = frozenset({"VERB", "AUX"})
UNREAL = frozenset({"planned", "hypothetical", "negated", "alleged"})


def signs(event: Event, parts: Iterable[str], tellings: int) -> tuple[str, ...]:
    """Return the signs of a row that its confidence is read from: ids of ``events_confidence.toml``.

    ``parts`` are the parts of speech of the trigger, ``tellings`` the rows of its cluster in the document.
    """
    parties = [p.entity is not None for p in event.participants if p.role in {"actor", "recipient"}]
    told = {
        "every-row": True,
        "bare-noun": VERBAL.isdisjoint(parts),
        "named-parties": bool(parties) and all(parties),
        "nameless-party": bool(parties) and not any(parties),
        "named-and-nameless": any(parties) and not all(parties),
        "several-parties": len(parties) > 1,
        "no-date": event.date_basis == "none",
        "place": any(p.role == "place" for p in event.participants),
        "not-asserted": event.status in UNREAL,
        "told-again": tellings > 1,
    }
    return tuple(name for name, true in told.items() if true)


def likelihood(found: Sequence[str], rules: EventRules) -> float:
    """Return the share of rows with these signs that are right."""
    weight = math.fsum(rules.weights.get(sign, 0.0) for sign in found)
    return round(1 / (1 + math.exp(-weight)), 2)


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
            score += 0.05 * (len(trigger.tokens) > 1)
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
