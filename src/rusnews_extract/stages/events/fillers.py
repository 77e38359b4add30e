"""Who may fill a role: words in their slots, narrowed to those that can be a party at all.

An event noun is no party of another event («расследует гибель студента» is about the student), an abstract subject is
a cause rather than an actor, an instrumental that cannot do anything is a tool.
"""

from collections.abc import Iterable, Sequence

from rusnews_extract.rules.coding import EventRules
from rusnews_extract.rules.lexicon import Slot
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.name import Name
from rusnews_extract.stages.events.naming import Naming
from rusnews_extract.stages.events.slots import fill, genitives
from rusnews_extract.stages.events.trigger import Trigger

__all__ = ["OBJECT", "Fillers"]

POSSESSIVE = frozenset({"его", "ее", "их"})
WITH = Slot("с", "Ins")
BETWEEN = Slot("между", "")
OBJECT = Slot("", "Acc")
ABSTRACT = ("ение", "ание", "ация", "ость", "изм", "тие", "ция", "ка")
OWNED = frozenset({"COERCE", "CRIME", "JUSTICE"})
"""What is done to somebody's things is done to him («её счета заморожены»)."""
SPOKEN = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "CONCEDE", "AGREE", "CONSULT", "PROTEST"})
"""Said to somebody or against him: a thing is no party, its owner is («расследовать действия полиции»)."""
BODIES = frozenset({"ORG", "LOC"})
SITED = frozenset({"ACCIDENT", "COERCE", "JUSTICE"})
"""What befalls a firm's workshop or office befalls the firm."""


