"""The reading from left to right that settles role nouns, bodies, pairs and pronouns."""

from collections import Counter

from rusnews_extract.references import Reference
from rusnews_extract.rules.references import ReferenceRules
from rusnews_extract.stages.coreference.bodies import body_of
from rusnews_extract.stages.coreference.memory import Memory, Seen
from rusnews_extract.stages.coreference.offices import Office, RoleNoun, read_role
from rusnews_extract.stages.coreference.view import View

__all__ = ["Walk"]

LINES_BACK = 3


class Walk:
    """One pass over a document; ``found`` is filled in place."""

    def __init__(
        self, view: View, offices: tuple[Office, ...], apposed: dict[int, RoleNoun], found: dict[int, Reference]
    ) -> None:
        self.view = view
        self.offices = list(offices)
        self.apposed = apposed
        self.found = found
        self.memory = Memory(view)
        self.home = self._home()

    def run(self) -> None:
        """Read the document."""
        view, rules = self.view, self.view.rules
        self._pair_offices()
        last_mention = -1
        for t, lemma in enumerate(view.tokens.lemma):
            number = view.mention_at[t]
            if number >= 0:
                if number != last_mention:
                    last_mention = number
                    self._name(number)
            elif view.lower[t] in rules.pronouns and view.tokens.pos[t] in ("PRON", "DET"):
                self._pronoun(t)
            elif lemma in rules.pairs and view.plural(t):
                self._plural(t)
            elif lemma in rules.roles and not view.plural(t) and view.tokens.pos[t] in ("NOUN", "PROPN", "ADJ"):
                self._role(t)
            elif self._aged(t):
                self._aged_person(t)
            elif lemma in rules.bodies and view.tokens.pos[t] in ("NOUN", "PROPN") and not view.plural(t):
                self._body(t)

    def _home(self) -> str | None:
        """Return the state most spoken of among those whose head the document does not name."""
        spoken = Counter(r.name for r in self.found.values() if r.name is not None and not r.literal)
        spoken.update(s for s in self.view.state_of_mention if s is not None)
        headed = {o.anchor for o in self.offices if o.kind == "state"}
        free = [s for s in spoken if s not in headed]
        return max(free, key=lambda s: (spoken[s], s)) if free else None

    def _name(self, number: int) -> None:
        view = self.view
        mention = view.mentions[number]
        reference = self.found.get(mention.token_start)
        entity = mention.entity
        if mention.type != "PER" and reference is not None and not reference.literal and reference.entities:
            entity = reference.entities[0]
        subject = view.case_of(mention) == "Nom"
        self.memory.add(mention.token_start, entity, view.gender_of(mention), subject=subject)

    def _role(self, t: int) -> None:
        if t in self.apposed:
            holder = next(o.entity for o in self.offices if o.token == t)
            role = self.apposed[t]
            self.found[t] = Reference((holder,), "role", role.start, role.stop)
            return
        role = read_role(self.view, t)
        if self._names_follow(role):
            return
        entity = self._holder(role)
        if entity is None:
            return
        self.found[t] = Reference((entity,), "role", role.start, role.stop)
        gender = self.view.entities[entity].gender
        self.memory.add(t, entity, gender, subject=self.view.case(t) == "Nom")

    def _names_follow(self, role: RoleNoun) -> bool:
        """Say whether a person's name goes on with the phrase: then the name itself is the reference."""
        view = self.view
        if role.stop >= len(view.lower) or view.mention_at[role.stop] < 0:
            return False
        mention = view.mentions[view.mention_at[role.stop]]
        return mention.type == "PER" and view.case_of(mention) == view.case(role.token)

    def _holder(self, role: RoleNoun) -> int | None:
        same = [o for o in self.offices if self._same_office(o, role)]
        if not same and role.kind in ("state", "government") and role.anchor == self.home:
            # «Президент Иван Петров» needs no country where it is the country that the page is about
            same = [o for o in self.offices if o.kind == role.kind and o.anchor is None]
        if not same and role.kind == "state" and isinstance(role.anchor, str):
            return self._by_elimination(role)
        heads = role.lemma in self.view.rules.heads
        if not same and heads and isinstance(role.anchor, str) and role.anchor in self.view.rules.bodies:
            same = [o for o in self.offices if o.lemma in self.view.rules.heads and o.kind == "office"]
        if role.anchor is None and role.kind in ("state", "government"):
            # a bare «президент» is first of all the one whose country the page did not need to name
            same = [o for o in same if o.anchor is None] or same
        if same:
            holders = {o.entity for o in same}
            return holders.pop() if len(holders) == 1 else self._latest(holders, role.token)
        if self.view.rules.roles[role.lemma] == "person" and role.anchor is None and self._definite(role):
            return self._antecedent(role.token, self._gender(role.token))
        return None

    def _same_office(self, office: Office, role: RoleNoun) -> bool:
        if role.kind in ("state", "government"):
            if office.kind != role.kind:
                return False
            return role.anchor is None or office.anchor == role.anchor
        if office.lemma != role.lemma and role.lemma not in self.view.rules.synonyms.get(office.lemma, ()):
            return False
        if role.anchor in self.view.rules.words.areas and office.lemma != role.lemma:
            return True  # «губернатор края Иван Петров … глава региона»
        return not role.modified if role.anchor is None else office.anchor == role.anchor

    def _definite(self, role: RoleNoun) -> bool:
        tokens = self.view.tokens
        words = [tokens.lemma[t] for t in range(role.start, role.token)]
        rules = self.view.rules
        if role.stop < len(tokens) and tokens.text[role.stop] in rules.words.places:
            return False  # «собеседник на рынке», «врач из Тулы»: somebody new
        return all(w in rules.words.pointing or w in rules.adjectives or _aged_word(rules, w) for w in words)

    def _by_elimination(self, role: RoleNoun) -> int | None:
        """Give the nameless head of a state to the one often named person who has no office of his own."""
        taken = {o.entity for o in self.offices}
        counts = Counter(m.entity for m in self.view.mentions if m.type == "PER" and m.entity not in taken)
        often = [e for e, n in counts.items() if n >= 2]
        if len(often) != 1:
            return None
        self.offices.append(Office(role.lemma, "state", role.anchor, often[0], role.token))
        return often[0]

    def _latest(self, entities: set[int], token: int) -> int | None:
        for seen in reversed(self.memory.seen):
            if seen.entity in entities and seen.token < token:
                return seen.entity
        return None

    def _gender(self, t: int) -> str | None:
        """Take the gender of a verb that agrees («актриса сказала»), as the noun alone says little."""
        view = self.view
        head = view.tokens.head[t]
        forms = [view.tokens.feats[head].get("Gender")] if head >= 0 and view.tokens.pos[head] == "VERB" else []
        return {"Masc": "male", "Fem": "female"}.get(next((f for f in forms if f), ""))

    def _aged(self, t: int) -> bool:
        """«22-летняя теннисистка»: an age makes any noun for a person definite."""
        view = self.view
        if t == 0 or not _aged_word(view.rules, view.tokens.lemma[t - 1]) or view.tokens.pos[t] != "NOUN":
            return False
        return view.tokens.feats[t].get("Animacy") == "Anim" and not view.plural(t)

    def _aged_person(self, t: int) -> None:
        view = self.view
        nxt = view.mention_at[t + 1] if t + 1 < len(view.lower) else -1
        if nxt >= 0 and view.mentions[nxt].type == "PER":
            return
        gender = {"Masc": "male", "Fem": "female"}.get(view.tokens.feats[t].get("Gender", ""))
        entity = self._antecedent(t, gender)
        if entity is not None:
            self.found[t] = Reference((entity,), "role", t - 1, t + 1)

    def _pronoun(self, t: int) -> None:
        view = self.view
        agreement = view.rules.pronouns[view.lower[t]]
        if "plural" in agreement and ("male" not in agreement or view.number(t) == "Plur"):
            pair = self.memory.last_pair("persons")
            near = pair is not None and view.line_at[t] - view.line_at[pair[0]] <= 1
            if pair is not None and near and view.speech_at[t] < 0 and not self._plural_between(pair[0], t):
                self.found[t] = Reference(pair[1], "pronoun", t, t + 1)
            return
        gender = "female" if "female" in agreement else "male"
        entity = self._antecedent(t, gender)
        if entity is not None:
            self.found[t] = Reference((entity,), "pronoun", t, t + 1)
            self.memory.add(t, entity, gender, subject=view.case(t) == "Nom")

    def _plural_between(self, first: int, second: int) -> bool:
        view = self.view
        sentence = view.sentence_at[second]
        return any(
            view.tokens.pos[t] == "NOUN"
            and view.number(t) == "Plur"
            and (view.sentence_at[t] == sentence or view.tokens.rel[t].startswith("nsubj"))
            for t in range(first + 1, second)
            if view.mention_at[t] < 0 and t not in self.found
        )

    def _antecedent(self, t: int, gender: str | None) -> int | None:
        """Return the nearest fitting person: subjects first, then by sentences and lines back."""
        view = self.view
        best: tuple[float, int, int] | None = None
        for seen in reversed(self.memory.seen):
            lines = view.line_at[t] - seen.line
            if lines > LINES_BACK:
                break
            if not self._may_be(seen, t, gender):
                continue
            away = view.sentence_at[t] - seen.sentence
            cost = away + 0.5 * lines + (0.0 if seen.subject else 1.2)
            if best is None or cost < best[0]:
                best = (cost, seen.token, seen.entity)
        if best is None or self._thing_between(best[1], t, gender) or self._somebody_between(best[1], t, gender):
            return None
        return best[2]

    def _may_be(self, seen: Seen, t: int, gender: str | None) -> bool:
        view = self.view
        if seen.kind != "PER" or (gender and seen.gender and seen.gender != gender):
            return False
        if seen.speech != view.speech_at[t] and seen.speech >= 0:
            return False
        if seen.speech != view.speech_at[t] and view.speech_at[t] >= 0 and view.lower[t] in view.rules.pronouns:
            return False
        if not seen.subject or seen.sentence != view.sentence_at[t] or view.case(t) in (None, "Nom"):
            return True
        head = view.tokens.head[t]
        controlled = head >= 0 and view.tokens.feats[head].get("VerbForm") == "Inf"
        return not controlled and not self._same_clause(seen.token, t)

    def _same_clause(self, first: int, second: int) -> bool:
        return not any(self.view.tokens.pos[t] == "PUNCT" for t in range(first, second))

    def _thing_between(self, first: int, t: int, gender: str | None) -> bool:
        """Say whether a thing of the same gender is the nearer subject: «Петров купил завод. Он стоит …» stays open."""
        view = self.view
        head = view.tokens.head[t]
        if head >= 0 and view.tokens.lemma[head] in view.rules.speech_verbs:
            return False
        wanted = {"male": "Masc", "female": "Fem"}.get(gender or "")
        for i in range(first + 1, t):
            feats = view.tokens.feats[i]
            if (
                view.tokens.pos[i] == "NOUN"
                and feats.get("Case") == "Nom"
                and feats.get("Gender") == wanted
                and feats.get("Number") == "Sing"
                and feats.get("Animacy") == "Inan"
                and view.speech_at[i] < 0
            ):
                return True
        return False

    def _somebody_between(self, first: int, t: int, gender: str | None) -> bool:
        """Say whether a subject without a name is nearer: «Петров ушёл. На сцену поднялся автор. Он сказал …»."""
        view = self.view
        wanted = {"male": "Masc", "female": "Fem"}.get(gender or "")
        for i in range(first + 1, t):
            feats = view.tokens.feats[i]
            if (
                view.tokens.pos[i] == "NOUN"
                and feats.get("Case") == "Nom"
                and feats.get("Animacy") == "Anim"
                and feats.get("Number") == "Sing"
                and feats.get("Gender") == wanted
                and view.tokens.rel[i] == "nsubj"
                and i not in self.found
                and view.mention_at[i] < 0
                and view.speech_at[i] < 0
                and not self._named(i)
            ):
                return True
        return False

    def _named(self, t: int) -> bool:
        """Say whether a person's name stands right behind the noun, its genitives aside, or before it."""
        view = self.view
        stop = view.stop_of_sentence[view.sentence_at[t]]
        for i in range(t + 1, min(stop, t + 8)):
            if view.mention_at[i] >= 0 and view.mentions[view.mention_at[i]].type == "PER":
                return True
            if view.tokens.pos[i] in ("VERB", "PUNCT", "ADP"):
                return False
        return False

    def _plural(self, t: int) -> None:
        view = self.view
        first = view.first_of_sentence[view.sentence_at[t]]
        start = t
        while start > first and view.tokens.pos[start - 1] in ("ADJ", "DET", "NUM", "PRON"):
            start -= 1
            if view.tokens.lemma[start] not in view.rules.words.quantifiers:
                return
        states, stop = self._listed_states(t)
        if stop < len(view.lower) and view.mention_at[stop] >= 0 and not states:
            return
        if states:
            holders = [self._holder(RoleNoun(t, view.tokens.lemma[t], "state", s, start, stop, False)) for s in states]
            known = tuple(h for h in holders if h is not None)
            if view.rules.pairs[view.tokens.lemma[t]] == "persons" and known:
                self.found[t] = Reference(known, "role", start, stop)
            return
        if stop > t + 1:
            return
        pair = self.memory.last_pair(view.rules.pairs[view.tokens.lemma[t]])
        if pair is None and view.rules.pairs[view.tokens.lemma[t]] == "persons":
            heads = tuple(sorted({o.entity for o in self.offices if o.kind == "state"}))
            pair = (t, heads) if len(heads) == 2 else None
        if pair is not None:
            self.found[t] = Reference(pair[1], "role", start, t + 1)

    def _listed_states(self, t: int) -> tuple[list[str], int]:
        """Read «России и Азербайджана» or «двух стран» after a plural role."""
        view = self.view
        stop = view.stop_of_sentence[view.sentence_at[t]]
        states: list[str] = []
        i = t + 1
        while i < stop:
            number = view.mention_at[i]
            if number >= 0 and view.state_of_mention[number] is not None:
                states.append(str(view.state_of_mention[number]))
                i = view.mentions[number].token_stop
            elif view.lower[i] in ("и", *view.rules.words.both) or (
                view.lower[i] in view.rules.words.lands and not states
            ):
                i += 1
            else:
                break
        if not states and i > t + 1 and view.lower[i - 1] in view.rules.words.lands:
            return [], t + 1
        genitive = i < stop and view.mention_at[i] < 0 and view.case(i) == "Gen"
        return (states, i) if states else ([], t + 2 if genitive else t + 1)

    def _pair_offices(self) -> None:
        """Learn from «Президенты Чехии и Австрии Иван Петров и Пётр Орлов»: each with the state in his place."""
        view = self.view
        for t, lemma in enumerate(view.tokens.lemma):
            if view.rules.pairs.get(lemma) != "persons" or not view.plural(t) or lemma not in view.rules.roles:
                continue
            states, i = self._listed_states(t)
            people: list[int] = []
            while states and i < len(view.lower) and (view.mention_at[i] >= 0 or view.lower[i] == "и"):
                number = view.mention_at[i]
                if number >= 0 and view.mentions[number].type == "PER" and view.mentions[number].entity not in people:
                    people.append(view.mentions[number].entity)
                i += 1
            if states and len(states) == len(people):
                kind = view.rules.roles[lemma] if view.rules.roles[lemma] != "office" else "state"
                self.offices += [Office(lemma, kind, s, p, t) for s, p in zip(states, people, strict=True)]

    def _body(self, t: int) -> None:
        entity = body_of(self.view, self.memory, t)
        if entity is not None:
            self.found[t] = Reference((entity,), "institution", t, t + 1)


def _aged_word(rules: ReferenceRules, lemma: str) -> bool:
    """«22-летний»: a number and one of the endings of age."""
    return lemma[:1].isdigit() and any(ending in lemma for ending in rules.words.ages)
