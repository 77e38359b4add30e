"""What all patterns of indirect speech share: its draft, its borders, and the agency behind it."""

from bisect import bisect_left

from rusnews_extract.stages.quotes.content import said
from rusnews_extract.stages.quotes.cues import Cue, cues_in, verb_cue
from rusnews_extract.stages.quotes.drafts import Draft
from rusnews_extract.stages.quotes.groups import Group
from rusnews_extract.stages.quotes.reading import DASHES, Reading, Unit
from rusnews_extract.stages.quotes.speakers import Speaker

__all__ = [
    "before_fragment",
    "clause_start",
    "closes",
    "drafted",
    "insert_stop",
    "points_back",
    "tail_relay",
    "tokens_of",
]


def tokens_of(reading: Reading, draft: Draft) -> range:
    """Return the tokens of a draft."""
    starts = reading.tokens.start
    return range(bisect_left(starts, draft.start), bisect_left(starts, draft.stop))


def drafted(
    reading: Reading,
    number: int,
    span: tuple[int, int],
    rule: str,
    cue: Cue | None,
    speaker: Speaker | None,
    relay: Group | None = None,
    *,
    waits: bool = False,
) -> list[Draft]:
    """Return the draft of an indirect quote of the tokens ``span``, in a list; none where nothing is left of it."""
    content = said(reading, *span)
    if content is None:
        return []
    return [Draft(*content, "indirect", rule, number, cue, speaker, relay, waits)]


def before_fragment(reading: Reading, unit: Unit, taken: frozenset[int], start: int, stop: int) -> int | None:
    """Return where the clause ends before a quoted fragment; None where nothing whole is left."""
    span = next((s for s in unit.spans if start <= s.open < stop and s.start in taken), None)
    if span is None:
        return None if verb_cue(reading, stop - 1, start, stop) is not None and stop - start < 4 else stop
    for t in range(span.open - 1, start, -1):
        if reading.tokens.text[t] == "," and t - start > 1 and reading.has_finite(start, t):
            return t
    return None


def points_back(reading: Reading, start: int, stop: int) -> bool:
    """Say whether a sentence opens with «Об этом», «Такое мнение», «С этими словами»: about the one before it."""
    if reading.lower[start + 1 : start + 2] == (",",):
        return False  # «Так, считает мэр, …» goes on
    words = " ".join(reading.lower[start : min(start + 3, stop)])
    return any(words == opener or words.startswith(opener + " ") for opener in reading.rules.back)


def tail_relay(reading: Reading, start: int, stop: int) -> Group | None:
    """Return the agency of a tail: «…, передаёт ТАСС»."""
    for cue in cues_in(reading, start, stop):
        if "relay" in cue.flags and cue.start - start <= 2:
            for t in range(cue.stop, min(stop, cue.stop + 4)):
                mention = reading.mention(t)
                if mention is not None and mention.type == "ORG":
                    return Group(t, t, mention.token_stop)
    return None


def closes(reading: Reading, after: int, stop: int) -> bool:
    """Say whether nothing but punctuation is left."""
    return all(reading.tokens.pos[t] == "PUNCT" for t in range(after, stop))


def clause_start(reading: Reading, start: int, stop: int) -> int:
    """Return where the clause before an inserted phrase begins: behind «что», «а», «но» or a semicolon."""
    for t in range(stop - 1, start, -1):
        if (
            reading.tokens.text[t] in ";:"
            or reading.lower[t] in reading.rules.words.strong_adversatives
            or reading.lower[t] in reading.rules.words.that
        ):
            return t + 1
        if reading.lower[t] in reading.rules.words.adversatives and reading.tokens.text[t - 1] == ",":
            return t + 1
    return start


def insert_stop(reading: Reading, cue: Cue, stop: int) -> int:
    """Return the comma or end that closes the reporter's insertion behind a cue."""
    for t in range(cue.stop, stop):
        if reading.speech_at[t] < 0 and (reading.tokens.text[t] in ",:" or reading.tokens.text[t] in DASHES):
            return t
    return stop
