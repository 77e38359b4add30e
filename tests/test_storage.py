"""Addresses as input and output: the same tables as on this machine, whatever breaks on the way."""

import gzip
import json
import time
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from rusnews_extract import lock, read_table, run
from rusnews_extract.config import RunConfig
from rusnews_extract.errors import BadConfig, BadInput, BadOutput, Unreachable
from rusnews_extract.lock import hold
from rusnews_extract.storage import Remote, folders, holds, list_files, place_of, remove_folder
from rusnews_extract.tables import TABLES
from tests.bench.cluster import cluster
from tests.bench.cluster import missing as missing_spark
from tests.bench.faults import finish, start, tables_of, write_pages
from tests.bench.stores import Cutter, address, broken, missing, store, stored, upload

needs_store = pytest.mark.skipif(missing() is not None, reason=str(missing()))
LINE = {"title": "Новость", "text": "Мэр Тулы Анна Кольцова встретилась с рыбаками в Калуге."}


@pytest.fixture(scope="module")
def port():
    """The port of an object store."""
    with store() as found:
        yield found


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """An input of several formats, some of them read at many places, and what a run on this machine makes of it."""
    place = tmp_path_factory.mktemp("clean")
    source = write_pages(place / "in", 30)
    lines = "\n".join(json.dumps({**LINE, "text": f"{LINE['text']} Их было {n}."}) for n in range(5))
    (source / "sub").mkdir()
    (source / "sub" / "records.jsonl").write_text(lines + "\nno record\n", encoding="utf-8")
    (source / "packed.jsonl.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
    pd.DataFrame([LINE]).to_parquet(source / "table.parquet")
    with zipfile.ZipFile(source / "pages.zip", "w") as archive:
        archive.writestr("a.txt", LINE["text"])
    (source / ".hidden.txt").write_text("Мэр Тулы.", encoding="utf-8")
    run(source, place / "out")
    return place


@pytest.fixture
def quick(monkeypatch):
    """Locks of dead runs are taken over soon."""
    monkeypatch.setattr(lock, "BEAT", 0.1)
    monkeypatch.setattr(lock, "SILENCE", 1.5)
    monkeypatch.setattr(lock, "SETTLE", 0.2)


@needs_store
@pytest.mark.engine
def test_in_and_out_of_a_store(clean, port, quick):
    """A run in the store gives the bytes of one here; the next does what is new, changed or gone, and nothing else."""
    source, output = address(port, "папка 1"), address(port, "out")
    upload(clean / "in", source)
    report = run(source, output, isolate=True)
    assert report.failed == 1
    assert stored(output) == tables_of(clean / "out")
    for name in TABLES:
        pd.testing.assert_frame_equal(read_table(name, output), read_table(name, clean / "out"))
    assert run(source, output).skipped == report.read
    (place_of(source) / "page-0001.txt").write_bytes("Мэр Твери уехал в Орёл.".encode())
    (place_of(source) / "sub" / "records.jsonl").unlink()
    assert run(source, output).read == report.read - 6
    assert "sub/records.jsonl" not in set(read_table("documents", output)["path"])
    assert "Твери" in "".join(read_table("documents", output)["text"])
    assert "secret" not in str(report.output)


@needs_store
@pytest.mark.engine
@pytest.mark.slow
@pytest.mark.skipif(missing_spark() is not None, reason=str(missing_spark()))
def test_spark_over_a_store(clean, port):
    """Executors read from the store and write to it."""
    source, output = address(port, "spark-in"), address(port, "spark-out")
    upload(clean / "in", source)
    code, text = finish(start(source, output, "--engine", "spark", **cluster("local-cluster[1,1,1024]")))
    assert code == 1, text
    assert stored(output) == tables_of(clean / "out")


@needs_store
@pytest.mark.engine
@pytest.mark.slow
@pytest.mark.parametrize("way", ["killed", "cut"])
def test_a_broken_run_shows_nothing_and_goes_on(clean, port, quick, tmp_path, way):
    """A run that is killed, or cut off in an upload, leaves the earlier tables; the next ends in the right bytes."""
    source, output, small = address(port, "broken"), address(port, way), address(port, "small")
    upload(clean / "in", source)
    upload(write_pages(tmp_path / "small", 2), small)
    run(small, output)
    cutter = Cutter(port, 100_000) if way == "cut" else None
    after = None if cutter else 4.0
    assert broken(source, output, clean / "out", after, cutter and cutter.own) == []


@needs_store
def test_an_upload_that_breaks_off_leaves_what_was_there(port):
    """Of an object that is too long for one request there is all or nothing."""
    (place_of(address(port, "large")) / "object").write_bytes(b"old")
    through = Cutter(port, 16 * 2**20)
    with pytest.raises(Unreachable, match=r"^s3://news/large/object: does not answer .* run the same command again"):
        (place_of(address(through.own, "large")) / "object").write_bytes(b"new" * 2**23)
    assert (place_of(address(port, "large")) / "object").read_bytes() == b"old"


@needs_store
def test_a_store_that_is_not_there_is_told(port, tmp_path):
    """A bucket that does not exist, and an address without files, are told with the mend and without the keys."""
    source = write_pages(tmp_path / "in", 1)
    with pytest.raises(BadOutput, match=r"^s3://nobody/x/\.work: cannot be written") as told:
        run(source, address(port, "x").replace("@news", "@nobody"))
    assert "secret" not in str(told.value)
    with pytest.raises(BadInput, match=r"^s3://news/nothing: no such file or folder"):
        run(address(port, "nothing"), tmp_path / "out")
    with pytest.raises(BadInput, match="no such table"):
        read_table("events", address(port, "nothing"))


@pytest.fixture
def remote(tmp_path):
    """A folder of this machine as pyarrow.fs sees it, where renaming is one step as in HDFS."""
    return Remote(f"file://{tmp_path}")


def test_a_file_is_written_aside_where_renaming_is_one_step(remote, tmp_path):
    """The name appears with the whole content, and nothing else is left."""
    (remote / "a" / "b.txt").write_bytes(b"1")
    (remote / "a" / "b.txt").write_bytes(b"22")
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["b.txt"]
    assert (remote / "a" / "b.txt").read_text() == "22"
    before = (remote / "a" / "b.txt").version()
    (remote / "a" / "b.txt").write_bytes(b"333")
    assert (remote / "a" / "b.txt").version() != before
    assert [f.name for f in folders(remote)] == ["a"]
    remove_folder(remote / "a")
    (remote / "a").unlink(missing_ok=True)
    assert folders(remote) == []
    with pytest.raises(FileNotFoundError):
        (remote / "a" / "b.txt").read_bytes()


def test_files_are_listed_by_name(remote, tmp_path):
    """Hidden files and folders are passed over; a pattern chooses in one folder."""
    for name in ("b.txt", "a/c.txt", "a.jsonl", ".x.txt", ".git/y.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text", encoding="utf-8")
    assert [(name, size) for _, name, size in list_files(remote)] == [("a.jsonl", 4), ("a/c.txt", 4), ("b.txt", 4)]
    assert [name for _, name, _ in list_files(remote / "*.txt")] == ["b.txt"]
    assert [name for _, name, _ in list_files(Remote(f"file://{tmp_path}/*.txt"))] == ["b.txt"]
    assert [name for _, name, _ in list_files(remote / "b.txt")] == ["b.txt"]
    for nothing in (remote / "c", remote / "*.xml"):
        with pytest.raises(BadInput, match="no such file or folder"):
            list(list_files(nothing))


def test_a_whole_run_under_an_address_of_another_kind(clean, remote, quick):
    """A file system that renames, such as HDFS, gives the same bytes."""
    report = run(clean / "in", remote / "out")
    assert report.failed == 1
    assert stored(remote / "out") == tables_of(clean / "out")
    assert run(clean / "in", remote / "out").skipped == report.read


def test_places_are_told_apart(tmp_path):
    """Paths stay paths; an address that nothing reaches is told; an output must not hold its input."""
    assert place_of("data/raw") == Path("data/raw")
    assert place_of(f"file://{tmp_path}") == tmp_path
    assert str(Remote("s3://key:secret@bucket/a?region=x", "b/c")) == "s3://bucket/a/b/c"
    assert holds(Remote("s3://b/a?x=1"), Remote("s3://b/a", "c"))
    assert not holds(Remote("s3://b/a"), Remote("s3://b/ab"))
    assert not holds(Remote("s3://b/a"), tmp_path)
    with pytest.raises(BadConfig, match=r"^nope://bucket: cannot be reached"):
        place_of("nope://bucket")
    with pytest.raises(BadConfig, match="holds the input"):
        RunConfig(Remote("s3://b/out", "in"), Remote("s3://b/out"))


def test_one_run_at_a_time_under_an_address(remote, quick):
    """A living owner keeps others out; a dead one is taken over, and notices if it was not dead after all."""
    place = remote / ".work" / "lock"
    with hold(place, remote) as still_held:
        with pytest.raises(BadOutput, match=r"another run \(process \d+ on .+\) is writing here"), hold(place, remote):
            pass
        still_held()
        place.write_bytes(b"another process 1 on elsewhere, 0")
        time.sleep(0.5)
        with pytest.raises(BadOutput, match="took this one for dead"):
            still_held()
    assert place.read_bytes().startswith(b"another")
    with hold(place, remote):
        assert not place.read_bytes().startswith(b"another")
    with pytest.raises(FileNotFoundError):
        place.read_bytes()
