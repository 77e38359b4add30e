"""A whole run beside the script that a user would write with stock Natasha.

``python -m tests.bench.pipeline [--docs N] [--parts N] [--workers N] [--stages] [--record]``. The script segments, tags
names, morphology and syntax, lemmatizes, normalises names, finds dates and writes tokens, names and dates by pandas to
Parquet; ``rusnews_extract.run`` does what it does: cleaning, linking, times, quotes, events, all tables. Both get the
same files, part by part in turn; CPU seconds of this process and its children, one BLAS thread each. The models are
loaded and warm in both. With several workers the wall clock is compared with that of one instead, and with ``--stages``
it is told where the CPU time of the run goes.
"""
# ruff: noqa: E402 - the number of threads must be set before numpy is imported

import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import statistics
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
from natasha import DatesExtractor, Doc, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

from rusnews_extract import run
from rusnews_extract.nlp.vocab import PymorphyVocab
from tests.bench.pages import texts
from tests.bench.results import record
from tests.bench.stages import shares, watched
from tests.conftest import corpora_folder


class Script:
    """Natasha as her documentation shows her."""

    def __init__(self):
        embedding = NewsEmbedding()
        self.segmenter, self.vocab = Segmenter(), PymorphyVocab()
        self.ner, self.morph = NewsNERTagger(embedding), NewsMorphTagger(embedding)
        self.syntax, self.dates = NewsSyntaxParser(embedding), DatesExtractor(self.vocab)

    def __call__(self, files: list[Path], output: Path) -> int:
        """Read files, write three tables, return the number of tokens."""
        tokens: list[Any] = []
        names: list[Any] = []
        dates: list[Any] = []
        for number, path in enumerate(files):
            doc = Doc(path.read_text(encoding="utf-8"))
            doc.segment(self.segmenter)
            doc.tag_ner(self.ner)
            doc.tag_morph(self.morph)
            doc.parse_syntax(self.syntax)
            for token in doc.tokens:
                token.lemmatize(self.vocab)
                feats = "|".join(f"{name}={value}" for name, value in token.feats.items())
                place = (number, token.start, token.stop, token.text)
                tokens.append((*place, token.lemma, token.pos, feats, token.id, token.head_id, token.rel))
            for span in doc.spans:
                span.normalize(self.vocab)
                names.append((number, span.start, span.stop, span.type, span.text, span.normal))
            for match in self.dates(doc.text):
                fact = match.fact
                dates.append((number, match.start, match.stop, fact.year, fact.month, fact.day))
        output.mkdir()
        for name, rows in (("tokens", tokens), ("names", names), ("dates", dates)):
            pd.DataFrame(rows).rename(columns=str).to_parquet(output / f"{name}.parquet")
        return len(tokens)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--docs", type=int, help="read only the first N documents")
    parser.add_argument("--parts", type=int, default=6, help="in how many parts the documents are handed over")
    parser.add_argument("--workers", type=int, default=1, help="compare one worker with several instead")
    parser.add_argument("--stages", action="store_true", help="print the CPU time of each stage instead")
    parser.add_argument("--record", action="store_true", help="append the result to results.tsv")
    options = parser.parse_args()
    # every n-th document, so that each part holds something of each corpus
    found = texts(corpora_folder())
    found = found[:: max(1, len(found) // (options.docs or len(found)))]
    with tempfile.TemporaryDirectory() as folder:
        parts = write_parts(found, options.parts, Path(folder))
        if options.stages:
            tell_stages(parts)
        elif options.workers > 1:
            scale(parts, options.workers, options.record, len(found))
        else:
            compare(parts, options.record, len(found))


def write_parts(found: list[str], parts: int, folder: Path) -> list[Path]:
    """Write the texts as files, dealt out to ``parts`` folders."""
    for number, text in enumerate(found):
        path = folder / f"part-{number % parts}" / f"{number:05}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def compare(parts: list[Path], keep: bool, docs: int) -> None:
    """Run both over each part in turn; the first part warms them up and is not counted."""
    script = Script()
    ratios: list[float] = []
    spent: Counter[str] = Counter()
    tokens = 0
    for number, part in enumerate(parts):
        start = cpu()
        made = script(sorted(part.iterdir()), part.with_name(f"{part.name}-script"))
        middle = cpu()
        run(part, part.with_name(f"{part.name}-run"))
        stop = cpu()
        if number:
            ratios.append((middle - start) / (stop - middle))
            spent["script"] += middle - start  # type: ignore[assignment]
            spent["run"] += stop - middle  # type: ignore[assignment]
            tokens += made
    for name, seconds in spent.items():
        print(f"  {name:8} {seconds / tokens * 1e6:7.1f} ms per 1,000 tokens")
    print(f"{tokens} tokens; ratio a part: {spread(ratios)}; of the sums {spent['script'] / spent['run']:.2f}")
    if keep:
        counted = docs * (len(parts) - 1) // len(parts)
        record("script with stock natasha", 1, counted, tokens, spent["script"], 1.0)
        record("run", 1, counted, tokens, spent["run"], statistics.median(ratios))


def tell_stages(parts: list[Path]) -> None:
    """Run each part; the first warms up. The pages of the others are new to the caches, as in a real run."""
    run(parts[0], parts[0].with_name("warm"))
    with watched() as watch:
        start = cpu()
        for part in parts[1:]:
            run(part, part.with_name(f"{part.name}-run"))
        whole = cpu() - start
    print(*shares(watch, whole), sep="\n")


def scale(parts: list[Path], workers: int, keep: bool, docs: int) -> None:
    """Run each part with one worker process and with several; compare wall clocks."""
    ratios = []
    seconds = 0.0
    for part in parts:
        one = run(part, part.with_name(f"{part.name}-1"), workers=1).seconds
        many = run(part, part.with_name(f"{part.name}-n"), workers=workers).seconds
        seconds += many
        ratios.append(one / many)
    print(f"{workers} workers beside one, wall clock: {spread(ratios)}")
    if keep:
        record("run, beside one worker", workers, docs, 0, seconds, statistics.median(ratios))


def spread(ratios: list[float]) -> str:
    """Write a row of ratios."""
    return f"median {statistics.median(ratios):.2f}, min {min(ratios):.2f}, max {max(ratios):.2f}"


def cpu() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
