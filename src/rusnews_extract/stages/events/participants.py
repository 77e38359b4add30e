"""Who does it and who undergoes it: the frame of the entry, read off the parse with its fall-backs.

Verbs: the subject acts, undergoes or is one of several; passives turn round; the slots give the recipients. Nouns: the
genitive, the instrumental, «со стороны», «между А и Б», «с Б», a country's adjective, «его», and the subject of a light
or governing verb. Rejected: labels alone (nsubj = actor), which are right in two links of five.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rusnews_extract.rules.coding import EventRules
from rusnews_extract.rules.lexicon import Slot
from rusnews_extract.stages.events.fillers import OBJECT, Fillers
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.name import Name
from rusnews_extract.stages.events.naming import Naming
from rusnews_extract.stages.events.noun_frames import NounFrames
from rusnews_extract.stages.events.slots import fill
from rusnews_extract.stages.events.source import Sources
from rusnews_extract.stages.events.subjects import Subjects
from rusnews_extract.stages.events.trigger import Trigger
from rusnews_extract.stages.events.verb_frames import VerbFrames

__all__ = ["Parties", "Roles"]

DONE_TO = frozenset({"obj", "nsubj:pass", "nmod"})
DOING = frozenset({"nsubj"})
HARMS = frozenset({"CRIME", "ASSAULT"})
GOALS = (Slot("", "Acc"), Slot("в", "Acc"), Slot("на", "Acc"))
"""Where a visit goes: «посетил Пекин», «прибыл в Пекин» – a place, not a party."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The participants of one event, before the document has completed them."""

    actors: tuple[Name, ...] = ()
    recipients: tuple[Name, ...] = ()
    filled: bool = False
    """Whether a recipient stands in the text, be it a thing that is no party («выступили против закона»)."""


class Parties:
    """Reads the participants of triggers of one document."""

    def __init__(
        self,
        grammar: Grammar,
        subjects: Subjects,
        naming: Naming,
        event_nouns: frozenset[int],
        sources: Sources,
        rules: EventRules,
    ) -> None:
        self.g = grammar
        self.subjects = subjects
        self.sources = sources
        self.fillers = Fillers(grammar, naming, event_nouns, rules)
        self.verbs = VerbFrames(grammar, subjects, self.fillers)
        self.nouns = NounFrames(grammar, subjects, self.fillers, self.verbs, rules)

    def of(self, trigger: Trigger) -> Roles:
        """Return actors and recipients as the clause tells them."""
        actors, recipients = self.nouns.of(trigger) if trigger.noun else self.verbs.of(trigger)
        doers = self.fillers.names([a for a in actors if self.fillers.may_act(a)], trigger)
        mutual = trigger.rule.frame == "mutual"
        if (mutual or (not doers and trigger.rule.frame == "act")) and self._first_person(trigger):
            doers = [*(n for n in self._speaker(trigger) if n.name not in {d.name for d in doers}), *doers]
        if not doers and not trigger.noun and not trigger.people:
            doers = self.fillers.names(self.fillers.inside(trigger, DOING), trigger)
        if not doers and not trigger.noun and not trigger.people:
            doers = self.fillers.names(self.fillers.by_order(trigger), trigger)
        also = [x for slot in trigger.rule.also for x in fill(self.g, slot, trigger.tokens)]
        if trigger.rule.mode == "visit":
            recipients = [r for r in recipients if self.fillers.kind(r) in {"PER", "ORG"} or self._alive(r)]
        others = [r for r in self.fillers.names([*recipients, *also], trigger) if r.name not in {d.name for d in doers}]
        others = self._harmed(trigger, others) or self._by_type(trigger, actors)
        return Roles(tuple(doers), tuple(others), bool(others or recipients or self._governed(trigger)))

    def _harmed(self, trigger: Trigger, others: list[Name]) -> list[Name]:
        """«ей сожгли машину»: not the thing but whose it is; what is stolen or forged is no party."""
        if trigger.rule.type in HARMS and not trigger.noun and not any(o.kind for o in others):
            others = self.fillers.names(self.fillers.sufferer(trigger), trigger) or others
        if trigger.rule.type == "CRIME":
            return [o for o in others if o.kind or not self.fillers.is_thing(o.token)]
        return others

    def _by_type(self, trigger: Trigger, actors: Sequence[int]) -> list[Name]:
        """Where the slots of the frame are empty: words of the trigger, then what is peculiar to the type."""
        fillers, kind = self.fillers, trigger.rule.type
        found = fillers.inside(trigger, DONE_TO) if OBJECT in trigger.rule.to else []
        if not found and kind == "JUSTICE":
            found = fillers.whose_case(trigger)
        elif not found and kind in {"AGREE", "REJECT"}:
            found = fillers.promised_to(trigger)
        elif not found and trigger.rule.mode == "strike":
            found = fillers.employers(actors)
        elif not found and kind == "REQUEST":
            found = fillers.bodies_behind(trigger)
        return fillers.names(found, trigger)

    def _governed(self, trigger: Trigger) -> bool:
        rule = trigger.rule
        return bool(rule.needs) and any(
            fill(self.g, s, trigger.tokens) for s in (rule.noun_to if trigger.noun else rule.to)
        )

    def where(self, trigger: Trigger) -> list[int]:
        """Return the place names in the slots of the frame that say where."""
        found = [x for slot in trigger.rule.where for x in fill(self.g, slot, trigger.tokens)]
        if trigger.rule.mode == "visit":
            found += [x for slot in GOALS for x in fill(self.g, slot, trigger.tokens)]
        return [x for x in found if self.fillers.kind(x) == "LOC"]

    def _alive(self, t: int) -> bool:
        return self.g.feats[t].get("Animacy") == "Anim" or self.g.pos[t] == "PRON"

    def _first_person(self, trigger: Trigger) -> bool:
        """«Завтра встретимся», «мы подписали»: who speaks takes part."""
        g = self.g
        verb = trigger.predicate
        if g.feats[verb].get("Person") == "1":
            return True
        subject = self.subjects.of(verb).token
        return subject >= 0 and g.lemma[subject] in {"я", "мы"}

    def _speaker(self, trigger: Trigger) -> list[Name]:
        quote = self.sources.quote(trigger)
        if quote is None or quote.speaker is None:
            return []
        start = quote.start if quote.speaker_start is None else quote.speaker_start
        stop = quote.stop if quote.speaker_stop is None else quote.speaker_stop
        return [Name(quote.speaker, start, stop, trigger.head, "PER", quote.speaker_entity)]
