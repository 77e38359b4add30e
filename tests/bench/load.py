"""A large corpus through the local engine: is the throughput at the end that of the start, and the memory steady?

    python -m tests.bench.load --docs 100000 --workers 2

One JSONL file of made-up pages (see ``memory.py``) is run as a user runs it, in its own process, and looked at from
outside each second: the records done, by the markers of its shards, and the memory that the process and each of its
workers hold. The corpus phase is timed apart, as what follows the last marker. Linux only.
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from random import Random
from uuid import uuid4

from tests.bench.faults import marked, start
from tests.bench.memory import pages

TENTHS = 10
MB = 2**20


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--docs", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=40, help="words that a page has at least")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = write_corpus(Path(folder, "in"), options.docs, options.words)
        print(f"{options.docs} pages, {source.stat().st_size / MB:.0f} MB of JSONL", flush=True)
        watch(source.parent, Path(folder, "out"), options.workers)


def write_corpus(folder: Path, docs: int, words: int) -> Path:
    """Write the pages as one JSONL file."""
    folder.mkdir()
    made = pages(words, Random(0))
    path = folder / "pages.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(docs):
            row = {"url": f"https://news{number % 97}.example.org/{number}", "text": next(made)}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def watch(source: Path, output: Path, workers: int) -> None:
    """Run, sample, and print the table."""
    mark = uuid4().hex
    begin = time.monotonic()
    process = start(source, output, "--workers", str(workers), mark=mark)
    samples: list[tuple[float, int, int, int]] = []
    seen: dict[Path, int] = {}
    while process.poll() is None:
        held = [resident(pid) for pid in marked(mark)]
        done = records_done(output / ".work", seen)
        samples.append((time.monotonic() - begin, done, resident(process.pid), max(held, default=0)))
        time.sleep(1)
    report, message = process.communicate()
    total = samples[-1][1]
    print("share\tseconds\trecords a second\tparent, MB\tlargest process, MB")
    last = next((s for s in samples if s[1]), samples[0])
    rates = []
    for tenth in range(1, TENTHS + 1):
        now = next((s for s in samples if s[1] >= total * tenth / TENTHS), samples[-1])
        if now[1] > last[1]:
            rates.append((now[1] - last[1]) / (now[0] - last[0]))
            print(f"{tenth / TENTHS:.0%}\t{now[0]:.0f}\t{rates[-1]:.0f}\t{now[2] // MB}\t{now[3] // MB}")
        last = now
    mapped = next(s[0] for s in samples if s[1] == total)
    print(
        f"corpus phase: {samples[-1][0] - mapped:.0f} s; peak of the parent {max(s[2] for s in samples) // MB} MB, "
        f"of any process {max(s[3] for s in samples) // MB} MB"
    )
    if len(rates) > 3:
        print(f"last fifth at {sum(rates[-2:]) / sum(rates[1:3]):.2f} of the speed of the second and third tenth")
    print((report + message)[-600:], f"exit code {process.returncode}")


def records_done(work: Path, seen: dict[Path, int]) -> int:
    """Count the records of the shards that are done; a marker is read once."""
    for marker in work.glob("*/done.json"):
        if marker not in seen:
            seen[marker] = json.loads(marker.read_text(encoding="utf-8"))["report"]["read"]
    return sum(seen.values())


def resident(pid: int) -> int:
    """Return what a process holds, in bytes; 0 where it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


if __name__ == "__main__":
    main()
