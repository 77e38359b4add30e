"""What the language engine needs in memory, loaded once a process: about 200 MB, most of it tables that fill up."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rusnews_extract.nlp.morphology import Morphology
from rusnews_extract.nlp.networks import Networks
from rusnews_extract.nlp.vocab import Vocab, load_vocab
from rusnews_extract.nlp.weights import read_frequent, read_vocabulary
from rusnews_extract.nlp.words import Words

__all__ = ["Models", "load_models", "warm_models"]

FREQUENT = 6_000
NAMELIKE = 2_000


@dataclass(frozen=True, slots=True)
class Models:
    """The networks with what they read by (``words``) and are read by (``morphology``), and the dictionary."""

    words: Words
    networks: Networks
    morphology: Morphology
    vocab: Vocab


@lru_cache(1)
def load_models() -> Models:
    """Load the networks that ship inside the natasha package; later calls return the same object."""
    networks, vocab = Networks(), load_vocab()
    return Models(Words(*read_vocabulary()), networks, Morphology(networks.morph_labels, vocab), vocab)


def warm_models() -> Models:
    """Load the networks and fill their table with frequent words, also as they stand in names and headlines.

    For a process that others are forked from: they share what is there, and a worker's own memory is 60 MB less. Who
    works alone has no use for it: the words come anyway, each when it is met.
    """
    models = load_models()
    words = read_frequent(FREQUENT)
    kinds = models.words.kinds([*words, *(word.title() for word in words[:NAMELIKE])])
    models.networks.learn(np.concatenate([models.words.unknown(), kinds]))
    return models
