"""Throw damaged and hostile input at the readers and at the whole of the annotation, and see that nothing breaks.

    python -m tests.bench.fuzz --inputs 100000 --annotate 2000
    python -m tests.bench.fuzz --atheris --inputs 100000

The first mutates well-formed files of every format by a seeded generator: bits, cuts, doubled and swapped stretches,
borrowed stretches of other formats, tokens that parsers stumble over. The second lets atheris (coverage-guided, from
libFuzzer; ``pip install atheris``) choose the bytes. An input passes when reading it gives documents and failures
alone, within ``PATIENCE`` seconds for each 100,000 bytes; with ``--annotate`` so many of the documents are taken
through all stages too, in batches, and every span must slice its source. What fails is written to ``--keep`` and named.
"""

import argparse
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rusnews_extract.model import Document, Failure
from rusnews_extract.readers import read_file, split_file
from tests.bench import fuzz_seeds

PATIENCE = 10
LETTERS = re.compile(r"[^а-яё]+", re.IGNORECASE)
"""What is no Russian letter."""
GROWTH = 4
TOKENS = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r",
        b"\n\n",
        b"\x1b[31m",
        b"\x1f\x8b",
        b"PK\x03\x04",
        b"PAR1",
        b"WARC/1.0\r\n",
    ),
    *(
        b"<",
        b"<![CDATA[",
        b"<!--",
        b"</p>",
        b"<div>" * 50,
        b"<script>",
        b"&#x110000;",
        b"&amp",
        b'<meta charset="utf-16">',
    ),
    *(b"{", b"[" * 200, b'"', b'""', b"\\ud800", b"\\", b":", b"null", b"1e999", b"NaN", b",", b"\t", b";"),
    *("«".encode(), "»".encode(), "—".encode(), "№".encode(), "\u0301".encode(), "\u202e".encode(), "\u2028".encode()),
    *(
        b"31.02.2025",
        "в 99:99".encode(),
        "32 мая".encode(),
        "А. Б. ".encode(),
        "«".encode() * 40,
        "не ".encode() * 40,
    ),
)


