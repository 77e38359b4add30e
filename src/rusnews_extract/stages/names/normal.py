"""The nominative of a name as it stands: «Ильхамом Алиевым» → «Ильхам Алиев», «Министерства обороны» →
«Министерство обороны».

Each word has readings (``nlp.inflect``); a log-linear scorer finds the best row of readings for the name. It sees the
tag and case that the network gave the word, the ending that is swapped, what the dictionary knows, whether neighbours
agree, the word before the name, and where the same word stands in the nominative elsewhere in the document. Weights
come from ``lexicons/names_weights.tsv``, learnt on names declined by the dictionary (``tests/tools/train_names.py``).
Rejected: hand rules (they stop at .88 of the inflected persons) and the parser's word for the case (it adds nothing).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rusnews_extract.model import ParsedDocument
from rusnews_extract.nlp.inflect import Reading, profile, readings
from rusnews_extract.nlp.vocab import Vocab
from rusnews_extract.rules.names import NameRules
from rusnews_extract.stages.names.agreement import breach_alone, breach_together
from rusnews_extract.stages.names.drafts import LEAST_SHOUTED, Draft, is_shouted
from rusnews_extract.stages.names.features import (
    Beside,
    Seen,
    Word,
    link_features,
    links_of,
    outside_features,
    outside_of,
    seen_beside,
    seen_outside,
    word_features,
)
from rusnews_extract.stages.names.keys import plain

__all__ = [
    "WORD",
    "Evidence",
    "Word",
    "candidates",
    "context",
    "evidence",
    "link_features",
    "nominative",
    "outside_features",
    "respell",
    "seen_elsewhere",
    "word_features",
    "words_of",
]

WORDS_KEPT = 20_000
OFTEN, MOSTLY = 3, 0.6
NAMES_KEPT = 20_000
LINKS_KEPT = 50_000
MOST_READINGS = 9
SEEN = 10.0
HOPELESS = 50.0
SAME_FORM = 2
INFINITY = float("inf")
WORD = re.compile(r"\w+(?:['’]\w+)*")
NOBODY = Beside("", False, False, False, "", "", "", "")
_Row = tuple[float, tuple[Reading, ...], Beside]
"""A score, the readings that have it, and what the next word sees of the last of them."""
QUOTE = re.compile(r'[«»"„“”]')
CAPITALS = re.compile(r"(?:[А-ЯЁA-Z]*[а-яё]{0,4})?[А-ЯЁA-Z]{2,}(?=[а-яё]{0,3}$)")
CYRILLIC = re.compile(r"[а-яё]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often a word stands in the nominative among the document's names, how often at all, and under which cases."""

    nominative: Mapping[str, int]
    total: Mapping[str, int]
    cases: Mapping[str, frozenset[str]]


def words_of(parsed: ParsedDocument, draft: Draft, tokens: Sequence[int], vocab: Vocab) -> tuple[Word, ...]:
    """Cut a mention into words; a hyphen parts words too, for each half may be declined.

    Words of a headline in capitals are written as usual, abbreviations aside.
    """
    text, columns = parsed.text, parsed.tokens
    found = list(WORD.finditer(text, draft.start, draft.stop))
    out: list[Word] = []
    quoted, at, index = False, draft.start, 0
    shouted = is_shouted(text, draft, len(found))
    for n, match in enumerate(found):
        between = text[at : match.start()]
        if QUOTE.search(between):
            quoted = not quoted
        at = match.end()
        while index + 1 < len(tokens) and columns.stop[tokens[index]] <= match.start():
            index += 1
        token = tokens[index]
        feats = columns.feats[token]
        place = "only" if len(found) == 1 else "first" if n == 0 else "last" if n == len(found) - 1 else "mid"
        if n and between == "-":
            place = "half"
        low = match.group().lower()
        tag = (columns.pos[token], feats.get("Case", ""), feats.get("Gender", ""), feats.get("Number", ""))
        shown = match.group()
        if shouted and ((draft.type == "PER" and len(shown) > 1) or _is_word(shown, draft.type, vocab)):
            shown = shown.capitalize()
        out.append(Word(shown, low, *tag, place, quoted))
    return tuple(out)


