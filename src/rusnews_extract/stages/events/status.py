"""Did it happen? Negation, plan, condition, allegation and background, each by its own scope.

A cue counts only where it governs the trigger: on its verb, on the light or modal verb over it, on the verb whose
complement it is, or, for «по версии» and «якобы», in its own clause. Rejected: cue words anywhere in the sentence,
which the prototype read as allegations in cases where another clause was alleged.
"""

from datetime import date
from typing import Literal

from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.trigger import Trigger

__all__ = ["Status", "StatusReader"]

Status = Literal["asserted", "alleged", "planned", "negated", "hypothetical", "historical"]
COMPLEMENT = frozenset(
    ["xcomp", "ccomp", "csubj", "obj", "obl", "nmod", "iobj", "nsubj", "nsubj:pass", "csubj:pass", "acl", "advcl"]
)
OLD_DAYS = 366
CLAIMED_TYPES = frozenset({"ASSAULT", "CRIME", "ACCUSE", "COERCE", "THREATEN"})


class StatusReader:
    """Reads the status of triggers of one document."""

    def __init__(self, grammar: Grammar, rules: EventRules) -> None:
        self.g = grammar
        self.plan = rules.cue("plan")
        self.plan_word = rules.cue("plan-word")
        self.hypothetical = rules.cue("hypothetical")
        self.asked = rules.cue("asked-for")
        self.negate = rules.cue("negate-verb")
        self.claim = rules.cue("claim-verb")
        self.containers = rules.cue("container")
        self.anonymous = rules.cue("anonymous")
        self.claim_noun = rules.cue("claim-noun")
        self.claim_word = rules.cue("claim-word")
        lights = rules.cue("light-act") | rules.cue("light-happen") | rules.cue("light-undergo")
        self.passing = lights | self.plan | self.hypothetical | self.asked | self.negate | self.claim

    def of(self, trigger: Trigger) -> Status:
        """Return the status as the clause tells it; ``aged`` adds what the date says."""
        over = self._over(trigger)
        if not trigger.rule.negated and self._negated(trigger, over):
            return "negated"
        if self._hypothetical(trigger, over):
            return "hypothetical"
        if self._planned(trigger, over):
            return "planned"
        if self._alleged(trigger, over):
            return "alleged"
        return "asserted"

    def _over(self, trigger: Trigger) -> list[int]:
        """The words that the trigger is a complement of, nearest first; the subject of a verb is none."""
        g = self.g
        chain: list[int] = []
        i = trigger.predicate
        for above in g.up(i, 4):
            relation = g.rel[i]
            if relation not in COMPLEMENT and not (relation == "conj" and g.clause[above] == g.clause[i]):
                break
            if relation in {"advcl", "acl"} and g.feats[i].get("VerbForm") != "Inf" and not self._mark(i):
                break
            if (
                relation.startswith("nsubj")
                and g.pos[above] not in {"ADJ"}
                and g.lemma[above] not in self.negate | self.plan
            ):
                break
            if relation != "conj":
                chain.append(above)
                if trigger.noun and len(chain) == 1 and g.lemma[above] not in self.passing and above != trigger.light:
                    break
            i = above
        return chain

    def _mark(self, i: int) -> str:
        """The conjunction that opens the clause of ``i``."""
        g = self.g
        for c in g.children[i]:
            if g.rel[c] == "mark" or g.pos[c] == "SCONJ":
                return g.lemma[c]
        return ""

    def _verbs(self, trigger: Trigger) -> list[int]:
        """The head, its light verb, and its auxiliaries."""
        g = self.g
        verbs = [trigger.head]
        if trigger.light >= 0:
            verbs.append(trigger.light)
        return verbs + [c for v in verbs for c in g.children[v] if g.rel[c] in {"aux", "aux:pass", "cop"}]

    def _negated(self, trigger: Trigger, over: list[int]) -> bool:
        g = self.g
        verbs = self._verbs(trigger)
        if any(g.has_not(v) for v in verbs):
            return True
        if trigger.people and (g.preposition(trigger.head) == "без" or self._none_of(trigger.head)):
            return True
        if trigger.light >= 0 and g.lemma[trigger.light] in self.negate:
            return True
        for above in over[:2]:
            if g.lemma[above] in {"нет", "избежать"} or (above == over[0] and g.lemma[above] in self.negate):
                return True
            if (
                g.pos[above] in {"VERB", "AUX", "ADJ"}
                and g.has_not(above)
                and above == over[0]
                and trigger.predicate != above
            ):
                return g.lemma[above] not in self.asked and (
                    not trigger.noun
                    or g.case(trigger.head) == "Gen"
                    or g.feats[trigger.predicate].get("VerbForm") == "Inf"
                )
        if trigger.noun and g.case(trigger.head) == "Gen":
            above = g.head[trigger.head]
            if above >= 0 and g.lemma[above] in {"быть", "нет"} and (g.has_not(above) or g.lemma[above] == "нет"):
                return True
            return any(g.lemma[c] == "нет" for c in g.children[trigger.head])
        return False

    def _none_of(self, people: int) -> bool:
        """«погибших нет»."""
        above = self.g.head[people]
        return (above >= 0 and self.g.lemma[above] == "нет") or any(
            self.g.lemma[c] == "нет" for c in self.g.children[people]
        )

    def _from_nobody(self, trigger: Trigger) -> bool:
        """«…, рассказал источник»: nobody answers for it."""
        g = self.g
        start, stop = g.sentence_span(trigger.head)
        return any(
            g.lemma[j] in self.anonymous
            and g.rel[j] == "nsubj"
            and g.head[j] not in trigger.tokens
            and g.clause[j] != g.clause[trigger.head]
            for j in range(start, stop)
        )

    def _hypothetical(self, trigger: Trigger, over: list[int]) -> bool:
        g = self.g
        verbs = self._verbs(trigger)
        for v in (*verbs, *over[:2]):
            if any(g.lemma[c] in {"бы", "если", "пусть", "ли"} for c in g.children[v]):
                return True
            if any(g.rel[c] in {"advcl", "ccomp"} and self._mark(c) == "если" for c in g.children[v]):
                return True
            if g.rel[v] == "conj" and g.head[v] >= 0 and self._mark(g.head[v]) == "если":
                return True
        if any(self._mark(v) in {"чтобы", "если"} for v in verbs):
            return True
        start, stop = g.clause_span(trigger.predicate)
        for j in range(start, min(start + 3, stop)):
            if g.lemma[j] in {"если", "чтобы"} and j < trigger.predicate:
                return True
        return any(g.lemma[above] in self.hypothetical or g.lemma[above] in self.asked for above in over[:2])

    def _planned(self, trigger: Trigger, over: list[int]) -> bool:
        g = self.g
        for v in self._verbs(trigger):
            if g.feats[v].get("Tense") == "Fut" and g.feats[v].get("VerbForm") == "Fin":
                return True
        if any(g.lemma[above] in self.plan for above in over[:2]):
            return True
        if trigger.noun:
            noun = trigger.head
            if g.head[noun] >= 0 and g.lemma[g.head[noun]] in self.containers:
                noun = g.head[noun]
            above = g.head[noun]
            told = above >= 0 and g.pos[above] in {"VERB", "AUX"} and g.rel[noun] in {"nsubj", "nsubj:pass"}
            if told and (g.feats[above].get("Tense") == "Fut" or g.lemma[above] in self.plan):
                return True
            return any(g.lemma[c] in self.plan_word for c in g.of(trigger.head, "amod", "acl"))
        return trigger.light >= 0 and g.lemma[trigger.light] in self.plan

    def _alleged(self, trigger: Trigger, over: list[int]) -> bool:
        g = self.g
        start, stop = g.clause_span(trigger.head)
        for j in range(start, stop):
            lemma = g.lemma[j]
            if lemma in self.claim_word and (j < trigger.head or g.head[j] in trigger.tokens):
                return True
            if lemma in self.claim_noun and g.pos[j] == "NOUN" and g.preposition(j) in {"по", "согласно"}:
                return True
        if self._from_nobody(trigger):
            return True
        if trigger.rule.type not in CLAIMED_TYPES:
            return False
        return any(g.lemma[above] in self.claim and above not in trigger.tokens for above in over[:3])


def aged(status: Status, end: date | None, published: date | None) -> Status:
    """Turn what is asserted of a time over a year before publication into background."""
    if status == "asserted" and end is not None and published is not None and (published - end).days > OLD_DAYS:
        return "historical"
    return status
