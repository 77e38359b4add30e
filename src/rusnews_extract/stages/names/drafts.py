"""Spans on their way to mentions, and the page that their repairs look at."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rusnews_extract.model import EntityType, ParsedDocument
from rusnews_extract.nlp.inflect import profile
from rusnews_extract.nlp.vocab import Vocab
from rusnews_extract.rules.names import NameRules

__all__ = [
    "CLOSING",
    "LEAST_SHOUTED",
    "OPENING",
    "Draft",
    "Drafts",
    "Page",
    "is_quoted",
    "is_shouted",
    "make_page",
    "may_be_name",
]

LEAST_SHOUTED = 4
"""Letters of a word in capitals that need not be an abbreviation."""

DASHES = frozenset("—–-")
OPENING, CLOSING = '«"„“', '»"”“'


@dataclass(frozen=True, slots=True, order=True)
class Draft:
    """A span on its way to a mention."""

    start: int
    stop: int
    type: EntityType


@dataclass(frozen=True, slots=True)
class Page:
    """What the repairs look at."""

    parsed: ParsedDocument
    text: str
    rules: NameRules
    vocab: Vocab
    first_tokens: frozenset[int]
    """Tokens with which a sentence begins, quote marks, dashes and the label of a speaker («ВЕДУЩАЯ:») aside."""

    def tokens(self, draft: Draft) -> range:
        """Return the indices of the tokens that the draft touches."""
        tokens = self.parsed.tokens
        return range(bisect_right(tokens.stop, draft.start), bisect_left(tokens.start, draft.stop))


Drafts = list[Draft]


def make_page(parsed: ParsedDocument, rules: NameRules, vocab: Vocab) -> Page:
    """Gather what the repairs look at."""
    words = parsed.tokens.text
    begins = frozenset(_first_word(words, s.token_start, s.token_stop) for s in parsed.sentences)
    return Page(parsed, parsed.text, rules, vocab, begins)


def _first_word(words: Sequence[str], start: int, stop: int) -> int:
    i = start
    if i + 2 < stop and words[i + 1] == ":" and words[i].isupper():
        i += 2
    while i + 1 < stop and (words[i] in OPENING or words[i] in DASHES):
        i += 1
    return i


def may_be_name(page: Page, word: str) -> bool:
    """Say whether a word is unknown to the dictionary or a name in it."""
    known = profile(page.vocab, word.lower())
    return not known.known or not known.kinds.isdisjoint({"Name", "Surn", "Patr", "Geox"})


def is_quoted(page: Page, d: Draft) -> bool:
    """Say whether quote marks stand right around a mention."""
    return (
        d.start > 0 and page.text[d.start - 1] in OPENING and d.stop < len(page.text) and page.text[d.stop] in CLOSING
    )


def is_shouted(text: str, draft: Draft, words: int) -> bool:
    """Say whether a mention is in capitals because its whole line is, or because it is a person's full name."""
    surface = text[draft.start : draft.stop]
    if not surface.isupper() or len(surface) < LEAST_SHOUTED:
        return False
    if draft.type == "PER" and words > 1:
        return True
    line = text[text.rfind("\n", 0, draft.start) + 1 : (text.find("\n", draft.stop) + 1 or len(text) + 1) - 1]
    return line.isupper() and len(line) > len(surface) + LEAST_SHOUTED
