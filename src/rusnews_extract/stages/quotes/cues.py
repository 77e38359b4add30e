"""Cues: the words that say that something was said.

A cue is a verb of the lexicon in a form that reports («сказал», «отмечая», «сообщается»), with its noun where the
two speak together («выразил уверенность»), or a phrase that names a source («по словам»). Infinitives, negated and
conditional verbs report nothing and are no cues.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from rusnews_extract.stages.quotes.reading import Reading

__all__ = ["Cue", "cues_in", "evidence_at", "introduces", "verb_cue"]

REACH = 5


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue by token. ``verb`` is the verb, or the noun of a source phrase; ``noun`` the noun that speaks with it."""

    start: int
    stop: int
    verb: int
    flags: frozenset[str]
    noun: int | None = None


def cues_in(reading: Reading, start: int, stop: int) -> Iterator[Cue]:
    """Yield the verbal cues among the reporter's words of ``[start, stop)``."""
    speaking = reading.speaking
    for number in range(bisect_left(speaking, start), bisect_left(speaking, stop)):
        t = speaking[number]
        if reading.speech_at[t] < 0:
            cue = verb_cue(reading, t, start, stop)
            if cue is not None:
                yield cue


def verb_cue(reading: Reading, t: int, start: int, stop: int) -> Cue | None:
    """Return the cue that the token is, None where it is none in this form."""
    rules, lemma = reading.rules, reading.tokens.lemma[t]
    flags = rules.verbs.get(lemma)
    if flags is None and lemma not in rules.phrases and lemma not in rules.predicates:
        return None
    pos = reading.tokens.pos[t]
    short = pos == "ADJ" or (pos == "VERB" and reading.feat(t, "VerbForm") == "Part")
    if lemma in rules.predicates and reading.feat(t, "Case") is None and short:
        return Cue(t, t + 1, t, frozenset({"clause", "post", "quote", "weak"}))
    if (pos != "VERB" and not reading.mistagged(t)) or not _reports(reading, t, flags or frozenset()):
        return None
    noun = _partner(reading, t, start, stop)
    if noun is not None:
        return Cue(min(t, noun), max(t, noun) + 1, t, rules.phrases[lemma][reading.tokens.lemma[noun]], noun)
    if flags is None or ("from" in flags and not _from_somewhere(reading, t, stop)):
        return None
    if reading.feat(t, "VerbForm") == "Part":
        if reading.feat(t, "Case") is None:
            if "clause" not in flags:
                return None
            return Cue(t, t + 1, t, frozenset({"doc", "clause", "quote", "post", "passive"}))
        if reading.feat(t, "Voice") == "Pass" or t == 0 or reading.lower[t - 1] != ",":
            return None
        flags = flags & {"clause", "name"}  # «инженер, заявивший, что …»
    return Cue(t, t + 1, t, flags)


def _reports(reading: Reading, t: int, flags: frozenset[str]) -> bool:
    form = reading.feat(t, "VerbForm") or "Fin"
    if form not in ("Fin", "Conv", "Part"):
        return False
    if form == "Fin" and (reading.feat(t, "Mood") == "Imp" or reading.feat(t, "Person") in ("1", "2")):
        return False
    if reading.feat(t, "Tense") == "Fut" or _supposed(reading, t):
        return False
    before = reading.lower[t - 1] if t else ""
    if (before == "не") != ("neg" in flags):
        return False
    after = reading.lower[t + 1] if t + 1 < len(reading.lower) else ""
    return after not in reading.rules.words.unreal and before not in reading.rules.words.unreal


def _from_somewhere(reading: Reading, t: int, stop: int) -> bool:
    """«следует из отчёта», unlike «следует отметить»."""
    return any(reading.lower[i] in reading.rules.words.sources for i in range(t + 1, min(stop, t + 4)))


def _supposed(reading: Reading, t: int) -> bool:
    """Say whether the verb stands under «если» or «чтобы» in its clause."""
    for i in range(t - 1, max(t - 8, -1), -1):
        if reading.tokens.pos[i] == "PUNCT":
            return False
        if reading.lower[i] in reading.rules.words.unreal:
            return True
    return False


def _partner(reading: Reading, t: int, start: int, stop: int) -> int | None:
    nouns = reading.rules.phrases.get(reading.tokens.lemma[t])
    if nouns is None:
        return None
    near: list[int] = [*range(t + 1, min(stop, t + REACH)), *range(t - 1, max(start, t - REACH) - 1, -1)]
    for i in near:
        if reading.tokens.pos[i] == "NOUN" and reading.tokens.lemma[i] in nouns and reading.speech_at[i] < 0:
            return i
    return None


def evidence_at(reading: Reading, t: int, stop: int) -> Cue | None:
    """Return the source phrase that begins with this preposition: «по словам», «по предварительным данным»."""
    nouns = reading.rules.evidence.get(reading.lower[t])
    if nouns is None:
        return None
    if reading.lower[t] in reading.rules.words.to and t + 1 < stop:
        named = reading.mention(t + 1)
        if named is not None and named.type != "LOC":
            return Cue(t, t + 1, t, frozenset({"words"}))
    for i in range(t + 1, min(stop, t + REACH)):
        if reading.tokens.lemma[i] in nouns and reading.tokens.pos[i] in ("NOUN", "PROPN"):
            if reading.feat(i, "Case") not in ("Dat", "Gen", None):
                return None
            return Cue(t, i + 1, i, nouns[reading.tokens.lemma[i]])
        if reading.tokens.pos[i] not in ("ADJ", "DET", "PRON", "ADV"):
            return None
    return None


def introduces(reading: Reading, cue: Cue, stop: int) -> bool:
    """Say whether the cue governs what comes behind it: «…», сообщив, что …»."""
    for t in range(cue.stop, min(stop - 1, cue.stop + 4)):
        if reading.tokens.text[t] == ",":
            return reading.lower[t + 1] == "что" and t == cue.stop
    return False
