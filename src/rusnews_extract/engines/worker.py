"""A worker process: takes shards from its pipe, tells what it is about, and dies with its parent."""

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection

from rusnews_extract.config import RunConfig
from rusnews_extract.shard import Care, RecordKey, Shard, process_shard

__all__ = ["Begin", "End", "Task", "serve"]

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Task:
    """A shard to be done."""

    shard: Shard
    care: Care


@dataclass(frozen=True, slots=True)
class Begin:
    """Message: a stage of the work on these records begins."""

    stage: str
    records: tuple[RecordKey, ...]
    chars: int


@dataclass(frozen=True, slots=True)
class End:
    """Message: so many records more are done."""

    records: int


class _Teller:
    """Tells the parent."""

    def __init__(self, connection: "Connection[object, object]") -> None:
        self.connection = connection

    def begin(self, stage: str, records: Sequence[RecordKey], chars: int) -> None:
        self.connection.send(Begin(stage, tuple(records), chars))

    def end(self, records: int) -> None:
        self.connection.send(End(records))


def serve(connection: "Connection[object, object]", config: RunConfig, run_digest: str) -> None:
    """Do the tasks that come in; what a shard raises is sent back and raised by the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends its workers
    _die_with_parent()
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        assert isinstance(task, Task)
        try:
            connection.send(process_shard(config, task.shard, run_digest, _Teller(connection), task.care))
        except (BrokenPipeError, ConnectionResetError):
            return
        except Exception as error:
            connection.send(error)


def _die_with_parent() -> None:
    """End this process when the run's process ends, however it ends and whatever this one is doing.

    On Linux the kernel does it: the fork server, whose child this is, ends with the run. Elsewhere a thread does.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
