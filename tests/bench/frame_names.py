"""How many of the names that stock Natasha finds on a scraped page are no names of its article.

Her tagger reads the page line by line, as it stands; then only the lines that cleaning keeps. A name counts for the
frame where the gold says that its line is none of the article's.
"""

from collections.abc import Mapping

from natasha import NewsEmbedding, NewsNERTagger

from rusnews_extract.model import KEPT_ROLES, Document
from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean import clean


def frame_names(gold: Mapping[str, tuple[str, Mapping[tuple[int, int], str]]], rules: CleanRules) -> dict[str, float]:
    """Return the names found, and the share of them in the frame, before and after cleaning."""
    tagger = NewsNERTagger(NewsEmbedding())
    counts = {"raw": [0, 0], "cleaned": [0, 0]}
    for name, (text, labels) in gold.items():
        for block in clean(Document("", name, text, ""), rules).blocks:
            found = len(tagger(text[block.start : block.stop]).spans)
            framed = labels.get((block.start, block.stop)) not in KEPT_ROLES
            for side in ("raw", "cleaned") if block.kept else ("raw",):
                counts[side][0] += found
                counts[side][1] += found * framed
    figures: dict[str, float] = {}
    for side, (found, framed) in counts.items():
        figures |= {f"{side} names": found, f"{side} share": framed / max(found, 1)}
    return figures
