"""Morphology of single words: pymorphy3, memoised with bounds.

Natasha 1.6 builds its vocabulary on pymorphy2, whose analyser needs ``pkg_resources`` and so fails on a clean Python
3.12. pymorphy3 is its kept successor with the same interface. Its dictionary is read by ``DAWG2`` (C++, six times
faster) where that is installed, which is pymorphy3's own choice, else by a pure Python reader with the same result.
Natasha's part-of-speech and feature tables, and its choice of a lemma, are called as they are.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from unicodedata import name

from natasha import MorphVocab
from natasha.morph.lemma import lemmatize
from natasha.morph.vocab import MorphForm, ud_feats, ud_pos
from pymorphy3 import MorphAnalyzer
from pymorphy3.units import DictionaryAnalyzer, KnownSuffixAnalyzer

__all__ = ["Form", "PymorphyVocab", "Vocab", "load_vocab"]

WORDS_KEPT = 12_000
FORMS_KEPT = 10_000


class Form(NamedTuple):
    """One reading of a word: its lemma and, in Universal Dependencies, what it is."""

    normal: str
    pos: str
    feats: dict[str, str]


class Vocab:
    """Readings and lemmas of Russian words."""

    def __init__(self) -> None:
        analyser = MorphAnalyzer()
        self.word_is_known = analyser.word_is_known
        self._analyser = analyser
        self.parse = lru_cache(WORDS_KEPT)(self._analyse)
        """pymorphy3's own parses of a word, best first: ``tag`` in OpenCorpora grammemes, ``inflect``, ``score``."""
        self._tags: dict[Any, tuple[str, dict[str, str]]] = {}
        self.forms = lru_cache(FORMS_KEPT)(self._find_forms)
        """The readings of a word in lower case, best first; with ``True`` its parses are kept for other stages."""
        self._lemma = lru_cache(WORDS_KEPT)(self._find_lemma)
        self._dictionary = analyser.dictionary
        self._substitutes = analyser.char_substitutes
        self._probability = analyser.prob_estimator.p_t_given_w.prob
        self._places: dict[tuple[int, int, frozenset[str]], int] = {}  # there are 3,000 paradigms

    def lemma(self, word: str, pos: str, feats: Mapping[str, str]) -> str:
        """Return the lemma that fits the tag best, in lower case with «е» for «ё», as Natasha chooses it."""
        return self._lemma(word, pos, tuple(feats.items()))

    def known_tags(self, word: str) -> list[Any]:
        """Return the dictionary's tags of a word in lower case, in no order; none for an unknown word."""
        own = self._dictionary
        return [
            own.build_tag_info(*place)
            for _, places in own.words.similar_items(word, self._substitutes)
            for place in places
        ]

    def inflected(self, parse: Any, wanted: frozenset[str]) -> str | None:  # noqa: ANN401 - pymorphy3 is untyped
        """Return ``parse.inflect(wanted)`` as a word, in a tenth of the time; None where there is no such form.

        pymorphy3 makes every form of the word and takes the one whose tag is nearest. Which one that is depends on the
        paradigm and the place in it alone, so it is remembered by these, and only that form is made.
        """
        (unit, word, *place), *more = parse.methods_stack
        if not isinstance(unit, DictionaryAnalyzer) or not all(isinstance(m[0], KnownSuffixAnalyzer) for m in more):
            made = parse.inflect(wanted)
            return None if made is None else str(made.word)
        paradigm, own = place
        known = self._places.get((paradigm, own, wanted))
        if known is None:
            made = parse.inflect(wanted)
            known = self._places[paradigm, own, wanted] = -1 if made is None else made.methods_stack[0][3]
        if known < 0:
            return None
        rows = self._dictionary.paradigms[paradigm]
        size = len(rows) // 3
        stem = self._dictionary.build_stem(rows, own, word)
        prefixes, suffixes = self._dictionary.paradigm_prefixes, self._dictionary.suffixes
        return str(prefixes[rows[2 * size + known]] + stem + suffixes[rows[known]])

    def _analyse(self, word: str) -> list[Any]:
        try:
            return self._analyser.parse(word)  # type: ignore[no-any-return]
        except ValueError:  # it asks for the name of a letter that the Unicode tables of Python do not name
            return self._analyser.parse("".join(c if name(c, "") else "?" for c in word))  # type: ignore[no-any-return]

    def _find_lemma(self, word: str, pos: str, feats: tuple[tuple[str, str], ...]) -> str:
        return str(lemmatize(self.forms, word, pos, dict(feats)))

    def _find_forms(self, word: str, kept: bool = False) -> tuple[Form, ...]:
        found = None if kept else self._known(word)
        if found is None:
            found = [(p.normal_form, p.tag) for p in (self.parse(word) if kept else self._analyse(word))]
        return tuple([Form(normal, *self._grammar(tag)) for normal, tag in found])

    def _known(self, word: str) -> list[tuple[str, Any]] | None:
        """Return the lemmas and tags of a word of the dictionary, as pymorphy3 orders them, without its records."""
        own, rows = self._dictionary, []
        for spelt, places in own.words.similar_items(word, self._substitutes) if len(word) > 1 else ():
            rows += [(own.build_normal_form(*place, spelt), own.build_tag_info(*place)) for place in places]
        if len(rows) < 2:
            return rows or None
        likely = [self._probability(word, tag) for _, tag in rows]
        order = sorted(range(len(rows)), key=likely.__getitem__, reverse=True)
        return [rows[i] for i in order]

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
