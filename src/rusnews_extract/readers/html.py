"""HTML pages, saved web archives (.mhtml) among them: text from the tree, the facts of publication from the markup.

``documents.text`` is the rendered text, the whole page line by line; the markup's hints go with it, so that cleaning
decides what is the article by one mechanism for all formats.
"""

import email
import email.policy
import re
from datetime import timedelta

from lxml import etree

from rusnews_extract.errors import BadInput
from rusnews_extract.readers.encodings import decode
from rusnews_extract.readers.language import find_language
from rusnews_extract.readers.metadata import Metadata, find_metadata, headline, host_of
from rusnews_extract.readers.published import Published, find_published
from rusnews_extract.readers.rendering import Rendered, render
from rusnews_extract.readers.text import doc_id, sha256
from rusnews_extract.rules.markup import MarkedDocument
from rusnews_extract.rules.reading import ReadRules

__all__ = ["is_html", "read_html", "read_mhtml", "read_page"]

CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE
)
OPENING = re.compile(rb"\s*(?:<!doctype\s+html|<html\b|<\?xml[^>]*>\s*<(?:!doctype\s+html|html)\b)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]")
HEAD = 4096
MIRROR = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,10}")
PACKED = frozenset({"zip", "tar", "gz", "tgz", "xz", "txz", "zst", "tzst", "html"})
ZULU = re.compile(r"(?:Z|[+-]00:?00)$")
OTHERS = frozenset({"related", "footer", "promo"})
LINKED = 0.75
ABOVE = 6
HEADLINE_SPACES = 3
OFFSET = timedelta(hours=15)


def is_html(data: bytes) -> bool:
    """Say whether bytes begin like a page of HTML."""
    return OPENING.match(data.removeprefix(b"\xef\xbb\xbf")[:HEAD]) is not None


def read_html(
    data: bytes,
    name: str,
    rules: ReadRules,
    record: int | None = None,
    url: str | None = None,
    charset: str | None = None,
) -> MarkedDocument:
    """Read one page; ``url`` and ``charset`` come from the transport. Raises ``BadInput`` for a page without text."""
    found = CHARSET.search(data[:HEAD])
    declared = found.group(1).decode("ascii", "replace") if found else charset
    markup, encoding = decode(data, name, declared, markup=True)
    return read_page(markup, name, rules, record, url, encoding)


def read_mhtml(data: bytes, name: str, rules: ReadRules) -> MarkedDocument:
    """Read the page of a saved web archive. Raises ``BadInput`` where it holds none."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            location = str(part.get("Content-Location") or message.get("Snapshot-Content-Location") or "")
            url = location if location.startswith("http") else None
            return read_html(bytes(content), name, rules, None, url, part.get_content_charset())
    raise BadInput(f"{name}: holds no page; expected a web archive with a part of type text/html")


def read_page(
    markup: str, name: str, rules: ReadRules, record: int | None = None, url: str | None = None, encoding: str = "utf-8"
) -> MarkedDocument:
    """Read one page that is decoded already. Raises ``BadInput`` for a page without text."""
    where = name if record is None else f"{name}: record {record}"
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_blank_text=False)
    try:
        tree = etree.fromstring(CONTROL.sub(" ", markup).encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(f"{where}: is no page of HTML: {error}") from error
    if tree is None:
        raise BadInput(f"{where}: is empty")
    rendered = render(tree, rules.markup)
    if not rendered.text.strip():
        raise BadInput(f"{where}: is a page without text")
    known = find_metadata(tree, rules.markup)
    url = url or known.url
    title = headline(known.titles, rendered.text.split("\n"))
    published = _published(known, _own_lines(rendered, title), name, rules, url)
    return MarkedDocument(
        doc_id=doc_id(name, record),
        path=name,
        text=rendered.text,
        sha256=sha256(rendered.text),
        record=record,
        url=url,
        site=host_of(url) or known.site or _mirrored(name),
        title=title,
        published=published.day,
        published_at=published.at,
        published_basis=published.basis,
        language=find_language(rendered.text, rules.languages) or _code(known.language),
        encoding=encoding,
        extractor="html",
        hints=rendered.hints,
    )


def _own_lines(rendered: Rendered, title: str | None) -> tuple[str, str]:
    """Return the lines from the headline on, without links and other articles' parts; and the whole text."""
    own: list[str] = []
    head = None
    for number, hint in enumerate(rendered.hints):
        stop = rendered.hints[number + 1].start if number + 1 < len(rendered.hints) else len(rendered.text)
        line = rendered.text[hint.start : stop].strip()
        if head is None and (line == title if title else hint.heading == 1 and line.count(" ") >= HEADLINE_SPACES):
            head = len(own)
        if hint.links < LINKED and hint.role not in OTHERS and hint.rule_id != "dom-comments":
            own.append(line)
    around = own[max(head - (ABOVE if title else 1), 0) :] if head is not None else []
    return "\n".join(around), rendered.text


def _published(known: Metadata, texts: tuple[str, str], name: str, rules: ReadRules, url: str | None) -> Published:
    """Return the date of the markup; where that is in Greenwich time, the local one that the page shows beside it."""
    for stated in known.published:
        found = find_published("", "", rules, None, stated)
        if found.day is None:
            continue
        if ZULU.search(stated) and found.at is not None:
            shown = find_published(texts[0] or texts[1], "", rules)
            if shown.at is not None and shown.basis == "header" and abs(shown.at - found.at) <= OFFSET:
                return Published(shown.day, shown.at, "metadata")
        return found
    near = find_published(texts[0], "", rules, url)
    return near if near.basis in {"header", "text"} else find_published(texts[1], name, rules, url)


def _mirrored(name: str) -> str | None:
    """Return the host from the path of a mirrored site: «www.example.org/news/1.html»."""
    for part in name.lower().split("/")[-2::-1]:
        if MIRROR.fullmatch(part) and part.rpartition(".")[2] not in PACKED:
            return part.removeprefix("www.")
    return None


def _code(language: str | None) -> str | None:
    code = (language or "")[:2].lower()
    return code if len(code) == 2 and code.isalpha() else None
