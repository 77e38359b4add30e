"""Noun phrases that are no names, as text in the nominative: «двух российских студентов» → «два российских студента».

The head takes the nominative of its own number, adjectives agree with it, a numeral rules it, and what hangs below
(genitives, names) stays as it is written. Rejected: a phrase-level inflector of its own; pymorphy's forms do.
"""

from collections.abc import Collection, Mapping, Sequence

from rusnews_extract.nlp.vocab import Vocab
from rusnews_extract.stages.events.grammar import Grammar

__all__ = ["nominative", "phrase_tokens"]

LONGEST = 8
CASES: Mapping[str, str] = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
GENDERS: Mapping[str, str] = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}
PARTS: Mapping[str, frozenset[str]] = {
    "NOUN": frozenset({"NOUN", "ADJF", "PRTF"}),
    "PROPN": frozenset({"NOUN"}),
    "ADJ": frozenset({"ADJF", "PRTF", "NOUN"}),
    "VERB": frozenset({"PRTF", "ADJF", "NOUN"}),
    "NUM": frozenset({"NUMR", "ADJF"}),
    "DET": frozenset({"ADJF"}),
}
BEFORE = ("amod", "nummod", "compound")
AGREEING = frozenset(["sing", "plur", "masc", "femn", "neut"])
PAUCAL = frozenset(["два", "три", "четыре", "оба", "полтора"])


def phrase_tokens(g: Grammar, head: int, without: Collection[int] = ()) -> list[int]:
    """Return the tokens of the phrase around a noun: adjectives, numerals, genitives and names, in text order."""
    tokens = {head}
    for c in g.children[head]:
        if c in without or c in g.timed or (g.rel[c] == "amod" and g.of(c, "nummod")):
            continue
        relation = g.rel[c].partition(":")[0]
        if relation in BEFORE and c < head and head - c <= 4 and g.pos[c] != "PUNCT":
            tokens.add(c)
        elif c > head and _belongs_behind(g, head, c):
            below = (x for x in g.below(c, 2) if x > head and g.rel[x] not in {"conj", "obl", "cc"})
            tokens.update(
                x
                for x in below
                if g.pos[x] not in {"PUNCT", "VERB", "ADP"} and not g.preposition(x) and x not in g.timed
            )
    ordered = sorted(tokens)
    while len(ordered) > LONGEST and ordered[-1] != head:
        ordered.pop()
    return ordered


def nominative(g: Grammar, vocab: Vocab, head: int, tokens: Sequence[int]) -> str:
    """Return the phrase of a noun, whose tokens these are, with its head in the nominative."""
    numeral = next((t for t in reversed(tokens) if t < head and g.rel[t].startswith("nummod")), -1)
    words = []
    for t in tokens:
        if t > head:
            words.append(g.text[t])
        elif t == head:
            words.append(_head(g, vocab, head, numeral))
        elif t == numeral:
            words.append(_numeral(g, vocab, t, head))
        else:
            words.append(_modifier(g, vocab, t, head, numeral))
    return " ".join(words)


def _belongs_behind(g: Grammar, head: int, c: int) -> bool:
    """A name, an apposition or a genitive behind the head, not cut off by a comma."""
    relation = g.rel[c].partition(":")[0]
    if relation not in {"flat", "appos"} and not (relation == "nmod" and g.case(c) in {"Gen", "", "Nom"}):
        return False
    return not g.preposition(c) and not _cut_off(g, head, c) and g.pos[c] != "VERB"


def _cut_off(g: Grammar, head: int, c: int) -> bool:
    return any(g.text[j] in {",", "(", "—", ":"} for j in range(head + 1, c))


def _paucal(g: Grammar, numeral: int) -> bool:
    text = g.lemma[numeral]
    if text.isdigit():
        return text[-1] in "234" and text[-2:-1] != "1"
    return text in PAUCAL


def _head(g: Grammar, vocab: Vocab, head: int, numeral: int) -> str:
    if numeral >= 0 and g.lemma[numeral] not in {"один", "1"}:
        paucal = _paucal(g, numeral)
        if (not paucal and g.case(head) in {"Gen", "Nom", ""}) or (paucal and g.feats[head].get("Number") == "Sing"):
            return g.text[head]
        return _inflect(g, vocab, head, {"gent", "sing"} if paucal else {"gent", "plur"})
    return _inflect(g, vocab, head, {"nomn", "plur" if g.feats[head].get("Number") == "Plur" else "sing"})


def _numeral(g: Grammar, vocab: Vocab, numeral: int, head: int) -> str:
    if not g.text[numeral].isalpha():
        return g.text[numeral]
    gender = {"femn"} if g.feats[head].get("Gender") == "Fem" and g.lemma[numeral] in {"два", "оба"} else set()
    return _inflect(g, vocab, numeral, {"nomn", *gender})


def _modifier(g: Grammar, vocab: Vocab, word: int, head: int, numeral: int) -> str:
    if g.pos[word] not in PARTS:
        return g.text[word]
    if numeral >= 0 and g.lemma[numeral] not in {"один", "1"}:
        return _inflect(g, vocab, word, {"gent", "plur"}) if word > numeral else g.text[word]
    if g.feats[head].get("Number") == "Plur":
        return _inflect(g, vocab, word, {"nomn", "plur"})
    gender = GENDERS.get(g.feats[head].get("Gender", ""), "masc")
    return _inflect(g, vocab, word, {"nomn", "sing", gender})


def _inflect(g: Grammar, vocab: Vocab, word: int, wanted: set[str]) -> str:
    """Inflect a token, from the reading that fits its tag; the token itself where no form is known."""
    text = g.text[word]
    parts = PARTS.get(g.pos[word], frozenset())
    case = CASES.get(g.case(word), "")
    number = {"Sing": "sing", "Plur": "plur"}.get(g.feats[word].get("Number", ""), "")
    best, rank = None, -1
    for parse in vocab.parse(text):
        if parse.tag.POS not in parts:
            continue
        fit = 2 * (str(parse.tag.case) == case) + (str(parse.tag.number) == number)
        if fit > rank:
            best, rank = parse, fit
    if best is None:
        return text
    form = vocab.inflected(best, frozenset(wanted)) or vocab.inflected(best, frozenset(wanted) - AGREEING)
    if form is None:
        return text
    return form.capitalize() if text[:1].isupper() and word not in g.sentence_starts else form
