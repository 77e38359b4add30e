"""Faults: killed, cut, full, damaged, poisoned. Afterwards the same command gives the tables of an undisturbed run."""

import errno
import json
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rusnews_extract import generations, read_table, run, runs, shard
from rusnews_extract.errors import BadOutput
from rusnews_extract.lock import hold
from rusnews_extract.tables import TABLES
from tests.bench.faults import finish, killed, left_over, start, tables_of, write_pages

linux = pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
PAGE = "Мэр Тулы встретился с рыбаками\n\nМэр Тулы Анна Кольцова 5 мая 2025 года встретилась с рыбаками в Калуге.\n"


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A small input and the output of an undisturbed run."""
    place = tmp_path_factory.mktemp("plain")
    run(write_pages(place / "in", 150), place / "out")
    return place / "in", place / "out"


@linux
@pytest.mark.engine
@pytest.mark.parametrize(("victim", "after"), [("parent", 2.0), ("parent", 3.2), ("worker", 2.6)])
def test_a_killed_run_is_made_good_by_the_next(plain, tmp_path, victim, after):
    """Whatever is killed and when: no process stays, no reader sees a half, the rerun gives the same bytes."""
    run(write_pages(tmp_path / "small", 3), tmp_path / "out")
    wrong = killed(*plain[:1], tmp_path / "out", plain[1], victim, after + random.Random(after).random() / 2)
    assert not wrong


@linux
@pytest.mark.engine
@pytest.mark.parametrize("sign", ["run.json", "*/done.json"], ids=["workers-starting", "workers-busy"])
def test_ctrl_c_stops_at_once_and_says_how_to_go_on(tmp_path, sign):
    """Ctrl-C ends the run and its workers within two seconds, with exit code 130 and no traceback."""
    mark = uuid4().hex
    process = start(write_pages(tmp_path / "in", 400), tmp_path / "out", "--workers", "2", mark=mark)
    end = time.monotonic() + 60
    while not list((tmp_path / "out").glob(f".work/{sign}")) and time.monotonic() < end:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    begin = time.monotonic()
    code, text = finish(process)
    assert time.monotonic() - begin < 2
    assert code == 130
    assert "Traceback" not in text
    assert "run the same command again" in text
    assert not left_over(mark)


def test_what_is_done_is_not_done_again(plain, tmp_path, monkeypatch):
    """A run that ends in the middle has kept the shards that were whole; the next one does the others."""
    done = shard.write_text
    markers = []

    def stopping(path, text):
        if len(markers) == 2:
            raise KeyboardInterrupt
        markers.append(path)
        return done(path, text)

    with monkeypatch.context() as patch:
        patch.setattr(shard, "write_text", stopping)
        with pytest.raises(KeyboardInterrupt):
            run(plain[0], tmp_path / "out")
    report = run(plain[0], tmp_path / "out")
    assert 0 < report.skipped < report.read
    assert tables_of(tmp_path / "out") == tables_of(plain[1])


@pytest.mark.parametrize("writes", [0, 5, 20, 70])
def test_a_full_disk_is_told_and_harms_nothing(plain, tmp_path, monkeypatch, writes):
    """A full disk ends the run with the mend; the earlier tables stay, and a rerun with room completes the new ones."""
    run(write_pages(tmp_path / "small", 2), tmp_path / "out")
    before = tables_of(tmp_path / "out")
    whole, count = Path.write_bytes, iter(range(10**6))

    def full(self, data):
        if next(count) >= writes:
            whole(self, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        return whole(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(BadOutput, match="the disk is full"):
            run(plain[0], tmp_path / "out")
    assert tables_of(tmp_path / "out") == before
    assert not list((tmp_path / "out").rglob("*.tmp"))
    run(plain[0], tmp_path / "out")
    assert tables_of(tmp_path / "out") == tables_of(plain[1])


SMALL_DISK = """
mount -t tmpfs -o size={small} tmpfs {out} || exit 77
{run}; echo code $?
mount -o remount,size=64m {out} || exit 77
{run}; echo code $?
cp -rL {out} {copy}
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="no unshare(1) here: it mounts a small disk")
@pytest.mark.parametrize("small", ["40k", "400k"])
def test_a_small_disk_runs_full(plain, tmp_path, small):
    """On a disk that is really too small a run ends with the mend; with more room the same command makes the tables."""
    out, copy = tmp_path / "disk", tmp_path / "copy"
    out.mkdir()
    run_it = shlex.join(
        [sys.executable, "-m", "rusnews_extract", "run", "--input", str(plain[0]), "--output", str(out)]
    )
    script = SMALL_DISK.format(small=small, out=shlex.quote(str(out)), copy=shlex.quote(str(copy)), run=run_it)
    own = ["--map-root-user"] if os.geteuid() else []
    done = subprocess.run(["unshare", *own, "--mount", "sh", "-c", script], capture_output=True, text=True, check=False)
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    assert "the disk is full; free some space" in " ".join(done.stderr.split())
    assert [line for line in done.stdout.splitlines() if line.startswith("code")] == ["code 2", "code 0"], done.stderr
    assert tables_of(copy) == tables_of(plain[1])


