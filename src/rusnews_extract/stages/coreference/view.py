"""A document seen by token: which name, sentence, line and speech each token belongs to, and which state a name is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rusnews_extract.marks import find_marks
from rusnews_extract.model import Entity, Mention, ParsedDocument, Tokens
from rusnews_extract.rules.references import ReferenceRules

__all__ = ["View", "build_view"]

SPEECH_TOKENS = 4
DASHES = frozenset("—–-")
STOPS = frozenset({",", ".", "!", "?", "…", "..."})


@dataclass(frozen=True, slots=True)
class View:
    """Columns as long as the tokens (``-1`` for none), and look-ups by mention and by state."""

    tokens: Tokens
    lower: tuple[str, ...]
    mentions: Sequence[Mention]
    entities: Sequence[Entity]
    rules: ReferenceRules
    mention_at: tuple[int, ...]
    sentence_at: tuple[int, ...]
    line_at: tuple[int, ...]
    speech_at: tuple[int, ...]
    first_of_sentence: tuple[int, ...]
    stop_of_sentence: tuple[int, ...]
    state_of_mention: tuple[str | None, ...]
    entity_of_state: dict[str, int]

    def case(self, token: int) -> str | None:
        """Return the grammatical case the network gave."""
        return self.tokens.feats[token].get("Case")

    def number(self, token: int) -> str | None:
        """Return Sing or Plur."""
        return self.tokens.feats[token].get("Number")

    def plural(self, token: int) -> bool:
        """Say whether a noun is about several: also «два президента», and a title's «Президенты» tagged as a name."""
        tokens = self.tokens
        if tokens.feats[token].get("Number") == "Plur":
            return True
        if (
            token
            and tokens.lemma[token - 1] in self.rules.words.small_numbers
            and self.sentence_at[token - 1] == self.sentence_at[token]
        ):
            return True
        return tokens.pos[token] == "PROPN" and self.lower[token] in (
            tokens.lemma[token] + "ы",
            tokens.lemma[token] + "и",
        )

    def case_of(self, mention: Mention) -> str | None:
        """Return the case of a name: that of its first word that has one."""
        cases = (self.case(t) for t in range(mention.token_start, mention.token_stop))
        return next((c for c in cases if c is not None), None)

    def gender_of(self, mention: Mention) -> str | None:
        """Return male or female: what the names stage knows, else what the form says."""
        known = self.entities[mention.entity].gender
        if known is not None:
            return known
        forms = [self.tokens.feats[t].get("Gender") for t in range(mention.token_start, mention.token_stop)]
        return {"Masc": "male", "Fem": "female"}.get(next((f for f in reversed(forms) if f), ""))

    def state_entities(self, state: str) -> tuple[int, ...]:
        """Return the entity that is this state, if the document names it."""
        index = self.entity_of_state.get(state)
        return () if index is None else (index,)


def build_view(
    parsed: ParsedDocument, mentions: Sequence[Mention], entities: Sequence[Entity], rules: ReferenceRules
) -> View:
    """Lay the names, sentences, lines and speeches of a document over its tokens."""
    tokens = parsed.tokens
    count = len(tokens)
    mention_at, sentence_at, line_at = [-1] * count, [-1] * count, [-1] * count
    for number, mention in enumerate(mentions):
        for t in range(mention.token_start, mention.token_stop):
            mention_at[t] = number
    for number, sentence in enumerate(parsed.sentences):
        for t in range(sentence.token_start, sentence.token_stop):
            sentence_at[t], line_at[t] = number, sentence.line
    lower = tuple(t.lower().replace("ё", "е") for t in tokens.text)
    states = tuple(_state(m, entities[m.entity], rules) for m in mentions)
    entity_of_state: dict[str, int] = {}
    for mention, state in zip(mentions, states, strict=True):
        if state is not None:
            entity_of_state.setdefault(state, mention.entity)
    return View(
        tokens,
        lower,
        mentions,
        entities,
        rules,
        tuple(mention_at),
        tuple(sentence_at),
        tuple(line_at),
        _speeches(parsed, rules),
        tuple(s.token_start for s in parsed.sentences),
        tuple(s.token_stop for s in parsed.sentences),
        states,
        entity_of_state,
    )


def _state(mention: Mention, entity: Entity, rules: ReferenceRules) -> str | None:
    if mention.type != "LOC":
        return None
    for name in (mention.normal, entity.name):
        state = rules.states.get(name.lower().replace("ё", "е"))
        if state is not None:
            return state
    return None


def _speeches(parsed: ParsedDocument, rules: ReferenceRules) -> tuple[int, ...]:
    """Number the outermost quotations long enough to be speech; tokens outside are -1.

    So are the reporter's words inside one pair of marks: «Готово, — сказал он. — Завтра откроем».
    """
    tokens = parsed.tokens
    inside = [-1] * len(tokens)
    marks = [m for m in find_marks(parsed.text, [(n.start, n.stop) for n in parsed.clean.lines]) if m.depth == 0]
    t = 0
    for number, mark in enumerate(marks):
        while t < len(tokens) and tokens.start[t] < mark.start:
            t += 1
        first = t
        while t < len(tokens) and tokens.stop[t] <= mark.stop:
            t += 1
        if t - first >= SPEECH_TOKENS:
            inside[first:t] = [number] * (t - first)
            for start, stop in _remarks(tokens, rules, first, t):
                inside[start:stop] = [-1] * (stop - start)
    return tuple(inside)


def _remarks(tokens: Tokens, rules: ReferenceRules, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the reporter's remarks within a speech: from a dash behind a stop or comma to the next such dash."""
    borders = [t for t in range(start + 1, stop) if tokens.text[t] in DASHES and tokens.text[t - 1] in STOPS]
    for number, t in enumerate(borders):
        words = range(t + 1, min(t + 4, stop))
        if any(tokens.lemma[i] in rules.speech_verbs and tokens.pos[i] == "VERB" for i in words):
            yield t, borders[number + 1] if number + 1 < len(borders) else stop