class Hang(Exception):
    """An input took longer than its length explains."""


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Raise ``Hang`` in the block where it takes longer, by the processor's time."""

    def ring(*_: object) -> None:
        raise Hang(f"more than {seconds:.0f} s")

    signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def mutate(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """Return the data with one to six changes."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(out))
        length = min(len(out) - at, int(chance.expovariate(1 / 40)) + 1)
        stop = at + length
        kind = chance.randrange(8)
        if kind == 0 and length:
            out[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del out[at:stop]
        elif kind == 2:
            out[at:at] = out[at:stop] * chance.randint(1, GROWTH)
        elif kind == 3:
            out[at:at] = chance.choice(TOKENS)
        elif kind == 4:
            other = chance.choice(others)
            start = chance.randint(0, len(other))
            out[at:stop] = other[start : start + chance.randint(1, 400)]
        elif kind == 5:
            del out[at:]
        elif kind == 6:
            out[at:stop] = chance.randbytes(length)
        else:
            out[at:at] = chance.choice(TOKENS) * chance.randint(1, 60)
    return bytes(out[:2_000_000])


def read(data: bytes, name: str, folder: Path) -> list[Document]:
    """Read bytes as a file of that name; raises whatever breaks, ``AssertionError`` for what is no record."""
    path = folder / name
    path.write_bytes(data)
    with limit(PATIENCE * (1 + len(data) / 100_000)):
        split_file(path, len(data))
        found = list(read_file(path, name))
    assert all(isinstance(r, Document | Failure) for r in found), found
    assert all(r.path == name or r.path.startswith(f"{name}/") for r in found), found
    return [r for r in found if isinstance(r, Document)]


def annotator() -> Callable[[list[Document]], None]:
    """Return what takes documents through all stages and looks at the spans of the rows."""
    from rusnews_extract.nlp.models import load_models
    from rusnews_extract.pipeline import annotate
    from rusnews_extract.rows import document_rows
    from rusnews_extract.rules.rulebook import load_rules

    rules, models = load_rules(), load_models()

    def check(documents: list[Document]) -> None:
        chars = sum(len(d.text) for d in documents)
        with limit(PATIENCE * (2 + chars / 20_000)):
            for found in annotate(documents, rules, models):
                text = found.clean.document.text
                for table, row in document_rows(found, {}):
                    start, stop, own = (getattr(row, k, None) for k in ("start", "stop", "text"))
                    if None not in (start, stop, own) and table != "documents":
                        # cleaning cuts signs and reads entities; letters it neither adds nor changes
                        assert LETTERS.sub("", own) in LETTERS.sub("", text[start:stop]), (table, row)

    return check


class Log:
    """What failed, and the inputs that did."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.failed = folder, 0

    def add(self, number: int, name: str, data: bytes, error: Exception) -> None:
        """Keep an input and say what it did."""
        self.failed += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = self.folder / f"{number:07}-{name}"
        kept.write_bytes(data)
        print(f"{kept}: {type(error).__name__}: {str(error)[:300]}", flush=True)


Taken = tuple[int, str, bytes, Document]


def annotated(batch: list[Taken], check: Callable[[list[Document]], None], log: Log) -> None:
    """Annotate a batch; where it fails, each document alone, so that the right one is named."""
    try:
        check([document for *_, document in batch])
    except Exception:
        for number, name, data, document in batch:
            try:
                check([document])
            except Exception as error:
                log.add(number, name, data, error)


def campaign(options: argparse.Namespace) -> int:
    """Mutate, read, annotate; return how many inputs failed."""
    chance = random.Random(options.seed)
    seeds = fuzz_seeds.seeds()
    others = [data for _, data in seeds]
    counts: Counter[str] = Counter()
    log = Log(options.keep)
    waiting: list[Taken] = []
    check = annotator() if options.annotate else None
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        for number in range(options.inputs):
            name, data = seeds[number % len(seeds)]
            data = mutate(data, chance, others)
            counts[name] += 1
            try:
                documents = read(data, name, Path(place))
            except Exception as error:
                log.add(number, name, data, error)
                continue
            counts["documents"] += len(documents)
            if check is not None and counts["annotated"] < options.annotate * (number + 1) / options.inputs:
                waiting.extend((number, name, data, d) for d in documents[:1])
                counts["annotated"] += len(documents[:1])
            if check is not None and (len(waiting) >= 16 or number == options.inputs - 1):
                annotated(waiting, check, log)
                waiting = []
            if number % 10_000 == 9_999:
                print(f"{number + 1} inputs, {time.perf_counter() - begin:.0f} s, {log.failed} failed", flush=True)
    print(", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    print(f"{options.inputs} inputs, {log.failed} failed, {time.perf_counter() - begin:.0f} s")
    return log.failed


def guided(options: argparse.Namespace) -> None:
    """Let atheris choose the bytes; it ends the process itself, with an error where an input broke the readers."""
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=["rusnews_extract.readers"]):
        import rusnews_extract.readers  # noqa: F401
    atheris.instrument_all()
    names = sorted({name for name, _ in fuzz_seeds.seeds()})
    with tempfile.TemporaryDirectory() as place:
        corpus = Path(place, "corpus")
        corpus.mkdir()
        for number, (name, data) in enumerate(fuzz_seeds.seeds()):
            (corpus / str(number)).write_bytes(bytes([names.index(name)]) + data)

        def one(data: bytes) -> None:
            if data:
                read(data[1:], names[data[0] % len(names)], Path(place))

        atheris.Setup([sys.argv[0], f"-runs={options.inputs}", "-max_len=20000", str(corpus)], one)
        atheris.Fuzz()


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--annotate", type=int, default=0, help="how many documents go through all stages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="folder for inputs that failed")
    parser.add_argument("--atheris", action="store_true", help="coverage-guided, by atheris")
    options: Any = parser.parse_args()
    if options.atheris:
        guided(options)
    elif campaign(options):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
