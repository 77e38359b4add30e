"""When it happened: the date of its clause, of the clauses over it, and last of the events it belongs to.

Never a date of a lower clause («обвинил в том, что в 1920 году…»), never one that belongs to another noun («договор
2010 года»), never the day of publication by itself. What a clause does not say comes from the cluster
(``inheritance``).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from rusnews_extract.model import ParsedDocument, Time
from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.trigger import Trigger

__all__ = ["Dates", "basis_of"]

LOWER = frozenset({"ccomp", "csubj", "csubj:pass"})
BARRIERS = LOWER | {"acl:relcl", "advcl", "parataxis"}
SIDE = frozenset({"obl", "nmod", "advmod", "amod", "acl", "nummod"})
SUBORDINATORS = frozenset({"что", "который", "чтобы", "если", "хотя"})
HEADING = 4
NONE = 9


class Dates:
    """The dates of one document by sentence, and the way from a trigger to its own."""

    def __init__(
        self,
        parsed: ParsedDocument,
        grammar: Grammar,
        times: Sequence[Time],
        triggers: Sequence[Trigger],
        rules: EventRules,
    ) -> None:
        self.g = grammar
        self.recalling = rules.cue("recalling")
        self.heads = frozenset(t.head for t in triggers)
        self.by_sentence: dict[int, list[tuple[int, Time]]] = {}
        self.heading: dict[int, Time] = {}
        self.published = parsed.clean.document.published
        lines = {line.start: number for number, line in enumerate(parsed.clean.lines)}
        for time in times:
            if time.type not in {"DATE", "TIME"} or (time.start_date is None and time.end_date is None):
                continue
            token = self._head(time)
            if token < 0 or self._of_birth(time):
                continue
            self.by_sentence.setdefault(grammar.sentence[token], []).append((token, time))
            behind = parsed.text[time.stop : time.stop + 2].strip()[:1]
            if time.start in lines and (behind in set(".:—–-") or (time.type == "TIME" and behind.isupper())):
                self.heading[lines[time.start]] = time

    def of(self, trigger: Trigger) -> tuple[int, Time] | None:
        """Return the date that the text gives the event and its rank (0 governed … 4 heads the line), else None."""
        g = self.g
        number = g.sentence[trigger.head]
        found = []
        for token, time in self.by_sentence.get(number, ()):
            rank = self._rank(trigger, token)
            if rank < NONE and not self._is_deadline(trigger, time):
                gap = min(abs(token - t) for t in trigger.tokens)
                found.append((rank, time.granularity != "day", gap, token, time))
        if found:
            rank, _, _, token, time = min(found, key=lambda f: f[:4])
            return rank, self._opened(trigger, token, time)
        heading = self.heading.get(g.sentences[number].line)
        return None if heading is None else (HEADING, heading)

    def _of_birth(self, time: Time) -> bool:
        """«1973 года рождения» dates a person, not what befalls him."""
        g = self.g
        behind = bisect_left(g.start, time.stop)
        return any(g.lemma[j] in {"рождение", "р"} for j in range(behind, min(behind + 2, g.size)))

    def _is_deadline(self, trigger: Trigger, time: Time) -> bool:
        """«арестован до 12 января»: the end of a term is the day of what lies ahead only."""
        g = self.g
        first = bisect_right(g.start, time.start) - 1
        if not any(j >= 0 and g.lemma[j] == "до" for j in (first - 1, first)):
            return False
        verb = trigger.predicate
        ahead = g.feats[verb].get("Tense") == "Fut" or g.feats[verb].get("VerbForm") == "Inf"
        return not ahead

    def _opened(self, trigger: Trigger, token: int, time: Time) -> Time:
        """«шли с ноября 2023 года» has no end; «введён с 3 мая» happened that day."""
        g = self.g
        first = bisect_right(g.start, time.start) - 1
        if first <= 0 or g.lemma[first - 1] != "с":
            return time
        feats = g.feats[trigger.predicate]
        if feats.get("Aspect") == "Perf" and feats.get("Tense") != "Fut":  # «с понедельника ограничит» goes on
            return time
        if time.end_date is None or time.start_date is None:
            return time
        # «не встречались с октября»: up to the day of the page
        return replace(time, end_date=self.published if g.has_not(trigger.predicate) else None)

    def _head(self, time: Time) -> int:
        """Return the token of an expression that hangs outside it."""
        g = self.g
        first, stop = bisect_right(g.start, time.start) - 1, bisect_left(g.start, time.stop)
        if first < 0 or g.stop[first] <= time.start:
            first += 1
        for i in range(first, min(stop, g.size)):
            if not first <= g.head[i] < stop:
                return i
        return first if first < g.size else -1

    def _rank(self, trigger: Trigger, token: int) -> int:
        """Rank a date: 0 is under the trigger, 1 in its clause, 2 in one over it, 3 in the one before, 9 nowhere."""
        g = self.g
        chain = [trigger.predicate, *g.up(trigger.predicate, 6)]
        if self._of_another_noun(token, trigger, chain) or self._of_the_verb(token, trigger):
            return NONE
        if self._of_a_later_verb(token, trigger, chain):
            return NONE
        below = token
        for above in g.up(token, 5):
            if g.rel[below] in BARRIERS or (g.rel[below] in {"conj", "acl"} and g.is_finite(below)):
                break
            if above in trigger.tokens:
                return 0
            if above in chain and (g.rel[below] in SIDE or g.is_full_participle(above)):
                if g.clause[above] == g.clause[trigger.predicate]:
                    return 1
                return 2 if g.is_full_participle(above) or self._over(token, chain, trigger) else NONE
            if g.is_full_participle(above):
                # «гибель рабочих, пострадавших 27 июня»
                return 2 if trigger.noun and any(a in trigger.tokens for a in g.up(above, 3)) else NONE
            below = above
        if g.clause[token] == g.clause[trigger.predicate]:
            return 1
        if self._over(token, chain, trigger) and not self._subordinate_to(token, trigger):
            return 2
        return 3 if self._runs_on(token, trigger) else NONE

    def _of_another_noun(self, token: int, trigger: Trigger, chain: Sequence[int]) -> bool:
        """«нарушение договора 2010 года»: a bare genitive of time belongs to its noun."""
        g = self.g
        above = g.head[token]
        if (
            above < 0
            or above in trigger.tokens
            or above in chain
            or g.pos[above] not in {"NOUN", "PROPN"}
            or token < above
        ):
            return False
        return g.rel[token].partition(":")[0] in {"nmod", "amod", "nummod"} and not g.preposition(token)

    def _of_the_verb(self, token: int, trigger: Trigger) -> bool:
        """«28 июня попросил расследовать гибель»: a date before another event's verb is not that of its object."""
        g = self.g
        if not trigger.noun or trigger.light >= 0:
            return False
        if g.head[trigger.head] >= 0 and g.lemma[g.head[trigger.head]] in self.recalling:
            return trigger.head not in g.up(token, 2)
        if token > trigger.head or self._is_cause(trigger.head):
            return False
        verb = next((a for a in g.up(token, 3) if g.pos[a] == "VERB"), -1)
        return verb in self.heads and verb not in trigger.tokens

    def _of_a_later_verb(self, token: int, trigger: Trigger, chain: Sequence[int]) -> bool:
        """«обещает выплатить, деньги начнут перечислять с понедельника»: the date of a clause that only follows."""
        g = self.g
        if trigger.noun or g.clause[token] <= g.clause[trigger.predicate] or token < trigger.head:
            return False
        verb = g.clause_predicate(token)
        return verb >= 0 and verb not in trigger.tokens and verb not in chain

    def _is_cause(self, noun: int) -> bool:
        """«14 марта в результате обрушения погибли двое», «при пожаре»: cause and effect share their day."""
        g = self.g
        return g.preposition(noun) in {"при", "от", "из-за"} or (
            g.head[noun] >= 0 and g.lemma[g.head[noun]] in {"результат", "ход"} and g.rel[noun] != "conj"
        )

    def _over(self, token: int, chain: Sequence[int], trigger: Trigger) -> bool:
        """Say whether the date stands in a clause over the trigger; a noun inside what is said does not take it."""
        g = self.g
        said = False
        for below, above in pairwise(chain):
            said = said or g.rel[below] in LOWER
            if g.rel[below] == "conj" and token > trigger.head:
                return False
            if g.clause[above] == g.clause[token]:
                return not (said and trigger.noun and trigger.light < 0)
        return False

    def _subordinate_to(self, token: int, trigger: Trigger) -> bool:
        """Say whether the clause of the date hangs under the clause of the trigger."""
        g = self.g
        verb = g.clause_predicate(token)
        own = g.clause[trigger.predicate]
        return verb >= 0 and any(g.clause[a] == own for a in g.up(verb, 4)) and g.rel[verb] in BARRIERS | {"acl"}

    def _runs_on(self, token: int, trigger: Trigger) -> bool:
        """Say whether the trigger's clause follows that of the date on one level: «…7 октября, лидер поздравил…»."""
        g = self.g
        if token > trigger.tokens[0]:
            return False
        start, _ = g.clause_span(token)
        return not any(
            g.lemma[j] in SUBORDINATORS
            or (j > token and (g.text[j] == ";" or (g.text[j] == "«" and g.text[j - 1] in {",", ":", "—"})))
            for j in range(start, trigger.predicate)
        )


def basis_of(time: Time) -> Literal["explicit", "anaphoric", "entity"]:
    """Say on what ground a date of the clause rests."""
    if time.anchor == "narrative":
        return "anaphoric"
    return "entity" if time.anchor == "entity" else "explicit"
