"""Real documents as clean pages: each line of the text a body line, nothing cut."""

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from rusnews_extract.model import Block, CleanDocument, Document, Line
from rusnews_extract.spans import apply_edits


def page(text: str, name: str = "page") -> CleanDocument:
    """Make a clean page of a text."""
    lines, blocks = [], []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(Line(at, at + len(line), "body", len(blocks)))
            blocks.append(Block(at, at + len(line), "body", "whole"))
        at += len(line) + 1
    document = Document(doc_id=name, path=name, text=text, sha256="")
    return CleanDocument(document, tuple(blocks), tuple(lines), text, apply_edits(text, [])[1])


def texts(corpora: Path, limit: int | None = None) -> list[str]:
    """Return the texts of ``ner/*.jsonl.gz``, file after file."""
    return list(islice(_texts(corpora), limit))


def _texts(corpora: Path) -> Iterator[str]:
    for path in sorted((corpora / "ner").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for row in rows:
                yield json.loads(row)["text"]
