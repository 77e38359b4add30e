"""Natasha's three news networks, loaded once a process."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from natasha import NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser

from rusnews_extract.nlp.vocab import Vocab, load_vocab

__all__ = ["Models", "load_models"]


@dataclass(frozen=True, slots=True)
class Models:
    """Everything the language engine needs in memory (about 300 MB)."""

    ner: Any
    morph: Any
    syntax: Any
    vocab: Vocab


@lru_cache(1)
def load_models() -> Models:
    """Load the networks that ship inside the natasha package; later calls return the same object."""
    embedding = NewsEmbedding()
    return Models(NewsNERTagger(embedding), NewsMorphTagger(embedding), NewsSyntaxParser(embedding), load_vocab())
