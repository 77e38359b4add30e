"""Who holds which office, read from the appositions of the document: «президент Азербайджана Ильхам Алиев».

An office is the noun, what it heads (a state, an organisation, a common noun) and the person. Nothing comes from
outside the document: a list of presidents would be wrong a year later. What the text leaves unsaid is inferred once:
the one person of the document without another office is taken for the head of the one state that lacks a name.
"""

from dataclasses import dataclass, replace

from rusnews_extract.model import Mention
from rusnews_extract.stages.coreference.view import View

__all__ = ["Anchor", "Office", "RoleNoun", "learn_offices", "read_role"]

Anchor = str | int | None
"""A state or a common noun by name, an organisation or a town by its entity; None where nothing is said."""

CHAIN = frozenset({"NOUN", "PROPN", "ADJ", "ADP", "DET", "NUM", "SYM", "X", "CCONJ"})
QUOTES = frozenset('«»"“”„')
LONGEST = 16


@dataclass(frozen=True, slots=True)
class RoleNoun:
    """A role noun with what it heads; the phrase is ``[start, stop)``. ``modified`` tells of adjectives before it."""

    token: int
    lemma: str
    kind: str
    anchor: Anchor
    start: int
    stop: int
    modified: bool


@dataclass(frozen=True, slots=True)
class Office:
    """A role noun that the text gives to a person."""

    lemma: str
    kind: str
    anchor: Anchor
    entity: int
    token: int


def learn_offices(view: View) -> tuple[tuple[Office, ...], dict[int, RoleNoun]]:
    """Return the offices of the document, and the role nouns that stand beside their person's name."""
    offices: list[Office] = []
    apposed: dict[int, RoleNoun] = {}
    for mention in view.mentions:
        if mention.type != "PER":
            continue
        token = _role_before(view, mention)
        if token is None:
            token = _role_after(view, mention)
        if token is not None:
            role = _as_colleague(view, read_role(view, token, mention), offices)
            offices.append(Office(role.lemma, role.kind, role.anchor, mention.entity, token))
            apposed[token] = role
    return tuple(offices), apposed


def _as_colleague(view: View, role: RoleNoun, offices: list[Office]) -> RoleNoun:
    """Give «с азербайджанским коллегой Петровым» the office of the one whose colleague he is."""
    if role.lemma not in view.rules.words.colleagues or not isinstance(role.anchor, str):
        return role
    sentence = view.sentence_at[role.token]
    mine = next((o for o in reversed(offices) if view.sentence_at[o.token] == sentence), None)
    return role if mine is None else replace(role, lemma=mine.lemma, kind=mine.kind)


def read_role(view: View, token: int, person: Mention | None = None) -> RoleNoun:
    """Read what the role noun at ``token`` heads: «глава МИД» an entity, «президент страны» a state not named."""
    rules, tokens = view.rules, view.tokens
    lemma = tokens.lemma[token]
    kind = rules.roles[lemma]
    start, modified, state = token, False, None
    while start > view.first_of_sentence[view.sentence_at[token]] and _agrees(view, start - 1, token):
        start -= 1
        adjective = tokens.lemma[start]
        if adjective in rules.adjectives:
            state = rules.adjectives[adjective]
        else:
            modified = modified or (tokens.pos[start] == "ADJ" and adjective not in rules.plain_modifiers)
    anchor, stop, is_state = _complement(view, token, person)
    if anchor is None and state is not None:
        anchor, is_state = state, True
    if kind == "office" and lemma in rules.heads and is_state:
        kind = "state"
    elif kind == "office" and lemma in rules.heads and anchor in rules.state_words:
        kind, anchor = rules.state_words[str(anchor)], state
    elif kind in ("state", "government"):
        if isinstance(anchor, str) and anchor in rules.state_words:
            anchor = state
        elif anchor is not None and not is_state:
            kind = "office"
    return RoleNoun(token, lemma, kind, anchor, start, stop, modified)


def _complement(view: View, token: int, person: Mention | None) -> tuple[Anchor, int, bool]:
    """Return what the noun heads, where the phrase ends, and whether it heads a state."""
    limit = view.stop_of_sentence[view.sentence_at[token]]
    if person is not None and person.token_start > token:
        limit = person.token_start
    anchor: Anchor = None
    is_state = False
    adjective: str | None = None
    t = token + 1
    while t < limit:
        number = view.mention_at[t]
        if number >= 0:
            mention = view.mentions[number]
            if mention.type == "PER" or (view.case_of(mention) not in (None, "Gen") and mention.type == "LOC"):
                break
            if anchor is None or isinstance(anchor, str):
                state = view.state_of_mention[number]
                # «глава парламента Грузии» heads the parliament, «президент страны» nothing named
                if anchor is None:
                    anchor, is_state = (state, True) if state else (mention.entity, False)
            t = mention.token_stop
            continue
        if view.tokens.text[t] in QUOTES and anchor is not None:
            t += 1
            continue
        if view.tokens.pos[t] not in ("NOUN", "ADJ", "PROPN") or view.case(t) != "Gen":
            break
        if anchor is None and view.tokens.lemma[t] in view.rules.adjectives:
            adjective = view.rules.adjectives[view.tokens.lemma[t]]
        if anchor is None and view.tokens.pos[t] != "ADJ":
            anchor = view.tokens.lemma[t]
            if adjective is not None and anchor in view.rules.words.land:
                anchor, is_state = adjective, True  # «глава российского государства»
        t += 1
    return anchor, t, is_state


def _agrees(view: View, modifier: int, noun: int) -> bool:
    if view.tokens.pos[modifier] not in ("ADJ", "DET") or view.mention_at[modifier] >= 0:
        return False
    cases = {view.case(modifier), view.case(noun)}
    # the accusative of persons looks like their genitive, and the network mixes the two
    same = None in cases or len(cases) == 1 or cases == {"Gen", "Acc"}
    return same and view.number(modifier) == view.number(noun)


def _role_before(view: View, mention: Mention) -> int | None:
    """Find the head of the role phrase before a name: the leftmost role noun of its case in an unbroken phrase."""
    case = view.case_of(mention)
    first = view.first_of_sentence[view.sentence_at[mention.token_start]]
    best: int | None = None
    for t in range(mention.token_start - 1, max(first, mention.token_start - LONGEST) - 1, -1):
        number = view.mention_at[t]
        if number >= 0:
            if view.mentions[number].type == "PER":
                break
            continue
        if view.tokens.pos[t] not in CHAIN and view.tokens.text[t] not in QUOTES:
            break
        if view.tokens.lemma[t] in view.rules.roles and not view.plural(t):
            own = view.case(t)
            if case is None or own is None or own == case:
                best = t
    return best


def _role_after(view: View, mention: Mention) -> int | None:
    """Find the role of «Иван Петров, мэр города, …»: a comma, the role in the same case, and a comma or the end."""
    t = mention.token_stop
    if t + 1 >= len(view.lower) or view.lower[t] != "," or view.tokens.lemma[t + 1] not in view.rules.roles:
        return None
    if view.sentence_at[t + 1] != view.sentence_at[mention.token_start]:
        return None
    case = view.case_of(mention)
    if view.plural(t + 1) or case is None or view.case(t + 1) != case:
        return None
    stop = read_role(view, t + 1).stop
    closed = stop >= view.stop_of_sentence[view.sentence_at[t]] or view.lower[stop] in {",", ".", ")"}
    return t + 1 if closed else None
