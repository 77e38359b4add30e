"""Where what is said begins and ends: clause borders, and punctuation that is not part of it."""

from rusnews_extract.stages.quotes.cues import Cue, verb_cue
from rusnews_extract.stages.quotes.reading import DASHES, Reading

__all__ = ["clause_stop", "connective_stop", "main_clause", "said", "trim"]

EDGE = frozenset(",;:.") | DASHES
LONGEST_JOINT = 8
LEAST_PART, LEAST_WORDS = 0.45, 10


def trim(reading: Reading, start: int, stop: int) -> tuple[int, int]:
    """Take loose punctuation off both ends of a token range; marks are kept where both stand inside."""
    text = reading.tokens.text
    while start < stop and (text[start] in EDGE or text[start] in ")"):
        start += 1
    while stop > start and (text[stop - 1] in EDGE or text[stop - 1] == "("):
        stop -= 1
    return start, stop


def said(reading: Reading, start: int, stop: int) -> tuple[int, int] | None:
    """Return the characters of what is said, None where nothing is left."""
    start, stop = trim(reading, start, stop)
    if start >= stop:
        return None
    return reading.tokens.start[start], reading.tokens.stop[stop - 1]


def clause_stop(reading: Reading, start: int, stop: int) -> tuple[int, Cue | None]:
    """Return where an indirect speech that begins at ``start`` ends, and the cue that ends it.

    It ends before the next cue of the reporter («…, и добавил, что …», «…, передаёт ТАСС»), or before a clause that
    an opener of ``quotes_openers.txt`` marks as background.
    """
    for t in range(start + 1, stop):
        if reading.speech_at[t] >= 0:
            continue
        if (
            reading.tokens.text[t] == ","
            and _opens_background(reading, t + 1, stop)
            and (reading.has_finite(start, t) or not _goes_on(reading, t + 1, stop))
        ):
            return t, None
        cue = verb_cue(reading, t, start, stop)
        if cue is None:
            continue
        begin = _coordinated(reading, cue, start, stop)
        if begin is not None:
            return begin, cue
    return stop, None


def _coordinated(reading: Reading, cue: Cue, start: int, stop: int) -> int | None:
    """Return where the reporter's sentence goes on with this cue; None where the cue belongs to what is said."""
    text, lower = reading.tokens.text, reading.lower
    that = any(text[t] == "," and lower[t + 1] == "что" for t in range(cue.stop, min(stop - 1, cue.stop + 6)))
    that = that or (cue.stop < stop and text[cue.stop] == ":")
    for t in range(cue.start - 1, max(start, cue.start - LONGEST_JOINT), -1):
        if _names_somebody(reading, t) and that and "clause" in cue.flags:
            return _own_subject(reading, t, start)
        if reading.speech_at[t] >= 0 or reading.finite(t) or _names_somebody(reading, t):
            break
        joined = lower[t + 1 : cue.start]
        if text[t] == "," or text[t] in DASHES:
            gerund = reading.feat(cue.verb, "VerbForm") == "Conv"
            told = "post" in cue.flags and (
                not joined or that or (joined and joined[0] in reading.rules.words.joints and "name" not in cue.flags)
            )
            named = bool(joined) and joined[0] in reading.rules.words.joints and "name" in cue.flags
            return t if (gerund and not joined) or told or named else None
        if lower[t] in reading.rules.words.joints and that:
            return t - 1 if text[t - 1] == "," else t
    return None


def _own_subject(reading: Reading, t: int, start: int) -> int | None:
    """«одни говорят, что А, другие жители пишут, что Б»: the comma before the other subject."""
    for i in range(t - 1, max(start, t - 5), -1):
        if reading.tokens.text[i] in ",;":
            return i
        if reading.tokens.pos[i] not in ("ADJ", "NOUN", "PROPN", "DET", "CCONJ"):
            return None
    return None


