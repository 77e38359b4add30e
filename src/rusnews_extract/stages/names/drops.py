"""Spans that are no mentions: media named as a place of writing, rubric words, adjectives, common nouns."""

import re

from rusnews_extract.nlp.inflect import profile
from rusnews_extract.stages.names.drafts import Draft, Drafts, Page, may_be_name

__all__ = ["drop_common"]

LETTERS = re.compile(r"[^\W\d_]")


def drop_common(page: Page, drafts: Drafts) -> Drafts:
    """Services, rubric words and the like are no mentions, nor is a lone adjective or common noun."""
    return [d for d in drafts if _named(page, d)]


def _named(page: Page, d: Draft) -> bool:
    surface = page.text[d.start : d.stop]
    if not LETTERS.search(surface):
        return False
    if any(d.type in types and pattern.fullmatch(surface) for pattern, types in page.rules.drops):
        return False
    words = page.tokens(d)
    if d.type != "PER" and _is_medium(page, surface, words.start):
        return False
    return len(words) != 1 or not (
        _is_adjective(page, words.start) or _is_common(page, d, words.start) or _is_person_word(page, d, words.start)
    )


def _is_medium(page: Page, surface: str, i: int) -> bool:
    """«написал в Telegram», «канал Telegram»: where a thing was said; «Telegram оспорил штраф» is the firm."""
    if not page.rules.services.fullmatch(surface):
        return False
    before = page.parsed.tokens.lemma[i - 1] if i else ""
    return before in page.rules.service_kinds


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
    if d.type != "PER" or tokens.pos[i] not in {"NOUN", "ADJ", "VERB"} or not tokens.text[i].istitle():
        return False
    if i not in page.first_tokens:
        return False
    return not may_be_name(page, tokens.text[i])


def _is_person_word(page: Page, d: Draft, i: int) -> bool:
    """«Основательница ушла» is no organisation, nor is «Комиссия» where the page writes «комиссия» elsewhere."""
    tokens = page.parsed.tokens
    word = tokens.text[i]
    if d.type == "PER" or i not in page.first_tokens or not word.istitle() or tokens.pos[i] not in {"NOUN", "ADJ"}:
        return False
    best = profile(page.vocab, word.lower())
    if not best.known or best.kinds or best.abbreviation:
        return False
    lemma = tokens.lemma[i]
    return any(t.islower() and low == lemma for t, low in zip(tokens.text, tokens.lemma, strict=True))
