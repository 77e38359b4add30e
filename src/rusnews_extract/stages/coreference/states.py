"""Capitals and palaces that stand for a government, and the adjectives of states.

«Баку обвинил …» is the state, «в Баку открыли школу» the town. Form and neighbours decide: after a preposition of
place it is the town, between governments («между Москвой и Баку», «отношения Москвы и Баку») the state. A lone capital
that neither shows is taken for the state only where the document uses capitals so elsewhere.
"""

from collections.abc import Iterator

from rusnews_extract.references import Reference
from rusnews_extract.stages.coreference.view import View

__all__ = ["find_states"]


def find_states(view: View) -> dict[int, Reference]:
    """Return the references of capitals, palaces and country adjectives by token."""
    found: dict[int, Reference] = {}
    weak: list[tuple[int, str]] = []
    politics = False
    for number, state in _seats(view):
        verdict = _stands_for_state(view, number)
        if verdict == "weak":
            weak.append((number, state))
            continue
        politics = politics or verdict == "state"
        _add(view, found, number, state, literal=verdict == "place")
    for number, state in weak:
        if politics:
            _add(view, found, number, state, literal=False)
    for t, lemma in enumerate(view.tokens.lemma):
        state_of = view.rules.adjectives.get(lemma)
        if state_of is not None and view.tokens.pos[t] == "ADJ" and t not in found:
            entities = view.state_entities(state_of)
            found[t] = Reference(entities, "adjective", t, t + 1, state_of)
    return found


def _seats(view: View) -> Iterator[tuple[int, str]]:
    for number, mention in enumerate(view.mentions):
        if mention.type == "PER" or "-" in view.tokens.text[mention.token_start].removeprefix(mention.text):
            continue  # «рейс Баку-Грозный» names two towns in one token
        key = mention.normal.lower().replace("ё", "е")
        state = view.rules.palaces.get(key) or (view.rules.capitals.get(key) if mention.type == "LOC" else None)
        if state is not None:
            yield number, state


def _add(view: View, found: dict[int, Reference], number: int, state: str, *, literal: bool) -> None:
    mention = view.mentions[number]
    reference = Reference(view.state_entities(state), "name", mention.token_start, mention.token_stop, state, literal)
    for t in range(mention.token_start, mention.token_stop):
        found[t] = reference


def _stands_for_state(view: View, number: int) -> str:
    """Return state, place or weak."""
    mention = view.mentions[number]
    first = mention.token_start
    before = view.lower[first - 1] if first else ""
    case = view.case_of(mention)
    behind_preposition = first > 0 and view.tokens.pos[first - 1] == "ADP"
    if before in view.rules.words.places or (case == "Loc" and behind_preposition):
        return "place"  # «Баку требует» is tagged as a locative now and then, but that case needs a preposition
    if before in view.rules.words.parties or _beside_state(view, number):
        return "state"
    head = view.tokens.head[first]
    lemma = view.tokens.lemma[head] if head >= 0 else ""
    if before in view.rules.words.addressed and lemma in view.rules.state_verbs:
        return "state"
    if view.tokens.rel[first].startswith("nsubj") and head >= 0:
        return "state" if lemma in view.rules.state_verbs else "weak"
    if before and view.tokens.lemma[first - 1] in view.rules.state_nouns:
        return "state"
    if case == "Gen":
        return "state" if lemma in view.rules.state_nouns else "place"
    return "weak"


def _beside_state(view: View, number: int) -> bool:
    """Say whether «и» joins the capital to another capital or a state («Москва и Баку»)."""
    mention = view.mentions[number]
    for joint, other in (
        (mention.token_stop, mention.token_stop + 1),
        (mention.token_start - 1, mention.token_start - 2),
    ):
        if 0 <= joint < len(view.lower) and view.lower[joint] == "и" and 0 <= other < len(view.lower):
            neighbour = view.mention_at[other]
            if neighbour >= 0 and _is_government(view, neighbour) and not _placed(view, number, neighbour):
                return True
    return False


def _is_government(view: View, number: int) -> bool:
    mention = view.mentions[number]
    key = mention.normal.lower().replace("ё", "е")
    return mention.type == "LOC" and (view.state_of_mention[number] is not None or key in view.rules.capitals)


def _placed(view: View, first: int, second: int) -> bool:
    start = min(view.mentions[first].token_start, view.mentions[second].token_start)
    before = view.lower[start - 1] if start else ""
    if before in view.rules.words.places:
        return True
    governor = view.tokens.lemma[start - 1] if start else ""
    return view.case_of(view.mentions[first]) == "Gen" and governor not in view.rules.state_nouns
