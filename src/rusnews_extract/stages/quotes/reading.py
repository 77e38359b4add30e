"""A document laid out for quotes: names and marks by token, and units, the reporter's own sentences.

A unit ends where the reporter's sentence ends, not inside a speech: «Готово. Завтра откроем», — сказал мэр. is one
unit of two sentences, cut only outside quotation marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rusnews_extract.marks import Mark, find_marks
from rusnews_extract.model import Entity, Mention, ParsedDocument, Tokens
from rusnews_extract.references import References
from rusnews_extract.rules.quotes import QuoteRules

__all__ = ["DASHES", "QUOTE_SIGNS", "Reading", "Span", "Unit", "read"]

DASHES = frozenset("—–-−")
QUOTE_SIGNS = frozenset('«»"“”„″')
LONGEST_NAME = 7
UNDECLINED = tuple("оеиуюыэ")
SPOKEN_BEFORE = 8
INFINITIVES = ("ть", "ться", "чь")
REFLEXIVE = ("тся", "лся", "лась", "лось", "лись")
FINITE = ("т", "л", "ла", "ло", "ли", "тся", "лся", "лась", "лось", "лись")


@dataclass(frozen=True, slots=True)
class Span:
    """An outermost pair of marks by token: ``[start, stop)`` inside, ``[open, close)`` with the marks."""

    start: int
    stop: int
    open: int
    close: int
    mark: Mark
    name: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of the reporter, with the speeches in it. ``spans`` leaves names in marks out."""

    start: int
    stop: int
    line: int
    zone: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What every quote pattern reads. ``speech_at`` numbers the span a token lies in, -1 for the reporter's words.

    ``speaking`` are the tokens whose lemma may make a cue, in order: the patterns look at no others.
    """

    parsed: ParsedDocument
    tokens: Tokens
    lower: tuple[str, ...]
    mentions: Sequence[Mention]
    entities: Sequence[Entity]
    references: References
    rules: QuoteRules
    mention_at: tuple[int, ...]
    sentence_at: tuple[int, ...]
    speech_at: tuple[int, ...]
    spans: tuple[Span, ...]
    units: tuple[Unit, ...]
    speaking: tuple[int, ...]

    def feat(self, token: int, name: str) -> str | None:
        """Return one morphological feature."""
        return self.tokens.feats[token].get(name)

    def mention(self, token: int) -> Mention | None:
        """Return the name that the token belongs to."""
        number = self.mention_at[token]
        return None if number < 0 else self.mentions[number]

    def finite(self, token: int) -> bool:
        """Say whether the token is a predicate: a finite verb, a short participle or a short adjective («готов»)."""
        if self.tokens.pos[token] == "ADJ":
            short = self.feat(token, "Case") is None and self.feat(token, "Degree") == "Pos"
            return (short and self.lower[token].isalpha()) or self.mistagged(token)
        if self.tokens.pos[token] == "AUX":
            return True
        if self.tokens.pos[token] != "VERB":
            return self.mistagged(token)
        form = self.feat(token, "VerbForm")
        return form == "Fin" or (form == "Part" and self.feat(token, "Case") is None)

    def mistagged(self, token: int) -> bool:
        """Say whether a finite verb was tagged as something else («передаёт» as a noun), by its lemma and ending."""
        lemma, form, pos = self.tokens.lemma[token], self.lower[token], self.tokens.pos[token]
        if not lemma.endswith(INFINITIVES) or form == lemma:
            return False
        if pos == "ADJ":  # a short participle is one too, but never with «-ся»
            return form.endswith(REFLEXIVE)
        return form.endswith(FINITE) and pos in ("NOUN", "PROPN", "X", "ADV")

    def has_finite(self, start: int, stop: int) -> bool:
        """Say whether ``[start, stop)`` holds a predicate."""
        return any(self.finite(t) for t in range(start, stop))

    def upright(self, mention: Mention) -> bool:
        """Say whether a person's name stands in the nominative by its form, whatever the network says of its case."""
        return (
            mention.type == "PER"
            and mention.text == mention.normal
            and not all(word.endswith(UNDECLINED) for word in mention.text.split())
        )

    def units_stop(self, token: int) -> int:
        """Return where the unit of a token ends."""
        return next((u.stop for u in self.units if u.start <= token < u.stop), len(self.tokens))

    def text(self, start: int, stop: int) -> str:
        """Return the clean text from token ``start`` to the end of token ``stop - 1``."""
        return self.parsed.text[self.tokens.start[start] : self.tokens.stop[stop - 1]]


def read(
    parsed: ParsedDocument,
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    references: References,
    rules: QuoteRules,
) -> Reading:
    """Lay a document out; the result is what the patterns share."""
    tokens = parsed.tokens
    count = len(tokens)
    lower = tuple(t.lower().replace("ё", "е") for t in tokens.text)
    mention_at, sentence_at, speech_at = [-1] * count, [-1] * count, [-1] * count
    for number, mention in enumerate(mentions):
        mention_at[mention.token_start : mention.token_stop] = [number] * (mention.token_stop - mention.token_start)
    for number, sentence in enumerate(parsed.sentences):
        sentence_at[sentence.token_start : sentence.token_stop] = [number] * (
            sentence.token_stop - sentence.token_start
        )
    spans = _spans(parsed, lower, mentions, mention_at, rules)
    for number, span in enumerate(spans):
        if not span.name:
            speech_at[span.open : span.close] = [number] * (span.close - span.open)
    return Reading(
        parsed,
        tokens,
        lower,
        mentions,
        entities,
        references,
        rules,
        tuple(mention_at),
        tuple(sentence_at),
        tuple(speech_at),
        spans,
        _units(parsed, lower, spans, speech_at),
        tuple(t for t, lemma in enumerate(tokens.lemma) if lemma in rules.cue_lemmas),
    )


