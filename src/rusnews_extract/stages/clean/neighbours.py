"""Find lines that are known by their neighbours alone: the cards of people and companies, the doubles of captions.

A card is a name, an office or line of trade, a date of birth or foundation: three lines in a row, sometimes with the
name once more above them as the picture's text. Each line by itself looks like a headline, a teaser and the date of
another article, so they are found together or not at all, before anything is weighed.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.looks import Look, Verdict

__all__ = ["is_credit", "settle_by_neighbours", "settle_credited", "settle_pictures"]

CARD = Verdict("card", "card")
ADVERT = "advert"
CARD_HEAD = "card-head"
MOST_CARD = 4
AUTHOR = "author-bio"
CAPTION_LEAST = 2
MOST_CREDIT = 6
CREDIT_WORDS = 8
CREDIT_LABEL = 16
CREDITED = Verdict("caption", "caption-above-credit")
TWICE = Verdict("caption", "caption-twice")
NAME_WORDS = 5
CONTENTS = Verdict("nav", "contents")
CONTENTS_WORDS = 8
LEADING_NUMBER = re.compile(r"^\d{1,2}[.)]\s?")
OFFICE_WORDS = 14


def settle_by_neighbours(looks: Sequence[Look], rules: CleanRules) -> list[Look]:
    """Return the looks, with the verdicts that several lines together allow."""
    found = (
        _contents(looks)
        | _dossiers(looks, rules)
        | _doubled(looks)
        | _caption_twins(looks)
        | _adverts(looks)
        | _cards(looks, rules)
        | _authors(looks, rules)
    )
    return [replace(item, verdict=found[number]) if number in found else item for number, item in enumerate(looks)]


def _contents(looks: Sequence[Look]) -> dict[int, Verdict]:
    """Return the lines of a table of contents: short ones in a row that all come back below as headings."""
    last: dict[str, int] = {LEADING_NUMBER.sub("", item.text): number for number, item in enumerate(looks)}
    listed = [
        item.verdict is None
        and 0 < item.words <= CONTENTS_WORDS
        and item.final not in {".", "…"}
        and last[LEADING_NUMBER.sub("", item.text)] >= number + 2
        for number, item in enumerate(looks)
    ]
    found = {n for n in range(len(looks) - 1) if listed[n] and listed[n + 1]}
    return dict.fromkeys(sorted(found | {n + 1 for n in found}), CONTENTS)


def _dossiers(looks: Sequence[Look], rules: CleanRules) -> dict[int, Verdict]:
    """Return the lines below the head of a card: a name or two short lines, then what is to be told of it."""
    found: dict[int, Verdict] = {}
    for number, head in enumerate(looks):
        if head.verdict is None or head.verdict.rule_id != CARD_HEAD:
            continue
        for other in range(number + 1, min(number + 1 + MOST_CARD, len(looks))):
            item = looks[other]
            told = rules.shapes.bio.fullmatch(item.text) is not None
            if (
                item.line.cells
                or item.verdict is not None
                or not (told or (item.words <= NAME_WORDS and not item.final))
            ):
                break
            found[other] = CARD
    return found


def _doubled(looks: Sequence[Look]) -> dict[int, Verdict]:
    """Return the lines that hold one text twice: a picture's alternative text and its caption, glued."""
    found: dict[int, Verdict] = {}
    for number, item in enumerate(looks):
        half = len(item.text) // 2
        short = CAPTION_LEAST * 2 <= item.words <= OFFICE_WORDS * 2 and not item.breaks
        if short and item.verdict is None and item.text[:half].strip() == item.text[half:].strip():
            found[number] = TWICE
    return found


def _cards(looks: Sequence[Look], rules: CleanRules) -> dict[int, Verdict]:
    """Return the lines of all cards on the page."""
    found: dict[int, Verdict] = {}
    for number in range(2, len(looks)):
        date, office, name = looks[number], looks[number - 1], looks[number - 2]
        if date.words > NAME_WORDS or not rules.shapes.birth.fullmatch(date.text):
            continue
        if office.text[:1].islower() and office.words <= OFFICE_WORDS and _is_name(name):
            found.update(dict.fromkeys(range(number - 2, number + 1), CARD))
            if number >= 3 and _is_picture(looks[number - 3], name, rules):
                found[number - 3] = CARD
    return found


def _authors(looks: Sequence[Look], rules: CleanRules) -> dict[int, Verdict]:
    """Return the names above the cards of authors."""
    return {
        number: CARD
        for number, (name, card) in enumerate(pairwise(looks))
        if card.verdict is not None and card.verdict.rule_id == AUTHOR and rules.shapes.person.fullmatch(name.text)
    }


def _is_name(item: Look) -> bool:
    return 1 <= item.words <= NAME_WORDS and not item.final and not item.text[:1].islower()


def _is_picture(item: Look, name: Look, rules: CleanRules) -> bool:
    return item.text == name.text or (
        item.text.startswith(name.text) and rules.shapes.picture.fullmatch(item.text) is not None
    )


def _adverts(looks: Sequence[Look]) -> dict[int, Verdict]:
    """Return the line under a bare label of advertising, where it is short and ends without a stop."""
    found: dict[int, Verdict] = {}
    for number, (label, item) in enumerate(pairwise(looks), 1):
        labelled = label.verdict is not None and label.verdict.rule_id == ADVERT and label.words == 1
        if labelled and item.verdict is None and item.words <= OFFICE_WORDS and item.final not in {".", "…"}:
            found[number] = Verdict("promo", "advert-text")
    return found


def settle_credited(looks: Sequence[Look], start: int, stop: int) -> list[Look]:
    """Return the looks with the lines settled that stand in the article right above a picture's bare credit."""
    found = list(looks)
    for number in range(start, stop - 1):
        item, credit = looks[number], looks[number + 1]
        if item.verdict is None and not item.final and item.words <= OFFICE_WORDS and is_credit(credit):
            found[number] = replace(item, verdict=CREDITED)
    return found


def is_credit(item: Look) -> bool:
    """Say whether a line names nothing but a picture's source, so that the line above it is the caption."""
    labelled = item.verdict is not None and item.verdict.rule_id in {"caption-credit", "caption-provided"}
    return labelled and item.words <= CREDIT_WORDS and ":" in item.text[:CREDIT_LABEL] and not item.line.gap


def settle_pictures(looks: Sequence[Look], stop: int) -> list[Look]:
    """Return the looks with captions settled that stand twice in a row above ``stop``, the second with its source."""
    found = list(looks)
    for number, (first, second) in enumerate(pairwise(looks[:stop])):
        if first.verdict is not None or second.verdict is not None or not CAPTION_LEAST <= first.words <= OFFICE_WORDS:
            continue
        rest = second.text.removeprefix(first.text).lstrip()
        same = second.text.startswith(first.text) and (not rest or rest[0] in ".,(/|")
        if same and not first.final and second.words - first.words <= MOST_CREDIT:
            found[number], found[number + 1] = replace(first, verdict=TWICE), replace(second, verdict=TWICE)
    return found


def _caption_twins(looks: Sequence[Look]) -> dict[int, Verdict]:
    """Return the alternative texts of pictures that their captions tell again: «Мост», «Мост (Фото: …)»."""
    found: dict[int, Verdict] = {}
    for number, item in enumerate(looks):
        if item.verdict is None or item.verdict.role != "caption":
            continue
        for other in (number - 1, number + 1):
            if 0 <= other < len(looks) and looks[other].verdict is None and not looks[other].final:
                words = looks[other].stems
                if words and words <= item.stems:
                    found[other] = Verdict("caption", "caption-twin")
    return found
