"""Headlines: «Петров: мост откроют», «Мост откроют — мэр». The speaker fills its side alone."""

from rusnews_extract.stages.quotes.cues import Cue
from rusnews_extract.stages.quotes.drafts import Draft
from rusnews_extract.stages.quotes.groups import Group, group_at
from rusnews_extract.stages.quotes.reading import DASHES, Reading
from rusnews_extract.stages.quotes.reported import drafted
from rusnews_extract.stages.quotes.speakers import Speaker, resolve

__all__ = ["find_dash_headline", "find_headline"]

HEAD_WORDS = 9


def find_headline(reading: Reading, number: int, taken: frozenset[int]) -> list[Draft]:
    """«Песков: встреча состоится»: a speaker and a colon, and nothing else before it."""
    unit = reading.units[number]
    colon = next(
        (t for t in range(unit.start, min(unit.stop, unit.start + HEAD_WORDS)) if reading.tokens.text[t] == ":"), None
    )
    if colon is None or colon == unit.start or colon + 2 >= unit.stop or reading.has_finite(unit.start, colon):
        return []
    if not reading.has_finite(colon, unit.stop) or reading.speech_at[colon + 1] >= 0:
        return []
    speaker = _head_speaker(reading, unit.start, colon, unit.zone)
    lower = not reading.tokens.text[colon + 1][0].isupper()
    if speaker is None or (lower and not (unit.zone == "title" and speaker.via == "name")):
        return []
    cue = Cue(colon, colon + 1, colon, frozenset({"quote"}))
    return drafted(reading, number, (colon + 1, unit.stop), "headline-colon", cue, speaker)


def _head_speaker(reading: Reading, start: int, stop: int, zone: str) -> Speaker | None:
    """Return the speaker that fills ``[start, stop)``: a person, a body, or a noun that speaks in headlines."""
    if any(
        reading.tokens.pos[t] in ("PUNCT", "VERB", "ADP", "CCONJ") and reading.tokens.text[t] not in '«»"'
        for t in range(start, stop)
    ):
        return None
    for t in range(start, stop):
        mention = reading.mention(t)
        if mention is not None and mention.type == "PER":
            head = start if reading.tokens.pos[start] in ("NOUN", "ADJ") and reading.feat(start, "Case") == "Nom" else t
            return resolve(reading, Group(head, t, mention.token_stop, mention))
    group = group_at(reading, start, stop)
    mention = reading.mention(start)
    if mention is not None and (mention.type == "ORG" or reading.references.at(start) is not None):
        return resolve(reading, group) if group.stop == stop else None
    if zone == "title" and reading.tokens.lemma[start] in reading.rules.speakers and group.stop == stop:
        return resolve(reading, group)
    return None


def find_dash_headline(reading: Reading, number: int, taken: frozenset[int]) -> list[Draft]:
    """«Мост откроют в мае — мэр»: a headline that ends in a dash and its source."""
    unit = reading.units[number]
    if unit.zone != "title":
        return []
    dash = next((t for t in range(unit.stop - 1, unit.start + 2, -1) if reading.tokens.text[t] in DASHES), None)
    if dash is None or unit.stop - dash > HEAD_WORDS or not reading.has_finite(unit.start, dash):
        return []
    stop = unit.stop
    while stop > dash and reading.tokens.pos[stop - 1] == "PUNCT" and reading.tokens.text[stop - 1] not in '»"':
        stop -= 1
    speaker = _head_speaker(reading, dash + 1, stop, unit.zone) if stop > dash + 1 else None
    if speaker is None:
        return []
    cue = Cue(dash, dash + 1, dash, frozenset({"quote"}))
    return drafted(reading, number, (unit.start, dash), "headline-dash", cue, speaker)
