"""The layers behind the encoder: NER emissions, morphological tags, syntax heads and relations.

Each takes the encoder's raw output, ``(tokens, 64)``. As in the encoder every product has a fixed number of rows, so
that a token's result does not hang on its batch. Arcs are scored sentence by sentence: all products of sentences of
one length have one shape.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from rusnews_extract.nlp.weights import Floats, Network

__all__ = ["MorphHead", "NerHead", "SyntaxHead"]

Ints = npt.NDArray[np.int64]

BLOCK = 240
ROOT = -1
CELLS = 40_000
"""Arc scores made at once: whole sentences of one length, or some rows of one long sentence."""


class NerHead:
    """Scores of the eight BIO tags, which the CRF's transitions then weigh."""

    def __init__(self, network: Network) -> None:
        self._weight, self._bias = network.fold(network.head.proj.weight.array, network.head.proj.bias.array)
        self.transitions: Floats = network.head.crf.transitions.array
        """Shape ``(8, 8)``: from tag, to tag."""

    def __call__(self, encoded: Floats) -> Floats:
        """Return emissions, ``(tokens, 64)`` → ``(tokens, 8)``."""
        return _product(encoded, self._weight, self._bias)


class MorphHead:
    """The likeliest of 753 tags for each token."""

    def __init__(self, network: Network) -> None:
        weight, bias = network.fold(network.head.proj.weight.array, network.head.proj.bias.array)
        self._weight = np.concatenate([weight, bias[None]])
        """Shape ``(65, 753)``: the bias is the weight of a one behind each row, which spares a pass over the scores."""

    def __call__(self, encoded: Floats) -> Ints:
        """Return tag ids, ``(tokens, 64)`` → ``(tokens,)``."""
        tags = np.empty(len(encoded), np.int64)
        rows = np.ones((BLOCK, len(self._weight)), np.float32)
        scores = np.empty((BLOCK, self._weight.shape[1]), np.float32)
        for start in range(0, len(encoded), BLOCK):
            block = encoded[start : start + BLOCK]
            rows[: len(block), :-1] = block
            np.matmul(rows, self._weight, out=scores)
            tags[start : start + BLOCK] = scores[: len(block)].argmax(axis=1)
        return tags


class SyntaxHead:
    """For each token the likeliest head in its sentence, and the likeliest relation to it.

    Two small layers look at a token as a dependent and as a governor, once for arcs and once for relations; a learned
    vector stands for the root. An arc scores ``dependent @ kernel @ governor``, a relation has a kernel of its own.
    """

    def __init__(self, network: Network) -> None:
        arc, rel = network.head
        layers = [layer.proj for layer in (arc.head, arc.tail, rel.head, rel.tail)]
        weight = np.concatenate([layer.weight.array for layer in layers], axis=1)
        self._weight, self._bias = network.fold(weight, np.concatenate([layer.bias.array for layer in layers]))
        self._size = arc.kernel.array.shape[0]
        self._arc_kernel = arc.kernel.array
        self._arc_root = _relu(arc.root.array @ arc.tail.proj.weight.array + arc.tail.proj.bias.array)
        # (32 governor, relations * 32 dependent) → (32 governor, 32 dependent * relations)
        kernel = rel.kernel.array.reshape(self._size, -1, self._size).transpose(0, 2, 1)
        self._rel_kernel = np.ascontiguousarray(kernel).reshape(self._size, -1)
        rel_root = _relu(rel.root.array @ rel.head.proj.weight.array + rel.head.proj.bias.array)
        self._rel_root = (rel_root @ self._rel_kernel).reshape(self._size, -1)
        """Shape ``(32, relations)``: the kernel with the root for a governor."""

    def __call__(self, encoded: Floats, lengths: Ints) -> tuple[Ints, Ints]:
        """Return heads and relation ids, both ``(tokens,)``; a head is an index into ``encoded``, -1 is the root."""
        views = _product(encoded, self._weight, self._bias, floor=0)
        arc_dependent, arc_governor, rel_governor, rel_dependent = np.split(views, 4, axis=1)
        heads = self._arcs(_product(arc_dependent, self._arc_kernel), arc_governor, lengths)
        starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
        heads = np.where(heads == 0, ROOT, starts + heads - 1)
        return heads, self._relations(rel_governor, rel_dependent, heads)

    def _arcs(self, dependents: Floats, governors: Floats, lengths: Ints) -> Ints:
        """Return heads that count from 1 in their sentence, 0 is the root."""
        heads = np.empty(len(dependents), np.int64)
        starts = np.cumsum(lengths) - lengths
        for length in np.unique(lengths).tolist():
            tokens = starts[lengths == length][:, None] + np.arange(length)
            at_once = max(1, CELLS // length**2)
            for some in np.split(tokens, range(at_once, len(tokens), at_once)):
                seen = np.empty((len(some), length + 1, self._size), np.float32)
                seen[:, 0] = self._arc_root
                seen[:, 1:] = governors[some]
                asking = dependents[some]
                rows = max(1, CELLS // length)
                for first in range(0, length, rows):
                    scores = np.matmul(asking[:, first : first + rows], seen.transpose(0, 2, 1))
                    heads[some[:, first : first + rows]] = scores.argmax(axis=2)
        return heads

    def _relations(self, governors: Floats, dependents: Floats, heads: Ints) -> Ints:
        """Return relation ids. What a kernel makes of a governor serves all its dependents.

        Governors of equally many dependents stand together, so that these are one product: ``(governors, dependents,
        32) @ (governors, 32, relations)``.
        """
        relations = np.empty(len(heads), np.int64)
        at_root = heads == ROOT
        relations[at_root] = _product(dependents[at_root], self._rel_root).argmax(axis=1)
        below = np.flatnonzero(~at_root)
        counts = np.bincount(heads[below], minlength=len(heads))
        above = np.argsort(counts, kind="stable")[len(heads) - np.count_nonzero(counts) :]
        rank = np.empty_like(heads)
        rank[above] = np.arange(len(above))
        below = below[np.argsort(rank[heads[below]], kind="stable")]
        done = 0
        for start, stop, rows in _blocks(governors[above]):
            halves = (rows @ self._rel_kernel).reshape(BLOCK, self._size, -1)
            here = counts[above[start:stop]]
            for count in np.unique(here).tolist():
                first, after = np.searchsorted(here, [count, count + 1]).tolist()
                some = below[done : done + count * (after - first)]
                asking = dependents[some].reshape(-1, count, self._size)
                relations[some] = np.matmul(asking, halves[first:after]).argmax(axis=2).reshape(-1)
                done += len(some)
        return relations


def _relu(values: Floats) -> Floats:
    positive: Floats = np.maximum(values, 0)
    return positive


def _product(rows: Floats, weight: Floats, bias: Floats | float = 0, floor: float = -np.inf) -> Floats:
    """Return ``max(rows @ weight + bias, floor)``, computed in blocks of a fixed size."""
    out = np.empty((len(rows), weight.shape[1]), np.float32)
    product = np.empty((BLOCK, weight.shape[1]), np.float32)
    for start, stop, block in _blocks(rows):
        np.matmul(block, weight, out=product)
        np.add(product, bias, out=product)
        np.maximum(product[: stop - start], floor, out=out[start:stop])
    return out


def _blocks(rows: Floats) -> Iterator[tuple[int, int, Floats]]:
    """Yield ``(start, stop, block)``; a block always has ``BLOCK`` rows, the last one filled up with zeros."""
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        stop = start + len(block)
        if len(block) < BLOCK:
            block = np.concatenate([block, np.zeros((BLOCK - len(block), rows.shape[1]), np.float32)])
        yield start, stop, block
