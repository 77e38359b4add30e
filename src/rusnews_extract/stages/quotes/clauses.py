"""Clauses that a cue governs: «X заявил, что …», «X подчеркнул: …», «причиной назвали …»."""

from rusnews_extract.stages.quotes.attribution import attribute
from rusnews_extract.stages.quotes.content import clause_stop
from rusnews_extract.stages.quotes.cues import Cue, cues_in, verb_cue
from rusnews_extract.stages.quotes.drafts import Draft
from rusnews_extract.stages.quotes.groups import Group
from rusnews_extract.stages.quotes.nominative import takes_object
from rusnews_extract.stages.quotes.reading import DASHES, Reading, Unit
from rusnews_extract.stages.quotes.reported import before_fragment, drafted, tail_relay
from rusnews_extract.stages.quotes.speakers import Speaker

__all__ = ["find_causes", "find_clauses", "find_colons"]

TO_THAT = 24
TO_COLON = 14


def find_clauses(reading: Reading, number: int, taken: frozenset[int]) -> list[Draft]:
    """«X заявил, что …», also «… о том, что …» and the chain «отметил, что A, и добавил, что B»."""
    unit = reading.units[number]
    found: list[Draft] = []
    last: Speaker | None = None
    ended: dict[int, int] = {}
    cues = list(cues_in(reading, unit.start, unit.stop))
    for k, cue in enumerate(cues):
        if "clause" not in cue.flags:
            continue
        that = _that(reading, cue, unit.stop)
        if that is None:
            continue
        start = that + 1
        limit, ender = clause_stop(reading, start, unit.stop)
        if ender is not None:
            ended[ender.start] = limit
        begin = ended.get(cue.start, cues[k - 1].stop if k and found else unit.start)
        speaker, relay = attribute(reading, cue, begin, that - 1, after_quote=False)
        if speaker is None and last is not None:
            speaker = last
        if speaker is None and k and cue.start > unit.start:
            speaker, relay = _speaker_of_earlier(reading, cues[:k], unit, cue)
        if speaker is None and reading.feat(cue.verb, "VerbForm") == "Part" and "passive" not in cue.flags:
            continue
        if "weak" in cue.flags and not _can_think(reading, speaker):
            continue
        relay = relay or tail_relay(reading, limit, unit.stop)
        last = speaker
        stop = before_fragment(reading, unit, taken, start, limit)
        if stop is not None:
            waits = speaker is None and not {"passive", "doc"} & cue.flags
            found += drafted(reading, number, (start, stop), "clause", cue, speaker, relay, waits=waits)
    return found


def _can_think(reading: Reading, speaker: Speaker | None) -> bool:
    """A verb of opinion needs somebody who has one: «сделка ожидает …» says nothing."""
    if speaker is None or speaker.group is None:
        return speaker is not None
    if speaker.entity is not None or speaker.via in ("pronoun", "institution"):
        return True
    head = speaker.group.head
    known = reading.tokens.lemma[head] in reading.rules.speakers or reading.mention_at[head] >= 0
    return known or reading.feat(head, "Animacy") == "Anim"


def _that(reading: Reading, cue: Cue, stop: int) -> int | None:
    """Return the «что» that the cue governs: behind a comma, with no other predicate between."""
    for t in range(cue.stop, min(stop - 1, cue.stop + TO_THAT)):
        if reading.speech_at[t] >= 0:
            return None
        if reading.tokens.text[t] == "," and reading.lower[t + 1] in reading.rules.words.that:
            if t > cue.stop and reading.tokens.pos[t - 1] == "ADJ" and reading.feat(t - 1, "Case") == "Ins":
                return None  # «считает это лучшим, что сделано за год»
            denied = t > cue.stop and reading.tokens.lemma[cue.verb] in reading.rules.words.denying
            asserted = reading.tokens.lemma[cue.verb] in reading.rules.words.asserting
            return None if denied or (not asserted and _asks(reading, t + 1, stop)) else t + 1
        if reading.finite(t) or reading.tokens.text[t] in ":;" or reading.tokens.text[t] in DASHES:
            return None
        if t > cue.stop and verb_cue(reading, t, cue.stop, stop) is not None:
            return None
    return None