def _is_word(word: str, kind: str, vocab: Vocab) -> bool:
    """Tell МОСКВА from США and from ЮКОС: the dictionary knows a word that is no abbreviation, or it is a long name."""
    known = profile(vocab, word.lower())
    if known.known:
        return not known.abbreviation
    return kind != "ORG" and len(word) >= LEAST_SHOUTED


def evidence(names: Iterable[Sequence[Word]]) -> Evidence:
    """Count the nominatives among the document's names."""
    nominatives: Counter[str] = Counter()
    total: Counter[str] = Counter()
    cases: dict[str, set[str]] = {}
    for words in names:
        for word in words:
            low = plain(word.low)
            total[low] += 1
            cases.setdefault(low, set()).add(word.case)
            if word.case == "Nom":
                nominatives[low] += 1
    return Evidence(nominatives, total, {w: frozenset(c) for w, c in cases.items()})


def candidates(word: Word, kind: str, rules: NameRules, vocab: Vocab) -> tuple[Reading, ...]:
    """Return the readings to choose from: none but «keep it» for a single letter, Latin words and abbreviations.

    Of an abbreviation with an ending («ЮКОСа») only the ending may go; a person in capitals stands in a headline.
    """
    if len(word.low) < 2 or not CYRILLIC.search(word.low):
        return (Reading(word.low),)
    found = readings(vocab, rules.endings, word.low)
    if kind == "PER" and len(word.text) > 3:
        return found
    if kind == "ORG" and word.low.startswith("мин") and _is_clipped(word.low[3:], vocab):
        return found[:1]  # «Минэкологии» is never declined
    core = CAPITALS.match(word.text)
    if core is None:
        return found
    letters = plain(core.group())
    rest = len(word.text) - len(letters)
    return tuple(r for r in found if r.source == "keep" or (rest and plain(r.form) == letters)) or found[:1]


def _is_clipped(tail: str, vocab: Vocab) -> bool:
    """«экологии», «просвещения»: a genitive of the dictionary, but not «транса», which ends «Минтранса»."""
    if len(tail) < LEAST_SHOUTED or not profile(vocab, tail).known:
        return False
    return any(p.tag.case == "gent" and p.tag.gender in {"femn", "neut"} for p in vocab.parse(tail) if "NOUN" in p.tag)


def respell(surface: str, form: str) -> str:
    """Write a nominative in the letters of the surface as far as they agree, so that case and «ё» are kept.

    >>> respell("ЮКОСа", "юкос"), respell("Королёвым", "королев")
    ('ЮКОС', 'Королёв')
    """
    same = 0
    for a, b in zip(plain(surface), plain(form), strict=False):
        if a != b:
            break
        same += 1
    tail = form[same:]
    return surface[:same] + (tail.upper() if len(surface) > 1 and surface.isupper() else tail)


def context(
    parsed: ParsedDocument, words: Sequence[Word], tokens: Sequence[int], kind: str
) -> tuple[tuple[str, ...], str]:
    """Return what surrounds a name (as feature prefixes) and the case that most of its words have."""
    columns = parsed.tokens
    counted = Counter(w.case for w in words if w.case)
    most = counted.most_common(1)[0][0] if counted else ""
    before, after = tokens[0] - 1, tokens[-1] + 1
    left = "^"
    if before >= 0:
        pos = columns.pos[before]
        left = columns.lemma[before] if pos == "ADP" else pos + columns.feats[before].get("Case", "")
        left += columns.feats[before].get("Number", "") if pos == "NOUN" else ""
    right = "$"
    if after < len(columns):
        feats = columns.feats[after]
        right = columns.pos[after]
        if right in {"VERB", "AUX"}:
            right += feats.get("Gender", "") + feats.get("Number", "")
    return (f"p {kind} {left}", f"q {kind} {right}", f"r {kind} {most}"), most


def seen_elsewhere(word: Word, r: Reading, known: Evidence) -> Seen:
    """Look a reading up among the document's other names."""
    low, form = plain(word.low), plain(r.form)
    keep, is_nominative = form == low, word.case == "Nom"
    return Seen(
        min(known.nominative.get(form, 0) - (keep and is_nominative), 2),
        min(known.nominative.get(low, 0) - is_nominative, 2),
        min(len(known.cases.get(low, ())), 3),
        not keep and form in known.cases,
    )


