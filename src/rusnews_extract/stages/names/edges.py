"""Where a name begins: titles and common nouns before it, the two halves of a name that the network tore apart, and
speakers' names in capitals.

A sentence lends its first word a capital, so there the dictionary decides: a word that it knows and that is no name
(«Театровед Ирина Лугова», «Штаб Лугова») is no part of the name behind it.
"""

import re
from dataclasses import replace

from rusnews_extract.nlp.inflect import profile
from rusnews_extract.stages.names.drafts import LEAST_SHOUTED, Draft, Drafts, Page, may_be_name

__all__ = ["join_persons", "shouted_types", "trim_titles"]

SURNAME = re.compile(r"(?:[оеё]в|[иы]н|[сц]кий|енко|[ая]н|дзе|швили)(?:а|ой|у|ым|ых|ы|е|ого|ому|им)?$")
PATRONYMIC = re.compile(r".{2,}(?:вич|вн|ична?|инич)\w{0,2}$")
LABEL = re.compile(r"\s?(?:[,:(—–]|-\s)")


def trim_titles(page: Page, drafts: Drafts) -> Drafts:
    """«Президент Иванов» is Иванов, «город Тула» is Тула."""
    out: Drafts = []
    tokens, rules = page.parsed.tokens, page.rules
    for d in drafts:
        words = page.tokens(d)
        first, last = words.start, words.stop
        if d.type == "PER":
            while last - first > 1 and (_is_title(page, first) or _is_common(page, first, last)):
                first += 1
            if all(tokens.pos[i] == "ADJ" for i in range(first, last)) and tokens.text[words.start][0].islower():
                first = words.start
        elif d.type == "LOC":
            while last - first > 1 and tokens.text[first].islower() and tokens.lemma[first] in rules.place_kinds:
                first += 1
            if last - first > 1 and _is_sufferer(page, first):
                first += 1
                while last - first > 1 and tokens.text[first][0].islower():  # «Волейболистка архангельской «Двины»
                    first += 1
        if first > words.start:
            d = replace(d, start=tokens.start[first])
        out.append(d)
    return out


def _is_sufferer(page: Page, i: int) -> bool:
    """«Погорельцам Казанова начали платить»: a noun for persons that begins the sentence."""
    text = page.parsed.tokens.text
    if i not in page.first_tokens or not text[i].istitle() or may_be_name(page, text[i]):
        return False
    tag = page.vocab.parse(text[i].lower())[0].tag
    return "NOUN" in tag and "anim" in tag


def _is_title(page: Page, i: int) -> bool:
    text, rules = page.parsed.tokens.text[i], page.rules
    if text[0].islower():
        return text not in rules.particles
    lemma = page.parsed.tokens.lemma[i]
    if lemma not in rules.titles and lemma.partition("-")[2] not in rules.titles:  # «экс-мэр»
        return False
    return i in page.first_tokens and "Name" not in profile(page.vocab, text.lower()).kinds


def _is_common(page: Page, i: int, last: int) -> bool:
    """«Диагональная Полина Ким», «Штаб Лугова»; but «Лебедь Софья» may be a surname."""
    text = page.parsed.tokens.text
    if i not in page.first_tokens or not text[i].istitle() or not text[i + 1][0].isupper():
        return False
    after = profile(page.vocab, text[i + 1].lower()).kinds
    if "Patr" in after or (last - i == 2 and "Name" in after and page.parsed.tokens.pos[i] == "PROPN"):
        return False
    low = text[i].lower()
    if not may_be_name(page, text[i]):
        return True
    if profile(page.vocab, low).known or last - i < 3 or "Name" not in after or SURNAME.search(low):
        return False
    return not PATRONYMIC.match(text[i + 2].lower()) and _guessed_common(page, low)


def _guessed_common(page: Page, low: str) -> bool:
    """«Доигровщица»: the dictionary guesses a noun for persons, in the nominative, and no name."""
    best = page.vocab.parse(low)[0].tag
    return "NOUN" in best and "anim" in best and not {"Name", "Surn", "Patr"} & best.grammemes


def join_persons(page: Page, drafts: Drafts) -> Drafts:
    """«Динары» and «Юсуповой», torn apart, are one name: a first name, one blank, a surname or patronymic."""
    out: Drafts = []
    for d in drafts:
        if out and _belongs(page, out[-1], d):
            out[-1] = replace(out[-1], stop=d.stop)
        else:
            out.append(d)
    return out


def _belongs(page: Page, one: Draft, two: Draft) -> bool:
    if one.type != "PER" or two.type != "PER" or page.text[one.stop : two.start] != " ":
        return False
    given, rest = page.text[one.start : one.stop].lower(), page.text[two.start : two.stop].split()
    if " " in given or "Name" not in profile(page.vocab, given).kinds or len(rest) > 2:
        return False
    if PATRONYMIC.match(rest[0].lower()):
        return True
    kinds = profile(page.vocab, rest[0].lower()).kinds
    return len(rest) == 1 and "Name" not in kinds and ("Surn" in kinds or SURNAME.search(rest[0].lower()) is not None)


def shouted_types(page: Page, drafts: Drafts) -> Drafts:
    """Capitals look like an abbreviation to the network: «ПЕРМЬ, 5 мая», «МАРИЯ ЛУГОВА, учитель:», «ВЕДУЩАЯ:»."""
    out: Drafts = []
    for d in drafts:
        surface = page.text[d.start : d.stop]
        if not surface.isupper() or len(surface) < LEAST_SHOUTED:
            out.append(d)
            continue
        begins = page.text[d.start - 1 : d.start] in {"", "\n"}
        label = begins and LABEL.match(page.text, d.stop) is not None
        known = [profile(page.vocab, w) for w in surface.lower().split()]
        if len(known) == 1 and d.type == "ORG" and "Geox" in known[0].kinds and not known[0].abbreviation:
            out.append(replace(d, type="LOC"))
        elif len(known) == 2 and d.type != "PER" and label and _is_person(surface, [k.kinds for k in known]):
            out.append(replace(d, type="PER"))
        elif not (label and len(known) == 1 and known[0].known and not known[0].abbreviation and not known[0].kinds):
            out.append(d)
    return out


def _is_person(surface: str, kinds: list[frozenset[str]]) -> bool:
    surname = SURNAME.search(surface.lower()) is not None
    return "Name" in kinds[0] or "Surn" in kinds[1] or (surname and not kinds[0])
