"""What the tagger knows of an expression: its tense, and whether «накануне» has an event of its own."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from rusnews_extract.model import ParsedDocument
from rusnews_extract.rules.times import TimeRules

__all__ = ["Tense", "governs_genitive", "tense_of_tokens", "tense_of_words"]

Tense = Literal["past", "future", "ahead", "none"]
"""``ahead``: a verb that sets a date, in whatever tense («назначил слушание на 5 ноября»)."""
CLIMB = 8
FAR = 150
"""How many tokens away a verb may stand: few sentences are as long, and a line without end stays cheap."""
REACH = 30
AUXILIARY_REACH = 6
_CLAUSE_MARKS = frozenset(',;:—–()«»"')
_ENDS = frozenset(".!?…\n")


def tense_of_words(keys: Sequence[str], here: int, rules: TimeRules) -> Tense:
    """Look for a word of the same sentence that announces the future; past tenses are not told without a tagger."""
    first, stop = here, here
    while first > 0 and here - first < REACH and keys[first - 1] not in _ENDS:
        first -= 1
    while stop < len(keys) and stop - here < REACH and keys[stop] not in _ENDS:
        stop += 1
    return "none" if rules.future_words.isdisjoint(keys[first:stop]) else "future"


def tense_of_tokens(parsed: ParsedDocument, sentence: int, start: int, rules: TimeRules) -> Tense:
    """Return the tense of the verb nearest between the same commas, else of the governing one, else of the nearest.

    The commas come first: the parser's heads of dates are less sure than they are.
    """
    tokens = parsed.tokens
    s = parsed.sentences[sentence]
    here = max(bisect_right(tokens.start, start) - 1, s.token_start)
    first, stop = here, here
    while max(s.token_start, here - FAR) < first and tokens.text[first - 1] not in _CLAUSE_MARKS:
        first -= 1
    while stop < min(s.token_stop, here + FAR) and tokens.text[stop] not in _CLAUSE_MARKS:
        stop += 1
    return (
        _nearest(parsed, here, first, stop, rules)
        or _governing(parsed, here, rules)
        or _nearest(parsed, here, s.token_start, s.token_stop, rules)
        or "none"
    )


def _nearest(parsed: ParsedDocument, here: int, first: int, stop: int, rules: TimeRules) -> Tense | None:
    for away in range(min(FAR, max(here - first, stop - 1 - here)) + 1):
        for i in (here - away, here + away)[away == 0 :]:
            if first <= i < stop:
                tense = _tense(parsed, i, rules)
                if tense != "none":
                    return tense
    return None


def _governing(parsed: ParsedDocument, here: int, rules: TimeRules) -> Tense | None:
    at = here
    for _ in range(CLIMB):
        tense = _tense(parsed, at, rules)
        if tense != "none":
            return tense
        at = parsed.tokens.head[at]
        if at < 0:
            break
    return None


def _tense(parsed: ParsedDocument, i: int, rules: TimeRules) -> Tense:
    tokens = parsed.tokens
    if tokens.pos[i] not in ("VERB", "AUX", "ADJ"):
        return "none"
    if tokens.text[i].lower().replace("ё", "е") in rules.future_words:
        return "future"
    feats = tokens.feats[i]
    said, form = feats.get("Tense"), feats.get("VerbForm")
    if said == "Fut" or (said == "Pres" and (feats.get("Aspect") == "Perf" or tokens.lemma[i] in rules.intents)):
        return "future"
    if tokens.lemma[i] in rules.settings:
        return "ahead"
    if form == "Inf":
        above = tokens.head[i]
        return "future" if above >= 0 and tokens.lemma[above] in rules.intents else "none"
    if form == "Part" or feats.get("Variant") == "Short":  # «будет объявлен»
        beside = range(max(i - AUXILIARY_REACH, 0), min(i + AUXILIARY_REACH, len(tokens)))
        if any(tokens.head[k] == i and tokens.text[k].lower() in rules.future_words for k in beside):
            return "future"
    return "past" if said == "Past" else "none"


def governs_genitive(parsed: ParsedDocument, stop: int) -> bool:
    """Say whether a noun phrase in the genitive follows: «накануне голосования» is no day before publication."""
    tokens = parsed.tokens
    i = bisect_right(tokens.start, stop - 1)
    if i >= len(tokens) or tokens.pos[i] not in ("NOUN", "PROPN", "ADJ", "DET"):
        return False
    return tokens.feats[i].get("Case") == "Gen"
