"""Score events: triggers and types, who took part, and what is said of status, place and date.

Pairs are made one to one by overlap of the triggers, those of the same type first, core events before others. Free,
that is neither asked for nor wrong, are events that gold calls not core, those in captions, and retellings: rows of the
type and ``cluster_id`` of a row that was matched with its type in the same document. Whatever comes from a cut line is
wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rusnews_extract.evaluate.found import FoundEvent, Page
from rusnews_extract.evaluate.gold import GoldEvent
from rusnews_extract.evaluate.matching import Edge, iou, pair_up
from rusnews_extract.evaluate.names import SAME, likeness, same_name
from rusnews_extract.evaluate.report import Report, Tally

__all__ = ["score_events"]


@dataclass(frozen=True, slots=True)
class _Match:
    """``pairs`` are core events with what answers them; ``missed`` core events; ``extra`` are wrong rows."""

    page: Page
    pairs: tuple[tuple[GoldEvent, FoundEvent], ...]
    missed: tuple[GoldEvent, ...]
    extra: tuple[FoundEvent, ...]
    retold: int


def score_events(pages: Sequence[Page]) -> Report:
    """Return ``events.trigger.*``, ``events.typed.*``, the facts on matched events, ``events.participants.*``."""
    tally = Tally("events")
    matches = [_match(page) for page in pages]
    pairs = [pair for match in matches for pair in match.pairs]
    gold = len(pairs) + sum(len(m.missed) for m in matches)
    found = len(pairs) + sum(len(m.extra) for m in matches)
    typed = [(want, have) for want, have in pairs if want.type == have.type]
    tally.detection("events.trigger", len(pairs), found, gold)
    tally.detection("events.typed", len(typed), found, gold)
    tally.counts["events.retold"] = sum(m.retold for m in matches)
    _score_facts(pairs, typed, tally)
    _score_participants(matches, tally)
    for match in matches:
        _note(match, tally)
    return tally.report()


def _match(page: Page) -> _Match:
    gold, found = page.gold.events, page.found.events
    pairs = pair_up(
        Edge(i, j, quality, tier=2 * (want.type != have.type) + (not want.core))
        for i, want in enumerate(gold)
        for j, have in enumerate(found)
        if (quality := iou(want.start, want.stop, have.start, have.stop)) > 0
    )
    paired = set(pairs.values())
    told = {(found[j].type, found[j].cluster_id) for i, j in pairs.items() if gold[i].type == found[j].type}
    extra = []
    retold = 0
    for j, event in enumerate(found):
        zone = page.gold.zone(event.start, event.stop)
        if j in paired or zone == "caption":
            continue
        if zone == "kept" and event.cluster_id is not None and (event.type, event.cluster_id) in told:
            retold += 1
        else:
            extra.append(event)
    return _Match(
        page,
        tuple((gold[i], found[j]) for i, j in pairs.items() if gold[i].core),
        tuple(event for i, event in enumerate(gold) if event.core and i not in pairs),
        tuple(extra),
        retold,
    )


def _score_facts(
    pairs: Sequence[tuple[GoldEvent, FoundEvent]], typed: Sequence[tuple[GoldEvent, FoundEvent]], tally: Tally
) -> None:
    """Score over all matched events; ``…_given`` over those whose gold has the fact."""
    placed = [pair for pair in pairs if pair[0].place is not None]
    dated = [pair for pair in pairs if pair[0].start_date is not None or pair[0].end_date is not None]
    sourced = [pair for pair in pairs if pair[0].sources]
    tally.share("events.status", sum(w.status == h.status for w, h in pairs), len(pairs))
    tally.share("events.mode", sum(w.mode == h.mode for w, h in typed), len(typed))
    tally.share("events.place", sum(_same_place(w, h) for w, h in pairs), len(pairs))
    tally.share("events.place_given", sum(_same_place(w, h) for w, h in placed), len(placed))
    tally.share("events.date", sum(_same_days(w, h) for w, h in pairs), len(pairs))
    tally.share("events.date_given", sum(_same_days(w, h) for w, h in dated), len(dated))
    tally.share("events.source_given", sum(_same_source(w, h) for w, h in sourced), len(sourced))


def _same_place(want: GoldEvent, have: FoundEvent) -> bool:
    if want.place is None or have.place is None:
        return want.place is None and have.place is None
    return same_name(want.place, have.place)


def _same_days(want: GoldEvent, have: FoundEvent) -> bool:
    return (want.start_date, want.end_date) == (have.start_date, have.end_date)


def _same_source(want: GoldEvent, have: FoundEvent) -> bool:
    return have.source is not None and any(same_name(name, have.source) for name in want.sources)


def _score_participants(matches: Sequence[_Match], tally: Tally) -> None:
    """Score names of actors and recipients: role aside on matched events and over all, and in their right role."""
    right = in_role = found = gold = lost = wrong = 0
    for match in matches:
        for want, have in match.pairs:
            right += len(_pair_names((*want.actors, *want.recipients), (*have.actors, *have.recipients)))
            in_role += len(_pair_names(want.actors, have.actors)) + len(_pair_names(want.recipients, have.recipients))
            gold += len(want.actors) + len(want.recipients)
            found += len(have.actors) + len(have.recipients)
        lost += sum(len(e.actors) + len(e.recipients) for e in match.missed)
        wrong += sum(len(e.actors) + len(e.recipients) for e in match.extra)
    tally.detection("events.participants", right, found + wrong, gold + lost)
    tally.detection("events.participants.matched", right, found, gold)
    tally.detection("events.participants.in_role", in_role, found, gold)


def _pair_names(want: Sequence[str], have: Sequence[str]) -> dict[int, int]:
    return pair_up(
        Edge(i, j, quality)
        for i, a in enumerate(want)
        for j, b in enumerate(have)
        if (quality := likeness(a, b)) >= SAME
    )


def _note(match: _Match, tally: Tally) -> None:
    doc = match.page.gold
    for event in match.missed:
        tally.differ(doc, "missing", event.start, event.stop, _type(event))
    for row in match.extra:
        detail = f"{_type(row)}, in a cut line" if doc.zone(row.start, row.stop) == "cut" else _type(row)
        tally.differ(doc, "extra", row.start, row.stop, detail)
    for want, have in match.pairs:
        for layer, same, detail in _facts(want, have):
            if not same:
                tally.differ(doc, "wrong", have.start, have.stop, detail, layer)


def _facts(want: GoldEvent, have: FoundEvent) -> list[tuple[str, bool, str]]:
    right = len(_pair_names(want.actors, have.actors)) + len(_pair_names(want.recipients, have.recipients))
    asked, given = len(want.actors) + len(want.recipients), len(have.actors) + len(have.recipients)
    days = f"{have.start_date}..{have.end_date} for {want.start_date}..{want.end_date}"
    return [
        ("events", want.type == have.type, f"{_type(have)} for {_type(want)}"),
        ("participants", right == asked == given, f"{_who(have)} for {_who(want)}"),
        ("status", want.status == have.status, f"{have.status} for {want.status}"),
        ("place", _same_place(want, have), f"«{have.place}» for «{want.place}»"),
        ("dates", _same_days(want, have), days),
    ]


def _type(event: GoldEvent | FoundEvent) -> str:
    return f"{event.type}/{event.mode}" if event.mode else event.type


def _who(event: GoldEvent | FoundEvent) -> str:
    return f"[{', '.join(event.actors)}] → [{', '.join(event.recipients)}]"
