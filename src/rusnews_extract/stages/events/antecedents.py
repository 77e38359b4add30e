"""What «они» and «она» stand for where no name does: the subject of the sentence or clause before that agrees.

``References`` resolves pronouns to entities; news also say «водители … Они требуют», and «водители» are no entity.
"""

from rusnews_extract.stages.events.grammar import Grammar

__all__ = ["antecedent"]

PERSONAL = frozenset({"он", "она", "они", "его", "ее", "их"})
BACK = 2


def antecedent(g: Grammar, pronoun: int) -> int:
    """Return the noun that a personal pronoun points back to, -1 where none agrees."""
    if g.lemma[pronoun] not in PERSONAL:
        return -1
    first = g.sentence[pronoun]
    for number in range(first, max(first - BACK, -1), -1):
        sentence = g.sentences[number]
        stop = g.clause_span(pronoun)[0] if number == first else sentence.token_stop
        for i in range(sentence.token_start, stop):
            opens = i == sentence.token_start and g.case(i) == "Nom"  # «Орлов, в прошлом учитель, …: его приговорили»
            subject = opens or g.rel[i] in {"nsubj", "nsubj:pass"}
            if subject and (g.pos[i] in {"NOUN", "PROPN"} or g.is_full_participle(i)) and _agrees(g, i, pronoun):
                return i
    return -1


def _agrees(g: Grammar, noun: int, pronoun: int) -> bool:
    text = g.text[pronoun].lower()
    plural = text.startswith(("они", "их", "им", "них", "ним"))
    several = g.feats[noun].get("Number") == "Plur" or any(g.rel[c] == "conj" for c in g.children[noun])
    if plural or several:
        return plural == several
    gender = "Fem" if text in {"она", "ее", "её", "ей", "ею", "ней", "нее", "неё"} else "Masc"
    return g.feats[noun].get("Gender") in {gender, None}
