"""Tokens that name no event: words inside names, and words of fixed phrases such as «день рождения»."""

from collections.abc import Iterator

from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.naming import Naming

__all__ = ["blocked_tokens"]

OPENING = frozenset({"«", '"', "„", "“"})
CLOSING = frozenset({"»", '"', "“", "”"})
SENTENCE_ENDS = frozenset({".", "!", "?", "…"})
LONGEST_TITLE = 14


def blocked_tokens(g: Grammar, naming: Naming, rules: EventRules) -> frozenset[int]:
    """Return the tokens that no trigger may be headed by."""
    blocked = set(naming.mention_at)
    characterising = rules.cue("characterise")
    for i in range(g.size):
        if g.pos[i] == "NOUN" and _characterises(g, i, characterising):
            blocked.add(i)
            continue
        over = rules.fixed.get(g.lemma[i])
        if over is None:
            continue
        around = set()
        if g.head[i] >= 0:
            around.add(g.lemma[g.head[i]])
        if i > 0:
            around.add(g.lemma[i - 1])
        around.update(g.lemma[c] for c in g.children[i])
        if around & over:
            blocked.add(i)
    for start, stop in _titles(g):
        blocked.update(i for i in range(start, stop) if g.pos[i] == "NOUN")
    return frozenset(blocked)


def _titles(g: Grammar) -> Iterator[tuple[int, int]]:
    """The insides of quotation marks that hold a title: it begins with a capital and has no predicate."""
    for sentence in g.sentences:
        opened = -1
        for i in range(sentence.token_start, sentence.token_stop):
            mark = g.text[i]
            if opened >= 0 and (mark in CLOSING or i - opened > LONGEST_TITLE):
                if mark in CLOSING and g.text[opened + 1][:1].isupper():
                    yield opened + 1, i
                opened = -1
            elif mark in OPENING:
                opened = i
            elif opened >= 0 and (g.is_finite(i) or mark in SENTENCE_ENDS):
                opened = -1


def _characterises(g: Grammar, i: int, verbs: frozenset[str]) -> bool:
    """«назвал это оккупацией», «рассматривать как атаку»: the noun says what something is, not that it happened."""
    if g.case(i) == "Ins" and not g.preposition(i):
        if any(g.rel[c] == "cop" for c in g.children[i]):
            return True  # «это было оккупацией»
        if g.head[i] >= 0 and g.lemma[g.head[i]] in verbs:
            return g.rel[i] in {"obl", "xcomp", "iobj", "obj", "nmod"}
    return any(g.lemma[c] == "как" and g.rel[c] in {"case", "mark", "advmod"} and c < i for c in g.children[i])
