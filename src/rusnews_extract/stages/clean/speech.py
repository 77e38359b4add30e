"""Say whom a line speaks to, and whether it speaks of the page: appeals, offers, buttons, the imprint.

The words of a page about itself are few and the same on all sites, those of its articles are not. Quoted speech and
dialogue are left out of it: there anybody may say «you».
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from rusnews_extract.model import Role
from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.looks import WORD, Look, Verdict
from rusnews_extract.stages.clean.rows import is_row

__all__ = ["addresses_reader", "calls", "frame_role", "mentions_frame", "sells", "settle_offers"]

LONGEST = 45
LONGEST_OFFER = 30
QUOTED = re.compile(r"[«„“\"][^«»„“”\"]*[»“”\"]")
SPOKEN = ("—", "–", "-")
LEAST_SHARE = 0.4
SHORT = 2
LEAST_WORD = 3
SELLING = 2
LEAST_OFFER = 6
OFFER = Verdict("promo", "offer")
PRICE = re.compile(r"\d\s?(?:₽|руб\w*|€|\$)")
LINK = re.compile(r"\b(?:t\.me|vk\.com|ok\.ru|dzen\.ru|youtube\.com)/\w")
CONTACT = re.compile(r"[\w.-]+@[\w-]+\.\w|(?:\+7|\b8)[\s(-]{1,2}\d{3,4}[\s)-]")


def addresses_reader(item: Look, rules: CleanRules) -> bool:
    """Say whether a line speaks to its reader, or for the site in the first person, and is nobody's quoted speech."""
    if item.words > LONGEST or item.text.startswith(SPOKEN):
        return False
    return rules.shapes.address.fullmatch(QUOTED.sub("…", item.text)) is not None


def calls(item: Look, rules: CleanRules) -> bool:
    """Say whether a line calls upon its reader («Перешлите другу»), or speaks of what is for sale."""
    called = rules.shapes.appeal.fullmatch(QUOTED.sub("…", item.text)) is not None
    return called or sells(item, rules)


def sells(item: Look, rules: CleanRules) -> bool:
    """Say whether any word of a line speaks of what is for sale or to be subscribed to."""
    return any(rules.frame.role_of(word) == "promo" for word in WORD.findall(item.text.lower()))


def mentions_frame(item: Look, rules: CleanRules) -> bool:
    """Say whether any word of a line speaks of the page."""
    return any(rules.frame.role_of(word) is not None for word in WORD.findall(item.text.lower()))


def frame_role(item: Look, rules: CleanRules) -> Role | None:
    """Return the part of the frame that the words of a line speak of; None where most speak of something else."""
    words = [word.lower() for word in WORD.findall(item.text)]
    if item.words > LONGEST:
        return None
    if LINK.search(item.text):
        return "promo"
    if CONTACT.search(item.text):
        return "promo" if any(rules.frame.role_of(word) == "promo" for word in words) else "footer"
    words = [word for word in words if word in rules.frame.whole or _counts(word, rules)]
    weighed = rules.frame.weigh(words)
    if weighed is None:
        return None
    role, count = weighed
    least = max(LEAST_SHARE * len(words), 1 if len(words) <= SHORT else 2)
    if role == "nav" and count * 2 <= len(words):
        return None  # «Погода в Твери», «Главное за неделю: восемь фотографий» head lists of articles
    return role if count >= least else None


def _sells(item: Look, rules: CleanRules) -> bool:
    """Say whether a line within the article offers something of the site's: it calls, in words of offers."""
    if is_row(item, rules) or item.words > LONGEST_OFFER or item.words < SELLING or item.text.startswith(SPOKEN):
        return False
    if not item.final and item.words < LEAST_OFFER:
        return False
    text = QUOTED.sub("…", item.text)
    roles = [role for word in set(WORD.findall(text.lower())) if (role := rules.frame.role_of(word)) is not None]
    priced = PRICE.search(text) is not None
    if len(roles) + priced < SELLING or ("promo" not in roles and not priced):
        return False
    return item.final == "!" or rules.shapes.appeal.fullmatch(text) is not None


def settle_offers(looks: Sequence[Look], rules: CleanRules) -> list[Look]:
    """Return the looks, with the lines settled that sell."""
    return [replace(item, verdict=OFFER) if item.verdict is None and _sells(item, rules) else item for item in looks]


def _counts(word: str, rules: CleanRules) -> bool:
    return len(word) >= LEAST_WORD and word not in rules.function_words
