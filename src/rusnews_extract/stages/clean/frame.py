"""Give a role to the lines that neither a cue nor the core has settled: small named rules, tried in order.

Inside the article the question is sub-heading or teaser, outside it which part of the frame a line belongs to. The
rule names go into the ``blocks`` table, so a wrong cut leads to the rule that made it.
"""

import re
from collections.abc import Sequence

from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.core import Core
from rusnews_extract.stages.clean.looks import Look, Verdict, stems_of
from rusnews_extract.stages.clean.people import has_verb, is_people
from rusnews_extract.stages.clean.rows import cells_of, is_row, is_ticker, speaks_of
from rusnews_extract.stages.clean.speech import frame_role

__all__ = ["inside", "twin_of_caption"]

ROW = 4
NO_ROW = frozenset({"byline", "caption", "card", "promo"})
NAME = re.compile(r"[^\W\d_]+")
TEASER_WORDS = 6
FOREIGN = 0.3
OWN = 0.7
MOST_NAMES = 0.7
PLACE_WORDS = 3


def inside(looks: Sequence[Look], number: int, core: Core, rules: CleanRules) -> Verdict:
    """Judge an unsettled line between two lines of the article."""
    item = looks[number]
    if number in core.text:
        return Verdict("body", "core")
    if item.kind in {"paragraph", "sentence"} or item.words >= rules.scores.sure_words:
        return Verdict("body", "inside-long")
    if item.rubric and not _between(looks, number, core):
        return Verdict("related", "inside-rubric")
    if _is_credited(item, rules):
        return Verdict("caption", "caption-slash")
    if is_row(item, rules) and looks[number - 1].final != ":":
        return _row(looks, number, core)
    role = frame_role(item, rules)
    if role is not None and not _between(looks, number, core):
        return Verdict(role, "inside-frame-words")
    if twin_of_caption(looks, number):
        return Verdict("caption", "caption-twin")
    before, after = looks[number - 1], looks[number + 1]
    if after.rubric or (after.verdict is not None and after.verdict.role == "related"):
        return Verdict("related", "teaser-with-rubric")
    if "," in item.text and is_people(item, rules):
        return Verdict("byline", "inside-people")
    pictured = rules.shapes.dated.fullmatch(item.text) or rules.shapes.pictured.fullmatch(item.text)
    if pictured and not has_verb(item, rules):
        return Verdict("caption", "caption-dated")
    if _near_related(looks, number):
        return Verdict("related", "teaser-after-teaser")
    if rules.shapes.person.fullmatch(item.text) and item.line.gap:
        return Verdict("body", "inside-name") if after.is_text else Verdict("byline", "inside-person")
    if _in_short_row(looks, number, core):
        return Verdict("nav", "short-row")
    if before.final in {":", ";"} or item.kind == "item" or item.text[:1].islower():
        return Verdict("body", "inside-list")
    if item.text[:1] in '«„“"' and item.text[-1:] in '»“”"':
        return Verdict("body", "pull-quote")
    if _is_teaser(item, core, rules) and not (_heads(looks, number, core) and _is_place(item)):
        shown = not has_verb(item, rules) and not {":", "?", "!"} & set(item.text) and item.words >= ROW
        return Verdict("caption", "caption-in-text") if shown else Verdict("related", "teaser-alone")
    return Verdict("body", "sub-heading")


def _row(looks: Sequence[Look], number: int, core: Core) -> Verdict:
    """Judge a row of cells within the article: its tags where no text follows, else buttons."""
    item = looks[number]
    followed = any(other in core.text for other in range(number + 1, core.stop))
    tagged = not followed and not is_ticker(item) and speaks_of(cells_of(item), core.stems)
    return Verdict("tags", "row-tags") if tagged else Verdict("nav", "row-inside")


def _heads(looks: Sequence[Look], number: int, core: Core) -> bool:
    """Say whether a line stands alone between two paragraphs, apart from the one above: a sub-heading's place."""
    return looks[number].line.gap > 0 and _between(looks, number, core)


def _between(looks: Sequence[Look], number: int, core: Core) -> bool:
    after = looks[number + 1]
    above = number - 1 in core.text or (looks[number].line.gap > 0 and after.line.gap == 0)
    return above and number + 1 in core.text and after.kind == "paragraph"


def _is_place(item: Look) -> bool:
    """Say whether a line is nothing but one or two names, as sections of a review are headed."""
    return len(item.text.split()) <= PLACE_WORDS and item.text[:1].isupper() and not item.final


def _near_related(looks: Sequence[Look], number: int) -> bool:
    """Say whether the line stands, without a blank line, under a teaser's rubric or another teaser."""
    before = looks[number - 1]
    return not looks[number].line.gap and (
        before.rubric or (before.verdict is not None and before.verdict.role == "related")
    )


def _in_short_row(looks: Sequence[Look], number: int, core: Core) -> bool:
    """Say whether the line is one of three or more that are no text, with no colon to announce a list."""
    start = stop = number
    apart = {n for n in range(core.start, core.stop) if (v := looks[n].verdict) is not None and v.role in NO_ROW}
    apart |= core.text
    while start > core.start and start > number - ROW and start - 1 not in apart:
        start -= 1
    while stop < core.stop - 1 and stop < number + ROW and stop + 1 not in apart:
        stop += 1
    return stop - start + 1 >= ROW and (start == 0 or looks[start - 1].final != ":")


def _is_teaser(item: Look, core: Core, rules: CleanRules) -> bool:
    """Say whether a short line is another article's headline: it has a verb and speaks of something else."""
    words = item.stems
    if item.words <= 4 or not words:
        return False
    new_names = [name for name in NAME.findall(item.text)[1:] if name[0].isupper() and not stems_of(name) <= core.stems]
    share = len(words & core.stems) / len(words)
    verb = has_verb(item, rules)
    asks = item.text.split(maxsplit=1)[0].lower() in rules.function_words  # «Почему решили спешить» heads a section
    if item.words < TEASER_WORDS:
        return bool(new_names) or (verb and not asks and share < FOREIGN)
    return bool(new_names) or share < FOREIGN or (verb and share < OWN)


def _is_credited(item: Look, rules: CleanRules) -> bool:
    """Say whether a line is a caption with its source behind a slash: «Линейка в школе / Вечерний город»."""
    what, slash, source = item.text.partition(" / ")
    named = source[:1].isupper() and len(source.split()) <= PLACE_WORDS + 2 and "/" not in source
    return bool(slash) and named and len(what.split()) > 1 and not item.final and not has_verb(item, rules)


def twin_of_caption(looks: Sequence[Look], number: int) -> bool:
    """Say whether the line is the alternative text of a picture, told again in the caption beside it."""
    words = looks[number].stems
    for other in (number - 1, number + 1):
        if 0 <= other < len(looks):
            verdict = looks[other].verdict
            if verdict is not None and verdict.role == "caption" and len(words & looks[other].stems) * 2 >= len(words):
                return True
    return False
