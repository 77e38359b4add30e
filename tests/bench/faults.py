"""Kill runs at random moments and see that the same command then ends with the bytes of an undisturbed run.

    python -m tests.bench.faults --parents 25 --workers 25

Meanwhile a reader polls ``read_table``: whatever it sees must be a table of the earlier run or of the later one, whole.
No process may be left over. Linux only: processes are found by a mark in their environment.
"""

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from rusnews_extract import read_table
from rusnews_extract.tables import TABLES

MARK = "RUSNEWS_BENCH_MARK"
PATIENCE = 10.0
POLLED = ("documents", "events", "catalogue")
CITIES = ("Туле", "Калуге", "Твери", "Рязани", "Орле")
PAGE = """Мэр встретился с рыбаками в {city}

{day} мая 2025 года мэр Анна Кольцова встретилась с рыбаками в {city}, сообщила пресс-служба мэрии.

«Мы договорились обо всём в {number}-й раз», — сказала Кольцова журналистам после встречи.
"""


def write_pages(folder: Path, count: int, first: int = 0) -> Path:
    """Write small pages, each unlike the others."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        page = PAGE.format(city=CITIES[number % len(CITIES)], day=number % 28 + 1, number=number)
        (folder / f"page-{number:04}.txt").write_text(page, encoding="utf-8")
    return folder


def start(
    source: str | Path, output: str | Path, *options: str, mark: str = "", **environment: str
) -> subprocess.Popen[str]:
    """Start a run as a user does, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "rusnews_extract", "run", "--input", source, "--output", output, *options],
        env={**os.environ, MARK: mark, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a run; return its exit code and all that it printed."""
    out, err = process.communicate(timeout=300)
    return process.returncode, out + err


def marked(mark: str) -> list[int]:
    """List the living processes of a run, the first one included."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                if f"{MARK}={mark}".encode() in (place / "environ").read_bytes().split(b"\0"):
                    found.append(int(place.name))
            except OSError:
                continue
    return sorted(found)


def workers_of(mark: str, parent: int) -> list[int]:
    """List the worker processes of a run: children of its fork server."""
    found = []
    for pid in marked(mark):
        try:
            above = int((Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if pid != parent and above not in (parent, os.getpid()):
            found.append(pid)
    return found


def left_over(mark: str) -> list[int]:
    """Return the processes of a run that are still there after a while."""
    end = time.monotonic() + PATIENCE
    while (found := marked(mark)) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def tables_of(output: Path) -> dict[str, bytes]:
    """Return the bytes of all parts, by table and name."""
    return {f"{t}/{p.name}": p.read_bytes() for t in TABLES for p in sorted((output / t).glob("*.parquet"))}


def seen(output: str | Path) -> dict[str, str]:
    """Return a digest of each polled table as ``read_table`` gives it."""
    return {t: hashlib.sha256(read_table(t, output).to_csv().encode()).hexdigest() for t in POLLED}


@contextmanager
def reader(output: str | Path, allowed: list[dict[str, str]]) -> Iterator[list[str]]:
    """Poll the tables while the block runs; yield a list that fills with what should not have been seen."""
    wrong: list[str] = []
    over = threading.Event()

    def poll() -> None:
        while not over.is_set():
            try:
                for table, digest in seen(output).items():
                    if digest not in {a[table] for a in allowed}:
                        wrong.append(f"{table}: neither the earlier nor the later run's")
            except Exception as error:
                wrong.append(f"{type(error).__name__}: {error}")

    thread = threading.Thread(target=poll)
    thread.start()
    try:
        yield wrong
    finally:
        over.set()
        thread.join()


def killed(source: Path, output: Path, clean: Path, victim: str, after: float) -> list[str]:
    """Kill the parent or a worker after some seconds, run again where that ended the run, and say what is wrong."""
    mark = uuid4().hex
    options = ("--workers", "2")
    before = seen(output)
    with reader(output, [before, seen(clean)]) as wrong:
        process = start(source, output, *options, mark=mark)
        time.sleep(after)
        targets = [process.pid] if victim == "parent" else workers_of(mark, process.pid)
        for pid in targets[:1]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        code, text = finish(process)
        if left := left_over(mark):
            wrong.append(f"left over: {left}")
        if victim == "worker" and code != 0:
            wrong.append(f"exit code {code}: {text}")
        code, text = finish(start(source, output, *options, mark=mark))
        if code != 0 or "Traceback" in text:
            wrong.append(f"exit code {code} of the rerun: {text}")
        if tables_of(output) != tables_of(clean):
            wrong.append("other bytes than an undisturbed run")
    return wrong


def main() -> None:
    """Run the whole of it and print one line of figures."""
    options = argparse.ArgumentParser()
    options.add_argument("--parents", type=int, default=25)
    options.add_argument("--workers", type=int, default=25)
    options.add_argument("--pages", type=int, default=120)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        small, source = write_pages(place / "small", 5), write_pages(place / "in", chosen.pages)
        clock = time.perf_counter()
        assert finish(start(source, place / "clean", "--workers", "2"))[0] == 0
        length = time.perf_counter() - clock
        bad = 0
        for victim, times in (("parent", chosen.parents), ("worker", chosen.workers)):
            for number in range(times):
                output = place / f"{victim}-{number}"
                assert finish(start(small, output))[0] == 0
                after = chance.uniform(0.2, length)
                wrong = killed(source, output, place / "clean", victim, after)
                bad += bool(wrong)
                print(f"{victim} {number + 1}/{times} after {after:.2f} s: {'; '.join(dict.fromkeys(wrong)) or 'well'}")
    seconds = time.perf_counter() - begin
    print(f"{chosen.parents} parents and {chosen.workers} workers killed, {bad} ended badly, {seconds:.0f} s")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
