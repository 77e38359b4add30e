"""Tell lines that name people, and the lines beside them that say who these are: bylines and cards.

A name alone is a byline above the text and may be a tag below it. A card tells more than one thing about its person
and says nothing that happened: it has no verb.
"""

import re

from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.looks import WORD, Look

__all__ = ["has_verb", "is_bio", "is_people", "names_and_tells"]

MOST_PEOPLE = 3
LEAST_BIO = 3
MOST_BIO = 20
YEAR = re.compile(r"(?:19|20)\d\d")


def has_verb(item: Look, rules: CleanRules) -> bool:
    """Say whether a word of a line ends like a verb in the past or present."""
    return any(rules.shapes.verb.fullmatch(word) for word in item.text.lower().split())


def is_people(item: Look, rules: CleanRules) -> bool:
    """Say whether a line names a person, with others or with a place or an office behind a comma."""
    first, *others = item.text.removesuffix(".").split(", ")
    if item.line.cells or not rules.shapes.person.fullmatch(first) or len(others) > MOST_PEOPLE:
        return False
    return all(1 <= len(WORD.findall(other)) <= MOST_PEOPLE for other in others) and not item.final.strip(".")


def is_bio(item: Look, rules: CleanRules) -> bool:
    """Say whether a line below a name says who that is: no verb, and more than one thing (a comma, a year)."""
    if not LEAST_BIO <= item.words <= MOST_BIO or item.final in {"?", "!", ":"} or has_verb(item, rules):
        return False
    return "," in item.text or YEAR.search(item.text) is not None


def names_and_tells(item: Look, rules: CleanRules) -> bool:
    """Say whether one line is a whole card: «Анна Полевая — редактор, живёт в Твери» without the verb."""
    who, dash, what = item.text.partition(" — ")
    if not dash or not what[:1].islower() or not is_person(who, rules):
        return False
    return what.split(maxsplit=1)[0] not in rules.function_words and not item.final


def is_person(text: str, rules: CleanRules) -> bool:
    """Say whether a text is a person's name and no more."""
    return rules.shapes.person.fullmatch(text) is not None
