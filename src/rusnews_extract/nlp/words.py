"""Words as the networks see them: an id in the 250,002-word vocabulary and one of 66 shapes.

Both are worked out once for a word, whichever network asks, and packed into one number, the word's *kind*: two words of
equal kind («Мира» and «МИРА» are two, «Абвгдеж» and «Еклмноп», both unknown, are one) are the same to the networks.
"""

import numpy as np
import numpy.typing as npt
from slovnet.shape import word_shape

__all__ = ["Words", "split_kinds"]

WORDS_KEPT = 100_000
SHAPE_BITS = 7
RUSSIAN = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё" + "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁ")


class Words:
    """Looks words up in the vocabulary and remembers them, ``WORDS_KEPT`` at most beside those of the call at hand."""

    def __init__(self, ids: dict[str, int], shapes: list[str]) -> None:
        self._ids = ids
        self._unknown = ids["<unk>"]
        self._shapes = {shape: number for number, shape in enumerate(shapes)}
        self._known: dict[str, int] = {}

    def kinds(self, words: list[str]) -> npt.NDArray[np.int64]:
        """Return the kind of each word, shape ``(words,)``."""
        if len(self._known) > WORDS_KEPT:
            self._known = {}
        known = self._known
        found = list(map(known.get, words))
        if None in found:
            for i, kind in enumerate(found):
                if kind is None:
                    word = words[i]
                    number = self._ids.get(word.lower(), self._unknown)
                    found[i] = known[word] = number << SHAPE_BITS | self._shapes[_shape(word)]
        return np.array(found, np.int64)


def _shape(word: str) -> str:
    # the two shapes of nearly all words; slovnet comes to the same, more slowly
    if word[0] in RUSSIAN and word[1:].islower():
        return "RU_xx" if word[0].islower() else "RU_Xx"
    return str(word_shape(word))


def split_kinds(kinds: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the word ids and shape ids behind kinds."""
    return kinds >> SHAPE_BITS, kinds & ((1 << SHAPE_BITS) - 1)
