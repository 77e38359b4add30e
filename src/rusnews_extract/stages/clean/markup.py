"""Let the markup of a page speak for lines that no cue has settled: the parts of the frame, and rows of links.

A hint settles a line as a cue does, so the rest of cleaning is one mechanism for plain text and for HTML.
"""

from collections.abc import Sequence
from dataclasses import replace

from rusnews_extract.model import Document
from rusnews_extract.rules.cleaning import Reach
from rusnews_extract.rules.markup import Hint, MarkedDocument
from rusnews_extract.stages.clean.looks import Look, Verdict

__all__ = ["settle_by_markup"]

LINKED = 0.75
LINK_WORDS = 3
REACHES: dict[str, Reach] = {"dom-comments": "end", "dom-footer": "end", "dom-caption": "none"}


def settle_by_markup(looks: Sequence[Look], document: Document) -> list[Look]:
    """Return the looks with their hints, and with the verdicts that the hints give; plain text comes back as it is."""
    if not isinstance(document, MarkedDocument):
        return list(looks)
    hints = {hint.start: hint for hint in document.hints}
    return [_settled(item, hints.get(item.line.start), document.title) for item in looks]


def _settled(item: Look, hint: Hint | None, title: str | None) -> Look:
    if hint is None:
        return item
    if item.verdict is not None or hint.heading == 1 or item.text == title:
        return replace(item, hint=hint)
    verdict = None
    if hint.role is not None and not (hint.role == "tags" and item.kind == "paragraph"):
        verdict = Verdict(hint.role, hint.rule_id, REACHES.get(hint.rule_id, "line"))
    elif hint.links >= LINKED:
        verdict = Verdict("related" if item.words >= LINK_WORDS else "nav", "dom-link")
    return replace(item, hint=hint, verdict=verdict)
