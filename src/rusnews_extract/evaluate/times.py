"""Score temporal expressions: where they are, what days they mean, and what must not be taken for one.

Prepositions are stripped on both sides, so that «с 7 октября» and «7 октября» are one span. Optional ones and those in
captions are neither asked for nor wrong. A trap counts as hit by any overlap.
"""

from collections import Counter
from collections.abc import Sequence

from rusnews_extract.evaluate.found import FoundTime, Page
from rusnews_extract.evaluate.gold import GoldTime
from rusnews_extract.evaluate.matching import Edge, iou, pair_up
from rusnews_extract.evaluate.names import trim_preposition
from rusnews_extract.evaluate.report import Report, Tally

__all__ = ["score_times"]

Span = tuple[int, int]


def score_times(pages: Sequence[Page]) -> Report:
    """Return ``times.overlap.*``, ``times.exact.*``, ``times.value`` over matched dates and ``times.traps`` avoided."""
    tally = Tally("times")
    overlap = exact = gold = found = values = dated = traps = hit = 0
    for page in pages:
        wanted, got = page.gold.times, page.found.times
        spans = [trim_preposition(page.gold.text, t.start, t.stop) for t in wanted]
        places = [trim_preposition(page.gold.text, t.start, t.stop) for t in got]
        pairs = _pair(wanted, spans, places)
        asked = {i for i, t in enumerate(wanted) if not t.optional}
        free = _free(page, spans, places, pairs)
        overlap += len(asked & pairs.keys())
        exact += (Counter(spans[i] for i in asked) & Counter(p for j, p in enumerate(places) if j not in free)).total()
        gold += len(asked)
        found += len(got) - len(free)
        dates = [(i, j) for i, j in pairs.items() if i in asked and wanted[i].type in {"DATE", "TIME"}]
        dated += len(dates)
        values += sum(_same_days(wanted[i], got[j]) for i, j in dates)
        traps += len(page.gold.not_times)
        hit += sum(any(_touch((t.start, t.stop), (f.start, f.stop)) for f in got) for t in page.gold.not_times)
        for i in sorted(asked & pairs.keys()):
            if spans[i] != places[pairs[i]]:
                tally.differ(page.gold, "wrong", *places[pairs[i]], f"span, for «{wanted[i].text}»")
        _note(page, pairs, asked, free, dates, tally)
    tally.detection("times.overlap", overlap, found, gold)
    tally.detection("times.exact", exact, found, gold)
    tally.share("times.value", values, dated)
    tally.share("times.traps", traps - hit, traps)
    return tally.report()


def _pair(wanted: Sequence[GoldTime], spans: Sequence[Span], places: Sequence[Span]) -> dict[int, int]:
    """Pair by overlap, what gold asks for before what is optional."""
    return pair_up(
        Edge(i, j, quality, tier=int(wanted[i].optional))
        for i, span in enumerate(spans)
        for j, place in enumerate(places)
        if (quality := iou(*span, *place)) > 0
    )


def _free(page: Page, spans: Sequence[Span], places: Sequence[Span], pairs: dict[int, int]) -> set[int]:
    """Return what was found and is neither right nor wrong: at an optional time, or in a caption."""
    paired = set(pairs.values())
    optional = [i for i, t in enumerate(page.gold.times) if t.optional]
    return {pairs[i] for i in optional if i in pairs} | {
        j
        for j, place in enumerate(places)
        if j not in paired and (page.gold.zone(*place) == "caption" or any(_touch(spans[i], place) for i in optional))
    }


def _touch(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _same_days(want: GoldTime, have: FoundTime) -> bool:
    return (want.start_date, want.end_date) == (have.start_date, have.end_date)


def _note(
    page: Page, pairs: dict[int, int], asked: set[int], free: set[int], dates: Sequence[tuple[int, int]], tally: Tally
) -> None:
    doc, got = page.gold, page.found.times
    for i in sorted(asked - pairs.keys()):
        tally.differ(doc, "missing", doc.times[i].start, doc.times[i].stop, doc.times[i].value or "")
    for i, j in dates:
        want, have = doc.times[i], got[j]
        if not _same_days(want, have):
            detail = f"{have.start_date}..{have.end_date} for {want.start_date}..{want.end_date} ({want.value})"
            tally.differ(doc, "wrong", have.start, have.stop, detail)
    paired = set(pairs.values())
    for j, have in enumerate(got):
        if j not in paired and j not in free:
            trap = next((t.why for t in doc.not_times if _touch((t.start, t.stop), (have.start, have.stop))), None)
            tally.differ(doc, "extra", have.start, have.stop, f"trap: {trap}" if trap else "")
