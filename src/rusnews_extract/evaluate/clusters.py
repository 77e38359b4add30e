"""Score which tellings are one event: pairs and B³ over ``cluster_id``, inside each document and over all of them.

Only events are asked that gold names with a ``cluster`` and that a row of the same type answers, core or not, for a
missed telling is the trigger's fault. Groups are a type and a cluster: gold may give the raid and the deaths in it one
key, tables keep types apart. ``…across`` counts only pairs of two documents, so that retellings inside long pages
cannot hide what the corpus phase does. B³ on the side of pairs, for one wrong merge of two large groups is many pairs.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rusnews_extract.evaluate.found import Page
from rusnews_extract.evaluate.matching import Edge, b_cubed, iou, pair_up
from rusnews_extract.evaluate.report import Report, Tally

__all__ = ["score_clusters"]

Item = tuple[int, int]
"""A page and the number of an event in its gold."""


def score_clusters(pages: Sequence[Page]) -> Report:
    """Return ``events.clusters.*`` and ``events.clusters.{document,pairs,across}.*``."""
    tally = Tally("clusters")
    gold: dict[Item, str] = {}
    found: dict[Item, str] = {}
    for p, page in enumerate(pages):
        for i, j in _tellings(page).items():
            want = page.gold.events[i]
            gold[p, i] = f"{want.type} {want.cluster}"
            found[p, i] = f"{want.type} {page.found.events[j].cluster_id or (p, j)}"
    tally.counts["events.clusters.tellings"] = len(gold)
    if not gold:
        return tally.report()
    whole, inside = b_cubed(gold, found), b_cubed(_by_page(gold), _by_page(found))
    tally.harmonic("events.clusters", whole.precision, whole.recall)
    tally.harmonic("events.clusters.document", inside.precision, inside.recall)
    _count_pairs("events.clusters.pairs", gold, found, tally)
    _count_pairs("events.clusters.across", gold, found, tally, across=True)
    _note(pages, gold, found, tally)
    return tally.report()


def _tellings(page: Page) -> dict[int, int]:
    return pair_up(
        Edge(i, j, quality, tier=not want.core)
        for i, want in enumerate(page.gold.events)
        if want.cluster is not None and page.gold.zone(want.start, want.stop) == "kept"
        for j, have in enumerate(page.found.events)
        if want.type == have.type and (quality := iou(want.start, want.stop, have.start, have.stop)) > 0
    )


def _by_page(groups: Mapping[Item, str]) -> dict[Item, tuple[int, str]]:
    return {item: (item[0], group) for item, group in groups.items()}


def _count_pairs(
    name: str, gold: Mapping[Item, str], found: Mapping[Item, str], tally: Tally, *, across: bool = False
) -> None:
    """Score pairs of tellings; with ``across`` without those of one document."""
    kinds: list[Iterable[tuple[str, ...]]] = [
        [(found[i], gold[i]) for i in gold],
        [(group,) for group in found.values()],
        [(group,) for group in gold.values()],
    ]
    counts = [_pairs(kind) for kind in kinds]
    if across:
        for page in {p for p, _ in gold}:
            own = [i for i in gold if i[0] == page]
            counts[0] -= _pairs((found[i], gold[i]) for i in own)
            counts[1] -= _pairs((found[i],) for i in own)
            counts[2] -= _pairs((gold[i],) for i in own)
    tally.detection(name, *counts)


def _pairs(groups: Iterable[tuple[str, ...]]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())


def _note(pages: Sequence[Page], gold: Mapping[Item, str], found: Mapping[Item, str], tally: Tally) -> None:
    """Note each telling that its cluster does not belong to by majority, or that lies outside its event's main one."""
    owner: dict[str, str] = {}
    home: dict[str, str] = {}
    for (key, cluster), _ in sorted(Counter((gold[i], found[i]) for i in gold).items(), key=lambda e: (-e[1], e[0])):
        owner.setdefault(cluster, key)
        home.setdefault(key, cluster)
    for p, i in sorted(gold):
        key, cluster, event = gold[p, i], found[p, i], pages[p].gold.events[i]
        if owner[cluster] != key:
            detail = f"one with {owner[cluster]} for {key}"
        elif home[key] != cluster:
            detail = f"apart from the other tellings of {key}"
        else:
            continue
        tally.differ(pages[p].gold, "wrong", event.start, event.stop, detail)
