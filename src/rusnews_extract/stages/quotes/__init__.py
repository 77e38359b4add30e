"""Find who said what: direct, partial and indirect speech with its speaker, cue and relay.

Patterns over quotation marks, cue words and the nearest agreeing subject, not climbs through the tree: a third of
the long sentences have no well-formed tree (notes on events), while the words around a quote hardly vary.
The order is: speech in marks and dialogues, then indirect speech outside of it, then what waits for a speaker.
"""

from bisect import bisect_right
from collections.abc import Sequence

from rusnews_extract.model import Entity, Mention, ParsedDocument, Quote
from rusnews_extract.references import References
from rusnews_extract.rules.quotes import QuoteRules
from rusnews_extract.stages.quotes.direct import find_dialogue, find_direct
from rusnews_extract.stages.quotes.drafts import Draft
from rusnews_extract.stages.quotes.indirect import find_indirect
from rusnews_extract.stages.quotes.inherit import find_about, inherit, relay_name
from rusnews_extract.stages.quotes.interview import find_interview
from rusnews_extract.stages.quotes.reading import DASHES, Reading, read
from rusnews_extract.stages.quotes.transcript import find_transcript

__all__ = ["find_quotes"]


def find_quotes(
    parsed: ParsedDocument,
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    references: References,
    rules: QuoteRules,
) -> tuple[Quote, ...]:
    """Return the quotes of a document by position; offsets are into the clean text, without quotation marks."""
    reading = read(parsed, mentions, entities, references, rules)
    reading, drafts, spoken_lines = find_transcript(reading)
    dialogues = set(spoken_lines)
    if not drafts:
        drafts, spoken_lines = find_interview(reading)
        dialogues |= spoken_lines
    for number, unit in enumerate(reading.units):
        if unit.line in dialogues:
            continue
        first_of_line = number == 0 or reading.units[number - 1].line != unit.line
        if first_of_line and reading.tokens.text[unit.start] in DASHES:
            spoken = find_dialogue(reading, number)
            if spoken:
                dialogues.add(unit.line)
                drafts += spoken
                continue
        drafts, about = find_about(reading, number, drafts)
        if about is not None:
            drafts.append(about)
        direct = find_direct(reading, number, drafts)
        drafts += direct
        drafts += [d for d in find_indirect(reading, number, direct) if not _overlaps(d, drafts)]
    drafts.sort(key=lambda d: (d.start, d.stop))
    return tuple(_quote(reading, d) for d in inherit(reading, drafts))


def _overlaps(draft: Draft, others: Sequence[Draft]) -> bool:
    return any(draft.start < o.stop and o.start < draft.stop for o in others)


def _quote(reading: Reading, draft: Draft) -> Quote:
    tokens, text = reading.tokens, reading.parsed.text
    speaker, cue = draft.speaker, draft.cue
    group = speaker.group if speaker is not None and speaker.via != "inherited" else None
    begin = None if group is None else tokens.start[group.start]
    end = None if group is None else tokens.stop[group.stop - 1]
    if (
        begin is not None
        and end is not None
        and text[end - 1] in "»”"
        and "«" not in text[begin:end]
        and "“" not in text[begin:end]
    ):
        end -= 1
    relay = None if draft.relay is None else relay_name(reading, draft.relay)
    return Quote(
        start=draft.start,
        stop=draft.stop,
        sentence=_sentence(reading, draft),
        text=text[draft.start : draft.stop],
        kind=draft.kind,
        rule_id=draft.rule,
        speaker=None if speaker is None else speaker.name,
        speaker_entity=None if speaker is None else speaker.entity,
        speaker_text=None if begin is None else text[begin:end],
        speaker_start=begin,
        speaker_stop=end,
        speaker_via=None if speaker is None else speaker.via,
        cue=None if cue is None else text[tokens.start[cue.start] : tokens.stop[cue.stop - 1]],
        cue_start=None if cue is None else tokens.start[cue.start],
        cue_stop=None if cue is None else tokens.stop[cue.stop - 1],
        relay=None if relay is None else relay[0],
        relay_entity=None if relay is None else relay[1],
    )


def _sentence(reading: Reading, draft: Draft) -> int:
    token = bisect_right(reading.tokens.start, draft.start) - 1
    return reading.sentence_at[token]
