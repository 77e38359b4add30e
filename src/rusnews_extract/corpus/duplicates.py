"""Near-duplicates and reprints by MinHash with banding (Broder 1997; Leskovec, Rajaraman and Ullman, chapter 3).

Two documents that share a band are compared by their whole signatures. A duplicate is marked, never dropped. Bands
that only one document has are most of all, so they are put aside first, for all documents at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from rusnews_extract.keys import DocumentKey

__all__ = ["find_duplicates"]

BAND = 3
"""Values a band: with 85 bands, pairs of Jaccard 1/3 meet with probability .96, pairs of .05 with .01."""
SIMILAR = 1 / 3
"""Jaccard similarity from which one text counts as a reprint of the other: two texts of one length share half of their
three-word sequences. In the sample, reprints lie from .34 to .50 and different pages below .08."""
Signatures = npt.NDArray[np.uint32]


def find_duplicates(keys: Iterable[DocumentKey]) -> Mapping[str, str]:
    """Map each near-duplicate to the earliest document of its kind; undated documents come last."""
    order = sorted((k for k in keys if k.signature), key=lambda k: (k.published or date.max, k.doc_id))
    if not order:
        return {}
    signatures = np.frombuffer(b"".join(k.signature for k in order), np.uint32).reshape(len(order), -1)
    shared = _shared_bands(signatures)
    first_of: dict[str, str] = {}
    bands: dict[tuple[int, int], list[int]] = {}
    for one in sorted(shared):
        rivals = {other for band in shared[one] for other in bands.get(band, ())}
        likeness, best = max(_likeness(signatures, one, sorted(rivals), order), default=(0.0, ""))
        if likeness >= SIMILAR:
            first_of[order[one].doc_id] = best
            continue
        for band in shared[one]:
            bands.setdefault(band, []).append(one)
    return first_of


def _shared_bands(signatures: Signatures) -> Mapping[int, list[tuple[int, int]]]:
    """Map each document that shares a band with another to these bands, a band being its place and a number."""
    shared: dict[int, list[tuple[int, int]]] = {}
    for place in range(0, signatures.shape[1] - BAND + 1, BAND):
        band = np.ascontiguousarray(signatures[:, place : place + BAND]).view(f"V{BAND * signatures.itemsize}").ravel()
        _, number, count = np.unique(band, return_inverse=True, return_counts=True)
        for one in np.flatnonzero(count[number] > 1).tolist():
            shared.setdefault(one, []).append((place, int(number[one])))
    return shared


def _likeness(
    signatures: Signatures, one: int, others: Sequence[int], order: Sequence[DocumentKey]
) -> Iterator[tuple[float, str]]:
    """Yield the similarity of a document with each of the others, and their ids."""
    equal = (signatures[list(others)] == signatures[one]).mean(axis=1) if others else ()
    for likeness, other in zip(equal, others, strict=True):
        yield float(likeness), order[other].doc_id
