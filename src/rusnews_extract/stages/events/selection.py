"""Which of the matches are triggers: the longest takes its tokens, and the content of a speech act is none."""

from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.trigger import Trigger
from rusnews_extract.stages.events.triggers import Matcher

__all__ = ["find_triggers"]

ACTS_OF_SPEECH = frozenset({"REQUEST", "REJECT", "AGREE", "THREATEN"})


def find_triggers(matcher: Matcher) -> list[Trigger]:
    """Return the triggers in text order; no token belongs to two of them."""
    found = [t for i in matcher.heads() for t in matcher.candidates(i)]
    found.sort(key=lambda t: (-len(t.tokens), -t.rule.demand, t.head))
    taken: set[int] = set()
    kept = []
    for trigger in found:
        if trigger.head in taken:
            continue
        if not taken.isdisjoint(trigger.tokens):
            if trigger.light in taken and trigger.light >= 0:
                rest = tuple(t for t in trigger.tokens if t not in taken)
                trigger = Trigger(trigger.head, rest, trigger.rule, True, trigger.light, trigger.light_kind)
            else:
                continue
        taken.update(trigger.tokens)
        kept.append(trigger)
    return sorted(_without_complements(matcher.g, kept), key=lambda t: t.tokens)


def _without_complements(g: Grammar, triggers: list[Trigger]) -> list[Trigger]:
    """Drop what is asked for, refused, promised or threatened: it is the content of that act and no event beside it."""
    acts = {t.head for t in triggers if t.rule.type in ACTS_OF_SPEECH}
    return [t for t in triggers if not _is_content(g, t, acts)]


def _is_content(g: Grammar, trigger: Trigger, acts: set[int]) -> bool:
    above = g.head[trigger.predicate]
    infinitive = g.feats[trigger.predicate].get("VerbForm") == "Inf"
    if infinitive and above >= 0 and g.pos[above] == "NOUN" and g.clause_predicate(trigger.predicate) in acts:
        return True  # «организаторы встречаться отказались»: hung on the subject
    if above not in acts or above in trigger.tokens:
        return False
    if trigger.noun and trigger.light < 0:
        return g.rel[trigger.head] in {"obj", "obl", "iobj", "nmod"}
    return infinitive and g.rel[trigger.predicate] != "conj"
