"""Give a role to the lines above the article that no cue settles: small named rules, tried in order.

Above stands the way to the article: the site's name, menus, rates and weather, the rubric, the author, a picture.
"""

import re
from collections.abc import Sequence

from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.core import Core
from rusnews_extract.stages.clean.frame import twin_of_caption
from rusnews_extract.stages.clean.looks import WORD, Look, Verdict
from rusnews_extract.stages.clean.neighbours import is_credit
from rusnews_extract.stages.clean.people import has_verb, is_bio, is_people
from rusnews_extract.stages.clean.rows import cells_of, is_row, is_ticker, speaks_of
from rusnews_extract.stages.clean.settled import Settled, role_at, rule_at
from rusnews_extract.stages.clean.speech import addresses_reader, calls, frame_role, mentions_frame

__all__ = ["judge_above"]

NUMERAL = re.compile(r"^(?:[IVX]{1,4}|\d{1,2})[.)]\s")
READING = re.compile(r"\d ?мин\b")
HEADED = frozenset({"title", "lead", "meta", "byline", "caption"})
MOST_TAGS = 12
MOST_TAG_WORDS = 4
MOST_SMALL = 3
MOST_KICKER = 3
MOST_CELLS = 4
MOST_NAMES = 0.7
LATE = 3
TIMED = re.compile(r"\d\d?:\d\d\W")
HEADING_WORDS = 6


def judge_above(looks: Sequence[Look], number: int, core: Core, settled: Settled, rules: CleanRules) -> Verdict:
    """Judge an unsettled line above the article; all lines above it are settled."""
    item = looks[number]
    if _in_small_letters(looks, number):
        return Verdict("tags", "small-letters")
    if item.rubric:
        return _rubric(looks, number, settled)
    if _above_role(settled, number) in HEADED or role_at(settled, number + 1) == "title":
        verdict = _beside_title(looks, number, core, settled, rules)
        if verdict is not None:
            return verdict
    if number < LATE and not item.is_text and not is_row(item, rules) and _is_masthead(number, item, rules):
        return Verdict("nav", "masthead")
    if is_row(item, rules) or _is_menu(item, rules):
        return _row_above(item, number, core, settled, rules)
    return _labelled(looks, number, settled, rules) or _spoken(item, rules)


def _labelled(looks: Sequence[Look], number: int, settled: Settled, rules: CleanRules) -> Verdict | None:
    """Judge a line by its shape and place: a time, a comma at its end, the headline or a caption beside it."""
    item = looks[number]
    if TIMED.match(item.text) and item.words >= MOST_TAG_WORDS:
        return Verdict("related", "teaser-timed")
    if item.text.endswith(",") and item.words <= MOST_TAGS:
        return Verdict("tags", "rubric-comma")
    if _is_kicker(looks, number, settled, rules):
        return Verdict("tags", "kicker")
    return Verdict("caption", "caption-twin") if twin_of_caption(looks, number) else None


def _spoken(item: Look, rules: CleanRules) -> Verdict:
    """Judge a line by what it says: an appeal, words of the frame, else a headline or a button."""
    appeal = addresses_reader(item, rules)
    if item.is_text and appeal:
        return Verdict("promo", "address-above")
    role = frame_role(item, rules)
    if role is not None:
        return Verdict(role, "frame-words")
    if appeal and item.words >= MOST_TAG_WORDS:
        return Verdict("promo", "address-above")
    return Verdict("related", "teaser-above") if item.words >= HEADING_WORDS else Verdict("nav", "above-text")


def _beside_title(
    looks: Sequence[Look], number: int, core: Core, settled: Settled, rules: CleanRules
) -> Verdict | None:
    """Judge a line next to the headline by what only stands there: names of authors, words below pictures."""
    item = looks[number]
    if number + 1 < len(looks) and is_credit(looks[number + 1]):
        return Verdict("caption", "caption-above-credit")
    if is_people(item, rules):
        pictured = (
            not WORD.findall(item.text)[-1].isupper()
            and item.stems <= core.stems
            and "title" in {settled[n].role for n in settled if n < number}
        )
        return Verdict("caption", "person-in-text") if pictured else Verdict("byline", "person-above")
    if rule_at(settled, number - 1) == "person-above" and is_bio(item, rules):
        return Verdict("card", "bio")
    if _above_role(settled, number) == "byline" and rules.shapes.office.fullmatch(item.text):
        return Verdict("byline", "office-of-byline")
    if rules.shapes.field.fullmatch(item.text) and not has_verb(item, rules):
        return Verdict("meta", "field")
    if _heads_first(looks, number, core):
        return Verdict("body", "sub-heading-first")
    return Verdict("caption", "caption-above-text") if _is_caption(item, core, number, rules) else None


