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
        other = thing = -1
        for i in range(sentence.token_start, stop):
            if not (g.pos[i] in {"NOUN", "PROPN"} or g.is_full_participle(i)) or not _agrees(g, i, pronoun):
                continue
            opens = i == sentence.token_start and g.case(i) == "Nom"  # «Орлов, в прошлом учитель, …: его приговорили»
            if opens or g.rel[i] in {"nsubj", "nsubj:pass"}:
                if g.feats[i].get("Animacy") == "Anim" or g.pos[i] != "NOUN" or g.several(i):
                    return i
                thing = i if thing < 0 else thing
                continue
            if other < 0 and g.rel[i] in {"obj", "iobj"} and g.feats[i].get("Animacy") == "Anim":
                other = i  # «Директора задержали. Он признал…»
        if max(other, thing) >= 0:
            return other if other >= 0 else thing  # «Водителя суд арестовал; вину он признал»
    return -1


def _agrees(g: Grammar, noun: int, pronoun: int) -> bool:
    text = g.text[pronoun].lower()
    plural = text.startswith(("они", "их", "им", "них", "ним"))
    several = g.several(noun)
    if plural or several:
        return plural == several
    gender = "Fem" if text in {"она", "ее", "её", "ей", "ею", "ней", "нее", "неё"} else "Masc"
    return g.feats[noun].get("Gender") in {gender, None}
