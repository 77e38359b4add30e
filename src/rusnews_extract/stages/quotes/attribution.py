"""From a cue and the reporter's words around it to the speaker and the agency that passes it on."""

from rusnews_extract.stages.quotes.cues import Cue, cues_in
from rusnews_extract.stages.quotes.groups import Group, genitive_group, group_at
from rusnews_extract.stages.quotes.reading import Reading
from rusnews_extract.stages.quotes.speakers import Speaker, resolve
from rusnews_extract.stages.quotes.subjects import agent_group, place_group, subject_group

__all__ = ["Attribution", "attribute", "attribute_evidence"]

Attribution = tuple[Speaker | None, Group | None]
"""The speaker, and the group of the relaying agency."""


def attribute(reading: Reading, cue: Cue, start: int, stop: int, *, after_quote: bool) -> Attribution:
    """Find who speaks and who passes it on among the reporter's words ``[start, stop)`` around a verbal cue."""
    subject = None if "from" in cue.flags else subject_group(reading, cue, start, stop, right_first=after_quote)
    if "words" in cue.flags:
        agent = agent_group(reading, cue, stop)
        if agent is not None:
            return resolve(reading, agent), subject
    if "relay" in cue.flags and subject is not None and reading.tokens.lemma[cue.verb] in reading.rules.words.citing:
        agent = agent_group(reading, cue, stop)
        if agent is not None and agent.head != subject.head:
            return resolve(reading, agent), subject
    source = _referred(reading, cue, stop)
    if source is not None and subject is not None:
        return resolve(reading, source), subject
    if subject is not None and "doc" in cue.flags and reading.tokens.lemma[subject.head] not in reading.rules.documents:
        subject = None if reading.feat(cue.verb, "Number") == "Sing" and "passive" in cue.flags else subject
    if subject is not None and not _impersonal(reading, cue):
        return resolve(reading, subject), _relay(reading, cue, subject, stop)
    place = place_group(reading, cue, start, stop)
    if place is None:
        return (
            (resolve(reading, subject), None) if subject is not None and not _impersonal(reading, cue) else (None, None)
        )
    return _place_speaker(reading, place[0], place[1])


def _impersonal(reading: Reading, cue: Cue) -> bool:
    """«сообщается», «говорится»: the subject is what is said, never who says it."""
    return reading.lower[cue.verb].endswith(("ся", "сь")) and bool({"passive", "doc"} & cue.flags)


def _place_speaker(reading: Reading, group: Group, preposition: int) -> Attribution:
    """A body speaks for itself, a document for whoever its genitive names; alone it is only the place of the words."""
    lemma = reading.tokens.lemma[group.head]
    mention = reading.mention(group.head)
    if mention is None and lemma in reading.rules.documents:
        if reading.lower[group.head - 1] in reading.rules.words.possessives:
            owned = _owner_before(reading, group.head)
            return (owned, None) if owned is not None else (None, None)
        for t in range(group.head + 1, min(group.stop + 1, len(reading.lower))):
            inner = reading.mention(t)
            if t == group.stop and (inner is not None or reading.tokens.pos[t] != "NOUN"):
                break  # «отчётности группы» ends too early where the network errs on the case
            body = reading.tokens.lemma[t] in reading.rules.institutions
            if inner is not None or body or reading.references.at(t) is not None:
                owner = genitive_group(reading, group.head + 1, group.stop) or Group(t, t, group.stop)
                speaker = resolve(reading, owner)
                return Speaker(speaker.name, speaker.entity, speaker.via, group), None
        return None, group if lemma in reading.rules.press_documents else None
    speaker = resolve(reading, group)
    shown = Group(preposition, group.head, group.stop, group.person) if mention is not None else group
    return Speaker(speaker.name, speaker.entity, "institution", shown), None


def _owner_before(reading: Reading, t: int) -> Speaker | None:
    """Return whose «его обращение» is: the first subject of the sentence before, a body or a person."""
    unit = next((n for n, u in enumerate(reading.units) if u.start <= t < u.stop), 0)
    if unit == 0:
        return None
    before = reading.units[unit - 1]
    for i in range(before.start, before.stop):
        if reading.speech_at[i] >= 0 or reading.feat(i, "Case") != "Nom":
            continue
        mention = reading.mention(i)
        body = mention is None and reading.tokens.lemma[i] in reading.rules.institutions
        if body or (mention is not None and mention.type != "LOC"):
            speaker = resolve(reading, group_at(reading, i, before.stop))
            return Speaker(speaker.name, speaker.entity, "pronoun", Group(t - 1, t - 1, t))
    return None


def _referred(reading: Reading, cue: Cue, stop: int) -> Group | None:
    """Return the source of «передаёт ТАСС со ссылкой на МЧС»."""
    for t in range(cue.stop, min(stop, cue.stop + 14) - 2):
        if (
            reading.tokens.lemma[t] in reading.rules.words.referring
            and reading.lower[t + 1] in reading.rules.words.onto
        ):
            return _group_from(reading, t + 2, stop)
    return None


def _group_from(reading: Reading, t: int, stop: int) -> Group | None:
    for i in range(t, min(t + 5, stop)):
        if reading.mention(i) is not None or reading.tokens.pos[i] in ("NOUN", "PROPN"):
            return group_at(reading, i, stop)
    return None


def _relay(reading: Reading, cue: Cue, subject: Group, stop: int) -> Group | None:
    """Find the agency beside a speaker: «…, передаёт ТАСС», «в интервью «Вестнику»», «сообщил ТАСС мэр»."""
    for t in range(max(cue.stop, subject.stop if subject.start > cue.verb else cue.stop), stop):
        mention = reading.mention(t)
        if mention is None or mention.type != "ORG" or t != mention.token_start or reading.speech_at[t] >= 0:
            continue
        before = {reading.tokens.lemma[i] for i in range(max(cue.start, t - 5), t)}
        if before & reading.rules.words.talks:
            return Group(mention.token_start, mention.token_start, mention.token_stop)
        if any("relay" in other.flags for other in cues_in(reading, max(cue.stop, t - 4), t)):
            return Group(mention.token_start, mention.token_start, mention.token_stop)
    if subject.start > cue.stop:
        mention = reading.mention(cue.stop)
        if mention is not None and mention.type == "ORG" and mention.token_stop <= subject.start:
            return Group(mention.token_start, mention.token_start, mention.token_stop)
    return None


def attribute_evidence(reading: Reading, cue: Cue, stop: int) -> tuple[Speaker | None, int]:
    """Return the speaker of «по словам …» and the token behind the phrase."""
    for t in range(cue.start + 1, cue.verb):
        if reading.lower[t] in reading.rules.words.possessives:
            return resolve(reading, Group(t, t, t + 1)), cue.stop
    group = genitive_group(reading, cue.stop, stop)
    if group is None:
        return None, cue.stop
    return resolve(reading, group), group.stop
