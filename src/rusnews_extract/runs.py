"""A whole run: find the input, cut it into shards, map them by an engine, then the corpus phase."""

import json
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from rusnews_extract.config import RunConfig
from rusnews_extract.corpus.boilerplate import SiteLines, digest_of, dump_learned, learn
from rusnews_extract.corpus.publish import publish
from rusnews_extract.engines.local import map_shards
from rusnews_extract.errors import BadOutput
from rusnews_extract.generations import work_folder
from rusnews_extract.inputs import plan_shards
from rusnews_extract.lock import hold
from rusnews_extract.model import Document
from rusnews_extract.readers import read_file
from rusnews_extract.readers.stdin import spool
from rusnews_extract.rules.rulebook import load_rules
from rusnews_extract.shard import Shard, ShardReport, finished_report, run_rules
from rusnews_extract.tables import TABLES
from rusnews_extract.version import __version__
from rusnews_extract.writers import make_folder, write_text

__all__ = ["RunReport", "plan_shards", "run"]

LOCK = "lock"
MADE_BY = "run.json"
SITE_LINES = "site-lines.json"


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
    gazetteer: str | Path | None = None,
    limit: int | None = None,
    force: bool = False,
    isolate: bool = False,
    time_limit: float = 120.0,
    fields: Mapping[str, str] | None = None,
    any_language: bool = False,
    skip_duplicates: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> RunReport:
    """Turn a file or folder of pages into the tables under ``output``.

    A rerun does only what is new or changed; where another version or other rules made what is there, it needs
    ``force``. ``gazetteer`` is a CSV file (id, type, name, aliases) of entities with ids of your own. ``limit`` reads
    only the first records in order of path; ``isolate`` keeps the pages out of this process even with one worker, so
    that ``time_limit`` can be kept (see ``RunConfig``); ``progress`` is called with the records done and the records
    in all. Raises ``BadInput``, ``BadOutput``, ``BadRules`` or ``BadConfig`` where the run cannot start or go on; a
    record that cannot be processed raises nothing and becomes a row of ``failures``.
    """
    begin = time.perf_counter()
    config = RunConfig(
        Path(input),
        Path(output),
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
    )
    if str(input) != "-":
        return _run(config, begin, progress)
    with tempfile.TemporaryDirectory() as folder:
        return _run(replace(config, input=spool(sys.stdin.buffer, Path(folder))), begin, progress)


def _run(config: RunConfig, begin: float, progress: Callable[[int, int], None] | None) -> RunReport:
    loaded = load_rules(config.rules, config.gazetteer)
    rules_digest = loaded.digest
    shards = plan_shards(config)
    _guard(config.output)
    work = work_folder(config.output)
    make_folder(work)
    with hold(work / LOCK, config.output):
        _claim(config, work / MADE_BY, rules_digest)
        config, learned = _learn(config, shards)
        options = f"{config.fields} {config.any_language} {learned}"
        reports, skipped = _map(config, shards, f"{__version__} {rules_digest} {options}", progress)
        digests = {r.shard_id: r.digest for r in reports}
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


def _learn(config: RunConfig, shards: Sequence[Shard]) -> tuple[RunConfig, str]:
    """Learn the lines that the sites of the input repeat; return the run's options with them, and their digest."""
    sample = SiteLines()
    read = run_rules(config).read
    for f in (f for shard in shards for f in shard.files if f.refused is None):
        try:
            for found in islice(read_file(f.path, f.name, read), f.take):
                if isinstance(found, Document):
                    sample.add(found)
        except Exception:
            continue
    learned = learn(sample)
    place = work_folder(config.output) / SITE_LINES
    write_text(place, dump_learned(learned))
    return replace(config, learned=place), digest_of(learned, learned)


def _map(
    config: RunConfig, shards: Sequence[Shard], run_digest: str, progress: Callable[[int, int], None] | None
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
    for shard in shards:
        earlier = finished_report(config, shard, shard.digest(run_digest))
        if earlier is None:
            missing.append(shard)
        else:
            reports.append(earlier)
            advance(earlier.read)
    skipped = sum(r.read for r in reports)
    reports.extend(map_shards(config, missing, run_digest, advance))
    return sorted(reports, key=lambda r: r.shard_id), skipped


def _guard(output: Path) -> None:
    """Refuse a folder in which something else has the name of a table: a run would put its own in that place."""
    for name in TABLES:
        place = output / name
        if place.is_symlink() or not place.exists():
            continue
        if not place.is_dir() or any(not re.fullmatch(r"part-.*\.parquet|\..*", p.name) for p in place.iterdir()):
            raise BadOutput(f"{place}: is there and no run has made it; move it, or choose another --output")


def _claim(config: RunConfig, made_by: Path, rules_digest: str) -> None:
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


def _tidy(work: Path, keep: Mapping[str, str]) -> None:
    """Remove the parts of shards that the input no longer has."""
    for place in work.iterdir():
        if place.is_dir() and place.name not in keep:
            shutil.rmtree(place, ignore_errors=True)
