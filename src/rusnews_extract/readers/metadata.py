"""What a page's markup says about the page: headline, address, and when it was published.

JSON-LD first, then ``<meta>``, microdata and ``<time>``; what the visible text says is ``published``'s matter. Never
the date of a change, of a comment or of another article: a ``<time>`` counts only where the page marks it as its own
or has no second one. Rejected: htmldate and trafilatura's metadata (they fall back to any date on the page).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from rusnews_extract.rules.markup import MarkupRules

__all__ = ["Metadata", "find_metadata", "headline", "host_of"]

SPACES = re.compile(r"\s+")
ARTICLE = re.compile(r"(?:News|Reportage|Blog|Analysis|Opinion|Review|Background|Live)*(?:Article|Posting)", re.ASCII)
SUFFIX = re.compile(r"\s+(?:[|—–\-•·»/:]|::|>>|→)\s+")
MOST_LD = 500_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found; ``titles`` are the headline's candidates, best first, ``published`` the dates', as they stand."""

    titles: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    url: str | None = None
    site: str | None = None
    language: str | None = None


def find_metadata(tree: etree._Element, rules: MarkupRules) -> Metadata:
    """Return what the markup says about the page."""
    meta = _meta(tree)
    linked = next(_linked(tree), {})
    titles = [_string(linked.get("headline")), *(meta.get(key) for key in rules.meta["title"])]
    titles += [_content(element) for element in tree.iter("title")][:1]
    published = [_string(linked.get("datePublished")), *(meta.get(key) for key in rules.meta["published"])]
    published += [*_microdata(tree), *_times(tree)]
    canonical = (
        element.get("href") for element in tree.iter("link") if (element.get("rel") or "").lower() == "canonical"
    )
    urls = [*canonical, *(meta.get(key) for key in rules.meta["url"]), _string(linked.get("url"))]
    url = next((u for u in urls if u and u.startswith(("http://", "https://"))), None)
    base = next((element.get("href") for element in tree.iter("base") if element.get("href")), None)
    host = host_of(url) or host_of(base)
    return Metadata(
        tuple(dict.fromkeys(filter(None, map(_plain, titles)))),
        tuple(dict.fromkeys(filter(None, published))),
        url,
        host,
        next((v for key in rules.meta["language"] if (v := meta.get(key))), tree.get("lang")),
    )


def host_of(url: str | None) -> str | None:
    """Return the host of an address without «www.»."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.lower().removeprefix("www.") if host else None


def headline(titles: Sequence[str], lines: Sequence[str]) -> str | None:
    """Return the candidate that stands on the page as a line, without the site's name, if any does."""
    known = set(lines)
    for title in titles:
        parts = SUFFIX.split(title)
        prefixes = [title[: match.start()] for match in SUFFIX.finditer(title)][::-1]
        suffixes = [title[match.end() :] for match in SUFFIX.finditer(title)]
        found = [text for text in (title, *prefixes, *suffixes, *parts) if text in known and text.count(" ") >= 1]
        if found:
            return max(found, key=len)
    return None


def _meta(tree: etree._Element) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(key)
            if name and content and content.strip():
                found.setdefault(name.lower(), content.strip())
    return found


def _linked(tree: etree._Element) -> Iterator[Mapping[str, Any]]:
    """Yield the articles that JSON-LD describes."""
    for element in tree.iter("script"):
        if (element.get("type") or "").lower() != "application/ld+json" or not element.text:
            continue
        if len(element.text) > MOST_LD:
            continue
        try:
            yield from _articles(json.loads(element.text, strict=False))
        except (ValueError, RecursionError):
            continue


def _articles(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _articles(item)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if any(isinstance(k, str) and ARTICLE.fullmatch(k) for k in (kinds if isinstance(kinds, list) else [kinds])):
            yield value
        yield from _articles(value.get("@graph"))
        yield from _articles(value.get("mainEntity"))


def _microdata(tree: etree._Element) -> Iterator[str]:
    for element in tree.iter():
        if (element.get("itemprop") or "").lower() == "datepublished":
            value = element.get("datetime") or element.get("content") or _content(element)
            if value and value.strip():
                yield value.strip()
                return


def _times(tree: etree._Element) -> Iterator[str]:
    """Yield the page's own ``<time>``: the one that is marked, or the only one."""
    times = [element for element in tree.iter("time") if element.get("datetime")]
    own = [element for element in times if element.get("pubdate") is not None]
    own = own or [element for element in times if "publi" in (element.get("class") or "").lower()]
    days = {(element.get("datetime") or "")[:10] for element in times}
    if own or len(days) == 1:
        yield (own or times)[0].get("datetime") or ""


def _content(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _plain(value: str | None) -> str:
    return SPACES.sub(" ", value).strip() if value else ""


def _string(value: object) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None
