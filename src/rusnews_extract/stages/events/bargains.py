"""Who buys where a contract is signed: «подписала соглашение о покупке доли», «договорился о слиянии».

The deal is a noun under the act that closes it, and has no subject of its own: it is that of the act. Rejected: making
one event of the two, for a contract is signed on one day and the purchase is closed on another.
"""

from collections.abc import Sequence

from rusnews_extract.stages.events.draft import Draft
from rusnews_extract.stages.events.grammar import Grammar

__all__ = ["bargain"]

ABOUT = frozenset({"о", "об", "на", "по"})
CLOSING = frozenset({"COOPERATE", "AGREE", "ECONOMY"})
FAR = 4


def bargain(g: Grammar, drafts: Sequence[Draft]) -> None:
    """Give deals that are nouns the actors of the act that they hang on."""
    at = {t: d for d in drafts for t in d.trigger.tokens}
    for draft in drafts:
        bare = draft.trigger.noun and draft.trigger.light < 0
        if not bare or draft.actors or draft.type != "ECONOMY" or draft.mode != "deal":
            continue
        if g.preposition(draft.trigger.head) not in ABOUT:
            continue
        act = next((at[a] for a in g.up(draft.trigger.head, FAR) if a in at and at[a] is not draft), None)
        if act is not None and act.type in CLOSING:
            known = {r.name for r in draft.recipients}
            draft.actors = tuple(a for a in act.actors if a.name not in known)
            draft.own_parties += len(draft.actors)
