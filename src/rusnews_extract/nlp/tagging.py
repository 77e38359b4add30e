"""Names, morphology and syntax for a batch of segmented documents.

The morphology and syntax networks read sentences, the name network reads lines: its context may cross a sentence end
but never a line end, where a scraped page changes the subject. Batch size never changes a result.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from rusnews_extract.model import NerSpan, ParsedDocument, Segmentation, Tokens
from rusnews_extract.nlp.models import Models

__all__ = ["tag"]


def tag(batch: Sequence[Segmentation], models: Models) -> list[ParsedDocument]:
    """Run the three networks over all documents of the batch at once; order is kept."""
    words = [s.words(i) for s in batch for i in range(len(s.sentences))]
    morphs = iter(models.morph.map(words))
    trees = iter(models.syntax.map(words))
    names = iter(models.ner.map([s.clean.text[line.start : line.stop] for s in batch for line in s.clean.lines]))
    return [_document(s, morphs, trees, names, models) for s in batch]


def _document(
    segmented: Segmentation, morphs: Iterator[Any], trees: Iterator[Any], names: Iterator[Any], models: Models
) -> ParsedDocument:
    text: list[str] = []
    lemma: list[str] = []
    pos: list[str] = []
    feats: list[dict[str, str]] = []
    head: list[int] = []
    rel: list[str] = []
    for sentence in segmented.sentences:
        first = sentence.token_start
        for token in next(morphs).tokens:
            text.append(token.text)
            pos.append(token.pos)
            feats.append(token.feats)
            lemma.append(models.vocab.lemma(token.text, token.pos, token.feats))
        for token in next(trees).tokens:
            above = int(token.head_id) - 1
            own = int(token.id) - 1
            head.append(-1 if above < 0 or above == own else first + above)
            rel.append(token.rel)
    tokens = Tokens(
        segmented.token_start,
        segmented.token_stop,
        tuple(text),
        tuple(lemma),
        tuple(pos),
        tuple(feats),
        tuple(head),
        tuple(rel),
    )
    spans = tuple(
        _span(tokens, line.start + span.start, line.start + span.stop, span.type)
        for line in segmented.clean.lines
        for span in next(names).spans
    )
    return ParsedDocument(segmented.clean, segmented.sentences, tokens, spans)


def _span(tokens: Tokens, start: int, stop: int, kind: Any) -> NerSpan:  # noqa: ANN401 - a Literal that natasha leaves untyped
    return NerSpan(start, stop, bisect_right(tokens.start, start) - 1, bisect_left(tokens.start, stop), kind)
