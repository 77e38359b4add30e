"""Find the headline lines above the article.

A page repeats its headline's words in its text; menus, rubrics and top stories do not. Where none does, the headline is
the line above the page's date or its author's name. A row of the main menu has only the site's name above it.
"""

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence

from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.core import Core
from rusnews_extract.stages.clean.looks import Look, Verdict
from rusnews_extract.stages.clean.neighbours import is_credit
from rusnews_extract.stages.clean.people import has_verb
from rusnews_extract.stages.clean.rows import cells_of, is_row
from rusnews_extract.stages.clean.speech import addresses_reader, mentions_frame

__all__ = ["find_titles"]

SAME = 0.85
TWIN = 0.5
NEAR = 6
MOST_SHARED = 6
REPEATED = 1.5
NAMES = 0.7
MASTHEAD = 0.2
CREDITED = 0.4
LAST_MASTHEAD = 3
LEAD_LIKE = 10
SPOKEN = ("—", "–", "-")
SHORTER = 0.8
MENU_REACH = 4


def find_titles(looks: Sequence[Look], core: Core, known: str | None, rules: CleanRules) -> dict[int, Verdict]:
    """Return the headline lines; ``known`` is the title that came with the document, if any."""
    inside = _first_line(looks, core, known, rules)
    if inside is not None:
        return {inside: Verdict("title", "title-first-line")}
    above = range(max(core.start - rules.scores.title_reach, 0), core.start)
    often = Counter(looks[number].text for number in above if looks[number].kind == "headline")
    marks = {number: _mark(looks[number], core, known, often, rules) for number in above}
    menu = max((number for number in above if _is_menu_row(looks[number], rules)), default=-1)
    marks.update({number: mark * MASTHEAD for number, mark in marks.items() if mark and number < menu})
    marks.update({number: mark * CREDITED for number, mark in marks.items() if mark and is_credit(looks[number + 1])})
    marks.update({number: mark * MASTHEAD for number, mark in marks.items() if mark and _is_masthead(looks, number)})
    if 0 in marks and looks[0].words <= 3 and not has_verb(looks[0], rules):
        marks[0] *= MASTHEAD
    best = max(above, key=lambda number: (marks[number] - (core.start - number) / 10, number), default=None)
    if best is None or marks[best] <= 0 or _is_masthead(looks, best):
        found = _by_place(looks, core, rules) or _unstopped(looks, core, rules) or _nearest_above(looks, core, rules)
        return found or ({best: Verdict("title", "title-shares-words")} if best is not None and marks[best] > 0 else {})
    if _is_under_headline(looks, best, rules):
        best -= 1
    titles = {best: Verdict("title", "title-shares-words")}
    for step in (-1, 1):
        number = best + step
        while number in marks and (marks[number] > 0 or looks[number].verdict is not None or looks[number].rubric):
            twin = marks[number] >= max(TWIN * marks[best], 1.5) and looks[number].text != looks[best].text
            if step > 0 and not _is_variant(looks[number], looks[best], rules):
                break
            if twin and looks[number].kind == "headline":
                titles[number] = Verdict("title", "title-twin")
            elif step < 0:
                break
            number += step
    return titles | _above_title(looks, core, min(titles), rules)


def _is_under_headline(looks: Sequence[Look], number: int, rules: CleanRules) -> bool:
    """Say whether a long line is the lead below a short headline that shares fewer words with the text."""
    if number == 0 or looks[number].words < LEAD_LIKE:
        return False
    above, here = looks[number - 1], looks[number]
    shorter = 3 <= above.words <= SHORTER * here.words and above.line.gap >= here.line.gap
    return shorter and _could_be_title(above) and not above.final and has_verb(above, rules)


def _is_variant(item: Look, title: Look, rules: CleanRules) -> bool:
    """Say whether a line below a headline says the same once more; a longer one with new words is a lead."""
    if item.words > rules.scores.sure_words:
        return False
    least = min(len(item.stems), len(title.stems))
    return item.words < LEAD_LIKE or 2 * len(item.stems & title.stems) >= least


def _by_place(looks: Sequence[Look], core: Core, rules: CleanRules) -> dict[int, Verdict]:
    """Return the last headline above the text that the page's date or its author's name follows."""
    for number in range(core.start - 1, max(core.start - rules.scores.title_reach, 0) - 1, -1):
        item, below = looks[number], looks[number + 1]
        dated = below.verdict is not None and below.verdict.role in {"meta", "byline"} and below.words < LEAD_LIKE
        if not dated or not _could_be_title(item) or item.words < 4:
            continue
        above = looks[number - 1] if number else item
        if item.words >= LEAD_LIKE and above.words >= 4 and above.line.gap >= item.line.gap and _could_be_title(above):
            return {number - 1: Verdict("title", "title-above-date")}
        if has_verb(item, rules):
            return {number: Verdict("title", "title-above-date")}
    return {}


