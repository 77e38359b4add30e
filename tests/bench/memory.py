"""Memory over a long run: ``python -m tests.bench.memory [--docs N] [--words N] [--minutes N] [--out FILE]``.

Pages are made of sentences of ``ner/*.jsonl.gz`` in new company, with some words misspelt, so that new words keep
coming and every cache fills to its cap. They go through ``rusnews_extract.run`` in this one process, 1,000 at a time;
after each thousand the memory that the process holds is noted. It must not grow once the caches are full.
"""
# ruff: noqa: E402 - the number of threads must be set before numpy is imported

import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TextIO

from rusnews_extract import run
from rusnews_extract.nlp.segmentation import sentence_spans
from tests.bench.pages import texts
from tests.conftest import corpora_folder

PART = 1_000
MISSPELT = 0.03
LINE = 3
"""Sentences a line."""
FILLED = 5_000
"""Pages after which the memory is to stand still."""


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--docs", type=int, default=50_000, help="pages to make")
    parser.add_argument("--words", type=int, default=40, help="words that a page has at least")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after so many")
    parser.add_argument("--out", type=Path, help="write the table to a file instead")
    options = parser.parse_args()
    out = options.out.open("w", encoding="utf-8", buffering=1) if options.out else sys.stdout
    measure(pages(options.words, Random(0)), options.docs, options.minutes, out)


def pages(words: int, random: Random) -> Iterator[str]:
    """Yield pages without end."""
    sentences = [line[a:b] for text in texts(corpora_folder()) for line in text.split("\n") for a, b in spans(line)]
    while True:
        page: list[str] = []
        size = 0
        while size < words:
            sentence = random.choice(sentences).split(" ")
            size += len(sentence)
            page.append(" ".join(misspelt(word, random) for word in sentence))
        yield "\n".join(" ".join(page[i : i + LINE]) for i in range(0, len(page), LINE))


def spans(line: str) -> list[tuple[int, int]]:
    """Return the sentences of a line that are neither scraps nor tables."""
    return [(a, b) for a, b in sentence_spans(line) if 30 < b - a < 600]


def misspelt(word: str, random: Random) -> str:
    """Return the word, now and then with two letters changed over or one doubled."""
    if len(word) < 4 or random.random() > MISSPELT:
        return word
    at = random.randrange(1, len(word) - 1)
    if random.random() < 0.5:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def measure(made: Iterator[str], docs: int, minutes: float, out: TextIO) -> None:
    """Run thousand after thousand and write what is held."""
    start = time.monotonic()
    held: list[int] = []
    print("pages\theld, MB\tpeak, MB\tCPU seconds", file=out)
    for done in range(PART, docs + 1, PART):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "in", "pages.jsonl")
            source.parent.mkdir()
            rows = (json.dumps({"id": done + i, "text": next(made)}, ensure_ascii=False) for i in range(PART))
            source.write_text("\n".join(rows), encoding="utf-8")
            report = run(source.parent, Path(folder, "out"))
        if report.failed:
            raise SystemExit(f"{report.failed} pages failed")
        now, peak = memory()
        held.append(now)
        print(f"{done}\t{now}\t{peak}\t{time.process_time():.0f}", file=out)
        if time.monotonic() - start > minutes * 60:
            break
    later = held[FILLED // PART - 1 :]
    if later:
        print(f"after the first {FILLED}: {later[0]} MB, at the end {later[-1]} MB, at most {max(later)} MB", file=out)


def memory() -> tuple[int, int]:
    """Return what this process holds and the most that it ever held, in MB."""
    lines = (line.split() for line in Path("/proc/self/status").read_text().splitlines())
    values = {words[0]: int(words[1]) // 1024 for words in lines if words[0] in {"VmRSS:", "VmHWM:"}}
    return values["VmRSS:"], values["VmHWM:"]


if __name__ == "__main__":
    main()