def nominative(
    words: Sequence[Word], kind: str, around: tuple[str, ...], known: Evidence, rules: NameRules, vocab: Vocab
) -> tuple[Reading, ...]:
    """Choose the best row of readings."""
    rows = []
    for word in words:
        found = likely(rules, vocab, word, kind)
        rows.append(tuple(seen_elsewhere(word, r, known) for r, _ in found) if len(found) > 1 else ())
    path = _best_row(rules, vocab, tuple(words), kind, around, tuple(rows))
    return tuple(_as_it_stands(w, r, known) for w, r in zip(words, path, strict=True))


def _as_it_stands(word: Word, r: Reading, known: Evidence) -> Reading:
    """Keep a word that the page mostly shows in the nominative, even where the dictionary knows only another name.

    «Асия» is to the dictionary the genitive of «Асий»; a page about her says «Асия» as a subject over and over.
    """
    low = plain(word.low)
    if word.case != "Nom" or plain(r.form) == low:
        return r
    count = known.nominative.get(low, 0)
    if count < OFTEN or count < MOSTLY * known.total.get(low, 0):
        return r
    return Reading(word.low, "Nom", word.gender, word.number, r.kind)


@lru_cache(NAMES_KEPT)
def _best_row(
    rules: NameRules,
    vocab: Vocab,
    words: tuple[Word, ...],
    kind: str,
    around: tuple[str, ...],
    seen: tuple[tuple[Seen, ...], ...],
) -> tuple[Reading, ...]:
    """Viterbi; kept for the next time, since the same few names fill the news."""
    best: list[_Row] = []
    before: Word | None = None
    alone = len(words) == 1
    for n, word in enumerate(words):
        found = likely(rules, vocab, word, kind)
        row: list[_Row] = []
        for c, (r, score) in enumerate(found):
            if len(found) > 1:
                for weight in _outside_weights(rules, seen_outside(word, r), kind, around, seen[n][c]):
                    score += weight
                if kind == "PER":
                    score -= breach_alone(word, r, around[1], vocab)
                    if seen[n][c].form and r.form != word.low and word.case != "Nom":
                        score += SEEN  # the page has this very nominative: «Асия» for «Асию»
            side = NOBODY if alone else seen_beside(word, r)
            if before is None:
                row.append((score, (r,), side))
                continue
            step, path = -INFINITY, best[0][1]
            for so_far, taken, left in best:
                total = so_far
                if len(found) > 1 or len(best) > 1:
                    for weight in _link_weights(rules, left, side, kind):
                        total += weight
                    if kind == "PER":
                        total -= breach_together(before, taken[-1], word, r, around[1], vocab)
                if total > step:
                    step, path = total, taken
            row.append((score + step, (*path, r), side))
        best, before = row, word
    return max(best, key=lambda x: x[0])[1]


@lru_cache(LINKS_KEPT)
def _outside_weights(
    rules: NameRules, own: tuple[bool, str, str, str, str], kind: str, around: tuple[str, ...], seen: Seen
) -> tuple[float, ...]:
    return _weights(rules, outside_of(own, kind, around, seen))


@lru_cache(LINKS_KEPT)
def _link_weights(rules: NameRules, a: Beside, b: Beside, kind: str) -> tuple[float, ...]:
    return _weights(rules, links_of(a, b, kind))


def _weights(rules: NameRules, features: Iterable[str]) -> tuple[float, ...]:
    """Return the weights of features, without those that are 0."""
    return tuple(w for w in map(rules.weights.get, features) if w)


@lru_cache(WORDS_KEPT)
def likely(rules: NameRules, vocab: Vocab, word: Word, kind: str) -> tuple[tuple[Reading, float], ...]:
    """Return the readings worth a look, with the part of their score that needs no context, best first."""
    weight = rules.weights.get
    found = [
        (r, sum([weight(f, 0.0) for f in word_features(word, kind, r)])) for r in candidates(word, kind, rules, vocab)
    ]
    found.sort(key=lambda x: -x[1])
    out: list[tuple[Reading, float]] = []
    forms: Counter[str] = Counter()
    for r, score in found:
        near = score > found[0][1] - HOPELESS and len(out) < MOST_READINGS and forms[r.form] < SAME_FORM
        if near or r.source == "keep":
            out.append((r, score))
            forms[r.form] += 1
    return tuple(out)
