"""A whole run: find the input, cut it into shards, map them by an engine, then the corpus phase."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rusnews_extract.config import RunConfig
from rusnews_extract.corpus.publish import publish
from rusnews_extract.engines.local import map_shards
from rusnews_extract.errors import BadInput
from rusnews_extract.ids import stable_id
from rusnews_extract.readers import count_records, read_file
from rusnews_extract.rules.rulebook import load_rules
from rusnews_extract.shard import InputFile, Shard, finished_report, work_folder
from rusnews_extract.version import __version__
from rusnews_extract.writers import make_folder

__all__ = ["RunReport", "plan_shards", "run"]

FILES_A_SHARD = 16
MOST_SHARDS = 256


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did. ``read`` equals ``written`` plus ``failed``; ``skipped`` of them were done by an earlier run."""

    output: Path
    read: int
    written: int
    failed: int
    skipped: int
    rows: Mapping[str, int]
    seconds: float


def run(
    input: str | Path = "data/raw",
    output: str | Path = "data/processed",
    *,
    workers: int = 1,
    rules: str | Path | None = None,
    limit: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> RunReport:
    """Turn a file or folder of pages into the tables under ``output``.

    ``limit`` reads only the first records in order of path; ``progress`` is called with the records done and the
    records in all. Raises ``BadInput``, ``BadOutput``, ``BadRules`` or ``BadConfig`` where the run cannot start; a
    record that cannot be processed raises nothing and becomes a row of ``failures``.
    """
    begin = time.perf_counter()
    config = RunConfig(Path(input), Path(output), workers, None if rules is None else Path(rules), limit)
    run_digest = f"{__version__} {load_rules(config.rules).digest}"
    shards = plan_shards(config)
    make_folder(config.output)
    total = sum(s.records for s in shards)
    done = 0

    def advance(records: int) -> None:
        nonlocal done
        done += records
        if progress is not None:
            progress(done, max(done, total))

    reports, missing = [], []
    for shard in shards:
        digest = shard.digest(run_digest)
        earlier = finished_report(config, shard, digest)
        if earlier is None:
            missing.append((shard, digest))
        else:
            reports.append(earlier)
            advance(earlier.read)
    skipped = sum(r.read for r in reports)
    reports.extend(map_shards(config, missing, advance))
    rows = publish(config.output, work_folder(config.output), [s.shard_id for s in shards])
    return RunReport(
        config.output,
        sum(r.read for r in reports),
        sum(r.written for r in reports),
        sum(r.failed for r in reports),
        skipped,
        rows,
        time.perf_counter() - begin,
    )


def plan_shards(config: RunConfig) -> list[Shard]:
    """Cut the input into shards whose ids depend on the files' names and on the size of the input alone.

    A many-document file is a shard of its own; one-document files are grouped by a digest of their names. Raises
    ``BadInput`` for an input that is missing or has no file in it.
    """
    files = list(_limited(_input_files(config.input), config.limit))
    singles = [f for f in files if f.records <= 1]
    groups = _group_count(len(singles))
    grouped: dict[str, list[InputFile]] = {}
    for f in files:
        if f.records <= 1:
            bucket = int(hashlib.sha256(f.name.encode()).hexdigest(), 16) % groups
            grouped.setdefault(stable_id("group", bucket, groups), []).append(f)
        else:
            grouped[stable_id("file", f.name)] = [f]
    return [Shard(shard_id, tuple(grouped[shard_id])) for shard_id in sorted(grouped)]


def _group_count(files: int) -> int:
    count = 1
    while count * FILES_A_SHARD < files and (count < MOST_SHARDS or count * MOST_SHARDS < files):
        count *= 2
    return count


def _input_files(place: Path) -> Iterator[InputFile]:
    if not place.exists():
        raise BadInput(f"{place}: no such file or folder; --input takes a file, or a folder of pages")
    if place.is_file():
        yield InputFile(place, place.name, count_records(place))
        return
    found = sorted(p for p in place.rglob("*") if p.is_file() and not _hidden(p.relative_to(place)))
    if not found:
        raise BadInput(f"{place}: the folder has no files; put pages (.txt, .jsonl) into it")
    for path in found:
        yield InputFile(path, path.relative_to(place).as_posix(), count_records(path))


def _hidden(name: Path) -> bool:
    return any(part.startswith(".") for part in name.parts)


def _limited(files: Iterator[InputFile], limit: int | None) -> Iterator[InputFile]:
    if limit is None:
        yield from files
        return
    left = limit
    for f in files:
        if left == 0:
            return
        records = sum(1 for _ in islice(read_file(f.path, f.name), left))
        yield InputFile(f.path, f.name, records, records)
        left -= records
