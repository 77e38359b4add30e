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
from dataclasses import dataclass, field

from rusnews_extract.model import Document
from rusnews_extract.stages.clean.learned import line_keys, site_key

__all__ = ["Learned", "SiteLines", "digest_of", "dump_learned", "learn"]

PAGES = 100
LEAST_PAGES = 5
LEAST_SHARE = 0.4
LEAST_TIMES = 4

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

    def merge(self, other: "SiteLines") -> None:
        """Make this the sample of both."""
        for site, theirs in other.sites.items():
            pages = self.sites.setdefault(site, {})
            pages.update(theirs)
            _shorten(pages)


def learn(sample: SiteLines) -> Learned:
    """Return the lines that recur on each site; pages that are equal line by line count once.

    >>> learn(SiteLines())
    {}
    """
    learned: dict[str, frozenset[int]] = {}
    for site in sorted(sample.sites):
        pages = set(sample.sites[site].values())
        if len(pages) < LEAST_PAGES:
            continue
        often = Counter(key for lines in pages for key in lines)
        least = max(LEAST_TIMES, LEAST_SHARE * len(pages))
        found = frozenset(key for key, times in often.items() if times >= least)
        if found:
            learned[site] = found
    return learned


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
