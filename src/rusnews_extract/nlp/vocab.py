"""Morphology of single words: pymorphy3 behind Natasha's vocabulary class.

Natasha 1.6 builds its vocabulary on pymorphy2, whose analyser needs ``pkg_resources`` and so fails on a clean Python
3.12. pymorphy3 is its kept successor with the same interface; the seven lines of ``PymorphyVocab`` put it in place.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from natasha import MorphVocab
from natasha.morph.lemma import lemmatize
from natasha.morph.vocab import MorphForm
from pymorphy3 import MorphAnalyzer

__all__ = ["Vocab", "load_vocab"]

WORDS_KEPT = 50_000


class PymorphyVocab(MorphVocab):  # type: ignore[misc]
    """Natasha's vocabulary over a pymorphy3 analyser."""

    def __init__(self) -> None:
        self._analyser = MorphAnalyzer(result_type=MorphForm)
        self.parse = lru_cache(WORDS_KEPT)(self._analyser.parse)

    def __call__(self, word: str) -> list[Any]:
        return self.parse(word)  # type: ignore[no-any-return]


class Vocab:
    """Lemmas and forms of Russian words, memoised."""

    def __init__(self) -> None:
        self.natasha = PymorphyVocab()
        self.parse = lru_cache(WORDS_KEPT)(MorphAnalyzer().parse)
        """pymorphy3's own parses of a word, best first: ``tag`` in OpenCorpora grammemes, ``inflect``, ``score``."""
        self._lemma = lru_cache(WORDS_KEPT)(self._find_lemma)

    def lemma(self, word: str, pos: str, feats: Mapping[str, str]) -> str:
        """Return the lemma that fits the tag best, in lower case with «е» for «ё», as Natasha chooses it."""
        return self._lemma(word, pos, tuple(feats.items()))

    def _find_lemma(self, word: str, pos: str, feats: tuple[tuple[str, str], ...]) -> str:
        return str(lemmatize(self.natasha, word, pos, dict(feats)))


@lru_cache(1)
def load_vocab() -> Vocab:
    """Build the vocabulary once a process."""
    return Vocab()