def _names_somebody(reading: Reading, t: int) -> bool:
    """A nominative between joint and cue is the subject of another clause; «он» may be the speaker again."""
    if reading.tokens.pos[t] not in ("NOUN", "PROPN"):
        return False
    return reading.feat(t, "Case") == "Nom"


def _opens_background(reading: Reading, t: int, stop: int) -> bool:
    words = " ".join(reading.lower[t : min(t + 4, stop)])
    return any(words.startswith(opener + " ") or words == opener for opener in reading.rules.openers)


def _goes_on(reading: Reading, t: int, stop: int) -> bool:
    """Say whether the clause goes on behind its background: «в районах, где прошли дожди, закроют мосты»."""
    comma = next((i for i in range(t, stop) if reading.tokens.text[i] == "," and reading.speech_at[i] < 0), stop)
    return reading.has_finite(comma, stop)


def connective_stop(reading: Reading, start: int, stop: int) -> int:
    """Return the token behind «Вместе с тем, », «При этом» and their like; ``start`` where there is none."""
    while start < stop and (reading.tokens.pos[start] == "PUNCT" or reading.lower[start] in reading.rules.words.joints):
        start += 1
    for length in (4, 3, 2, 1):
        if " ".join(reading.lower[start : start + length]) in reading.rules.connectives:
            start += length
            while start < stop and reading.tokens.text[start] == ",":
                start += 1
            break
    return start


def main_clause(reading: Reading, start: int, stop: int) -> tuple[int, int]:
    """Return the part of ``[start, stop)`` that a cue behind it speaks for: its last main clause, without background.

    «Дороги закрыли, мэр выступит вечером, сообщили в мэрии» reports the second clause only.
    """
    begin = start
    for t in range(start + 1, stop):
        if reading.speech_at[t] >= 0:
            continue
        if reading.tokens.text[t] != ",":
            continue
        if _opens_background(reading, t + 1, stop) and reading.has_finite(begin, t) and t - begin > stop - t:
            return begin, t
        if _new_main(reading, t + 1, stop) and _whole(reading, begin, t) and not _subordinate(reading, begin, t):
            begin = t + 2 if reading.lower[t + 1] == "а" else t + 1
    # a short second clause goes with the first: «Петров уйдёт в отпуск, приказ подписан, сообщил директор»
    whole = len(reading.text(start, stop))
    long = stop - begin >= LEAST_WORDS and len(reading.text(begin, stop)) >= LEAST_PART * whole
    return (begin, stop) if long else (start, stop)


def _whole(reading: Reading, start: int, stop: int) -> bool:
    """Say whether a clause has a subject and a predicate of its own, unlike «Жертв нет» and «Ремонт уже начали»."""
    subject = next((t for t in range(start, stop) if reading.feat(t, "Case") == "Nom"), stop)
    return reading.has_finite(subject, stop)


def _subordinate(reading: Reading, start: int, stop: int) -> bool:
    return any(
        reading.tokens.pos[t] == "SCONJ" or reading.tokens.lemma[t] in reading.rules.words.relatives
        for t in range(start, stop)
    )


def _new_main(reading: Reading, t: int, stop: int) -> bool:
    """Say whether an independent clause begins here: «а», or at once a subject in the nominative and its predicate."""
    if t >= stop:
        return False
    if reading.lower[t] == "а" and reading.lower[min(t + 1, stop - 1)] not in reading.rules.words.tight:
        return _subject_then_verb(reading, t + 1, stop, 12)
    return _subject_then_verb(reading, t, stop, 5)


def _subject_then_verb(reading: Reading, t: int, stop: int, reach: int) -> bool:
    if reading.tokens.pos[t] not in ("NOUN", "PROPN") or reading.feat(t, "Case") not in ("Nom", None):
        return False
    for i in range(t + 1, min(stop, t + reach)):
        if reading.tokens.pos[i] in ("PUNCT", "CCONJ", "SCONJ"):
            return False
        if reading.finite(i):
            return reading.feat(i, "Number") in (None, reading.feat(t, "Number"))
    return False
