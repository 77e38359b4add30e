"""How many were killed and hurt: the number beside the undergoer of a DEATH event.

«38 человек», «двое», «более 30» (a minimum, taken as it is), «оба»; one named or described person is one. The event
in whose telling the deaths are told («рейд, в результате которого погибли двое») gets their number too.
"""

from collections.abc import Mapping, Sequence

from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.draft import Draft
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.name import Name

__all__ = ["count_casualties", "count_people"]

CAUSES = frozenset({"ACCIDENT", "ASSAULT", "DISASTER", "COERCE"})
UNREAL = frozenset({"negated", "hypothetical", "planned"})


def count_casualties(g: Grammar, drafts: Sequence[Draft], rules: EventRules) -> None:
    """Fill ``killed`` and ``injured`` of deaths, injuries, and of what caused them in the same sentence."""
    for draft in drafts:
        if draft.type != "DEATH" or draft.status in UNREAL:
            continue
        number = count_people(g, draft.recipients, rules.numbers)
        if number is None and draft.trigger.people:
            number = _reached(g, draft.trigger.head, rules.numbers)
        if draft.mode == "injure":
            draft.injured = number
        else:
            draft.killed = number
        for other in drafts:
            if other.sentence == draft.sentence and other.type in CAUSES and other.status not in UNREAL:
                other.killed = other.killed or draft.killed
                other.injured = other.injured or draft.injured


def count_people(g: Grammar, names: Sequence[Name], numbers: Mapping[str, int]) -> int | None:
    """Return how many people these are, None where the text gives no number for one of them."""
    total = 0
    for name in names:
        count = 1 if name.kind == "PER" else _count(g, name.token, numbers)
        if count is None:
            return None
        total += count
    return total or None


def _reached(g: Grammar, head: int, numbers: Mapping[str, int]) -> int | None:
    """«число погибших выросло до 64», «достигло 64»."""
    for above in g.up(head, 3):
        if g.pos[above] == "VERB":
            for c in g.below(above, 2):
                if c > head and (g.text[c].isdigit() or g.pos[c] == "NUM") and g.preposition(c) != "с":
                    return _count(g, c, numbers)
    return None


def _count(g: Grammar, i: int, numbers: Mapping[str, int]) -> int | None:
    for t in (i, *(c for c in g.children[i] if g.pos[c] == "NUM" or g.rel[c].startswith("nummod"))):
        text = g.text[t].replace("\u00a0", "").replace(" ", "")
        if t + 1 < g.size and g.text[t + 1].isdigit() and t + 1 in g.children[i]:
            text += g.text[t + 1]  # «4 200 человек»
        if text.isdigit() and len(text) < 8:
            return int(text)
        if g.lemma[t] in numbers:
            return numbers[g.lemma[t]]
    if g.feats[i].get("Number") == "Sing" and g.feats[i].get("Animacy") == "Anim":
        return 1
    return None
