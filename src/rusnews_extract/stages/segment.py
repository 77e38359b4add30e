"""Cut the kept lines of a document into sentences and tokens.

Lines are cut apart first: on raw pages 13 of 103 razdel sentences ran over a line end.
"""

from rusnews_extract.model import CleanDocument, Segmentation, Sentence
from rusnews_extract.nlp.segmentation import sentence_spans, token_spans

__all__ = ["segment"]


def segment(clean: CleanDocument) -> Segmentation:
    """Return sentences and token offsets; a blank document has none."""
    sentences: list[Sentence] = []
    starts: list[int] = []
    stops: list[int] = []
    for number, line in enumerate(clean.lines):
        text = clean.text[line.start : line.stop]
        for begin, end in sentence_spans(text):
            first = len(starts)
            base = line.start + begin
            for start, stop in token_spans(text[begin:end]):
                starts.append(base + start)
                stops.append(base + stop)
            sentences.append(Sentence(base, line.start + end, line.zone, number, first, len(starts)))
    return Segmentation(clean, tuple(sentences), tuple(starts), tuple(stops))
