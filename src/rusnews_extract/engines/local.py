"""Shards over processes of this machine.

Workers are started fresh (fork server, or spawn where there is none), so that no lock or thread of the caller is
copied. Each has a pipe of its own and says what it is about, so that where it dies or hangs we know on which records:
its shard is done again with these records one at a time, and a record that stops a worker again is given up and told
in ``failures``; all others are done. Rejected: ``ProcessPoolExecutor``, which cannot end a worker that hangs, and
breaks as a whole when one is killed.
"""

import multiprocessing
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

from rusnews_extract.config import RunConfig
from rusnews_extract.engines.worker import Begin, End, Task, serve
from rusnews_extract.errors import RusnewsError
from rusnews_extract.model import Failure
from rusnews_extract.shard import Care, RecordKey, Shard, ShardReport, process_shard

__all__ = ["map_shards"]

DEATHS = 3
"""How often a worker may die over one record, or one shard, before that is given up."""
HANGS = 2
SLOWEST = 500
"""Characters a second: what a batch may take on top of the time limit. The pipeline does 20,000 on an old laptop."""
Strikes = Counter[tuple[str, RecordKey | None]]


def map_shards(
    config: RunConfig, shards: Sequence[Shard], run_digest: str, progress: Callable[[int], None]
) -> Iterator[ShardReport]:
    """Process shards and yield their reports as they come; ``progress`` counts records, back where a try is repeated.

    Raises ``RusnewsError`` where workers die without having begun a record, and what a shard itself raises.
    """
    if config.workers == 1 and not config.isolate:
        for shard in shards:
            yield process_shard(config, shard, run_digest, _Silent(progress))
        return
    queue = deque(Task(s, Care()) for s in sorted(shards, key=lambda s: (-s.size, s.shard_id)))
    with _Pool(config, run_digest, progress) as pool:
        yield from pool.map(queue)


class _Silent:
    """The watch of a shard that is done in this process: nobody could end it, so only the count goes on."""

    def __init__(self, progress: Callable[[int], None]) -> None:
        self.progress = progress

    def begin(self, stage: str, records: Sequence[RecordKey], chars: int) -> None:
        pass

    def end(self, records: int) -> None:
        self.progress(records)


class _Worker:
    """A process, its pipe, and what it is about."""

    def __init__(self, context: BaseContext, config: RunConfig, run_digest: str) -> None:
        self.pipe, theirs = context.Pipe()
        process: Any = context.Process  # type: ignore[attr-defined]  # typeshed has it on the concrete contexts only
        self.process: BaseProcess = process(target=serve, args=(theirs, config, run_digest), daemon=True)
        self.process.start()
        theirs.close()
        self.task: Task | None = None
        self.about: Begin | None = None
        self.deadline = float("inf")
        self.done = 0

    def give(self, task: Task) -> None:
        self.task, self.about, self.deadline, self.done = task, None, float("inf"), 0
        self.pipe.send(task)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _start_fork_server(context: BaseContext) -> None:
    """Start it deaf to Ctrl-C, which reaches every process of a terminal: the parent alone is to end the run."""
    if context.get_start_method() != "forkserver":
        return
    context.set_forkserver_preload(["rusnews_extract.engines.warm"])
    if threading.current_thread() is not threading.main_thread():  # signals are the main thread's
        return
    earlier = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        forkserver.ensure_running()
    finally:
        signal.signal(signal.SIGINT, earlier)


class _Pool:
    """Workers that are replaced when they die or hang."""

    def __init__(self, config: RunConfig, run_digest: str, progress: Callable[[int], None]) -> None:
        self.config = config
        self.run_digest = run_digest
        self.progress = progress
        methods = multiprocessing.get_all_start_methods()
        self.context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        _start_fork_server(self.context)
        self.workers: list[_Worker] = []
        self.strikes: Strikes = Counter()

    def __enter__(self) -> "_Pool":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.end()

    def map(self, queue: deque[Task]) -> Iterator[ShardReport]:
        """Do the tasks of the queue, some of them again."""
        while True:
            self._hand_out(queue)
            busy = {w.pipe: w for w in self.workers if w.task is not None}
            if not busy:
                return
            first = min(w.deadline for w in busy.values())
            patience = None if first == float("inf") else max(0.0, first - time.monotonic())
            for pipe in wait(list(busy), patience):
                assert isinstance(pipe, Connection)
                report = self._hear(busy[pipe], queue)
                if report is not None:
                    yield report
            now = time.monotonic()
            for worker in [w for w in self.workers if w.task is not None and w.deadline < now and not w.pipe.poll()]:
                self._lose(worker, queue, hangs=True)

    def _hand_out(self, queue: deque[Task]) -> None:
        while queue:
            worker = next((w for w in self.workers if w.task is None), None)
            if worker is None:
                if len(self.workers) >= self.config.workers:
                    return
                worker = _Worker(self.context, self.config, self.run_digest)
                self.workers.append(worker)
            task = queue.popleft()
            try:
                worker.give(task)
            except OSError:
                self._lose(worker, queue, hangs=False)

    def _hear(self, worker: _Worker, queue: deque[Task]) -> ShardReport | None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            self._lose(worker, queue, hangs=False)
            return None
        if isinstance(message, Begin):
            worker.about = message
            worker.deadline = time.monotonic() + self.config.time_limit + message.chars / SLOWEST
        elif isinstance(message, End):
            worker.about, worker.deadline = None, float("inf")
            worker.done += message.records
            self.progress(message.records)
        elif isinstance(message, ShardReport):
            worker.task = None
            return message
        elif isinstance(message, Exception):
            raise message
        return None

    def _lose(self, worker: _Worker, queue: deque[Task], hangs: bool) -> None:
        """End a worker that died or hangs, and queue its shard again with more care."""
        task, about = worker.task, worker.about
        worker.end()
        self.workers.remove(worker)
        self.progress(-worker.done)
        if task is not None:
            queue.appendleft(replace(task, care=self._learn(task, about, hangs)))

    def _learn(self, task: Task, about: Begin | None, hangs: bool) -> Care:
        shard_id, care = task.shard.shard_id, task.care
        if about is None:
            self.strikes[shard_id, None] += 1
            if self.strikes[shard_id, None] >= DEATHS:
                raise RusnewsError(
                    f"worker processes died {DEATHS} times before or after their pages, last over "
                    f"{task.shard.files[0].name}; in a script of your own, call run() under "
                    'if __name__ == "__main__": and see whether the memory is enough'
                )
            return care
        given_up = dict(care.given_up)
        for key in about.records:
            self.strikes[shard_id, key] += 1
            if len(about.records) == 1 and self.strikes[shard_id, key] >= (HANGS if hangs else DEATHS):
                given_up[key] = self._failure(key, about.stage, hangs)
        return Care(care.alone | set(about.records), given_up)

    def _failure(self, key: RecordKey, stage: str, hangs: bool) -> Failure:
        path, record = key
        if hangs:
            message = f"{path}: took {self.config.time_limit:g} s more than its length explains, {HANGS} times"
            return Failure(path, record, stage, "TimeLimit", f"{message}; please report it with the page")
        message = f"{path}: the process that worked on it died {DEATHS} times (out of memory, most likely)"
        return Failure(path, record, stage, "WorkerDied", f"{message}; split the page, or run with fewer --workers")
