"""Organisations by what they are called: parts of unions, heads that name a body, well-known bodies, media that report.

The network reads «Совет ЕС» as two names, «Свердловский областной суд» as a place and now and then misses «Минцифры».
"""

import re
from dataclasses import replace
from functools import lru_cache

from rusnews_extract.rules.names import NameRules
from rusnews_extract.stages.names.drafts import OPENING, Draft, Drafts, Page

__all__ = ["add_bodies", "add_reporters", "body_types", "join_bodies"]

QUOTED = re.compile(r"\s?(?:«([^«»\n.!?]{2,40})»|\"([^\"\n.!?]{2,40})\")")
WORDS_KEPT = 20_000
SHORT = 5
MOST_WORDS = 4
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})


def join_bodies(page: Page, drafts: Drafts) -> Drafts:
    """«Совет» and «ЕС», «Дагестанское» and «УФАС», «СУ» and «СК» are one name each."""
    out: Drafts = []
    for d in drafts:
        if out and out[-1].stop + 1 == d.start and page.text[out[-1].stop] == " " and _one_body(page, out[-1], d):
            out[-1] = replace(out[-1], stop=d.stop, type="ORG")
        else:
            out.append(d)
    return out


def _one_body(page: Page, one: Draft, two: Draft) -> bool:
    head, tail = page.text[one.start : one.stop], page.text[two.start : two.stop]
    if two.type != "ORG":
        return False
    tokens = page.parsed.tokens
    first = page.tokens(one).start
    if one.type == "ORG" and " " not in head and tokens.lemma[first] in page.rules.body_parts:
        return any(kind == "ORG" and pattern.fullmatch(tail) for pattern, kind in page.rules.types)
    if not tail.isupper() or " " in tail:
        return False
    if head.isupper():
        return one.type == "ORG" and len(head) < SHORT and len(tail) < SHORT
    return " " not in head and one.type != "PER" and tokens.pos[first] == "ADJ" and head.istitle()


def body_types(page: Page, drafts: Drafts) -> Drafts:
    """«Свердловский областной суд» is no place."""
    tokens, heads = page.parsed.tokens, page.rules.body_heads
    out: Drafts = []
    for d in drafts:
        words = page.tokens(d)
        if d.type == "LOC" and len(words) > 1:
            last = words[-1]
            by_last = tokens.lemma[last] in heads and tokens.pos[last - 1] == "ADJ"
            if by_last or (tokens.lemma[words[0]] in heads and tokens.pos[words[0]] != "ADJ"):
                d = replace(d, type="ORG")
        out.append(d)
    return out


def add_bodies(page: Page, drafts: Drafts) -> Drafts:
    """A well-known body is a mention where the network misses it."""
    tokens = page.parsed.tokens
    found = [i for i, word in enumerate(tokens.text) if word[0].isupper() and _is_known(page.rules, word)]
    if not found:
        return drafts
    out, covered = list(drafts), {i for d in drafts for i in page.tokens(d)}
    for i in found:
        if i not in covered:
            out.append(Draft(tokens.start[i], tokens.stop[i], "ORG"))
    return sorted(out)


@lru_cache(WORDS_KEPT)
def _is_known(rules: NameRules, word: str) -> bool:
    return rules.known_bodies.fullmatch(word) is not None


def add_reporters(page: Page, drafts: Drafts) -> Drafts:
    """«сообщает «Заря»»: a short name in quotes right behind a verb of reporting is a medium's."""
    tokens, verbs = page.parsed.tokens, page.rules.report_verbs
    places = [i for i, word in enumerate(tokens.text[1:-1]) if word in OPENING and tokens.lemma[i] in verbs]
    if not places:
        return drafts
    out, covered = list(drafts), {i for d in drafts for i in page.tokens(d)}
    for i in places:
        if tokens.pos[i] != "VERB":
            continue
        found = QUOTED.match(page.text, tokens.stop[i])
        if found is None:
            continue
        draft = Draft(*found.span(found.lastindex or 1), "ORG")
        words = page.tokens(draft)
        named = len(words) <= MOST_WORDS and tokens.text[words[0]][0].isupper()
        if named and covered.isdisjoint(words) and all(tokens.pos[w] in NOMINAL for w in words):
            out.append(draft)
    return sorted(out)
