"""Find the triggers: collocation, framed verb, noun under a light verb, bare noun; the longest takes its tokens.

The lexicon is looked up by the lemma of each token, so its size does not matter. What must stand beside a head is
sought among its dependents, one arc lower, and in the next few tokens of its clause, where the parser has put it
elsewhere. Rejected: matching strings of lemmas (word order is free) and patterns over whole subtrees.
"""

from collections.abc import Iterable, Iterator, Mapping

from rusnews_extract.rules.coding import EventRules
from rusnews_extract.rules.lexicon import CompiledRule
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.slots import agents
from rusnews_extract.stages.events.subjects import Subjects
from rusnews_extract.stages.events.trigger import Trigger

__all__ = ["Matcher"]

WINDOW = 4
VERBAL = frozenset({"VERB", "AUX", "ADJ"})
NOMINAL = frozenset({"NOUN", "PROPN"})
PLUS_RELATIONS = frozenset(
    [
        "obj",
        "obl",
        "iobj",
        "nsubj",
        "nsubj:pass",
        "xcomp",
        "nmod",
        "amod",
        "advmod",
        "ccomp",
        "csubj",
        "appos",
        "compound",
        "nummod",
        "nummod:gov",
        "fixed",
    ]
)
LOWER = frozenset({"obj", "obl", "iobj", "nsubj", "nsubj:pass", "xcomp", "nmod"})
UNDER_LIGHT = frozenset({"obj", "nsubj", "nsubj:pass", "obl", "iobj", "xcomp", "conj", "nmod"})


