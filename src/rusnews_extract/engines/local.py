"""Shards over processes of this machine.

Workers are started fresh (fork server, or spawn where there is none), so that no lock or thread of the caller is
copied. A killed worker breaks its pool: the pool is built anew and the shards that were not done are mapped again.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from rusnews_extract.config import RunConfig
from rusnews_extract.errors import RusnewsError
from rusnews_extract.nlp.models import load_models
from rusnews_extract.rules.rulebook import load_rules
from rusnews_extract.shard import Shard, ShardReport, process_shard

__all__ = ["map_shards"]

TRIES = 3


def map_shards(
    config: RunConfig, shards: Sequence[tuple[Shard, str]], progress: Callable[[int], None]
) -> Iterator[ShardReport]:
    """Process ``(shard, digest)`` pairs and yield their reports as they come; ``progress`` counts records.

    Raises ``RusnewsError`` when workers die again and again.
    """
    if config.workers == 1 or len(shards) == 1:
        for shard, digest in shards:
            yield process_shard(config, shard, digest, progress)
        return
    left = dict.fromkeys(range(len(shards)))
    for _ in range(TRIES):
        try:
            for number, report in _pool(config, {n: shards[n] for n in left}):
                del left[number]
                progress(report.read)
                yield report
            return
        except BrokenProcessPool:
            continue
    names = ", ".join(f.name for n in left for f in shards[n][0].files[:3])
    raise RusnewsError(f"workers died {TRIES} times, last on {names}, …; run again with --workers 1 to see the reason")


def _pool(config: RunConfig, shards: dict[int, tuple[Shard, str]]) -> Iterator[tuple[int, ShardReport]]:
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    workers = min(config.workers, len(shards))
    with ProcessPoolExecutor(workers, context, initializer=_start, initargs=(config,)) as pool:
        futures = {pool.submit(process_shard, config, shard, digest): n for n, (shard, digest) in shards.items()}
        for future in as_completed(futures):
            yield futures[future], future.result()


def _start(config: RunConfig) -> None:
    load_models()
    load_rules(config.rules)
