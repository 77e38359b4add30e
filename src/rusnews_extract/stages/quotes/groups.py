"""Nominal groups: a head with its adjectives, genitives and the person's name in apposition.

«пресс-секретарь главы района Иван Петров» is one group with one person. Grown by case, not by the tree: names of six
words are where the parser errs most.
"""

from dataclasses import dataclass

from rusnews_extract.model import Mention
from rusnews_extract.stages.quotes.reading import QUOTE_SIGNS, UNDECLINED, Reading

__all__ = ["LONGEST", "Group", "genitive_group", "group_at", "modifies"]

LONGEST = 22


@dataclass(frozen=True, slots=True)
class Group:
    """A nominal group by token; ``person`` is the name in apposition to its head."""

    start: int
    head: int
    stop: int
    person: Mention | None = None


def group_at(reading: Reading, head: int, stop: int) -> Group:
    """Grow a nominal group around its head: adjectives before it, genitives and the person's name behind it."""
    start = head
    mention = reading.mention(head)
    while start > 0 and modifies(reading, start - 1, head):
        start -= 1
    if mention is not None:
        end, person = mention.token_stop, mention if mention.type == "PER" else None
        if person is None:
            end, person = _tail(reading, end, stop, head)
        return Group(start, head, end, person)
    end, person = _tail(reading, head + 1, stop, head)
    if person is None and reading.tokens.lemma[head] in reading.rules.sources:
        end = _seat(reading, end, stop)
    named = _named_after(reading, head, end) if person is None else None
    return Group(start, head, end, person) if named is None else Group(start, head, named.token_stop, named)


def _seat(reading: Reading, end: int, stop: int) -> int:
    """Take «в правоохранительных органах» into «источник в правоохранительных органах»."""
    if end >= stop or reading.lower[end] not in reading.rules.words.seats:
        return end
    t = end + 1
    while t < stop and reading.tokens.pos[t] in ("ADJ", "NOUN", "PROPN") and reading.speech_at[t] < 0:
        t += 1
    return t if t > end + 1 else end


def _named_after(reading: Reading, head: int, end: int) -> Mention | None:
    """Return the name of «один из рабочих, Иван Петров»: in the same case, and nothing but an end behind it."""
    if (
        end + 1 >= len(reading.lower)
        or reading.lower[end] != ","
        or reading.sentence_at[end + 1] != reading.sentence_at[head]
    ):
        return None
    mention = reading.mention(end + 1)
    if mention is None or mention.type != "PER" or not _same_case(reading, mention, head):
        return None
    stop = mention.token_stop
    closed = stop >= len(reading.lower) or reading.tokens.pos[stop] in ("PUNCT", "VERB")
    return mention if closed and reading.feat(head, "Case") == "Nom" else None


def modifies(reading: Reading, t: int, head: int) -> bool:
    """Say whether the token is an adjective that agrees with the head."""
    if reading.tokens.pos[t] not in ("ADJ", "DET") or reading.mention_at[t] >= 0 or reading.speech_at[t] >= 0:
        return False
    if reading.finite(t) or reading.tokens.lemma[t] in reading.rules.documents:
        return False  # «уверено | следствие», «отчётности | группы»
    cases = {reading.feat(t, "Case"), reading.feat(head, "Case")}
    same = None in cases or len(cases) == 1 or cases == {"Gen", "Acc"}
    return same and reading.sentence_at[t] == reading.sentence_at[head]


def _tail(reading: Reading, t: int, stop: int, head: int) -> tuple[int, Mention | None]:
    """Read on behind the head; the group ends after the person's name, or with the last genitive.

    Behind a preposition («лидер фракции в Думе …») only a name that agrees, or the end of the search range, still
    belongs to the group.
    """
    end = t
    limit = min(stop, t + LONGEST)
    beyond = False
    while t < limit and reading.speech_at[t] < 0:
        mention = reading.mention(t)
        text = reading.tokens.text[t]
        if mention is not None and mention.type == "PER" and _same_case(reading, mention, head):
            return mention.token_stop, mention
        if mention is not None:
            if mention.type == "PER" and (reading.upright(mention) or not _genitive(reading, mention.token_start)):
                return end, None
            t = mention.token_stop
            end = end if beyond and not (t == stop or mention.type == "ORG") else t
        elif text in QUOTE_SIGNS:
            t += 1
            end = t if not beyond and (text in "»”" or (t > 1 and reading.mention_at[t - 2] >= 0)) else end
        elif reading.lower[t] in reading.rules.words.inside:
            beyond = beyond or not (t == head + 1 and reading.tokens.lemma[head] in reading.rules.words.shares)
            t += 1
        elif reading.tokens.pos[t] not in ("NOUN", "ADJ", "PROPN", "NUM", "X", "DET"):
            if reading.tokens.pos[t] != "VERB" or not _genitive(reading, t):
                break
            t = end = t + 1  # «один из отпущенных»
        elif (
            _genitive(reading, t) or beyond or reading.tokens.pos[t] == "ADJ" or _name_follows(reading, t, limit, head)
        ):
            t += 1
            end = end if beyond or not _genitive(reading, t - 1) else t
        else:
            break
    return end, None


def _name_follows(reading: Reading, t: int, limit: int, head: int) -> bool:
    for i in range(t, limit):
        mention = reading.mention(i)
        if mention is not None and mention.type == "PER":
            return _same_case(reading, mention, head)
        if reading.tokens.pos[i] in ("VERB", "PUNCT"):
            return False
    return False


def _same_case(reading: Reading, mention: Mention, head: int) -> bool:
    case = reading.feat(head, "Case")
    if reading.upright(mention):
        return case in (None, "Nom")
    cases = [reading.feat(i, "Case") for i in range(mention.token_start, mention.token_stop)]
    first = next((c for c in cases if c is not None), None)
    if first == "Nom" and case not in (None, "Nom") and mention.text != mention.normal:
        return True  # «по словам врача Чулпан Орловой»: the network errs, the form does not
    return case is None or first is None or case == first or _undeclined(mention)


def _undeclined(mention: Mention) -> bool:
    """«переговорщика Ливиу Чеботару»: a foreign name in «у», «о», «и» has one form for all cases."""
    return mention.text == mention.normal and all(w.endswith(UNDECLINED) for w in mention.text.split())


def _genitive(reading: Reading, t: int) -> bool:
    return reading.feat(t, "Case") == "Gen"


def genitive_group(reading: Reading, t: int, stop: int) -> Group | None:
    """Return the group in the genitive that begins at ``t`` («по словам | мэра Ивана Петрова»)."""
    head: int | None = None
    for i in range(t, min(stop, t + 6)):
        if reading.speech_at[i] >= 0 or (
            reading.tokens.pos[i] in ("PUNCT", "VERB") and reading.tokens.text[i] not in QUOTE_SIGNS
        ):
            break
        mention = reading.mention(i)
        if mention is not None or reading.tokens.pos[i] in ("NOUN", "PRON", "PROPN"):
            case = reading.feat(i, "Case")
            if mention is not None or case in ("Gen", "Acc", "Dat"):
                head = i
            break
        if reading.tokens.pos[i] not in ("ADJ", "DET", "NUM") and reading.tokens.text[i] not in QUOTE_SIGNS:
            break
    return None if head is None else group_at(reading, head, stop)
