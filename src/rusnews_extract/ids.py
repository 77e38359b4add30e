"""Stable identifiers: the same in every rerun, on every machine and engine."""

import hashlib
from functools import lru_cache

__all__ = ["stable_id"]

IDS_KEPT = 5_000
"""An id is asked for several times while a page is written."""


@lru_cache(IDS_KEPT)
def stable_id(*parts: str | int) -> str:
    """Return a digest of the parts in 16 hexadecimal digits.

    >>> stable_id("PER", "владимир иванов") == stable_id("PER", "владимир иванов")
    True
    """
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]
