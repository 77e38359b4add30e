"""What there is to read, and how it is cut into shards.

A many-document file is a shard of its own, and a large one is cut into pieces, a shard each. One-document files are
put in a tree by the digest of their names, and a branch that holds too many is split in two: a new file changes its own
branch and no other, so that a rerun does little.
Links are followed only to a file inside the input; whatever is not opened becomes a failure that says why.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from rusnews_extract.config import RunConfig
from rusnews_extract.errors import BadInput
from rusnews_extract.ids import stable_id
from rusnews_extract.readers import count_records, read_file, split_file
from rusnews_extract.rules.reading import ReadRules
from rusnews_extract.shard import InputFile, Shard, run_rules
from rusnews_extract.storage import Place, Remote, list_files

__all__ = ["plan_shards"]

MANY = 2
FILES_A_SHARD = 64
"""How many files a shard takes before it is split; twice as many for every second split, for a corpus that is larger
is better served by larger shards."""


def plan_shards(config: RunConfig) -> list[Shard]:
    """Cut the input into shards whose ids depend on the names of their own files alone.

    Raises ``BadInput`` for an input that is missing or has no file in it.
    """
    whole = (piece for f in _input_files(config.input) for piece in _pieces(f))
    files = list(_limited(whole, config.limit, run_rules(config).read))
    shards = [Shard(_own_id(f), (f,)) for f in files if f.records > 1]
    singles = [(_bits(f), f) for f in files if f.records <= 1]
    shards.extend(_branches(singles, ""))
    return sorted(shards, key=lambda s: s.shard_id)


def _branches(files: Sequence[tuple[str, InputFile]], prefix: str) -> Iterator[Shard]:
    depth = len(prefix)
    if len(files) > FILES_A_SHARD << (depth // 2) and depth < 64:
        for bit in "01":
            yield from _branches([(bits, f) for bits, f in files if bits[depth] == bit], prefix + bit)
    elif files:
        yield Shard(stable_id("group", prefix), tuple(f for _, f in files))


def _pieces(f: InputFile) -> Iterator[InputFile]:
    pieces = [f.piece] if f.refused is not None else split_file(f.path, f.size)
    if len(pieces) == 1:
        yield f if f.refused is not None else replace(f, records=count_records(f.path))
        return
    for piece in pieces:
        yield replace(f, piece=piece, records=max(piece.records, MANY), size=piece.size)


def _own_id(f: InputFile) -> str:
    return stable_id("file", _name(f)) if f.piece.first == 1 else stable_id("file", _name(f), str(f.piece.first))


def _bits(f: InputFile) -> str:
    return f"{int(stable_id(_name(f)), 16):064b}"


def _name(f: InputFile) -> str:
    """Return a file's name as text that can be encoded: names are bytes, not always UTF-8."""
    return hashlib.sha256(f.name.encode("utf-8", "surrogateescape")).hexdigest()


def _input_files(place: Place) -> Iterator[InputFile]:
    if isinstance(place, Remote):
        yield from (InputFile(path, name, 1, size=size) for path, name, size in list_files(place))
        return
    if not place.exists() and any(sign in place.name for sign in "*?["):
        root = place.parent.resolve()
        yield from (_input_file(path, path.name, root) for path in sorted(place.parent.glob(place.name)))
        return
    if not place.exists():
        raise BadInput(f"{place}: no such file or folder; --input takes a file, or a folder of pages")
    if not place.is_dir():
        yield _input_file(place, place.name, place.resolve().parent)
        return
    found = sorted(_walk(place), key=lambda item: item[1])
    if not found:
        raise BadInput(f"{place}: the folder has no files; put pages (.txt, .jsonl) into it")
    root = place.resolve()
    for path, name, refused in found:
        yield InputFile(path, name, 1, refused=refused) if refused else _input_file(path, name, root)


def _walk(root: Path) -> Iterator[tuple[Path, str, str | None]]:
    """Yield each file that is not hidden, with its name, and each folder that cannot be entered, with the reason."""
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda e: e.name)
        except OSError as error:
            if folder == root:
                raise BadInput(f"{root}: cannot be listed ({error.strerror or error})") from error
            yield folder, folder.relative_to(root).as_posix(), f"the folder cannot be listed: {error.strerror or error}"
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            else:
                yield path, path.relative_to(root).as_posix(), None


def _input_file(path: Path, name: str, root: Path) -> InputFile:
    refused = _refusal(path, root)
    if refused is not None:
        return InputFile(path, name, 1, refused=refused)
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    return InputFile(path, name, 1, size=size)


def _refusal(path: Path, root: Path) -> str | None:
    """Say why a file is not to be opened, or None."""
    if path.is_symlink():
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            return "is a link that leads nowhere, or to itself; put the page itself here"
        if root not in target.parents:
            return "is a link out of the input, which is not followed; put the page itself here"
        if target.is_dir():
            return "is a link to a folder of the input, which is not followed: its pages are read where they lie"
    if path.exists() and not path.is_file():
        return "is no regular file (a pipe, a socket or a device); put a page here"
    return None


def _limited(files: Iterator[InputFile], limit: int | None, read: ReadRules) -> Iterator[InputFile]:
    if limit is None:
        yield from files
        return
    left = limit
    for f in files:
        if left == 0:
            return
        records = 1 if f.refused else sum(1 for _ in islice(read_file(f.path, f.name, read, f.piece), left))
        yield replace(f, records=records, take=records)
        left -= records
