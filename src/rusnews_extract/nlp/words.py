"""Words as the networks see them: an id in the 250,002-word vocabulary and one of 66 shapes.

Both are worked out once for a word, whichever network asks, and packed into one number, the word's *kind*: two words of
equal kind («Мира» and «МИРА» are two, «Абвгдеж» and «Еклмноп», both unknown, are one) are the same to the networks.
"""

import numpy as np
import numpy.typing as npt
from slovnet.shape import word_shape

__all__ = ["Words", "split_kinds"]

WORDS_KEPT = 60_000
SHAPE_BITS = 7
RUSSIAN = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё" + "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁ")


class Words:
    """Looks words up in the vocabulary and remembers them, ``WORDS_KEPT`` at most beside those of the call at hand."""

    def __init__(self, ids: dict[str, int], shapes: list[str]) -> None:
        self._known = _Kinds(ids, {shape: number for number, shape in enumerate(shapes)})

    def kinds(self, words: list[str]) -> npt.NDArray[np.int64]:
        """Return the kind of each word, shape ``(words,)``."""
        if len(self._known) > WORDS_KEPT:
            self._known.clear()
        return np.fromiter(map(self._known.__getitem__, words), np.int64, len(words))

    def unknown(self) -> npt.NDArray[np.int64]:
        """Return the kinds of words that are not in the vocabulary, one of each shape: numbers, all punctuation."""
        return self._known.unknown << SHAPE_BITS | np.arange(len(self._known.shapes))


class _Kinds(dict[str, int]):
    """Words with their kinds; an unknown word is learnt when it is asked for."""

    def __init__(self, ids: dict[str, int], shapes: dict[str, int]) -> None:
        super().__init__()
        self.ids, self.unknown, self.shapes = ids, ids["<unk>"], shapes

    def __missing__(self, word: str) -> int:
        lower = word.lower()
        kind = self.ids.get(lower, self.unknown) << SHAPE_BITS | self.shapes[_shape(word, lower)]
        self[word] = kind
        return kind


def _shape(word: str, lower: str) -> str:
    # the two shapes of nearly all words; slovnet comes to the same, more slowly
    if word[0] in RUSSIAN and word[1:].islower():
        return "RU_xx" if word == lower else "RU_Xx"
    return str(word_shape(word))


def split_kinds(kinds: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the word ids and shape ids behind kinds."""
    return kinds >> SHAPE_BITS, kinds & ((1 << SHAPE_BITS) - 1)
