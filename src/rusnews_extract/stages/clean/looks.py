"""What can be seen of one line by itself: its length, its end, and the cue that settles it, if any.

Surface only, no morphology: the tagger has not run yet, and running it on menus would cost more than the article.
"""

import re
from dataclasses import dataclass
from typing import Literal

from rusnews_extract.model import Role
from rusnews_extract.rules.cleaning import CleanRules, CueSet, Reach, stem_of
from rusnews_extract.rules.markup import Hint
from rusnews_extract.stages.clean.lines import SourceLine

__all__ = ["WORD", "Kind", "Look", "Verdict", "look", "stems_of"]

Kind = Literal["paragraph", "sentence", "item", "headline", "scrap"]

WORD = re.compile(r"[^\W\d_]+")
ACRONYM = re.compile(r"\b[А-ЯЁA-Z]{2,3}\b")
FINAL = re.compile(r"([.!?…:;,])[»”“\"'’)\]\s]*$")
BREAK = re.compile(r"[а-яёa-z0-9»”\")]{2}[.!?…]{1,3}[»”\")]*\s+[«“„\"(–—-]{0,2}\s?[А-ЯЁA-Z]")
ITEM = re.compile(r"(?:[-–—•·*▪●■►✔]|\d{1,2}[.)](?!\d))\s?\S")
DIALOGUE = re.compile(r"[–—-]\s?\S")
LONGEST_CUED = 1200
TAIL = 12


@dataclass(frozen=True, slots=True)
class Verdict:
    """A role that is settled, and by which rule."""

    role: Role
    rule_id: str
    reach: Reach = "line"


@dataclass(frozen=True, slots=True)
class Look:
    """A line as cleaning sees it.

    ``names`` counts the capitalised words of a line that may be a headline; ``final`` is the last stop sign, empty
    where there is none; ``hint`` is what the markup says, None in plain text.
    """

    line: SourceLine
    words: int
    names: int
    kind: Kind
    final: str
    breaks: bool
    rubric: bool
    stems: frozenset[str]
    verdict: Verdict | None
    hint: Hint | None = None

    @property
    def text(self) -> str:
        """The mended text."""
        return self.line.text

    @property
    def is_text(self) -> bool:
        """Say whether it may be a line of running text."""
        return self.verdict is None and self.kind in {"paragraph", "sentence", "item"}


def look(line: SourceLine, rules: CleanRules, cues: CueSet) -> Look:
    """Return the look of one line."""
    text = line.text
    lower = text.lower()
    words = WORD.findall(lower)
    final = FINAL.search(text, max(len(text) - TAIL, 0))
    sign = final.group(1) if final else ""
    breaks = len(words) >= rules.scores.paragraph_words and BREAK.search(text) is not None
    return Look(
        line,
        len(words),
        _names(WORD.findall(text)) if len(words) <= rules.scores.headline_words else 0,
        _kind(text, words, sign, breaks, rules),
        sign,
        breaks,
        len(words) <= 4 and lower.rstrip(" ,.|/:»>") in rules.rubrics,
        _stems(text, words),
        _verdict(line, lower, len(words), rules, cues),
    )


def _names(words: list[str]) -> int:
    return sum(word[0].isupper() and not word.isupper() for word in words)


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the longer words, and the acronyms whole."""
    return _stems(text, WORD.findall(text.lower()))


def _stems(text: str, words: list[str]) -> frozenset[str]:
    stems = {stem_of(word) for word in words if len(word) > 3}
    stems.update(word.lower() for word in ACRONYM.findall(text))
    return frozenset(stems)


def _kind(text: str, words: list[str], final: str, breaks: bool, rules: CleanRules) -> Kind:
    scores = rules.scores
    count = len(words)
    runs = breaks or not rules.function_words.isdisjoint(words)
    if runs and count >= scores.paragraph_words and (final in {".", "…"} or breaks or count > scores.headline_words):
        return "paragraph"
    if count >= scores.paragraph_words and final in {".", "!", "?", "…"}:
        return "paragraph" if count >= scores.sure_words else "sentence"
    if DIALOGUE.match(text) and final in {".", "!", "?", "…"}:
        return "sentence"
    if ITEM.match(text) and count:
        return "item"
    if final in {".", "!", "?", "…", ":"} and count >= 3:
        return "sentence"
    if final == ";" and count:
        return "item"
    return (
        "headline" if 3 <= count <= scores.headline_words else "paragraph" if count > scores.headline_words else "scrap"
    )


def _verdict(line: SourceLine, lower: str, words: int, rules: CleanRules, cues: CueSet) -> Verdict | None:
    if line.is_date_prefix:
        return Verdict("meta", "date-prefix")
    if not lower:
        return Verdict("nav", "blank")
    if not words and not any(sign.isdigit() for sign in lower[:LONGEST_CUED]):
        return Verdict("nav", "signs-only")
    if len(lower) > LONGEST_CUED:
        return None
    if words <= 5 and (lower in rules.menu or lower.strip(" .:»>|→•·") in rules.menu):
        return Verdict("nav", "menu-word")
    cue = cues.settle(line.text, lower, words)
    return None if cue is None else Verdict(cue.role, cue.id, cue.reach)
