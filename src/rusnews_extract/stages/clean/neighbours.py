"""Find lines that are known by their neighbours alone: the cards of people and companies, the doubles of captions.

A card is a name, an office or line of trade, a date of birth or foundation: three lines in a row, sometimes with the
name once more above them as the picture's text. Each line by itself looks like a headline, a teaser and the date of
another article, so they are found together or not at all, before anything is weighed.
"""

from collections.abc import Sequence
from dataclasses import replace

from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.looks import Look, Verdict

__all__ = ["settle_by_neighbours"]

CARD = Verdict("card", "card")
NAME_WORDS = 5
OFFICE_WORDS = 14


def settle_by_neighbours(looks: Sequence[Look], rules: CleanRules) -> list[Look]:
    """Return the looks, with the verdicts that several lines together allow."""
    found = _caption_twins(looks) | _cards(looks, rules)
    return [replace(item, verdict=found[number]) if number in found else item for number, item in enumerate(looks)]


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


def _is_name(item: Look) -> bool:
    return 1 <= item.words <= NAME_WORDS and not item.final and not item.text[:1].islower()


def _is_picture(item: Look, name: Look, rules: CleanRules) -> bool:
    return item.text == name.text or (
        item.text.startswith(name.text) and rules.shapes.picture.fullmatch(item.text) is not None
    )


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
