"""The same event told in several documents gets one cluster id.

Two clusters of a type are one when their dates do not clash and they share enough: one party or the place where both
are dated to the month or finer, two such ties where a date is missing or vaguer. Clusters grow in order of
publication, and a date once narrowed stays narrow, so that a chain of vague tellings cannot swallow a year.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from rusnews_extract.keys import EventKey

__all__ = ["join_clusters"]

FINE = timedelta(days=31)
NEAR = timedelta(days=7)
"""How far apart two undated tellings may be published."""


@dataclass(slots=True, eq=False)
class _Cluster:
    cluster_id: str
    type: str
    published: date | None
    start: date | None = None
    end: date | None = None
    parties: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)

    @property
    def fine(self) -> bool:
        return self.start is not None and self.end is not None and self.end - self.start <= FINE

    def narrow(self, start: date | None, end: date | None) -> None:
        self.start = max((d for d in (self.start, start) if d), default=None)
        self.end = min((d for d in (self.end, end) if d), default=None)


def join_clusters(keys: Iterable[EventKey], linked: Callable[[str, str], str]) -> Mapping[str, str]:
    """Map each document's cluster id to the id of the corpus cluster; ``linked(doc_id, party)`` gives final ids."""
    pieces: dict[str, _Cluster] = {}
    for key in keys:
        piece = pieces.setdefault(key.cluster_id, _Cluster(key.cluster_id, key.type, key.published))
        if piece.type == key.type and not _clash(piece, key.start_date, key.end_date):
            piece.narrow(key.start_date, key.end_date)
        piece.parties.update(linked(key.doc_id, p) for p in key.parties)
        piece.places.update(linked(key.doc_id, p) for p in key.places)
    joined: dict[str, str] = {}
    index: dict[tuple[str, str], list[_Cluster]] = defaultdict(list)
    for piece in sorted(pieces.values(), key=lambda c: (c.published or date.max, c.cluster_id)):
        home = next((c for c in _rivals(index, piece) if _same(c, piece)), None)
        if home is None:
            home = piece
        else:
            home.narrow(piece.start, piece.end)
            home.parties |= piece.parties
            home.places |= piece.places
        joined[piece.cluster_id] = home.cluster_id
        for tie in sorted(piece.parties | piece.places):
            if home not in index[piece.type, tie]:
                index[piece.type, tie].append(home)
    return joined


def _rivals(index: Mapping[tuple[str, str], list[_Cluster]], piece: _Cluster) -> list[_Cluster]:
    found = {c.cluster_id: c for tie in sorted(piece.parties | piece.places) for c in index.get((piece.type, tie), ())}
    return sorted(found.values(), key=lambda c: (-len(c.parties & piece.parties), c.cluster_id))


def _same(home: _Cluster, piece: _Cluster) -> bool:
    if _clash(home, piece.start, piece.end):
        return False
    parties = len(home.parties & piece.parties)
    ties = parties + bool(home.places & piece.places)
    if home.fine and piece.fine:
        return ties >= 1 and (parties > 0 or not home.parties or not piece.parties)
    if home.published is None or piece.published is None:
        return ties >= 2
    return ties >= 2 and abs(home.published - piece.published) <= NEAR


def _clash(cluster: _Cluster, start: date | None, end: date | None) -> bool:
    late = cluster.end is not None and start is not None and start > cluster.end
    early = cluster.start is not None and end is not None and end < cluster.start
    return late or early
