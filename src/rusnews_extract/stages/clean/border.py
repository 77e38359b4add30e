"""Cut from the ends of the article what speaks to the reader: thanks, appeals, invitations in full sentences.

«Пришлите нам фото, и мы расскажем» is grammatical text and may even speak of the article's own town, so neither a cue
nor the weight of its paragraph gives it away. It stands at a border: beyond a byline, a list or a button, or above the
headline's date. Inside an article the same words are somebody's speech, and are never touched.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.core import Core
from rusnews_extract.stages.clean.looks import Look
from rusnews_extract.stages.clean.speech import addresses_reader, frame_role

__all__ = ["trim"]

MOST_WORDS = 110
MOST_SHARE = 0.6
REACH = 14
CALLS = frozenset({"send-news", "reader-reached", "support-us"})
STRONG = frozenset({"byline", "promo", "tags", "footer"})


def trim(looks: Sequence[Look], core: Core, rules: CleanRules) -> Core:
    """Return the core without the appeals before its first and behind its last line of the frame."""
    total = sum(looks[number].words for number in core.text)
    start, stop = core.start, core.stop
    for number in _inward(core.stop - 1, core.start, -1):
        if number not in core.text and _is_appeal(looks, number, range(number + 1, core.stop), core, total, rules):
            stop = number
    for number in _inward(core.start, stop - 1, 1):
        if number not in core.text and _is_appeal(looks, number, range(core.start, number), core, total, rules):
            start = number + 1
    text = frozenset(number for number in core.text if start <= number < stop)
    if not text or (start, stop) == (core.start, core.stop):
        return core
    return replace(core, start=min(text), stop=max(text) + 1, text=text)


def _inward(start: int, stop: int, step: int) -> Iterator[int]:
    return iter(range(start, stop, step)[:REACH])


def _is_appeal(looks: Sequence[Look], border: int, section: range, core: Core, total: int, rules: CleanRules) -> bool:
    """Say whether the text lines beyond a border are few and, by half or by all of them, speak to the reader."""
    lines = [looks[number] for number in section if number in core.text]
    words = sum(item.words for item in lines)
    if not lines or words > MOST_WORDS or words > MOST_SHARE * (total - words):
        return False
    verdict = looks[border].verdict
    strong = verdict is not None and (verdict.role in STRONG or verdict.reach in {"list", "end", "entry"})
    speaking = sum(addresses_reader(item, rules) or frame_role(item, rules) is not None for item in lines)
    if not strong:
        return speaking == len(lines) and (verdict is None or verdict.role == "nav")
    if verdict is not None and verdict.reach == "list" and section.start > border:
        speaking += sum((v := looks[number].verdict) is not None and v.rule_id in CALLS for number in section)
    return 2 * speaking >= len(lines)