def _above_title(looks: Sequence[Look], core: Core, title: int, rules: CleanRules) -> dict[int, Verdict]:
    """Return the line between the page's head (date, rubric, counter) and the headline: it is a headline as well."""
    if title < 2 or not _could_be_title(looks[title - 1]):
        return {}
    item, head = looks[title - 1], looks[title - 2]
    if not has_verb(item, rules) and (item.words <= 3 or rules.shapes.field.fullmatch(item.text)):
        return {}
    if not item.stems & core.stems:
        close = looks[title].line.gap == 0 and not _is_menu(head) and (head.verdict is not None or head.words <= 3)
        told = close and has_verb(item, rules) and item.words >= 3 and not item.final
        return {title - 1: Verdict("title", "title-above")} if told else {}
    framed = head.rubric or (head.verdict is not None and head.verdict.role in {"meta", "nav"})
    alone = framed and not _is_masthead(looks, title - 1) and looks[title - 1].text != looks[title].text
    return {title - 1: Verdict("title", "title-above")} if alone else {}


def _could_be_title(item: Look) -> bool:
    named = item.words >= 4 and item.names >= NAMES * item.words
    return item.verdict is None and item.kind == "headline" and not item.rubric and not named


def _is_masthead(looks: Sequence[Look], number: int) -> bool:
    """Say whether a line among the first is the site's name: a menu follows, not just buttons to share."""
    if number > LAST_MASTHEAD:
        return False
    menu = [item for item in looks[number + 1 : number + 1 + MENU_REACH] if _is_menu(item)]
    return len(menu) >= 2 and any(item.verdict is None or item.verdict.rule_id == "breadcrumbs" for item in menu)


def _is_menu_row(item: Look, rules: CleanRules) -> bool:
    """Say whether a line is a row of four or more rubrics or buttons, the page's main menu."""
    if item.verdict is not None and item.verdict.rule_id != "breadcrumbs":
        return False
    cells = cells_of(item)
    known = sum(cell.lower() in rules.rubrics or cell.lower() in rules.menu for cell in cells)
    return len(cells) >= MENU_REACH and is_row(item, rules) and known > 0


def _is_menu(item: Look) -> bool:
    if item.verdict is not None:
        return item.verdict.rule_id in {"breadcrumbs", "menu-word"}
    row = item.words >= 4 and item.names >= NAMES * item.words
    return not item.final and (item.rubric or row or 0 < item.words <= 3)


def _unstopped(looks: Sequence[Look], core: Core, rules: CleanRules) -> dict[int, Verdict]:
    """Return the core's first line where it has no stop at its end: «Вода по графику. Кто выиграл от договора»."""
    first = looks[core.start]
    if first.final or not 3 <= first.words <= rules.scores.headline_words or len(core.text) < 2 or first.kind == "item":
        return {}
    return {core.start: Verdict("title", "title-first-line")}


def _first_line(looks: Sequence[Look], core: Core, known: str | None, rules: CleanRules) -> int | None:
    """Return the core's first line where it is the headline itself, ending in a stop («Что это было?»)."""
    first = looks[core.start]
    if known is not None and _same(first.text, known):
        return core.start
    spoken = addresses_reader(first, rules) or mentions_frame(first, rules) or first.text.startswith(SPOKEN)
    if (
        first.final in {"?", "!"}
        and not spoken
        and not first.breaks
        and first.words <= rules.scores.sure_words
        and len(core.text) > 1
    ):
        return core.start
    return None


def _nearest_above(looks: Sequence[Look], core: Core, rules: CleanRules) -> dict[int, Verdict]:
    """Return the last line above the text that could be a headline, where none shares words with it."""
    for number in range(core.start - 1, max(core.start - NEAR, 0) - 1, -1):
        item = looks[number]
        ends = item.final not in {".", "…"} or item.words < rules.scores.paragraph_words
        if (
            item.verdict is None
            and not item.rubric
            and item.kind in {"headline", "sentence"}
            and item.words >= 3
            and ends
        ):
            return {number: Verdict("title", "title-nearest")}
    return {}


def _mark(item: Look, core: Core, known: str | None, often: Mapping[str, int], rules: CleanRules) -> float:
    """Say how much a line looks like the headline of this text; 0 for not at all."""
    if item.verdict is not None or item.words > 2 * rules.scores.headline_words:
        return 0.0
    if len(item.line.cells) > 2 and is_row(item, rules):
        return 0.0
    if known is not None and _same(item.text, known):
        return 100.0
    if item.words < 2 or item.rubric or item.breaks or item.kind in {"paragraph", "item"}:
        return 0.0
    words = item.stems
    if item.names >= NAMES * item.words and (item.words >= 5 or (item.words >= 3 and "," in item.text)):
        return 0.0
    shared = len(words & core.stems)
    if often[item.text] > 1 and item.words >= 4:
        return max(shared * shared / len(words), REPEATED) if words else 0.0
    if shared < 2 or shared < rules.scores.title_overlap * len(words):
        return 0.0
    mark = min(shared, MOST_SHARED) * shared / len(words)
    return mark * min(1.0, rules.scores.sure_words / item.words)


def _same(text: str, known: str) -> bool:
    text, known = text.strip(" .").lower(), known.strip(" .").lower()
    if abs(len(text) - len(known)) > len(known) // 3 + 1:
        return False
    return text == known or difflib.SequenceMatcher(None, text[:400], known[:400]).ratio() >= SAME
