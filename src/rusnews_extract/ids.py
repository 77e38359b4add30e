"""Stable identifiers: the same in every rerun, on every machine and engine."""

import hashlib

__all__ = ["stable_id"]


def stable_id(*parts: str | int) -> str:
    """Return a digest of the parts in 16 hexadecimal digits.

    >>> stable_id("PER", "владимир иванов") == stable_id("PER", "владимир иванов")
    True
    """
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]
