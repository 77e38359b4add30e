"""Where the tables of a run lie, and how the next run's take their place in one step.

    output/events            link to .tables/current/events
    output/.tables/current   link to 7: the one thing that changes when a run is published
    output/.tables/7/        manifest.json and one folder a table
    output/.work/            parts of shards, for the next run

A reader that follows ``current`` once sees one run's tables, whole: ``read_table`` does, and opens the very parts that
the manifest lists. Where links are not allowed (Windows without developer mode) ``current`` is a file with the number
in it and ``output/events`` a folder of hard links, put in place table by table. In an object store it is an object with
the number in it, and there is no ``output/events``. Rejected: swapping the table folders
themselves, which shows a killed run's half; and part names with a generation in them, which show two runs at once.
"""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from rusnews_extract.storage import Place, Remote, folders, remove_folder

__all__ = ["Generation", "Manifest", "current_generation", "new_generation", "point_to", "work_folder"]

TABLES = ".tables"
CURRENT = "current"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds: ``parts`` maps table, then file name, to its checksum."""

    identity: str
    version: str
    rules: str
    rows: Mapping[str, int]
    parts: Mapping[str, Mapping[str, str]]

    def to_json(self) -> str:
        """Return it as JSON, the same text for the same content."""
        return json.dumps(asdict(self), indent=1, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Generation:
    """The folder of one run's tables."""

    folder: Place

    def manifest(self) -> Manifest | None:
        """Return what the folder should hold, or None where that cannot be read."""
        try:
            return Manifest(**json.loads((self.folder / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None


def work_folder(output: Place) -> Place:
    """Return the folder that holds the parts of shards before they are published."""
    return output / ".work"


def current_generation(output: Place) -> Generation | None:
    """Return the generation that readers are to see, or None before the first run has ended."""
    pointer = output / TABLES / CURRENT
    try:
        if isinstance(pointer, Path) and pointer.is_symlink():
            name = str(pointer.readlink())
        else:
            name = pointer.read_text(encoding="utf-8")
    except OSError:
        return None
    return Generation(output / TABLES / name.strip())


def new_generation(output: Place) -> Generation:
    """Return a folder for new tables that no reader looks at, after removing what killed runs have left."""
    now = current_generation(output)
    _sweep(output, now)
    last = int(now.folder.name) if now is not None and now.folder.name.isdigit() else 0
    return Generation(output / TABLES / str(last + 1))


def point_to(output: Place, fresh: Generation, tables: Iterable[str]) -> None:
    """Show ``fresh`` to all readers, then remove the earlier generation; doing it twice does no harm."""
    if isinstance(output, Remote):
        (output / TABLES / CURRENT).write_bytes(fresh.folder.name.encode())
        _sweep(output, fresh)
        return
    pointer = output / TABLES / CURRENT
    aside = pointer.with_name(f".{CURRENT}.{os.getpid()}")
    now = current_generation(output)
    if now is None or now.folder != fresh.folder:
        aside.unlink(missing_ok=True)
        if not _link(aside, fresh.folder.name):
            aside.write_text(fresh.folder.name, encoding="utf-8")
        aside.replace(pointer)
    for name in tables:
        _show(output, fresh, name)
    _sweep(output, fresh)


def _show(output: Path, fresh: Generation, name: str) -> None:
    place, target = output / name, f"{TABLES}/{CURRENT}/{name}"
    if (output / TABLES / CURRENT).is_symlink():
        if place.is_symlink() and place.readlink() == Path(target):
            return
        aside = output / TABLES / f".{name}"
        aside.unlink(missing_ok=True)
        aside.symlink_to(target, target_is_directory=True)
        _away(output, place)
        aside.replace(place)
        return
    copy = output / TABLES / f".{name}.copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for part in sorted((output / TABLES / fresh.folder.name / name).iterdir()):
        try:
            os.link(part, copy / part.name)
        except OSError:
            shutil.copyfile(part, copy / part.name)
    if place.is_symlink():
        place.unlink()
    _away(output, place)
    copy.replace(place)


def _away(output: Path, place: Path) -> None:
    """Move a folder of an earlier run aside; a link needs no moving, for a link replaces it."""
    if place.is_dir() and not place.is_symlink():
        gone = output / TABLES / f".{place.name}.gone"
        shutil.rmtree(gone, ignore_errors=True)
        place.replace(gone)


def _link(place: Path, target: str) -> bool:
    try:
        place.symlink_to(target, target_is_directory=True)
    except (OSError, NotImplementedError):
        return False
    return True


def _sweep(output: Place, keep: Generation | None) -> None:
    if isinstance(output, Remote):
        for folder in folders(output / TABLES):
            if keep is None or folder.name != keep.folder.name:
                remove_folder(folder)
        return
    with suppress(FileNotFoundError):
        for place in (output / TABLES).iterdir():
            if place.name == CURRENT or (keep is not None and place.name == keep.folder.name):
                continue
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place, ignore_errors=True)
            else:
                with suppress(OSError):
                    place.unlink()
