"""The encoder: three convolutions over many sentences at once.

All sentences lie in one flat row of tokens with a separator between any two, which the layers read as zeros, just as
they read the padding of a batch in slovnet; nothing is padded here. The first layer is added up from a table. A later
one makes two rows at a time with four matrix products instead of six: Winograd's minimal filter F(2, 3) (Winograd 1980;
Lavin and Gray 2016), whose rounding is as good as that of the plain sum (2e-7 of the largest value apart). slovnet
copies every window instead (im2col). Plain taps were 15 % slower, F(4, 3) rounds worse.

The filter combines even rows with odd ones, so even and odd rows lie apart, in two halves: every sum then runs over one
long piece of memory. Row ``2 i + h`` of whatever is called *halved* here stands at ``[h, i]``.

The work goes in blocks of a fixed number of rows, small enough that a block stays in the cache from its first layer to
its last. The fixed size also fixes the result: BLAS chooses its summation order by the shape of a product. As every
sentence starts at an even row, too, a token gets the same bits in whatever batch and place it comes, which
``tests/test_nlp_batches.py`` holds.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rusnews_extract.nlp.first_layer import SEPARATOR
from rusnews_extract.nlp.weights import TAPS, Convolution, Floats, Network

__all__ = ["Encoder", "Layout", "lay_out"]

Ints = npt.NDArray[np.int64]

BLOCK = 119
"""Pairs of rows that a block yields; its second layer has one pair more, its first layer two."""
MARGIN = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """Tokens of several sentences in one flat row, with separators around each sentence."""

    cells: Ints
    """Halved, shape ``(2, blocks * BLOCK + 3)``: table rows; ``SEPARATOR`` between sentences and in the margins."""
    places: Ints
    """Shape ``(tokens,)``: the row of each token in the encoder's output, where the even half comes first."""


def lay_out(rows: Ints, lengths: Ints) -> Layout:
    """Lay sentences out. ``rows`` holds the table rows of all tokens, ``lengths`` (none zero) the sentence sizes."""
    # one separator behind each sentence, or two, so that every sentence starts at an even row
    room = (lengths + 2) // 2 * 2
    places = np.arange(len(rows)) + np.repeat(np.cumsum(room - lengths) - (room - lengths), lengths)
    pairs = -(-room.sum() // (2 * BLOCK)) * BLOCK
    cells = np.full(2 * (pairs + MARGIN), SEPARATOR, np.int64)
    cells[places + MARGIN] = rows
    return Layout(np.ascontiguousarray(cells.reshape(-1, 2).T), places % 2 * pairs + places // 2)


class Encoder:
    """The encoder of one network. Its work space is its own, so one thread at a time may call it."""

    def __init__(self, network: Network, number: int, table: Floats) -> None:
        """``table`` is the first layer's, shape ``(rows, networks, 3, 256)``; the network is its ``number``-th."""
        self._table = table.reshape(-1, table.shape[-1])
        self._row_size, self._tap = table.shape[1] * TAPS, number * TAPS
        self._first, self._second, self._third = network.layers
        wide, middle, narrow = (layer.floor.size for layer in network.layers)
        self._one = np.empty((2, BLOCK + 2, wide), np.float32)
        self._spare = np.empty_like(self._one)
        self._two = np.empty((2, BLOCK + 1, middle), np.float32)
        self._to_two = Filter(self._second, BLOCK + 1)
        self._to_three = Filter(self._third, BLOCK)
        self._width = narrow

    def __call__(self, layout: Layout) -> Floats:
        """Return the raw output of the third layer for every token, shape ``(tokens, 64)``.

        Row ``i`` of the output sees the first layer's rows ``i - 2 … i + 2`` and so the cells ``i - 3 … i + 3``.
        """
        cells, one, two = layout.cells, self._one, self._two
        # the cells one place further on: odd ones, and the even ones behind them
        shifted = np.stack([cells[1, :-1], cells[0, 1:]])
        neighbours = [
            self._row_size * places + self._tap + tap
            for tap, places in enumerate((cells[:, :-1], shifted, cells[:, 1:]))
        ]
        blank_one, blank_two = shifted == SEPARATOR, cells[:, 1:] == SEPARATOR
        pairs = cells.shape[1] - MARGIN
        out = np.empty((2, pairs, self._width), np.float32)
        for start in range(0, pairs, BLOCK):
            stop = start + BLOCK
            for tap, into in ((0, one), (1, self._spare), (2, self._spare)):
                np.take(self._table, neighbours[tap][:, start : stop + 2], axis=0, out=into, mode="clip")
                if tap:
                    np.add(one, into, out=one)
            _finish(one, self._first, blank_one[:, start : stop + 2])
            self._to_two(one, two)
            _finish(two, self._second, blank_two[:, start : stop + 1])
            self._to_three(two, out[:, start:stop])
        encoded: Floats = np.take(out.reshape(-1, self._width), layout.places, axis=0)
        return np.maximum(encoded, self._third.floor, out=encoded)


class Filter:
    """A convolution of three taps ``a, b, c`` that makes ``pairs`` pairs of rows at a time.

    Of four neighbouring rows ``p, q, r, s`` it makes ``a p + b q + c r`` and ``a q + b r + c s`` from the products
    ``a (p - r)``, ``(a + b + c) / 2 (q + r)``, ``(a - b + c) / 2 (r - q)`` and ``c (q - s)``.
    """

    def __init__(self, layer: Convolution, pairs: int) -> None:
        a, b, c = layer.taps.astype(np.float64)
        self._weights = np.stack([a, (a + b + c) / 2, (a - b + c) / 2, c]).astype(np.float32)
        self._mixed = np.empty((pairs, a.shape[0]), np.float32)
        self._products = np.empty((4, pairs, a.shape[1]), np.float32)

    def __call__(self, rows: Floats, out: Floats) -> None:
        """Write ``Σ rows[i + tap] @ taps[tap]`` to row ``i`` of ``out``; both halved, ``rows`` has one pair more."""
        p, q, r, s = rows[0, :-1], rows[1, :-1], rows[0, 1:], rows[1, 1:]
        mixed, products = self._mixed, self._products
        for number, (combine, left, right) in enumerate(
            ((np.subtract, p, r), (np.add, q, r), (np.subtract, r, q), (np.subtract, q, s))
        ):
            combine(left, right, out=mixed)
            np.matmul(mixed, self._weights[number], out=products[number])
        even, odd = out
        np.add(products[0], products[1], out=even)
        np.add(even, products[2], out=even)
        np.subtract(products[1], products[2], out=odd)
        np.subtract(odd, products[3], out=odd)


def _finish(rows: Floats, layer: Convolution, blank: npt.NDArray[np.bool_]) -> None:
    np.maximum(rows, layer.floor, out=rows)
    rows[blank] = layer.zero
