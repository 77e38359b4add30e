"""What an evaluation says: named scores, the counts behind them, and every difference in its place.

A score whose denominator is zero is left out, not set to one: where gold has nothing of a kind there is nothing to
praise, and the gate takes a score that vanished for a drop.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rusnews_extract.evaluate.gold import GoldDoc

__all__ = ["Difference", "Report", "Tally", "format_report", "merge"]

Kind = Literal["missing", "extra", "wrong"]
MARGIN = 90


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where output and gold differ; ``context`` is its line with the place between ⟦ and ⟧."""

    layer: str
    doc: str
    start: int
    stop: int
    text: str
    kind: Kind
    detail: str
    context: str


@dataclass(frozen=True, slots=True)
class Report:
    """Scores from 0 to 1 by name, counts by name, and the differences in the order of the pages."""

    scores: Mapping[str, float]
    counts: Mapping[str, int]
    differences: tuple[Difference, ...] = ()


class Tally:
    """Gathers one layer's scores, counts and differences while its pages are walked."""

    def __init__(self, layer: str) -> None:
        self.layer = layer
        self.scores: dict[str, float] = {}
        self.counts: dict[str, int] = {}
        self.differences: list[Difference] = []

    def differ(
        self, doc: GoldDoc, kind: Kind, start: int, stop: int, detail: str = "", layer: str | None = None
    ) -> None:
        """Note a difference; ``layer`` where it is not the tally's own."""
        text, context = doc.text[start:stop], in_context(doc.text, start, stop)
        self.differences.append(Difference(layer or self.layer, doc.name, start, stop, text, kind, detail, context))

    def share(self, name: str, right: int, total: int) -> None:
        """Score ``right`` of ``total``."""
        self.counts |= {f"{name}.right": right, f"{name}.of": total}
        if total:
            self.scores[name] = right / total

    def harmonic(self, name: str, precision: float, recall: float) -> None:
        """Score precision, recall and their harmonic mean."""
        total = precision + recall
        f1 = 2 * precision * recall / total if total else 0.0
        self.scores |= {f"{name}.precision": precision, f"{name}.recall": recall, f"{name}.f1": f1}

    def detection(self, name: str, right: int, found: int, gold: int) -> None:
        """Score ``right`` things out of ``found`` and of ``gold``."""
        self.counts |= {f"{name}.right": right, f"{name}.found": found, f"{name}.gold": gold}
        if found or gold:
            self.harmonic(name, right / found if found else 0.0, right / gold if gold else 0.0)

    def report(self) -> Report:
        """Return what was gathered."""
        return Report(self.scores, self.counts, tuple(self.differences))


def merge(parts: Iterable[Report]) -> Report:
    """Join the reports of several layers; differences are sorted by page and place."""
    scores: dict[str, float] = {}
    counts: dict[str, int] = {}
    differences: list[Difference] = []
    for part in parts:
        scores |= part.scores
        counts |= part.counts
        differences.extend(part.differences)
    return Report(scores, counts, tuple(sorted(differences, key=lambda d: (d.doc, d.start, d.stop))))


def in_context(text: str, start: int, stop: int) -> str:
    """Return the line of a place, cut to a margin on both sides, with the place between ⟦ and ⟧."""
    line_start = text.rfind("\n", 0, start) + 1
    line_stop = text.find("\n", stop)
    line_stop = len(text) if line_stop < 0 else line_stop
    begin, end = max(line_start, start - MARGIN), min(line_stop, stop + MARGIN)
    before = ("…" if begin > line_start else "") + text[begin:start]
    after = text[stop:end] + ("…" if end < line_stop else "")
    return f"{before}⟦{text[start:stop]}⟧{after}".replace("\n", "⏎")


def format_report(report: Report, differences: int = 0) -> str:
    """Return the report as plain text: a row a score, then the first ``differences`` differences in their lines."""
    rows = [f"{'':38}{'precision':>10}{'recall':>8}{'F1':>8}   right / found / gold"]
    for name, value in report.scores.items():
        stem, _, part = name.rpartition(".")
        if part == "precision":
            rows.append(_detection_row(report, stem))
        elif part not in {"recall", "f1"}:
            right, of = report.counts.get(f"{name}.right"), report.counts.get(f"{name}.of")
            rows.append(f"{name:38}{value:26.3f}" + (f"   {right} of {of}" if of is not None else ""))
    if differences:
        rows += ["", f"{min(differences, len(report.differences))} of {len(report.differences)} differences"]
    for d in report.differences[:differences]:
        rows.append(
            f"{d.doc}:{d.start}-{d.stop} {d.layer} {d.kind}{': ' + d.detail if d.detail else ''}\n    {d.context}"
        )
    return "\n".join(rows)


def _detection_row(report: Report, name: str) -> str:
    values = "".join(f"{report.scores[f'{name}.{p}']:{w}.3f}" for p, w in (("precision", 10), ("recall", 8), ("f1", 8)))
    counts = [report.counts.get(f"{name}.{c}") for c in ("right", "found", "gold")]
    return f"{name:38}{values}" + (f"   {' / '.join(map(str, counts))}" if counts[0] is not None else "")
