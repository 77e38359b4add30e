"""The language of a text: the share of words with letters of its own, and of words that are its most frequent ones."""

import re
from collections import Counter
from collections.abc import Sequence

from rusnews_extract.rules.languages import Language

__all__ = ["find_language"]

SAMPLE = 20_000
LEAST_WORDS = 8
WORD = re.compile(r"[^\W\d_]+")
LINE_WORDS = 8
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
FAIR = 0.2
MOST_WORDS = 800
MARGIN = 1.15


def find_language(text: str, languages: Sequence[Language]) -> str | None:
    """Return the ISO 639-1 code; None for a text of few words, which stays with what its record claims.

    Longer lines decide where there are any, and words in Cyrillic where they are a fair share: a page keeps its Russian
    part beside an English menu or terms of use.
    """
    words = _words(text) if languages else []
    if len(words) < LEAST_WORDS:
        return None
    counts, letters = Counter(words), frozenset("".join(words))
    scores = {language.code: _score(words, counts, letters, language) for language in languages}
    best = max(scores, key=lambda code: (scores[code], code == "ru"))
    return "ru" if scores[best] < MARGIN * scores["ru"] else best


def _words(text: str) -> list[str]:
    lines = [WORD.findall(line.lower()) for line in text[:SAMPLE].splitlines()]
    longer = [word for line in lines if len(line) >= LINE_WORDS for word in line]
    words = longer if len(longer) >= LEAST_WORDS else [word for line in lines for word in line]
    cyrillic = list(filter(CYRILLIC.search, words))
    return (cyrillic if len(cyrillic) >= max(LEAST_WORDS, FAIR * len(words)) else words)[:MOST_WORDS]


def _score(words: Sequence[str], counts: Counter[str], letters: frozenset[str], language: Language) -> float:
    own = language.letters & letters
    lettered = len(words) - sum(map(own.isdisjoint, words)) if own else 0
    frequent = sum(map(counts.__getitem__, language.words & counts.keys()))
    return (language.weight * lettered + frequent) / len(words)
