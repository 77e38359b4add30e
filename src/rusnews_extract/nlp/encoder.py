"""The encoder: three convolutions over many sentences at once.

All sentences lie in one flat row of tokens with a separator between any two, which the layers read as zeros, just as
they read the padding of a batch in slovnet; nothing is padded here. The first layer is added up from a table. A later
one makes two rows at a time with four matrix products instead of six: Winograd's minimal filter F(2, 3) (Winograd 1980;
Lavin and Gray 2016), whose rounding is as good as that of the plain sum (2e-7 of the largest value apart). slovnet
copies every window instead (im2col). Plain taps were 15 % slower, F(4, 3) rounds worse.

The work goes in blocks of a fixed number of rows, small enough that a block stays in the cache from its first layer to
its last. The fixed size also fixes the result: BLAS chooses its summation order by the shape of a product. As every
sentence starts at an even row, too, a token gets the same bits in whatever batch and place it comes, which
``tests/test_nlp_batches.py`` holds.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rusnews_extract.nlp.first_layer import SEPARATOR
from rusnews_extract.nlp.weights import Convolution, Floats, Network

__all__ = ["Encoder", "Layout", "lay_out"]

Ints = npt.NDArray[np.int64]

BLOCK = 238
"""Rows that a block yields, an even number; its second layer has one row more on each side, its first layer two."""
MARGIN = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """Tokens of several sentences in one flat row, with separators around each sentence."""

    cells: Ints
    """Shape ``(blocks * BLOCK + 6,)``: table rows; ``SEPARATOR`` between sentences and in the margins."""
    places: Ints
    """Shape ``(tokens,)``: the row of each token in the encoder's output."""


def lay_out(rows: Ints, lengths: Ints) -> Layout:
    """Lay sentences out. ``rows`` holds the table rows of all tokens, ``lengths`` (none zero) the sentence sizes."""
    # one separator behind each sentence, or two, so that every sentence starts at an even row
    room = (lengths + 2) // 2 * 2
    places = np.arange(len(rows)) + np.repeat(np.cumsum(room - lengths) - (room - lengths), lengths)
    blocks = -(-room.sum() // BLOCK)
    cells = np.full(blocks * BLOCK + 2 * MARGIN, SEPARATOR, np.int64)
    cells[places + MARGIN] = rows
    return Layout(cells, places)


class Encoder:
    """The encoder of one network. Its work space is its own, so one thread at a time may call it."""

    def __init__(self, network: Network, table: Floats) -> None:
        """``table`` is the network's part of the first layer's, shape ``(3, rows, 256)``."""
        self._table = table
        self._first, self._second, self._third = network.layers
        wide, middle, narrow = (layer.floor.size for layer in network.layers)
        self._one = np.empty((BLOCK + 4, wide), np.float32)
        self._spare = np.empty_like(self._one)
        self._two = np.empty((BLOCK + 2, middle), np.float32)
        self._to_two = Filter(self._second, BLOCK + 2)
        self._to_three = Filter(self._third, BLOCK)
        self._width = narrow

    def __call__(self, layout: Layout) -> Floats:
        """Return the raw output of the third layer for every token, shape ``(tokens, 64)``.

        Row ``i`` of the output sees the first layer's rows ``i - 2 … i + 2`` and so the cells ``i - 3 … i + 3``.
        """
        cells, one, two = layout.cells, self._one, self._two
        blank = cells == SEPARATOR
        out = np.empty((len(cells) - 2 * MARGIN, self._width), np.float32)
        for start in range(0, len(out), BLOCK):
            stop = start + BLOCK
            # a cell's left neighbour, itself, its right neighbour
            np.take(self._table[0], cells[start : stop + 4], axis=0, out=one, mode="clip")
            for tap in (1, 2):
                np.take(self._table[tap], cells[start + tap : stop + tap + 4], axis=0, out=self._spare, mode="clip")
                np.add(one, self._spare, out=one)
            _finish(one, self._first, blank[start + 1 : stop + 5])
            self._to_two(one, two)
            _finish(two, self._second, blank[start + 2 : stop + 4])
            self._to_three(two, out[start:stop])
            np.maximum(out[start:stop], self._third.floor, out=out[start:stop])
        encoded: Floats = out[layout.places]
        return encoded


class Filter:
    """A convolution of three taps ``a, b, c`` that makes ``rows`` (an even number) of rows at a time.

    Of four neighbouring rows ``p, q, r, s`` it makes ``a p + b q + c r`` and ``a q + b r + c s`` from the products
    ``a (p - r)``, ``(a + b + c) / 2 (q + r)``, ``(a - b + c) / 2 (r - q)`` and ``c (q - s)``.
    """

    def __init__(self, layer: Convolution, rows: int) -> None:
        a, b, c = layer.taps.astype(np.float64)
        self._weights = np.stack([a, (a + b + c) / 2, (a - b + c) / 2, c]).astype(np.float32)
        self._mixed = np.empty((rows // 2, a.shape[0]), np.float32)
        self._products = np.empty((4, rows // 2, a.shape[1]), np.float32)

    def __call__(self, rows: Floats, out: Floats) -> None:
        """Write ``Σ rows[i + tap] @ taps[tap]`` to ``out[i]``; ``rows`` has two rows more than ``out``."""
        p, q, r, s = rows[0:-2:2], rows[1:-2:2], rows[2::2], rows[3::2]
        mixed, products = self._mixed, self._products
        for number, (combine, left, right) in enumerate(
            ((np.subtract, p, r), (np.add, q, r), (np.subtract, r, q), (np.subtract, q, s))
        ):
            combine(left, right, out=mixed)
            np.matmul(mixed, self._weights[number], out=products[number])
        even, odd = out[0::2], out[1::2]
        np.add(products[0], products[1], out=even)
        np.add(even, products[2], out=even)
        np.subtract(products[1], products[2], out=odd)
        np.subtract(odd, products[3], out=odd)


def _finish(rows: Floats, layer: Convolution, blank: npt.NDArray[np.bool_]) -> None:
    np.maximum(rows, layer.floor, out=rows)
    rows[blank] = layer.zero
