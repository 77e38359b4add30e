"""Speakers that stand outside the quote's own sentence, and «Об этом сообщил X» for the sentence before.

A speech in marks that fills its sentence belongs to whoever spoke last, or to the person that the sentence before
it is about. «говорится в сообщении» without an owner does the same.
"""

from collections.abc import Sequence
from dataclasses import replace

from rusnews_extract.stages.quotes.attribution import attribute
from rusnews_extract.stages.quotes.content import said
from rusnews_extract.stages.quotes.cues import Cue, cues_in
from rusnews_extract.stages.quotes.drafts import Draft
from rusnews_extract.stages.quotes.groups import Group, group_at
from rusnews_extract.stages.quotes.nameless import captioned, is_person, participle
from rusnews_extract.stages.quotes.reading import Reading, Unit
from rusnews_extract.stages.quotes.reported import clause_start, points_back
from rusnews_extract.stages.quotes.speakers import Speaker, resolve

__all__ = ["find_about", "inherit", "relay_name"]

LINES_BACK = 2
ABOUT_WITHIN = 16


def inherit(reading: Reading, drafts: Sequence[Draft]) -> list[Draft]:
    """Give waiting quotes the speaker before them; a quote alone in its sentence that gets none is dropped."""
    found: list[Draft] = []
    last: tuple[Speaker, int] | None = None
    for number, draft in enumerate(drafts):
        unit = reading.units[draft.unit]
        ahead = _ahead(drafts, number) if draft.forward else None
        if ahead is not None:
            draft = replace(draft, speaker=_inherited(ahead), cue=draft.cue)
        elif draft.waits:
            of_document = draft.cue is not None and "doc" in draft.cue.flags
            speaker = _before(reading, draft.unit, last, {d.unit for d in drafts}, bodies=of_document)
            if speaker is not None and not _fits(reading, draft.cue, speaker):
                speaker = None
            speaker = speaker or participle(reading, draft.cue)
            if speaker is None and draft.rule == "quote-alone":
                speaker = captioned(reading, draft.unit)
            named = draft.kind == "partial" and draft.cue is not None and "name" in draft.cue.flags
            if speaker is None and (draft.rule == "quote-alone" or named):
                continue
            draft = replace(draft, speaker=speaker)
        elif draft.speaker is not None and draft.speaker.name is None:
            draft = replace(draft, speaker=_pronoun(reading, draft.speaker, last, unit.line))
        if draft.speaker is not None and draft.speaker.name is not None and not _by_press(reading, draft):
            last = (draft.speaker, unit.line)
        found.append(draft)
    return found


def _by_press(reading: Reading, draft: Draft) -> bool:
    """«…, передаёт ТАСС»: the agency speaks for this sentence, but what is said next is somebody else's."""
    if draft.cue is None or draft.speaker is None or draft.speaker.via != "institution":
        return False
    return reading.tokens.lemma[draft.cue.verb] in reading.rules.words.press_verbs


def _ahead(drafts: Sequence[Draft], number: int) -> Speaker | None:
    for draft in drafts[number + 1 :]:
        if not draft.forward:
            return draft.speaker
    return None


def _fits(reading: Reading, cue: Cue | None, speaker: Speaker) -> bool:
    """Say whether the verb may have this subject by gender: «сказала» is no man's."""
    if cue is not None and reading.feat(cue.verb, "VerbForm") == "Fin" and reading.feat(cue.verb, "Number") == "Plur":
        return False  # «его называли …», «говорят, что …»: nobody in particular
    if cue is None or speaker.entity is None:
        return True
    if "doc" not in cue.flags and reading.finite(cue.verb) and reading.entities[speaker.entity].type != "PER":
        return False
    gender = {"Masc": "male", "Fem": "female"}.get(reading.feat(cue.verb, "Gender") or "")
    known = reading.entities[speaker.entity].gender
    return gender is None or known is None or known == gender


def _before(
    reading: Reading, number: int, last: tuple[Speaker, int] | None, quoted: set[int], *, bodies: bool
) -> Speaker | None:
    unit = reading.units[number]
    previous = reading.units[number - 1] if number else None
    if previous is not None and previous.line >= unit.line - 1 and reading.tokens.text[previous.stop - 1] == ":":
        cues = [c for c in cues_in(reading, previous.start, previous.stop) if "quote" in c.flags]
        speaker = attribute(reading, cues[-1], previous.start, previous.stop, after_quote=False)[0] if cues else None
        if speaker is not None:
            return speaker
    if (
        previous is not None
        and previous.line >= unit.line - 1
        and number - 1 not in quoted
        and previous.zone == unit.zone
    ):
        person = _subject(reading, previous, bodies=bodies)
        if person is not None:
            return _inherited(person)
    if last is not None and unit.line - last[1] <= LINES_BACK:
        return _inherited(last[0])
    return None