def _asks(reading: Reading, that: int, stop: int) -> bool:
    """Say whether «что» is a question word: «раскрыл, что обсудят министры», «рассказал, что делать»."""
    if reading.lower[that] != "что" or that + 1 >= stop:
        return False
    if reading.tokens.pos[that] == "PRON" and reading.feat(that, "Case") == "Nom" and reading.finite(that + 1):
        return True
    personal = reading.tokens.pos[that + 1] == "PRON" and reading.feat(that + 1, "Person") is not None
    verb = that + 2 if personal and that + 2 < stop else that + 1
    if reading.tokens.pos[verb] != "VERB":
        return False
    if reading.feat(verb, "VerbForm") == "Inf":
        return verb == that + 1
    if not takes_object(reading.tokens.text[verb]) or not reading.finite(verb):
        return False
    for t in range(that + 1, stop):
        if reading.tokens.pos[t] == "PUNCT" and t > verb:
            return reading.lower[min(t + 1, stop - 1)] not in reading.rules.words.complementisers
        inner = reading.feat(t, "VerbForm") == "Inf" or reading.speech_at[t] >= 0 or reading.tokens.pos[t] == "NUM"
        if inner or (
            t > that
            and reading.feat(t, "Case") in ("Acc", "Gen")
            and reading.lower[t - 1] not in reading.rules.words.accusative
        ):
            return False
    return True


def _speaker_of_earlier(reading: Reading, cues: list[Cue], unit: Unit, cue: Cue) -> tuple[Speaker | None, Group | None]:
    """«Он назвал … и напомнил, что …»: the subject of the verb before."""
    for earlier in reversed(cues):
        speaker, relay = attribute(reading, earlier, unit.start, cue.start, after_quote=False)
        if speaker is not None:
            return speaker, relay
    return None, None


def find_causes(reading: Reading, number: int, taken: frozenset[int]) -> list[Draft]:
    """«Причиной аварии эксперты назвали туман»: the object of the naming is a claim."""
    unit = reading.units[number]
    found: list[Draft] = []
    for cue in cues_in(reading, unit.start, unit.stop):
        if "cause" not in cue.flags or any(s.open > cue.stop for s in unit.spans):
            continue
        nouns = [
            t
            for t in range(unit.start, unit.stop)
            if reading.tokens.lemma[t] in reading.rules.causes
            and reading.feat(t, "Case") == "Ins"
            and abs(t - cue.verb) < 14
        ]
        if not nouns:
            continue
        begin = cue.stop
        if nouns[0] > cue.verb:
            begin = nouns[0] + 1
            while begin < unit.stop and reading.feat(begin, "Case") == "Gen":
                begin += 1
        stop = next((t for t in range(begin, unit.stop) if reading.tokens.text[t] in ",;."), unit.stop)
        clause = max((t for t in range(unit.start, cue.start) if reading.tokens.text[t] == ","), default=unit.start)
        speaker, relay = attribute(reading, cue, clause, stop, after_quote=False)
        if speaker is not None and speaker.group is not None and speaker.group.start < cue.start:
            found += drafted(reading, number, (begin, stop), "named-cause", cue, speaker, relay)
    return found


def find_colons(reading: Reading, number: int, taken: frozenset[int]) -> list[Draft]:
    """«Мэр подчеркнул: мост откроют в срок»."""
    unit = reading.units[number]
    for cue in cues_in(reading, unit.start, unit.stop):
        far = min(unit.stop - 2, cue.stop + TO_COLON)
        t = next((i for i in range(cue.stop, far) if reading.tokens.text[i] == ":"), None)
        if t is None or "clause" not in cue.flags or reading.speech_at[t + 1] >= 0:
            continue
        asked = reading.lower[cue.stop] == "," and reading.tokens.lemma[cue.stop + 1] in reading.rules.words.asking
        if (not asked and reading.has_finite(cue.stop, t)) or not reading.has_finite(t, unit.stop):
            continue
        if "deed" in cue.flags and _does(reading, cue, unit.start, t):
            continue
        speaker, relay = attribute(reading, cue, unit.start, t, after_quote=False)
        if speaker is not None and speaker.name is not None and reading.tokens.text[t + 1] not in DASHES:
            speech = next((s for s in unit.spans if s.open > t and reading.tokens.text[s.open - 1] in ".!?"), None)
            limit, _ = clause_stop(reading, t + 1, unit.stop if speech is None else speech.open)
            if not reading.has_finite(t, limit):
                continue
            return drafted(reading, number, (t + 1, limit), "colon-clause", cue, speaker, relay)
    return []


def _does(reading: Reading, cue: Cue, start: int, colon: int) -> bool:
    """Say whether the verb has an object that is no news: «объявил забастовку: …», «ответила на санкции: …»."""
    for t in range(start, colon):
        thing = reading.tokens.pos[t] in ("NOUN", "PROPN") and reading.feat(t, "Animacy") == "Inan"
        if not thing or reading.feat(t, "Case") != "Acc" or reading.mention_at[t] >= 0:
            continue
        before = next((i for i in range(t - 1, start - 1, -1) if reading.tokens.pos[i] not in ("ADJ", "DET")), t)
        answered = reading.lower[before] == "на" and before == cue.stop
        if reading.tokens.pos[before] == "ADP" and before != t and not answered:
            continue
        lemma, words = reading.tokens.lemma[t], reading.rules.words
        return lemma not in (words.answered if answered else words.told)
    return False
