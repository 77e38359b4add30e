"""The same event told in several documents gets one cluster id.

Two clusters of a type are one when they are told in kindred words (one entry of the lexicon, one family, or one mode),
their times do not clash, not only one of them says that it did not happen, and they share enough: a named party, the
place or the day counts one; a noun of a party, or a name inside one («самолёт AzAl»), a half. An undated telling is
taken to lie in the week before its page was published, an undated plan in the month after; a day without its year
(«7 октября») must fit the day of the other. Tellings of near-duplicate pages with one trigger are one in any case.
Clusters grow in order of publication, and a date once narrowed stays narrow, so that a chain of vague tellings cannot
swallow a year. A wrong merge is worse than a missed one: with a month for a date, without any, or for a verbal act (who
demands, demands often) two ties are needed, a place alone is no tie, and what one document tells apart stays apart.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from rusnews_extract.keys import EventKey

__all__ = ["join_clusters", "tell_days"]

EXACT = timedelta(days=3)
FINE = timedelta(days=31)
BEFORE = timedelta(days=7)
"""How long before its publication an undated telling may have happened."""
AFTER = timedelta(days=31)
"""How long after it an undated plan may come true."""
MONTHS_INDEXED = 6
STEM, SHORT = 6, 3
UNREAL = frozenset({"planned", "hypothetical"})


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
    inner: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    entries: set[str] = field(default_factory=set)
    kin: set[str] = field(default_factory=set)
    modes: Counter[str] = field(default_factory=Counter)
    negated: bool = True
    documents: set[str] = field(default_factory=set)
    reprints: set[str] = field(default_factory=set)

    @property
    def ties(self) -> list[str]:
        return sorted(self.named | self.inner | self.places | self.reprints)

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

    def main_modes(self) -> set[str]:
        most = max(self.modes.values(), default=0)
        return {mode for mode, count in self.modes.items() if count == most}

    def same_mode(self, other: "_Cluster") -> bool:
        """A call is no meeting: a most frequent mode of each must occur in the other, where both have modes."""
        own, others = self.main_modes(), other.main_modes()
        return not own or not others or bool(own & other.modes.keys() and others & self.modes.keys())

    def told_alike(self, other: "_Cluster") -> bool:
        return bool(self.kin & other.kin) and self.same_mode(other)

    def fits_day(self, other: "_Cluster") -> bool | None:
        """Say whether a yearless day of either lies in the days of the other; None where none is told."""
        for one, two in ((self, other), (other, self)):
            if one.days and two.start is not None and two.end is not None and two.within(EXACT):
                span = (two.start + timedelta(days=n) for n in range((two.end - two.start).days + 1))
                return any(day.strftime("%m-%d") in one.days for day in span)
        return bool(self.days & other.days) if self.days and other.days else None

    def add(self, other: "_Cluster") -> None:
        self.narrow(other.start, other.end)
        self.named |= other.named
        self.inner |= other.inner
        self.nouns |= other.nouns
        self.places |= other.places
        self.days |= other.days
        self.entries |= other.entries
        self.kin |= other.kin
        self.modes += other.modes
        self.documents |= other.documents
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


def tell_days(keys: Iterable[EventKey], joined: Mapping[str, str]) -> Mapping[str, date]:
    """Return the days of events that give theirs without a year, by event id: another telling of the event has it.

    Given only where the tellings of the cluster that name one day leave one possible.
    """
    days: dict[str, set[date]] = defaultdict(set)
    yearless: list[EventKey] = []
    for key in keys:
        if key.start_date is not None and key.start_date == key.end_date:
            days[joined[key.cluster_id]].add(key.start_date)
        elif key.start_date is None and key.end_date is None and key.days:
            yearless.append(key)
    found: dict[str, date] = {}
    for key in yearless:
        fitting = [day for day in days[joined[key.cluster_id]] if day.strftime("%m-%d") in key.days]
        if len(fitting) == 1:
            found[key.event_id] = fitting[0]
    return found


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
            piece.documents.add(key.doc_id)
            pieces[key.cluster_id] = piece
        _gather(piece, key, linked)
        first = duplicates.get(key.doc_id, key.doc_id)
        if first in reprinted:
            piece.reprints.add(f"={first} {key.lemma}")
    return list(pieces.values())


def _gather(piece: _Cluster, key: EventKey, linked: Callable[[str, str], str]) -> None:
    """Add what one telling says to its document's cluster."""
    hard = _Cluster("", "", False, None, soft_start=piece.start, soft_end=piece.end)
    if piece.type == key.type and not hard.clashes(key.start_date, key.end_date):
        piece.narrow(key.start_date, key.end_date)
    if key.status in UNREAL and piece.start is None and piece.end is None and key.told_to is not None:
        piece.soft_end = key.told_to + AFTER
    piece.negated &= key.status == "negated"
    piece.entries.update(key.kin[:1])
    piece.kin.update(key.kin)
    piece.days.update(key.days)
    if key.mode:
        piece.modes[key.mode] += 1
    for party in key.parties:
        if party.startswith("~"):
            piece.nouns.update(word[:STEM] for word in party[1:].split() if len(word) > SHORT)
        else:
            piece.named.add(linked(key.doc_id, party))
    piece.inner.update(linked(key.doc_id, name) for name in key.inner)
    piece.places.update(linked(key.doc_id, p) for p in key.places)


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
    """Add up the ties: a half for nouns, for names inside them, and beside a name for one word and for equal dates."""
    shared = home.named & piece.named
    inside = (home.named | home.inner) & (piece.named | piece.inner) - shared
    halves = bool(home.nouns & piece.nouns) + bool(inside)
    if shared and not home.verbal:
        same_days = home.start is not None and (home.start, home.end) == (piece.start, piece.end)
        halves += bool(home.entries & piece.entries) + same_days
    return len(shared) + bool(home.places & piece.places) + (home.fits_day(piece) is True) + halves / 2


def _same(home: _Cluster, piece: _Cluster) -> bool:
    if home.clashes(piece.soft_start, piece.soft_end) or not home.same_mode(piece):
        return False
    if home.reprints & piece.reprints:
        return True
    if home.documents & piece.documents or home.negated != piece.negated or not home.told_alike(piece):
        return False
    shared = home.named & piece.named
    inside = (home.named | home.inner) & (piece.named | piece.inner)
    placed = home.places & piece.places
    if home.negated and not (home.within(FINE) and piece.within(FINE)):
        return False
    if home.fits_day(piece) is False or (not shared and home.named and piece.named):
        return False
    if not inside and home.places and piece.places and not placed:
        return False
    return _score(home, piece) >= _needed(home, piece, placed_only=not inside)


def _needed(home: _Cluster, piece: _Cluster, *, placed_only: bool) -> float:
    """Return how many ties two clusters must share."""
    if home.verbal:
        return 1 if home.within(EXACT) and piece.within(EXACT) else 2
    fine = home.within(FINE) and piece.within(FINE)
    return (1.5 if placed_only else 1) if fine else 2
