"""One run at a time in one output folder.

On this machine the operating system holds the lock and drops it when its process ends, however it ends: a lock of a
dead process needs no taking over, and a file left behind locks nobody out. Rejected: a file that stands for the lock,
whose owner would have to be guessed dead by its process number.

Under an address there is no such lock, so it is done as well as can be: a small object that its owner writes anew every
few seconds. Who finds one that does not change for a while takes it over (no clocks are compared); the owner notices
and stops before it publishes. Two runs that begin in one second could both win: what that costs is work, for parts and
tables of one input are the same bytes.
"""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO
from uuid import uuid4

from rusnews_extract.errors import BadOutput, Unreachable
from rusnews_extract.storage import Place, Remote, unwritable

__all__ = ["hold"]

BEAT = 4.0
"""Seconds between two signs of life under an address."""
SILENCE = 20.0
"""Seconds without one after which an owner counts as dead."""
SETTLE = 1.0
"""Seconds after which of two runs that begin together one sees the other."""


@contextmanager
def hold(path: Place, output: Place) -> Iterator[Callable[[], None]]:
    """Hold the lock while the block runs; raises ``BadOutput`` where another process holds it.

    The block is given a function that raises ``BadOutput`` where the lock was lost meanwhile.
    """
    if isinstance(path, Remote):
        with _Lease(path, output) as lease:
            yield lease.check
        return
    with path.open("a+b") as file:
        try:
            _lock(file)
        except OSError as error:
            file.seek(0)
            owner = file.read(40).decode("ascii", "replace").strip() or "unknown"
            raise _held(output, f"process {owner}") from error
        file.truncate(0)
        file.write(str(os.getpid()).encode("ascii"))
        file.flush()
        yield lambda: None


def _held(output: Place, owner: str) -> BadOutput:
    return BadOutput(f"{output}: another run ({owner}) is writing here; wait for it, or choose another --output")


class _Lease:
    """A lock that is an object, rewritten while its owner lives."""

    def __init__(self, path: Remote, output: Place) -> None:
        self.path, self.output = path, output
        self.own = f"{uuid4().hex} process {os.getpid()} on {socket.gethostname()}"
        self.over, self.lost = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> "_Lease":
        found, end = self._read(), time.monotonic() + SILENCE
        while found and time.monotonic() < end:
            time.sleep(SETTLE)
            if (now := self._read()) and now != found:
                raise _held(self.output, now.split(" ", 1)[-1].partition(", ")[0])
            found = now
        try:
            self._write(0)
        except OSError as error:
            raise unwritable(self.output, error) from error
        time.sleep(SETTLE)
        if not self._read().startswith(self.own):
            raise _held(self.output, "begun in the same moment")
        self.thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.over.set()
        if kind is Unreachable:  # to say so to the store would take as long again
            return
        self.thread.join()
        if not self.lost.is_set():
            with suppress(OSError, Unreachable):
                self.path.unlink()

    def check(self) -> None:
        """Raise ``BadOutput`` where another run has taken over."""
        if self.lost.is_set():
            raise _held(self.output, "which took this one for dead")

    def _beat(self) -> None:
        count = 0
        while not self.over.wait(BEAT):
            count += 1
            with suppress(OSError, Unreachable):  # a store that does not answer for a while is not lost
                found = self._read()
                if found and not found.startswith(self.own):
                    self.lost.set()
                    return
                self._write(count)

    def _read(self) -> str:
        try:
            return self.path.read_text()
        except FileNotFoundError:
            return ""

    def _write(self, count: int) -> None:
        self.path.write_bytes(f"{self.own}, {count}".encode())


if os.name == "nt":  # pragma: no cover - not run where the tests run
    import msvcrt

    FAR = 1 << 30
    """The byte that is locked: far behind the process number, which others may read."""

    def _lock(file: IO[bytes]) -> None:
        file.seek(FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
