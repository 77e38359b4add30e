"""Put a document's lines into roles and its kept lines into a clean text that knows the way back.

Order: cut into lines, look at each, find the core, the headlines and the lead, judge what is left, then list the edits.
"""

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from rusnews_extract.model import Block, CleanDocument, DateInterval, Document, Line, Zone
from rusnews_extract.rules.cleaning import CleanRules, CueSet
from rusnews_extract.spans import Edit, apply_edits
from rusnews_extract.stages.clean.above import judge_above
from rusnews_extract.stages.clean.below import judge_below
from rusnews_extract.stages.clean.border import trim
from rusnews_extract.stages.clean.comments import find_comments
from rusnews_extract.stages.clean.core import Core, find_core
from rusnews_extract.stages.clean.frame import inside
from rusnews_extract.stages.clean.glued import part_glued
from rusnews_extract.stages.clean.lead import find_leads
from rusnews_extract.stages.clean.learned import settle_learned
from rusnews_extract.stages.clean.lines import split_lines
from rusnews_extract.stages.clean.looks import Look, Verdict, look
from rusnews_extract.stages.clean.markup import settle_by_markup
from rusnews_extract.stages.clean.neighbours import settle_by_neighbours, settle_credited, settle_pictures
from rusnews_extract.stages.clean.speech import settle_offers
from rusnews_extract.stages.clean.title import find_titles
from rusnews_extract.stages.clean.tongue import settle_other_languages

__all__ = ["clean"]

REPEATED = 4
ROW = "breadcrumbs"
HEAD = 60
MONTH_PREFIX = re.compile(r"date (\d{4})-(\d\d)")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def clean(document: Document, rules: CleanRules) -> CleanDocument:
    """Sort the document's lines into article and frame; the title is filled in where the reader found none."""
    cues = rules.cues_for(document.site)
    looks = list(_looks(document.text, rules, cues))
    looks = settle_learned(settle_by_markup(looks, document), document, rules)
    looks = settle_other_languages(looks, document, rules)
    looks = settle_offers(settle_by_neighbours(looks, rules), rules)
    verdicts = _verdicts(looks, document.title, rules)
    blocks = tuple(
        Block(item.line.start, item.line.stop, verdict.role, verdict.rule_id)
        for item, verdict in zip(looks, verdicts, strict=True)
    )
    title = document.title or next((i.text for i, b in zip(looks, blocks, strict=True) if b.role == "title"), None)
    anchor = DateInterval(document.published, document.published) if document.published else _month(looks, rules)
    return _assembled(replace(document, title=title), looks, blocks, anchor)


def _looks(text: str, rules: CleanRules, cues: CueSet) -> Iterator[Look]:
    for line in split_lines(text):
        for part, verdict in part_glued(line, text, rules.glues):
            item = look(part, rules, cues)
            yield replace(item, verdict=verdict) if verdict else item


def _verdicts(looks: Sequence[Look], title: str | None, rules: CleanRules) -> list[Verdict]:
    core = find_core(looks, rules)
    if core is None:
        return _without_core(looks)
    core = trim(looks, core, rules)
    looks = settle_credited(settle_pictures(looks, core.stop), core.start, core.stop)
    core = replace(core, text=frozenset(number for number in core.text if looks[number].verdict is None))
    titles = find_titles(looks, core, title, rules)
    settled = {
        n: v for n, item in enumerate(looks) if (v := item.verdict) and not (n >= core.stop and v.rule_id == ROW)
    }
    leads = find_leads(looks, core, max(titles, default=None), rules)
    settled.update(find_comments(looks, core.stop, rules))
    settled.update(titles)
    settled.update(leads)
    settled.update(_list_heads(looks, settled))
    settled.update(_lists(looks, core, settled, rules))
    settled.update(_repeated(looks, core, settled))
    for number in range(len(looks)):
        if number in settled:
            continue
        if core.start <= number < core.stop:
            settled[number] = inside(looks, number, core, rules)
        elif number < core.start:
            settled[number] = judge_above(looks, number, core, settled, rules)
        else:
            settled[number] = judge_below(looks, number, core, settled, rules)
    return [settled[number] for number in range(len(looks))]


