"""Our engine beside stock Natasha: ``python -m tests.bench.natasha [--check] [--docs N] [--batch N] [--record]``.

Both read the same pages in turn, batch by batch, in one process with one BLAS thread, after a warm-up; so a slow moment
of a shared machine hits both, and the ratio of each pair is what to quote. Times are CPU seconds. ``--check`` compares
every page of the corpora instead and ends with 1 where anything but tied heads differs.

The limit is the networks' arithmetic (multiply-adds a token, the first layer from its table) at the speed of a large
matrix product of this machine, measured in the same minute.
"""
# ruff: noqa: E402 - the number of threads must be set before numpy is imported

import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from rusnews_extract.nlp import encoder, first_layer, heads, networks, words
from rusnews_extract.nlp.models import load_models
from rusnews_extract.nlp.tagging import page_words, read
from rusnews_extract.stages import segment as segment_stage
from rusnews_extract.stages.segment import segment
from tests.bench.equality import differences, ours
from tests.bench.pages import page, texts
from tests.bench.results import record
from tests.bench.stock import Stock
from tests.conftest import corpora_folder

WARM_UP = 128
FACTORISED = 11.3 * 84 / 2 * 1e3  # multiply-adds a token: 11.3 ms per 1,000 tokens at 84 GFLOP/s
STAGES: list[tuple[str, Any, str]] = [
    ("sentences", segment_stage, "sentence_spans"),
    ("tokens", segment_stage, "token_columns"),
    ("word ids", words.Words, "kinds"),
    ("first-layer table", first_layer.FirstLayer, "rows"),
    ("encoders", encoder.Encoder, "__call__"),
    ("NER head", heads.NerHead, "__call__"),
    ("CRF", networks, "viterbi"),
    ("morphology head", heads.MorphHead, "__call__"),
    ("syntax head", heads.SyntaxHead, "__call__"),
]


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare everything instead of measuring")
    parser.add_argument("--docs", type=int, help="read only the first N documents")
    parser.add_argument("--batch", type=int, default=64, help="documents a batch")
    parser.add_argument("--record", action="store_true", help="append the result to results.tsv")
    options = parser.parse_args()
    pages = [page(text) for text in texts(corpora_folder(), options.docs)]
    batches = [pages[i : i + options.batch] for i in range(0, len(pages), options.batch)]
    return check(batches) if options.check else measure(batches, options.record)


def check(batches: list[Any]) -> int:
    """Compare all pages; return 1 where they differ."""
    models, stock = load_models(), Stock()
    found: Counter[str] = Counter()
    tokens = 0
    for batch in batches:
        mine = ours(batch, models)
        found += differences(mine, stock.read(batch), stock)
        tokens += sum(len(one.tokens) for one in mine)
    print(f"{sum(map(len, batches))} documents, {tokens} tokens; different: {dict(found) or 'nothing'}")
    return int(bool(set(found) - {"tied heads"}))


def measure(batches: list[Any], keep: bool) -> int:
    """Time both engines in turn and print the comparison."""
    models, stock = load_models(), Stock()
    warm = WARM_UP // len(batches[0]) + 1
    spent: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    ratios = []
    tokens = 0
    for number, batch in enumerate(batches):
        if number == warm:
            watch(spent)
        start = time.process_time()
        segmented = [segment(one) for one in batch]
        text = [page_words(one) for one in segmented]
        read(segmented, text, models)
        mine = time.process_time() - start
        parts = stock_parts(stock, batch)
        if number >= warm:
            spent["all"] += mine
            theirs.update(parts)
            ratios.append(sum(parts.values()) / mine)
            tokens += sum(map(len, text))
    limit = FACTORISED * 2 / speed() * 1e6
    show(spent, theirs, ratios, tokens, limit)
    if keep:
        documents = sum(map(len, batches[warm:]))
        record("natasha (stock)", 1, documents, tokens, theirs.total(), 1.0)
        record("networks", 1, documents, tokens, spent["all"], statistics.median(ratios))
    return 0


def stock_parts(stock: Stock, pages: list[Any]) -> Counter[str]:
    """Return the CPU seconds of each of stock's steps."""
    spent: Counter[str] = Counter()
    segmented = timed(spent, "razdel", lambda: stock.segment(pages))
    units = [[t.text for t in tokens] for lines in segmented for _, group in lines for _, tokens in group]
    lines = [one.text[line.start : line.stop] for one in pages for line in one.lines]
    timed(spent, "tag_ner", lambda: list(stock.ner.map(lines)))
    timed(spent, "tag_morph", lambda: list(stock.morph.map(units)))
    timed(spent, "parse_syntax", lambda: list(stock.syntax.map(units)))
    return spent


def timed(spent: Counter[str], name: str, call: Callable[[], Any]) -> Any:
    """Call, and add the CPU seconds to ``spent[name]``."""
    start = time.process_time()
    result = call()
    spent[name] += time.process_time() - start  # type: ignore[assignment]
    return result


def watch(spent: Counter[str]) -> None:
    """Put a stop-watch around every stage of ours."""
    for name, owner, attribute in STAGES:
        inner = getattr(owner, attribute)

        def outer(*args: Any, _name: str = name, _inner: Any = inner) -> Any:
            return timed(spent, _name, lambda: _inner(*args))

        setattr(owner, attribute, outer)


def speed() -> float:
    """Return the FLOP/s of a large single-precision matrix product, the best of several."""
    left = np.random.default_rng(0).random((1024, 1024), np.float32)
    best = min(_seconds(lambda: left @ left) for _ in range(20))
    return 2 * 1024**3 / best


def _seconds(call: Callable[[], Any]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def show(spent: Counter[str], theirs: Counter[str], ratios: list[float], tokens: int, limit: float) -> None:
    """Print milliseconds per 1,000 tokens and the ratios."""
    per = 1e6 / tokens
    for name, seconds in theirs.items():
        print(f"  stock  {name:20} {seconds * per:7.2f}")
    print(f"  stock  {'all':20} {theirs.total() * per:7.2f} ms per 1,000 tokens")
    named = sum(seconds for name, seconds in spent.items() if name != "all")
    spent["records, slices"] = spent["all"] - named
    for name in [*(stage for stage, *_ in STAGES), "records, slices", "all"]:
        print(f"  ours   {name:20} {spent[name] * per:7.2f}")
    ours_all = spent["all"] * per
    print(f"{tokens} tokens; arithmetic limit {limit:.1f} ms, we are at {ours_all / limit:.2f} times the limit")
    print(
        f"ratio a batch: median {statistics.median(ratios):.2f}, min {min(ratios):.2f}, max {max(ratios):.2f};"
        f" of the sums {theirs.total() / spent['all']:.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
