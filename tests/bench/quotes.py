"""Score the quote stage alone on labelled pages: python -m tests.bench.quotes [FOLDER …] [--split dev] [--all].

The lines come from the gold blocks, so that cleaning does not count; names come from the names stage. The default
folders are the project's gold and, where it is present, the seeds. Differences are printed below the scores.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from rusnews_extract.evaluate import GoldDoc, format_report, load_gold
from rusnews_extract.evaluate.found import FoundDoc, FoundQuote, Page
from rusnews_extract.evaluate.quotes import score_quotes
from rusnews_extract.model import Block, CleanDocument, Document, Line
from rusnews_extract.nlp.models import load_models
from rusnews_extract.nlp.tagging import tag
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.names import load_name_rules
from rusnews_extract.rules.quotes import load_quote_rules
from rusnews_extract.rules.references import load_reference_rules
from rusnews_extract.spans import Edit, apply_edits
from rusnews_extract.stages.coreference import resolve_references
from rusnews_extract.stages.names import find_names
from rusnews_extract.stages.quotes import find_quotes
from rusnews_extract.stages.segment import segment
from tests.conftest import ROOT, corpora_folder


def clean_by_gold(doc: GoldDoc) -> CleanDocument:
    """Keep the lines that gold keeps."""
    edits, lines, at, length = [], [], 0, 0
    blocks = tuple(Block(b.start, b.stop, b.role, "gold") for b in doc.blocks)
    for number, block in enumerate(blocks):
        if not block.kept:
            continue
        edits.append(Edit(at, block.start, "\n" if lines else ""))
        length += bool(lines)
        lines.append(Line(length, length + block.stop - block.start, block.role, number))
        length += block.stop - block.start
        at = block.stop
    edits.append(Edit(at, len(doc.text), ""))
    text, offsets = apply_edits(doc.text, edits)
    return CleanDocument(Document(doc.name, doc.name, doc.text, ""), blocks, tuple(lines), text, offsets)


def pages_of(docs: Sequence[GoldDoc]) -> list[Page]:
    """Find the quotes of labelled pages; places are in the source text."""
    models, folders = load_models(), RuleFolders()
    names, references, quotes = load_name_rules(folders), load_reference_rules(folders), load_quote_rules(folders)
    pages = []
    for doc, parsed in zip(docs, tag([segment(clean_by_gold(d)) for d in docs], models), strict=True):
        mentions, entities = find_names(parsed, names, models.vocab)
        map_ = resolve_references(parsed, mentions, entities, references)
        found = find_quotes(parsed, mentions, entities, map_, quotes)
        rows = [FoundQuote(*parsed.clean.source(q.start, q.stop), q.kind, q.speaker) for q in found]
        pages.append(Page(doc, FoundDoc(doc.text, quotes=tuple(rows))))
    return pages


def main() -> None:
    """Print the scores of each folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--split", choices=("dev", "held", "both"), default="dev")
    parser.add_argument("--quiet", action="store_true", help="scores without differences")
    options = parser.parse_args()
    seeds = corpora_folder() / "seeds"
    folders = options.folders or [ROOT / "tests/gold/docs", *([seeds] if seeds.is_dir() else [])]
    for folder in folders:
        docs = [d for d in load_gold(folder) if options.split in (d.split, "both")]
        report = score_quotes(pages_of(docs))
        print(f"{folder}: {len(docs)} pages, {sum(len(d.quotes) for d in docs)} quotes")
        print(format_report(report))
        if not options.quiet:
            for one in report.differences:
                print(one)


if __name__ == "__main__":
    main()
