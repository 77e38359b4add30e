"""Give a role to the lines below the article that no cue settles: small named rules, tried in order.

Below stand tags, cards, comments, other articles and the imprint. Rows and words of the frame tell most of them; what
is left is another article's headline, or a button.
"""

import re
from collections.abc import Sequence

from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.core import Core
from rusnews_extract.stages.clean.looks import WORD, Look, Verdict
from rusnews_extract.stages.clean.people import has_verb, is_bio, is_people, names_and_tells
from rusnews_extract.stages.clean.rows import cells_of, is_row, is_ticker, speaks_of
from rusnews_extract.stages.clean.settled import Settled, role_at, rule_at
from rusnews_extract.stages.clean.speech import addresses_reader, calls, frame_role, mentions_frame, sells

__all__ = ["judge_below"]

GLUED = re.compile(r"[а-яё)»][А-ЯЁ]")
GLUED_TAGS = 2
TAIL = frozenset({"tags", "byline", "meta"})
TAGGED = 0.6
MOST_TAGS = 12
MOST_TAG_WORDS = 4
MOST_SMALL = 3
LEAST_BIO = 3
LAST_ROWS = 3
MOST_CHAT = 40
SENTENCE = 5


def judge_below(looks: Sequence[Look], number: int, core: Core, settled: Settled, rules: CleanRules) -> Verdict:
    """Judge an unsettled line below the article; all lines above it are settled."""
    item = looks[number]
    verdict = _card(looks, number, settled, rules) or _tags(looks, number, core, settled, rules)
    if verdict is not None:
        return verdict
    if is_row(item, rules):
        return _row_below(looks, number, core, settled, rules)
    return _spoken(item, rules) or _named(looks, number, core, settled, rules)


def _card(looks: Sequence[Look], number: int, settled: Settled, rules: CleanRules) -> Verdict | None:
    item = looks[number]
    below = looks[number + 1] if number + 1 < len(looks) else None
    if is_people(item, rules) and below is not None and below.verdict is None and is_bio(below, rules):
        return Verdict("card", "person-with-bio")
    told = names_and_tells(item, rules) or rule_at(settled, number - 1) == "person-with-bio"
    return Verdict("card", "bio") if told else None


def _tags(looks: Sequence[Look], number: int, core: Core, settled: Settled, rules: CleanRules) -> Verdict | None:
    """Judge what belongs to a list of tags, and the rubric of another article, which looks like one."""
    item = looks[number]
    short = item.words <= MOST_TAG_WORDS and not item.final and not item.rubric
    if short and role_at(settled, number - 1) == "tags" and not _no_tag(item, rules):
        return Verdict("tags", "tag-in-list")
    if item.rubric:
        return Verdict("related", "rubric-of-teaser")
    return Verdict("tags", "tag-list") if _is_tag_list(item, core, rules) else None


def _spoken(item: Look, rules: CleanRules) -> Verdict | None:
    """Judge a line by what it says: words of the frame, an appeal, what readers write, a sentence of the site's."""
    role = frame_role(item, rules)
    if role is not None:
        return Verdict(role, "frame-words")
    if item.is_text and item.words <= MOST_CHAT and rules.shapes.chatty.fullmatch(item.text):
        return Verdict("nav", "comment-chatty")
    if addresses_reader(item, rules) and (item.is_text or mentions_frame(item, rules)):
        if item.words <= MOST_TAG_WORDS and not sells(item, rules):
            return Verdict("nav", "address-short")
        slogan = rules.site_talk.count(item.text.lower(), item.stems, 2) == 2 or not calls(item, rules)
        return Verdict("footer" if slogan else "promo", "address-below")
    return Verdict("footer", "below-sentence") if item.is_text and item.words >= SENTENCE else None


def _named(looks: Sequence[Look], number: int, core: Core, settled: Settled, rules: CleanRules) -> Verdict:
    """Judge a short line by the names in it: the article's tags and author, or another article."""
    item = looks[number]
    words, before = item.stems, role_at(settled, number - 1)
    if len(GLUED.findall(item.text)) >= GLUED_TAGS:
        return Verdict("tags", "tags-glued")
    if is_people(item, rules) and not words <= core.stems:
        return Verdict("byline", "person-below")
    names = _is_row_of_names(item, rules)
    if words and len(words & core.stems) >= TAGGED * len(words) and names:
        return Verdict("tags", "tags-below")
    if item.words <= MOST_SMALL and names and (number == core.stop or before in TAIL):
        return Verdict("tags", "tags-after-text")
    if before != "related" and _is_bare(item, rules) and not _heads_list(looks, number, rules):
        return Verdict("nav", "bare-below")
    if item.words >= LEAST_BIO or has_verb(item, rules) or "related" in {before, role_at(settled, number + 1)}:
        return Verdict("related", "teaser-below")
    return Verdict("nav", "below-text")


def _is_bare(item: Look, rules: CleanRules) -> bool:
    """Say whether a short line tells nothing: no verb, no name, no stop («К началу страницы»)."""
    words = WORD.findall(item.text)
    named = any(word[0].isupper() for word in words[1:])
    if words and len(words[0]) >= LEAST_BIO and words[0].lower() in rules.function_words:
        return False  # «Зачем послам грамоты» asks, as headlines do
    return len(words) <= MOST_TAG_WORDS and not named and not item.final and not has_verb(item, rules)


def _heads_list(looks: Sequence[Look], number: int, rules: CleanRules) -> bool:
    """Say whether another article's headline follows, so that the line is the head of a list."""
    below = looks[number + 1] if number + 1 < len(looks) else None
    return below is not None and below.verdict is None and below.words >= LEAST_BIO and not _is_bare(below, rules)


def _row_below(looks: Sequence[Look], number: int, core: Core, settled: Settled, rules: CleanRules) -> Verdict:
    """Judge a row below the article: what speaks of the article is its tags, the rest buttons or the imprint."""
    item = looks[number]
    cells = cells_of(item)
    role = frame_role(item, rules)
    after_text = number == core.stop or role_at(settled, number - 1) in TAIL
    own = speaks_of(cells, core.stems) or (after_text and role is None and all(len(cell) > 2 for cell in cells))
    if own and role in {None, "tags"} and len(cells) <= MOST_TAGS and not is_ticker(item):
        return Verdict("tags", "row-tags")
    if role == "promo":
        role = "nav"
    if role is None and (role_at(settled, number - 1) == "footer" or number >= len(looks) - LAST_ROWS):
        role = "footer"
    return Verdict(role or "nav", "row-ticker" if is_ticker(item) else "row-menu")


def _is_tag_list(item: Look, core: Core, rules: CleanRules) -> bool:
    """Say whether a line is a list of tags, parted by commas or in small letters throughout."""
    parts = item.text.split(", ")
    if item.final or item.words > MOST_TAGS or not _is_row_of_names(item, rules):
        return False
    if len(parts) >= LEAST_BIO:
        short = all(1 <= len(WORD.findall(part)) <= MOST_SMALL for part in parts)
        return short and (len(parts) > LEAST_BIO or speaks_of(parts, core.stems))
    return item.words >= LEAST_BIO and item.text.islower() and bool(item.stems & core.stems)


def _is_row_of_names(item: Look, rules: CleanRules) -> bool:
    """Say whether a line has neither a verb nor the prepositions that hold a headline together."""
    small = {word.lower() for word in WORD.findall(item.text)} & rules.function_words - {"и"}
    return item.words <= MOST_TAGS and not small and not has_verb(item, rules)


def _no_tag(item: Look, rules: CleanRules) -> bool:
    return is_row(item, rules) or has_verb(item, rules) or bool(item.line.cells)
