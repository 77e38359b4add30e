"""Fill the slots of a frame: which dependents of a trigger stand in this case or under this preposition.

Dependents of all trigger words count («принёс извинения семье»: the dative may hang on either). Where the parser hung
a prepositional phrase on a noun in between, the phrase is taken from the clause behind the trigger.
"""

from collections.abc import Collection, Sequence

from rusnews_extract.rules.lexicon import Slot
from rusnews_extract.stages.events.grammar import Grammar

__all__ = ["agents", "fill", "genitives"]

DEPENDENTS = ("obj", "iobj", "obl", "nmod", "nsubj", "xcomp")
REACH = 8


def fill(g: Grammar, slot: Slot, tokens: Sequence[int]) -> list[int]:
    """Return the dependents of the trigger that stand in the slot."""
    if " " in slot.preposition:
        return _carried(g, slot, tokens)
    found = []
    for t in tokens:
        for c in g.children[t]:
            if c not in tokens and g.rel[c].partition(":")[0] in DEPENDENTS and _stands_in(g, c, slot, g.rel[c]):
                found.append(c)
    if not found and slot.preposition:
        return _behind(g, slot, tokens)
    if not found and slot.case == "Dat":
        return _dative_behind(g, tokens)
    if not found and slot.case == "Acc":
        return _hung_on_complement(g, tokens)
    return found


def genitives(g: Grammar, noun: int, without: Collection[int] = ()) -> list[int]:
    """Return the bare genitives of a noun; a coordinated noun shares those of its neighbour."""
    own = [c for c in _genitives(g, noun) if c not in without]
    if own:
        return own
    shared = [c for c in g.children[noun] if g.rel[c] == "conj" and g.pos[c] == "NOUN"]
    if g.rel[noun] == "conj" and g.head[noun] >= 0 and g.pos[g.head[noun]] == "NOUN":
        shared += [c for c in g.children[g.head[noun]] if g.rel[c] == "conj"] + [g.head[noun]]
    for other in shared:
        if other > noun or not _genitives(g, noun):
            found = [c for c in _genitives(g, other) if c > noun]
            if found:
                return found
    return []


def agents(g: Grammar, tokens: Sequence[int]) -> list[int]:
    """Return bare instrumentals under the trigger and «со стороны кого», the doers of passives and of nouns."""
    found = []
    for t in tokens:
        for c in g.children[t]:
            if c in tokens or g.rel[c].partition(":")[0] not in {"obl", "nmod", "iobj"}:
                continue
            preposition = g.preposition(c)
            if g.case(c) == "Ins" and not preposition:
                found.append(c)
            elif g.lemma[c] == "сторона" and preposition == "с":
                found.extend(_genitives(g, c) or g.of(c, "amod"))
    return found


def _stands_in(g: Grammar, c: int, slot: Slot, relation: str) -> bool:
    preposition, case = g.preposition(c), g.case(c)
    if slot.preposition:
        return preposition == slot.preposition and (not slot.case or case in {slot.case, ""})
    if preposition:
        return False
    if relation.startswith("nsubj"):  # «очевидцев просят», «мэра задержали»
        people = g.feats[c].get("Animacy") == "Anim" and not g.of(c, "nummod")
        return slot.case == "Acc" == case and people and relation == "nsubj"
    if slot.case == "Acc":
        if relation == "obj":
            return case in {"Acc", "Gen", "", "Nom"}
        return case in {"Acc", "Gen"} and relation in {"iobj", "obl"} and g.feats[c].get("Animacy") == "Anim"
    if slot.case == "Gen":
        return case == "Gen"
    # «Редакции отказали»: at the head of a sentence the tagger takes a dative for another case
    return case == slot.case or (relation == "iobj" and slot.case == "Dat" and case not in {"Nom", "Ins"})


def _behind(g: Grammar, slot: Slot, tokens: Sequence[int]) -> list[int]:
    """The phrase under this preposition that follows the trigger in its clause, on whatever it was hung."""
    last = tokens[-1]
    _, stop = g.clause_span(last)
    for j in range(last + 1, min(stop, last + REACH)):
        if g.text[j] in {",", ";", ":", "(", "«"} or g.is_finite(j):
            return []
        nominal = g.pos[j] in {"NOUN", "PROPN"} or (g.pos[j] == "PRON" and j == last + 2)
        if nominal and g.preposition(j) == slot.preposition and _stands_in(g, j, slot, "obl"):
            above = g.head[j]
            return [j] if above > last or above < 0 or g.is_finite(above) else []
    return []


def _carried(g: Grammar, slot: Slot, tokens: Sequence[int]) -> list[int]:
    """«в адрес министра», «в отношении фирмы»: the genitive behind the noun that the preposition governs."""
    preposition, carrier = slot.preposition.split(" ", 1)
    first, stop = g.clause_span(tokens[-1])
    for j in range(min(first, tokens[0]), stop):
        if g.lemma[j] == carrier and j > 0 and g.lemma[j - 1] == preposition and j not in tokens:
            found = _genitives(g, j)
            if found:
                return found
            if g.head[j] > j and g.case(g.head[j]) in {"Gen", ""}:
                return [g.head[j]]
            return [g.head[g.head[j]]] if g.head[j] == j - 1 and g.head[j - 1] > j else []
    return []


def _dative_behind(g: Grammar, tokens: Sequence[int]) -> list[int]:
    """«гарантировал рабочим выплату»: a dative of people next to the verb, hung on its object."""
    first = tokens[0]
    _, stop = g.clause_span(first)
    for j in range(first + 1, min(stop, first + 4)):
        if g.text[j] in {",", ";", ":", "(", "«"} or g.is_finite(j):
            return []
        people = g.feats[j].get("Animacy") == "Anim" or g.pos[j] == "PROPN"
        if j not in tokens and g.case(j) == "Dat" and g.pos[j] in {"NOUN", "PROPN"} and people and not g.preposition(j):
            return [j]
    return []


def _hung_on_complement(g: Grammar, tokens: Sequence[int]) -> list[int]:
    """«взяли под стражу мэра»: the parser makes «мэра» a genitive of «стражу»."""
    for t in tokens:
        if g.pos[t] != "NOUN" or not g.preposition(t):
            continue
        found = [
            c
            for c in g.children[t]
            if g.rel[c] in {"nmod", "obj", "obl", "appos"}
            and c > t
            and g.case(c) in {"Gen", "Acc", ""}
            and not g.preposition(c)
            and (g.feats[c].get("Animacy") == "Anim" or g.pos[c] == "PROPN")
        ]
        if found:
            return found
    return []


def _genitives(g: Grammar, noun: int) -> list[int]:
    return [
        c
        for c in g.children[noun]
        if g.rel[c].partition(":")[0] in {"nmod", "obj", "obl"}
        and c > noun
        and (g.case(c) in {"Gen", ""} or (g.case(c) == "Acc" and g.feats[c].get("Animacy") == "Anim"))
        and not g.preposition(c)
    ]
