"""Readers turn files into documents: one module a format; ``files`` chooses by suffix and unpacks.

What cannot be read becomes a ``Failure`` with the reason, so that records read = documents + failures.
"""

from collections.abc import Iterator
from functools import cache

from rusnews_extract.model import Document, Failure
from rusnews_extract.readers.files import SUFFIXES, count_records, read_path
from rusnews_extract.readers.pieces import WHOLE, Piece, piece_checksum
from rusnews_extract.readers.splitting import split_file
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.reading import ReadRules, load_read_rules
from rusnews_extract.storage import Place

__all__ = ["SUFFIXES", "WHOLE", "Piece", "count_records", "piece_checksum", "read_file", "split_file"]


def read_file(
    path: Place, name: str, rules: ReadRules | None = None, piece: Piece = WHOLE
) -> Iterator[Document | Failure]:
    """Yield what one file holds, or a piece of it; ``name`` is its path relative to the input, with forward slashes.

    Without ``rules`` the package's own are used.
    """
    return read_path(path, name, rules or _built_in(), piece)


@cache
def _built_in() -> ReadRules:
    return load_read_rules(RuleFolders())
