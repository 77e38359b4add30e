"""A shard of the input: read, annotate, write, count. All that an engine has to map.

A shard's parts are written aside; last comes a marker with the digest of its files and of the configuration, and a
checksum of each part. A rerun skips a shard whose marker says the same. Each record read ends as a document or as a
failure, whatever it holds.
"""

import gc
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from itertools import chain, count, islice
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from rusnews_extract.config import RunConfig
from rusnews_extract.errors import Unreachable
from rusnews_extract.generations import work_folder
from rusnews_extract.keys import KEY_TABLES, document_keys
from rusnews_extract.model import Annotations, Document, Failure
from rusnews_extract.nlp.models import Models, load_models
from rusnews_extract.pipeline import annotate
from rusnews_extract.readers import WHOLE, Piece, piece_checksum, read_file
from rusnews_extract.rows import document_rows, failure_row
from rusnews_extract.rules.coding import EventRules
from rusnews_extract.rules.rulebook import Rules, load_rules
from rusnews_extract.stages.clean.learned import parse_learned
from rusnews_extract.storage import Place
from rusnews_extract.tables import TABLES, to_arrow
from rusnews_extract.writers import checksum, unwritable, write_arrow, write_text

__all__ = [
    "Care",
    "InputFile",
    "RecordKey",
    "Shard",
    "ShardReport",
    "Watch",
    "finished_report",
    "part_of",
    "process_shard",
    "run_rules",
    "settled",
]

BATCH = 64
BATCH_CHARS = 200_000
READS = 3
MARKER = "done.json"
PARTS: Mapping[str, type[Any]] = {**{n: k for n, k in TABLES.items() if n != "catalogue"}, **KEY_TABLES}
RecordKey = tuple[str, int | None]
"""A record's file, relative to the input, and its number; with None the whole file."""
Rows = dict[str, list[Any]]
Tables = dict[str, pa.Table]


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of the input, or a piece of one; ``name`` is relative to the input, ``take`` how many records are wanted.

    Where ``refused`` says why a file is not to be opened (a link out of the input, say), it becomes a failure.
    """

    path: Place
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
        if whole and all(checksum(part_of(folder, name)) == own for name, own in marker["parts"].items()):
            return report
    except (OSError, ValueError, TypeError, KeyError):
        pass
    return None


def run_rules(config: RunConfig) -> Rules:
    """Return the rules of a run: the loaded ones, with its names of fields and what was learned of its sites."""
    learned = "{}" if config.learned is None else config.learned.read_text(encoding="utf-8")
    return _run_rules(replace(config, learned=None), learned)


@lru_cache(4)
def _run_rules(config: RunConfig, learned: str) -> Rules:
    rules = load_rules(config.rules, config.gazetteer)
    return replace(
        rules,
        read=rules.read.mapped(dict(config.fields)),
        clean=replace(rules.clean, learned=parse_learned(learned)),
        any_language=config.any_language,
    )


@contextmanager
def settled() -> Iterator[None]:
    """Keep the garbage collector off what is in memory already: networks and rules are a million objects for it."""
    own = gc.get_freeze_count() == 0
    if own:
        gc.freeze()
    try:
        yield
    finally:
        if own:
            gc.unfreeze()


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
        rules, models = run_rules(config), load_models()
        with settled():
            tables, read = _process(shard, rules, models, watch, care or Care())
        if shard.digest(run_digest) == digest:
            break
    else:
        digest = "changing"  # a file is being written to: what was read is kept, the next run reads it again
    report = ShardReport(shard.shard_id, digest, read, len(tables["documents"]), len(tables["failures"]))
    if report.read != report.written + report.failed:
        raise AssertionError(f"shard {shard.shard_id}: {report} loses records")
    parts = {name: write_arrow(part_of(folder, name), table) for name, table in tables.items()}
    write_text(folder / MARKER, json.dumps({"report": asdict(report), "parts": parts}))
    return report


def part_of(folder: Place, name: str) -> Place:
    """Return where a shard's folder has a table."""
    return folder / f"{name}.parquet"


def _process(shard: Shard, rules: Rules, models: Models, watch: Watch, care: Care) -> tuple[Tables, int]:
    made: list[Tables] = []
    failed: list[Failure] = []
    read = 0
    for batch in _batches(_records(shard, rules, watch, care), care.alone):
        documents = [r for r in batch if isinstance(r, Document)]
        failed.extend(r for r in batch if isinstance(r, Failure))
        found = list(_annotate(documents, rules, models, watch))
        failed.extend(f for f in found if isinstance(f, Failure))
        for tables in _tables([f for f in found if isinstance(f, Annotations)], rules.events):
            if isinstance(tables, Failure):
                failed.append(tables)
            else:
                made.append(tables)
        read += len(batch)
        watch.end(len(batch))
    failures = sorted(map(failure_row, failed), key=lambda row: (row.path, row.record or 0))
    whole = {name: _joined(kind, [tables[name] for tables in made]) for name, kind in PARTS.items()}
    return {**whole, "failures": to_arrow(PARTS["failures"], failures)}, read


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
            except Unreachable:
                raise
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


def _tables(found: Sequence[Annotations], events: EventRules) -> Iterator[Tables | Failure]:
    """Make the tables of a batch; where that fails, of each document alone, so that one bad page costs no other."""
    rows: Rows = {name: [] for name in PARTS}
    quads = {name: kind.quad or None for name, kind in events.types.items()}
    try:
        for one in found:
            for table, row in chain(document_rows(one, quads), document_keys(one, quads, events.families)):
                rows[table].append(row)
        yield {name: to_arrow(kind, rows[name]) for name, kind in PARTS.items()}
        return
    except Exception as error:
        if len(found) == 1:
            yield _broken(found[0].clean.document, "tables", error)
            return
    for one in found:
        yield from _tables([one], events)


def _joined(kind: type[Any], tables: Sequence[pa.Table]) -> pa.Table:
    """Return the tables as one, in order of document."""
    if not tables or "doc_id" not in tables[0].column_names:
        return to_arrow(kind, [])
    whole = pa.concat_tables(tables)
    return whole.take(pc.sort_indices(whole["doc_id"])).combine_chunks()


def _broken(document: Document, stage: str, error: Exception) -> Failure:
    message = f"{document.path}: {error}; please report it with the page"
    return Failure(document.path, document.record, stage, type(error).__name__, message)
