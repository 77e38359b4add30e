"""Phrases that name a source: «по словам X, …», «…, по данным X», «по версии X — …»."""

from rusnews_extract.stages.quotes.attribution import attribute_evidence
from rusnews_extract.stages.quotes.content import clause_stop, connective_stop, main_clause
from rusnews_extract.stages.quotes.cues import Cue, evidence_at
from rusnews_extract.stages.quotes.drafts import Draft
from rusnews_extract.stages.quotes.reading import DASHES, Reading
from rusnews_extract.stages.quotes.reported import before_fragment, clause_start, closes, drafted, tail_relay
from rusnews_extract.stages.quotes.speakers import Speaker

__all__ = ["find_evidence"]

DATED = 6


def find_evidence(reading: Reading, number: int, taken: frozenset[int]) -> list[Draft]:
    """«По словам X, …», «…, по словам X», «по версии X — …»."""
    unit = reading.units[number]
    found: list[Draft] = []
    openers, t = reading.rules.evidence, unit.start
    if openers.keys().isdisjoint(reading.lower[t : unit.stop]):
        return found
    while t < unit.stop:
        cue = evidence_at(reading, t, unit.stop) if reading.speech_at[t] < 0 else None
        if cue is None:
            t += 1
            continue
        speaker, after = attribute_evidence(reading, cue, unit.stop)
        t = max(after, cue.stop)
        if speaker is None and "bare" not in cue.flags:
            continue
        found += _of_evidence(reading, number, cue, speaker, after, taken)
    return found


def _of_evidence(
    reading: Reading, number: int, cue: Cue, speaker: Speaker | None, after: int, taken: frozenset[int]
) -> list[Draft]:
    unit = reading.units[number]
    text = reading.tokens.text
    pause = after < unit.stop and (text[after] in "," or text[after] in DASHES)
    begin = clause_start(reading, unit.start, cue.start)
    first = connective_stop(reading, begin, unit.stop) >= cue.start
    after = _past_apposition(reading, after, unit.stop)
    while after < unit.stop and text[after] == "(":
        after = next((t + 1 for t in range(after, unit.stop) if text[t] == ")"), unit.stop)
        pause = after < unit.stop and (text[after] in "," or text[after] in DASHES)
    opens_clause = cue.start > unit.start and text[cue.start - 1] in ",:;"
    if opens_clause and not pause:
        comma = next((t for t in range(after, min(unit.stop, after + DATED)) if text[t] == ","), None)
        if comma is not None and not reading.has_finite(after, comma):
            after, pause = comma, True  # «…, по данным мэрии на вечер вторника, …»
    if pause and text[after] in DASHES:
        stop = _next_evidence(reading, after + 1, unit.stop)
        return drafted(reading, number, (after + 1, stop), "source-phrase", cue, speaker)
    if first or (
        opens_clause and not closes(reading, after, unit.stop) and not reading.has_finite(unit.start, cue.start)
    ):
        begin = after  # also of «Мост, по словам мэра, откроют в мае» what follows is the claim
        if opens_clause and not first and not reading.has_finite(after, unit.stop):
            begin = unit.start  # «Причина пожара, по версии МЧС, — проводка»
        limit, _ = clause_stop(reading, begin, unit.stop)
        if limit <= after + 1:
            return []  # «Полиция, по данным газеты, отметила, что …»: the clause behind has its own cue
        limit = _adversative(reading, begin, limit, speaker is None)
        cut = before_fragment(reading, unit, taken, begin, limit)
        relay = tail_relay(reading, limit, unit.stop)
        return [] if cut is None else drafted(reading, number, (begin, cut), "source-phrase", cue, speaker, relay)
    if opens_clause:
        if closes(reading, after, unit.stop):
            begin, stop = main_clause(reading, unit.start, cue.start - 1)
            return drafted(reading, number, (begin, stop), "source-phrase", cue, speaker)
        begin = clause_start(reading, unit.start, cue.start)
        if pause:
            limit, _ = clause_stop(reading, after, unit.stop)
            begin = begin if reading.has_finite(begin, cue.start) else after
            return drafted(reading, number, (begin, limit), "source-phrase", cue, speaker)
    if "apart" in cue.flags or not _speaks(reading, speaker):
        return []
    if reading.has_finite(after, unit.stop) or reading.has_finite(unit.start, cue.start):
        begin = clause_start(reading, unit.start, cue.start)
        limit, _ = clause_stop(reading, after, unit.stop) if after < unit.stop else (unit.stop, None)
        return drafted(reading, number, (begin, limit), "source-phrase", cue, speaker)
    return []


def _speaks(reading: Reading, speaker: Speaker | None) -> bool:
    """Without a comma «комиссия по оценке ущерба» and «пьеса по рассказам писателей» look like a source: ask more."""
    if speaker is None or speaker.entity is not None or speaker.group is None:
        return speaker is None or speaker.entity is not None
    head = reading.tokens.lemma[speaker.group.head]
    return head in reading.rules.institutions or head in reading.rules.speakers or head in reading.rules.sources


def _past_apposition(reading: Reading, after: int, stop: int) -> int:
    """Skip «…, главы района, …» behind «по словам Петрова», and «…, который заказала мэрия, …» behind a document."""
    text = reading.tokens.text
    if after + 1 < stop and text[after] == "," and reading.tokens.lemma[after + 1] in reading.rules.words.relatives:
        return next((t for t in range(after + 1, stop) if text[t] == "," and reading.speech_at[t] < 0), after)
    while after + 1 < stop and text[after] == "," and reading.feat(after + 1, "Case") == "Gen":
        if reading.tokens.pos[after + 1] not in ("NOUN", "ADJ"):
            return after
        end = next((t for t in range(after + 1, stop) if text[t] == "," and reading.speech_at[t] < 0), stop)
        if end == stop or reading.has_finite(after, end):
            return after
        if any(reading.feat(t, "Case") == "Nom" and reading.mention_at[t] < 0 for t in range(after + 1, end)):
            return after
        after = end
    return after


def _next_evidence(reading: Reading, start: int, stop: int) -> int:
    for t in range(start, stop):
        if evidence_at(reading, t, stop) is not None or (t > start and reading.tokens.text[t] in ";"):
            return t
    return clause_stop(reading, start, stop)[0]


def _adversative(reading: Reading, start: int, stop: int, nameless: bool) -> int:
    """A phrase speaks for its own clause: «по словам мэра, А, однако Б»; without a speaker also before «но»."""
    borders = reading.rules.words.adversatives if nameless else reading.rules.words.strong_adversatives
    for t in range(start + 1, stop - 1):
        if reading.tokens.text[t] == "," and reading.lower[t + 1] in borders:
            return t
    return stop
