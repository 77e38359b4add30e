"""The subject of a cue, and the bodies that speak through «в …».

The tree's subject is only a hint. What counts is case, agreement and nearness, because a subject in a long sentence
is a guess of the parser, while «сказал мэр Иван Петров» puts the speaker next to the verb.
"""

from rusnews_extract.model import Mention
from rusnews_extract.stages.quotes.cues import Cue
from rusnews_extract.stages.quotes.groups import LONGEST, Group, genitive_group, group_at, modifies
from rusnews_extract.stages.quotes.nominative import is_participle
from rusnews_extract.stages.quotes.reading import QUOTE_SIGNS, Reading

__all__ = ["agent_group", "place_group", "subject_group"]


def subject_group(reading: Reading, cue: Cue, start: int, stop: int, *, right_first: bool) -> Group | None:
    """Return the subject of a cue within ``[start, stop)``."""
    if reading.feat(cue.verb, "VerbForm") == "Part" and reading.feat(cue.verb, "Case") is not None:
        return _before_relative(reading, cue.verb, start)
    if reading.feat(cue.verb, "VerbForm") == "Conv":
        return _left(reading, cue, start) or _main_subject(reading, cue, stop)
    sides = [_right(reading, cue, stop), _left(reading, cue, start)]
    if not right_first:
        sides.reverse()
        if sides[0] is not None and sides[1] is not None and _tree_says(reading, cue, sides[1]):
            sides.reverse()
    return next((s for s in sides if s is not None), None)


def _main_subject(reading: Reading, cue: Cue, stop: int) -> Group | None:
    """Return the subject behind a leading gerund clause: «Называя мост «чудом», мэр …»."""
    last = reading.units_stop(cue.verb)
    comma = next((t for t in range(cue.stop, last) if reading.lower[t] == "," and reading.speech_at[t] < 0), last)
    for t in range(comma + 1, min(last, comma + 8)):
        if _may_speak(reading, t, cue.verb):
            return group_at(reading, t, last)
    return None


def _tree_says(reading: Reading, cue: Cue, group: Group) -> bool:
    near = group.head == cue.stop
    return near and reading.tokens.head[group.head] == cue.verb and reading.tokens.rel[group.head] == "nsubj"


def _right(reading: Reading, cue: Cue, stop: int) -> Group | None:
    fallback: Group | None = None
    t = cue.verb + 1
    while t < stop:
        if cue.noun is not None and t == cue.noun:
            t += 1
            continue
        if reading.speech_at[t] >= 0 or _breaks(reading, t):
            break
        if _may_speak(reading, t, cue.verb):
            group = group_at(reading, t, stop)
            mention = reading.mention(t)
            if mention is None or mention.type == "PER" or group.person is not None:
                return group
            # «сообщил ТАСС мэр Петров»: an agency whose case shows nothing may be the hearer
            if fallback is None:
                fallback = group
            t = group.stop
            continue
        t += 1
    return fallback


def _left(reading: Reading, cue: Cue, start: int) -> Group | None:
    t = _past_insertion(reading, cue, start)
    owned: Group | None = None
    while t >= start:
        if reading.speech_at[t] >= 0 or reading.tokens.text[t] in ";:":
            break
        if reading.tokens.lemma[t] in reading.rules.words.relatives and reading.feat(t, "Case") == "Nom":
            return _before_relative(reading, t, start)
        if _may_speak(reading, t, cue.verb):
            mention = reading.mention(t)
            head = mention.token_start if mention is not None else t
            if mention is not None and mention.type != "PER":
                owner = _owner(reading, head, start, cue.verb)
                if owner is None:
                    owned = owned or group_at(reading, head, cue.start)
                    t = head - 1
                    continue
                head = owner
            named = _named_before(reading, head, start) if mention is None else None
            if named is not None:
                return group_at(reading, _apposition_head(reading, named, start), head)
            group = group_at(reading, _apposition_head(reading, head, start), cue.start)
            return group if group.stop > head else group_at(reading, head, cue.start)
        t -= 1
    return owned


def _past_insertion(reading: Reading, cue: Cue, start: int) -> int:
    """Jump over «Фирма, которая купила завод, | заявила» from the verb back to the noun before the comma."""
    t = cue.start - 1
    while t > start and reading.tokens.pos[t] in ("ADV", "PART"):
        t -= 1
    if t <= start or reading.lower[t] != "," or not reading.finite(cue.verb):
        return cue.start - 1
    for i in range(t - 1, start, -1):
        if reading.lower[i] != ",":
            continue
        word = i + 2 if reading.tokens.pos[i + 1] == "ADP" else i + 1
        relative = reading.tokens.lemma[word] in reading.rules.words.relatives
        if relative or reading.feat(word, "VerbForm") in ("Part", "Conv"):
            return i - 1
    return cue.start - 1


