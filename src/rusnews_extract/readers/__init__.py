"""Readers turn files into documents: one module a format, and here the choice between them by suffix.

What cannot be read becomes a ``Failure`` with the reason, so that records read = documents + failures.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from rusnews_extract.errors import BadInput
from rusnews_extract.model import Document, Failure
from rusnews_extract.readers.jsonl import count_jsonl, read_jsonl
from rusnews_extract.readers.text import read_text
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.reading import ReadRules, load_read_rules

__all__ = ["SUFFIXES", "count_records", "read_file"]

Reader = Callable[[Path, str, ReadRules], Iterator[Document | Failure]]


def _text(path: Path, name: str, rules: ReadRules) -> Iterator[Document | Failure]:
    try:
        yield read_text(path, name, rules)
    except BadInput as error:
        yield Failure(name, None, "read", "BadInput", str(error))


READERS: Mapping[str, Reader] = {".txt": _text, ".jsonl": read_jsonl, ".ndjson": read_jsonl}
SUFFIXES: tuple[str, ...] = tuple(READERS)


def read_file(path: Path, name: str, rules: ReadRules | None = None) -> Iterator[Document | Failure]:
    """Yield what one file holds; ``name`` is its path relative to the input, with forward slashes.

    Without ``rules`` the package's own are used.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kind = f"the suffix {path.suffix}" if path.suffix else "no suffix"
        message = f"{name}: has {kind}; expected one of {', '.join(SUFFIXES)}"
        yield Failure(name, None, "read", "BadInput", message)
        return
    yield from reader(path, name, rules or _built_in())


def count_records(path: Path) -> int:
    """Count what ``read_file`` will yield, without making documents; a file that cannot be opened counts as one."""
    if READERS.get(path.suffix.lower()) is not read_jsonl:
        return 1
    try:
        return count_jsonl(path)
    except (OSError, UnicodeDecodeError):
        return 1


@cache
def _built_in() -> ReadRules:
    return load_read_rules(RuleFolders())