def _spans(
    parsed: ParsedDocument,
    lower: Sequence[str],
    mentions: Sequence[Mention],
    mention_at: Sequence[int],
    rules: QuoteRules,
) -> tuple[Span, ...]:
    tokens = parsed.tokens
    found = []
    t = 0
    for mark in find_marks(parsed.text, [(n.start, n.stop) for n in parsed.clean.lines]):
        if mark.depth:
            continue
        while t < len(tokens) and tokens.stop[t] <= mark.open:
            t += 1
        first = t
        while t < len(tokens) and tokens.start[t] < mark.close:
            t += 1
        start = first if mark.open == mark.start else first + 1
        stop = t if mark.stop == mark.close else t - 1
        if start >= stop:
            continue
        owner = {mention_at[i] for i in range(start, stop)}
        covered = any(n >= 0 and mentions[n].start <= mark.start and mentions[n].stop >= mark.stop for n in owner)
        name = not mark.carried and (covered or _is_name(parsed, lower, rules, first, start, stop))
        found.append(Span(start, stop, first, t, mark, name))
    return tuple(found)


def _is_name(
    parsed: ParsedDocument, lower: Sequence[str], rules: QuoteRules, first: int, start: int, stop: int
) -> bool:
    """Tell a name or title by the noun before it, or by its shape: «план «Ковёр»», ООО «Ромашка»."""
    tokens = parsed.tokens
    text = tokens.text
    if not text[start][0].isupper() and not text[start][0].isdigit():
        return False
    finite = any(_predicate(tokens, i) for i in range(start, stop))
    before = first - 1
    while before >= 0 and text[before] in QUOTE_SIGNS:
        before -= 1
    if before >= 0 and parsed.sentences and tokens.lemma[before] in rules.named:
        return True
    if before >= 0 and text[before] == ":" and _spoken_before(tokens, rules, before):
        return False  # Мэр заявил: «Мост опасен»
    if finite or stop - start > LONGEST_NAME or text[stop - 1] in "!?….":
        return False
    if (
        stop - start >= 3
        and text[stop + 1 : stop + 2] == (",",)
        and "quote" in rules.verbs.get(lemma_at(tokens, stop + 2), "")
    ):
        return False  # «Всё отлично, спасибо», сказал он
    after = text[stop + 1] if stop + 1 < len(text) else ""
    return after not in DASHES and not (after in ",.!?" and stop + 2 < len(text) and text[stop + 2] in DASHES)


def _spoken_before(tokens: Tokens, rules: QuoteRules, colon: int) -> bool:
    near = range(max(0, colon - SPOKEN_BEFORE), colon)
    return any(
        tokens.pos[t] == "VERB" and {"quote", "clause"} & rules.verbs.get(tokens.lemma[t], frozenset()) for t in near
    )


def _predicate(tokens: Tokens, t: int) -> bool:
    form = tokens.feats[t].get("VerbForm")
    return form == "Fin" or (form == "Part" and "Case" not in tokens.feats[t] and tokens.pos[t] == "VERB")


def lemma_at(tokens: Tokens, token: int) -> str:
    """Return a lemma, "" behind the end."""
    return tokens.lemma[token] if token < len(tokens) else ""


def _units(
    parsed: ParsedDocument, lower: Sequence[str], spans: Sequence[Span], speech_at: Sequence[int]
) -> tuple[Unit, ...]:
    units: list[tuple[int, int, int, str]] = []
    for sentence in parsed.sentences:
        start, stop = sentence.token_start, sentence.token_stop
        if start >= stop:
            continue
        if units and units[-1][2] == sentence.line and _goes_on(parsed.tokens.text, lower, speech_at, start):
            units[-1] = (units[-1][0], stop, sentence.line, sentence.zone)
        else:
            units.append((start, stop, sentence.line, sentence.zone))
    found = []
    at = 0
    speeches = [s for s in spans if not s.name]
    for start, stop, line, zone in units:
        inside = []
        while at < len(speeches) and speeches[at].open < stop:
            inside.append(speeches[at])
            at += 1
        found.append(Unit(start, stop, line, zone, tuple(inside)))
    return tuple(found)


def _goes_on(text: Sequence[str], lower: Sequence[str], speech_at: Sequence[int], start: int) -> bool:
    """Say whether the sentence that starts here belongs to the one before: inside a speech, or «…!» — сказал он."""
    if speech_at[start] >= 0 and speech_at[start] == speech_at[start - 1]:
        return True
    word = start
    while word < len(text) and (text[word] in DASHES or text[word] in ",."):
        word += 1
    return word > start and word < len(text) and text[word][0].islower() and speech_at[start - 1] >= 0
