"""Score names: their spans and types, and their normal forms.

A span must be exact. A gold mention may list other right spans; where such a wider one was found, the names inside it
are no longer asked for. What gold calls optional and what stands in a caption is neither asked for nor wrong; any other
mention outside title, lead and body is wrong.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rusnews_extract.evaluate.found import FoundMention, Page
from rusnews_extract.evaluate.gold import GoldMention
from rusnews_extract.evaluate.names import same_form
from rusnews_extract.evaluate.report import Report, Tally

__all__ = ["MentionMatch", "match_mentions", "score_normal", "score_spans"]

TYPES = ("PER", "LOC", "ORG")


@dataclass(frozen=True, slots=True)
class MentionMatch:
    """Which mentions of a page answer which of gold, as indices.

    ``pairs`` is gold, found and the normal form wanted; ``missed`` and ``extra`` are what remains on each side.
    """

    page: Page
    pairs: tuple[tuple[int, int, str | None], ...]
    missed: tuple[int, ...]
    extra: tuple[int, ...]


def match_mentions(page: Page) -> MentionMatch:
    """Compare the mentions of a page with its gold."""
    gold, found = page.gold.mentions, page.found.mentions
    at: dict[tuple[int, int, str], int] = {(m.start, m.stop, m.type): i for i, m in enumerate(found)}
    used: set[int] = set()
    pairs: list[tuple[int, int, str | None]] = []
    covered: set[int] = set()
    for i, mention in enumerate(gold):
        j = at.get((mention.start, mention.stop, mention.type))
        if j is not None:
            used.add(j)
            pairs.append((i, j, mention.normal))
    exact = {i for i, _, _ in pairs}
    for i, mention in enumerate(gold):
        for other in mention.alternatives:
            j = at.get((other.start, other.stop, mention.type))
            if j is None or j in used:
                continue
            used.add(j)  # beside the exact span it is free, else it stands for it
            if i not in exact:
                exact.add(i)
                pairs.append((i, j, other.normal))
                covered |= {k for k, m in enumerate(gold) if other.start <= m.start and m.stop <= other.stop}
    free = {(m.start, m.stop) for m in gold if m.optional}
    extra = tuple(
        j
        for j, m in enumerate(found)
        if j not in used and (m.start, m.stop) not in free and page.gold.zone(m.start, m.stop) != "caption"
    )
    missed = tuple(i for i, m in enumerate(gold) if not m.optional and i not in exact and i not in covered)
    return MentionMatch(page, tuple(p for p in sorted(pairs) if not gold[p[0]].optional), missed, extra)


def score_spans(matches: Sequence[MentionMatch]) -> Report:
    """Return ``mentions.*``: micro F1 of span and type; ``mentions.kept`` leaves out what was found in cut lines."""
    tally = Tally("mentions")
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    cut = 0
    for match in matches:
        doc = match.page.gold
        for i, j, _ in match.pairs:
            right[doc.mentions[i].type] += 1
            found[match.page.found.mentions[j].type] += 1
            gold[doc.mentions[i].type] += 1
        gold.update(doc.mentions[i].type for i in match.missed)
        for j in match.extra:
            mention = match.page.found.mentions[j]
            found[mention.type] += 1
            cut += doc.zone(mention.start, mention.stop) == "cut"
        _note_spans(match, tally)
    tally.detection("mentions", right.total(), found.total(), gold.total())
    tally.detection("mentions.kept", right.total(), found.total() - cut, gold.total())
    for kind in TYPES:
        tally.detection(f"mentions.{kind.lower()}", right[kind], found[kind], gold[kind])
    return tally.report()


def _note_spans(match: MentionMatch, tally: Tally) -> None:
    """Note missed and extra names; two that overlap are told as one wrong name."""
    doc, explained = match.page.gold, set()
    for i in match.missed:
        want = doc.mentions[i]
        got = [j for j in match.extra if j not in explained and _touch(match.page.found.mentions[j], want)]
        if got:
            explained.add(got[0])
            have = match.page.found.mentions[got[0]]
            detail = f"{have.type} «{doc.text[have.start : have.stop]}» for {want.type} «{want.text}»"
            tally.differ(doc, "wrong", want.start, want.stop, detail)
        else:
            tally.differ(doc, "missing", want.start, want.stop, want.type)
    for j in match.extra:
        if j not in explained:
            have = match.page.found.mentions[j]
            tally.differ(doc, "extra", have.start, have.stop, have.type)


def _touch(a: FoundMention, b: GoldMention) -> bool:
    return a.start < b.stop and b.start < a.stop


def score_normal(matches: Sequence[MentionMatch]) -> Report:
    """Return ``normal`` over matched mentions, and ``normal.differing`` over those whose gold is not the surface."""
    tally = Tally("normal")
    right = total = right_differing = differing = 0
    for match in matches:
        doc = match.page.gold
        for _, j, want in match.pairs:
            if want is None:
                continue
            mention = match.page.found.mentions[j]
            same = mention.normal is not None and same_form(mention.normal, want)
            differs = not same_form(want, doc.text[mention.start : mention.stop])
            right, total = right + same, total + 1
            right_differing, differing = right_differing + (same and differs), differing + differs
            if not same:
                tally.differ(doc, "wrong", mention.start, mention.stop, f"«{mention.normal}» for «{want}»")
    tally.share("normal", right, total)
    tally.share("normal.differing", right_differing, differing)
    return tally.report()
