"""Cut the lines of a Russian page that are written in another language: the English summary, the Kazakh half.

The tagger knows Russian alone, and reads names into anything else. Pages that are not Russian as a whole stay whole:
whether they are annotated is the run's choice. A line is judged by its own words, so a name or a quote changes nothing.
"""

from collections.abc import Sequence
from dataclasses import replace

from rusnews_extract.model import Document
from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.looks import WORD, Look, Verdict

__all__ = ["settle_other_languages"]

LEAST_WORDS = 6
LATIN = 0.7
OTHER = 0.2
FOREIGN = Verdict("nav", "other-language", "none")


def settle_other_languages(looks: Sequence[Look], document: Document, rules: CleanRules) -> list[Look]:
    """Return the looks, with the lines settled that are not Russian on a page that is."""
    if document.language != "ru":
        return list(looks)
    return [replace(item, verdict=FOREIGN) if _is_foreign(item, rules) else item for item in looks]


def _is_foreign(item: Look, rules: CleanRules) -> bool:
    if item.verdict is not None or item.words < LEAST_WORDS:
        return False
    words = WORD.findall(item.text)
    latin = sum(word.isascii() or rules.shapes.latin.fullmatch(word) is not None for word in words)
    if latin >= LATIN * len(words):
        return True
    return latin == 0 and sum(rules.shapes.not_russian.search(word) is not None for word in words) >= OTHER * len(words)
