"""What the language engine needs in memory, loaded once a process: about 200 MB, most of it tables that fill up."""

from dataclasses import dataclass
from functools import lru_cache

from rusnews_extract.nlp.morphology import Morphology
from rusnews_extract.nlp.networks import Networks
from rusnews_extract.nlp.vocab import Vocab, load_vocab
from rusnews_extract.nlp.weights import read_vocabulary
from rusnews_extract.nlp.words import Words

__all__ = ["Models", "load_models"]


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
