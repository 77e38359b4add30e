"""The pipeline for a Python session: pages in memory, no files."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path

from rusnews_extract.ids import stable_id
from rusnews_extract.model import Annotations, Document
from rusnews_extract.nlp.models import load_models
from rusnews_extract.pipeline import annotate as annotate_documents
from rusnews_extract.rules.rulebook import load_rules

__all__ = ["annotate", "document"]


def document(text: str, *, published: date | None = None, path: str = "text", url: str | None = None) -> Document:
    """Make a document of a text. ``path`` names it; ``published`` anchors «вчера» and «7 октября»."""
    return Document(
        doc_id=stable_id(path),
        path=path,
        text=text,
        sha256=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        url=url,
        published=published,
        published_basis="none" if published is None else "metadata",
    )


def annotate(documents: Iterable[Document | str], *, rules: str | Path | None = None) -> list[Annotations]:
    """Run the whole pipeline over pages in memory, in order.

    Offsets of the result are into ``result.clean.text``; ``result.clean.source(start, stop)`` leads to the source.
    The first call of a process loads the models (about a second).
    """
    pages = [document(d, path=f"text-{n}") if isinstance(d, str) else d for n, d in enumerate(documents)]
    return annotate_documents(pages, load_rules(None if rules is None else Path(rules)), load_models())
