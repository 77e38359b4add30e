"""The parse of a document as the event stage reads it: children, prepositions, clauses, guarded climbs.

The parser takes heads token by token, so the «tree» may have several roots and circles: every climb here counts its
steps. Clauses are cut by punctuation and conjunctions between finite verbs, without the parser, because over 25 tokens
its arcs cross clause ends in one case of eight. Rejected: decoding a maximum spanning tree (no gain in the scores).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rusnews_extract.model import ParsedDocument
from rusnews_extract.nlp.vocab import Vocab
from rusnews_extract.stages.events.mending import mended

__all__ = ["Grammar"]

STEPS = 6
BREAKS = frozenset({",", ";", ":", "—", "–", "-", "(", ")", "…"})
STRONG_BREAKS = frozenset({";", ":"})
JOINS = frozenset({"и", "или", "либо"})
OPENERS = frozenset(
    [
        "что",
        "чтобы",
        "который",
        "где",
        "когда",
        "если",
        "хотя",
        "поскольку",
        "как",
        "пока",
        "куда",
        "откуда",
        "а",
        "но",
        "однако",
        "тогда",
        "зато",
        "причем",
        "после",
    ]
)
CORE = frozenset({"acl", "acl:relcl", "advcl", "ccomp", "parataxis", "csubj", "csubj:pass"})


class Grammar:
    """Look-ups over the tokens of one document; indices are those of ``ParsedDocument.tokens``.

    ``times`` are the spans of its dates and hours; ``timed`` are their tokens, which stand for nobody.
    """

    def __init__(self, parsed: ParsedDocument, vocab: Vocab, times: Sequence[tuple[int, int]] = ()) -> None:
        tokens = parsed.tokens
        self.vocab = vocab
        self.text = tokens.text
        self.lemma = list(tokens.lemma)
        self.pos = list(tokens.pos)
        self.feats = list(tokens.feats)
        for i, reading in mended(vocab, tokens.text, tokens.pos, tokens.feats).items():
            self.lemma[i], self.pos[i], self.feats[i] = reading.lemma, reading.pos, reading.feats
        self.rel = list(tokens.rel)
        self.head = list(tokens.head)
        self.start = tokens.start
        self.stop = tokens.stop
        self.sentences = parsed.sentences
        self.size = len(tokens)
        self.timed = frozenset(
            i for start, stop in times for i in range(bisect_left(self.start, start), bisect_left(self.start, stop))
        )
        self.sentence_starts = frozenset(s.token_start for s in parsed.sentences)
        self.children: list[list[int]] = [[] for _ in range(self.size)]
        for i, h in enumerate(self.head):
            if h >= 0:
                self.children[h].append(i)
        self._count_people()
        self.sentence: list[int] = [0] * self.size
        self.clause: list[int] = [0] * self.size
        self._clauses: list[tuple[int, int]] = []
        for number, s in enumerate(parsed.sentences):
            self.sentence[s.token_start : s.token_stop] = [number] * (s.token_stop - s.token_start)
            self._cut(s.token_start, s.token_stop)

    def _count_people(self) -> None:
        """Hang a number on the people behind it («2 человека»), wherever the parser hung it."""
        for i in range(self.size - 1):
            if not self.text[i].isdigit() and self.pos[i] != "NUM":
                continue
            noun = i + 1
            if self.pos[noun] == "ADJ" and i + 2 < self.size and self.head[noun] == i + 2:
                noun = i + 2
            if self.feats[noun].get("Animacy") != "Anim" or self.pos[noun] not in {"NOUN", "VERB"}:
                continue
            if i in self.timed or not self.sentence_starts.isdisjoint(range(i + 1, noun + 1)):
                continue  # «16:25 / Третий кандидат»
            if self.text[i].isdigit() and len(self.text[i]) == 3 and i > 0 and self.text[i - 1].isdigit():
                self._hang(i - 1, noun)  # «4 200 зрителей»
            if self.head[i] != noun and (self.text[i].isdigit() or self.pos[i] == "NUM") and self.head[noun] != i:
                self._hang(i, noun)

    def _hang(self, i: int, noun: int) -> None:
        if self.head[i] >= 0:
            self.children[self.head[i]].remove(i)
        self.head[i], self.rel[i] = noun, "nummod:gov"
        self.children[noun].insert(0, i)

    def of(self, i: int, *relations: str) -> list[int]:
        """Return the children of a token under these relations, subtypes included («nsubj» takes «nsubj:pass»)."""
        return [c for c in self.children[i] if self.rel[c] in relations or self.rel[c].partition(":")[0] in relations]

    def case(self, i: int) -> str:
        """Return the case of a token, empty where it has none."""
        return self.feats[i].get("Case", "")

    def may_be_nominative(self, i: int) -> bool:
        """Say whether the form can be a nominative, whatever the tagger took it for («Орлова» the woman)."""
        case = self.case(i)
        if case in {"Nom", ""}:
            return True
        named = self.pos[i] == "PROPN" or (len(self.text[i]) > 1 and self.text[i].isupper())
        return named and any(p.tag.case == "nomn" for p in self.vocab.parse(self.text[i]))

    def several(self, i: int) -> bool:
        """Say whether a nominal is about more than one: a plural, a pair, «два студента»."""
        feats = self.feats[i]
        if feats.get("Number") == "Plur" or any(self.rel[c] == "conj" for c in self.children[i]):
            return True
        return self.pos[i] == "NUM" or any(
            self.rel[c].startswith("nummod") and self.lemma[c] not in {"один", "1"} for c in self.children[i]
        )

    def preposition(self, i: int) -> str:
        """Return the preposition of a token, or of the noun it is coordinated with; empty for none."""
        for _ in range(STEPS):
            for c in self.children[i]:
                if (self.pos[c] == "ADP" and self.rel[c] == "case") or (self.pos[c] == "ADP" and c < i <= c + 2):
                    lemma = self.lemma[c]
                    return lemma[:-1] if lemma in {"со", "во", "ко", "обо", "передо"} else lemma
            if i > 0 and self.pos[i - 1] == "ADP":
                return self.lemma[i - 1]
            if self.rel[i] != "conj" or self.head[i] < 0:
                return ""
            i = self.head[i]
        return ""

    def is_finite(self, i: int) -> bool:
        """Say whether the token can be a predicate of its own: a finite verb or a short participle."""
        if self.pos[i] not in {"VERB", "AUX"}:
            return False
        feats = self.feats[i]
        return feats.get("VerbForm") == "Fin" or feats.get("Variant") == "Short"

    def is_full_participle(self, i: int) -> bool:
        """Say whether the token is a participle that modifies a noun."""
        feats = self.feats[i]
        return feats.get("VerbForm") == "Part" and feats.get("Variant") != "Short"

    def is_passive(self, i: int) -> bool:
        """Say whether a verb form is passive."""
        return self.feats[i].get("Voice") == "Pass" or any(self.rel[c] == "nsubj:pass" for c in self.children[i])

    def has_not(self, i: int) -> bool:
        """Say whether «не» or «ни» negates the token."""
        if i > 0 and self.text[i - 1].lower() in {"не", "ни"}:
            return not (i > 1 and self.text[i - 2].lower() == "чуть")
        return any(self.text[c].lower() == "не" and c < i and i - c <= 3 for c in self.children[i])

    def up(self, i: int, steps: int = STEPS) -> Iterator[int]:
        """Climb the heads of a token, at most so many, never twice over the same one."""
        seen = {i}
        for _ in range(steps):
            i = self.head[i]
            if i < 0 or i in seen:
                return
            seen.add(i)
            yield i

    def below(self, i: int, steps: int = STEPS, over_clauses: bool = False) -> list[int]:
        """Return a token and what hangs under it, without subordinate clauses unless asked for; in text order."""
        found = {i}
        level = [i]
        for _ in range(steps):
            level = [
                c
                for p in level
                for c in self.children[p]
                if c not in found and (over_clauses or self.rel[c] not in CORE)
            ]
            if not level:
                break
            found.update(level)
        return sorted(found)

    def clause_span(self, i: int) -> tuple[int, int]:
        """Return the clause of a token as ``(start, stop)`` of tokens."""
        return self._clauses[self.clause[i]]

    def sentence_span(self, i: int) -> tuple[int, int]:
        """Return the sentence of a token as ``(start, stop)`` of tokens."""
        s = self.sentences[self.sentence[i]]
        return s.token_start, s.token_stop

    def clause_predicate(self, i: int) -> int:
        """Return the finite verb of a token's clause, -1 where it has none."""
        start, stop = self.clause_span(i)
        return next((j for j in range(start, stop) if self.is_finite(j) and self.pos[j] == "VERB"), -1)

    def _cut(self, start: int, stop: int) -> None:
        """Cut a sentence between each two predicates: before «что», «который», «а», else at the first break."""
        begin, seen = start, False
        weak = strong = -1
        for i in range(start, stop):
            finite = self.is_finite(i)
            if not finite and self.text[i] not in BREAKS and self.lemma[i] not in JOINS:
                continue
            if strong >= 0 and self.text[i] == "," and i + 1 < stop and self.lemma[i + 1] in {"и", "а", "но"}:
                strong = i
            elif seen and strong < 0:
                if self._opens_clause(i, stop):
                    strong = i
                elif weak < 0 and (self.text[i] in BREAKS or self.lemma[i] in JOINS):
                    weak = i
            if not finite or self.rel[i].startswith(("aux", "cop")):
                continue
            mark = strong if strong >= 0 else weak
            if seen and mark > begin:
                self._close(begin, mark)
                begin = mark
            seen, weak, strong = True, -1, -1
        self._close(begin, stop)

    def _opens_clause(self, i: int, stop: int) -> bool:
        if self.text[i] in STRONG_BREAKS:
            return True
        following = self.lemma[i + 1] if i + 1 < stop else ""
        return self.text[i] in {",", "—", "–"} and (
            following in OPENERS or (i + 2 < stop and self.pos[i + 1] == "ADP" and self.lemma[i + 2] in OPENERS)
        )

    def _close(self, start: int, stop: int) -> None:
        if start == stop:
            return
        self.clause[start:stop] = [len(self._clauses)] * (stop - start)
        self._clauses.append((start, stop))
