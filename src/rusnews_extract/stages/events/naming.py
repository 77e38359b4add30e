"""Whom a token stands for: a named entity, what a pronoun or role points at, or a noun phrase in the nominative.

Names come first, then ``References`` (one map a document, shared with the quotes), then the phrase itself. A title
before a name is the name; an organisation's descriptor before its name is the organisation. Conjuncts are followed.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from rusnews_extract.model import Entity, Mention, ParsedDocument
from rusnews_extract.nlp.vocab import Vocab
from rusnews_extract.references import Reference, References
from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.antecedents import antecedent
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.name import Name
from rusnews_extract.stages.events.phrases import nominative, phrase_tokens

__all__ = ["Naming"]

NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X", "VERB"})
PRONOUNS = frozenset({"он", "она", "они", "его", "ее", "их", "себя", "мы", "я", "вы", "ты", "кто", "что"})
OTHER_PRONOUNS = frozenset(
    {"это", "весь", "все", "тот", "этот", "сам", "никто", "ничто", "некто", "другой", "друг", "который"}
)
TITLE_REACH = 10
QUOTES = frozenset({"«", '"', "„", "“"})
TITLED = ("appos", "flat", "nmod")


class Naming:
    """The names of one document by token."""

    def __init__(
        self,
        parsed: ParsedDocument,
        grammar: Grammar,
        mentions: Sequence[Mention],
        entities: Sequence[Entity],
        references: References,
        rules: EventRules,
        vocab: Vocab,
    ) -> None:
        self.g = grammar
        self.document = parsed.text
        self.mentions = mentions
        self.entities = entities
        self.references = references
        self.vocab = vocab
        self.not_people = rules.cue("no-participant")
        self.counters = rules.cue("counter")
        self.currency = rules.cue("currency")
        self.kin = rules.cue("kin")
        self.shares = rules.cue("share")
        self.org_nouns = rules.cue("org-noun")
        self.place_nouns = rules.cue("place-noun")
        self.sides = rules.cue("side")
        self.groups = rules.cue("group-number")
        self.mention_at: dict[int, int] = {}
        self._without: Collection[int] = ()
        for number, mention in enumerate(mentions):
            for i in range(mention.token_start, mention.token_stop):
                self.mention_at[i] = number

    def kinds(self) -> dict[int, str]:
        """Return the type of each token's name, «ANIM» for people without one, «QUOTED» for a judgement in quotes."""
        g = self.g
        kinds = {i: "ANIM" for i in range(g.size) if self._stands_for_people(i)}
        for i in range(1, g.size):
            if g.text[i - 1] in QUOTES and g.case(i) == "Ins" and g.pos[i] in {"NOUN", "ADJ", "VERB"}:
                kinds[i] = "QUOTED"
        return kinds | {i: self.mentions[m].type for i, m in self.mention_at.items()}

    def _stands_for_people(self, i: int) -> bool:
        """A noun for people, «двое», and a bare number as a subject («погибли трое, 11 ранены»)."""
        g = self.g
        if g.feats[i].get("Animacy") == "Anim" or g.lemma[i] in self.groups:
            return True
        return g.pos[i] == "NUM" and g.rel[i].startswith("nsubj") and g.text[i].isdigit() and i not in g.timed

    def of(self, i: int, conjuncts: bool = True, without: Collection[int] = ()) -> list[Name]:
        """Return whom the token and its conjuncts stand for; none for a pronoun that points nowhere.

        ``without`` are the tokens of the trigger, which are no part of a phrase.
        """
        self._without = without
        names = self._one(i, set())
        if conjuncts:
            named = [c for c in self.g.of(i, "appos", "flat") if c in self.mention_at and i not in self.mention_at]
            for c in (*self.conjuncts(i), *(x for n in named for x in self.conjuncts(n) if self._joined(x))):
                names += [n for n in self._one(c, {i}) if n.name not in {x.name for x in names}]
        return names

    def conjuncts(self, i: int) -> list[int]:
        """Return the tokens coordinated with a nominal, in the same case as far as that is known."""
        g = self.g
        found, level = [], [i]
        for _ in range(4):
            level = [
                c
                for p in level
                for c in g.children[p]
                if g.rel[c] == "conj"
                and g.pos[c] in {"NOUN", "PROPN", "NUM", "X", "ADJ", "PRON"}
                and g.case(c) in {g.case(i), ""} | ({"Gen", "Nom", "Acc"} if not g.case(i) else set())
                and not g.of(c, "nsubj", "cop")
                and c not in found
            ]
            found += level
        if len(found) == 1 and i in self.mention_at and found[0] not in self.mention_at and not self._joined(found[0]):
            return []
        return found

    def _joined(self, i: int) -> bool:
        """«Тлисову, бывшему директору»: without «и» a second noun only describes the name."""
        g = self.g
        return any(g.pos[c] == "CCONJ" for c in g.children[i])

    def _one(self, i: int, seen: set[int]) -> list[Name]:
        g = self.g
        if i in seen or len(seen) > 4 or (i in g.timed and i not in self.mention_at):
            return []
        seen = seen | {i}
        if i in self.mention_at:
            return [self.mention(self.mention_at[i], i)]
        titled = self._titled(i) if g.pos[i] in NOMINAL else []
        if titled:
            return titled
        reference = self.references.at(i)
        if reference is not None:
            found = self.referred(reference, i)
            if found:
                return found
        if g.lemma[i] == "который":
            return self._relative(i, seen)
        if g.lemma[i] in PRONOUNS:
            back = antecedent(g, i)
            return (
                self._one(back, seen) + [n for c in self.conjuncts(back) for n in self._one(c, seen)]
                if back >= 0
                else []
            )
        if g.pos[i] == "PRON" and g.case(i) and "Person" not in g.feats[i] and g.lemma[i] not in OTHER_PRONOUNS:
            return [self._phrase(i)]  # «Фигуристка сломала ногу»: the tagger's slip
        if g.pos[i] in {"PRON", "DET", "PUNCT", "ADP", "PART", "SCONJ", "CCONJ", "INTJ", "AUX"}:
            return []
        if g.lemma[i] in self.counters:
            counted = [c for c in g.children[i] if g.pos[c] in {"NOUN", "NUM", "PROPN", "X"} and c > i]
            if counted:
                return self._one(counted[0], seen)
        if g.lemma[i] in self.sides:
            states = [n for c in g.of(i, "amod") for n in self._state_of(c)]
            if states:
                return states
        if g.lemma[i] in self.shares:
            return self._share_of(i, seen)
        if g.pos[i] not in NOMINAL or g.lemma[i] in self.not_people or self._is_amount(i):
            return []
        numbered = bool(g.of(i, "nummod"))
        if (
            g.pos[i] in {"ADJ", "VERB"}
            and g.feats[i].get("Animacy") is None
            and not self._stands_alone(i)
            and not numbered
        ):
            return []
        return [self._phrase(i)]

    def _state_of(self, i: int) -> list[Name]:
        """«монгольская сторона» is Mongolia."""
        reference = self.references.at(i)
        return [] if reference is None or reference.via != "adjective" else self.referred(reference, i)

    def in_capital(self, i: int) -> list[Name]:
        """«в Москве пообещали»: the state whose capital it is, where those who act have no other name."""
        reference = self.references.at(i)
        if reference is None or not reference.literal or reference.name is None:
            return []
        return self.referred(replace(reference, literal=False), i)

    def mention(self, number: int, token: int) -> Name:
        """Return the entity that a mention names, or the state that a capital stands for."""
        m = self.mentions[number]
        for t in range(m.token_start, m.token_stop):
            reference = self.references.at(t)
            if reference is not None and reference.via == "name" and not reference.literal:
                found = self.referred(reference, token)
                if found:
                    return found[0]
        entity = self.entities[m.entity]
        return Name(entity.name, m.start, m.stop, token, m.type, m.entity)

    def referred(self, reference: Reference, token: int) -> list[Name]:
        """Return the entities that a reference points at, with the place of the phrase."""
        start, stop = self.g.start[reference.token_start], self.g.stop[reference.token_stop - 1]
        if reference.entities:
            return [
                Name(self.entities[e].name, start, stop, token, self.entities[e].type, e, reference.literal)
                for e in reference.entities
            ]
        if reference.name:
            return [Name(reference.name, start, stop, token, "LOC", None, reference.literal)]
        return []

    def _titled(self, i: int) -> list[Name]:
        """The name that a title, a descriptor or a number of people introduces."""
        g = self.g
        found = []
        below = [x for c in g.of(i, "appos") if g.lemma[c] in self.org_nouns for x in g.of(c, "appos", "flat", "nmod")]
        for c in (*g.children[i], *below):
            if c not in self.mention_at or g.rel[c].partition(":")[0] not in TITLED or g.preposition(c):
                continue
            m = self.mentions[self.mention_at[c]]
            if c < i or self._is_kin_of(i, m):
                continue
            several = g.feats[i].get("Number") == "Plur" and g.lemma[i] in self.kin
            same_case = several or (g.case(c) in {g.case(i), ""} and g.case(i) != "Gen") or g.rel[c] != "nmod"
            if m.type == "PER" and same_case and g.feats[i].get("Animacy", "Anim") == "Anim":
                found.append(self.mention(self.mention_at[c], c))
                found += [
                    self.mention(self.mention_at[x], x)
                    for x in self.conjuncts(c)
                    if x in self.mention_at and self.mentions[self.mention_at[x]].type == "PER"
                ]
            elif (m.type == "ORG" and (g.lemma[i] in self.org_nouns or self._set_off(i, m))) or (
                m.type == "LOC" and g.lemma[i] in self.place_nouns
            ):
                return [self.mention(self.mention_at[c], c)]
        if not found and g.feats[i].get("Animacy") == "Anim":
            found = self._next_name(i)
        return list({n.name: n for n in found}.values())

    def _set_off(self, i: int, m: Mention) -> bool:
        """«поставщик обедов, ООО „Икс“, отрицает»: the name stands behind a comma or dash."""
        g = self.g
        before = m.token_start - 1
        while before > i and (g.text[before] in QUOTES or g.lemma[before] in self.org_nouns):
            before -= 1
        return before > i and g.text[before] in {",", "—", "–"}

    def _is_kin_of(self, i: int, m: Mention) -> bool:
        """«мать Тлисова» is not Тлисов: a bare surname behind a kin word is a genitive."""
        if self.g.lemma[i] not in self.kin or self.g.feats[i].get("Number") == "Plur":
            return False
        gender = self.entities[m.entity].gender
        if gender is not None:
            return gender != ("female" if self.g.feats[i].get("Gender") == "Fem" else "male")
        return m.token_stop - m.token_start == 1

    def _next_name(self, i: int) -> list[Name]:
        """A person's name behind the phrase of a title, in its case: «бывший глава корпорации „Икс“ Ван Цзюнь»."""
        g = self.g
        _, stop = g.clause_span(i)
        case = g.case(i)
        for j in range(i + 1, min(stop, i + TITLE_REACH)):
            if j in self.mention_at and self.mentions[self.mention_at[j]].type == "PER":
                m = self.mentions[self.mention_at[j]]
                own = {g.case(t) for t in range(m.token_start, m.token_stop)}  # an initial has any case
                agree = bool(own & {case, ""}) or any({o, case} == {"Gen", "Acc"} for o in own)
                fits = agree and (case != "Gen" or j == phrase_tokens(g, i)[-1] + 1)
                if m.token_start == j and fits and not g.preposition(j):
                    return [self.mention(self.mention_at[j], j)]
            elif (
                g.pos[j] in {"VERB", "AUX", "CCONJ", "SCONJ", "PRON"}
                or g.text[j] in {",", "(", ":", ";", "—"}
                or (
                    g.pos[j] == "NOUN"
                    and g.case(j) == case != "Gen"
                    and not g.preposition(j)
                    and j not in self.mention_at
                )
            ):
                break
        return []

    def _relative(self, i: int, seen: set[int]) -> list[Name]:
        g = self.g
        for up in g.up(i):
            if g.rel[up] == "acl:relcl" and g.head[up] >= 0:
                return self._one(g.head[up], seen)
        start, _ = g.clause_span(i)
        for j in range(start - 1, max(start - 4, -1), -1):
            if g.pos[j] in {"NOUN", "PROPN"}:
                return self._one(j, seen)
        return []

    def _share_of(self, i: int, seen: set[int]) -> list[Name]:
        """«60% акций завода „Икс“»: what is bought or owned is the firm."""
        g = self.g
        for c in g.children[i]:
            hangs = c > i and g.rel[c].partition(":")[0] in {"nmod", "appos", "flat"}
            if hangs and g.preposition(c) in {"", "в"} and g.pos[c] in {"NOUN", "PROPN", "X"}:
                return self._one(c, seen)
        return [self._phrase(i)] if g.pos[i] == "NOUN" else []

    def _is_amount(self, i: int) -> bool:
        """«3 млн рублей», the «двадцать» of «двадцати процентов», an infinitive: nobody."""
        g = self.g
        if g.feats[i].get("VerbForm") in {"Inf", "Fin", "Conv"}:
            return True
        if g.lemma[i] in self.currency:
            return bool(g.of(i, "nummod"))
        above = g.head[i]
        return g.pos[i] == "NUM" and above >= 0 and g.lemma[above] in self.not_people | self.currency

    def _stands_alone(self, i: int) -> bool:
        """«задержанные», «число погибших»: a participle or adjective used as a noun."""
        g = self.g
        relations = {"nsubj", "nsubj:pass", "obj", "iobj", "obl", "conj", "nmod"}
        return g.feats[i].get("Variant") != "Short" and (g.rel[i] in relations or bool(g.of(i, "nummod")))

    def _phrase(self, i: int) -> Name:
        g = self.g
        tokens = phrase_tokens(g, i, self._without)
        return Name(nominative(g, self.vocab, i, tokens), g.start[tokens[0]], g.stop[tokens[-1]], i)
