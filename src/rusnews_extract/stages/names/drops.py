"""Spans that are no mentions: media named as a place of writing, rubric words, adjectives, common nouns."""

import re

from rusnews_extract.nlp.inflect import profile
from rusnews_extract.stages.names.drafts import CLOSING, OPENING, Draft, Drafts, Page, is_quoted, may_be_name

__all__ = ["drop_common"]

COMPOUND = re.compile(r"[A-Za-z]+-[а-яё]{3,}")  # «Telegram-каналы»
LONGEST_TITLE = 10
LETTERS = re.compile(r"[^\W\d_]")


def drop_common(page: Page, drafts: Drafts) -> Drafts:
    """Services, rubric words and the like are no mentions, nor is a lone adjective or common noun."""
    works = _works(page)
    kept = [d for d in drafts if _named(page, d)]
    if not works:
        return kept
    return [d for d in kept if not (d.type == "ORG" and is_quoted(page, d) and _lemmas(page, d) in works)]


def _lemmas(page: Page, d: Draft) -> tuple[str, ...]:
    return tuple(page.parsed.tokens.lemma[i] for i in page.tokens(d))


def _works(page: Page) -> set[tuple[str, ...]]:
    """What the page calls a film or a ship once, it means everywhere: «фильм «Переправа»», later «в «Переправе»»."""
    tokens, found = page.parsed.tokens, set()
    for i, word in enumerate(tokens.text[1:-2]):
        if word in OPENING and tokens.lemma[i] in page.rules.things:
            stop = next((k for k in range(i + 2, min(i + LONGEST_TITLE, len(tokens))) if tokens.text[k] in CLOSING), i)
            if stop > i + 2:
                found.add(tuple(tokens.lemma[i + 2 : stop]))
    return found


def _named(page: Page, d: Draft) -> bool:
    surface = page.text[d.start : d.stop]
    if not LETTERS.search(surface):
        return False
    if any(d.type in types and pattern.fullmatch(surface) for pattern, types in page.rules.drops):
        return False
    if COMPOUND.fullmatch(surface):
        return False
    words = page.tokens(d)
    if d.type == "ORG" and _is_thing(page, d, words.start):
        return False
    if page.text[d.start - 1 : d.start] == "." and page.text[d.start - 2 : d.start - 1].isspace():
        return False  # «в зоне .РФ»
    if d.type != "PER" and _is_medium(page, surface, words.start):
        return False
    return (
        len(words) != 1
        or is_quoted(page, d)
        or not (
            _is_adjective(page, words.start)
            or _is_common(page, d, words.start)
            or _is_person_word(page, d, words.start)
        )
    )


def _is_medium(page: Page, surface: str, i: int) -> bool:
    """«написал в Telegram», «канал Telegram»: where a thing was said; «Telegram оспорил штраф» is the firm."""
    if not page.rules.services.fullmatch(surface):
        return False
    before = page.parsed.tokens.lemma[i - 1] if i else ""
    return before in page.rules.service_kinds


def _is_thing(page: Page, d: Draft, i: int) -> bool:
    """«шаттл «Буран»», «роман «Заря»»: a ship or a work, which no firm is though the network says so."""
    if page.text[d.start - 1 : d.start] not in OPENING or d.start == 0 or i < 2:
        return False
    tokens, at = page.parsed.tokens, i - 2
    while at > 1 and tokens.text[at] in {",", "и"} and tokens.text[at - 1] in CLOSING:  # «песни «Заря», «Закат»»
        at = next((k for k in range(at - 2, max(at - LONGEST_TITLE, 0), -1) if tokens.text[k] in OPENING), 0) - 1
    return at >= 0 and tokens.lemma[at] in page.rules.things and page.text[d.stop : d.stop + 1] in CLOSING


def _is_adjective(page: Page, i: int) -> bool:
    """«Пакистанские исламисты»: an adjective before a noun that agrees with it."""
    tokens = page.parsed.tokens
    if tokens.pos[i] != "ADJ" or i + 1 >= len(tokens) or not tokens.text[i + 1].islower():
        return False
    if tokens.pos[i + 1] not in {"NOUN", "ADJ"}:
        return False
    if any(tokens.feats[i].get(f) != tokens.feats[i + 1].get(f) for f in ("Case", "Number")):
        return False
    return profile(page.vocab, tokens.text[i].lower()).adjective


def _is_common(page: Page, d: Draft, i: int) -> bool:
    """«Президенты собрались»: a dictionary noun that is no name, capitalised only because a sentence begins."""
    tokens = page.parsed.tokens
    word = tokens.text[i]
    if d.type != "PER" or not word[0].isupper() or word.isupper() or i not in page.first_tokens:
        return False
    halves = word.lower().split("-")
    if any(may_be_name(page, h) for h in (halves if len(halves) == 2 else (word,))):
        return False  # «Матч-бол» is known by its halves
    if tokens.pos[i] in {"NOUN", "ADJ", "VERB"}:
        return True
    if _is_named_elsewhere(page, i):
        return False  # «Мельник» is one whom the page names
    parses = page.vocab.parse(word.lower())
    return len(halves) == 2 or _is_person_noun(page, word) or not any("NOUN" in p.tag for p in parses)


def _is_named_elsewhere(page: Page, i: int) -> bool:
    """The word has a capital inside a sentence, too."""
    tokens = page.parsed.tokens
    same = {tokens.text[i], tokens.lemma[i]}
    return any(
        t[0].isupper() and k not in page.first_tokens and (t in same or low in same)
        for k, (t, low) in enumerate(zip(tokens.text, tokens.lemma, strict=True))
    )


def _before_small(page: Page, i: int) -> bool:
    """«Министерство предупредило»; but «Министерство обороны» may be a name that the network saw half of."""
    tokens = page.parsed.tokens
    return i + 1 < len(tokens) and tokens.pos[i + 1] in {"VERB", "ADV", "AUX"}


def _is_person_noun(page: Page, word: str) -> bool:
    """«Иорданцы», «Теннисистка»: the dictionary's first reading is a noun for persons."""
    tag = page.vocab.parse(word.lower())[0].tag
    return "NOUN" in tag and "anim" in tag


def _is_person_word(page: Page, d: Draft, i: int) -> bool:
    """«Основательница ушла» is no organisation, nor is «Комиссия» where the page writes «комиссия» elsewhere."""
    tokens = page.parsed.tokens
    word = tokens.text[i]
    if (
        d.type == "PER"
        or i not in page.first_tokens
        or not word.istitle()
        or tokens.pos[i] not in {"NOUN", "ADJ", "PROPN"}
    ):
        return False
    best = profile(page.vocab, word.lower())
    if not best.known or best.kinds or best.abbreviation:
        return False
    lemma = tokens.lemma[i]
    if _is_person_noun(page, word) or (lemma in page.rules.body_heads and _before_small(page, i)):
        return True
    return tokens.pos[i] != "PROPN" and any(
        t.islower() and low == lemma for t, low in zip(tokens.text, tokens.lemma, strict=True)
    )