def _pronoun(reading: Reading, speaker: Speaker, last: tuple[Speaker, int] | None, line: int) -> Speaker:
    """Settle a pronoun that the document map leaves open: «Врачи осмотрели мост. Они считают, что …»."""
    if speaker.group is None:
        return speaker
    head = speaker.group.head
    plural = reading.feat(head, "Number") == "Plur" or reading.lower[head] == "их"
    first = next((u.start for u in reading.units if u.line >= line - 1), 0)
    # «Мэрия, по её словам, …»: what the sentence is about is not she
    owner = reading.lower[head] in reading.rules.words.possessives
    opening = next((u.start for u in reading.units if u.start <= head < u.stop), first)
    behind = clause_start(reading, opening, head) if owner else head
    for t in range(behind - 1, first - 1, -1):
        mention = reading.mention(t)
        if mention is not None and not plural and is_person(reading, mention, t, head):
            return Speaker(reading.entities[mention.entity].name, mention.entity, "pronoun", speaker.group)
        if reading.speech_at[t] >= 0 or reading.tokens.pos[t] != "NOUN" or reading.feat(t, "Case") != "Nom":
            continue
        able = reading.feat(t, "Animacy") == "Anim" or reading.tokens.lemma[t] in reading.rules.institutions
        if not able or (reading.feat(t, "Number") == "Plur") != plural:
            continue
        if plural or reading.feat(t, "Gender") == reading.feat(head, "Gender") or reading.feat(head, "Gender") is None:
            known = resolve(reading, group_at(reading, t, head))
            return replace(known, via="pronoun", group=speaker.group)
    person = last is not None and (last[0].entity is None or reading.entities[last[0].entity].type == "PER")
    if last is not None and person and line - last[1] <= 1:
        return replace(last[0], via="pronoun", group=speaker.group)
    return speaker


def _inherited(speaker: Speaker) -> Speaker:
    return Speaker(speaker.name, speaker.entity, "inherited", speaker.group)


def _subject(reading: Reading, unit: Unit, *, bodies: bool) -> Speaker | None:
    """Return whom a sentence is about: its last subject by name, role or pronoun; ``bodies`` lets in organisations."""
    for t in range(unit.stop - 1, unit.start - 1, -1):
        if reading.speech_at[t] >= 0 or reading.feat(t, "Case") != "Nom":
            continue
        mention = reading.mention(t)
        reference = reading.references.at(t)
        known = reference is not None and reference.via in ("role", "pronoun") and len(reference.entities) == 1
        named = mention is not None and (mention.type == "PER" or (bodies and mention.type == "ORG"))
        if known or (named and mention is not None and t == mention.token_start):
            return resolve(reading, group_at(reading, t, unit.stop))
    return None


def find_about(reading: Reading, number: int, drafts: Sequence[Draft]) -> tuple[list[Draft], Draft | None]:
    """Read «Об этом сообщил X»: a quote of the sentence before, or the relay of one that is already there.

    Returns the drafts as they now stand and the new one, if any.
    """
    unit = reading.units[number]
    cue = _about_cue(reading, unit)
    if cue is None or number == 0 or not reading.rules.on("about-this"):
        return list(drafts), None
    speaker, relay = attribute(reading, cue, unit.start, unit.stop, after_quote=True)
    previous = reading.units[number - 1]
    if speaker is not None and speaker.via == "pronoun" and speaker.name is None:
        return list(drafts), None  # «Так мы и сказали»
    if speaker is None or previous.zone == "title" or unit.line - previous.line > 1:
        return list(drafts), None
    earlier = [d for d in drafts if d.unit == number - 1]
    if earlier and all(d.waits for d in earlier):
        named = {id(d): replace(d, cue=cue, speaker=speaker, relay=relay, waits=False) for d in earlier}
        return [named.get(id(d), d) for d in drafts], None
    if earlier:
        agency = speaker.group if speaker.via == "institution" else None
        return [replace(d, relay=d.relay or agency) if d in earlier else d for d in drafts], None
    content = said(reading, previous.start, previous.stop)
    if content is None or not reading.has_finite(previous.start, previous.stop):
        return list(drafts), None
    return list(drafts), Draft(*content, "indirect", "about-this", number - 1, cue, speaker, relay)


def _about_cue(reading: Reading, unit: Unit) -> Cue | None:
    if not points_back(reading, unit.start, unit.stop):
        return None
    about = reading.lower[unit.start] in reading.rules.words.about
    wanted = {"about", "relay", "doc"} if about else {"about", "clause", "post"}
    for cue in cues_in(reading, unit.start, min(unit.stop, unit.start + ABOUT_WITHIN)):
        governs = "что" in reading.lower[cue.stop : cue.stop + 2]
        return cue if wanted & cue.flags and not governs else None
    return None


def relay_name(reading: Reading, group: Group) -> tuple[str, int | None]:
    """Return the name and the entity of the agency."""
    mention = reading.mention(group.head)
    if mention is not None:
        return reading.entities[mention.entity].name, mention.entity
    speaker = resolve(reading, group)
    return speaker.name or reading.text(group.start, group.stop), speaker.entity