def _named_before(reading: Reading, head: int, start: int) -> int | None:
    """Return the name in «Иван Петров, мэр города, заявил»."""
    first = head
    while first > start and modifies(reading, first - 1, head):
        first -= 1
    if first - 2 < start or reading.lower[first - 1] != ",":
        return None
    mention = reading.mention(first - 2)
    if mention is None or mention.type != "PER":
        return None
    upright = reading.feat(mention.token_start, "Case") in (None, "Nom") or reading.upright(mention)
    return mention.token_start if upright else None


def _owner(reading: Reading, head: int, start: int, verb: int) -> int | None:
    """Settle a name whose case shows nothing: «рабочие «Луча» | рассказали» is about the noun before it.

    Returns the name itself where no noun owns it, the noun that may be the subject, None where to look further left.
    """
    before = head - 1
    while before >= start and reading.tokens.text[before] in QUOTE_SIGNS:
        before -= 1
    if before < start or reading.tokens.pos[before] != "NOUN" or reading.mention_at[before] >= 0:
        return head
    if reading.speech_at[before] >= 0:
        return head
    return before if _may_speak(reading, before, verb) else None


def _before_relative(reading: Reading, t: int, start: int) -> Group | None:
    """Resolve «Петров, который заявил»: the group that ends at the comma."""
    for i in range(t - 2, max(start, t - LONGEST) - 1, -1):
        mention = reading.mention(i)
        if mention is not None and mention.type != "LOC":
            head = _apposition_head(reading, mention.token_start, start)
            return group_at(reading, head, t)
        if reading.tokens.pos[i] not in ("NOUN", "PROPN", "ADJ"):
            return None
        if reading.references.at(i) is not None and reading.references.by_token[i].via == "role":
            return group_at(reading, i, t)
    return None


def _apposition_head(reading: Reading, head: int, start: int) -> int:
    """Go from a name back to the role noun in front of it: «пресс-секретарь Кремля | Дмитрий Песков»."""
    mention = reading.mention(head)
    if mention is None or mention.type != "PER":
        return head
    best = head
    for t in range(head - 1, max(start, head - LONGEST) - 1, -1):
        other = reading.mention(t)
        if other is not None and other.type == "PER":
            break
        text = reading.tokens.text[t]
        if (
            reading.tokens.pos[t] in ("NOUN", "PROPN", "ADJ")
            or reading.lower[t] in reading.rules.words.inside
            or text in QUOTE_SIGNS
        ):
            if reading.tokens.pos[t] == "NOUN" and other is None and reading.feat(t, "Case") == "Nom":
                best = t
            continue
        break
    return best


def _breaks(reading: Reading, t: int) -> bool:
    text = reading.tokens.text[t]
    if text in QUOTE_SIGNS or text == "(":
        return False
    return (reading.tokens.pos[t] == "PUNCT" and text not in ")") or reading.finite(t) or reading.lower[t] == "что"


def _may_speak(reading: Reading, t: int, verb: int) -> bool:
    """Say whether the token can be the subject of the verb: a nominative that agrees, or a bare foreign name."""
    tokens = reading.tokens
    pos = tokens.pos[t]
    if _shares(reading, t):
        return True
    mention = reading.mention(t)
    nominal = pos in ("NOUN", "PROPN", "PRON", "X", "ADJ") or (mention is not None and mention.type == "PER")
    if not nominal or tokens.lemma[t] in reading.rules.words.no_speakers:
        return False
    reference = reading.references.at(t)
    if pos == "ADJ" and mention is None and (reference is None or reference.via == "adjective"):
        return False
    case = reading.feat(t, "Case")
    if mention is not None:
        if t != mention.token_start:
            return False
        cases = {reading.feat(i, "Case") for i in range(mention.token_start, mention.token_stop)} - {None}
        leads = t == 0 or reading.sentence_at[t - 1] != reading.sentence_at[t]
        nominative = reading.upright(mention) or (leads and mention.text == mention.normal) or _acronym(reading, t)
        if cases and "Nom" not in cases and not nominative:
            return False
    elif case != "Nom" or (tokens.text[t].islower() and is_participle(tokens.text[t])):
        return False
    if mention is None and pos == "NOUN" and reading.feat(t, "Animacy") == "Inan" and not _body(reading, t):
        return False
    return _agrees(reading, t, verb, mention)


def _acronym(reading: Reading, t: int) -> bool:
    """Say whether a name without cases may be a subject: «таджикский КЧС уточнил», not «в МИД», «управление МВД»."""
    mention = reading.mention(t)
    if mention is None or mention.type != "ORG" or not mention.text.isupper():
        return False
    before = t - 1
    while before >= 0 and reading.tokens.pos[before] == "ADJ" and reading.feat(before, "Case") == "Nom":
        before -= 1
    agrees = before < t - 1
    return agrees or before < 0 or reading.tokens.pos[before] not in ("ADP", "NOUN", "PROPN", "ADJ")


