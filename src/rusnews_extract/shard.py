"""A shard of the input: read, annotate, write, count. All that an engine has to map.

A shard's parts are written aside; last comes a marker with the digest of its files and of the configuration, and a
checksum of each part. A rerun skips a shard whose marker says the same. Each record read ends as a document or as a
failure, whatever it holds.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from itertools import count, islice
from pathlib import Path
from typing import Any, Protocol

from rusnews_extract.config import RunConfig
from rusnews_extract.generations import work_folder
from rusnews_extract.keys import KEY_TABLES, document_keys
from rusnews_extract.model import Annotations, Document, Failure
from rusnews_extract.nlp.models import Models, load_models
from rusnews_extract.pipeline import annotate
from rusnews_extract.readers import WHOLE, Piece, piece_checksum, read_file
from rusnews_extract.rows import document_rows, failure_row
from rusnews_extract.rules.rulebook import Rules, load_rules
from rusnews_extract.stages.clean.learned import parse_learned
from rusnews_extract.tables import TABLES, to_arrow
from rusnews_extract.writers import checksum, unwritable, write_rows, write_text

__all__ = [
    "Care",
    "InputFile",
    "RecordKey",
    "Shard",
    "ShardReport",
    "Watch",
    "finished_report",
    "process_shard",
    "run_rules",
]

BATCH = 32
BATCH_CHARS = 200_000
READS = 3
MARKER = "done.json"
PARTS: Mapping[str, type[Any]] = {**{n: k for n, k in TABLES.items() if n != "catalogue"}, **KEY_TABLES}
RecordKey = tuple[str, int | None]
"""A record's file, relative to the input, and its number; with None the whole file."""
Rows = dict[str, list[Any]]
Made = list[tuple[str, Any]]
"""Rows with the names of their tables."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of the input, or a piece of one; ``name`` is relative to the input, ``take`` how many records are wanted.

    Where ``refused`` says why a file is not to be opened (a link out of the input, say), it becomes a failure.
    """

    path: Path
    name: str
    records: int
    take: int | None = None
    size: int = 0
    refused: str | None = None
    piece: Piece = WHOLE


@dataclass(frozen=True, slots=True)
class Shard:
    """Files that are processed together. The id does not depend on the other shards."""

    shard_id: str
    files: tuple[InputFile, ...]

    @property
    def records(self) -> int:
        """How many records it is expected to hold."""
        return sum(f.records for f in self.files)

    @property
    def size(self) -> int:
        """How many bytes it holds: what its cost goes by."""
        return sum(f.size for f in self.files)

    def digest(self, run_digest: str) -> str:
        """Return a digest of the files' bytes and of the run's rules and version."""
        digest = hashlib.sha256(run_digest.encode())
        for f in self.files:
            digest.update(f"\0{f.name}\0{f.take}\0{f.refused}\0".encode("utf-8", "surrogateescape"))
            if f.refused is None:
                digest.update((piece_checksum(f.path, f.piece) or "unreadable").encode())
        return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ShardReport:
    """What came of a shard: ``read`` equals ``written`` plus ``failed``."""

    shard_id: str
    digest: str
    read: int
    written: int
    failed: int


@dataclass(frozen=True, slots=True)
class Care:
    """What earlier tries have taught: records to take one at a time, and what to write of those that are given up."""

    alone: frozenset[RecordKey] = frozenset()
    given_up: Mapping[RecordKey, Failure] = field(default_factory=dict)


class Watch(Protocol):
    """Who is told what a shard is about, so that a record that never ends can be named."""

    def begin(self, stage: str, records: Sequence[RecordKey], chars: int) -> None:
        """A stage of the work on these records begins: ``read`` or ``annotate``."""

    def end(self, records: int) -> None:
        """So many records more are done."""


def finished_report(config: RunConfig, shard: Shard, digest: str) -> ShardReport | None:
    """Return the report of an earlier run over the same bytes with the same rules and version, or None.

    None too where a part has vanished or was damaged since.
    """
    folder = work_folder(config.output) / shard.shard_id
    try:
        marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        report = ShardReport(**marker["report"])
        whole = report.digest == digest and set(marker["parts"]) == set(PARTS)
        if whole and all(checksum(_part(folder, name)) == own for name, own in marker["parts"].items()):
            return report
    except (OSError, ValueError, TypeError, KeyError):
        pass
    return None


@lru_cache(4)
def run_rules(config: RunConfig) -> Rules:
    """Return the rules of a run: the loaded ones, with its names of fields and what was learned of its sites."""
    rules = load_rules(config.rules, config.gazetteer)
    learned = {} if config.learned is None else parse_learned(config.learned.read_text(encoding="utf-8"))
    return replace(
        rules,
        read=rules.read.mapped(dict(config.fields)),
        clean=replace(rules.clean, learned=learned),
        any_language=config.any_language,
    )


