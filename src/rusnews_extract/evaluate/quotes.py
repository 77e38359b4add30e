"""Score who said what: the span of the quote, and its speaker.

Spans are compared without quote marks and end points: four fifths of the two together must be common, since where
reported speech ends is often a matter of taste. Titles and names in quote marks are traps.
"""

from collections.abc import Sequence

from rusnews_extract.evaluate.found import FoundQuote, Page
from rusnews_extract.evaluate.gold import GoldQuote
from rusnews_extract.evaluate.matching import Edge, iou, pair_up
from rusnews_extract.evaluate.names import same_name, trim_quote
from rusnews_extract.evaluate.report import Report, Tally

__all__ = ["score_quotes"]

NEAR = 0.8


def score_quotes(pages: Sequence[Page]) -> Report:
    """Return ``quotes.*``, ``quotes.speaker`` and ``quotes.kind`` over matched quotes, ``quotes.traps`` avoided."""
    tally = Tally("quotes")
    right = found = gold = speakers = kinds = traps = hit = 0
    for page in pages:
        doc, got = page.gold, page.found.quotes
        spans = [trim_quote(doc.text, q.start, q.stop) for q in doc.quotes]
        places = [trim_quote(doc.text, q.start, q.stop) for q in got]
        pairs = pair_up(
            Edge(i, j, quality)
            for i, span in enumerate(spans)
            for j, place in enumerate(places)
            if (quality := iou(*span, *place)) >= NEAR
        )
        paired = set(pairs.values())
        extra = [j for j, p in enumerate(places) if j not in paired and doc.zone(*p) != "caption"]
        right += len(pairs)
        gold += len(spans)
        found += len(pairs) + len(extra)
        speakers += sum(_same_speaker(doc.quotes[i], got[j]) for i, j in pairs.items())
        kinds += sum(doc.quotes[i].kind == got[j].kind for i, j in pairs.items())
        traps += len(doc.not_quotes)
        lures = [trim_quote(doc.text, t.start, t.stop) for t in doc.not_quotes]
        hit += sum(any(iou(*lure, *place) >= NEAR for place in places) for lure in lures)
        _note(page, pairs, extra, tally)
    tally.detection("quotes", right, found, gold)
    tally.share("quotes.speaker", speakers, right)
    tally.share("quotes.kind", kinds, right)
    tally.share("quotes.traps", traps - hit, traps)
    return tally.report()


def _same_speaker(want: GoldQuote, have: FoundQuote) -> bool:
    if have.speaker is None:
        return want.speaker is None
    names = want.aliases if want.speaker is None else (want.speaker, *want.aliases)
    return any(same_name(name, have.speaker) for name in names)


def _note(page: Page, pairs: dict[int, int], extra: Sequence[int], tally: Tally) -> None:
    doc, got = page.gold, page.found.quotes
    told: set[int] = set()
    for i, want in enumerate(doc.quotes):
        if i in pairs:
            if not _same_speaker(want, got[pairs[i]]):
                detail = f"«{got[pairs[i]].speaker}» for «{want.speaker}»"
                tally.differ(doc, "wrong", want.start, want.stop, detail, "speakers")
            continue
        near = [j for j in extra if j not in told and iou(want.start, want.stop, got[j].start, got[j].stop) > 0]
        if near:
            told.add(near[0])
            have = got[near[0]]
            tally.differ(
                doc, "wrong", want.start, want.stop, f"{want.kind}; found «{doc.text[have.start : have.stop]}»"
            )
        else:
            tally.differ(doc, "missing", want.start, want.stop, f"{want.kind}, {want.speaker}")
    for j in extra:
        if j not in told:
            tally.differ(doc, "extra", got[j].start, got[j].stop, f"{got[j].kind}, {got[j].speaker}")
