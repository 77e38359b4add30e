"""Find the headline lines above the article, and the lead below them.

A page repeats its headline's words in its text; menus, rubrics and top stories do not. A lead is a paragraph set apart:
by lines of the frame (date, picture) below it, or because the next paragraph tells the same again in full.
"""

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence

from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.core import Core
from rusnews_extract.stages.clean.looks import Look, Verdict
from rusnews_extract.stages.clean.neighbours import is_credit

__all__ = ["find_leads", "find_titles"]

SAME = 0.85
TWIN = 0.5
NEAR = 6
MOST_SHARED = 6
REPEATED = 1.5
DEK = 1.3
DEK_WORDS = 6
ALONE = 2.4
APART = frozenset({"byline", "caption", "meta"})
MOST_DEKS = 3
NAMES = 0.7
MASTHEAD = 0.2
CREDITED = 0.4
LAST_MASTHEAD = 3
MENU_REACH = 4


def find_titles(looks: Sequence[Look], core: Core, known: str | None, rules: CleanRules) -> dict[int, Verdict]:
    """Return the headline lines; ``known`` is the title that came with the document, if any."""
    inside = _first_line(looks, core, known, rules)
    if inside is not None:
        return {inside: Verdict("title", "title-first-line")}
    above = range(max(core.start - rules.scores.title_reach, 0), core.start)
    often = Counter(looks[number].text for number in above if looks[number].kind == "headline")
    marks = {number: _mark(looks[number], core, known, often, rules) for number in above}
    marks.update({number: mark * CREDITED for number, mark in marks.items() if mark and is_credit(looks[number + 1])})
    marks.update({number: mark * MASTHEAD for number, mark in marks.items() if mark and _is_masthead(looks, number)})
    best = max(above, key=lambda number: (marks[number] - (core.start - number) / 10, number), default=None)
    if best is None or marks[best] <= 0 or _is_masthead(looks, best):
        found = _unstopped(looks, core, rules) or _nearest_above(looks, core, rules)
        return found or ({best: Verdict("title", "title-shares-words")} if best is not None and marks[best] > 0 else {})
    titles = {best: Verdict("title", "title-shares-words")}
    for step in (-1, 1):
        number = best + step
        while number in marks and (marks[number] > 0 or looks[number].verdict is not None or looks[number].rubric):
            twin = marks[number] >= max(TWIN * marks[best], 1.5) and looks[number].text != looks[best].text
            if step > 0 and looks[number].words > rules.scores.sure_words:
                break
            if twin and looks[number].kind == "headline":
                titles[number] = Verdict("title", "title-twin")
            elif step < 0:
                break
            number += step
    return titles | _above_title(looks, core, min(titles))


def _above_title(looks: Sequence[Look], core: Core, title: int) -> dict[int, Verdict]:
    """Return the line between the page's head (date, rubric, counter) and the headline: it is a headline as well."""
    if title < 2 or not _could_be_title(looks[title - 1]) or not looks[title - 1].stems & core.stems:
        return {}
    head = looks[title - 2]
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
    if first.line.gap == 0 and text[0] == title + 1 and all(looks[number].line.gap for number in text[1:4]):
        return "lead-under-title"
    short = first.words <= rules.scores.dek_words and not first.breaks and first.text[:1].isalpha()
    return "lead-short" if short and second.words >= DEK * first.words else None


def _deks(looks: Sequence[Look], core: Core, title: int, rules: CleanRules) -> list[int]:
    """Return the leads between the headline and the text; a date or a list below the first begins teasers."""
    found: list[int] = []
    for number in range(title + 1, core.start):
        verdict = looks[number].verdict
        if found and (len(found) == MOST_DEKS or (verdict is not None and verdict.reach in {"entry", "list"})):
            break
        if verdict is None and _is_dek(looks[number], core, rules):
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


def _first_line(looks: Sequence[Look], core: Core, known: str | None, rules: CleanRules) -> int | None:
    """Return the core's first line where it is the headline itself, ending in a stop («Что это было?»)."""
    first = looks[core.start]
    if known is not None and _same(first.text, known):
        return core.start
    if first.final in {"?", "!"} and not first.breaks and first.words <= rules.scores.sure_words and len(core.text) > 1:
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


def _is_dek(item: Look, core: Core, rules: CleanRules) -> bool:
    """Say whether a line between headline and text is a lead: deks often go without a stop, but not without a verb."""
    if item.kind == "paragraph" or (item.kind == "sentence" and item.words >= 5):
        return True
    shared = len(item.stems & core.stems)
    if item.kind != "headline" or item.words < DEK_WORDS or not shared:
        return False
    verb = any(rules.shapes.verb.fullmatch(word) for word in item.text.lower().split())
    return verb or (item.words >= 2 * DEK_WORDS and shared >= 3)


def _same(text: str, known: str) -> bool:
    text, known = text.strip(" .").lower(), known.strip(" .").lower()
    if abs(len(text) - len(known)) > len(known) // 3 + 1:
        return False
    return text == known or difflib.SequenceMatcher(None, text[:400], known[:400]).ratio() >= SAME
