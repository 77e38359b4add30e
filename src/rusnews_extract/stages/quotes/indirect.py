"""Indirect speech: «X заявил, что …», «…, сообщил X», «по словам X, …», «X: …» and their kin.

Each pattern reads the reporter's words of one unit. A clause that holds a quoted fragment is cut before it: the
fragment is a quote of its own (``direct``), and only what makes a clause without it stays indirect.
"""

from collections.abc import Callable, Sequence

from rusnews_extract.stages.quotes.clauses import find_causes, find_clauses, find_colons
from rusnews_extract.stages.quotes.drafts import Draft
from rusnews_extract.stages.quotes.headlines import find_dash_headline, find_headline
from rusnews_extract.stages.quotes.postposed import find_as_cues, find_posts
from rusnews_extract.stages.quotes.reading import Reading
from rusnews_extract.stages.quotes.reported import tokens_of
from rusnews_extract.stages.quotes.sources import find_evidence

__all__ = ["find_indirect"]

Pattern = Callable[[Reading, int, frozenset[int]], list[Draft]]
PATTERNS: tuple[tuple[str, Pattern], ...] = (
    ("headline-colon", find_headline),
    ("headline-dash", find_dash_headline),
    ("clause", find_clauses),
    ("source-phrase", find_evidence),
    ("as-cue", find_as_cues),
    ("post-cue", find_posts),
    ("named-cause", find_causes),
    ("colon-clause", find_colons),
)
"""In this order: of two that overlap the earlier stays."""


def find_indirect(reading: Reading, number: int, direct: Sequence[Draft]) -> list[Draft]:
    """Return the indirect quotes of one unit, by every pattern in use; ``direct`` are its quotes in marks."""
    taken = frozenset(t for d in direct for t in tokens_of(reading, d))
    found: list[Draft] = []
    for rule, pattern in PATTERNS:
        if reading.rules.on(rule):
            for draft in pattern(reading, number, taken):
                if not any(draft.start < d.stop and d.start < draft.stop for d in found):
                    found.append(draft)
    return found
