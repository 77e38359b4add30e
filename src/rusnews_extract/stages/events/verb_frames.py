"""The frame of a verb: subject, slots and passive doers, each with the fall-back that the parser makes necessary."""

from rusnews_extract.stages.events.fillers import OBJECT, Fillers
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.slots import agents, fill, genitives
from rusnews_extract.stages.events.subjects import Subject, Subjects
from rusnews_extract.stages.events.trigger import Trigger

__all__ = ["VerbFrames"]

ROLE_GIVING = frozenset({"ELECTION", "APPOINT", "AWARD"})
"""Their bare instrumental is a post («избран мэром»), unless it is a body."""


class VerbFrames:
    """Reads actors and recipients of verbal triggers."""

    def __init__(self, grammar: Grammar, subjects: Subjects, fillers: Fillers) -> None:
        self.g = grammar
        self.subjects = subjects
        self.fillers = fillers

    def of(self, trigger: Trigger) -> tuple[list[int], list[int]]:
        """Return the tokens that act and those that undergo."""
        rule, head = trigger.rule, trigger.head
        if trigger.people:
            return [], [head]
        if rule.type == "ACCIDENT" and rule.frame == "undergo":
            actors, recipients = self._by_frame(trigger)
            return actors, recipients or self.site(trigger)
        return self._by_frame(trigger)

    def _by_frame(self, trigger: Trigger) -> tuple[list[int], list[int]]:
        g, rule, head = self.g, trigger.rule, trigger.head
        found = self.subjects.of(head)
        subject = self._with_partner(found.token, head) if found.token not in {-1, *trigger.tokens} else []
        if rule.frame == "undergo":
            others = self.fillers.first([s for s in rule.to if s != OBJECT], trigger)
            return [x for slot in rule.by for x in fill(g, slot, trigger.tokens)], subject + others
        if rule.frame == "none":
            if OBJECT in rule.to and self._reads_passive(head, found):
                return [], subject
            return [], self.fillers.first(rule.to, trigger)
        slots = [s for s in rule.to if not (s == OBJECT and self._object_taken(trigger))]
        if rule.frame == "mutual":
            partners = self.fillers.partners(trigger)
            if g.is_passive(head):
                partners += self.fillers.people(agents(g, (head,)))
                subject = []
            # «отношения России и Турции ухудшились»: the parties stand at the word of the trigger
            subject += [x for t in trigger.tokens if g.rel[t].startswith("nsubj") for x in genitives(g, t)]
            return subject + partners, self.fillers.first(slots, trigger)
        if self._reads_passive(head, found):
            doers = self.fillers.people(agents(g, (head,)))
            if rule.type in ROLE_GIVING:
                doers = [d for d in doers if d in self.fillers.naming.mention_at or g.lemma[d] in self.fillers.acting]
            doers = doers or self.fillers.between(trigger) or self._agent_behind(head)
            if OBJECT in rule.to and subject:
                return doers, subject
            return doers, self.fillers.first(slots, trigger)
        if OBJECT in slots and subject and self._is_object(found, head) and not self.fillers.first([OBJECT], trigger):
            return self._inside(head), subject
        doers = subject or self._inside(head) or self._sides(head) or self.fillers.between(trigger)
        return doers, self.fillers.first(slots, trigger)

    def _agent_behind(self, verb: int) -> list[int]:
        """«оштрафован на сто тысяч рублей инспекцией»: a body in the instrumental, hung on the sum."""
        g = self.g
        _, stop = g.clause_span(verb)
        return [
            j
            for j in range(verb + 1, stop)
            if g.case(j) == "Ins"
            and not g.preposition(j)
            and g.pos[j] in {"NOUN", "PROPN"}
            and g.pos[g.head[j]] in {"NOUN", "NUM"}
            and (self.fillers.kind(j) == "ORG" or g.lemma[j] in self.fillers.acting)
        ][:1]

    def _is_object(self, subject: Subject, verb: int) -> bool:
        """«Тарифы повысят», «счета заморозили»: things before a plural that nobody else is the subject of."""
        g, token = self.g, subject.token
        return (
            subject.how == "direct"
            and token < verb
            and g.feats[verb].get("Number") == "Plur"
            and g.feats[verb].get("VerbForm") == "Fin"
            and g.feats[token].get("Number") == "Plur"
            and self.fillers.is_thing(token)
        )

    def _sides(self, verb: int) -> list[int]:
        """«с азербайджанской стороны обстреляли»: whose side it is."""
        g = self.g
        if g.feats[verb].get("Number") != "Plur":
            return []
        found = [c for c in g.of(verb, "obl", "nmod") if g.lemma[c] == "сторона" and g.preposition(c) == "с"]
        return self.fillers.people(agents(g, (verb,))) if found else []

    def _with_partner(self, subject: int, verb: int) -> list[int]:
        """«Орлов и его бухгалтер Белова похитили»: both, where the parser did not join them."""
        g = self.g
        if g.feats[verb].get("Number") != "Plur" or g.feats[subject].get("Number") == "Plur" or g.of(subject, "conj"):
            return [subject]
        start, _ = g.clause_span(subject)
        for j in range(subject - 1, max(start, subject - 6), -1):
            if g.lemma[j] == "и" and j > start:
                return [*(k for k in (j - 1,) if g.may_be_nominative(k) and g.pos[k] in {"NOUN", "PROPN"}), subject]
        return [subject]

    def _inside(self, verb: int) -> list[int]:
        """«в банке опровергли»: the body in which they do it, where a plural has no subject."""
        g = self.g
        if g.feats[verb].get("Number") != "Plur" or not g.is_finite(verb):
            return []
        return [
            c
            for c in g.of(verb, "obl", "nmod")
            if g.preposition(c) in {"в", "на"}
            and g.case(c) in {"Loc", ""}
            and (
                self.fillers.kind(c) == "ORG"
                or (self.fillers.kind(c) != "LOC" and g.lemma[c] in self.fillers.acting)
                or self._literal(c)
            )
        ]

    def _literal(self, t: int) -> bool:
        reference = self.fillers.naming.references.at(t)
        return reference is not None and reference.via in {"name", "institution"}

    def site(self, trigger: Trigger) -> list[int]:
        """«взрыв на заводе „Икс“»: the firm at which it happened undergoes it."""
        g = self.g
        start, stop = g.clause_span(trigger.head)
        for i in range(start, stop):
            if i in self.fillers.naming.mention_at and self.fillers.kind(i) == "ORG" and i not in trigger.tokens:
                steps = [i, *g.up(i, 3)]
                if any(g.preposition(s) in {"в", "на"} and g.case(s) in {"Loc", ""} for s in steps[:3]):
                    return [i]
        return []

    def _object_taken(self, trigger: Trigger) -> bool:
        """«принести извинения»: the object is a word of the trigger itself."""
        g = self.g
        return any(t != trigger.head and g.rel[t] == "obj" and g.head[t] == trigger.head for t in trigger.tokens)

    def _reads_passive(self, head: int, subject: Subject) -> bool:
        g = self.g
        if g.feats[head].get("VerbForm") == "Part" and g.feats[head].get("Voice") == "Pass":
            return True
        return g.is_passive(head) and subject.how != "control"
