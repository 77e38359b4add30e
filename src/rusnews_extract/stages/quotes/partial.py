"""Fragments in marks inside the reporter's sentence: «назвал мост «чудом»», «по словам мэра, это «лучший мост»».

A fragment is a quote where a cue governs it: a naming verb, a speech verb through its clause, a phrase that names the
source, or a cue that closes the sentence. Without one it is irony or a term, and so is a single word under most verbs.
"""

from dataclasses import replace

from rusnews_extract.stages.quotes.attribution import attribute, attribute_evidence
from rusnews_extract.stages.quotes.content import said
from rusnews_extract.stages.quotes.cues import Cue, cues_in, evidence_at, introduces
from rusnews_extract.stages.quotes.drafts import Draft
from rusnews_extract.stages.quotes.groups import group_at
from rusnews_extract.stages.quotes.reading import DASHES, Reading, Span, Unit
from rusnews_extract.stages.quotes.reported import clause_start, insert_stop
from rusnews_extract.stages.quotes.speakers import Speaker, resolve

__all__ = ["another_partial", "find_partial"]


def find_partial(
    reading: Reading, number: int, span: Span, before: int, after: int, behind: Cue | None
) -> Draft | None:
    """Return a fragment that a cue of the reporter's sentence governs."""
    unit = reading.units[number]
    content = said(reading, span.start, span.stop)
    if content is None:
        return None
    short = span.stop - span.start == 1
    cue = _governor(reading, unit, span)
    if cue is not None:
        near = "part" in cue.flags and span.open - cue.stop <= 1
        if (short and not near and "name" not in cue.flags) or ("weak" in cue.flags and span.stop - span.start < 3):
            return None
        who = attribute(reading, cue, unit.start, span.open, after_quote=False)
        if who[0] is None and "passive" in cue.flags and "doc" not in cue.flags:
            return None
        if who[0] is None and reading.feat(cue.verb, "VerbForm") == "Part":
            return None
        return Draft(*content, "partial", "partial-verb", number, cue, who[0], who[1], who[0] is None)
    inserted = None if short else _inserted(reading, unit, span)
    if inserted is not None:
        cue, begin, end = inserted
        who = attribute(reading, cue, begin, end, after_quote=True)
        speaker = who[0] or _named_before(reading, unit.start, begin)
        if speaker is None and ("passive" in cue.flags or reading.feat(cue.verb, "Number") == "Plur"):
            return None
        return Draft(*content, "partial", "partial-source", number, cue, speaker, who[1], speaker is None)
    for t in range(unit.start, span.open):
        evidence = evidence_at(reading, t, unit.stop) if reading.speech_at[t] < 0 else None
        if evidence is not None and (span.stop - span.start > 2 or reading.has_finite(span.start, span.stop)):
            speaker, _ = attribute_evidence(reading, evidence, span.open)
            if speaker is not None:
                return Draft(*content, "partial", "partial-source", number, evidence, speaker)
    if short:
        return None
    if behind is not None:
        who = attribute(reading, behind, span.close, after, after_quote=True)
        return Draft(*content, "partial", "partial-post", number, behind, who[0], who[1], who[0] is None)
    late = _late_cue(reading, span, unit)
    if late is not None:
        who = attribute(reading, late, span.close, unit.stop, after_quote=True)
        if who[0] is not None:
            return Draft(*content, "partial", "partial-post", number, late, who[0], who[1])
    return None


def _governor(reading: Reading, unit: Unit, span: Span) -> Cue | None:
    """Return the nearest cue to the left whose government reaches the fragment."""
    text = reading.tokens.text
    for cue in reversed(list(cues_in(reading, unit.start, span.open))):
        gap = range(cue.stop, span.open)
        if any(text[t] == ";" for t in gap):
            return None
        if "name" in cue.flags and not any(
            text[t] in ":," and reading.lower[t + 1] != "что" for t in gap if t + 1 < span.open
        ):
            return cue
        clause = any(
            text[t] == "," and reading.lower[t + 1] in reading.rules.words.complementisers
            for t in gap
            if t + 1 < len(text)
        )
        if clause and {"clause", "part"} & cue.flags:
            return cue
        bare = not any(reading.finite(t) or text[t] in ":," for t in gap)
        about = "about" in cue.flags and cue.stop < span.open and reading.lower[cue.stop] in reading.rules.words.about
        if bare and (
            {"part", "name"} & cue.flags
            or ("quote" in cue.flags and "aside" not in cue.flags and (len(gap) <= 2 or about))
        ):
            return cue
    return None


def _inserted(reading: Reading, unit: Unit, span: Span) -> tuple[Cue, int, int] | None:
    """Return the cue of «Как сказал мэр, это «…»» and «Дорога, говорит мэр, «…»», and where its insertion stands."""
    text = reading.tokens.text
    for cue in reversed(list(cues_in(reading, unit.start, span.open))):
        if "post" not in cue.flags:
            continue
        near = range(max(unit.start, cue.start - 4), cue.start)
        begin = next((t for t in near if reading.lower[t] == "как"), cue.start)
        opened = begin == unit.start or text[begin - 1] in ",:;" or text[begin - 1] in DASHES
        end = insert_stop(reading, cue, span.open)
        if not opened or end == span.open or text[end] != ",":
            continue
        own = clause_start(reading, unit.start, begin)
        if begin < cue.start or (own < begin - 1 and not reading.has_finite(own, begin)):
            return cue, begin, end
    return None


def _named_before(reading: Reading, start: int, stop: int) -> Speaker | None:
    """Return the person of the clause before: «Мэр Петров недоволен: дорога, говорит, «…»»."""
    for t in range(stop - 1, start - 1, -1):
        mention = reading.mention(t)
        if mention is not None and mention.type == "PER" and reading.feat(mention.token_start, "Case") == "Nom":
            return resolve(reading, group_at(reading, mention.token_start, mention.token_stop))
    return None


def _late_cue(reading: Reading, span: Span, unit: Unit) -> Cue | None:
    """Return the cue of «Разговор был «хорошим» и долгим, отметил мэр»."""
    text = reading.tokens.text
    for cue in cues_in(reading, span.close, unit.stop):
        if (
            "post" in cue.flags
            and cue.start > span.close
            and (text[cue.start - 1] in "," or text[cue.start - 1] in DASHES)
        ):
            return None if introduces(reading, cue, unit.stop) else cue
    return None


def another_partial(reading: Reading, number: int, span: Span, before: int, last: Draft | None) -> list[Draft]:
    """Return the next fragment of a row: «назвал мост «чудом», а дорогу «сказкой»»."""
    gap = range(before, span.open)
    if last is None or last.kind != "partial" or last.unit != number or len(gap) > 6 or span.stop - span.start < 2:
        return []
    if any(reading.finite(t) or reading.tokens.text[t] in ".;:" for t in gap) or list(
        cues_in(reading, before, span.open)
    ):
        return []
    content = said(reading, span.start, span.stop)
    return [] if content is None else [replace(last, start=content[0], stop=content[1])]
