"""The weights of Natasha's networks, read from the files inside the natasha package and folded for inference.

A network is navec vectors and shape vectors → three layers of convolution, ReLU and batch norm → heads. A layer gives
``norm(relu(conv(x)))`` with ``norm(y) = y * scale + shift``; here a layer's output is kept as ``g = max(conv, -bias)``,
so that the true value is ``(g + offset) * scale``, and scale and offset move into the weights behind it (in double
precision). One comparison is left of bias, ReLU and norm. Only what is needed is read: the packs hold the same word
vocabulary three times and the embedding once more; and the 25 MB of navec codes stay in the file, mapped, so that all
processes of a machine share them.
"""

import gzip
import tarfile
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from natasha.data import NEWS_EMBEDDING, NEWS_MORPH, NEWS_NER, NEWS_SYNTAX
from slovnet.exec import model as slovnet
from slovnet.exec.pack import Pack

__all__ = [
    "Convolution",
    "Floats",
    "Navec",
    "Network",
    "read_frequent",
    "read_navec",
    "read_network",
    "read_vocabulary",
]

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Kind = Literal["ner", "morph", "syntax"]
PACKS: dict[Kind, tuple[str, Any, str]] = {
    "ner": (NEWS_NER, slovnet.NER, "tag"),
    "morph": (NEWS_MORPH, slovnet.Morph, "tag"),
    "syntax": (NEWS_SYNTAX, slovnet.Syntax, "rel"),
}
TAPS = 3
NAVEC_HEADER = 16


@dataclass(frozen=True, slots=True)
class Navec:
    """Word vectors by product quantisation: vector ``w`` is ``codes[q, indexes[w, q]]`` for all ``q`` in a row."""

    indexes: npt.NDArray[np.uint8]
    """Shape ``(words, 100)``."""
    codes: Floats
    """Shape ``(100, 256, 3)``."""

    def vectors(self, words: npt.NDArray[np.int64]) -> Floats:
        """Return the vectors of word ids, ``(n,)`` → ``(n, 300)``."""
        parts, centroids, size = self.codes.shape
        flat = self.indexes[words] + np.arange(parts) * centroids
        vectors: Floats = np.take(self.codes.reshape(-1, size), flat, axis=0)
        return vectors.reshape(len(words), -1)


@dataclass(frozen=True, slots=True)
class Convolution:
    """A folded layer: of three neighbours' rows ``x`` it makes ``max(Σ x[i - 1 + tap] @ taps[tap], floor)``."""

    taps: Floats
    """Shape ``(3, inputs, outputs)``."""
    floor: Floats
    """Shape ``(outputs,)``: the negative bias."""
    zero: Floats
    """Shape ``(outputs,)``: what a separator row holds so that the next layer reads true zeros."""


@dataclass(frozen=True, slots=True)
class Network:
    """One folded network. ``head`` is slovnet's own record of the layers behind the encoder."""

    shapes: Floats
    """Shape ``(66, 30)``: the vectors of word shapes."""
    layers: tuple[Convolution, ...]
    scale: Doubles
    """Shape ``(64,)``; with ``offset``: the true encoder output is ``(g + offset) * scale``."""
    offset: Doubles
    head: Any
    labels: tuple[str, ...]

    def fold(self, weight: Floats, bias: Floats) -> tuple[Floats, Floats]:
        """Make a linear layer of slovnet's, ``(64, n)`` and ``(n,)``, one over the encoder's raw output."""
        scaled = weight.astype(np.float64) * self.scale[:, None]
        return np.ascontiguousarray(scaled, np.float32), (bias + self.offset @ scaled).astype(np.float32)


def read_network(kind: Kind) -> Network:
    """Read and fold one of the three networks."""
    path, layout, label = PACKS[kind]
    with Pack(path) as pack:
        pack.load_meta().check_protocol()
        scheme = pack.load_model(layout)
        model = scheme.inject_arrays(dict(pack.load_arrays(scheme.weights)))
        labels = tuple(pack.load_vocab(label).items)
    layers, scale, offset = _fold(model.encoder.layers)
    head = (model.head, model.rel) if kind == "syntax" else model.head
    return Network(model.emb.shape.weight.array, layers, scale, offset, head, labels)


def read_vocabulary() -> tuple[dict[str, int], list[str]]:
    """Return ``word → id`` (250,002 words) and the word shapes by id, which all three networks share.

    Raises ``ValueError`` where the packs do not agree.
    """
    with Pack(NEWS_NER) as pack:
        words, shapes = pack.load_vocab("word").item_ids, pack.load_vocab("shape").items
        own = _checksums(pack)
    for path in (NEWS_MORPH, NEWS_SYNTAX):
        with Pack(path) as pack:
            if _checksums(pack) != own:
                raise ValueError(f"{path} has another vocabulary than {NEWS_NER}: this natasha is not supported")
    return words, shapes


def read_navec() -> Navec:
    """Map the navec vectors; nothing is copied into memory but the codes."""
    path = NEWS_EMBEDDING
    with tarfile.open(path) as tar:
        start = tar.getmember("pq.bin").offset_data
    words, parts, centroids = (int(n) for n in np.fromfile(path, np.uint32, 4, offset=start)[[0, 2, 3]])
    start += NAVEC_HEADER
    indexes = np.memmap(path, np.uint8, "r", start, (words, parts))
    codes = np.fromfile(path, np.float32, parts * centroids * 3, offset=start + words * parts)
    return Navec(indexes, codes.reshape(parts, centroids, 3))


def read_frequent(count: int) -> list[str]:
    """Return the most frequent words of the news that navec was trained on, in lower case."""
    with tarfile.open(NEWS_EMBEDDING) as tar:
        packed = tar.extractfile("vocab.bin")
        assert packed is not None
        data = gzip.decompress(packed.read())
    size = int(np.frombuffer(data, np.uint32, 1)[0])
    counts = np.frombuffer(data, np.uint32, size, 4).astype(np.int64)
    words = data[4 * (size + 1) :].decode("utf-8").splitlines()
    return [words[i] for i in np.argsort(-counts, kind="stable")[:count]]


def _checksums(pack: Any) -> list[bytes]:  # noqa: ANN401 - slovnet is untyped
    """Return CRC and size of the packed vocabularies: the last eight bytes of a gzip file."""
    return [pack.read(f"vocabs/{name}.gz")[-8:] for name in ("word", "shape")]


def _fold(layers: Any) -> tuple[tuple[Convolution, ...], Doubles, Doubles]:  # noqa: ANN401 - slovnet is untyped
    inputs = layers[0].conv.weight.shape[1]
    scale, offset = np.ones(inputs), np.zeros(inputs)
    folded = []
    for layer in layers:
        weight = layer.conv.weight.array.astype(np.float64) * scale[None, :, None]
        bias = layer.conv.bias.array + np.einsum("oit,i->o", weight, offset)
        scale = layer.norm.weight.array.astype(np.float64) / layer.norm.std.array
        shift = layer.norm.bias.array - layer.norm.mean.array * scale
        offset = bias + shift / scale
        taps = np.ascontiguousarray(weight.transpose(2, 1, 0), np.float32)
        folded.append(Convolution(taps, (-bias).astype(np.float32), (-offset).astype(np.float32)))
    return tuple(folded), scale, offset