class Matcher:
    """The lexicon at work on one document. ``kinds`` says what name, if any, a token belongs to."""

    def __init__(
        self, grammar: Grammar, subjects: Subjects, kinds: Mapping[int, str], blocked: frozenset[int], rules: EventRules
    ) -> None:
        self.g = grammar
        self.subjects = subjects
        self.kinds = kinds
        self.blocked = blocked
        self.rules = rules
        self.containers = rules.cue("container")
        self.counting = rules.cue("counting")
        self.words = [{"", *grammar.lemma[s.token_start : s.token_stop]} for s in grammar.sentences]
        """The lemmas of each sentence, and what names it has: what is not among them is beside no head."""
        for i, kind in kinds.items():
            self.words[grammar.sentence[i]].add(kind)
        self.lights = {
            **dict.fromkeys(rules.cue("light-happen"), "happen"),
            **dict.fromkeys(rules.cue("light-act"), "act"),
            **dict.fromkeys(rules.cue("light-undergo"), "undergo"),
        }

    def heads(self) -> Iterator[int]:
        """Yield the tokens that an entry has for its head; of all others nothing need be asked."""
        verbs, nouns = self.rules.verbs, self.rules.nouns
        return (i for i, lemma in enumerate(self.g.lemma) if lemma in verbs or lemma in nouns)

    def candidates(self, i: int) -> Iterable[Trigger]:
        """Yield the first entry that fits the token as a verb and the first that fits it as a noun."""
        lemma = self.g.lemma[i]
        if i in self.blocked:
            return
        verbal = self.g.pos[i] in VERBAL and not self._substantive(i)
        if lemma in self.rules.verbs and (verbal or (self.g.pos[i] == "NOUN" and self._counted(i))):
            for rule in self.rules.verbs[lemma]:
                found = self._fit(i, rule, noun=False)
                if found is not None:
                    yield Trigger(i, tuple(sorted((i, *found))), rule, False, people=self._counted(i))
                    break
        if self.g.pos[i] in NOMINAL and lemma in self.rules.nouns:
            for rule in self.rules.nouns[lemma]:
                found = self._fit(i, rule, noun=True)
                if found is not None:
                    yield self._noun(i, found, rule)
                    break

    def _substantive(self, i: int) -> bool:
        """«среди задержанных»: a participle that stands for people tells of no event, unless they are counted."""
        g = self.g
        if g.feats[i].get("VerbForm") != "Part" or g.feats[i].get("Variant") == "Short":
            return False
        if g.rel[i] in {"acl", "amod", "acl:relcl", "root", "conj", "advcl", "xcomp", "ccomp"}:
            return False
        return not self._counted(i)

    def _counted(self, i: int) -> bool:
        """«число погибших», «трое пострадавших», «есть погибшие»."""
        g = self.g
        feats = g.feats[i]
        if (
            (feats.get("VerbForm") != "Part" and g.pos[i] != "NOUN")
            or feats.get("Variant") == "Short"
            or g.rel[i] in {"acl", "amod"}
        ):
            return False
        above = g.head[i]
        if above >= 0 and g.lemma[above] in self.counting:
            return True
        return any(g.rel[c].startswith("nummod") for c in g.children[i])

    def _noun(self, i: int, found: tuple[int, ...], rule: CompiledRule) -> Trigger:
        light = self._light(i)
        if light < 0:
            people = rule.type == "DEATH" and self.g.feats[i].get("Animacy") == "Anim" and self._counted(i)
            return Trigger(i, tuple(sorted((i, *found))), rule, True, people=people)
        kind = self.lights[self.g.lemma[light]]
        return Trigger(i, tuple(sorted((light, i, *found))), rule, True, light, kind)

    def _light(self, i: int) -> int:
        """Return the light verb over a noun, -1 for none."""
        head, relation = self.g.head[i], self.g.rel[i]
        if head < 0 or head == i or relation not in UNDER_LIGHT:
            return -1
        if relation == "conj":
            return self._light(head) if self.g.pos[head] == "NOUN" and self.g.rel[head] != "conj" else -1
        if relation == "nmod" and self.g.lemma[head] in self.containers:
            return self._light(head)
        if self.g.pos[head] not in {"VERB", "AUX"} or self.g.lemma[head] not in self.lights:
            return -1
        kind = self.lights[self.g.lemma[head]]
        subject = relation.startswith("nsubj")
        if kind == "happen":
            object_instead = relation == "obj" and not any(
                self.g.rel[c].startswith("nsubj") for c in self.g.children[head]
            )
            return head if subject or object_instead else -1
        if kind == "act":
            return (
                head if relation == "obj" or relation == "nsubj:pass" or (self.g.is_passive(head) and subject) else -1
            )
        return head if not subject and (relation != "obl" or self.g.preposition(i) in {"", "под", "в"}) else -1

    def _fit(self, i: int, rule: CompiledRule, noun: bool) -> tuple[int, ...] | None:
        """Return the further tokens of the trigger if the entry fits here, else None."""
        g = self.g
        if rule.number and g.feats[i].get("Number") != ("Plur" if rule.number == "plural" else "Sing"):
            return None
        if rule.negated and not g.has_not(i):
            return None
        if rule.unless and self._forbidden(i, rule.unless):
            return None
        found: tuple[int, ...] = ()
        if rule.plus and not (noun and rule.type == "DEATH" and self.g.of(i, "nummod")):
            partner = self._beside(i, rule.plus)
            if partner < 0:
                return None
            found = (partner,)
        if not self._slots_fit(i, rule, noun):
            return None
        if rule.near or rule.unless_near:
            start, stop = g.sentence_span(i)
            lemmas = {g.lemma[j] for j in range(start, stop) if j != i}
            if (rule.near and not lemmas & rule.near) or lemmas & rule.unless_near:
                return None
        return found

    def _slots_fit(self, i: int, rule: CompiledRule, noun: bool) -> bool:
        if rule.subject or rule.unless_subject:
            who = self._genitives(i) if noun else self._doers(i)
            if rule.object and not noun and self.g.is_passive(i):
                who = agents(self.g, (i,))  # «охранник ранен»: the subject is the object
            if (rule.subject and not self._any(who, rule.subject)) or self._any(who, rule.unless_subject):
                return False
        if rule.object:
            what = self._genitives(i) if noun else self._objects(i)
            return self._any(what, rule.object)
        return True

    def _doers(self, i: int) -> list[int]:
        subject = self.subjects.of(i).token
        return [] if subject < 0 else [subject, *self.g.of(subject, "conj", "nmod", "appos", "amod")]

    def _objects(self, i: int) -> list[int]:
        g = self.g
        objects = g.of(i, "obj") or [c for c in g.of(i, "nsubj") if g.is_passive(i)]
        if not objects and g.is_passive(i) and self.subjects.of(i).token >= 0:
            objects = [self.subjects.of(i).token]
        found = [x for o in objects for x in (o, *g.of(o, "conj", "appos", "amod", "nummod"))]
        # «часть имущества», «судно компании»: what is counted, and whose thing it is; never who an event befell
        return found + [x for o in objects if not self._is_event(o) for x in g.of(o, "nmod")]

    def _is_event(self, i: int) -> bool:
        return self.g.lemma[i] in self.rules.nouns and self.kinds.get(i, "") == ""

    def _genitives(self, i: int) -> list[int]:
        g = self.g
        own = [c for c in g.of(i, "nmod") if not g.preposition(c)]
        light = self._light(i)
        if light >= 0 and not own:
            own = self._doers(light)
        return [x for o in own for x in (o, *g.of(o, "conj", "nmod", "appos", "amod"))]

    def _any(self, tokens: list[int], wanted: frozenset[str]) -> bool:
        return any(self.g.lemma[t] in wanted or self.kinds.get(t, "") in wanted for t in tokens)

    def _beside(self, i: int, wanted: Mapping[str, frozenset[str]]) -> int:
        """Return the token beside ``i`` that is wanted: a dependent, one arc lower, or near by in the clause; or -1."""
        g = self.g
        if wanted.keys().isdisjoint(self.words[g.sentence[i]]):
            return -1
        lower = []
        for c in g.children[i]:
            if g.rel[c] in PLUS_RELATIONS:
                if self._is(c, wanted):
                    return c
                if g.rel[c] in LOWER:
                    lower.append(c)
                lower.extend(x for x in g.children[c] if g.rel[x] == "conj")
        for c in lower:
            for x in (c, *g.children[c]):
                if g.rel[x] not in {"acl", "acl:relcl", "advcl"} and self._is(x, wanted):
                    return x
        return self._near_by(i, wanted)

    def _forbidden(self, i: int, words: Mapping[str, frozenset[str]]) -> bool:
        """A blocking word without a preposition must have none: «задержан при регистрации на рейс» is an arrest."""
        found = self._beside(i, words)
        if found < 0:
            return False
        wanted = words.get(self.g.lemma[found]) or words.get(self.kinds.get(found, ""), frozenset())
        preposition = self.g.preposition(found)
        return preposition in wanted or self.g.head[found] == i or not preposition

    def _near_by(self, i: int, wanted: Mapping[str, frozenset[str]]) -> int:
        g = self.g
        start, stop = g.clause_span(i)
        for step in (1, -1):
            for j in range(i + step, i + step * (WINDOW + 1), step):
                if (
                    not start <= j < stop
                    or g.text[j] in {",", ";", ":", "(", ")"}
                    or (g.is_finite(j) and g.head[i] != j)
                ):
                    break
                if g.lemma[j] in wanted and self._is(j, wanted) and g.preposition(j) in wanted[g.lemma[j]]:
                    above = g.head[j]
                    taken = (
                        above >= 0 and above != i and g.pos[above] in {"NOUN", "VERB"} and min(i, j) < above < max(i, j)
                    )
                    if not taken:
                        return j
        return -1

    def _is(self, i: int, wanted: Mapping[str, frozenset[str]]) -> bool:
        prepositions = wanted.get(self.g.lemma[i])
        if prepositions is None:
            prepositions = wanted.get(self.kinds.get(i, ""))
        if prepositions is None:
            return False
        return "" in prepositions or self.g.preposition(i) in prepositions
