"""Places that a run reads and writes: paths of this machine, and addresses (``remote.py``).

``Remote`` has those methods of ``pathlib.Path`` that a run needs, so that whoever takes a ``Place`` need not ask which
of the two it is; what differs stands here.
"""

import errno
import io
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from shutil import rmtree

from pyarrow import fs

from rusnews_extract.errors import BadInput, BadOutput
from rusnews_extract.remote import Remote, opened

__all__ = ["Place", "Remote", "file_of", "folders", "holds", "list_files", "place_of", "remove_folder", "unwritable"]

Place = Path | Remote


def place_of(place: str | Place) -> Place:
    """Return a path for a path or a ``file://`` address, else what ``pyarrow.fs`` reaches.

    Raises ``BadConfig`` for an address of another kind. Options go behind a question mark, as pyarrow documents them:
    ``s3://bucket/folder?region=eu-west-1&endpoint_override=localhost:9000&scheme=http``.
    """
    if not isinstance(place, str):
        return place
    if "://" not in place:
        return Path(place)
    if place.startswith("file://"):
        return Path(opened(place)[1])
    opened(place)
    return Remote(place)


def file_of(place: Place) -> Path | io.BufferedReader:
    """Return what libraries that open files by themselves take: a path, or an open file."""
    return place if isinstance(place, Path) else place.open()


def holds(outer: Place, inner: Place) -> bool:
    """Say whether a place is another, or lies in it."""
    if isinstance(outer, Path) and isinstance(inner, Path):
        here, there = inner.resolve(), outer.resolve()
        return there == here or there in here.parents
    return isinstance(outer, Remote) and isinstance(inner, Remote) and f"{inner}/".startswith(f"{outer}/")


def list_files(place: Remote) -> Iterator[tuple[Remote, str, int]]:
    """Yield each file that is not hidden under an address or a pattern, with its relative name and size, in order.

    Raises ``BadInput`` where there is none.
    """
    try:
        own = place.info()
        if own.type == fs.FileType.File:
            yield place, place.name, own.size
            return
        pattern = place.name if own.type == fs.FileType.NotFound and set("*?[") & set(place.name) else None
        root = place if pattern is None else Remote(*_parent(place))
        path = root.on_its_file_system()[1]
        names = [(i.path[len(path) :].lstrip("/"), i.size) for i in root.listed(pattern is None) if i.is_file]
    except OSError as error:
        raise BadInput(f"{place}: cannot be listed: {error}") from error
    found = [n for n in names if not any(part.startswith(".") for part in n[0].split("/"))]
    if pattern is not None:
        found = [n for n in found if fnmatchcase(n[0], pattern)]
    if not found:
        raise BadInput(f"{place}: no such file or folder, or no files in it; put pages (.txt, .jsonl) there")
    for name, size in sorted(found):
        yield root / name, name, size


def _parent(place: Remote) -> tuple[str, str]:
    if place.inner:
        return place.base, place.inner.rpartition("/")[0]
    address, mark, options = place.base.partition("?")
    return address.rstrip("/").rpartition("/")[0] + mark + options, ""


def folders(place: Place) -> list[Place]:
    """Return the folders in a folder; raises ``OSError``."""
    if isinstance(place, Path):
        return [p for p in place.iterdir() if p.is_dir() and not p.is_symlink()]
    return [place / i.base_name for i in place.listed(recursive=False) if i.type == fs.FileType.Directory]


def remove_folder(place: Place) -> None:
    """Remove a folder with all that it holds, as far as that can be done."""
    if isinstance(place, Path):
        rmtree(place, ignore_errors=True)
        return
    with suppress(OSError):
        system, path = place.on_its_file_system()
        system.delete_dir(path)


def unwritable(place: Place, error: OSError) -> BadOutput:
    """Return the error that says why something could not be written, and the mend."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return BadOutput(
            f"{place}: the disk is full; free some space and run the same command again: it goes on where it stopped"
        )
    mend = "choose another --output" if isinstance(place, Path) else "run the same command again when it can"
    return BadOutput(f"{place}: cannot be written ({error.strerror or error}); {mend}")
