"""Fit the weights from which an event's confidence is read, and show on held pages whether they keep their word.

    python -m tests.tools.fit_confidence             print predicted against observed on the held part
    python -m tests.tools.fit_confidence --write     fit on the dev part and write rules/events_confidence.toml and
                                                     the table of the README, tests/bench/confidence.json

A row is right where gold has an event of its type at its trigger and every party it names is one of that event's; free
rows (captions, retellings of a matched event) are left out. The fit is a logistic regression with a ridge, by Newton's
method: ten weights on some eight hundred rows. Weights are rounded to two places, so that the file stays the same where
the machine's last digit differs. Rejected: isotonic steps over one score, which had two steps on these pages.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from rusnews_extract.evaluate import GoldDoc, load_ann
from rusnews_extract.evaluate.found import FoundEvent
from rusnews_extract.evaluate.matching import Edge, iou, pair_up
from rusnews_extract.evaluate.names import SAME, likeness
from rusnews_extract.model import Annotations, Document, Event
from rusnews_extract.nlp.models import load_models
from rusnews_extract.pipeline import annotate
from rusnews_extract.readers import read_file
from rusnews_extract.rules.rulebook import load_rules
from rusnews_extract.stages.events.confidence import signs
from tests.tools.gold_gate import DOCS

WEIGHTS = Path(__file__).parents[2] / "src" / "rusnews_extract" / "rules" / "events_confidence.toml"
TABLE = Path(__file__).parents[1] / "bench" / "confidence.json"
RIDGE = 1.0
STEPS = 30
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 1.01)
WHY = {
    "every-row": "откуда считают: уверенность строки без других признаков",
    "bare-noun": "одно существительное («авария») бывает фоном",
    "named-parties": "все участники – имена",
    "nameless-party": "все участники – не имена («водитель»): их границы и роль часто неверны",
    "named-and-nameless": "рядом имя и не имя: одно из них часто лишнее",
    "several-parties": "чем больше участников, тем скорее один неверен",
    "no-date": "дата не сказана",
    "place": "место сказано",
    "not-asserted": "отрицание, план, условие или чьи-то слова",
    "told-again": "событие рассказано в документе не раз",
}
HEAD = """# From what the confidence of an event is read: log-odds, added up. `rows` had the sign, `right` is the share
# of them with the right type and no wrong party. Made on tests/gold, dev: python -m tests.tools.fit_confidence --write
"""


@dataclass(frozen=True)
class Row:
    """A row of ``events``: its signs, the confidence it came with, and whether gold agrees."""

    signs: tuple[str, ...]
    confidence: float
    right: bool


def annotated(gold: Sequence[GoldDoc], folder: Path = DOCS) -> list[Annotations]:
    """Run the pipeline over the pages of gold."""
    paths = [folder / f"{doc.name}.txt" for doc in gold]
    pages = [one for path in paths for one in read_file(path, path.name) if isinstance(one, Document)]
    return annotate(pages, load_rules(), load_models())


def rows_of(gold: GoldDoc, found: Annotations) -> Iterator[Row]:
    """The rows of a page that gold judges."""
    have = [_found(found, event) for event in found.events]
    pairs = pair_up(
        Edge(i, j, quality, tier=2 * (want.type != row.type) + (not want.core))
        for i, want in enumerate(gold.events)
        for j, row in enumerate(have)
        if (quality := iou(want.start, want.stop, row.start, row.stop)) > 0
    )
    answers = {j: gold.events[i] for i, j in pairs.items()}
    told = {(have[j].type, have[j].cluster_id) for j, want in answers.items() if want.type == have[j].type}
    sizes = Counter(event.cluster for event in found.events)
    for j, (event, row) in enumerate(zip(found.events, have, strict=True)):
        zone = gold.zone(row.start, row.stop)
        if zone == "caption" or (zone == "kept" and j not in answers and (row.type, row.cluster_id) in told):
            continue
        want = answers.get(j)
        parties = (*row.actors, *row.recipients)
        right = want is not None and want.type == row.type and _all_told(parties, (*want.actors, *want.recipients))
        yield Row(signs(event, _parts(found, event), sizes[event.cluster]), event.confidence, right)


def _all_told(parties: Sequence[str], wanted: Sequence[str]) -> bool:
    edges = (
        Edge(i, j, q) for i, a in enumerate(wanted) for j, b in enumerate(parties) if (q := likeness(a, b)) >= SAME
    )
    return len(pair_up(edges)) == len(parties)


def _found(found: Annotations, event: Event) -> FoundEvent:
    start, stop = found.clean.source(event.start, event.stop)
    who = {role: tuple(p.name for p in event.participants if p.role == role) for role in ("actor", "recipient")}
    facts = (event.type, event.mode, event.status, who["actor"], who["recipient"])
    return FoundEvent(start, stop, *facts, None, None, None, None, str(event.cluster))


def _parts(found: Annotations, event: Event) -> list[str]:
    """The parts of speech of the words of a trigger."""
    t = found.tokens
    return [t.pos[n] for n in range(len(t)) if event.start < t.stop[n] and t.start[n] < event.stop]


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """Return the weight of each sign."""
    x = np.array([[sign in row.signs for sign in WHY] for row in rows], float)
    y = np.array([row.right for row in rows], float)
    weights = np.zeros(len(WHY))
    ridge = RIDGE * np.eye(len(WHY))
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - ridge @ weights
        weights += np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + ridge, slope)
    return {sign: round(float(weight), 2) for sign, weight in zip(WHY, weights, strict=True)}


def as_toml(weights: dict[str, float], rows: Sequence[Row]) -> str:
    """The file of weights."""
    parts = [HEAD]
    for sign, weight in weights.items():
        own = [row.right for row in rows if sign in row.signs]
        share = sum(own) / len(own) if own else 0.0
        facts = f"weight = {weight}\nrows = {len(own)}\nright = {share:.2f}"
        parts.append(f'\n[[sign]]\nid = "{sign}"\n{facts}\nwhy = "{WHY[sign]}"\n')
    return "".join(parts)


def bins(rows: Sequence[Row]) -> list[tuple[str, int, float, float]]:
    """Predicted against observed: label, rows, mean confidence and share right of each bin that has rows."""
    found = []
    for low, high in pairwise(EDGES):
        own = [row for row in rows if low <= row.confidence < high]
        if own:
            label = f"{low:.1f}–{min(high, 1.0):.1f}" if low else f"below {high:.1f}"
            mean = sum(row.confidence for row in own) / len(own)
            found.append((label, len(own), round(mean, 2), round(sum(row.right for row in own) / len(own), 2)))
    return found


def judged(split: str) -> list[Row]:
    """The rows of a part of gold."""
    gold = [doc for doc in load_ann(DOCS) if doc.split == split]
    return [row for doc, one in zip(gold, annotated(gold), strict=True) for row in rows_of(doc, one)]


def main() -> None:
    """Write the weights, or show what they are worth."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.fit_confidence", description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="fit on dev and write the weights")
    options = parser.parse_args()
    if options.write:
        rows = judged("dev")
        WEIGHTS.write_text(as_toml(fit(rows), rows), encoding="utf-8", newline="\n")
    rows = judged("held")
    if options.write:
        TABLE.write_text(json.dumps(bins(rows), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(f"held: {len(rows)} rows, {sum(row.right for row in rows) / len(rows):.2f} right")
    for label, count, mean, share in bins(rows):
        print(f"  {label:9} {count:4} rows  predicted {mean:.2f}  observed {share:.2f}")


if __name__ == "__main__":
    main()
