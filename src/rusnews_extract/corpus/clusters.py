"""The same event told in several documents gets one cluster id.

Two clusters of a type are one when their times do not clash and they share enough: a named party or the place counts
one, a noun of a party that is no name counts a half. An undated telling is taken to lie in the week before its page
was published. Tellings of near-duplicate pages with one trigger are one in any case. Clusters grow in order of
publication, and a date once narrowed stays narrow, so that a chain of vague tellings cannot swallow a year. A wrong
merge is worse than a missed one: with a month for a date, without any, or for a verbal act (who demands, demands
often) two ties are needed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from rusnews_extract.keys import EventKey

__all__ = ["join_clusters"]

EXACT = timedelta(days=3)
FINE = timedelta(days=31)
BEFORE = timedelta(days=7)
"""How long before its publication an undated telling may have happened."""
MONTHS_INDEXED = 6


@dataclass(slots=True, eq=False)
class _Cluster:
    cluster_id: str
    type: str
    verbal: bool
    told: date | None
    start: date | None = None
    end: date | None = None
    soft_start: date | None = None
    soft_end: date | None = None
    named: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    lemmas: set[str] = field(default_factory=set)
    modes: Counter[str] = field(default_factory=Counter)
    reprints: set[str] = field(default_factory=set)

    @property
    def ties(self) -> list[str]:
        return sorted(self.named | self.places | self.reprints)

    def within(self, length: timedelta) -> bool:
        return self.start is not None and self.end is not None and self.end - self.start <= length

    def clashes(self, start: date | None, end: date | None) -> bool:
        late = self.soft_end is not None and start is not None and start > self.soft_end
        early = self.soft_start is not None and end is not None and end < self.soft_start
        return late or early

    def narrow(self, start: date | None, end: date | None) -> None:
        self.start = max((d for d in (self.start, start) if d), default=None)
        self.end = min((d for d in (self.end, end) if d), default=None)
        if self.start or self.end:
            self.soft_start, self.soft_end = self.start, self.end

    def main_mode(self) -> str | None:
        return min(self.modes, key=lambda m: (-self.modes[m], m)) if self.modes else None

    def same_mode(self, other: "_Cluster") -> bool:
        """A call is no meeting: each one's most frequent mode must occur in the other, where both have modes."""
        own, others = self.main_mode(), other.main_mode()
        return own is None or others is None or (own in other.modes and others in self.modes)

    def add(self, other: "_Cluster") -> None:
        self.narrow(other.start, other.end)
        self.named |= other.named
        self.nouns |= other.nouns
        self.places |= other.places
        self.lemmas |= other.lemmas
        self.modes += other.modes
        self.reprints |= other.reprints

    def buckets(self) -> list[str]:
        """Return the months it may lie in; none for a cluster that may lie in very many."""
        if self.soft_start is None or self.soft_end is None:
            return []
        first = self.soft_start.year * 12 + self.soft_start.month
        last = self.soft_end.year * 12 + self.soft_end.month
        return [] if last - first >= MONTHS_INDEXED else [str(m) for m in range(first, last + 1)]


def join_clusters(
    keys: Iterable[EventKey], linked: Callable[[str, str], str], duplicates: Mapping[str, str]
) -> Mapping[str, str]:
    """Map each document's cluster id to the id of the corpus cluster.

    ``linked(doc_id, party)`` gives final entity ids; ``duplicates`` maps near-duplicates to their first publication.
    """
    joined: dict[str, str] = {}
    index: dict[tuple[str, str, str], dict[str, _Cluster]] = defaultdict(dict)
    pieces = _pieces(keys, linked, duplicates)
    for piece in sorted(pieces, key=lambda c: (c.told or date.max, c.cluster_id)):
        home = next((c for c in _rivals(index, piece) if _same(c, piece)), None)
        if home is None:
            home = piece
        else:
            home.add(piece)
        joined[piece.cluster_id] = home.cluster_id
        for place in _places(home, write=True):
            index[place][home.cluster_id] = home
    return joined


def _pieces(
    keys: Iterable[EventKey], linked: Callable[[str, str], str], duplicates: Mapping[str, str]
) -> list[_Cluster]:
    pieces: dict[str, _Cluster] = {}
    reprinted = set(duplicates.values())
    for key in keys:
        piece = pieces.get(key.cluster_id)
        if piece is None:
            piece = _Cluster(key.cluster_id, key.type, key.verbal, key.told_to)
            piece.soft_start = key.told_from and key.told_from - BEFORE
            piece.soft_end = key.told_to
            pieces[key.cluster_id] = piece
        hard = _Cluster("", "", False, None, soft_start=piece.start, soft_end=piece.end)
        if piece.type == key.type and not hard.clashes(key.start_date, key.end_date):
            piece.narrow(key.start_date, key.end_date)
        piece.lemmas.add(key.lemma)
        if key.mode:
            piece.modes[key.mode] += 1
        for party in key.parties:
            if party.startswith("~"):
                piece.nouns.update(word[:6] for word in party[1:].split() if len(word) > 3)
            else:
                piece.named.add(linked(key.doc_id, party))
        piece.places.update(linked(key.doc_id, p) for p in key.places)
        first = duplicates.get(key.doc_id, key.doc_id)
        if first in reprinted:
            piece.reprints.add(f"={first} {key.lemma}")
    return list(pieces.values())


def _places(cluster: _Cluster, *, write: bool) -> Iterator[tuple[str, str, str]]:
    """Yield where a cluster stands in the index, or (not ``write``) where those stand that it may be one with."""
    buckets = cluster.buckets()
    own = [*buckets, "all"] if write else [*buckets, "any"] if buckets else ["all"]
    if write and not buckets:
        own.append("any")
    for tie in cluster.ties:
        for bucket in own:
            yield cluster.type, tie, bucket


def _rivals(index: Mapping[tuple[str, str, str], dict[str, _Cluster]], piece: _Cluster) -> list[_Cluster]:
    found = {c.cluster_id: c for place in _places(piece, write=False) for c in index.get(place, {}).values()}
    return sorted(found.values(), key=lambda c: (-len(c.reprints & piece.reprints), -_score(c, piece), c.cluster_id))


def _score(home: _Cluster, piece: _Cluster) -> float:
    nouns = 0.5 if home.nouns & piece.nouns else 0.0
    return len(home.named & piece.named) + bool(home.places & piece.places) + nouns


def _same(home: _Cluster, piece: _Cluster) -> bool:
    if home.clashes(piece.soft_start, piece.soft_end) or not home.same_mode(piece):
        return False
    if home.reprints & piece.reprints:
        return True
    shared = home.named & piece.named
    if not shared and home.named and piece.named:
        return False
    if not shared and home.places and piece.places and not home.places & piece.places:
        return False
    score = _score(home, piece)
    if home.verbal:
        again = bool(home.lemmas & piece.lemmas) and home.within(EXACT) and piece.within(EXACT)
        return score >= (1 if again else 2)
    if home.within(FINE) and piece.within(FINE):
        return score >= 1
    return score >= 2