def process_shard(
    config: RunConfig, shard: Shard, run_digest: str, watch: Watch, care: Care | None = None
) -> ShardReport:
    """Read, annotate and write one shard; ``care`` names records that earlier tries have stumbled over."""
    folder = work_folder(config.output) / shard.shard_id
    try:
        (folder / MARKER).unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    for _ in range(READS):
        digest = shard.digest(run_digest)
        rows, read = _process(shard, run_rules(config), load_models(), watch, care or Care())
        if shard.digest(run_digest) == digest:
            break
    else:
        digest = "changing"  # a file is being written to: what was read is kept, the next run reads it again
    report = ShardReport(shard.shard_id, digest, read, len(rows["documents"]), len(rows["failures"]))
    if report.read != report.written + report.failed:
        raise AssertionError(f"shard {shard.shard_id}: {report} loses records")
    parts = {name: write_rows(_part(folder, name), kind, _sorted(rows[name])) for name, kind in PARTS.items()}
    write_text(folder / MARKER, json.dumps({"report": asdict(report), "parts": parts}))
    return report


def _part(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def _process(shard: Shard, rules: Rules, models: Models, watch: Watch, care: Care) -> tuple[Rows, int]:
    quads = {name: kind.quad or None for name, kind in rules.events.types.items()}
    rows: Rows = {name: [] for name in PARTS}
    read = 0
    for batch in _batches(_records(shard, rules, watch, care), care.alone):
        documents = [r for r in batch if isinstance(r, Document)]
        failures = [r for r in batch if isinstance(r, Failure)]
        made: list[tuple[Document, Made]] = []
        for one in _annotate(documents, rules, models, watch):
            own = _rows(one, quads) if isinstance(one, Annotations) else one
            if isinstance(own, Failure):
                failures.append(own)
            else:
                made.append((one.clean.document, own))  # type: ignore[union-attr]
        whole = _misfit([row for _, own in made for row in own]) is None
        for document, own in made:
            error = None if whole else _misfit(own)
            if error is not None:
                failures.append(_broken(document, "tables", error))
                continue
            for table, row in own:
                rows[table].append(row)
        rows["failures"].extend(map(failure_row, failures))
        read += len(batch)
        watch.end(len(batch))
    return rows, read


def _records(shard: Shard, rules: Rules, watch: Watch, care: Care) -> Iterator[Document | Failure]:
    """Yield what the files hold, and a failure for whatever goes wrong with one."""
    for f in shard.files:
        if f.refused is not None:
            yield Failure(f.name, None, "read", "BadInput", f"{f.name}: {f.refused}")
            continue
        if (f.name, None) in care.given_up:
            yield care.given_up[f.name, None]
            continue
        found = islice(read_file(f.path, f.name, rules.read, f.piece), f.take)
        for number in count():
            watch.begin("read", [(f.name, None)], f.size)
            try:
                record = next(found, None)
            except Exception as error:  # whatever a file does to a reader, the other files are read
                reason = error.strerror if isinstance(error, OSError) else None
                message = f"{f.name}: cannot be read from here on: {reason or error}"
                record = Failure(f.name, None, "read", type(error).__name__, message)
            if record is None:
                if number == 0 and f.piece == WHOLE:
                    yield Failure(f.name, None, "read", "BadInput", f"{f.name}: is empty: it holds no record")
                break
            yield care.given_up.get((record.path, record.record), record)


def _batches(records: Iterable[Document | Failure], alone: frozenset[RecordKey]) -> Iterator[list[Document | Failure]]:
    batch: list[Document | Failure] = []
    chars = 0
    for record in records:
        size = len(record.text) if isinstance(record, Document) else 0
        single = (record.path, record.record) in alone
        if batch and (single or len(batch) >= BATCH or chars + size > BATCH_CHARS):
            yield batch
            batch, chars = [], 0
        batch.append(record)
        chars += size
        if single:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _annotate(
    documents: Sequence[Document], rules: Rules, models: Models, watch: Watch
) -> Iterator[Annotations | Failure]:
    """Annotate a batch; where it fails, each document alone, so that one bad page costs no other."""
    if documents:
        watch.begin("annotate", [(d.path, d.record) for d in documents], sum(len(d.text) for d in documents))
    try:
        yield from annotate(documents, rules, models)
        return
    except Exception as error:
        if len(documents) == 1:
            yield _broken(documents[0], "annotate", error)
            return
    for document in documents:
        yield from _annotate([document], rules, models, watch)


def _rows(found: Annotations, quads: Mapping[str, str | None]) -> Made | Failure:
    """Return the rows of a document, or a failure where they cannot be made."""
    try:
        return [*document_rows(found, quads), *document_keys(found, quads)]
    except Exception as error:
        return _broken(found.clean.document, "tables", error)


def _misfit(made: Made) -> Exception | None:
    """Return why rows do not fit their tables; asked of a batch first, of each document only where a batch fails."""
    try:
        for table in PARTS:
            to_arrow(PARTS[table], [row for own, row in made if own == table])
    except Exception as error:
        return error
    return None


def _broken(document: Document, stage: str, error: Exception) -> Failure:
    message = f"{document.path}: {error}; please report it with the page"
    return Failure(document.path, document.record, stage, type(error).__name__, message)


def _sorted(rows: list[Any]) -> list[Any]:
    if rows and hasattr(rows[0], "doc_id"):
        return sorted(rows, key=lambda row: row.doc_id)
    return sorted(rows, key=lambda row: (row.path, row.record or 0))