@pytest.mark.parametrize("where", [".work", ".tables"])
@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_a_damaged_part_is_made_again(plain, tmp_path, where, harm):
    """A part of an earlier run that was altered, cut or removed is found by its checksum and remade."""
    run(plain[0], tmp_path / "out")
    part = sorted((tmp_path / "out" / where).rglob("*.parquet"))[7]
    data = part.read_bytes()
    if harm == "remove":
        part.unlink()
    else:
        part.write_bytes(data[: len(data) // 2] if harm == "cut" else bytes([*data[:9], data[9] ^ 1, *data[10:]]))
    run(plain[0], tmp_path / "out")
    assert tables_of(tmp_path / "out") == tables_of(plain[1])


@pytest.mark.parametrize("change", ["vanish", "grow"])
def test_a_file_that_changes_while_it_is_read(tmp_path, monkeypatch, change):
    """A file that vanishes or grows under the reader ends no run, and the next run has it right."""
    source = write_pages(tmp_path / "in", 3)
    victim = source / "page-0001.txt"
    reader = shard.read_file

    def changing(path, name, rules, piece):
        if path == victim and victim.exists():
            victim.unlink() if change == "vanish" else victim.write_text(PAGE + victim.read_text(), encoding="utf-8")
        return reader(path, name, rules, piece)

    with monkeypatch.context() as patch:
        patch.setattr(shard, "read_file", changing)
        first = run(source, tmp_path / "out")
    assert first.read == first.written + first.failed == 3
    run(source, tmp_path / "out")
    run(source, tmp_path / "fresh")
    assert tables_of(tmp_path / "out") == tables_of(tmp_path / "fresh")


def test_two_runs_do_not_write_to_one_output(plain, tmp_path):
    """A second run is refused while the first holds the lock; a file left by a dead process locks nobody out."""
    (tmp_path / "out" / ".work").mkdir(parents=True)
    with hold(tmp_path / "out" / ".work" / "lock", tmp_path / "out"), pytest.raises(BadOutput, match="another run"):
        run(plain[0], tmp_path / "out")
    run(plain[0], tmp_path / "out")


def test_other_rules_or_another_version_need_force(plain, tmp_path, monkeypatch):
    """Tables by another version are not mixed or replaced unasked; with force they are those of a fresh run."""
    run(write_pages(tmp_path / "small", 2), tmp_path / "out")
    before = tables_of(tmp_path / "out")
    monkeypatch.setattr(runs, "__version__", "99.1")
    with pytest.raises(BadOutput, match=r"--force") as told:
        run(plain[0], tmp_path / "out")
    assert "99.1" in str(told.value)
    assert tables_of(tmp_path / "out") == before
    report = run(plain[0], tmp_path / "out", force=True)
    assert report.skipped == 0
    assert tables_of(tmp_path / "out") == tables_of(plain[1])
    assert run(plain[0], tmp_path / "out").skipped == report.read


def test_a_folder_of_the_user_is_not_replaced(plain, tmp_path):
    """Where something else has the name of a table, the run refuses to start and touches nothing."""
    (tmp_path / "out" / "documents").mkdir(parents=True)
    (tmp_path / "out" / "documents" / "letter.odt").touch()
    with pytest.raises(BadOutput, match="no run has made it"):
        run(plain[0], tmp_path / "out")
    assert (tmp_path / "out" / "documents" / "letter.odt").exists()


def test_tables_of_the_earlier_layout_are_replaced(plain, tmp_path):
    """A folder of parts, as earlier versions made it, gives way to the new tables."""
    (tmp_path / "out" / "events").mkdir(parents=True)
    (tmp_path / "out" / "events" / "part-old.parquet").write_bytes(b"old")
    run(plain[0], tmp_path / "out")
    assert tables_of(tmp_path / "out") == tables_of(plain[1])


def test_without_links_the_tables_are_the_same(plain, tmp_path, monkeypatch):
    """Where the system allows no links, table folders hold the parts themselves, and read_table follows the pointer."""

    def forbidden(self, target, target_is_directory=False):
        raise OSError("a required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", forbidden)
    run(write_pages(tmp_path / "small", 2), tmp_path / "out")
    run(plain[0], tmp_path / "out")
    run(plain[0], tmp_path / "out")
    assert not any(p.is_symlink() for p in (tmp_path / "out").rglob("*"))
    assert tables_of(tmp_path / "out") == tables_of(plain[1])
    assert len(read_table("documents", tmp_path / "out")) == 150


def test_pandas_reads_a_table_folder(plain):
    """The folder of a table opens without us."""
    import pandas as pd

    for name in TABLES:
        assert len(pd.read_parquet(plain[1] / name)) == len(read_table(name, plain[1]))
    now = generations.current_generation(plain[1])
    assert now is not None
    assert now.manifest().rows["documents"] == 150


def deep(levels):
    return b'{"text": ' + b"[" * levels + b"]" * levels + b"}"


NASTY = {
    "surrogate.jsonl": b'{"title": "\\ud800", "text": "\\ud83d \\udc00 \xd0\x9c\xd1\x8d\xd1\x80", "url": "\\udfff"}',
    "nul.jsonl": '{"text": "Мэр\\u0000 Тулы\\u0007 встретился\\u001b[2J."}'.encode(),
    "nul.txt": PAGE.encode() + b"\0" * 10,
    "control.txt": "Мэр\x07\x1b[2J Тулы\x0b\x0c встретился\x85 с\u2028рыбаками\u2029в Калуге.".encode(),
    "carriage.txt": PAGE.replace("\n", "\r").encode(),
    "deep.jsonl": deep(100_000),
    "number.jsonl": b'{"text": ' + b"9" * 10**6 + b"}\n" + b'{"text": 1e999999, "title": NaN}',
    "twice.jsonl": '{"text": "а", "text": "Мэр Тулы встретился с рыбаками."}'.encode(),
    "types.jsonl": b'{"text": 5}\n{"text": [1, [2], {"a": 3}]}\n{"text": true, "title": {}, "url": [], "date": 7}\n'
    + '{"title": "", "text": "Мэр Тулы.", "url": 5, "published": [], "language": {}, "date": "9999-99-99"}'.encode(),
    "empty.jsonl": b"",
    "blank.txt": b" \n\t\r\n",
    "long.txt": ("Мэр Тулы встретился с рыбаками " * 400).encode(),
    "lines.txt": b"\n" * 50_000 + PAGE.encode(),
    "two words/имя\\с\nпереводом.txt": PAGE.encode(),
    "page.txt/inner.txt": PAGE.encode(),
    ".hidden/a.txt": PAGE.encode(),
    ".hidden.txt": PAGE.encode(),
    os.fsdecode(b"\xff\xfe.txt"): PAGE.encode(),
}


@pytest.mark.skipif(os.name == "nt", reason="makes names that Windows does not allow")
def test_nasty_files_end_in_a_table(tmp_path):
    """Each record is a document or a failure, hidden files are left alone, and the good page is done."""
    source = write_pages(tmp_path / "in", 1)
    for name, content in NASTY.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(content)
    (tmp_path / "secret.txt").write_text(PAGE, encoding="utf-8")
    links = {"out.txt": tmp_path / "secret.txt", "loop": source, "self.txt": source / "self.txt", "gone.txt": "x"}
    for name, target in links.items():
        (source / name).symlink_to(target)
    os.mkfifo(source / "pipe.txt")
    report = run(source, tmp_path / "out")
    documents, failures = read_table("documents", tmp_path / "out"), read_table("failures", tmp_path / "out")
    assert report.read == report.written + report.failed == len(documents) + len(failures)
    told = {Path(p).name for p in (*documents["path"], *failures["path"])}
    expected = {Path(n).name for n in NASTY if not n.startswith(".")} | set(links) | {"pipe.txt", "page-0000.txt"}
    assert told == {n.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") for n in expected}
    reasons = dict(zip(failures["path"], failures["message"], strict=True))
    assert "out of the input" in reasons["out.txt"]
    assert "leads nowhere" in reasons["self.txt"]
    assert "link" in reasons["loop"]
    assert "no regular file" in reasons["pipe.txt"]
    assert not {"annotate", "tables"} & set(failures["stage"])
    assert {"page-0000.txt", "page.txt/inner.txt", "carriage.txt"} <= set(documents["path"])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(["text", "title", "url", "date", "published", "topic", "language", "plain_text", "body"])
LINES = st.dictionaries(KEYS, VALUES, max_size=5).map(lambda d: json.dumps(d).encode()) | st.binary(max_size=60)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    lines=st.lists(LINES, max_size=4),
    page=st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")),
)
def test_whatever_the_bytes_the_good_page_is_done(tmp_path_factory, lines, page):
    """Random records and pages end as documents or failures, never as an error of ours."""
    place = tmp_path_factory.mktemp("fuzz")
    source = write_pages(place / "in", 1)
    (source / "a.jsonl").write_bytes(b"\n".join(lines))
    (source / "b.txt").write_bytes(page)
    report = run(source, place / "out")
    assert report.read == report.written + report.failed >= 3
    failures = read_table("failures", place / "out")
    assert not {"annotate", "tables"} & set(failures["stage"]), failures["message"].tolist()
