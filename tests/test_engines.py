"""Engines: the same tables from each; a page that kills or hangs its worker costs that page and nothing else."""

import os
import signal
import subprocess
import sys
from contextlib import nullcontext

import pytest

import rusnews_extract
from rusnews_extract import pipeline, read_table, run, shard
from rusnews_extract.engines import local, worker
from rusnews_extract.errors import RusnewsError
from tests.bench.cluster import cluster, missing
from tests.bench.faults import finish, start, tables_of, write_pages

pytestmark = pytest.mark.engine
ENGINES = ["local", pytest.param("spark", marks=pytest.mark.skipif(missing() is not None, reason=str(missing())))]
POISON = {"die.txt": "WorkerDied", "hang.txt": "TimeLimit", "memory.txt": "MemoryError"}
POISONED = """
import os, signal, time
from rusnews_extract import pipeline

whole = pipeline.clean

def clean(document, rules):
    if document.path == "die.txt":
        os.kill(os.getpid(), signal.SIGKILL)
    if document.path == "hang.txt":
        time.sleep(600)
    if document.path == "memory.txt":
        raise MemoryError
    return whole(document, rules)

pipeline.clean = clean
"""
"""What every Python process of a run does first (as sitecustomize): die, hang or run out of memory on such pages."""
RUN = """
import sys
from rusnews_extract import run

counts = []
report = run(
    *sys.argv[1:3],
    engine=sys.argv[3],
    workers=2,
    time_limit=3.0,
    progress=lambda *count: counts.append(count),
)
print(report.read, report.written, report.failed, counts[-1])
"""


def poisoned(connection, config, run_digest):
    """A worker whose pipeline dies on its page."""
    pipeline.clean = lambda document, rules: os.kill(os.getpid(), signal.SIGKILL)
    worker.serve(connection, config, run_digest)


def stillborn(connection, config, run_digest):
    """A worker that ends before it has begun."""
    os._exit(3)


def documents_of(folder):
    frame = read_table("documents", folder)
    return frame[frame["path"].str.startswith("page")].to_dict("records")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_that_kills_or_stops_its_worker_is_a_failure(tmp_path, engine):
    """After a few tries the page is given up with the reason, and all other pages are done as without it."""
    source = write_pages(tmp_path / "in", 20)
    run(source, tmp_path / "clean")
    for name in POISON:
        (source / name).write_text((source / "page-0001.txt").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "sitecustomize.py").write_text(POISONED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", RUN, source, tmp_path / "out", engine],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path]), **cluster("local[2,4]")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "23 20 3 (23, 23)\n", done.stderr[-2000:]
    failures = read_table("failures", tmp_path / "out")
    assert dict(zip(failures["path"], failures["error"], strict=True)) == POISON
    assert set(failures["stage"]) == {"annotate"}
    assert documents_of(tmp_path / "out") == documents_of(tmp_path / "clean")


def test_one_isolated_worker_is_watched_as_well(tmp_path, monkeypatch):
    """With isolate, even a single worker that dies costs one page."""
    source = write_pages(tmp_path / "in", 2)
    monkeypatch.setattr(local, "serve", poisoned)
    report = run(source, tmp_path / "out", isolate=True)
    assert (report.written, report.failed) == (0, 2)


def test_workers_that_cannot_start_end_the_run(tmp_path, monkeypatch):
    """Where workers die before their first page, the run ends with the mend and not never."""
    monkeypatch.setattr(local, "serve", stillborn)
    with pytest.raises(RusnewsError, match="worker processes died"):
        run(write_pages(tmp_path / "in", 2), tmp_path / "out", isolate=True)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_a_worker_raises_reaches_the_caller(tmp_path, engine):
    """An output that cannot be written is told as such from a worker too, in one line."""
    source = write_pages(tmp_path / "in", 1)
    (only,) = rusnews_extract.runs.plan_shards(rusnews_extract.config.RunConfig(source, tmp_path / "out"))
    (tmp_path / "out" / ".work").mkdir(parents=True)
    (tmp_path / "out" / ".work" / only.shard_id).touch()
    code, text = finish(
        start(source, tmp_path / "out", "--engine", engine, **cluster("local[1,1]", "spark.log.level=OFF"))
    )
    assert code == 2
    assert "cannot be written" in text.splitlines()[-1]


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A small input and the bytes of its tables."""
    place = tmp_path_factory.mktemp("plain")
    source = write_pages(place / "in", 40)
    (source / "crawl.jsonl").write_text('{"text": "Мэр Тулы встретился с рыбаками."}\nno\n' * 3, encoding="utf-8")
    run(source, place / "out")
    return source, tables_of(place / "out")


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_writes_the_same(plain, tmp_path, engine):
    """Which engine has made the tables does not show in them; a rerun by the other finds all done."""
    code, text = finish(
        start(plain[0], tmp_path / "out", "--engine", engine, "--workers", "2", **cluster("local[2,4]"))
    )
    assert code == 1, text
    assert tables_of(tmp_path / "out") == plain[1]
    assert run(plain[0], tmp_path / "out").skipped == 46


@pytest.mark.parametrize("size", [1, 3, 100])
def test_batch_size_does_not_change_a_byte(plain, tmp_path, monkeypatch, size):
    """Pages may be annotated one at a time or all at once."""
    monkeypatch.setattr(shard, "BATCH", size)
    run(plain[0], tmp_path / "out")
    assert tables_of(tmp_path / "out") == plain[1]


def test_file_order_does_not_change_a_byte(plain, tmp_path, monkeypatch):
    """The order in which the file system lists files is of no matter."""
    listing = os.scandir
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", lambda place: nullcontext(reversed(list(listing(place)))))
        run(plain[0], tmp_path / "out")
    assert tables_of(tmp_path / "out") == plain[1]


@pytest.mark.parametrize(("seed", "workers"), [("1", "1"), ("2", "3")])
def test_hash_seed_and_workers_do_not_change_a_byte(plain, tmp_path, seed, workers):
    """Neither the order of Python's sets nor the number of workers shows in the tables."""
    arguments = ["--input", plain[0], "--output", tmp_path / "out", "--workers", workers]
    subprocess.run(
        [sys.executable, "-m", "rusnews_extract", "run", *arguments],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=False,
    )
    assert tables_of(tmp_path / "out") == plain[1]
