"""Match all patterns at once: a bottom-up chart over word classes, from the last word to the first.

At each word the trie of patterns is walked along whatever was already built behind it; what a pattern makes is a class
like any other, so that days build dates and dates build ranges. Words without a class cost one look-up. Bounds on the
length of a match and on the readings of one class keep the work linear in the text, whatever stands in it.
Rejected: regular expressions over the text, and an Earley parser (general, but its state sets cost more than the
matches).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rusnews_extract.rules.times import Accept, Fields, Node, TimeRules
from rusnews_extract.stages.times.numerals import numeral_at
from rusnews_extract.stages.times.words import OLDEST, Classes, Words, classify

__all__ = ["Match", "Part", "find_matches"]

LONGEST = 26
READINGS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of a match: its fields and its words ``[first, last]``."""

    fields: "PartFields"
    first: int
    last: int


PartFields = Mapping[str, int | float | str | Part]


class Edge(NamedTuple):
    """A reading of the words from where it is stored up to ``stop``; its span within them is ``[first, last]``."""

    stop: int
    fields: PartFields
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found: words ``[start, stop)`` with their context, ``[first, last]`` without."""

    pattern: int
    start: int
    stop: int
    first: int
    last: int
    fields: PartFields


Column = dict[str, list[Edge]]
NOTHING: Classes = {}
_JOINTS = frozenset(".:/")


def find_matches(words: Words, rules: TimeRules) -> list[Match]:
    """Return the best matches that do not overlap, in text order; those of type ``NOT`` among them."""
    classes = classify(words, rules)
    chart = _Chart(words, classes, rules)
    for first, stop in _runs(words, classes, rules.weak):
        for i in range(stop - 1, first - 1, -1):
            chart.fill(i)
    return sorted(_best(chart.found, rules), key=lambda m: m.first)


def _runs(words: Words, classes: Sequence[Classes | None], weak: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the runs of words that have classes, leaving out those that cannot make a match («и в», «два дома»)."""
    start, strong = 0, False
    for i, here in enumerate(classes):
        if here is None:
            if strong:
                yield start, i
            start, strong = i + 1, False
        elif not strong:
            key = words.key[i]
            strong = not (key in weak or key in _JOINTS or (len(key) <= 3 and key[0].isdigit())) or _joins(words, i)
    if strong:
        yield start, len(classes)


def _joins(words: Words, i: int) -> bool:
    """Say whether a point, colon or stroke stands within figures: «18:30», «07.10.2024»."""
    after = i + 1
    return words.key[i] in _JOINTS and after < len(words.key) and words.tight(after) and words.key[after][0].isdigit()


