"""Ways to map shards over many processes or machines; which one does not show in the tables."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rusnews_extract.config import RunConfig
from rusnews_extract.corpus.boilerplate import SiteLines, sample_shard
from rusnews_extract.errors import MissingExtra
from rusnews_extract.shard import Shard, ShardReport

__all__ = ["Engine", "open_engine"]


class Engine(Protocol):
    """What a run asks of an engine: two maps over shards."""

    def sample(self, config: RunConfig, shards: Sequence[Shard]) -> SiteLines:
        """Return the sample of the lines of the sites, for what they repeat to be learned."""

    def map(
        self, config: RunConfig, shards: Sequence[Shard], run_digest: str, progress: Callable[[int], None]
    ) -> Iterator[ShardReport]:
        """Process shards and yield their reports in any order; ``progress`` counts records as they are done."""


class _Local:
    """The processes of this machine."""

    def sample(self, config: RunConfig, shards: Sequence[Shard]) -> SiteLines:
        sample = SiteLines()
        for shard in shards:
            sample.merge(sample_shard(config, shard))
        return sample

    def map(
        self, config: RunConfig, shards: Sequence[Shard], run_digest: str, progress: Callable[[int], None]
    ) -> Iterator[ShardReport]:
        from rusnews_extract.engines.local import map_shards

        return map_shards(config, shards, run_digest, progress)


@contextmanager
def open_engine(config: RunConfig) -> Iterator[Engine]:
    """Open the engine that the options name; raises ``MissingExtra`` where it is not installed."""
    if config.engine == "local":
        yield _Local()
        return
    try:
        from rusnews_extract.engines.spark import SparkEngine
    except ImportError as error:
        raise MissingExtra(f"--engine spark: {error}; pip install 'rusnews-extract[spark]', with Java 17") from error
    engine = SparkEngine(config)
    try:
        yield engine
    finally:
        engine.close()
