"""Plain text files, in whatever encoding Russian sites and editors have left them.

UTF-8 and the marked encodings are recognised exactly; the old eight-bit ones by charset-normalizer among the three
that Russian text comes in, and only if the result reads as Russian: a file that does not is refused, not guessed at.
Line ends are never altered: every offset counts from this text.
"""

import codecs
import hashlib
import re
from pathlib import Path

import charset_normalizer

from rusnews_extract.errors import BadInput
from rusnews_extract.model import Document
from rusnews_extract.readers.published import find_published
from rusnews_extract.rules.reading import ReadRules

__all__ = ["decode", "doc_id", "read_text", "sha256"]

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
EIGHT_BIT = ["cp1251", "koi8_r", "cp866"]
SAMPLE = 20_000
DAMAGED = 0.002
LETTER = re.compile(r"[^\W\d_]")
RUSSIAN = re.compile(r"[а-яё]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def read_text(path: Path, name: str, rules: ReadRules) -> Document:
    """Read one page; ``name`` is its path relative to the input. Raises ``BadInput`` for a file that is no text."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{name}: cannot be read: {error.strerror}") from error
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
        encoding=encoding,
    )


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Return the text and its encoding; a byte order mark is not part of the text. Raises ``BadInput``."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError as error:
                raise BadInput(f"{name}: begins like {encoding} and is not: {error.reason}") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged(data) or _eight_bit(data, name)
    if "\0" in text:
        raise BadInput(f"{name}: is no text: it holds zero bytes")
    return text, "utf-8"


def doc_id(name: str, record: int | None = None) -> str:
    """Return the digest that names a document in every table; it does not depend on the text."""
    key = f"{name}\0{'' if record is None else record}"
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def sha256(text: str) -> str:
    """Return the digest of the text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _damaged(data: bytes) -> tuple[str, str] | None:
    """Return UTF-8 with a few broken bytes (a file cut in mid-letter), which show as U+FFFD."""
    text = data.decode("utf-8", "replace")
    broken = text.count("�")
    if "\0" not in text and broken <= max(1, len(text) * DAMAGED) and _reads_russian(text):
        return text, "utf-8"
    return None


def _eight_bit(data: bytes, name: str) -> tuple[str, str]:
    best = charset_normalizer.from_bytes(data[:SAMPLE], cp_isolation=EIGHT_BIT).best() if b"\0" not in data else None
    candidates = [best.encoding] if best else []
    for encoding in dict.fromkeys([*candidates, *EIGHT_BIT]):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _reads_russian(text[:SAMPLE]) and not CONTROL.search(text[:SAMPLE]):
            return text, encoding
    raise BadInput(f"{name}: is neither UTF-8 nor Russian text in cp1251, koi8-r or cp866; convert it to UTF-8")


def _reads_russian(text: str) -> bool:
    """Say whether most letters are small Cyrillic ones, as in any Russian text read in the right encoding."""
    letters = len(LETTER.findall(text))
    return letters > 0 and len(RUSSIAN.findall(text)) >= 0.5 * letters
