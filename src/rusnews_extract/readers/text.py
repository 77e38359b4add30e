"""Plain text files: one page each. Line ends are never altered, every offset counts from this text."""

import hashlib

from rusnews_extract.errors import BadInput
from rusnews_extract.model import Document
from rusnews_extract.readers.encodings import decode
from rusnews_extract.readers.language import find_language
from rusnews_extract.readers.published import find_published
from rusnews_extract.rules.reading import ReadRules

__all__ = ["doc_id", "read_text", "sha256"]


def read_text(data: bytes, name: str, rules: ReadRules) -> Document:
    """Read one page; ``name`` is its path relative to the input. Raises ``BadInput`` for bytes that are no text."""
    text, encoding = decode(data, name)
    if not text.strip():
        raise BadInput(f"{name}: is empty")
    published = find_published(text, name, rules)
    return Document(
        doc_id=doc_id(name),
        path=name,
        text=text,
        sha256=sha256(text),
        published=published.day,
        published_at=published.at,
        published_basis=published.basis,
        language=find_language(text, rules.languages),
        encoding=encoding,
    )


def doc_id(name: str, record: int | None = None) -> str:
    """Return the digest that names a document in every table; it does not depend on the text."""
    key = f"{name}\0{'' if record is None else record}"
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def sha256(text: str) -> str:
    """Return the digest of the text."""
    return hashlib.sha256(text.encode()).hexdigest()
