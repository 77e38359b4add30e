"""Which found thing answers which gold thing, one to one, and how right a grouping is.

Pairs are taken greedily, best first, and then exchanged along augmenting paths as long as that saves another pair, so
that the number of pairs is the largest possible in each tier. Rejected: a full assignment solver (scipy) for graphs
that are chains of two or three spans.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import fsum
from typing import TypeVar

__all__ = ["BCubed", "Edge", "b_cubed", "iou", "pair_up"]

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Edge:
    """Gold thing ``gold`` and found thing ``found`` may be a pair; a lower tier goes first, then a higher quality."""

    gold: int
    found: int
    quality: float
    tier: int = 0


def iou(a_start: int, a_stop: int, b_start: int, b_stop: int) -> float:
    """Return intersection over union of two ranges: 0 where they do not touch, 1 where they are equal."""
    common = min(a_stop, b_stop) - max(a_start, b_start)
    return common / (max(a_stop, b_stop) - min(a_start, b_start)) if common > 0 else 0.0


def pair_up(edges: Iterable[Edge]) -> dict[int, int]:
    """Return found by gold: as many pairs as possible tier by tier; a pair of an earlier tier is never broken up.

    >>> pair_up([Edge(0, 0, 1.0), Edge(0, 1, 0.5), Edge(1, 0, 0.4)])
    {0: 1, 1: 0}
    """
    pairs: dict[int, int] = {}
    tiers: dict[int, list[Edge]] = {}
    for edge in edges:
        tiers.setdefault(edge.tier, []).append(edge)
    for tier in sorted(tiers):
        taken = set(pairs.values())
        free = [e for e in tiers[tier] if e.gold not in pairs and e.found not in taken]
        pairs |= _pair_tier(sorted(free, key=lambda e: (-e.quality, e.gold, e.found)))
    return dict(sorted(pairs.items()))


def _pair_tier(edges: list[Edge]) -> dict[int, int]:
    offers: dict[int, list[int]] = {}
    owner: dict[int, int] = {}
    for edge in edges:
        offers.setdefault(edge.gold, []).append(edge.found)
    paired: set[int] = set()
    for edge in edges:
        if edge.gold not in paired and edge.found not in owner:
            owner[edge.found] = edge.gold
            paired.add(edge.gold)

    def place(gold: int, tried: set[int]) -> bool:
        for found in offers[gold]:
            if found not in tried:
                tried.add(found)
                if found not in owner or place(owner[found], tried):
                    owner[found] = gold
                    return True
        return False

    for gold in offers:
        if gold not in paired:
            place(gold, set())
    return {gold: found for found, gold in owner.items()}


@dataclass(frozen=True, slots=True)
class BCubed:
    """Precision and recall of a grouping, each the mean over its own items."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(gold: Mapping[Item, Hashable], found: Mapping[Item, Hashable]) -> BCubed:
    """Compare two groupings, given as group by item; an item that only one side has counts as wrong there.

    After Bagga and Baldwin (1998). Items present on both sides carry the same key.
    """
    common = Counter((gold[item], found[item]) for item in gold if item in found)
    gold_size, found_size = Counter(gold.values()), Counter(found.values())
    precision = fsum(n * n / found_size[f] for (_, f), n in common.items())
    recall = fsum(n * n / gold_size[g] for (g, _), n in common.items())
    return BCubed(precision / len(found) if found else 0.0, recall / len(gold) if gold else 0.0)
