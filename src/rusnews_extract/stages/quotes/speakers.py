"""Whom a nominal group stands for as a speaker.

A person's name inside the group wins over the role, the role over the organisation it belongs to; a capital is its
state, a palace stays itself. What is none of these keeps its words, in the nominative.
"""

from dataclasses import dataclass
from typing import Literal

from rusnews_extract.model import Mention
from rusnews_extract.stages.quotes.groups import Group, group_at
from rusnews_extract.stages.quotes.nominative import nominative
from rusnews_extract.stages.quotes.reading import QUOTE_SIGNS, Reading

__all__ = ["Speaker", "resolve"]

Via = Literal["name", "pronoun", "role", "institution", "inherited"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it, and the words that say so. ``group`` is None for an inherited speaker."""

    name: str | None
    entity: int | None
    via: Via
    group: Group | None


def resolve(reading: Reading, group: Group) -> Speaker:
    """Say whom a group stands for, by the name in it, by the document map, else by its own words."""
    if group.person is not None:
        return Speaker(reading.entities[group.person.entity].name, group.person.entity, "name", group)
    head = group.head
    mention = reading.mention(head)
    reference = reading.references.at(head)
    capital = reference is not None and reference.via == "name" and mention is not None and mention.type == "LOC"
    if reference is not None and (mention is None or (capital and _is_capital(reading, mention, reference.name))):
        if len(reference.entities) == 1:
            index = reference.entities[0]
            via: Via = reference.via if reference.via in ("pronoun", "role") else "institution"
            return Speaker(reading.entities[index].name, index, via, group)
        if len(reference.entities) > 1:
            names = ", ".join(reading.entities[i].name for i in reference.entities)
            return Speaker(names, None, "pronoun" if reference.via == "pronoun" else "role", group)
        if reference.name is not None:
            return Speaker(reference.name, None, "institution", group)
    if mention is not None:
        return Speaker(reading.entities[mention.entity].name, mention.entity, "institution", group)
    return _by_words(reading, group)


def _is_capital(reading: Reading, mention: Mention | None, state: str | None) -> bool:
    """A capital is its state; a palace («Кремль») stays itself as a speaker."""
    return (
        mention is not None
        and mention.normal.lower().replace("ё", "е") not in reading.rules.palaces
        and state is not None
    )


def _by_words(reading: Reading, group: Group) -> Speaker:
    head = group.head
    lemma = reading.tokens.lemma[head]
    if reading.tokens.pos[head] in ("PRON", "DET"):
        return Speaker(None, None, "pronoun", group)
    for t in range(group.start, head if reading.mention(head) is None else group.start):
        adjective = reading.references.at(t)
        if lemma in reading.rules.words.sides and adjective is not None and adjective.via == "adjective":
            entity = adjective.entities[0] if adjective.entities else None
            name = adjective.name if entity is None else reading.entities[entity].name
            return Speaker(name, entity, "institution", group)
    body = lemma in reading.rules.institutions or lemma in reading.rules.documents
    if body:
        for t in range(head + 1, group.stop):
            mention = reading.mention(t)
            inner = reading.tokens.lemma[t] in reading.rules.institutions and reading.references.at(t) is None
            if mention is None and inner and reading.tokens.text[min(t + 1, group.stop - 1)] not in QUOTE_SIGNS:
                break  # «пресс-служба полиции РА» is not «РА»
            if mention is not None and mention.type == "ORG":
                return Speaker(reading.entities[mention.entity].name, mention.entity, "institution", group)
            reference = reading.references.at(t)
            if reference is not None and len(reference.entities) == 1 and reference.via in ("role", "institution"):
                index = reference.entities[0]
                return Speaker(reading.entities[index].name, index, "institution", group)
    named = _named_so(reading, group)
    if named is not None:
        return Speaker(reading.entities[named.entity].name, named.entity, "role", group)
    name = nominative(reading, group.start, head, group.stop)
    return Speaker(name, None, "institution" if body else "role", group)


def _named_so(reading: Reading, group: Group) -> Mention | None:
    """Return the one person whom the page calls by this bare noun: «Пётр Орлов, брат погибшего … Брат сказал»."""
    head, tokens = group.head, reading.tokens
    bare = group.stop - group.start == 1 and tokens.pos[head] == "NOUN" and reading.feat(head, "Number") == "Sing"
    if not bare or reading.feat(head, "Animacy") != "Anim":
        return None
    found: dict[int, Mention] = {}
    for t, lemma in enumerate(tokens.lemma):
        if lemma != tokens.lemma[head] or t == head:
            continue
        mention = group_at(reading, t, reading.units_stop(t)).person or _before_comma(reading, t)
        if mention is not None:
            found[mention.entity] = mention
    return next(iter(found.values())) if len(found) == 1 else None


def _before_comma(reading: Reading, t: int) -> Mention | None:
    """Return the name in front of «Иван Петров, | брат погибшего»."""
    start = t
    while start > 0 and reading.tokens.pos[start - 1] == "ADJ":
        start -= 1
    mention = reading.mention(start - 2) if start > 1 and reading.lower[start - 1] == "," else None
    if mention is None or mention.type != "PER":
        return None
    case = reading.feat(t, "Case")
    return mention if case == reading.feat(mention.token_start, "Case") or reading.upright(mention) else None
