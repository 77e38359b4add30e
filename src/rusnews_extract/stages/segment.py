"""Cut the kept lines of a document into sentences and tokens.

Lines are cut apart first: on raw pages 13 of 103 razdel sentences ran over a line end.
"""

from bisect import bisect_left

from rusnews_extract.model import CleanDocument, Segmentation, Sentence
from rusnews_extract.nlp.segmentation import sentence_spans, token_columns

__all__ = ["segment"]


def segment(clean: CleanDocument) -> Segmentation:
    """Return sentences and token offsets; a blank document has none."""
    places = [
        (line.start + begin, line.start + end, line.zone, number)
        for number, line in enumerate(clean.lines)
        for begin, end in sentence_spans(clean.text[line.start : line.stop])
    ]
    starts, stops = token_columns(clean.text, [begin for begin, *_ in places])
    sentences: list[Sentence] = []
    first = 0
    for begin, end, zone, number in places:
        after = bisect_left(starts, end, first)
        sentences.append(Sentence(begin, end, zone, number, first, after))
        first = after
    return Segmentation(clean, tuple(sentences), tuple(starts), tuple(stops))
