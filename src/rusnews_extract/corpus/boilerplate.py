"""Learn the lines that a site repeats: a first pass over the pages, before they are cleaned.

Of each site the pages with the smallest ids are kept, at most ``PAGES`` of them, so the sample is the same whatever
the order of the pages or the shards, and a site of a million pages costs no more than one of a hundred. Two samples
merge into the sample of both; what is learned depends on the sample alone. Cleaning takes it as
``CleanRules.learned``, and each line that it settles carries the rule id ``site-line``. Rejected: counting after
cleaning (a line that is wrongly kept on every page is just what this is for).
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from rusnews_extract.config import RunConfig
from rusnews_extract.errors import Unreachable
from rusnews_extract.model import Document
from rusnews_extract.readers import read_file
from rusnews_extract.shard import Shard, run_rules
from rusnews_extract.stages.clean.learned import is_paragraph, is_short, line_keys, site_key

__all__ = ["Learned", "SiteLines", "digest_of", "dump_learned", "learn", "sample_shard"]

PAGES = 100
FEW_PAGES = 3
LEAST_PAGES = 5
LEAST_SHARE = 0.4
PARAGRAPH_SHARE = 0.6
LEAST_TIMES = 4
SAME_PAGE = 0.75

Learned = Mapping[str, frozenset[int]]


@dataclass(slots=True)
class SiteLines:
    """A sample of each site's pages: the digests of their lines by document id."""

    sites: dict[str, dict[str, frozenset[int]]] = field(default_factory=dict)

    def add(self, document: Document) -> None:
        """Take a page into the sample, if its id is among the smallest of its site."""
        pages = self.sites.setdefault(site_key(document), {})
        if len(pages) < PAGES or document.doc_id < max(pages):
            pages[document.doc_id] = line_keys(document)
            _shorten(pages)

    def merge(self, other: "SiteLines") -> "SiteLines":
        """Make this the sample of both, and return it."""
        for site, theirs in other.sites.items():
            pages = self.sites.setdefault(site, {})
            pages.update(theirs)
            _shorten(pages)
        return self


def sample_shard(config: RunConfig, shard: Shard) -> SiteLines:
    """Return the sample of a shard's pages; what cannot be read is passed over here and told when it is processed."""
    sample = SiteLines()
    read = replace(run_rules(config).read, languages=())  # a line is the same in any language
    for f in shard.files:
        if f.refused is not None:
            continue
        try:
            for found in islice(read_file(f.path, f.name, read, f.piece), f.take):
                if isinstance(found, Document):
                    sample.add(found)
        except Unreachable:  # with other samples other lines are learned, and the tables are others
            raise
        except Exception:
            continue
    return sample


def learn(sample: SiteLines) -> Learned:
    """Return the lines that recur on each site; pages that share most of their paragraphs count once.

    Of three or four pages a line must stand on all, and be neither a paragraph («Напомним, …» ends many a series) nor a
    word or two (a speaker's name, a sub-heading).

    >>> learn(SiteLines())
    {}
    """
    learned: dict[str, frozenset[int]] = {}
    for site in sorted(sample.sites):
        pages = _apart(sample.sites[site])
        often = Counter(key for lines in pages for key in lines)
        found = frozenset(key for key, times in often.items() if _recurs(key, times, len(pages)))
        if found:
            learned[site] = found
    return learned


def _apart(pages: Mapping[str, frozenset[int]]) -> list[frozenset[int]]:
    """Return the pages without those that tell an article again which another page has."""
    kept: list[frozenset[int]] = []
    for doc_id in sorted(pages):
        lines = pages[doc_id]
        told = {key for key in lines if is_paragraph(key)}
        if not any(lines == other or (told and len(told & other) >= SAME_PAGE * len(told)) for other in kept):
            kept.append(lines)
    return kept


def _recurs(key: int, times: int, pages: int) -> bool:
    if pages < LEAST_PAGES:
        return times == pages >= FEW_PAGES and not is_paragraph(key) and not is_short(key)
    return times >= max(LEAST_TIMES, (PARAGRAPH_SHARE if is_paragraph(key) else LEAST_SHARE) * pages)


def dump_learned(learned: Learned) -> str:
    """Return the learned lines as text, the same for the same lines."""
    return json.dumps({site: sorted(learned[site]) for site in sorted(learned)}, ensure_ascii=False)


def digest_of(learned: Learned, sites: Iterable[str]) -> str:
    """Return a digest of what was learned of some sites: a shard depends on its own sites alone."""
    own = {site: learned[site] for site in sites if site in learned}
    return hashlib.sha256(dump_learned(own).encode()).hexdigest()[:16]


def _shorten(pages: dict[str, frozenset[int]]) -> None:
    while len(pages) > PAGES:
        del pages[max(pages)]
