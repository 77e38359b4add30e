"""The three networks over a batch: kinds of words in, ids of tags, heads and relations out.

The morphology and syntax networks read sentences, the name network reads lines; all that they share (word ids, the
first layer's table) is shared. Sentences and lines are called units here.

Work is cut into chunks of at most ``first_layer.CHUNK`` tokens, so that memory does not grow with the batch. A unit
longer than ``UNIT`` tokens (no prose; a table without line ends, say) is read in pieces of that size that do not see
one another: this bounds the arc matrix, which is quadratic. Below that size results are those of stock Natasha.

numba is left out. It costs a user 210 MB on disk (llvmlite), half a second at each start, and a wait at every new
Python version. The prototype gained much of its speed by it, in the gathering of first-layer rows and in the search of
the CRF; numpy comes near once a call covers a whole block or all lines of a batch, and the arithmetic itself is BLAS
either way. So there is one path, and nothing to choose or to keep equal.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rusnews_extract.nlp.decoding import viterbi
from rusnews_extract.nlp.encoder import Encoder, lay_out
from rusnews_extract.nlp.first_layer import CHUNK, FirstLayer
from rusnews_extract.nlp.heads import MorphHead, NerHead, SyntaxHead
from rusnews_extract.nlp.weights import Floats, read_navec, read_network

__all__ = ["UNIT", "Networks"]

Ints = npt.NDArray[np.int64]

UNIT = 4_096
DECODED = 65_536
"""Tokens whose best paths are searched at once: 200 bytes each."""
NER, MORPH, SYNTAX = range(3)


@dataclass(frozen=True, slots=True)
class _Chunk:
    start: int
    stop: int
    lengths: Ints


class Networks:
    """Natasha's NER, morphology and syntax networks."""

    def __init__(self) -> None:
        networks = (read_network("ner"), read_network("morph"), read_network("syntax"))
        self._first = FirstLayer(read_navec(), networks)
        self._encoders = [Encoder(one, number, self._first.table) for number, one in enumerate(networks)]
        self._ner, self._morph, self._syntax = NerHead(networks[0]), MorphHead(networks[1]), SyntaxHead(networks[2])
        self.ner_labels, self.morph_labels, self.relations = (network.labels for network in networks)

    def learn(self, kinds: Ints) -> None:
        """Fill the first layer's table ahead for kinds of word that are frequent."""
        self._first.learn(kinds)

    def emissions(self, kinds: Ints, lengths: Ints) -> Floats:
        """Return the score of every BIO tag for every token, ``(tokens, 8)``; ``lengths`` are the line sizes."""
        scores = np.empty((len(kinds), len(self.ner_labels)), np.float32)
        for chunk in _chunks(lengths, CHUNK):
            here = slice(chunk.start, chunk.stop)
            layout = lay_out(self._first.rows(kinds[here]), chunk.lengths)
            scores[here] = self._ner(self._encoders[NER](layout))
        return scores

    def names(self, emissions: Floats, lengths: Ints) -> Ints:
        """Return the BIO tag of every token, ``(tokens,)``: the best path through each line.

        Best asked for many lines at once: a step of the search costs the same for one line as for hundreds.
        """
        tags = np.empty(len(emissions), np.int64)
        for chunk in _chunks(lengths, DECODED):
            here = slice(chunk.start, chunk.stop)
            tags[here] = viterbi(emissions[here], chunk.lengths, self._ner.transitions)
        return tags

    def grammar(self, kinds: Ints, lengths: Ints) -> tuple[Ints, Ints, Ints]:
        """Return tag, head and relation of every token, each ``(tokens,)``; ``lengths`` are the sentence sizes.

        A head is an index into ``kinds``, -1 is the root. A token may be its own head.
        """
        tags, heads, relations = (np.empty(len(kinds), np.int64) for _ in range(3))
        for chunk in _chunks(lengths, CHUNK):
            here = slice(chunk.start, chunk.stop)
            layout = lay_out(self._first.rows(kinds[here]), chunk.lengths)
            tags[here] = self._morph(self._encoders[MORPH](layout))
            above, relations[here] = self._syntax(self._encoders[SYNTAX](layout), chunk.lengths)
            heads[here] = np.where(above < 0, above, above + chunk.start)
        return tags, heads, relations


def _chunks(lengths: Ints, most: int) -> Iterator[_Chunk]:
    """Yield runs of units of at most ``most`` tokens; empty units are left out, overlong ones cut."""
    sizes: list[int] = []
    start = stop = 0
    for length in lengths.tolist():
        for size in [UNIT] * (length // UNIT) + [length % UNIT]:
            if not size:
                continue
            if stop + size > start + most:
                yield _Chunk(start, stop, np.array(sizes))
                start, sizes = stop, []
            sizes.append(size)
            stop += size
    if sizes:
        yield _Chunk(start, stop, np.array(sizes))
