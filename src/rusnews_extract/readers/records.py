"""A record of named fields, wherever it comes from (JSON, a table), as a document.

The names of fields are data (``rules/lexicons/reading_fields.tsv``). The headline is put above the text, with a blank
line between, unless the text begins with it: the tables' offsets then count from that joined text, and the headline's
names and events are found like any other line's. A field that holds a page of HTML is read as one.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rusnews_extract.errors import BadInput
from rusnews_extract.model import Document
from rusnews_extract.readers.html import read_page
from rusnews_extract.readers.language import find_language
from rusnews_extract.readers.metadata import host_of
from rusnews_extract.readers.published import find_published
from rusnews_extract.readers.text import doc_id, sha256
from rusnews_extract.rules.reading import ReadRules

__all__ = ["document_of"]

SURROGATE = re.compile(r"[\ud800-\udfff]")
MARKUP = re.compile(r"\s*<(?:!doctype|html|body|div|p|article|section|h1)\b", re.IGNORECASE)


def document_of(
    fields: Mapping[str, Any], name: str, record: int | None, rules: ReadRules, extractor: str, encoding: str = "utf-8"
) -> Document:
    """Return the document that a record holds. Raises ``BadInput`` for a record without text."""
    title = _plain(_first(fields, rules.fields["title"])).strip()
    body = _plain(_first(fields, rules.fields["text"]))
    page = _string(fields, rules.fields["html"])
    url = _string(fields, rules.fields["url"])
    stated = _stated(_first(fields, rules.fields["published"]))
    if (not body.strip() and page) or (MARKUP.match(body) and "</" in body):
        found: Document = read_page(body if body.strip() else page or "", name, rules, record, url)
        text = found.text
    elif body.strip():
        text = body if not title or body.lstrip().startswith(title) else f"{title}\n\n{body}"
        found = Document(doc_id(name, record), name, text, sha256(text), record, extractor=extractor)
    else:
        where = name if record is None else f"{name}: record {record}"
        raise BadInput(f"{where}: has no text; looked for {', '.join(rules.fields['text'])}")
    published = find_published(text, name, rules, url, stated)
    if published.basis != "metadata" and found.published_basis == "metadata":
        published = replace(published, day=found.published, at=found.published_at, basis="metadata")
    return replace(
        found,
        url=url or found.url,
        site=_site(_string(fields, rules.fields["site"]), url) or found.site,
        title=title or found.title,
        published=published.day,
        published_at=published.at,
        published_basis=published.basis,
        language=find_language(text, rules.languages) or _string(fields, rules.fields["language"]),
        encoding=encoding,
    )


def _first(fields: Mapping[str, Any], names: tuple[str, ...]) -> object:
    return next((fields[name] for name in names if fields.get(name) not in (None, "", [], {})), None)


def _string(fields: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    value = _first(fields, names)
    return SURROGATE.sub("�", value.strip()) or None if isinstance(value, str) else None


def _stated(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


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
    host = host_of(url) or (site if site and "." in site and " " not in site else None)
    return host.lower().removeprefix("www.") if host else site
