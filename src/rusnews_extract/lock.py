"""One run at a time in one output folder.

The operating system holds the lock and drops it when its process ends, however it ends: a lock of a dead process needs
no taking over, and a file left behind locks nobody out. Rejected: a file that stands for the lock, whose owner would
have to be guessed dead by its process number.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rusnews_extract.errors import BadOutput

__all__ = ["hold"]


@contextmanager
def hold(path: Path, output: Path) -> Iterator[None]:
    """Hold the lock file while the block runs; raises ``BadOutput`` where another process holds it."""
    with path.open("a+b") as file:
        try:
            _lock(file)
        except OSError as error:
            file.seek(0)
            owner = file.read(40).decode("ascii", "replace").strip() or "unknown"
            raise BadOutput(
                f"{output}: another run (process {owner}) is writing here; wait for it, or choose another --output"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()).encode("ascii"))
        file.flush()
        yield


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
