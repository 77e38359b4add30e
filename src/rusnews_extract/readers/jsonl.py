"""JSON records, one a line: crawls by news-please and fundus, the lenta dump, and whatever names its fields alike.

The names of fields are data (``rules/lexicons/reading_fields.tsv``). The headline is put above the text, with a blank
line between, unless the text begins with it: the tables' offsets then count from that joined text, and the headline's
names and events are found like any other line's. Each line stands or falls by itself.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rusnews_extract.errors import BadInput
from rusnews_extract.model import Document, Failure
from rusnews_extract.readers.published import find_published
from rusnews_extract.readers.text import decode, doc_id, sha256
from rusnews_extract.rules.reading import ReadRules

__all__ = ["count_jsonl", "read_jsonl"]

SURROGATE = re.compile(r"[\ud800-\udfff]")
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_jsonl(path: Path, name: str, rules: ReadRules) -> Iterator[Document | Failure]:
    """Yield a document or a failure for each non-blank line, numbered by its line from 1."""
    try:
        for record, line in _lines(path):
            if not line.strip():
                continue
            try:
                yield _document(decode(line, name)[0], name, record, rules)
            except BadInput as error:
                yield Failure(name, record, "read", "BadInput", str(error))
    except (OSError, UnicodeDecodeError) as error:
        yield Failure(name, None, "read", "BadInput", f"{name}: cannot be read: {error}")


def count_jsonl(path: Path) -> int:
    """Count the records: the lines that are not blank."""
    return sum(1 for _, line in _lines(path) if line.strip())


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as stream:
        wide = stream.read(2) in WIDE_MARKS
        stream.seek(0)
        if not wide:
            yield from enumerate(stream, 1)
            return
    with path.open(encoding="utf-16", newline="\n") as text:
        for record, line in enumerate(text, 1):
            yield record, line.encode("utf-8", "surrogatepass")


def _document(line: str, name: str, record: int, rules: ReadRules) -> Document:
    where = f"{name}: record {record}"
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{where}: is no JSON: {error}") from error
    if not isinstance(fields, dict):
        raise BadInput(f'{where}: is no JSON object; each line needs one, as in {{"title": …, "text": …}}')
    title = _plain(_first(fields, rules.fields["title"]))
    body = _plain(_first(fields, rules.fields["text"]))
    if not body.strip():
        raise BadInput(f"{where}: has no text; looked for {', '.join(rules.fields['text'])}")
    text = body if not title or body.lstrip().startswith(title) else f"{title}\n\n{body}"
    url = _string(fields, rules.fields["url"])
    published = find_published(text, name, rules, url, _first(fields, rules.fields["published"]))
    return Document(
        doc_id=doc_id(name, record),
        path=name,
        text=text,
        sha256=sha256(text),
        record=record,
        url=url,
        site=_site(_string(fields, rules.fields["site"]), url),
        title=title or None,
        published=published.day,
        published_at=published.at,
        published_basis=published.basis,
        language=_string(fields, rules.fields["language"]),
        extractor="jsonl",
    )


def _first(fields: Mapping[str, Any], names: tuple[str, ...]) -> object:
    return next((fields[name] for name in names if fields.get(name) not in (None, "", [], {})), None)


def _string(fields: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    value = _first(fields, names)
    return SURROGATE.sub("�", value.strip()) or None if isinstance(value, str) else None


def _plain(value: object) -> str:
    """Return a field as text: a string, a list of paragraphs, or the sections of a fundus body."""
    if isinstance(value, str):
        return SURROGATE.sub("�", value)
    if isinstance(value, list):
        return "\n".join(filter(None, map(_plain, value)))
    if isinstance(value, dict):
        parts = [value.get(key) for key in ("summary", "headline", "sections", "paragraphs")]
        return "\n".join(filter(None, map(_plain, parts)))
    return ""


def _site(site: str | None, url: str | None) -> str | None:
    """Return the host of the page, without «www.»; a publisher's name is no host, so the address goes first."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        host = None
    host = host or (site if site and "." in site and " " not in site else None)
    return host.lower().removeprefix("www.") if host else site
