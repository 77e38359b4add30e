"""The first convolution as a table: what each kind of word adds to its own row and to its neighbours'.

The first layer is 62 % of a network's arithmetic and depends only on word and shape, so its three products (one a tap)
are made once for a kind of word, for all three networks together, and later only added. The table is bounded: when it
is full, the least used kinds make room, where old use counts for less. (Of news tokens 14 % miss a table of this size,
17 % where the least recently used make room, 12 % with a third more rows: 2 % of the time for 38 MB.)
"""

import numpy as np
import numpy.typing as npt

from rusnews_extract.nlp.weights import TAPS, Floats, Navec, Network
from rusnews_extract.nlp.words import split_kinds

__all__ = ["CHUNK", "FirstLayer"]

Ints = npt.NDArray[np.int64]

ROWS = 12_288
"""Kinds of word kept: 9 kB each, 113 MB in all."""
CHUNK = 8_192
"""The most tokens that may be asked for at once: their kinds must fit into the table."""
BLOCK = 128
"""Kinds whose products are made at once: with fewer, BLAS packs the weights too often."""
FADING = 0.98
LEARNT = 10
"""What a kind that was learnt ahead has for use: unmet, it stays for a million tokens, as its row is shared memory."""
SEPARATOR = 0
"""The row of the table that adds nothing."""


class FirstLayer:
    """The table of taps, shared by several networks over one vocabulary."""

    def __init__(self, navec: Navec, networks: tuple[Network, ...]) -> None:
        self._navec = navec
        width = networks[0].layers[0].taps.shape[2]
        size = navec.codes.shape[0] * navec.codes.shape[2]
        # (networks, 3, inputs, width) → (inputs, networks, 3, width)
        taps = np.stack([network.layers[0].taps for network in networks]).transpose(2, 0, 1, 3)
        self._word = np.ascontiguousarray(taps[:size]).reshape(size, -1)
        """Shape ``(300, networks * 3 * width)``."""
        shapes = [np.tensordot(network.shapes, taps[size:, i], 1) for i, network in enumerate(networks)]
        self._shape: Floats = np.stack(shapes, axis=1).reshape(len(shapes[0]), -1)
        """Shape ``(66, networks * 3 * width)``."""
        self.table: Floats = np.zeros((ROWS, len(networks), TAPS, width), np.float32)
        """Shape ``(rows, networks, 3, width)``: what a word adds to the row after it, to its own, to the one before."""
        self._row: dict[int, int] = {}
        self._kind = np.full(ROWS, -1, np.int64)
        self._use = np.zeros(ROWS)
        self._asked = self._answer = np.zeros(0, np.int64)

    def rows(self, kinds: Ints) -> Ints:
        """Return the table row of each kind, ``(n,)`` → ``(n,)``, filling rows as needed; at most ``CHUNK`` a call.

        The rows hold until the next call.
        """
        if np.array_equal(kinds, self._asked):
            # the name network asks for the words that grammar had a moment ago
            return self._answer
        distinct, place = np.unique(kinds, return_inverse=True)
        rows = np.array([self._row.get(kind, -1) for kind in distinct.tolist()], np.int64)
        present, missing = rows[rows >= 0], np.flatnonzero(rows < 0)
        self._use *= FADING
        self._use[present] += 1
        if len(missing):
            rows[missing] = self._make_room(len(missing), present)
            self._fill(rows[missing], distinct[missing])
        self._asked, self._answer = kinds, rows[place]
        return self._answer

    def learn(self, kinds: Ints) -> None:
        """Fill rows ahead, at most ``CHUNK`` kinds; of no use but to share them with processes forked later."""
        self._use[self.rows(kinds)] = LEARNT

    def _make_room(self, count: int, present: Ints) -> Ints:
        use = self._use.copy()
        use[present] = use[SEPARATOR] = np.inf
        free: Ints = np.argpartition(use, count - 1)[:count]
        for kind in self._kind[free].tolist():
            self._row.pop(kind, None)
        return free

    def _fill(self, rows: Ints, kinds: Ints) -> None:
        self._row.update(zip(kinds.tolist(), rows.tolist(), strict=True))
        self._kind[rows] = kinds
        self._use[rows] = 1
        table = self.table.reshape(len(self.table), -1)
        # always a full block: BLAS may sum in another order where there are fewer rows
        vectors = np.zeros((BLOCK, len(self._word)), np.float32)
        products, shaped = np.empty((2, BLOCK, self._word.shape[1]), np.float32)
        for start in range(0, len(rows), BLOCK):
            into = rows[start : start + BLOCK]
            words, shapes = split_kinds(kinds[start : start + BLOCK])
            vectors[: len(into)] = self._navec.vectors(words)
            np.matmul(vectors, self._word, out=products)
            made, added = products[: len(into)], shaped[: len(into)]
            np.take(self._shape, shapes, axis=0, out=added, mode="clip")
            np.add(made, added, out=made)
            table[into] = made
