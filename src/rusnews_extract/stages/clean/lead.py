"""Find the lead of the article, below its headlines.

A lead is a paragraph set apart: by lines of the frame (date, picture) or a blank line below it, or because the next
paragraph tells the same again in full. Rejected: the first paragraph of every article.
"""

from collections.abc import Sequence

from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.core import Core
from rusnews_extract.stages.clean.looks import Look, Verdict
from rusnews_extract.stages.clean.people import has_verb
from rusnews_extract.stages.clean.speech import addresses_reader, frame_role

__all__ = ["find_leads"]

APART_WORDS = 45
DEK = 1.3
DEK_WORDS = 6
DASH = " — "
ALONE = 2.4
APART = frozenset({"byline", "caption", "meta"})
MOST_DEKS = 3


def find_leads(looks: Sequence[Look], core: Core, title: int | None, rules: CleanRules) -> dict[int, Verdict]:
    """Return the lead lines, if the article has any; ``title`` is its last headline line.

    Without a headline only a first paragraph that the second tells again at length is a lead.
    """
    if title is not None:
        deks = _deks(looks, core, title, rules)
        if deks:
            return dict.fromkeys(deks, Verdict("lead", "lead-above-text"))
    start = core.start if title is None else max(core.start, title + 1)
    text = [number for number in range(start, core.stop) if number in core.text]
    if len(text) < 3 or looks[text[0]].words > rules.scores.lead_words or looks[text[0]].kind == "item":
        return {}
    rule = _lead_rule(looks, text, title, rules)
    return {text[0]: Verdict("lead", rule)} if rule else {}


def _lead_rule(looks: Sequence[Look], text: Sequence[int], title: int | None, rules: CleanRules) -> str | None:
    """Name the rule by which the first paragraph is a lead; None where it is not."""
    first, second = looks[text[0]], looks[text[1]]
    between = (looks[number].verdict for number in range(text[0] + 1, text[1]))
    framed = any(v is not None and v.role in APART and v.reach != "none" for v in between)
    if framed and title is not None and text[0] == title + 1 and first.line.gap == 0:
        return "lead-before-frame"
    if _has_source(first, rules):
        return None
    if _told_again(first, second, rules, 1.0 if title is not None else ALONE):
        return "lead-told-again"
    if title is None:
        return None
    if framed:
        return "lead-before-frame"
    apart = first.line.gap > 0 and second.line.gap > 0 and first.words <= APART_WORDS
    if apart and len(text) > 3 and not any(looks[number].line.gap for number in text[2:5]):
        return "lead-set-apart"
    if first.line.gap == 0 and text[0] == title + 1 and second.line.gap:
        return "lead-under-title"
    short = first.words <= rules.scores.dek_words and not first.breaks and first.text[:1].isalpha()
    return "lead-short" if short and second.words >= DEK * first.words else None


def _deks(looks: Sequence[Look], core: Core, title: int, rules: CleanRules) -> list[int]:
    """Return the leads between the headline and the text; a date or a list below the first begins teasers."""
    found: list[int] = []
    for number in range(title + 1, min((n for n in core.text if n > title), default=core.start)):
        verdict = looks[number].verdict
        if found and (len(found) == MOST_DEKS or (verdict is not None and verdict.reach in {"entry", "list"})):
            break
        if verdict is None and _is_dek(
            looks[number], core, rules, all(looks[n].verdict for n in range(title + 1, number))
        ):
            found.append(number)
    return found


def _has_source(item: Look, rules: CleanRules) -> bool:
    """Say whether a longer paragraph names its source («…, сообщили в мэрии»), as the text does and leads do not."""
    return item.words > rules.scores.headline_words and _cites(item, rules)


def _cites(item: Look, rules: CleanRules) -> bool:
    return rules.attribution.count(item.text.lower(), item.stems, 1) > 0


def _told_again(first: Look, second: Look, rules: CleanRules, factor: float) -> bool:
    """Say whether the second paragraph tells the first again, now with its source («…, сообщили в мэрии»)."""
    words = first.stems
    shared = len(words & second.stems)
    least = factor * rules.scores.lead_overlap * len(words)
    return len(words) >= 4 and shared >= (least if _cites(second, rules) else 2 * least)


def _is_dek(item: Look, core: Core, rules: CleanRules, close: bool) -> bool:
    """Say whether a line between headline and text is a lead: deks often go without a stop, but not without a verb."""
    if item.kind == "paragraph" or (item.kind == "sentence" and item.words >= 5):
        return True
    shared = len(item.stems & core.stems)
    if item.kind != "headline" or item.words < DEK_WORDS or (not shared and not close):
        return False
    verb = has_verb(item, rules)
    if addresses_reader(item, rules) or frame_role(item, rules) is not None:
        return False
    if close and DASH in item.text:
        return True
    return verb or (item.words >= 2 * DEK_WORDS and shared >= 3)
