"""Repairs of the name network's spans, one small function each, in the order of ``REPAIRS``.

Every function takes the drafts of the whole document and returns them anew, so each can be measured alone. What gained
on every public corpus is here. Measured and left out: joining an institution with its country (another
convention), types by majority in the document, single surnames from the document's own list.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from rusnews_extract.stages.names.bodies import add_bodies, add_reporters, body_types, join_bodies
from rusnews_extract.stages.names.drafts import CLOSING, OPENING, Draft, Drafts, Page
from rusnews_extract.stages.names.drops import drop_common
from rusnews_extract.stages.names.edges import join_persons, shouted_types, trim_titles
from rusnews_extract.stages.names.places import add_datelines, add_streets, dateline_agencies
from rusnews_extract.stages.names.recall import (
    QUOTED,
    add_after_kind,
    add_after_title,
    add_latin_gloss,
    add_quoted_repeats,
    add_repeats,
    split_compounds,
)
from rusnews_extract.stages.names.votes import bracket_types, page_types

__all__ = ["REPAIRS", "repair"]

QUOTES = re.compile(r'[«»"„“”]')
GLOSS = re.compile(r"^([^(]*[^\s(])\s*\(\s*([^()]*)\)?$")
SEPARATOR = re.compile(r"\s*[•|·;\n]\s*|\s{2,}|\s+[—–-]\s+")
LATIN = re.compile(r"[A-Za-z]")
DASH = re.compile(r"[—–-]")
SLASH = re.compile(r"\s*/\s*")
INITIALS_BEFORE = re.compile(r"(?<![\w.])(?:[А-ЯЁ]\.\s?|[БВГДЖЗКЛМНПРСТФХЦЧШЩ][бвгджзклмнпрстфхцчшщ]\.\s?){1,2}$")
INITIALS_AFTER = re.compile(r"\s(?:[А-ЯЁ]\.\s?){0,1}[А-ЯЁ]\.(?![\w])")
CAPITAL = re.compile(r"[A-ZА-ЯЁ]")


def repair(page: Page) -> Drafts:
    """Return the mended spans in order, none overlapping another."""
    drafts = [Draft(s.start, s.stop, s.type) for s in page.parsed.spans]
    for step in REPAIRS:
        drafts = step(page, drafts)
    return _apart(drafts)


def split_gloss(page: Page, drafts: Drafts) -> Drafts:
    """«Международный валютный фонд (МВФ)» are two mentions, the gloss is of the same type."""
    out: Drafts = []
    for d in drafts:
        surface = page.text[d.start : d.stop]
        if found := GLOSS.match(surface):
            out.append(replace(d, stop=d.start + found.end(1)))
            if CAPITAL.match(found[2]):
                out.append(replace(d, start=d.start + found.start(2), stop=d.start + found.end(2)))
        elif surface.endswith(")") and "(" not in surface:
            out.append(replace(d, stop=d.start + len(surface.rstrip(") "))))
        elif surface.startswith("("):
            out.append(replace(d, start=d.start + 1))
        else:
            out.append(d)
    return out


def split_separators(page: Page, drafts: Drafts) -> Drafts:
    """«Москва — Баку» are two mentions; a slash parts persons and places only."""
    out: Drafts = []
    for d in drafts:
        at = d.start
        surface = page.text[d.start : d.stop]
        if d.type == "PER":
            surface = surface.replace(",", ";")  # «Зимин, Лугов»
        cuts = [m for m in SEPARATOR.finditer(surface) if _parts(page.text, d, m)]
        if d.type != "ORG" and "/" in surface:
            cuts = sorted([*cuts, *SLASH.finditer(surface)], key=lambda m: m.start())
        for cut in cuts:
            if d.start + cut.start() > at:
                out.append(replace(d, start=at, stop=d.start + cut.start()))
            at = d.start + cut.end()
        if at < d.stop:
            out.append(replace(d, start=at))
    return out


def _parts(text: str, d: Draft, cut: re.Match[str]) -> bool:
    """Say whether a mark parts two names: a dash inside quotes or before a small letter belongs to one name."""
    if not DASH.fullmatch(cut.group().strip()):
        return True
    before, after = text[d.start : d.start + cut.start()], text[d.start + cut.end() : d.stop]
    quoted = before.count("«") > before.count("»") or text[d.start - 1 : d.start] in {"«", "„", '"'}
    return not quoted and after[:1].isupper()


def balance_quotes(page: Page, drafts: Drafts) -> Drafts:
    """A span holds both quote marks or none; marks around the whole name are no part of it."""
    return [b for d in drafts if (b := _balanced(page.text, d)).start < b.stop]


def _balanced(text: str, d: Draft) -> Draft:
    surface = text[d.start : d.stop]
    if "''" in surface or "''" in text[d.start - 1 : d.start + 1]:
        bare = surface.strip("'")
        at = d.start + surface.find(bare)
        return replace(d, start=at, stop=at + len(bare))
    if len(surface) > 2 and surface[0] in OPENING and surface[-1] in CLOSING and not QUOTES.search(surface[1:-1]):
        return replace(d, start=d.start + 1, stop=d.stop - 1)
    straight = surface.count('"') % 2 == 1
    open_marks = surface.count("«") - surface.count("»") + surface.count("„") - surface.count("“")
    if open_marks == 0 and not straight:
        return d
    if surface[-1] in OPENING and len(surface) > 1 and (inside := QUOTED.match(text, d.stop - 1)):
        group = inside.lastindex or 1
        return replace(d, start=inside.start(group), stop=inside.end(group))  # «Холдинг «» of «Холдинг «Заря»»
    if surface[0] in '«"„':
        return replace(d, start=d.start + 1)
    if (open_marks == 1 or straight) and text[d.stop : d.stop + 1] in {"»", '"', "“"}:
        return replace(d, stop=d.stop + 1)
    if surface[-1] in '»"“':
        return replace(d, stop=d.stop - 1)
    return d


def legal_forms(page: Page, drafts: Drafts) -> Drafts:
    """A legal form belongs to the name, a kind of organisation does not: ``ООО «Ромашка»``, but концерн «Ромашка»."""
    out: Drafts = []
    for d in drafts:
        if d.type != "ORG":
            out.append(d)
            continue
        words = page.tokens(d)
        first = words.start
        lemma = page.parsed.tokens.lemma
        while (
            first + 1 < words.stop
            and page.parsed.tokens.pos[first] == "ADJ"
            and lemma[first + 1] in page.rules.org_kinds
        ):
            first += 1  # «Мукомольный холдинг «Заря»
        while first < words.stop and lemma[first] in page.rules.org_kinds:
            first += 1
        surface = page.text[page.parsed.tokens.start[first] : d.stop] if first < words.stop else ""
        if words.start < first < words.stop and LATIN.search(surface) and surface[0] not in OPENING:
            d = replace(d, start=page.parsed.tokens.start[first])
        elif words.start < first < words.stop and surface[0] in OPENING:
            inside = QUOTED.match(page.text, page.parsed.tokens.start[first])
            d = (
                replace(d, start=inside.start(inside.lastindex or 1), stop=inside.end(inside.lastindex or 1))
                if inside
                else _balanced(page.text, replace(d, start=page.parsed.tokens.start[first]))
            )
        out.append(_with_legal_form(page, d))
    return out


def _with_legal_form(page: Page, d: Draft) -> Draft:
    tokens = page.parsed.tokens
    at = page.tokens(d).start - 1
    if at < 0 or page.text[d.start] in OPENING:
        return d
    if tokens.text[at] in OPENING and page.text[d.stop : d.stop + 1] in CLOSING and d.stop < len(page.text):
        if at > 0 and tokens.text[at - 1] in page.rules.legal_forms:
            return replace(d, start=tokens.start[at - 1], stop=d.stop + 1)
    elif tokens.text[at] in page.rules.legal_forms and page.text[tokens.stop[at] : d.start] == " ":
        return replace(d, start=tokens.start[at])
    return d


def add_initials(page: Page, drafts: Drafts) -> Drafts:
    """Initials beside a surname belong to it: «А. Б. Иванов», «Иванов А. Б.»."""
    out: Drafts = []
    for d in drafts:
        if d.type == "PER" and " " not in page.text[d.start : d.stop]:
            line = max(page.text.rfind("\n", 0, d.start) + 1, d.start - 8)
            if before := INITIALS_BEFORE.search(page.text[line : d.start]):
                d = replace(d, start=line + before.start())
            elif after := INITIALS_AFTER.match(page.text, d.stop):
                d = replace(d, stop=after.end())
        out.append(d)
    return out


def fix_types(page: Page, drafts: Drafts) -> Drafts:
    """Unions are organisations, residences places."""
    out: Drafts = []
    for d in drafts:
        surface = page.text[d.start : d.stop]
        for pattern, kind in page.rules.types:
            if pattern.fullmatch(surface):
                d = replace(d, type=kind)
                break
        out.append(d)
    return out


def _apart(drafts: Drafts) -> Drafts:
    out: Drafts = []
    for d in sorted(drafts):
        if not out or d.start >= out[-1].stop:
            out.append(d)
    return out


REPAIRS: tuple[Callable[[Page, Drafts], Drafts], ...] = (
    split_gloss,
    split_separators,
    balance_quotes,
    join_persons,
    trim_titles,
    balance_quotes,
    legal_forms,
    add_after_kind,
    fix_types,
    join_bodies,
    body_types,
    bracket_types,
    dateline_agencies,
    shouted_types,
    add_datelines,
    page_types,
    drop_common,
    add_bodies,
    add_reporters,
    add_streets,
    split_compounds,
    add_latin_gloss,
    add_after_title,
    add_repeats,
    add_initials,
    add_quoted_repeats,
)
