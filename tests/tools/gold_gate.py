"""Did we get worse? Run the pipeline on all gold, score it, and compare with the pinned floors.

    python -m tests.tools.gold_gate                                    compare; exit 1 on a drop
    python -m tests.tools.gold_gate --differences 40 --layer quotes    also show where output and gold differ
    python -m tests.tools.gold_gate --update                           raise the floors to what was reached
    python -m tests.tools.gold_gate --update --allow-regression        lower those that fell; review sees the diff

The floors lie in tests/gold/baseline.json, per corpus with the digest of its gold, so that a changed gold cannot hide a
drop. Precision and recall are shown and not pinned: they move against one another, and F1 weighs them. The held part
is shown in totals only, never by place, so that nobody writes rules to it. Floors of a corpus that is absent stay as
they are.
"""

import argparse
import json
import math
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rusnews_extract.errors import RusnewsError
from rusnews_extract.evaluate import GoldDoc, Report, Tables, digest, evaluate, format_report, load_ann, load_seeds
from tests.conftest import ROOT, corpora_folder

DOCS = ROOT / "tests" / "gold" / "docs"
BASELINE = ROOT / "tests" / "gold" / "baseline.json"
SCORED = ("documents", "blocks", "mentions", "times", "quotes", "events")
EPSILON = 0.0005
NOT_PINNED = (".precision", ".recall")

Baseline = dict[str, dict[str, object]]
Runner = Callable[[Sequence[Path]], Tables]


@dataclass(frozen=True)
class Corpus:
    """Gold that is scored as one: ``pages`` are its sources, ``digest`` covers every byte of its gold."""

    name: str
    gold: tuple[GoldDoc, ...]
    pages: tuple[Path, ...]
    digest: str

    @property
    def shown(self) -> bool:
        """Whether differences may be shown."""
        return not self.name.endswith("held")


def find_corpora(docs: Path, seeds: Path) -> list[Corpus]:
    """Return the own gold, dev and held apart, and the seeds where they are present."""
    corpora = []
    own = load_ann(docs)
    for split in ("dev", "held"):
        part = tuple(doc for doc in own if doc.split == split)
        pages = tuple(docs / f"{doc.name}.txt" for doc in part)
        if part:
            labels = [page.with_suffix(".ann") for page in pages]
            corpora.append(Corpus(f"gold/{split}", part, pages, digest([*pages, *labels])))
    if (seeds / "gold").is_dir():
        part = load_seeds(seeds)
        pages = tuple(seeds / f"{doc.name}.txt" for doc in part)
        corpora.append(Corpus("seeds", part, pages, digest([*pages, *(seeds / "gold").glob("*.jsonl")])))
    return corpora


def run_pipeline(pages: Sequence[Path]) -> Tables:
    """Return the tables of a run over copies of these pages."""
    from rusnews_extract import read_table, run

    with TemporaryDirectory() as folder:
        source, output = Path(folder) / "pages", Path(folder) / "tables"
        source.mkdir()
        for page in pages:
            shutil.copy(page, source)
        run(source, output)
        return {name: read_table(name, output) for name in SCORED}


def measure(corpora: Sequence[Corpus], runner: Runner) -> dict[str, Report]:
    """Score each corpus; the own gold is run as one, dev and held are only scored apart."""
    reports = {}
    for group in (["gold/dev", "gold/held"], ["seeds"]):
        members = [corpus for corpus in corpora if corpus.name in group]
        if members:
            tables = runner([page for corpus in members for page in corpus.pages])
            reports |= {corpus.name: evaluate(tables, corpus.gold) for corpus in members}
    return reports


def pinned(report: Report) -> dict[str, float]:
    """Return the scores that have floors."""
    return {name: value for name, value in report.scores.items() if not name.endswith(NOT_PINNED)}


def drops(corpus: Corpus, report: Report, baseline: Baseline) -> dict[str, tuple[float, float | None]]:
    """Return floor and score of everything that fell; a score that vanished fell too."""
    floors = baseline.get(corpus.name, {}).get("floors", {})
    scores = pinned(report)
    return {
        name: (floor, scores.get(name))
        for name, floor in floors.items()
        if name not in scores or scores[name] < floor - EPSILON
    }


