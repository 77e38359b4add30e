"""Mentions that the network missed: glosses, names behind a word for their kind, surnames that are repeated, two
places in one word."""

import re
from collections import Counter, defaultdict
from dataclasses import replace

from rusnews_extract.nlp.inflect import profile
from rusnews_extract.stages.names.drafts import OPENING, Draft, Drafts, Page

__all__ = [
    "add_after_kind",
    "add_after_title",
    "add_latin_gloss",
    "add_quoted_repeats",
    "add_repeats",
    "split_compounds",
]

LATIN_GLOSS = re.compile(r"\s?\(([A-Z][\w.'’-]*(?:\s[\w.'’-]+){1,5})\)")
QUOTED_GLOSS = re.compile(r"[»\"]?\s?\(«([А-ЯЁ][^«»()\n]{1,40})»\)")
LATIN = re.compile(r"[A-Za-z]")
QUOTE = re.compile(r"[«»\"„“”]")
QUOTED = re.compile(r"\s?(?:«([^«»\n]{1,60})»|\"([^\"\n]{1,60})\"|„([^“”\n]{1,60})[“”])")
LATIN_WORDS = re.compile(r"\s((?=[\w&.'-]*[A-Za-z])[\w&.'-]*[\w](?:\s[A-Z][\w&.'-]*\w)*)")
CAPITAL = re.compile(r"[A-ZА-ЯЁ]")


def add_latin_gloss(page: Page, drafts: Drafts) -> Drafts:
    """The Latin spelling in brackets behind a person or an organisation is a mention of the same, so is a translation
    in quotes behind a Latin name: «Rusty Heron («Ржавая цапля»)»."""
    out = list(drafts)
    taken = {d.start for d in drafts}
    for d in drafts:
        found = QUOTED_GLOSS.match(page.text, d.stop) if d.type == "ORG" and LATIN.match(page.text, d.start) else None
        if found and found.start(1) not in taken:
            out.append(Draft(found.start(1), found.end(1), d.type))
        if d.type != "LOC" and (found := LATIN_GLOSS.match(page.text, d.stop)) and found.start(1) not in taken:
            out.append(Draft(found.start(1), found.end(1), d.type))
    return sorted(out)


def add_after_kind(page: Page, drafts: Drafts) -> Drafts:
    """A name in quotes or in Latin letters behind «компания», «агентство» is an organisation."""
    tokens, out = page.parsed.tokens, list(drafts)
    covered = {i for d in drafts for i in page.tokens(d)}
    for i, lemma in enumerate(tokens.lemma[:-1]):
        craft = lemma in page.rules.craft_kinds
        if not (craft or lemma in page.rules.org_kinds) or i in covered or i + 1 in covered:
            continue
        found = LATIN_WORDS.match(page.text, tokens.stop[i]) if craft else None
        found = found or QUOTED.match(page.text, tokens.stop[i])
        if found is None or (craft and (tokens.lemma[i + 1] in page.rules.makers)):
            continue
        draft = Draft(*found.span(found.lastindex or 1), "ORG")
        if CAPITAL.match(page.text, draft.start) and not covered.intersection(page.tokens(draft)):
            out.append(draft)
    return sorted(out)


def add_repeats(page: Page, drafts: Drafts) -> Drafts:
    """A surname that is known from the document is one where the network missed it: «Песков: …» in a headline."""
    tokens, out = page.parsed.tokens, list(drafts)
    known: set[str] = set()
    for d in drafts:
        words = page.tokens(d)
        if d.type == "PER" and len(words) > 1 and tokens.text[words[-1]].istitle():
            known.update((tokens.lemma[words[-1]], tokens.text[words[-1]].lower()))
    covered = {i for d in out for i in page.tokens(d)}
    for i, word in enumerate(tokens.text):
        if not word.istitle() or len(word) < 4 or i in covered or tokens.lemma[i] not in known:
            continue
        out.append(Draft(tokens.start[i], tokens.stop[i], "PER"))
    return _full_repeats(page, sorted(out))