class _Chart:
    """What has been built so far: at each word the edges that begin there, beside the readings of the word itself."""

    __slots__ = ("built", "classes", "found", "root", "rules", "words")

    def __init__(self, words: Words, classes: list[Classes | None], rules: TimeRules) -> None:
        self.words, self.rules, self.root = words, rules, rules.root
        self.classes = [*classes, None]
        self.built: list[Column] = [{}] * len(self.classes)
        self.found: list[Match] = []

    def fill(self, i: int) -> None:
        """Build all that begins at word ``i``; everything behind it is there already."""
        here = self.classes[i] or NOTHING
        column: Column = {}
        self.built[i] = column
        waiting: list[tuple[Node, Edge]] = []
        starts, after = self.root.next, i + 1
        for symbol, readings in here.items():
            node = starts.get(symbol)
            if node is not None and self._goes_on(node, after):
                for fields in readings:
                    waiting.append((node, Edge(after, fields, i, i)))
        if not self.root.tight.keys().isdisjoint(here) and self.words.tight(i):
            for symbol in self.root.tight.keys() & here.keys():
                waiting.append((self.root.tight[symbol], Edge(after, here[symbol][0], i, i)))
        numeral = numeral_at(self.classes, self.words, i)
        if numeral is not None:
            stop, kind, n = numeral
            for symbol, fields in _number_classes(kind, n):
                self._add(i, symbol, Edge(stop, fields, i, stop - 1), waiting)
        while waiting:
            node, edge = waiting.pop()
            self._extend(node, [edge], edge.stop, i, waiting)

    def _goes_on(self, node: Node, at: int) -> bool:
        """Say whether anything stands at ``at`` that the node could use."""
        if node.accepts or node.tight:
            return True
        here = self.classes[at]
        return here is not None and not (
            node.next.keys().isdisjoint(here) and node.next.keys().isdisjoint(self.built[at])
        )

    def _add(self, i: int, symbol: str, edge: Edge, waiting: list[tuple[Node, Edge]]) -> bool:
        same = self.built[i].get(symbol)
        if same is None:
            self.built[i][symbol] = [edge]
        else:
            rivals = [e for e in same if e.stop == edge.stop]
            if len(same) >= 4 * READINGS or len(rivals) >= READINGS:
                return False
            for e in rivals:
                if e.fields == edge.fields and e.first == edge.first:
                    return False
            same.append(edge)
        node = self.root.next.get(symbol)
        if node is not None and self._goes_on(node, edge.stop):
            waiting.append((node, edge))
        return True

    def _extend(self, node: Node, parts: list[Edge], at: int, i: int, waiting: list[tuple[Node, Edge]]) -> None:
        for accept in node.accepts:
            self._accept(accept, parts, i, waiting)
        here = self.classes[at]
        if here is None:
            return
        if node.next:
            self._cross(node.next, here, parts, at, i, waiting)
        if node.tight and self.words.tight(at):
            self._cross(node.tight, here, parts, at, i, waiting)

    def _cross(
        self,
        steps: dict[str, Node],
        here: Classes,
        parts: list[Edge],
        at: int,
        i: int,
        waiting: list[tuple[Node, Edge]],
    ) -> None:
        """Go on over the next word, and over all that was built there."""
        after = at + 1
        for symbol, readings in here.items():
            child = steps.get(symbol)
            if child is not None and self._goes_on(child, after):
                for fields in readings:
                    self._extend(child, [*parts, Edge(after, fields, at, at)], after, i, waiting)
        for symbol, edges in self.built[at].items():
            child = steps.get(symbol)
            if child is not None:
                for edge in edges:
                    if edge.stop - i <= LONGEST and self._goes_on(child, edge.stop):
                        self._extend(child, [*parts, edge], edge.stop, i, waiting)

    def _accept(self, accept: Accept, parts: list[Edge], i: int, waiting: list[tuple[Node, Edge]]) -> None:
        pattern = self.rules.patterns[accept.pattern]
        fields: dict[str, int | float | str | Part] = dict(self.rules.gives[accept.pattern])
        if pattern.type != "NOT" and not _merge(fields, accept, parts):
            return
        first, last, stop = parts[accept.first].first, parts[accept.last].last, parts[-1].stop
        added = self._add(i, pattern.makes, Edge(stop, fields, first, last), waiting)
        if added and pattern.type is not None:
            self.found.append(Match(accept.pattern, i, stop, first, last, fields))


def _merge(fields: dict[str, int | float | str | Part], accept: Accept, parts: list[Edge]) -> bool:
    """Put the fields of all parts together; False where two of them contradict each other."""
    for name, part in zip(accept.names, parts, strict=True):
        if len(name) == 1:
            fields[name] = Part(part.fields, part.first, part.last)
        elif name:
            fields[name] = part.fields.get("n", 0)
        else:
            for key, value in part.fields.items():
                if fields.setdefault(key, value) != value:
                    return False
    return True


def _number_classes(symbol: str, n: int | float) -> Iterator[tuple[str, Fields]]:
    if symbol == "NUM":
        yield "NUM", {"n": n}
        if n <= OLDEST:
            yield "AGE", {"n": n}
        if 1 <= n <= 24:
            yield "WHOUR", {"hour": n}
        return
    yield "ORD", {"n": n}
    if 1 <= n <= 31:
        yield "ORDDAY", {"day": n}
    if 1000 <= n <= 2199:
        yield "ORDYEAR", {"year": n}


def _best(found: list[Match], rules: TimeRules) -> Iterator[Match]:
    """Choose the longest matches first; of equal ones a refusal, then the rule that stands first in the file."""

    def rank(match: Match) -> tuple[int, bool, int, int, int]:
        refused = rules.patterns[match.pattern].type == "NOT"
        return match.start - match.stop, not refused, match.first - match.last, match.pattern, match.start

    taken: set[int] = set()
    for match in sorted(found, key=rank):
        span = range(match.first, match.last + 1)
        if taken.isdisjoint(span):
            taken.update(span)
            yield match
