"""Morphology of single words: pymorphy3, memoised with bounds.

Natasha 1.6 builds its vocabulary on pymorphy2, whose analyser needs ``pkg_resources`` and so fails on a clean Python
3.12. pymorphy3 is its kept successor with the same interface. Its dictionary is read by ``DAWG2`` (C++, six times
faster) where that is installed, which is pymorphy3's own choice, else by a pure Python reader with the same result.
Natasha's part-of-speech and feature tables, and its choice of a lemma, are called as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from natasha import MorphVocab
from natasha.morph.lemma import lemmatize
from natasha.morph.vocab import MorphForm, ud_feats, ud_pos
from pymorphy3 import MorphAnalyzer

__all__ = ["Form", "PymorphyVocab", "Vocab", "load_vocab"]

WORDS_KEPT = 20_000
FORMS_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a word: its lemma and, in Universal Dependencies, what it is."""

    normal: str
    pos: str
    feats: dict[str, str]


class Vocab:
    """Readings and lemmas of Russian words."""

    def __init__(self) -> None:
        analyser = MorphAnalyzer()
        self.parse = lru_cache(WORDS_KEPT)(analyser.parse)
        """pymorphy3's own parses of a word, best first: ``tag`` in OpenCorpora grammemes, ``inflect``, ``score``."""
        self._analyse = analyser.parse
        self._tags: dict[Any, tuple[str, dict[str, str]]] = {}
        self.forms = lru_cache(FORMS_KEPT)(self._find_forms)
        """The readings of a word in lower case, best first."""
        self._lemma = lru_cache(WORDS_KEPT)(self._find_lemma)

    def lemma(self, word: str, pos: str, feats: Mapping[str, str]) -> str:
        """Return the lemma that fits the tag best, in lower case with «е» for «ё», as Natasha chooses it."""
        return self._lemma(word, pos, tuple(feats.items()))

    def _find_lemma(self, word: str, pos: str, feats: tuple[tuple[str, str], ...]) -> str:
        return str(lemmatize(self.forms, word, pos, dict(feats)))

    def _find_forms(self, word: str) -> tuple[Form, ...]:
        return tuple(Form(parse.normal_form, *self._grammar(parse.tag)) for parse in self._analyse(word))

    def _grammar(self, tag: Any) -> tuple[str, dict[str, str]]:  # noqa: ANN401 - pymorphy3 is untyped
        known = self._tags.get(tag)
        if known is None:
            known = self._tags[tag] = ud_pos(tag), dict(ud_feats(tag))
        return known


class PymorphyVocab(MorphVocab):  # type: ignore[misc]
    """Natasha's vocabulary over a pymorphy3 analyser, for her extractors."""

    def __init__(self) -> None:
        self._analyser = MorphAnalyzer(result_type=MorphForm)
        self.parse = lru_cache(WORDS_KEPT)(self._analyser.parse)

    def __call__(self, word: str) -> list[Any]:
        """Return the readings of a word in her form."""
        return self.parse(word)  # type: ignore[no-any-return]


@lru_cache(1)
def load_vocab() -> Vocab:
    """Build the vocabulary once a process."""
    return Vocab()