def _full_repeats(page: Page, drafts: Drafts) -> Drafts:
    """«Ван Цзюнь» once read whole is read whole everywhere, also where the network sees «Цзюнь» alone."""
    tokens = page.parsed.tokens
    pairs: set[tuple[str, str]] = set()
    for d in drafts:
        words = page.tokens(d)
        if d.type == "PER" and len(words) == 2 and tokens.text[words[0]].istitle() and tokens.text[words[1]].istitle():
            pairs.add((tokens.text[words[0]], tokens.text[words[1]]))
    out: Drafts = []
    for d in drafts:
        words = page.tokens(d)
        i = words.start
        whole = d.type == "PER" and len(words) == 1 and i > 0 and (tokens.text[i - 1], tokens.text[i]) in pairs
        if (
            whole
            and page.text[tokens.stop[i - 1] : d.start] == " "
            and not (out and out[-1].stop > tokens.start[i - 1])
        ):
            d = replace(d, start=tokens.start[i - 1])
        out.append(d)
    return out


def add_quoted_repeats(page: Page, drafts: Drafts) -> Drafts:
    """«Волжанка» in quotes is the club where the page's other quoted «Волжанка» mostly are: a ship is tagged rarely."""
    tokens, out = page.parsed.tokens, list(drafts)
    known: Counter[tuple[str, ...]] = Counter()
    covered: set[int] = set()
    for d in drafts:
        words = page.tokens(d)
        covered.update(words)
        if d.type == "ORG" and QUOTE.search(page.text, max(0, d.start - 1), d.stop):
            known[_lemmas(page, words)] += 1
    missed: dict[tuple[str, ...], Drafts] = defaultdict(list)
    for i, word in enumerate(tokens.text):
        if word not in OPENING or i + 1 in covered:
            continue
        found = QUOTED.match(page.text, tokens.start[i])
        if found is None or not CAPITAL.match(found[found.lastindex or 1]):
            continue
        draft = Draft(*found.span(found.lastindex or 1), "ORG")
        words = page.tokens(draft)
        lemmas = _lemmas(page, words)
        if lemmas in known and covered.isdisjoint(words):
            missed[lemmas].append(draft)
    for lemmas, found_drafts in missed.items():
        if len(found_drafts) <= known[lemmas]:
            out.extend(found_drafts)
    return sorted(out)


def _lemmas(page: Page, words: range) -> tuple[str, ...]:
    tokens, forms = page.parsed.tokens, page.rules.legal_forms
    return tuple(tokens.lemma[i] for i in words if tokens.text[i][0].isalnum() and tokens.text[i] not in forms)


def add_after_title(page: Page, drafts: Drafts) -> Drafts:
    """«пророка Мухаммеда», «патриарх Кирилл»: a first name behind a title is a person."""
    tokens, out = page.parsed.tokens, list(drafts)
    covered = {i for d in drafts for i in page.tokens(d)}
    for i, lemma in enumerate(tokens.lemma[:-1]):
        if lemma not in page.rules.titles or i + 1 in covered or i in covered or tokens.text[i].isupper():
            continue
        word = tokens.text[i + 1]
        if not word.istitle() or len(word) < 3 or tokens.pos[i + 1] == "ADJ":
            continue
        if "Name" in profile(page.vocab, word.lower()).kinds:
            out.append(Draft(tokens.start[i + 1], tokens.stop[i + 1], "PER"))
    return sorted(out)


def split_compounds(page: Page, drafts: Drafts) -> Drafts:
    """«рейс Баку-Грозный»: two places of the dictionary with a hyphen between them, tagged or not."""
    out = [part for d in drafts for part in (_halves(page, d) if d.type == "LOC" else (d,))]
    covered = {i for d in drafts for i in page.tokens(d)}
    tokens = page.parsed.tokens
    for i, word in enumerate(tokens.text):
        if "-" in word and i not in covered:
            halves = _halves(page, Draft(tokens.start[i], tokens.stop[i], "LOC"))
            out.extend(halves if len(halves) == 2 else ())
    return sorted(out)


def _halves(page: Page, d: Draft) -> tuple[Draft, ...]:
    surface = page.text[d.start : d.stop]
    halves = surface.split("-")
    if len(halves) != 2 or not all(h.istitle() and h.isalpha() for h in halves):
        return (d,)
    if profile(page.vocab, surface.lower()).known:
        return (d,)
    if not all("Geox" in profile(page.vocab, h.lower()).nominative_kinds for h in halves):
        return (d,)
    middle = d.start + len(halves[0])
    return Draft(d.start, middle, "LOC"), Draft(middle + 1, d.stop, "LOC")
