"""Cues behind or inside what is said: «…, сообщил X», «Мост, сообщил X, откроют», «как сообщил X, …»."""

from rusnews_extract.stages.quotes.attribution import attribute
from rusnews_extract.stages.quotes.content import clause_stop, main_clause
from rusnews_extract.stages.quotes.cues import Cue, cues_in
from rusnews_extract.stages.quotes.drafts import Draft
from rusnews_extract.stages.quotes.reading import DASHES, Reading
from rusnews_extract.stages.quotes.reported import (
    before_fragment,
    clause_start,
    closes,
    drafted,
    insert_stop,
    points_back,
    tail_relay,
)

__all__ = ["find_as_cues", "find_posts"]


def find_as_cues(reading: Reading, number: int, taken: frozenset[int]) -> list[Draft]:
    """«Как сообщил X, …» and «…, как сообщил X»."""
    unit = reading.units[number]
    found: list[Draft] = []
    for cue in cues_in(reading, unit.start, unit.stop):
        start = next((t for t in range(max(unit.start, cue.start - 4), cue.start) if reading.lower[t] == "как"), None)
        if start is None or (start >= 2 and reading.tokens.lemma[start - 2] in reading.rules.words.before_as):
            continue  # «после того, как сообщили», «на вопрос, как он считает»
        if "post" not in cue.flags or any(reading.tokens.text[t] == "," for t in range(start, cue.start)):
            continue
        end = _past_name(reading, insert_stop(reading, cue, unit.stop), unit.stop)
        speaker, relay = attribute(reading, cue, start, end, after_quote=True)
        if (
            speaker is None
            and relay is None
            and (reading.tokens.lemma[cue.verb] in reading.rules.words.idiom or not {"passive", "doc"} & cue.flags)
        ):
            continue
        if start == unit.start or reading.tokens.text[start - 1] in ";:" or _leads(reading, unit.start, start):
            limit, _ = clause_stop(reading, end + 1, unit.stop) if end + 1 < unit.stop else (unit.stop, None)
            stop = before_fragment(reading, unit, taken, end + 1, limit)
            span = None if stop is None else (end + 1, stop)
        elif reading.tokens.text[start - 1] not in "," and reading.tokens.text[start - 1] not in DASHES:
            continue
        elif closes(reading, end, unit.stop) or reading.has_finite(clause_start(reading, unit.start, start), start):
            span = main_clause(reading, unit.start, start - 1)
        else:
            begin = end if reading.has_finite(end, unit.stop) else clause_start(reading, unit.start, start)
            span = (begin, clause_stop(reading, end, unit.stop)[0])
        if span is not None:
            waits = speaker is None and relay is not None
            found += drafted(reading, number, span, "as-cue", cue, speaker, relay, waits=waits)
    return found


def _leads(reading: Reading, start: int, stop: int) -> bool:
    return all(reading.tokens.pos[t] == "PUNCT" for t in range(start, stop))


def _past_name(reading: Reading, comma: int, stop: int) -> int:
    """Skip «…, генерал Пётр Орлов, …» behind «как пишет один из участников»: a name in apposition."""
    end = next((t for t in range(comma + 1, stop) if reading.tokens.text[t] == "," and reading.speech_at[t] < 0), None)
    if end is None or reading.has_finite(comma, end):
        return comma
    mention = reading.mention(end - 1)
    named = mention is not None and mention.type == "PER" and reading.feat(mention.token_start, "Case") == "Nom"
    return end if named else comma


def find_posts(reading: Reading, number: int, taken: frozenset[int]) -> list[Draft]:
    """«…, сообщил X», also inserted: of «Мост, сообщил мэр, откроют в мае» what follows is the claim."""
    unit = reading.units[number]
    found: list[Draft] = []
    cues = list(cues_in(reading, unit.start + 1, unit.stop))
    if not cues or points_back(reading, unit.start, unit.stop):
        return found
    for cue in cues:
        comma = _leads_post(reading, cue, unit.start)
        if comma is None or "post" not in cue.flags or any(s.close > comma - 2 and s.open < comma for s in unit.spans):
            continue
        end = insert_stop(reading, cue, unit.stop)
        if end + 1 < unit.stop and (
            reading.lower[end + 1] in reading.rules.words.complementisers
            or reading.tokens.lemma[end + 1] in reading.rules.words.relatives
        ):
            continue
        speaker, relay = attribute(reading, cue, comma + 1, end, after_quote=True)
        if speaker is None and relay is None and not _in_document(reading, cue, end):
            continue
        if speaker is not None and speaker.via == "pronoun" and speaker.name is None:
            continue
        begin, stop = main_clause(reading, _past_about(reading, unit.start, comma), comma)
        own = clause_start(reading, unit.start, comma)
        if end < unit.stop - 1 and not reading.has_finite(own, comma) and not _trails(reading, end, unit.stop):
            begin = end if reading.has_finite(end, unit.stop) else own
            stop = clause_stop(reading, end, unit.stop)[0]
        elif not reading.has_finite(begin, stop) and stop - begin < 4:
            continue
        if any(s.start in taken for s in unit.spans if begin <= s.open < stop):
            continue
        relay = relay or tail_relay(reading, end, unit.stop)
        found += drafted(reading, number, (begin, stop), "post-cue", cue, speaker, relay, waits=speaker is None)
    return found[:1]


def _in_document(reading: Reading, cue: Cue, stop: int) -> bool:
    """«…, говорится в сообщении», «…, следует из отчёта»: a document without an owner speaks."""
    documents = reading.rules.documents
    return "doc" in cue.flags and any(reading.tokens.lemma[t] in documents for t in range(cue.stop, stop))


def _past_about(reading: Reading, start: int, stop: int) -> int:
    """Skip «О том, что» of «О том, что мост готов, сообщил мэр»."""
    words = reading.lower[start : start + 4]
    told = len(words) == 4 and words[0] in reading.rules.words.about and words[2:] == (",", "что")
    return start + 4 if told and start + 4 < stop else start


def _trails(reading: Reading, end: int, stop: int) -> bool:
    """Say whether the reporter goes on behind the comma: «…, добавив», «…, передаёт ТАСС», «…, который …»."""
    if end + 1 >= stop or reading.tokens.lemma[end + 1] in reading.rules.words.trailing:
        return True
    if reading.feat(end + 1, "VerbForm") == "Conv":
        return True
    return any(c.start <= end + 2 for c in cues_in(reading, end, min(stop, end + 5)))


def _leads_post(reading: Reading, cue: Cue, start: int) -> int | None:
    """Return the comma or dash right before the cue, adverbs between them aside."""
    t = cue.start - 1
    while t > start and (reading.tokens.pos[t] in ("ADV", "PART") or reading.lower[t] in reading.rules.words.between):
        t -= 1
    text = reading.tokens.text[t]
    if reading.feat(cue.verb, "VerbForm") == "Conv":
        return None
    return t if t > start and (text == "," or text in DASHES) else None
