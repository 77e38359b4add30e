"""Gold of other corpora brought to our convention, for the evaluation only.

What our convention has otherwise than NEREL and SlavicNER: adjectives and names all in small letters are no mentions;
an organisation that ends in a place is cut in two («МИД Турции» is «МИД» and «Турция»; of «правительство Турции» only
the place stays); the Kremlin is a place. Where such a name is cut the stock network says, not ours, so that nothing of
ours helps itself. Rejected: joining our own spans instead, which measures the joining and not the names.
"""

import re
from collections.abc import Iterable

from rusnews_extract.nlp.vocab import Vocab

__all__ = ["in_our_convention"]

Span = tuple[int, int, str]
CAPITAL = re.compile("[A-ZА-ЯЁ]")
ADJECTIVE = re.compile(r"\S+[сц]к(?:ий|ая|ое|ие|ого|ой|ому|им|ом|их|ими|ую)")
KREMLIN = re.compile("Кремл[а-яё]{1,3}")
QUOTE = re.compile('[«"„]')
OPEN_END = re.compile(r"\b(?:по|в|во|при|на|о|об|для|и|за|от|под|из|с)$")


def in_our_convention(text: str, gold: Iterable[Span], stock: Iterable[Span], vocab: Vocab) -> set[Span]:
    """Return the gold spans as we would have marked them; ``stock`` are the spans of the stock network."""
    places = {(start, stop) for start, stop, kind in stock if kind == "LOC" and CAPITAL.match(text, start)}
    out: set[Span] = set()
    for start, stop, kind in gold:
        surface = text[start:stop]
        if kind != "PER" and not CAPITAL.search(surface):
            continue
        if kind == "LOC" and _is_adjective(surface.lower(), vocab):
            continue
        if KREMLIN.fullmatch(surface):
            kind = "LOC"
        out |= _cut(text, (start, stop, kind), places) or {(start, stop, kind)}
    return out


def _cut(text: str, span: Span, places: set[tuple[int, int]]) -> set[Span]:
    """Cut the place at its end off an organisation; empty where it has none."""
    start, stop, kind = span
    if kind != "ORG" or " " not in text[start:stop] or QUOTE.search(text[start:stop]):
        return set()
    tail = next((a for a, b in sorted(places) if b == stop and a > start and text[a - 1] == " "), None)
    if tail is None:
        return set()
    head = text[start:tail].rstrip()
    named = CAPITAL.search(head) is not None
    if (named and OPEN_END.search(head)) or (not named and " " in head):
        return set()
    place: Span = (tail, stop, "LOC")
    return {(start, start + len(head), kind), place} if named else {place}


def _is_adjective(word: str, vocab: Vocab) -> bool:
    if not ADJECTIVE.fullmatch(word):
        return False
    parts = {p.tag.POS for p in vocab.parse(word)}
    return "ADJF" in parts and "NOUN" not in parts
