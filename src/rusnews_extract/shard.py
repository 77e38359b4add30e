"""A shard of the input: read, annotate, write, count. All that an engine has to map.

A shard's parts are written aside; last comes a marker with the digest of its files and of the configuration. A rerun
skips a shard whose marker says the same. Each record read ends as a document or as a failure.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from rusnews_extract.config import RunConfig
from rusnews_extract.keys import KEY_TABLES, document_keys
from rusnews_extract.model import Annotations, Document, Failure
from rusnews_extract.nlp.models import Models, load_models
from rusnews_extract.pipeline import annotate
from rusnews_extract.readers import read_file
from rusnews_extract.rows import document_rows
from rusnews_extract.rules.rulebook import Rules, load_rules
from rusnews_extract.tables import TABLES, FailureRow
from rusnews_extract.writers import write_rows, write_text

__all__ = ["InputFile", "Shard", "ShardReport", "finished_report", "process_shard", "work_folder"]

BATCH = 32
MARKER = "done.json"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of the input; ``name`` is relative to the input, ``take`` how many of its records are wanted."""

    path: Path
    name: str
    records: int
    take: int | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """Files that are processed together. The id does not depend on the other shards."""

    shard_id: str
    files: tuple[InputFile, ...]

    @property
    def records(self) -> int:
        """How many records it is expected to hold."""
        return sum(f.records for f in self.files)

    def digest(self, run_digest: str) -> str:
        """Return a digest of the files' bytes and of the run's rules and version."""
        digest = hashlib.sha256(run_digest.encode())
        for f in self.files:
            digest.update(f"\0{f.name}\0{f.take}\0".encode())
            try:
                with f.path.open("rb") as stream:
                    digest.update(hashlib.file_digest(stream, "sha256").digest())
            except OSError:
                digest.update(b"unreadable")
        return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ShardReport:
    """What came of a shard: ``read`` equals ``written`` plus ``failed``."""

    shard_id: str
    digest: str
    read: int
    written: int
    failed: int


def work_folder(output: Path) -> Path:
    """Return the folder that holds the parts of shards before they are published."""
    return output / ".work"


def finished_report(config: RunConfig, shard: Shard, digest: str) -> ShardReport | None:
    """Return the report of an earlier run over the same bytes with the same rules and version, or None."""
    marker = work_folder(config.output) / shard.shard_id / MARKER
    try:
        report = ShardReport(**json.loads(marker.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return report if report.digest == digest else None


def process_shard(
    config: RunConfig, shard: Shard, digest: str, progress: Callable[[int], None] | None = None
) -> ShardReport:
    """Read, annotate and write one shard; ``progress`` is told of each batch how many records it held."""
    folder = work_folder(config.output) / shard.shard_id
    (folder / MARKER).unlink(missing_ok=True)
    rules, models = load_rules(config.rules), load_models()
    quads = {name: kind.quad or None for name, kind in rules.events.types.items()}
    rows: dict[str, list[Any]] = {name: [] for name in (*TABLES, *KEY_TABLES)}
    read = written = 0
    for batch in _batches(_records(shard, rules), BATCH):
        found, failures = _annotate([r for r in batch if isinstance(r, Document)], rules, models)
        failures.extend(r for r in batch if isinstance(r, Failure))
        for one in found:
            for table, row in (*document_rows(one, quads), *document_keys(one)):
                rows[table].append(row)
        rows["failures"].extend(FailureRow(f.path, f.record, f.stage, f.error, f.message) for f in failures)
        read += len(batch)
        written += len(found)
        if progress is not None:
            progress(len(batch))
    _write(folder, rows)
    report = ShardReport(shard.shard_id, digest, read, written, len(rows["failures"]))
    if report.read != report.written + report.failed:
        raise AssertionError(f"shard {shard.shard_id}: {report} loses records")
    write_text(folder / MARKER, json.dumps(asdict(report)))
    return report


def _records(shard: Shard, rules: Rules) -> Iterator[Document | Failure]:
    for f in shard.files:
        try:
            yield from islice(read_file(f.path, f.name, rules.read), f.take)
        except OSError as error:
            yield Failure(f.name, None, "read", type(error).__name__, f"cannot be read: {error.strerror or error}")


def _annotate(documents: Sequence[Document], rules: Rules, models: Models) -> tuple[list[Annotations], list[Failure]]:
    """Annotate a batch; where it fails, each document alone, so that one bad page costs no other."""
    try:
        return annotate(documents, rules, models), []
    except Exception:
        found: list[Annotations] = []
        failures: list[Failure] = []
        for document in documents:
            try:
                found.extend(annotate([document], rules, models))
            except Exception as error:  # whatever a page does to us, the other pages are done
                message = f"{error}; please report it with the page"
                failures.append(Failure(document.path, document.record, "annotate", type(error).__name__, message))
        return found, failures


def _write(folder: Path, rows: dict[str, list[Any]]) -> None:
    for name, kind in {**TABLES, **KEY_TABLES}.items():
        if name == "catalogue":
            continue
        own = rows[name]
        if name == "failures":
            own.sort(key=lambda row: (row.path, row.record or 0))
        else:
            own.sort(key=lambda row: row.doc_id)
        write_rows(folder / f"{name}.parquet", kind, own)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
