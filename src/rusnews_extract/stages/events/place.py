"""Where it happened: the nearest locative name that the trigger governs, else that of its clause or the one over it.

A name is locative under в, на, под, близ, у and their like in the locative, instrumental or genitive; «в Москву» is a
goal and «из Москвы» an origin. Where a speaker speaks («в Кремле сообщили») is no place of what he tells.
"""

from collections.abc import Sequence
from itertools import pairwise

from rusnews_extract.model import Quote
from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.grammar import CORE, Grammar
from rusnews_extract.stages.events.name import Name
from rusnews_extract.stages.events.naming import Naming
from rusnews_extract.stages.events.trigger import Trigger

__all__ = ["Places"]

LOCATIVE = {
    "в": "Loc",
    "на": "Loc",
    "при": "Loc",
    "под": "Ins",
    "над": "Ins",
    "близ": "Gen",
    "у": "Gen",
    "около": "Gen",
}
LOCATIVE |= {"возле": "Gen", "недалеко": "Gen", "неподалеку": "Gen", "вблизи": "Gen", "за": "Ins", "по": "Dat"}
SPEECH = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"})
LOCAL = frozenset({"COERCE", "JUSTICE", "CONCEDE"})
WORST = 3


class Places:
    """Reads the places of triggers of one document."""

    def __init__(self, grammar: Grammar, naming: Naming, quotes: Sequence[Quote], rules: EventRules) -> None:
        self.g = grammar
        self.naming = naming
        self.abstract = rules.cue("no-place")
        self.cues = rules.cue("speech")
        self.bodies = rules.cue("local-body")
        speakers = [(q.speaker_start, q.speaker_stop) for q in quotes if q.speaker_start is not None]
        self.by_sentence: dict[int, list[int]] = {}
        for number, m in enumerate(naming.mentions):
            if m.type != "LOC" or any(
                a <= m.start and b is not None and m.stop <= b for a, b in speakers if a is not None
            ):
                continue
            token = self._locative(number)
            if token >= 0 and not self._speaks(token):
                self.by_sentence.setdefault(grammar.sentence[token], []).append(number)

    def of(self, trigger: Trigger, where: Sequence[int], actors: Sequence[Name] = ()) -> tuple[Name, int] | None:
        """Return the place that the sentence gives to the event and its rank (0 governed … 3 elsewhere), else None.

        ``where`` are names in a slot of the frame that says where; they come first.
        """
        if where:
            return self._name(self.naming.mention_at[where[0]]), 0
        here = self.by_sentence.get(self.g.sentence[trigger.head], ())
        if trigger.rule.type in SPEECH:
            here = [m for m in here if self._of_speech(trigger, m)]
        ranked = sorted((self._distance(trigger, m), m) for m in here)
        if not ranked or ranked[0][0][0] > WORST:
            return self._of_body(actors) if trigger.rule.type in LOCAL else None
        (rank, _), best = ranked[0]
        return self._name(best), rank

    def _of_body(self, actors: Sequence[Name]) -> tuple[Name, int] | None:
        """«полиция Кутаиси отпустила»: a body of one town acts there; what it is called after is a name beside it."""
        g, naming = self.g, self.naming
        for actor in actors:
            number = naming.mention_at.get(actor.token)
            first = actor.token if number is None else naming.mentions[number].token_start
            stop = actor.token + 1 if number is None else naming.mentions[number].token_stop
            body = next((t for t in range(first, stop) if g.lemma[t] in self.bodies), -1)
            for t in range(body + 1, min(body + 4, g.size)) if body >= 0 else ():
                m = naming.mention_at.get(t)
                if m is not None and naming.mentions[m].type == "LOC" and g.case(t) in {"Gen", ""}:
                    return self._name(m), 3
        return None

    def _distance(self, trigger: Trigger, mention: int) -> tuple[int, int]:
        """Rank a locative: governed by the trigger, in its clause, in a clause over it, before it; then by tokens."""
        g = self.g
        token = self.naming.mentions[mention].token_start
        gap = min(abs(token - t) for t in trigger.tokens)
        chain = {trigger.predicate, *g.up(trigger.predicate, 6)}
        below = token
        for above in g.up(token, 4):
            if above in trigger.tokens:
                return (4 if g.rel[below] in CORE else 0), gap
            if g.is_full_participle(above) and above not in chain:
                return 4, gap
            below = above
        if g.clause[token] == g.clause[trigger.head]:
            return 1, gap
        if self._over(token, trigger):
            return 2, gap
        verb = g.clause_predicate(token)
        own = g.clause[trigger.predicate]
        if verb >= 0 and g.rel[verb] in CORE and any(g.clause[a] == own for a in g.up(verb, 3)):
            return 4, gap
        return (3 if token < trigger.head else 4), gap

    def _of_speech(self, trigger: Trigger, mention: int) -> bool:
        """What is said of another place is no place of the saying: it stands before the verb or on it."""
        g = self.g
        token = self.naming.mentions[mention].token_start
        if g.clause[token] != g.clause[trigger.head]:
            return False
        return token < trigger.head or any(above in trigger.tokens for above in g.up(token, 1))

    def _over(self, token: int, trigger: Trigger) -> bool:
        """Say whether the place stands in a clause over the trigger's, not in one that only follows it."""
        g = self.g
        for below, above in pairwise((trigger.predicate, *g.up(trigger.predicate, 4))):
            if g.rel[below] in {"conj", "parataxis"} and token > trigger.head:
                return False
            if g.clause[above] == g.clause[token]:
                return True
        return False

    def _speaks(self, token: int) -> bool:
        """«в Баку подтвердили»: the place stands for those who speak."""
        g = self.g
        head = g.head[token]
        return (
            head >= 0
            and g.lemma[head] in self.cues
            and g.feats[head].get("Number") == "Plur"
            and not g.of(head, "nsubj")
        )

    def _locative(self, number: int) -> int:
        """Return the head token of a mention that stands in a locative phrase, -1 for another."""
        g = self.g
        m = self.naming.mentions[number]
        for i in range(m.token_start, m.token_stop):
            if self._stands_locative(i):
                return i
        for i in range(m.token_start, m.token_stop):
            carrier = g.head[i]
            if m.token_start <= carrier < m.token_stop or carrier < 0 or g.preposition(i):
                continue
            hangs = g.rel[i] in {"appos", "nmod", "flat:name", "flat"} and g.pos[carrier] == "NOUN" and carrier < i
            named = g.rel[i] in {"appos", "flat:name", "flat"} or self._carries(carrier)
            if hangs and named and self._stands_locative(carrier):
                return i
        return -1

    def _carries(self, noun: int) -> bool:
        """«в аэропорту Казани», «в больнице Омска», but not «в интересах России»."""
        g = self.g
        return g.feats[noun].get("Animacy") == "Inan" and g.lemma[noun] not in self.abstract

    def _stands_locative(self, i: int) -> bool:
        g = self.g
        wanted = LOCATIVE.get(g.preposition(i))
        return wanted is not None and g.case(i) in {wanted, ""}

    def _name(self, number: int) -> Name:
        m = self.naming.mentions[number]
        return Name(self.naming.entities[m.entity].name, m.start, m.stop, m.token_start, "LOC", m.entity)
