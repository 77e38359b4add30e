"""Spark: an executor that is killed costs time and nothing else; what the user gives beside the input travels along."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from rusnews_extract import run
from rusnews_extract.config import RunConfig
from rusnews_extract.engines.kit import Kit, arrived, made_by, pack
from rusnews_extract.errors import BadConfig, BadOutput, MissingExtra
from rusnews_extract.shard import ShardReport
from tests.bench.cluster import cluster, killed_on_cluster, missing
from tests.bench.faults import finish, start, tables_of, write_pages

needs_spark = pytest.mark.skipif(missing() is not None, reason=str(missing()))
PAGES = 400


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """An input of many shards, and the folder that the local engine has made of it."""
    place = tmp_path_factory.mktemp("clean")
    run(write_pages(place / "in", PAGES), place / "out", workers=2)
    return place


@needs_spark
@pytest.mark.slow
@pytest.mark.engine
@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes of a run under /proc")
@pytest.mark.parametrize("victim", ["executor", "python"])
def test_a_killed_executor_costs_nothing(clean, tmp_path, victim):
    """With one of two executors killed in mid-run all is there once, in the bytes of the local engine."""
    assert killed_on_cluster(clean / "in", tmp_path / "out", clean / "out", victim) == []


@needs_spark
@pytest.mark.slow
@pytest.mark.engine
def test_rules_and_gazetteer_travel(tmp_path):
    """Executors take the user's rules and gazetteer from the driver, and know what its relative paths mean."""
    source = write_pages(tmp_path / "in", 3)
    (tmp_path / "rules" / "lexicons").mkdir(parents=True)
    (tmp_path / "rules" / "lexicons" / "clean_nav.txt").write_text("# nothing\n", encoding="utf-8")
    listed = tmp_path / "list.csv"
    listed.write_text("id,type,name,aliases\nQ1,PER,Анна Кольцова,\n", encoding="utf-8")
    own = ("--rules", str(tmp_path / "rules"), "--gazetteer", str(listed))
    run(source, tmp_path / "here", rules=tmp_path / "rules", gazetteer=listed)
    here, there = os.path.relpath(source), os.path.relpath(tmp_path / "there")
    code, text = finish(start(here, there, "--engine", "spark", *own, **cluster("local-cluster[1,1,1024]")))
    assert code == 0, text
    assert tables_of(tmp_path / "there") == tables_of(tmp_path / "here")


def test_a_kit_is_unpacked_with_paths_of_the_machine(tmp_path):
    """What was packed has other paths there; another version of the package is refused."""
    (tmp_path / "rules").mkdir()
    config = RunConfig(Path("in"), Path("out"), rules=tmp_path / "rules", gazetteer=tmp_path / "list.csv")
    (tmp_path / "list.csv").touch()
    (tmp_path / "packed").mkdir()
    packed = pack(config, tmp_path / "packed")
    assert packed is not None
    there = Kit(config, made_by(config)).unpacked(packed.with_suffix(""))
    assert there == replace(config, rules=packed.with_suffix("") / "rules", gazetteer=there.gazetteer)
    assert there.gazetteer is not None
    assert there.gazetteer.is_file()
    with pytest.raises(BadConfig, match="install one version"):
        Kit(config, ("0.0", "other")).unpacked(packed.with_suffix(""))
    assert pack(RunConfig(Path("in"), Path("out")), tmp_path) is None


def test_executors_with_disks_of_their_own_are_told(tmp_path):
    """Where the driver does not find what was written, the run ends with the mend."""
    with pytest.raises(BadOutput, match="that all machines share"):
        arrived(RunConfig(tmp_path / "in", tmp_path / "out"), [ShardReport("one", "digest", 1, 1, 0)])


def test_an_engine_that_is_not_there_is_told(tmp_path, monkeypatch):
    """A name that is no engine, and Spark without PySpark, are told with the mend."""
    source = write_pages(tmp_path / "in", 1)
    with pytest.raises(BadConfig, match="local, spark"):
        run(source, tmp_path / "out", engine="dask")
    monkeypatch.delitem(sys.modules, "rusnews_extract.engines.spark", raising=False)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(MissingExtra, match="pip install"):
        run(source, tmp_path / "out", engine="spark")
