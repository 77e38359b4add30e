"""Shards over a Spark cluster: one task a shard, and only reports come back.

A task runs the local engine with one worker inside the executor's Python process. So networks and rules are loaded once
a Python process (its fork server keeps them from task to task), and a page that kills or hangs its worker costs that
page alone, as on one machine; Spark by itself would try the task four times and give up the job. Each attempt writes
the same bytes under the same names, whole or not at all, so retry and speculation leave no duplicate. Texts stay with
the executors: the driver sees names of files, digests of lines, counts and, in the corpus phase, keys.

Rejected: ``mapInArrow``, which is made for rows (a shard must be one task), and asks for an older pandas than ours.
"""

import os
import re
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext, SparkFiles
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from rusnews_extract.config import RunConfig
from rusnews_extract.corpus.boilerplate import SiteLines, sample_shard
from rusnews_extract.engines import local
from rusnews_extract.engines.kit import Kit, arrived, made_by, pack
from rusnews_extract.errors import RusnewsError
from rusnews_extract.shard import Shard, ShardReport

__all__ = ["SparkEngine"]

GLANCE = 0.5
"""Seconds between two looks at how far the job is."""
OURS = re.compile(r"rusnews_extract\.errors\.\w+: (.+)")
"""One of our own errors in a traceback that Spark tells."""
T = TypeVar("T")


class SparkEngine:
    """Uses the caller's Spark session, or one of its own. Which cluster, and how much of it, is Spark's to be told."""

    def __init__(self, config: RunConfig) -> None:
        self.own = SparkSession.getActiveSession() is None
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        settings = SparkConf().setIfMissing("spark.app.name", "rusnews-extract")
        settings.setIfMissing("spark.ui.showConsoleProgress", "false")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # that it may not know our pandas, which it is never given
            self.context = SparkContext.getOrCreate(settings)
        self.made_by = made_by(config)
        self.folder = tempfile.TemporaryDirectory()
        packed = pack(config, Path(self.folder.name))
        self.shipped = None if packed is None else Path(self.folder.name).name
        if packed is not None:
            self.context.addArchive(f"{packed}#{self.shipped}")

    def close(self) -> None:
        """End the session, unless it is the caller's."""
        if self.own:
            self.context.stop()
        self.folder.cleanup()

    def sample(self, config: RunConfig, shards: Sequence[Shard]) -> SiteLines:
        """Return the sample of the sites' lines."""
        here = self._options(config)
        each = self.context.parallelize(shards, len(shards)).map(lambda shard: sample_shard(here(), shard))
        return _told(lambda: each.treeReduce(SiteLines.merge))

    def map(
        self, config: RunConfig, shards: Sequence[Shard], run_digest: str, progress: Callable[[int], None]
    ) -> Iterator[ShardReport]:
        """Process shards and yield their reports when all are done; ``progress`` counts the records of ended tasks."""
        if not shards:
            return
        here, done, told = self._options(config), self.context.accumulator(0), 0

        def work(own: Iterable[Shard]) -> Iterable[ShardReport]:
            return local.map_shards(here(), list(own), run_digest, done.add)

        order = sorted(shards, key=lambda s: (-s.size, s.shard_id))
        job = self.context.parallelize(order, len(order)).mapPartitions(work)
        with ThreadPoolExecutor(1) as pool:
            reports = pool.submit(_told, job.collect)
            while wait([reports], GLANCE).not_done:
                told = _tell(progress, told, done.value)
            _tell(progress, told, done.value)
            yield from arrived(config, reports.result())

    def _options(self, config: RunConfig) -> Callable[[], RunConfig]:
        """Return how an executor gets the options of the run."""
        kit, shipped = Kit(replace(config, workers=1, isolate=True), self.made_by), self.shipped
        return lambda: kit.unpacked(None if shipped is None else Path(SparkFiles.get(shipped)))


def _tell(progress: Callable[[int], None], told: int, done: int) -> int:
    progress(done - told)
    return done


def _told(job: Callable[[], T]) -> T:
    """Do a job; where Spark gives it up, raise what one of us said, without Spark's hundred lines."""
    try:
        return job()
    except (Py4JError, PySparkException) as error:
        said = OURS.findall(str(error))
        raise RusnewsError(said[-1] if said else f"Spark gave up: {error}") from error
