"""Places by where they stand: behind «улица», at the head of a dateline; and the agency that a dateline names.

«КАЗАНЬ, 14 марта — Росвестник.»: the town in capitals looks to the network like an abbreviation, the agency like a
person or a place.
"""

import re
from dataclasses import replace

from rusnews_extract.nlp.inflect import profile
from rusnews_extract.stages.names.drafts import Draft, Drafts, Page

__all__ = ["add_datelines", "add_streets", "dateline_agencies", "is_street"]

TOWN = re.compile(r"^[^\w\n«\"(]{0,4}((?:[А-ЯЁ]{3,}|[А-ЯЁ]{2,}-[А-ЯЁ-]{2,})(?: [А-ЯЁ]{4,})?)(?=[.,:(])", re.MULTILINE)
AGENCY = re.compile(
    r"^[А-ЯЁ][А-ЯЁ -]+(?: ?\([^()\n]{1,40}\))?, ?\d{1,2} [а-я]{3,8}\.?(?: \d{4})?(?: г(?:ода|\.))?\.?,? ?"
    r"(?:[—–-] |[—–-]?/)"
    r"((?:[«\"]?)[А-ЯЁA-Z][\w.-]+(?: [А-ЯЁA-Z][\w-]+){0,2}[»\"]?)(?=[./,])",
    re.MULTILINE,
)
SHORTEST = 3


def add_datelines(page: Page, drafts: Drafts) -> Drafts:
    """«ДЕРБЕНТ. Ночью …»: a town of the dictionary in capitals at the head of a line."""
    out, taken = list(drafts), {d.start for d in drafts}
    for found in TOWN.finditer(page.text):
        if found.start(1) not in taken and "Geox" in profile(page.vocab, found[1].lower()).nominative_kinds:
            out = [d for d in out if d.stop <= found.start(1) or d.start >= found.end(1)]
            out.append(Draft(found.start(1), found.end(1), "LOC"))
    return sorted(out)


def dateline_agencies(page: Page, drafts: Drafts) -> Drafts:
    """The name behind the day of a dateline is an organisation's."""
    out = list(drafts)
    for found in AGENCY.finditer(page.text):
        start, stop = found.span(1)
        if page.text[start] in '«"':
            start, stop = start + 1, stop - 1
        out = [d for d in out if d.stop <= start or d.start >= stop]
        out.append(Draft(start, stop, "ORG"))
    return sorted(out)


def is_street(page: Page, i: int) -> bool:
    """Say whether a word stands behind «улица», «проспект»."""
    before = page.parsed.tokens.lemma[max(0, i - 2) : i]
    kinds = page.rules.street_kinds
    return bool(before) and (before[-1] in kinds or (before[-1] == "." and before[0] in kinds))


def add_streets(page: Page, drafts: Drafts) -> Drafts:
    """«на улице Авроры»: the name behind the word is a place, also where the network takes it for a person."""
    tokens = page.parsed.tokens
    if page.rules.street_kinds.isdisjoint(tokens.lemma):
        return drafts
    out = [replace(d, type="LOC") if d.type == "PER" and is_street(page, page.tokens(d).start) else d for d in drafts]
    covered = {i for d in drafts for i in page.tokens(d)}
    for i, word in enumerate(tokens.text):
        known = i not in covered and word.istitle() and len(word) > SHORTEST and is_street(page, i)
        if known and any(p.tag.case == "gent" for p in page.vocab.parse(word.lower())):
            out.append(Draft(tokens.start[i], tokens.stop[i], "LOC"))
    return sorted(out)
