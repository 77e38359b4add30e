"""Stock Natasha over the text units of the product: NER line by line, grammar sentence by sentence.

What a user of Natasha calls, in the order in which she shows it, one document after the other.
"""

from dataclasses import dataclass

from natasha import NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser
from razdel import sentenize, tokenize
from slovnet.conll import format_conll_tag

from rusnews_extract.model import CleanDocument


@dataclass(frozen=True)
class Found:
    """Places in the page's text; a head counts from 1 in its sentence, 0 is the root."""

    sentences: list[tuple[int, int]]
    tokens: list[tuple[int, int, str]]
    sizes: list[int]
    tags: list[str]
    heads: list[int]
    relations: list[str]
    names: list[tuple[int, int, str]]


class Stock:
    """The three taggers over one embedding."""

    def __init__(self):
        embedding = NewsEmbedding()
        self.ner = NewsNERTagger(embedding)
        self.morph = NewsMorphTagger(embedding)
        self.syntax = NewsSyntaxParser(embedding)

    def segment(self, pages: list[CleanDocument]):
        """Return the lines of each page as ``[(line, [(sentence, tokens)])]``, in razdel's records."""
        found = []
        for page in pages:
            lines = []
            for line in page.lines:
                sentences = [s for s in sentenize(page.text[line.start : line.stop]) if s.text]
                lines.append((line, [(s, list(tokenize(s.text))) for s in sentences]))
            found.append(lines)
        return found

    def tag(self, pages: list[CleanDocument], segmented):
        """Return the markups of the three taggers over all units of the pages, in slovnet's batches."""
        words = [[t.text for t in tokens] for lines in segmented for _, group in lines for _, tokens in group]
        lines = [page.text[line.start : line.stop] for page in pages for line in page.lines]
        return list(self.ner.map(lines)), list(self.morph.map(words)), list(self.syntax.map(words))

    def read(self, pages: list[CleanDocument]) -> list[Found]:
        """Segment and tag pages."""
        segmented = self.segment(pages)
        return list(self.gather(segmented, self.tag(pages, segmented)))

    def gather(self, segmented, markups):
        """Yield everything stock says of each page."""
        names, morphs, trees = (iter(markup) for markup in markups)
        for lines in segmented:
            page = Found([], [], [], [], [], [], [])
            for line, group in lines:
                page.names.extend((line.start + n.start, line.start + n.stop, n.type) for n in next(names).spans)
                for sentence, tokens in group:
                    at = line.start + sentence.start
                    page.sentences.append((at, line.start + sentence.stop))
                    page.tokens.extend((at + t.start, at + t.stop, t.text) for t in tokens)
                    page.sizes.append(len(tokens))
                    page.tags.extend(format_conll_tag(t.pos, t.feats) for t in next(morphs).tokens)
                    for token in next(trees).tokens:
                        page.heads.append(int(token.head_id))
                        page.relations.append(token.rel)
            yield page

    def head_gap(self, words: list[str], token: int, one: int, other: int) -> float:
        """Return how far apart stock's own scores of two heads of a token are."""
        batch = next(self.syntax.infer.encoder([words]))
        scores = self.syntax.infer.model(batch.word_id, batch.shape_id, batch.pad_mask).head_id[0]
        return abs(float(scores[token, one] - scores[token, other]))