def _lists(looks: Sequence[Look], core: Core, settled: dict[int, Verdict], rules: CleanRules) -> dict[int, Verdict]:
    """Return the teasers under the head of a list above the article or inside it."""
    found: dict[int, Verdict] = {}
    listing = False
    for number in range(core.stop):
        verdict = settled.get(number)
        if verdict is not None:
            listing = verdict.reach == "list" or (listing and verdict.role in {"related", "meta", "nav"})
        elif _ends_list(looks[number], rules):
            listing = False
        elif listing:
            found[number] = Verdict("related", "teaser-in-list")
    return found


def _ends_list(item: Look, rules: CleanRules) -> bool:
    """Say whether a line is a paragraph of text again; a teaser may hold a stop («Воду отключат. Проверьте свою»)."""
    return item.kind == "paragraph" and (bool(item.final) or item.words > rules.scores.headline_words)


def _repeated(looks: Sequence[Look], core: Core, settled: dict[int, Verdict]) -> dict[int, Verdict]:
    """Return the lines that tell a headline or a paragraph again word for word (print versions, codes to embed)."""
    first: dict[str, int] = {looks[number].text: number for number in settled if settled[number].role == "title"}
    found: dict[int, Verdict] = {}
    for number, item in enumerate(looks):
        if item.words < REPEATED or number in settled:
            continue
        if number in core.text:
            first.setdefault(item.text, number)
        if first.get(item.text, number) != number:
            found[number] = Verdict("nav" if number < core.start else "related", "told-before")
    return found


def _list_heads(looks: Sequence[Look], settled: Mapping[int, Verdict]) -> dict[int, Verdict]:
    """Return the heads of the site's own lists («Больше новостей …:») that do have teasers below them."""
    return {
        number: Verdict("related", verdict.rule_id, verdict.reach)
        for number, verdict in settled.items()
        if verdict.reach == "list" and number + 1 < len(looks) and _is_headline(looks[number + 1])
    }


def _is_headline(item: Look) -> bool:
    return item.verdict is None and item.kind == "headline" and item.words >= REPEATED


def _without_core(looks: Sequence[Look]) -> list[Verdict]:
    """Judge a page without a single paragraph: what no cue settles is all there is, its first line the headline."""
    verdicts = []
    titled = False
    for item in looks:
        verdict = item.verdict
        if verdict is None and not titled and item.kind == "headline":
            verdict, titled = Verdict("title", "title-no-core"), True
        verdicts.append(verdict or Verdict("body", "no-core"))
    return verdicts


def _month(looks: Sequence[Look], rules: CleanRules) -> DateInterval | None:
    """Return the month that the head of the page gives: « date 2025-10 », or «Октябрь», «2025» on one line or two."""
    for number, item in enumerate(looks[:HEAD]):
        prefix = MONTH_PREFIX.fullmatch(item.text)
        if prefix:
            return _month_interval(int(prefix.group(1)), int(prefix.group(2)))
        words = item.text.lower().split(maxsplit=2)
        if len(words) == 1 and number + 1 < len(looks):
            words += looks[number + 1].text.lower().split(maxsplit=2)
        if len(words) == 2 and words[0] in rules.months and YEAR.fullmatch(words[1]):
            return _month_interval(int(words[1]), rules.months[words[0]])
        if item.kind == "paragraph":
            break
    return None


def _month_interval(year: int, month: int) -> DateInterval | None:
    if not 1 <= month <= 12 or year < 1:
        return None
    return DateInterval(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _assembled(
    document: Document, looks: Sequence[Look], blocks: tuple[Block, ...], anchor: DateInterval | None
) -> CleanDocument:
    source = document.text
    edits: list[Edit] = []
    lines: list[Line] = []
    cut = position = 0
    for index, block in enumerate(blocks):
        if not block.kept:
            continue
        joint = "\n" if lines else ""
        edits.append(Edit(cut, block.start, joint))
        position += len(joint)
        inner = looks[index].line.edits
        length = block.stop - block.start + sum(len(e.text) - (e.stop - e.start) for e in inner)
        edits += inner
        lines.append(Line(position, position + length, cast(Zone, block.role), index))
        position += length
        cut = block.stop
    edits.append(Edit(cut, len(source), ""))
    text, offsets = apply_edits(source, edits)
    return CleanDocument(document, blocks, tuple(lines), text, offsets, anchor)