def problems(corpora: Sequence[Corpus], reports: Mapping[str, Report], baseline: Baseline) -> list[str]:
    """Return one line for each reason to fail."""
    lines = []
    for corpus in corpora:
        entry = baseline.get(corpus.name)
        if entry is None:
            lines.append(f"{corpus.name}: has no floors yet; run with --update")
        elif entry["digest"] != corpus.digest:
            lines.append(f"{corpus.name}: its gold has changed since the floors were set; run with --update")
        lines += drop_lines(corpus, reports[corpus.name], baseline)
    return lines


def drop_lines(corpus: Corpus, report: Report, baseline: Baseline) -> list[str]:
    """Return one line for each score that fell."""
    return [
        f"{corpus.name}: {name} fell from {floor:.4f} to {'nothing' if score is None else format(score, '.4f')}"
        for name, (floor, score) in drops(corpus, report, baseline).items()
    ]


def raised(corpora: Sequence[Corpus], reports: Mapping[str, Report], baseline: Baseline) -> Baseline:
    """Return the new baseline: a floor rises with its score, or goes down to it where it fell by more than noise."""
    new = dict(baseline)
    for corpus in corpora:
        floors = dict(baseline.get(corpus.name, {}).get("floors", {}))
        fallen = drops(corpus, reports[corpus.name], baseline)
        floors = {name: floor for name, floor in floors.items() if name not in fallen}
        for name, score in pinned(reports[corpus.name]).items():
            floors[name] = max(floors.get(name, 0.0), math.floor(score * 10_000) / 10_000)
        new[corpus.name] = {
            "digest": corpus.digest,
            "documents": len(corpus.gold),
            "floors": dict(sorted(floors.items())),
        }
    return dict(sorted(new.items()))


def save(baseline: Baseline, path: Path) -> None:
    """Write the floors whole or not at all."""
    aside = path.with_suffix(".json.tmp")
    aside.write_text(json.dumps(baseline, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    aside.replace(path)


def show(corpora: Sequence[Corpus], reports: Mapping[str, Report], differences: int, layer: str | None) -> None:
    """Print the scores of each corpus, and its differences where they may be seen."""
    for corpus in corpora:
        report = reports[corpus.name]
        chosen = tuple(d for d in report.differences if layer in (None, d.layer)) if corpus.shown else ()
        print(f"== {corpus.name}: {len(corpus.gold)} pages")
        print(format_report(Report(report.scores, report.counts, chosen), differences if corpus.shown else 0))
        print()


def main(
    argv: Sequence[str] | None = None,
    *,
    docs: Path = DOCS,
    seeds: Path | None = None,
    baseline_path: Path = BASELINE,
    runner: Runner = run_pipeline,
) -> int:
    """Return 0 where nothing fell, 1 where something did, 2 for bad gold or input."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.gold_gate", description=__doc__.split("\n")[0])
    parser.add_argument("--update", action="store_true", help="write the floors; never lowers one")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: lower the floors that fell")
    parser.add_argument("--differences", type=int, default=0, metavar="N", help="show the first N differences")
    parser.add_argument("--layer", help="show differences of this layer only")
    options = parser.parse_args(argv)
    try:
        corpora = find_corpora(docs, corpora_folder() / "seeds" if seeds is None else seeds)
        reports = measure(corpora, runner)
    except RusnewsError as error:
        print(f"gold gate: {error}", file=sys.stderr)
        return 2
    show(corpora, reports, options.differences, options.layer)
    baseline: Baseline = json.loads(baseline_path.read_text(encoding="utf-8")) if baseline_path.is_file() else {}
    if options.update:
        fallen = [line for c in corpora for line in drop_lines(c, reports[c.name], baseline)]
        if fallen and not options.allow_regression:
            print(*fallen, "nothing written: --update lowers no floor without --allow-regression", sep="\n")
            return 1
        save(raised(corpora, reports, baseline), baseline_path)
        print(*fallen, f"floors written to {baseline_path.name}", sep="\n")
        return 0
    lines = problems(corpora, reports, baseline)
    print(*(lines or ["the gold gate holds"]), sep="\n")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
