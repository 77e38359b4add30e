"""Files and folders under an address, as ``pyarrow.fs`` reaches them, with the methods of a path.

A file appears whole or not at all: where renaming is one step (HDFS) it is written aside and renamed; in an object
store a name appears when its one upload is complete, so the file is uploaded under its own name. Where a store does not
answer, after the tries that pyarrow makes, the run ends: it would be wrong to call its pages failures.

Rejected: fsspec (a second layer over what pyarrow does itself), and copying inputs to this machine before reading.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

import pyarrow as pa
from pyarrow import fs

from rusnews_extract.errors import BadConfig, Unreachable

__all__ = ["Remote", "opened"]

RENAMING = frozenset({"file", "hdfs", "viewfs"})
"""Where a rename is one step; elsewhere it is a copy and a deletion."""
WRITTEN = ":/?&=%@+~#,;[]!$'()*"
"""What stays as it is in an address; spaces and Cyrillic letters are escaped."""
BUFFER = 4 * 2**20
"""Bytes a request: one costs as much as many."""
ONE_REQUEST = "allow_delayed_open=true"
"""A small file is then written to S3 by one request and not by three."""
NO_ANSWER = re.compile(
    r"NETWORK_CONNECTION|SLOW_DOWN|SERVICE_UNAVAILABLE|INTERNAL_FAILURE|THROTTLING"
    r"|(?i:time[d_ -]*out|connection (?:refused|reset))"
)
"""Errors that say nothing about the file asked for."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A file or folder under an address; ``inner`` is its path from there."""

    base: str
    inner: str = ""

    def __truediv__(self, name: str) -> "Remote":
        return Remote(self.base, f"{self.inner}/{name}" if self.inner else name)

    def __str__(self) -> str:
        """Return the address without the keys and options that it may carry."""
        parts = urlsplit(self.base)
        shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")
        return f"{shown}/{self.inner}" if self.inner else shown

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self._path.rpartition("/")[2]

    @property
    def _fs(self) -> fs.FileSystem:
        return opened(self.base)[0]

    @property
    def _path(self) -> str:
        root: str = opened(self.base)[1].rstrip("/")
        return f"{root}/{self.inner}" if self.inner else root

    def open(self, mode: str = "rb", buffering: int = BUFFER) -> io.BufferedReader:
        """Open the file for reading, at any place of it; raises ``OSError``."""
        with self._asked():
            return io.BufferedReader(_Raw(self, self._fs.open_input_file(self._path)), max(buffering, BUFFER))

    def read_bytes(self) -> bytes:
        """Return the content; raises ``OSError``."""
        with self._asked(), self._fs.open_input_stream(self._path, compression=None) as stream:
            content: bytes = stream.read()
        return content

    def read_text(self, encoding: str = "utf-8") -> str:
        """Return the content as text; raises ``OSError``."""
        return self.read_bytes().decode(encoding)

    def write_bytes(self, data: bytes) -> int:
        """Write the file, whole or not at all, and return its length; raises ``OSError``."""
        if urlsplit(self.base).scheme not in RENAMING:
            with self._asked():
                self._upload(self._path, data)
            return len(data)
        folder, _, name = self._path.rpartition("/")
        aside = f"{folder}/.{name}.{uuid4().hex}.tmp"
        self._fs.create_dir(folder, recursive=True)
        try:
            self._upload(aside, data)
            self._fs.move(aside, self._path)
        except OSError:
            with suppress(OSError):
                self._fs.delete_file(aside)
            raise
        return len(data)

    def _upload(self, path: str, data: bytes) -> None:
        stream = self._fs.open_output_stream(path, compression=None)  # not by the name's suffix
        stream.write(data)
        stream.close()  # a failed write never comes here: to close would be to complete what is not whole

    def unlink(self, missing_ok: bool = False) -> None:
        """Remove the file; raises ``OSError``."""
        try:
            with self._asked():
                self._fs.delete_file(self._path)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def version(self) -> str:
        """Return what changes whenever the content does: the store's own tag, or else size and time."""
        with self._asked(), self._fs.open_input_stream(self._path, compression=None) as stream:
            tags = stream.metadata()
        if tags:
            return str(sorted(tags.items()))
        info = self.info()
        return f"{info.size} {info.mtime_ns}"

    def listed(self, recursive: bool) -> list[fs.FileInfo]:
        """Return what the folder holds, nothing where there is no such folder; raises ``OSError``."""
        with self._asked():
            found: list[fs.FileInfo] = self._fs.get_file_info(fs.FileSelector(self._path, True, recursive))
        return found

    def info(self) -> fs.FileInfo:
        """Return what the file system knows of it; raises ``OSError``."""
        with self._asked():
            return self._fs.get_file_info(self._path)

    def on_its_file_system(self) -> tuple[fs.FileSystem, str]:
        """Return the file system and the path in it, for what pyarrow opens by itself."""
        return self._fs, self._path

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """Tell an error that lies with the store, as ``Unreachable``, from one that lies with the file."""
        try:
            yield
        except OSError as error:
            if not NO_ANSWER.search(str(error)):
                raise
            why = str(error).splitlines()[0]
            message = f"{self}: does not answer ({why}); run the same command again when it does: it goes on"
            raise Unreachable(f"{message} where it stopped") from error


class _Raw(io.RawIOBase):
    """An open file of a store."""

    def __init__(self, place: Remote, file: Any) -> None:  # noqa: ANN401 - pyarrow has no types
        self._place, self._file = place, file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - as its parent has it
        with self._place._asked():
            count: int = self._file.readinto(buffer)
        return count

    def seek(self, offset: int, whence: int = 0) -> int:
        at: int = self._file.seek(offset, whence)
        return at

    def tell(self) -> int:
        at: int = self._file.tell()
        return at


@lru_cache(16)
def opened(base: str) -> tuple[fs.FileSystem, str]:
    """Return the file system of an address, and the path in it; raises ``BadConfig`` for one that nothing reaches."""
    try:
        if base.startswith("s3://"):
            with suppress(pa.ArrowInvalid):  # an earlier pyarrow does not know the option
                return _from_uri(base + ("&" if "?" in base else "?") + ONE_REQUEST)
        return _from_uri(base)
    except (pa.ArrowException, OSError, ValueError) as error:
        why = str(error).splitlines()[0]
        raise BadConfig(f"{Remote(base)}: cannot be reached: {why} (try s3://, gs://, abfs:// or hdfs://)") from error


def _from_uri(base: str) -> tuple[fs.FileSystem, str]:
    found: tuple[fs.FileSystem, str] = fs.FileSystem.from_uri(quote(base, safe=WRITTEN))
    return found
