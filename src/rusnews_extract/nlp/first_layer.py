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
BLOCK = 64
FADING = 0.98
SEPARATOR = 0
"""The row of the table that adds nothing."""


class FirstLayer:
    """The table of taps, shared by several networks over one vocabulary."""

    def __init__(self, navec: Navec, networks: tuple[Network, ...]) -> None:
        self._navec = navec
        width = networks[0].layers[0].taps.shape[2]
        size = navec.codes.shape[0] * navec.codes.shape[2]
        taps = np.stack([network.layers[0].taps for network in networks])
        self._word = np.ascontiguousarray(taps[:, :, :size])
        shapes = np.stack([network.shapes for network in networks])
        self._shape: Floats = shapes[:, None] @ taps[:, :, size:]
        """Shape ``(networks, 3, 66, width)``."""
        self.table: Floats = np.zeros((len(networks), TAPS, ROWS, width), np.float32)
        """Shape ``(networks, 3, rows, width)``: what a word adds to the row after it, to its own, to the one before."""
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
        products = np.empty((BLOCK, self.table.shape[-1]), np.float32)
        for start in range(0, len(rows), BLOCK):
            into = rows[start : start + BLOCK]
            words, shapes = split_kinds(kinds[start : start + BLOCK])
            # always a full block: BLAS may sum in another order where there are fewer rows
            vectors = np.zeros((BLOCK, self._word.shape[2]), np.float32)
            vectors[: len(into)] = self._navec.vectors(words)
            for network, tap in np.ndindex(self.table.shape[:2]):
                np.matmul(vectors, self._word[network, tap], out=products)
                self.table[network, tap, into] = products[: len(into)] + self._shape[network, tap, shapes]
