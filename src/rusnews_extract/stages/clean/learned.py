"""Lines that a site repeats from page to page, as a pass over the corpus has learned them.

A line is known by a digest of its words with figures set to 0, so that «Комментарии (12)» and «Комментарии (7)» are
one line, and its last two bits say how long it is; a page without an address belongs to the folder that it lies in.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rusnews_extract.model import Document
from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.lines import split_lines
from rusnews_extract.stages.clean.looks import Look, Verdict

__all__ = ["is_paragraph", "is_short", "line_keys", "parse_learned", "settle_learned", "site_key"]

DIGITS = re.compile(r"\d+")
SENTENCE = 5
PARAGRAPH = 8
FEW_WORDS = 3


def site_key(document: Document) -> str:
    """Return the site of a page: its host, or else the folder of its path."""
    return document.site or "folder:" + document.path.rpartition("/")[0]


def line_keys(document: Document) -> frozenset[int]:
    """Return the digests of a page's lines."""
    return frozenset(_key(line.text) for line in split_lines(document.text))


def is_paragraph(key: int) -> bool:
    """Say whether a digest is that of a long sentence."""
    return bool(key & 1)


def is_short(key: int) -> bool:
    """Say whether a digest is that of one or two words."""
    return bool(key & 2)


def settle_learned(looks: Sequence[Look], document: Document, rules: CleanRules) -> list[Look]:
    """Return the looks, with the lines settled that the site repeats."""
    known = rules.learned.get(site_key(document))
    if not known:
        return list(looks)
    return [_settled(item, document.title) if _key(item.text) in known else item for item in looks]


def parse_learned(text: str) -> Mapping[str, frozenset[int]]:
    """Read what ``corpus.boilerplate.dump_learned`` wrote, for ``CleanRules.learned``."""
    return {site: frozenset(keys) for site, keys in json.loads(text).items()}


def _settled(item: Look, title: str | None) -> Look:
    if item.verdict is not None or item.text == title:
        return item
    sentence = item.words >= SENTENCE and item.final in {".", "!", "?", "…"}
    return replace(item, verdict=Verdict("footer" if sentence else "nav", "site-line"))


def _key(text: str) -> int:
    plain = DIGITS.sub("0", text.lower())
    words = plain.count(" ") + 1
    kind = (words >= PARAGRAPH and plain[-1:] in {".", "!", "?", "…"}) + 2 * (words < FEW_WORDS)
    return int.from_bytes(hashlib.blake2b(plain.encode(), digest_size=6).digest()) * 4 + kind