def _is_caption(item: Look, core: Core, number: int, rules: CleanRules) -> bool:
    """Say whether a line right above the text says what a picture shows: no verb, held together by a preposition."""
    if number + 1 != core.start or item.final or item.line.cells or not MOST_KICKER <= item.words <= MOST_TAGS + 2:
        return False
    small = {word.lower() for word in WORD.findall(item.text)} & rules.function_words
    return bool(small) and not has_verb(item, rules) and frame_role(item, rules) is None and ":" not in item.text


def _heads_first(looks: Sequence[Look], number: int, core: Core) -> bool:
    """Say whether a line right above the text is its first sub-heading: others of the kind stand within."""
    if number + 1 != core.start or not _is_heading(looks, number):
        return False
    return not looks[number].line.cells and any(
        _is_heading(looks, n) and n + 1 in core.text and n - 1 in core.text
        for n in range(core.start + 1, core.stop - 1)
    )


def _is_heading(looks: Sequence[Look], number: int) -> bool:
    item = looks[number]
    short = 1 <= item.words <= HEADING_WORDS and item.final in {"", "?"} and item.verdict is None
    short = short and not {".", ":"} & set(NUMERAL.sub("", item.text))
    return short and item.kind in {"headline", "scrap", "sentence"} and looks[number + 1].kind == "paragraph"


def _row_above(item: Look, number: int, core: Core, settled: Settled, rules: CleanRules) -> Verdict:
    """Judge a row above the article: the rubrics of its own stand beside its headline and are few."""
    cells = cells_of(item)
    beside = "title" in {role_at(settled, number - 1), role_at(settled, number + 1)}
    known = sum(cell.lower() in rules.rubrics or cell.lower() in rules.menu for cell in cells)
    if READING.search(item.text):
        return Verdict("meta", "row-reading-time")
    if (
        beside
        and speaks_of(cells, core.stems)
        and 2 <= len(cells) <= MOST_CELLS
        and 2 * known <= len(cells)
        and not is_ticker(item)
    ):
        return Verdict("tags", "row-beside-title")
    return Verdict("nav", "row-ticker" if is_ticker(item) else "row-menu")


def _is_masthead(number: int, item: Look, rules: CleanRules) -> bool:
    """Say whether one of a page's first lines names the site: the first of all, or one that says what the site is."""
    return frame_role(item, rules) is None and (number == 0 or (mentions_frame(item, rules) and not calls(item, rules)))


def _rubric(looks: Sequence[Look], number: int, settled: Settled) -> Verdict:
    """Judge a rubric's name above the article: its own, one of a menu, or a teaser's."""
    if number + 1 < len(looks) and looks[number + 1].kind == "headline" and number + 1 not in settled:
        return Verdict("related", "rubric-of-teaser")
    around = [n for n in (number - 1, number + 1) if 0 <= n < len(looks)]
    alone = not any(looks[n].rubric for n in around)
    return Verdict("tags", "rubric-above") if alone else Verdict("nav", "rubric-list")


def _is_kicker(looks: Sequence[Look], number: int, settled: Settled, rules: CleanRules) -> bool:
    """Say whether a line is the name of the article's own rubric: short, right above the headline, no menu's last."""
    item = looks[number]
    if number == 0 or item.words > MOST_KICKER or item.final or role_at(settled, number + 1) != "title":
        return False
    before = looks[number - 1]
    listed = before.verdict is None and before.words <= MOST_KICKER and not item.line.gap
    return not listed and not has_verb(item, rules) and frame_role(item, rules) is None


def _is_menu(item: Look, rules: CleanRules) -> bool:
    """Say whether a line is a menu whose cells one space parts: all words have capitals, none of them small ones."""
    return item.words >= 4 and item.names >= MOST_NAMES * item.words and not item.final


def _in_small_letters(looks: Sequence[Look], number: int) -> bool:
    """Say whether a line is one of two or more short ones in small letters: tags, one a line."""
    near = [looks[n] for n in (number - 1, number, number + 1) if 0 <= n < len(looks)]
    small = [item for item in near if item.text[:1].islower() and item.words <= MOST_SMALL]
    return len(small) >= 2 and looks[number] in small


def _above_role(settled: Settled, number: int) -> str | None:
    """Return the role of the nearest line above that is no button."""
    for other in range(number - 1, max(number - 1 - LATE, -1), -1):
        role = role_at(settled, other)
        if role not in {"nav", "promo"}:
            return role
    return None
