"""Speakers without a name beside the cue: the guest of a headline, «пояснил задержанный», whom a pronoun may mean."""

from rusnews_extract.model import Mention
from rusnews_extract.stages.quotes.cues import Cue
from rusnews_extract.stages.quotes.groups import Group, group_at
from rusnews_extract.stages.quotes.nominative import is_participle
from rusnews_extract.stages.quotes.reading import DASHES, Reading
from rusnews_extract.stages.quotes.speakers import Speaker, resolve

__all__ = ["captioned", "is_person", "participle"]

LINES_BACK = 3


def captioned(reading: Reading, number: int) -> Speaker | None:
    """Return the guest of a headline: «Я не мог иначе». Депутат Иван Петров — о своём уходе."""
    unit = reading.units[number + 1] if number + 1 < len(reading.units) else None
    if unit is None or unit.line != reading.units[number].line or reading.has_finite(unit.start, unit.stop):
        return None
    for t in range(unit.start, unit.stop):
        mention = reading.mention(t)
        if mention is None or mention.type != "PER" or reading.feat(t, "Case") not in (None, "Nom"):
            continue
        behind = reading.lower[mention.token_stop : mention.token_stop + 2]
        about = len(behind) > 1 and behind[0] in DASHES and behind[1] in reading.rules.words.about
        return resolve(reading, group_at(reading, t, mention.token_stop)) if about else None
    return None


def participle(reading: Reading, cue: Cue | None) -> Speaker | None:
    """Return the nameless speaker of «пояснил задержанный», where nobody before fits."""
    t = len(reading.lower) if cue is None else cue.stop
    if t >= len(reading.lower) or reading.feat(t, "Case") != "Nom":
        return None
    if reading.feat(t, "VerbForm") != "Part" and not is_participle(reading.tokens.text[t]):
        return None
    if t + 1 < len(reading.lower) and reading.tokens.pos[t + 1] != "PUNCT":
        return None
    entity = _accused(reading, t) if reading.lower[t] in reading.rules.words.accused else None
    name = reading.lower[t] if entity is None else reading.entities[entity].name
    return Speaker(name, entity, "role", Group(t, t, t + 1))


def _accused(reading: Reading, t: int) -> int | None:
    """Return whom «осуждённый» means: the last person who acts before, or the only one spoken of."""
    line = next((u.line for u in reading.units if u.start <= t < u.stop), 0)
    first = next((u.start for u in reading.units if u.line >= line - LINES_BACK), 0)
    people: list[int] = []
    for i in range(t - 1, first - 1, -1):
        mention, reference = reading.mention(i), reading.references.at(i)
        known = [mention.entity] if mention is not None and i == mention.token_start else []
        known = known or (list(reference.entities) if reference is not None else [])
        if len(known) != 1 or reading.speech_at[i] >= 0 or reading.entities[known[0]].type != "PER":
            continue
        if reading.feat(i, "Case") == "Nom":
            return known[0]
        people += known
    return people[0] if len(set(people)) == 1 else None


def is_person(reading: Reading, mention: Mention, t: int, pronoun: int) -> bool:
    """Say whether the token begins a subject whom the pronoun may mean by gender."""
    subject = t == mention.token_start and mention.type == "PER" and reading.feat(t, "Case") == "Nom"
    female = reading.lower[pronoun] in reading.rules.words.her
    gender = reading.entities[mention.entity].gender
    return subject and reading.speech_at[t] < 0 and gender in (None, "female" if female else "male")
