"""Names, morphology and syntax for a batch of segmented documents.

The morphology and syntax networks read sentences, the name network reads lines: its context may cross a sentence end
but never a line end, where a scraped page changes the subject. Batch size never changes a result.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import cast

import numpy as np
import numpy.typing as npt

from rusnews_extract.model import EntityType, NerSpan, ParsedDocument, Segmentation, Tokens
from rusnews_extract.nlp.decoding import OUTSIDE, bio_spans
from rusnews_extract.nlp.first_layer import CHUNK
from rusnews_extract.nlp.models import Models

__all__ = ["Reading", "assemble", "page_words", "read", "tag"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the networks say of a document: arrays of shape ``(tokens,)``, and names as ``(first, after, type)``."""

    tags: Ints
    heads: Ints
    """Index in the document, -1 for a root; a token may be its own head."""
    relations: Ints
    names: list[tuple[int, int, EntityType]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as the name network reads it: token ``i`` is the tokens ``bounds[i]`` to ``bounds[i + 1]`` of the page."""

    words: list[str]
    bounds: Sequence[int]
    joined: bool
    """Whether its tokens are others than those of its sentences."""


@dataclass(frozen=True, slots=True)
class _Page:
    words: list[str]
    sentences: list[int]
    """How many tokens each sentence has."""
    lines: list[_Line]


def tag(batch: Sequence[Segmentation], models: Models) -> list[ParsedDocument]:
    """Run the three networks over all documents of the batch at once; order is kept."""
    words = [page_words(segmented) for segmented in batch]
    readings = read(batch, words, models)
    return [assemble(*one, models) for one in zip(batch, words, readings, strict=True)]


def read(batch: Sequence[Segmentation], words: Sequence[list[str]], models: Models) -> list[Reading]:
    """Run the networks; ``words`` are the tokens of each document."""
    networks = models.networks
    pages = [_page(*one) for one in zip(batch, words, strict=True)]
    grammars: list[tuple[Ints, Ints, Ints]] = []
    emissions = [networks.emissions(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    for group in _groups(pages):
        kinds = models.words.kinds([word for page in group for word in page.words])
        columns = networks.grammar(kinds, np.array([size for page in group for size in page.sentences], np.int64))
        grammars += _split(columns, group)
        lines = [line for page in group for line in page.lines]
        if any(line.joined for line in lines):
            kinds = models.words.kinds([word for line in lines for word in line.words])
        emissions.append(networks.emissions(kinds, _sizes(lines)))
    lines = [line for page in pages for line in page.lines]
    tags = networks.names(np.concatenate(emissions), _sizes(lines))
    names = _names(lines, tags, networks.ner_labels)
    return [
        Reading(*grammar, [name for _ in page.lines for name in next(names)])
        for grammar, page in zip(grammars, pages, strict=True)
    ]


def assemble(segmented: Segmentation, words: list[str], reading: Reading, models: Models) -> ParsedDocument:
    """Make the record of a document that the stages read."""
    morphology, relations = models.morphology, models.networks.relations
    tags = reading.tags.tolist()
    own = reading.heads == np.arange(len(words))
    tokens = Tokens(
        segmented.token_start,
        segmented.token_stop,
        tuple(words),
        tuple(morphology.lemmas(words, tags)),
        tuple([morphology.pos[tag] for tag in tags]),
        tuple([morphology.feats[tag] for tag in tags]),
        tuple(np.where(own, -1, reading.heads).tolist()),
        tuple([relations[relation] for relation in reading.relations.tolist()]),
    )
    spans = [
        NerSpan(tokens.start[first], tokens.stop[after - 1], first, after, type_)
        for first, after, type_ in reading.names
    ]
    return ParsedDocument(segmented.clean, segmented.sentences, tokens, tuple(spans))


def page_words(segmented: Segmentation) -> list[str]:
    """Return the tokens of a document."""
    text = segmented.clean.text
    return [text[a:b] for a, b in zip(segmented.token_start, segmented.token_stop, strict=True)]


def _page(segmented: Segmentation, words: list[str]) -> _Page:
    sentences = [sentence.token_stop - sentence.token_start for sentence in segmented.sentences]
    return _Page(words, sentences, list(_lines(segmented, words)))


def _lines(segmented: Segmentation, words: list[str]) -> Iterator[_Line]:
    """Yield the lines of a document.

    A line cut by itself has the tokens of its sentences but in one place: a number at a sentence end and the full stop
    behind it are one token where the next sentence begins with a number («… было 5. 10 человек …»).
    """
    text = segmented.clean.text
    for _, group in groupby(segmented.sentences, key=lambda s: s.line):
        sentences = list(group)
        start, stop = sentences[0].token_start, sentences[-1].token_stop
        joined = [
            left.token_stop - 1
            for left, right in pairwise(sentences)
            if text[left.stop - 1] == "." and text[left.stop - 2].isdecimal() and text[right.start].isdecimal()
        ]
        if joined:
            first = [i for i in range(start, stop) if i not in joined]
            yield _Line([words[i] + "." * (i + 1 in joined) for i in first], [*first, stop], True)
        else:
            yield _Line(words[start:stop], range(start, stop + 1), False)


def _groups(pages: list[_Page]) -> Iterator[list[_Page]]:
    """Yield runs of pages of about ``CHUNK`` tokens: so the name network finds in the table what grammar put there."""
    group: list[_Page] = []
    size = 0
    for page in pages:
        if group and size + len(page.words) > CHUNK:
            yield group
            group, size = [], 0
        group.append(page)
        size += len(page.words)
    if group:
        yield group


def _split(columns: tuple[Ints, Ints, Ints], pages: list[_Page]) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield the tags, heads and relations of each page."""
    tags, heads, relations = columns
    start = 0
    for page in pages:
        stop = start + len(page.words)
        above = heads[start:stop]
        yield tags[start:stop], np.where(above < 0, above, above - start), relations[start:stop]
        start = stop


def _sizes(lines: list[_Line]) -> Ints:
    return np.array([len(line.words) for line in lines], np.int64)


def _names(lines: list[_Line], tags: Ints, labels: Sequence[str]) -> Iterator[list[tuple[int, int, EntityType]]]:
    """Yield the names of each line, as tokens of its document."""
    # all lines in one row, with a place between any two that is in no name
    sizes = _sizes(lines)
    starts = np.cumsum(sizes + 1) - sizes - 1
    row = np.full(len(tags) + len(lines), labels.index(OUTSIDE), np.int64)
    row[np.arange(len(tags)) + np.repeat(np.arange(len(lines)), sizes)] = tags
    names = list(bio_spans(row, labels))
    found: list[list[tuple[int, int, EntityType]]] = [[] for _ in lines]
    owners = np.searchsorted(starts, np.array([first for first, *_ in names], np.int64), side="right") - 1
    for (first, after, type_), owner, start in zip(names, owners.tolist(), starts[owners].tolist(), strict=True):
        bounds = lines[owner].bounds
        found[owner].append((bounds[first - start], bounds[after - start], cast(EntityType, type_)))
    return iter(found)
