"""Score cleaning: which lines were kept, what each was taken for, and the publication date.

A line counts as kept when half of its visible characters lie in kept blocks, so that it does not matter how a cleaner
cuts its blocks. Precision, recall and F1 are means over pages: a long page must not hide a short one.
"""

from collections import Counter
from collections.abc import Sequence
from math import fsum

from rusnews_extract.evaluate.found import Page
from rusnews_extract.evaluate.gold import GoldBlock
from rusnews_extract.evaluate.report import Report, Tally

__all__ = ["score_blocks", "score_published"]


def score_blocks(pages: Sequence[Page]) -> Report:
    """Return ``blocks.kept.*``, means over pages, and ``blocks.role``, right roles over all lines."""
    tally = Tally("blocks")
    parts: list[tuple[float, float, float]] = []
    roles = lines = 0
    for page in pages:
        right = found = gold = 0
        for line in page.gold.blocks:
            kept, role = _read(page, line)
            right += kept and line.kept
            found += kept
            gold += line.kept
            lines += 1
            roles += role == line.role
            if kept != line.kept:
                tally.differ(page.gold, "extra" if kept else "missing", line.start, line.stop, f"is {line.role}")
            elif role != line.role:
                tally.differ(page.gold, "wrong", line.start, line.stop, f"{role or 'no block'} for {line.role}")
        parts.append(_page_scores(right, found, gold))
    tally.counts["blocks.pages"] = len(parts)
    for i, name in enumerate(("precision", "recall", "f1")):
        if parts:
            tally.scores[f"blocks.kept.{name}"] = fsum(p[i] for p in parts) / len(parts)
    tally.share("blocks.role", roles, lines)
    return tally.report()


def score_published(pages: Sequence[Page]) -> Report:
    """Return ``published``: exact dates over the pages whose gold knows it, or knows that the page tells none."""
    tally = Tally("published")
    dated = [page for page in pages if page.gold.dated]
    wrong = [page for page in dated if page.found.published != page.gold.published]
    for page in wrong:
        tally.differ(page.gold, "wrong", 0, 0, f"{page.found.published} for {page.gold.published}")
    tally.share("published", len(dated) - len(wrong), len(dated))
    return tally.report()


def _read(page: Page, line: GoldBlock) -> tuple[bool, str | None]:
    """Return whether a line was kept, and the role that most of its visible characters got."""
    text = page.gold.text
    roles: Counter[str] = Counter()
    kept = 0
    for block in page.found.blocks:
        if block.start < line.stop and line.start < block.stop:
            visible = _visible(text, max(block.start, line.start), min(block.stop, line.stop))
            roles[block.role] += visible
            kept += visible if block.kept else 0
    half = _visible(text, line.start, line.stop) / 2
    return kept > 0 and kept >= half, roles.most_common(1)[0][0] if roles else None


def _visible(text: str, start: int, stop: int) -> int:
    return len("".join(text[start:stop].split()))


def _page_scores(right: int, found: int, gold: int) -> tuple[float, float, float]:
    if not found and not gold:
        return 1.0, 1.0, 1.0
    total = found + gold
    return right / found if found else 0.0, right / gold if gold else 0.0, 2 * right / total
