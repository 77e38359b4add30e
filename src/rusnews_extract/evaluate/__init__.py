"""Score tables against gold: how good the output is, layer by layer, and where it errs.

The tables are what a run wrote, read as pandas or Arrow, or hand-made ones with the same columns; all places are
offsets into the source text. Documents are joined by the stem of ``documents.path``; one without a row counts as
empty.
"""

from collections.abc import Sequence
from pathlib import Path

from rusnews_extract.errors import BadGold, BadInput
from rusnews_extract.evaluate.ann import digest, load_ann
from rusnews_extract.evaluate.blocks import score_blocks, score_published
from rusnews_extract.evaluate.clusters import score_clusters
from rusnews_extract.evaluate.events import score_events
from rusnews_extract.evaluate.found import FoundDoc, Page, Tables, read_found
from rusnews_extract.evaluate.gold import GoldDoc
from rusnews_extract.evaluate.linking import score_linking
from rusnews_extract.evaluate.mentions import match_mentions, score_normal, score_spans
from rusnews_extract.evaluate.quotes import score_quotes
from rusnews_extract.evaluate.report import Difference, Report, Tally, format_report, merge
from rusnews_extract.evaluate.seeds import load_seeds
from rusnews_extract.evaluate.times import score_times

__all__ = [
    "Difference",
    "GoldDoc",
    "Report",
    "Tables",
    "digest",
    "evaluate",
    "format_report",
    "load_ann",
    "load_gold",
    "load_seeds",
]


def load_gold(folder: str | Path) -> tuple[GoldDoc, ...]:
    """Read gold in whichever format the folder holds: ``*.txt`` with ``*.ann``, or pages with ``gold/*.jsonl``."""
    return load_seeds(folder) if (Path(folder) / "gold" / "blocks.jsonl").is_file() else load_ann(folder)


def evaluate(tables: Tables, gold: Sequence[GoldDoc]) -> Report:
    """Compare tables with gold.

    Raises ``BadGold`` where two pages of gold have one name, ``BadInput`` where a table or column that the comparison
    needs is missing, or where ``documents.text`` is not the text that gold was labelled on.
    """
    names = [doc.name for doc in gold]
    for name in names:
        if names.count(name) > 1:
            raise BadGold(f"{name}: two pages of gold have this name; tables are joined by it, so rename one")
    found = read_found(tables, names)
    pages = [Page(doc, found.get(doc.name, FoundDoc())) for doc in gold]
    for page in pages:
        if page.found.text not in (None, page.gold.text):
            raise BadInput(f"{page.gold.name}: documents.text is not the page of gold; offsets cannot be compared")
    documents = Tally("documents")
    documents.share("documents", len(found), len(pages))
    matches = [match_mentions(page) for page in pages]
    return merge(
        [
            documents.report(),
            score_published(pages),
            score_blocks(pages),
            score_spans(matches),
            score_normal(matches),
            score_linking(matches),
            score_times(pages),
            score_events(pages),
            score_clusters(pages),
            score_quotes(pages),
        ]
    )
