"""Who a person is, by apposition: «пресс-секретарь Кремля Дмитрий Песков» → «пресс-секретарь Кремля».

The head is a noun for persons in the case of the name, with its adjectives before it and its genitive tail behind it;
or it follows the name between commas. Short phrases only: nothing is crossed but adjectives, nouns and names.
Rejected: the parser's ``appos`` arcs, which hang long titles on the wrong word.
"""

import re
from collections import Counter
from collections.abc import Sequence

from rusnews_extract.model import ParsedDocument
from rusnews_extract.nlp.inflect import readings
from rusnews_extract.nlp.vocab import Vocab
from rusnews_extract.rules.names import NameRules
from rusnews_extract.stages.names.keys import plain
from rusnews_extract.stages.names.normal import respell

__all__ = ["role_phrase"]

LONGEST = 9
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
ADJECTIVE = re.compile(r"(?:[ыи]й|ой|[ая]я|[ое]е)$")
SAME_FORM = {"Gen", "Acc"}  # of a man: «встретили министра Лугова»
MARKS = frozenset('«»"„“”')


def role_phrase(
    parsed: ParsedDocument,
    mentions: Sequence[tuple[int, int]],
    gender: str,
    named: frozenset[int],
    rules: NameRules,
    vocab: Vocab,
) -> str | None:
    """Return the role said most often, a longer one before a shorter.

    ``mentions`` are the person's token ranges, ``gender`` is ``Masc``, ``Fem`` or empty, ``named`` the tokens of all
    names.
    """
    found: Counter[str] = Counter()
    for first, last in mentions:
        phrase = _before(parsed, first, gender, named, rules, vocab) or _after(
            parsed, first, last, gender, named, rules, vocab
        )
        if phrase:
            found[phrase] += 1
    if not found:
        return None
    return max(found, key=lambda p: (" " in p, found[p], -len(p)))


def _before(
    parsed: ParsedDocument, name: int, gender: str, named: frozenset[int], rules: NameRules, vocab: Vocab
) -> str | None:
    tokens = parsed.tokens
    begin = _sentence_start(parsed, name)
    head, i = None, name - 1
    while i >= max(begin, name - LONGEST):
        word, feats = tokens.text[i], tokens.feats[i]
        if _is_head(parsed, i, name, gender, rules, named) and _is_noun(tokens.text[i], vocab):
            if head is not None:
                return None  # «советника мэра Иванова»: the adviser or the mayor
            head = i
        elif i not in named and not (word in MARKS or (tokens.pos[i] in NOMINAL and feats.get("Case", "Gen") == "Gen")):
            break
        i -= 1
    if head is None:
        return None
    first = head
    while first - 1 >= begin and _modifies(parsed, first - 1, head, named, vocab):
        first -= 1
    return _render(parsed, first, head, name, rules, vocab)


def _after(
    parsed: ParsedDocument, name: int, stop: int, gender: str, named: frozenset[int], rules: NameRules, vocab: Vocab
) -> str | None:
    """«Пётр Иванов, глава компании «Ромашка»,»."""
    tokens = parsed.tokens
    if stop + 1 >= len(tokens) or tokens.text[stop] != ",":
        return None
    case, head = tokens.feats[name].get("Case"), stop + 1
    while (
        head < len(tokens) and head < stop + 4 and tokens.pos[head] == "ADJ" and tokens.feats[head].get("Case") == case
    ):
        head += 1
    if head >= len(tokens) or not _is_head(parsed, head, name, gender, rules, named):
        return None
    end = head + 1
    while end < min(len(tokens), head + LONGEST) and (
        end in named
        or tokens.text[end] in MARKS
        or (tokens.pos[end] in NOMINAL and tokens.feats[end].get("Case", "Gen") == "Gen")
    ):
        end += 1
    if end < len(tokens) and tokens.text[end] not in {",", ".", ")", ";"}:
        return None
    return _render(parsed, stop + 1, head, end, rules, vocab)


def _is_head(parsed: ParsedDocument, i: int, name: int, gender: str, rules: NameRules, named: frozenset[int]) -> bool:
    """A singular noun for a person in the case of the name; a kinsman's sex must be the person's.

    «супруга Алиева» with «Алиева» for a man is about his wife and says nothing of him.
    """
    tokens = parsed.tokens
    case = tokens.feats[name].get("Case")
    feats = tokens.feats[i]
    return (
        i not in named
        and tokens.pos[i] in {"NOUN", "PROPN"}  # a capital makes «Министр» a proper noun
        and feats.get("Animacy") == "Anim"
        and feats.get("Number") == "Sing"
        and (feats.get("Case") == case or {feats.get("Case"), case} == SAME_FORM)
        and case is not None
        and tokens.lemma[i] not in rules.no_roles
        and (tokens.lemma[i] not in rules.kin or feats.get("Gender") == gender)
    )


def _is_noun(word: str, vocab: Vocab) -> bool:
    """The network takes «усмехается» before a name for a noun now and then."""
    return any("NOUN" in p.tag or "ADJF" in p.tag for p in vocab.parse(word.lower()))


def _modifies(parsed: ParsedDocument, i: int, head: int, named: frozenset[int], vocab: Vocab) -> bool:
    tokens = parsed.tokens
    if tokens.pos[i] != "ADJ" or i in named or not tokens.text[i][0].isalpha():
        return False
    if not any(p.tag.POS in {"ADJF", "PRTF"} for p in vocab.parse(tokens.text[i].lower())):
        return False
    return all(tokens.feats[i].get(f) == tokens.feats[head].get(f) for f in ("Case", "Number"))


def _render(parsed: ParsedDocument, first: int, head: int, stop: int, rules: NameRules, vocab: Vocab) -> str | None:
    tokens, text = parsed.tokens, parsed.text
    gender = tokens.feats[head].get("Gender", "")
    words = [_nominative(parsed, i, gender, rules, vocab) for i in range(first, head + 1)]
    while stop - 1 > head and tokens.text[stop - 1] in {"«", "„"}:
        stop -= 1
    tail = text[tokens.stop[head] : tokens.stop[stop - 1]]
    if tail.count('"') % 2:  # the closing mark stands just behind, or an opening one was taken along
        closing = text[tokens.stop[stop - 1] : tokens.stop[stop - 1] + 1] == '"'
        tail = tail + '"' if closing else tail.rstrip(' "') if tail.rstrip().endswith('"') else tail
    if tail.count('"') % 2 or tail.count("«") != tail.count("»"):
        return None
    phrase = " ".join(words) + tail
    return phrase if tokens.text[first].isupper() else phrase[:1].lower() + phrase[1:]


def _nominative(parsed: ParsedDocument, i: int, gender: str, rules: NameRules, vocab: Vocab) -> str:
    tokens = parsed.tokens
    word, feats = tokens.text[i], tokens.feats[i]
    if feats.get("Case") == "Nom":
        return word
    case, adjective = feats.get("Case", ""), tokens.pos[i] == "ADJ"
    for r in readings(vocab, rules.endings, word.lower()):
        if r.source != "dict" or r.case != case or r.number == "Plur":
            continue
        if ADJECTIVE.search(r.form) is None if adjective else r.kind == "adj":
            continue  # «украинский» is the name of a place, too
        if not adjective or r.gender == gender:
            return respell(word, r.form)
    lemma = tokens.lemma[i]
    return respell(word, lemma) if not adjective and plain(word)[:2] == lemma[:2] else word


def _sentence_start(parsed: ParsedDocument, token: int) -> int:
    begin = 0
    for sentence in parsed.sentences:
        if sentence.token_start > token:
            break
        begin = sentence.token_start
    return begin
