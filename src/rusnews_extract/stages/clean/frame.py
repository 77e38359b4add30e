"""Give a role to the lines that neither a cue nor the core has settled: small named rules, tried in order.

Inside the article the question is sub-heading or teaser, outside it which part of the frame a line belongs to. The
rule names go into the ``blocks`` table, so a wrong cut leads to the rule that made it.
"""

import re
from collections.abc import Mapping, Sequence

from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.border import addresses_reader
from rusnews_extract.stages.clean.core import Core
from rusnews_extract.stages.clean.looks import Look, Verdict, stems_of

__all__ = ["inside", "outside"]

ROW = 4
NO_ROW = frozenset({"byline", "caption", "card", "promo"})
NAME = re.compile(r"[^\W\d_]+")
GLUED = re.compile(r"[а-яё)»][А-ЯЁ]")
GLUED_TAGS = 2
TAIL = frozenset({"tags", "byline", "meta"})
TAGGED = 0.6
MOST_TAGS = 12
MOST_TAG_WORDS = 4
MOST_SMALL = 3
TEASER_WORDS = 6
FOREIGN = 0.3
OWN = 0.7
MOST_NAMES = 0.7


def inside(looks: Sequence[Look], number: int, core: Core, rules: CleanRules) -> Verdict:
    """Judge an unsettled line between two lines of the article."""
    item = looks[number]
    if number in core.text:
        return Verdict("body", "core")
    if item.kind in {"paragraph", "sentence"} or item.words >= rules.scores.sure_words:
        return Verdict("body", "inside-long")
    if item.rubric:
        return Verdict("related", "inside-rubric")
    if _twin_of_caption(looks, number):
        return Verdict("caption", "caption-twin")
    before, after = looks[number - 1], looks[number + 1]
    if after.rubric or (after.verdict is not None and after.verdict.role == "related"):
        return Verdict("related", "teaser-with-rubric")
    if _near_related(looks, number):
        return Verdict("related", "teaser-after-teaser")
    if rules.shapes.person.fullmatch(item.text) and item.line.gap:
        return Verdict("body", "inside-name") if after.is_text else Verdict("byline", "inside-person")
    if _in_short_row(looks, number, core):
        return Verdict("nav", "short-row")
    if before.final in {":", ";"} or item.kind == "item" or item.text[:1].islower():
        return Verdict("body", "inside-list")
    if _is_teaser(item, core, rules):
        return Verdict("related", "teaser-alone")
    return Verdict("body", "sub-heading")


def outside(
    looks: Sequence[Look],
    number: int,
    core: Core,
    titled: bool,
    settled: Mapping[int, Verdict],
    rules: CleanRules,
) -> Verdict:
    """Judge an unsettled line above or below the article."""
    item = looks[number]
    above = number < core.start
    neighbours = [settled[n] for n in (number - 1, number + 1) if n in settled]
    if above and _in_small_letters(looks, number):
        return Verdict("tags", "small-letters")
    if not above and item.words <= MOST_TAG_WORDS and _role(settled, number - 1) == "tags" and not item.final:
        return Verdict("tags", "tag-in-list")
    if item.rubric:
        return _rubric(looks, number, above, settled)
    if above:
        return _above(looks, number, core, titled, rules)
    if item.is_text and item.words >= 5:
        return Verdict("footer", "address-below" if addresses_reader(item, rules) else "below-sentence")
    if len(GLUED.findall(item.text)) >= GLUED_TAGS:
        return Verdict("tags", "tags-glued")
    words = item.stems
    if _person(item, rules) and not words <= core.stems:
        return Verdict("byline", "person-below")
    if words and len(words & core.stems) >= TAGGED * len(words) and _is_row_of_names(item, rules):
        return Verdict("tags", "tags-below")
    if item.words <= 3 and not _has_verb(item, rules) and (number == core.stop or _role(settled, number - 1) in TAIL):
        return Verdict("tags", "tags-after-text")
    if any(verdict.role == "related" for verdict in neighbours) or item.words >= 3:
        return Verdict("related", "teaser-below")
    return Verdict("nav", "below-text")


def _rubric(looks: Sequence[Look], number: int, above: bool, settled: Mapping[int, Verdict]) -> Verdict:
    """Judge a rubric's name: the article's own, one of a menu, or a teaser's."""
    around = [n for n in (number - 1, number + 1) if 0 <= n < len(looks)]
    if not above or any(looks[n].kind == "headline" and n not in settled for n in around[-1:]):
        return Verdict("related", "rubric-of-teaser")
    alone = not any(looks[n].rubric for n in around)
    return Verdict("tags", "rubric-above") if alone else Verdict("nav", "rubric-list")


def _in_small_letters(looks: Sequence[Look], number: int) -> bool:
    """Say whether a line is one of two or more short ones in small letters: tags, one a line."""
    near = [looks[n] for n in (number - 1, number, number + 1) if 0 <= n < len(looks)]
    small = [item for item in near if item.text[:1].islower() and item.words <= MOST_SMALL]
    return len(small) >= 2 and looks[number] in small


def _above(looks: Sequence[Look], number: int, core: Core, titled: bool, rules: CleanRules) -> Verdict:
    item = looks[number]
    if item.is_text and addresses_reader(item, rules):
        return Verdict("promo", "address-above")
    if item.text.endswith(",") and item.words <= MOST_TAGS:
        return Verdict("tags", "rubric-comma")
    if item.words >= 4 and item.names >= MOST_NAMES * item.words and not item.final:
        return Verdict("tags", "row-of-names")
    if _twin_of_caption(looks, number):
        return Verdict("caption", "caption-twin")
    if _person(item, rules):
        known = titled and item.stems <= core.stems
        return Verdict("caption", "person-in-text") if known else Verdict("byline", "person-above")
    return Verdict("related", "teaser-above") if item.words >= 6 else Verdict("nav", "above-text")


def _role(settled: Mapping[int, Verdict], number: int) -> str | None:
    return settled[number].role if number in settled else None


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
    verb = _has_verb(item, rules)
    asks = item.text.split(maxsplit=1)[0].lower() in rules.function_words  # «Почему решили спешить» heads a section
    if item.words < TEASER_WORDS:
        return bool(new_names) or (verb and not asks and share < FOREIGN)
    return bool(new_names) or share < FOREIGN or (verb and share < OWN)


def _has_verb(item: Look, rules: CleanRules) -> bool:
    return any(rules.shapes.verb.fullmatch(word) for word in item.text.lower().split())


def _is_row_of_names(item: Look, rules: CleanRules) -> bool:
    """Say whether a line has neither a verb nor the prepositions that hold a headline together."""
    small = {word.lower() for word in NAME.findall(item.text)} & rules.function_words - {"и"}
    return item.words <= MOST_TAGS and not small and not _has_verb(item, rules)


def _person(item: Look, rules: CleanRules) -> bool:
    return rules.shapes.person.fullmatch(item.text) is not None


def _twin_of_caption(looks: Sequence[Look], number: int) -> bool:
    """Say whether the line is the alternative text of a picture, told again in the caption beside it."""
    words = looks[number].stems
    for other in (number - 1, number + 1):
        if 0 <= other < len(looks):
            verdict = looks[other].verdict
            if verdict is not None and verdict.role == "caption" and len(words & looks[other].stems) * 2 >= len(words):
                return True
    return False