class Fillers:
    """Candidates for the roles of the events of one document; ``event_nouns`` are the heads of its noun triggers."""

    def __init__(self, grammar: Grammar, naming: Naming, event_nouns: frozenset[int], rules: EventRules) -> None:
        self.g = grammar
        self.naming = naming
        self.event_nouns = event_nouns
        self.causes = rules.cue("cause-noun")
        self.acting = rules.cue("acting-noun")
        self.counters = rules.cue("counter")
        self.sites = rules.cue("site")
        self.groups = rules.cue("group-number")
        self.cases = rules.cue("case-noun")
        self.belongings = rules.cue("belonging")
        self.orders = rules.cue("by-order")

    def names(self, tokens: Sequence[int], trigger: Trigger) -> list[Name]:
        """Return whom the tokens stand for, each name once."""
        found: dict[str, Name] = {}
        for t in tokens:
            for part in self._instead(t, trigger):
                inside = self.naming.in_capital(part) if self.g.preposition(part) == "в" else []
                for name in inside or self.naming.of(part, without=trigger.tokens):
                    found.setdefault(name.name, name)
        return list(found.values())

    def first(self, slots: Iterable[Slot], trigger: Trigger) -> list[int]:
        """Return the fillers of the first slot that holds somebody."""
        g = self.g
        tokens = [t for t in trigger.tokens if g.feats[t].get("VerbForm") != "Inf" or t == trigger.predicate]
        for slot in slots:
            found = fill(g, slot, tokens) or self._inside_trigger(slot, trigger)
            if found and self.names(found, trigger):
                return found
        return []

    def partners(self, trigger: Trigger) -> list[int]:
        """Return the other parties of a mutual event: «с министром», «между А и Б»."""
        g = self.g
        return [
            x
            for s in (WITH, BETWEEN, *trigger.rule.by)
            for x in fill(g, s, trigger.tokens) or self._inside_trigger(s, trigger)
        ]

    def between(self, trigger: Trigger) -> list[int]:
        """Return the two sides of «между А и Б»."""
        return fill(self.g, BETWEEN, trigger.tokens)

    def _inside_trigger(self, slot: Slot, trigger: Trigger) -> list[int]:
        """«столкнулись с полицией»: a word of the trigger is a party too."""
        g = self.g
        if not slot.preposition:
            return []
        return [
            t
            for t in trigger.tokens
            if t not in {trigger.head, trigger.light}
            and g.preposition(t) == slot.preposition
            and (t in self.naming.mention_at or g.feats[t].get("Animacy") == "Anim" or g.lemma[t] in self.acting)
        ]

    def inside(self, trigger: Trigger, relations: frozenset[str]) -> list[int]:
        """«захватили заложников», «беспилотники атаковали»: a bare word of the trigger that is people or a body."""
        g = self.g
        own = {trigger.head, trigger.light}
        return [
            t
            for t in trigger.tokens
            if t not in own
            and g.rel[t] in relations
            and not g.preposition(t)
            and (g.feats[t].get("Animacy") == "Anim" or g.lemma[t] in self.acting or t in self.naming.mention_at)
        ] or [o for t in trigger.tokens if t not in own and g.lemma[t] in self.belongings for o in self._owners(t)]

    def by_order(self, trigger: Trigger) -> list[int]:
        """«по решению суда фабрику закрыли»: who decided did it, where nobody else is named."""
        g = self.g
        start, stop = g.clause_span(trigger.head)
        for j in range(start, stop):
            if g.lemma[j] in self.orders and g.pos[j] == "NOUN" and g.preposition(j) in {"по", "согласно"}:
                possessors = [c for c in g.of(j, "det", "nmod") if g.lemma[c] in POSSESSIVE]
                return self.people(genitives(g, j)) or possessors
        return []

    def employers(self, workers: Sequence[int]) -> list[int]:
        """«рабочие завода „Икс“ бастуют»: against whom they strike."""
        return [x for w in workers for x in self.g.below(w, 3) if x > w and self.kind(x) == "ORG"][:1]

    def promised_to(self, trigger: Trigger) -> list[int]:
        """«пообещал перечислить рабочим деньги», «отказалась его выдать»: whom what is promised or refused is about."""
        g = self.g
        verbs = [t for t in trigger.tokens if t != trigger.head] + g.of(trigger.head, "xcomp")
        for verb in (v for v in verbs if g.feats[v].get("VerbForm") == "Inf"):
            things = g.of(verb, "obj")
            refused = [t for t in things if trigger.rule.type == "REJECT" and not self.is_thing(t)]
            for slot in (Slot("", "Dat"), WITH):
                found = refused or [t for t in fill(g, slot, (verb, *things)) if not self.is_thing(t)]
                if found:
                    return found
        return []

    def whose_case(self, trigger: Trigger) -> list[int]:
        """«рассмотрит жалобу Орлова», «отменил приговор Орлову»: whose complaint or sentence it is."""
        g = self.g
        words = [t for t in trigger.tokens if g.lemma[t] in self.cases]
        return [
            c
            for t in words
            for c in g.of(t, "nmod", "iobj")
            if c > t
            and not g.preposition(c)
            and g.case(c) in {"Gen", "Dat"}
            and (c in self.naming.mention_at or g.feats[c].get("Animacy") == "Anim")
        ]

    def sufferer(self, trigger: Trigger) -> list[int]:
        """«ей сожгли машину»: what is done to a thing is done to the one in the dative."""
        g = self.g
        return [
            c
            for c in g.of(trigger.head, "iobj", "obl")
            if g.case(c) == "Dat"
            and not g.preposition(c)
            and (g.pos[c] in {"PRON", "PROPN"} or g.feats[c].get("Animacy") == "Anim")
        ]

    def _instead(self, t: int, trigger: Trigger) -> list[int]:
        """An event is no party of another: «расследует гибель студента» is about the student."""
        g = self.g
        if trigger.rule.type in OWNED and g.feats[t].get("Animacy") == "Inan" and t not in self.naming.mention_at:
            owners = [
                c
                for c in g.children[t]
                if g.lemma[c] in POSSESSIVE or (g.lemma[t] in self.belongings and c in self.people(genitives(g, t)))
            ]
            if any(self.naming.of(c, conjuncts=False) for c in owners):
                return owners
        spoken = trigger.rule.type in SPOKEN or (trigger.rule.type, trigger.rule.mode) == ("COERCE", "restrict")
        if spoken and self.is_thing(t):
            return [] if t in self.event_nouns and trigger.rule.type == "REJECT" else self._owners(t)
        if trigger.rule.type in SITED and g.lemma[t] in self.sites and t not in self.naming.mention_at:
            firm = [x for x in g.below(t, 3) if x > t and self.kind(x) == "ORG" and not g.preposition(x)]
            if firm:
                return firm[:1]
        if t == trigger.head or t in self.naming.mention_at or t not in self.event_nouns:
            return [t]
        return genitives(g, t)

    def is_thing(self, t: int) -> bool:
        """Say whether a noun is neither a name nor people nor a body."""
        g = self.g
        if g.pos[t] == "NUM" and g.lemma[t] not in self.groups:
            return not any(g.feats[c].get("Animacy") == "Anim" for c in g.children[t])
        if t in self.naming.mention_at or self.naming.references.at(t) is not None or g.pos[t] != "NOUN":
            return False
        return (
            g.feats[t].get("Animacy") != "Anim"
            and not any(p.tag.animacy == "anim" for p in g.vocab.parse(g.text[t]))  # «фермерам» tagged as a thing
            and g.lemma[t] not in self.acting
            and g.lemma[t] not in self.counters
        )

    def bodies_behind(self, trigger: Trigger) -> list[int]:
        """«потребовал расследовать действия полиции»: whose doings the request is about, where that is a body."""
        g = self.g
        verbs = [t for t in trigger.tokens if g.feats[t].get("VerbForm") == "Inf"] + g.of(trigger.head, "xcomp")
        things = [x for v in verbs for x in fill(g, OBJECT, (v,)) if self.is_thing(x)]
        return [o for x in things for o in self._owners(x) if self.kind(o) in BODIES or g.lemma[o] in self.acting]

    def _owners(self, thing: int, depth: int = 3) -> list[int]:
        """«действия полиции», «решение Брюсселя», «их предложение», «румынский проект»: who stands behind a thing."""
        g = self.g
        if depth == 0:
            return []
        adjectives = [c for c in g.of(thing, "amod") if self.naming.references.at(c) is not None]
        for c in adjectives + genitives(g, thing) + [c for c in g.of(thing, "det") if g.lemma[c] in POSSESSIVE]:
            found = self._owners(c, depth - 1) if self.is_thing(c) else [c]
            if found:
                return found
        return []

    def people(self, tokens: Sequence[int]) -> list[int]:
        """Keep the instrumentals that can do something: names, people, bodies, things of a country."""
        g = self.g
        return [
            t
            for t in tokens
            if t in self.naming.mention_at
            or self.naming.references.at(t) is not None
            or g.feats[t].get("Animacy") == "Anim"
            or g.lemma[t] in self.acting
            or any(self.naming.references.at(c) is not None for c in g.of(t, "amod"))
        ]

    def may_act(self, t: int) -> bool:
        """A thing or a thought is a cause, not an actor («решение вызвало протест»); bodies and arms are."""
        g = self.g
        if (
            t in self.naming.mention_at
            or self.naming.references.at(t) is not None
            or g.feats[t].get("Animacy") == "Anim"
        ):
            return True
        lemma = g.lemma[t]
        if g.pos[t] != "NOUN" or lemma in self.acting or lemma in self.counters:
            return True
        if any(self.naming.references.at(c) is not None for c in g.of(t, "amod")):
            return True
        return not lemma.endswith(ABSTRACT) and lemma not in self.causes

    def kind(self, t: int) -> str:
        """Return the type of the name that the token belongs to, empty for none."""
        number = self.naming.mention_at.get(t)
        return "" if number is None else self.naming.mentions[number].type
