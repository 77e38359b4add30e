"""The frame of an event noun: genitives, doers, partners, and the subject of the verb that carries or governs it."""

from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.fillers import Fillers
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.slots import agents, genitives
from rusnews_extract.stages.events.subjects import Subjects
from rusnews_extract.stages.events.trigger import Trigger
from rusnews_extract.stages.events.verb_frames import VerbFrames

__all__ = ["NounFrames"]


class NounFrames:
    """Reads actors and recipients of nominal triggers."""

    def __init__(
        self, grammar: Grammar, subjects: Subjects, fillers: Fillers, verbs: VerbFrames, rules: EventRules
    ) -> None:
        self.g = grammar
        self.subjects = subjects
        self.fillers = fillers
        self.verbs = verbs
        self.governing = rules.cue("takes-part") | rules.cue("negate-verb")

    def of(self, trigger: Trigger) -> tuple[list[int], list[int]]:
        """Return the tokens that act and those that undergo."""
        g, rule, head = self.g, trigger.rule, trigger.head
        if trigger.people:
            return [], [head]
        subject, passive_doers = self._over(trigger)
        of_noun = genitives(g, head, trigger.tokens) + self._possessors(head)
        of_words = tuple(t for t in trigger.tokens if t != trigger.light)
        doers = self.fillers.people(agents(g, of_words)) + passive_doers
        # «российский удар», «атака украинских дронов»
        adjectives = [c for t in of_words for c in g.of(t, "amod") if self.fillers.naming.references.at(c) is not None]
        undergoes = trigger.light_kind == "undergo"
        if rule.genitive == "mutual" or rule.frame == "mutual":
            partners = self.fillers.partners(trigger)
            members = of_noun if rule.genitive == "mutual" else []
            return subject + members + partners + doers + adjectives, self.fillers.first(rule.noun_to, trigger)
        if rule.genitive == "recipient":
            if undergoes:
                return doers or adjectives, subject or of_noun
            others = of_noun or self.fillers.first(rule.noun_to, trigger)
            if not others and rule.type == "ACCIDENT":
                others = self.verbs.site(trigger)
            act = rule.frame != "undergo"
            return (doers or subject or adjectives) if act else doers, others
        slots = self.fillers.first(rule.noun_to, trigger)
        if not slots and rule.mode == "raid":
            slots = self.verbs.site(trigger)
        if rule.genitive == "none":
            return doers or ([] if undergoes else subject), slots or (subject if undergoes else [])
        if undergoes:
            return doers or of_noun or adjectives, subject
        if trigger.light < 0:
            return doers or of_noun or adjectives or subject, slots
        return subject or doers or of_noun or adjectives, slots

    def _over(self, trigger: Trigger) -> tuple[list[int], list[int]]:
        """The subject of the light or governing verb over a noun, and the doers of a passive one."""
        g = self.g
        verb = trigger.light
        if verb < 0:
            verb = self._governor(trigger.head)
            if verb < 0:
                return [], []
        elif trigger.light_kind == "happen":
            return [], []
        found = self.subjects.of(verb).token
        if g.is_passive(verb):
            return [], self.fillers.people(agents(g, (verb,)))
        return ([found] if found >= 0 and found not in trigger.tokens else []), []

    def _governor(self, noun: int) -> int:
        """Return the verb over a noun whose subject takes part in it («приехал на встречу», «отказался от встречи»)."""
        g = self.g
        head = g.head[noun]
        if head >= 0 and g.lemma[head] in self.governing and g.rel[noun] in {"obj", "obl", "iobj", "xcomp"}:
            return head
        return -1

    def _possessors(self, noun: int) -> list[int]:
        g = self.g
        return [
            c
            for c in g.children[noun]
            if g.rel[c] in {"det", "nmod"} and g.lemma[c] in {"его", "ее", "их", "он", "она", "они"}
        ]
