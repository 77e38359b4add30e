"""Kill an executor of a Spark cluster in mid-run and see that the run ends with the bytes of the local engine.

    python -m tests.bench.cluster --pages 2000

The cluster is Spark's ``local-cluster``: two executors, each a process of its own, on this machine. First the process
of an executor is killed, then in another run the Python process in which an executor works. Linux only.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

from rusnews_extract import read_table
from tests.bench.faults import finish, left_over, marked, start, tables_of, write_pages

MASTER = "local-cluster[2,1,1024]"
VICTIMS = {"executor": b"CoarseGrainedExecutorBackend", "python": b"pyspark.daemon"}
"""What the command lines of the processes that are killed hold."""
QUIET = ("spark.ui.enabled=false", "spark.driver.memory=512m", "spark.log.level=ERROR")


def cluster(master: str = MASTER, *settings: str) -> dict[str, str]:
    """Return the environment in which ``--engine spark`` finds a cluster on this machine."""
    asked = " ".join(f"--conf {setting}" for setting in (*QUIET, *settings))
    return {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_SUBMIT_ARGS": f"--master {master} {asked} pyspark-shell"}


def missing() -> str | None:
    """Say why Spark cannot run here, or None."""
    if find_spec("pyspark") is None:
        return "no pyspark: pip install '.[spark]'"
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        return "no Java; Spark needs Java 17 or newer"
    return None


def processes(mark: str, words: bytes) -> list[int]:
    """List the processes of a run whose command lines hold these words."""
    found = []
    for pid in marked(mark):
        try:
            if words in (Path("/proc") / str(pid) / "cmdline").read_bytes():
                found.append(pid)
        except OSError:
            continue
    return found


def done_shards(output: Path) -> int:
    """Return how many shards a run has done."""
    return len(list((output / ".work").glob("*/done.json")))


def killed_on_cluster(source: Path, output: Path, clean: Path, victim: str) -> list[str]:
    """Run on the cluster, kill a process when a third of the shards is done, and say what is wrong in the end."""
    mark, third = uuid4().hex, done_shards(clean) // 3
    process = start(source, output, "--engine", "spark", mark=mark, **cluster())
    while done_shards(output) < max(third, 1) and process.poll() is None:
        time.sleep(0.05)
    victims = processes(mark, VICTIMS[victim])
    for pid in victims[-1:]:
        os.kill(pid, signal.SIGKILL)
    wrong = [] if victims and process.poll() is None else ["the run was over before the kill"]
    code, text = finish(process)
    if code != 0:
        wrong.append(f"exit code {code}: {text[-300:]}")
    if left := left_over(mark):
        wrong.append(f"left over: {left}")
    if code == 0 and tables_of(output) != tables_of(clean):
        wrong.append("other bytes than by the local engine")
    if code == 0 and not read_table("documents", output)["doc_id"].is_unique:
        wrong.append("a document stands twice")
    return wrong


def main() -> None:
    """Run the whole of it and print a line of figures a run."""
    options = argparse.ArgumentParser()
    options.add_argument("--pages", type=int, default=2000)
    chosen = options.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        source, clean = write_pages(place / "in", chosen.pages), place / "clean"
        clock = time.perf_counter()
        assert finish(start(source, clean, "--workers", "2"))[0] == 0
        print(f"local, 2 workers: {time.perf_counter() - clock:.0f} s")
        for victim in VICTIMS:
            clock = time.perf_counter()
            wrong = killed_on_cluster(source, place / victim, clean, victim)
            bad += bool(wrong)
            seconds = time.perf_counter() - clock
            print(
                f"{MASTER}, {victim} killed: {'; '.join(wrong) or 'well'}, {seconds:.0f} s, {done_shards(clean)} shards"
            )
    print(json.dumps({"pages": chosen.pages, "runs": len(VICTIMS), "bad": bad}))
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
