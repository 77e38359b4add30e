"""A whole run: find the input, cut it into shards, map them by an engine, then the corpus phase."""

import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from rusnews_extract.config import RunConfig
from rusnews_extract.corpus.boilerplate import SiteLines, digest_of, dump_learned, learn
from rusnews_extract.corpus.publish import publish
from rusnews_extract.engines import Engine, open_engine
from rusnews_extract.errors import BadOutput
from rusnews_extract.generations import work_folder
from rusnews_extract.inputs import plan_shards
from rusnews_extract.lock import hold
from rusnews_extract.readers.stdin import spool
from rusnews_extract.rules.rulebook import load_rules
from rusnews_extract.shard import Shard, ShardReport, finished_report, settled
from rusnews_extract.storage import Place, folders, place_of, remove_folder
from rusnews_extract.tables import TABLES
from rusnews_extract.version import __version__
from rusnews_extract.writers import make_folder, write_text

__all__ = ["RunReport", "plan_shards", "run"]

LOCK = "lock"
MADE_BY = "run.json"
SITE_LINES = "site-lines.json"
QUESTIONS = 16
"""How many a store is asked at a time: each takes some hundredths of a second, whatever it is."""


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did. ``read`` equals ``written`` plus ``failed``; ``skipped`` of them were done by an earlier run."""

    output: Place
    read: int
    written: int
    failed: int
    skipped: int
    rows: Mapping[str, int]
    seconds: float


def run(
    input: str | Place = "data/raw",
    output: str | Place = "data/processed",
    *,
    workers: int = 1,
    rules: str | Path | None = None,
    gazetteer: str | Path | None = None,
    limit: int | None = None,
    force: bool = False,
    isolate: bool = False,
    time_limit: float = 120.0,
    fields: Mapping[str, str] | None = None,
    any_language: bool = False,
    skip_duplicates: bool = False,
    engine: str = "local",
    progress: Callable[[int, int], None] | None = None,
) -> RunReport:
    """Turn a file or folder of pages into the tables under ``output``; both may be addresses (``s3://bucket/folder``).

    A rerun does only what is new or changed; where another version or other rules made what is there, it needs
    ``force``. ``gazetteer`` is a CSV file (id, type, name, aliases) of entities with ids of your own. ``limit`` reads
    only the first records in order of path; ``isolate`` keeps the pages out of this process even with one worker, so
    that ``time_limit`` can be kept (see ``RunConfig``); ``progress`` is called with the records done and the records
    in all. Raises ``BadInput``, ``BadOutput``, ``BadRules`` or ``BadConfig`` where the run cannot start or go on; a
    record that cannot be processed raises nothing and becomes a row of ``failures``.
    """
    begin = time.perf_counter()
    config = RunConfig(
        _reached(input, engine),
        _reached(output, engine),
        workers,
        None if rules is None else Path(rules),
        None if gazetteer is None else Path(gazetteer),
        limit,
        force,
        isolate,
        time_limit,
        tuple(sorted((fields or {}).items())),
        any_language,
        skip_duplicates,
        engine=engine,
    )
    if str(input) != "-":
        return _run(config, begin, progress)
    with tempfile.TemporaryDirectory() as folder:
        return _run(replace(config, input=spool(sys.stdin.buffer, Path(folder))), begin, progress)


def _reached(place: str | Place, engine: str) -> Place:
    """Return a place by a name that holds wherever the processes of the engine work."""
    found = place_of(place)
    return found.absolute() if engine != "local" and isinstance(found, Path) else found


def _run(config: RunConfig, begin: float, progress: Callable[[int, int], None] | None) -> RunReport:
    loaded = load_rules(config.rules, config.gazetteer)
    rules_digest = loaded.digest
    shards = plan_shards(config)
    _guard(config.output)
    work = work_folder(config.output)
    make_folder(work)
    with hold(work / LOCK, config.output) as still_held:
        _claim(config, work / MADE_BY, rules_digest)
        with open_engine(config) as engine:
            config, learned = _learn(config, shards, engine)
            options = f"{config.fields} {config.any_language} {learned}"
            reports, skipped = _map(config, shards, f"{__version__} {rules_digest} {options}", engine, progress)
        digests = {r.shard_id: r.digest for r in reports}
        still_held()
        with settled():
            rows = publish(config.output, digests, __version__, rules_digest, loaded.names, config.skip_duplicates)
        _tidy(work, digests)
    report = RunReport(
        config.output,
        sum(r.read for r in reports),
        sum(r.written for r in reports),
        sum(r.failed for r in reports),
        skipped,
        rows,
        time.perf_counter() - begin,
    )
    if (report.written, report.failed) != (rows["documents"], rows["failures"]):
        raise AssertionError(f"{report} loses records")
    return report


def _learn(config: RunConfig, shards: Sequence[Shard], engine: Engine) -> tuple[RunConfig, str]:
    """Learn the lines that the sites of the input repeat; return the run's options with them, and their digest."""
    learned = learn(engine.sample(config, shards) if shards else SiteLines())
    place = work_folder(config.output) / SITE_LINES
    write_text(place, dump_learned(learned))
    return replace(config, learned=place), digest_of(learned, learned)


def _map(
    config: RunConfig,
    shards: Sequence[Shard],
    run_digest: str,
    engine: Engine,
    progress: Callable[[int, int], None] | None,
) -> tuple[list[ShardReport], int]:
    """Return the reports of all shards, and how many records an earlier run had done."""
    total = sum(s.records for s in shards)
    done = 0

    def advance(records: int) -> None:
        nonlocal done
        done += records
        if progress is not None:
            progress(done, max(done, total))

    reports, missing = [], []
    for shard, earlier in zip(shards, _earlier(config, shards, run_digest), strict=True):
        if earlier is None:
            missing.append(shard)
        else:
            reports.append(earlier)
            advance(earlier.read)
    skipped = sum(r.read for r in reports)
    reports.extend(engine.map(config, missing, run_digest, advance))
    return sorted(reports, key=lambda r: r.shard_id), skipped


def _earlier(config: RunConfig, shards: Sequence[Shard], run_digest: str) -> Iterator[ShardReport | None]:
    """Yield the report of an earlier run for each shard, or None; of a store many things are asked at once."""

    def one(shard: Shard) -> ShardReport | None:
        return finished_report(config, shard, shard.digest(run_digest))

    if isinstance(config.input, Path) and isinstance(config.output, Path):
        yield from map(one, shards)
        return
    pool = ThreadPoolExecutor(QUESTIONS)
    try:
        yield from pool.map(one, shards)
    finally:
        pool.shutdown(cancel_futures=True)


def _guard(output: Place) -> None:
    """Refuse a folder in which something else has the name of a table: a run would put its own in that place."""
    if not isinstance(output, Path):
        return
    for name in TABLES:
        place = output / name
        if place.is_symlink() or not place.exists():
            continue
        if not place.is_dir() or any(not re.fullmatch(r"part-.*\.parquet|\..*", p.name) for p in place.iterdir()):
            raise BadOutput(f"{place}: is there and no run has made it; move it, or choose another --output")


def _claim(config: RunConfig, made_by: Place, rules_digest: str) -> None:
    """Note which version and rules the output is made by; raises ``BadOutput`` where it is by others."""
    own = {"version": __version__, "rules": rules_digest}
    try:
        earlier = json.loads(made_by.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        earlier = own
    if earlier != own and not config.force and isinstance(earlier, dict):
        raise BadOutput(
            f"{config.output}: was made by version {earlier.get('version')} with rules {earlier.get('rules')}, and this"
            f" is version {__version__} with rules {rules_digest}; give --force to make it anew, or choose another"
            " --output"
        )
    write_text(made_by, json.dumps(own))


def _tidy(work: Place, keep: Mapping[str, str]) -> None:
    """Remove the parts of shards that the input no longer has, and what killed workers have left in others."""
    for place in folders(work):
        if place.name not in keep:
            remove_folder(place)
        elif isinstance(place, Path):
            for stray in place.glob(".*.tmp"):
                stray.unlink(missing_ok=True)
