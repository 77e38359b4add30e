"""One name, one type: what the page says of a name elsewhere outvotes the network's tag of a single mention.

The network tags each line by itself, so «Лугова» is a person in one line and a place in the next. A surname of a full
name on the page makes a person; a word that the dictionary has as a place only is no person; else the majority of the
mentions decides. Rejected: a vote over the corpus, since pages about the town Орджоникидзе and about the man differ.
"""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from functools import lru_cache

from rusnews_extract.model import EntityType
from rusnews_extract.nlp.inflect import profile
from rusnews_extract.stages.names.drafts import OPENING, Draft, Drafts, Page
from rusnews_extract.stages.names.keys import abbreviates, plain

__all__ = ["bracket_types", "page_types"]

ENDING = re.compile(r"(?:ого|ому|ыми|ым|ых|ами|ах|ам|ом|ем|ой|ою|ей|ью|ов|ев|а|у|ы|и|е|о|я|ю|ь|й)$")
SHORTEST_STEM = 3
WORDS_KEPT = 20_000
LEAST_VOTES = 2
MAJORITY = 0.7


def page_types(page: Page, drafts: Drafts) -> Drafts:
    """Give single words the type that the page gives them elsewhere."""
    stems = [_single(page.text[d.start : d.stop]) for d in drafts]
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for d, stem in zip(drafts, stems, strict=True):
        if stem:
            votes[stem][d.type] += 1
    surnames = _surnames(page, drafts)
    out: Drafts = []
    for d, stem in zip(drafts, stems, strict=True):
        kind = _type(page, d, stem, surnames, votes[stem]) if stem else d.type
        out.append(d if kind == d.type else replace(d, type=kind))
    return out


def _type(page: Page, d: Draft, stem: str, surnames: set[str], votes: Counter[EntityType]) -> EntityType:
    if d.type != "PER" and stem not in surnames and len(votes) == 1:
        return d.type
    if d.start and page.text[d.start - 1] in OPENING:
        return d.type
    word = page.text[d.start : d.stop]
    kinds = profile(page.vocab, word.lower()).kinds
    if d.type != "PER" and stem in surnames and "Geox" not in kinds and not word.isupper():
        return "PER"
    if d.type == "PER" and kinds == {"Geox"} and stem not in surnames:
        return "LOC"
    best, count = max(votes.items(), key=lambda item: (item[1], item[0]))
    return best if count >= LEAST_VOTES and count >= MAJORITY * votes.total() else d.type


def _surnames(page: Page, drafts: Drafts) -> set[str]:
    """Stems of the last words of the page's full names."""
    found = set()
    for d in drafts:
        words = page.text[d.start : d.stop].split()
        if d.type == "PER" and len(words) > 1 and words[-1].istitle():
            found.add(_stem(words[-1]))
    return found


@lru_cache(WORDS_KEPT)
def _single(word: str) -> str:
    """Return the stem of a single word with a capital; else nothing."""
    return _stem(word) if word[:1].isupper() and word.replace("-", "").isalpha() else ""


def _stem(word: str) -> str:
    low = plain(word)
    stem = ENDING.sub("", low)
    return stem if len(stem) >= SHORTEST_STEM and not word.isupper() else low


def bracket_types(page: Page, drafts: Drafts) -> Drafts:
    """«Федеральная таможенная служба (ФТС)»: what abbreviates the name before its brackets is of the name's type."""
    out: Drafts = []
    for d in drafts:
        before = out[-1] if out else None
        if (
            before is not None
            and before.type == "ORG"
            and d.type == "LOC"
            and page.text[before.stop : d.start].strip('»" ') == "("
            and abbreviates(page.text[d.start : d.stop], page.text[before.start : before.stop])
        ):
            d = replace(d, type="ORG")
        out.append(d)
    return out
