"""Find the comments of readers below the article by what their engine writes beside each: a nick, a date, «Ответить».

What a reader writes cannot be told from a teaser or a slogan by itself. It is known by its place, between two such
signatures or right behind one, so the comments are found as one region before single lines are judged.
"""

import re
from collections.abc import Sequence

from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.looks import Look, Verdict
from rusnews_extract.stages.clean.speech import frame_role

__all__ = ["find_comments"]

COMMENT = Verdict("nav", "comment-text")
SIGNED = Verdict("nav", "comment-signature")
SIGNATURES = frozenset({"comment-time", "comment-head", "comment-signed"})
CLOSING = frozenset({"related", "footer", "promo", "tags", "card", "byline"})
DATES = frozenset({"dated-line", "time-ago", "time-short"})
CLOCK = re.compile(r"[^\W\d][\w.-]*(?:\s\w+\.?)?\s\d\d?:\d\d$")
MENTION = re.compile(r"@[\w.-]{2,30}$")
HEADS = frozenset({"comments"})
HEAD = re.compile(r"\W*(?:\d+\s|всего\s)?(?:комментари[ийе]|обсуждение)", re.IGNORECASE)
ANSWER = re.compile(r"(?:.{0,40}\W)?ответить\W*(?:\d+\W*|(?:пожаловаться|цитировать|поделиться)\W*)?$", re.IGNORECASE)
DATED = re.compile(r"\d{1,2}[\s./]")
FAR = 8
BACK = 3
NAME_WORDS = 3


def find_comments(looks: Sequence[Look], start: int, rules: CleanRules) -> dict[int, Verdict]:
    """Return the lines of comments below line ``start``, signatures included."""
    signed = [number for number in range(start, len(looks)) if _signs(looks, number, start, rules)]
    found = _after_head(looks, start, rules)
    for at, number in enumerate(signed):
        found[number] = SIGNED
        _mark_nick(looks, number, start, found, rules)
        stop = signed[at + 1] if at + 1 < len(signed) else len(looks)
        _mark_text(looks, number, stop, found, at + 1 < len(signed))
    return found


def _signs(looks: Sequence[Look], number: int, start: int, rules: CleanRules) -> bool:
    item = looks[number]
    if item.verdict is None and (CLOCK.match(item.text) or MENTION.match(item.text)):
        return True
    if item.verdict is None:
        return item.words <= NAME_WORDS + 1 and ANSWER.match(item.text) is not None
    if item.verdict.rule_id in SIGNATURES or ANSWER.match(item.text):
        return True
    if item.verdict.rule_id not in DATES or number == start:
        return False
    return _is_nick(looks[number - 1], rules)


def _is_nick(item: Look, rules: CleanRules) -> bool:
    return item.verdict is None and rules.shapes.nick.fullmatch(item.text) is not None


def _mark_nick(looks: Sequence[Look], number: int, start: int, found: dict[int, Verdict], rules: CleanRules) -> None:
    """Mark the nick above a date, or above the text that the date signs from below, with all in between."""
    if DATED.match(looks[number].text) and ANSWER.match(looks[number].text):
        _mark_above(looks, number, start, found)
    for back in range(1, BACK + 1):
        other = number - back
        if other < start or other in found or (looks[other].verdict is not None and back > 1):
            return
        if _is_nick(looks[other], rules):
            found[other] = SIGNED
            found.update(dict.fromkeys(range(other + 1, number), COMMENT))
            return


def _mark_above(looks: Sequence[Look], number: int, start: int, found: dict[int, Verdict]) -> None:
    """Mark the nick and the text that a date with «Ответить» closes, up to a blank line."""
    for other in range(number - 1, max(number - 1 - BACK, start - 1), -1):
        if looks[other].verdict is not None or other in found or looks[other + 1].line.gap:
            return
        found[other] = COMMENT


def _mark_text(looks: Sequence[Look], number: int, stop: int, found: dict[int, Verdict], between: bool) -> None:
    """Mark the lines behind a signature up to the next, or the one or two lines behind the last."""
    near = between and stop - number <= FAR
    text = looks[number].text
    last = ANSWER.match(text) is not None and (DATED.match(text) is not None or looks[number].words <= 2)
    for other in range(number + 1, min(stop, number + FAR)):
        item = looks[other]
        verdict = item.verdict
        if verdict is not None and verdict.role in CLOSING and verdict.rule_id != "source-label":
            return
        if not near and (last or (other > number + 1 and (item.line.gap or not item.final))):
            return
        found.setdefault(other, COMMENT)


def _after_head(looks: Sequence[Look], start: int, rules: CleanRules) -> dict[int, Verdict]:
    """Return the lines that stand close below a head of comments, up to the next blank line or cue of other parts."""
    found: dict[int, Verdict] = {}
    for number in range(start, len(looks) - 1):
        if not _is_head(looks, number):
            continue
        for other in range(number + 1, min(number + FAR, len(looks))):
            item = looks[other]
            if item.line.gap or (item.verdict is not None and item.verdict.role in CLOSING):
                break
            if item.verdict is None and frame_role(item, rules) == "footer":
                break
            if item.verdict is None:
                found[other] = COMMENT
            elif item.verdict.rule_id in DATES:
                found[other] = SIGNED
    return found


def _is_head(looks: Sequence[Look], number: int) -> bool:
    """Say whether comments begin below a line: a cue says so, or a bare word of a menu does and dates follow."""
    verdict = looks[number].verdict
    if verdict is None or verdict.role != "nav":
        return False
    dated = any(
        v is not None and v.rule_id in DATES for v in (item.verdict for item in looks[number + 1 : number + BACK + 1])
    )
    return verdict.rule_id in HEADS or (dated and HEAD.match(looks[number].text) is not None)