def _body(reading: Reading, t: int) -> bool:
    """Say whether a thing may speak all the same: an institution, a document, «следствие», «сторона»."""
    lemma, rules = reading.tokens.lemma[t], reading.rules
    known = lemma in rules.institutions or lemma in rules.documents or lemma in rules.speakers
    return known or reading.references.at(t) is not None


def _shares(reading: Reading, t: int) -> bool:
    """«один из участников», «несколько очевидцев», «двое рабочих»: the head counts, the genitive behind it speaks."""
    lemma, after = reading.tokens.lemma[t], min(t + 1, len(reading.lower) - 1)
    if (
        lemma in reading.rules.words.shares
        and reading.feat(t, "Case") in ("Nom", None)
        and reading.lower[after] == "из"
    ):
        return True
    counts = lemma in reading.rules.words.counts or (reading.tokens.pos[t] == "NUM" and not reading.lower[t].isdigit())
    return (
        counts
        and reading.feat(t, "Case") in ("Nom", None)
        and any(
            (reading.feat(i, "Animacy") == "Anim" or reading.tokens.lemma[i] in reading.rules.sources)
            and reading.feat(i, "Case") == "Gen"
            for i in range(after, min(after + 4, len(reading.lower)))
        )
    )


def _agrees(reading: Reading, t: int, verb: int, mention: Mention | None) -> bool:
    if reading.feat(verb, "VerbForm") == "Conv":
        return True
    number, wanted = reading.feat(t, "Number"), reading.feat(verb, "Number")
    if (mention is not None and mention.type == "ORG") or reading.tokens.lemma[t] in reading.rules.words.counts:
        return True
    if number and wanted and number != wanted:
        return _coordinated(reading, t, wanted)
    gender, fits = reading.feat(t, "Gender"), reading.feat(verb, "Gender")
    if mention is not None and mention.type == "PER" and _other_gender(reading, mention, fits):
        return False  # «Бут рассказала» is not about Иван Бут
    # «министр сообщила»: a post keeps its masculine noun
    return not (gender and fits and gender != fits) or (gender == "Masc" and fits == "Fem") or mention is not None


def _other_gender(reading: Reading, mention: Mention, verb: str | None) -> bool:
    """Say whether a person known by the first name is of another gender than the verb."""
    entity = reading.entities[mention.entity]
    wanted = {"Masc": "male", "Fem": "female"}.get(verb or "")
    known = entity.gender if entity.first_name is not None else None
    return wanted is not None and known is not None and known != wanted


def _coordinated(reading: Reading, t: int, wanted: str) -> bool:
    """«мэр и губернатор заявили»: a singular noun joined to another."""
    window = reading.lower[max(0, t - 6) : t + 6]
    return wanted == "Plur" and "и" in window


def place_group(reading: Reading, cue: Cue, start: int, stop: int) -> tuple[Group, int] | None:
    """Return the body of «в Кремле отметили», «сообщили в пресс-службе», and the token of its preposition."""
    places = reading.rules.words.sources if "from" in cue.flags else reading.rules.words.places
    order = [*range(cue.stop, stop), *range(cue.start - 1, start - 1, -1)]
    for t in order:
        if reading.lower[t] not in places or reading.speech_at[t] >= 0 or t + 1 >= len(reading.lower):
            continue
        if t >= cue.stop and any(_breaks(reading, i) for i in range(cue.stop, t)):
            continue
        for i in range(t + 1, min(t + 5, stop if t >= cue.stop else cue.start)):
            mention = reading.mention(i)
            lemma = reading.tokens.lemma[i]
            body = lemma in reading.rules.institutions or lemma in reading.rules.documents
            body = body and not (reading.tokens.pos[i] == "ADJ" and reading.tokens.pos[i + 1 : i + 2] == ("NOUN",))
            reference = reading.references.at(i)
            if (
                "from" not in cue.flags
                and reading.feat(i, "Case") not in ("Loc", None)
                and (mention is None or reading.feat(i, "Case") == "Acc")
            ):
                break
            known = mention is not None and (mention.type == "ORG" or reference is not None)
            if known or (mention is None and (body or (reference is not None and reference.via == "institution"))):
                return group_at(reading, i, stop if t >= cue.stop else cue.start), t
            if reading.tokens.pos[i] not in ("ADJ", "DET", "NOUN") and reading.tokens.text[i] not in QUOTE_SIGNS:
                break
            if reading.tokens.pos[i] == "NOUN" and lemma not in reading.rules.words.sites:
                break
    return None


def agent_group(reading: Reading, cue: Cue, stop: int) -> Group | None:
    """Return the person in the accusative or genitive of «цитирует … мэра Петрова», «привёл слова Петрова»."""
    if cue.noun is not None and cue.noun > 0 and reading.lower[cue.noun - 1] in reading.rules.words.possessives:
        return Group(cue.noun - 1, cue.noun - 1, cue.noun)
    begin = cue.noun + 1 if cue.noun is not None else cue.verb + 1
    return genitive_group(reading, begin, stop)
