"""Measure cleaning: ``python -m tests.bench.cleaning [--quick]``.

HTML: token F1 of the kept text with the reference, mean over 133 real pages (DAnIEL, Russian, odd half), beside
trafilatura, readability-lxml and jusText, where they are installed, and «keep all». Plain text: kept or dropped, and
the role, per line, on the gold of the seeds and of ``tests/gold/docs``. Publication dates: pages whose date lies 14
days before to 1 day after the crawl are counted as right, for the corpus knows only the day of the crawl.
"""

import argparse
import gzip
import html
import importlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from rusnews_extract.model import KEPT_ROLES, Document
from rusnews_extract.readers.html import read_html
from rusnews_extract.rules.cleaning import CleanRules, load_clean_rules
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.reading import ReadRules, load_read_rules
from rusnews_extract.stages.clean import clean
from tests.conftest import corpora_folder

Extract = Callable[[str], str]
Score = tuple[float, float, float]


def tokens(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def f1(found: str, wanted: str) -> Score:
    """Return F1, precision and recall over bags of words."""
    own, gold = tokens(found), tokens(wanted)
    same = (own & gold).total()
    if not same:
        return 0.0, 0.0, 0.0
    precision, recall = same / own.total(), same / gold.total()
    return 2 * precision * recall / (precision + recall), precision, recall


def pages() -> list[dict[str, Any]]:
    with gzip.open(corpora_folder() / "html/ru_daniel_dev/pages.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def reference(page: dict[str, Any]) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page["reference"]))


def ours(read: ReadRules, rules: CleanRules) -> Extract:
    return lambda page: clean(read_html(page.encode(), "page.html", read), rules).text


def others(read: ReadRules) -> dict[str, Extract]:
    """Return the extractors that are installed."""
    found: dict[str, Extract] = {"keep all": lambda page: read_html(page.encode(), "page.html", read).text}
    for name, make in (("trafilatura", _trafilatura), ("readability", _readability), ("justext", _justext)):
        try:
            found |= make(importlib.import_module(name))
        except ImportError:
            print(f"{name}: not installed")
    return found


def _trafilatura(module: Any) -> dict[str, Extract]:
    return {
        "trafilatura": lambda page: module.extract(page, include_comments=False) or "",
        "trafilatura precision": lambda page: module.extract(page, include_comments=False, favor_precision=True) or "",
    }


def _readability(module: Any) -> dict[str, Extract]:
    def extract(page: str) -> str:
        return html.unescape(re.sub(r"<[^>]+>", " ", module.Document(page).summary()))

    return {"readability-lxml": extract}


def _justext(module: Any) -> dict[str, Extract]:
    words = module.get_stoplist("Russian")

    def extract(page: str) -> str:
        return "\n".join(p.text for p in module.justext(page.encode(), words, encoding="utf-8") if not p.is_boilerplate)

    return {"jusText": extract}


def score_pages(name: str, extract: Extract) -> None:
    begin = time.perf_counter()
    scores: list[Score] = []
    empty = failed = 0
    for page in pages():
        try:
            text = extract(page["html"])
        except Exception:  # an extractor that breaks on a page gives nothing for it
            text, failed = "", failed + 1
        empty += not text.strip()
        scores.append(f1(text, reference(page)))
    means = [sum(score[part] for score in scores) / len(scores) for part in range(3)]
    each = (time.perf_counter() - begin) / len(scores) * 1000
    print(f"| {name:<22} | {means[0]:.3f} | {means[1]:.3f} | {means[2]:.3f} | {empty:5} | {failed:6} | {each:7.1f} |")


def score_dates(read: ReadRules) -> None:
    """Print how many pages got a date, by where it was found."""
    found: Counter[str] = Counter()
    for page in pages():
        document = read_html(page["html"].encode(), "page.html", read)
        if document.published is None:
            found["none"] += 1
            continue
        days = (document.published - date.fromisoformat(page["crawl_date"])).days
        found[f"{document.published_basis} {'near the crawl' if -14 <= days <= 1 else 'far from it'}"] += 1
    print("dates:", ", ".join(f"{name} {count}" for name, count in sorted(found.items())))


def score_lines(name: str, gold: dict[str, tuple[str, dict[tuple[int, int], str]]], rules: CleanRules) -> None:
    """Print kept/dropped F1 and the share of right roles."""
    right = wrong = missed = same = total = 0
    for text, labels in gold.values():
        blocks = {(b.start, b.stop): b.role for b in clean(Document("", name, text, ""), rules).blocks}
        for place, role in labels.items():
            own = blocks.get(place)
            kept, wanted = own in KEPT_ROLES, role in KEPT_ROLES
            right += kept and wanted
            wrong += kept and not wanted
            missed += wanted and not kept
            same += own == role
            total += 1
    print(
        f"{name:<12} lines {total:4}  kept F1 {2 * right / (2 * right + wrong + missed):.3f}  roles {same / total:.3f}"
    )


def seeds() -> dict[str, tuple[str, dict[tuple[int, int], str]]]:
    folder = corpora_folder() / "seeds"
    gold: dict[str, tuple[str, dict[tuple[int, int], str]]] = {}
    for line in (folder / "gold/blocks.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = (folder / row["doc"]).read_bytes().decode()
        gold.setdefault(row["doc"], (text, {}))[1][row["start"], row["stop"]] = row["role"]
    return gold


def own_gold() -> dict[str, dict[str, tuple[str, dict[tuple[int, int], str]]]]:
    """Return the pages of ``tests/gold/docs`` by split."""
    found: dict[str, dict[str, tuple[str, dict[tuple[int, int], str]]]] = {"dev": {}, "held": {}}
    for path in sorted(Path("tests/gold/docs").glob("*.ann")):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] not in {"#", ""}]
        split = next((row[-1].removeprefix("value=") for row in rows if row[:2] == ["doc", "split"]), "dev")
        labels = {(int(row[2]), int(row[3])): row[1] for row in rows if row[0] == "block"}
        found[split][path.stem] = (path.with_suffix(".txt").read_bytes().decode(), labels)
    return found


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave the other extractors out")
    quick = parser.parse_args().quick
    folders = RuleFolders()
    read, rules = load_read_rules(folders), load_clean_rules(folders)
    score_lines("seeds", seeds(), rules)
    for split, gold in own_gold().items():
        score_lines(f"gold {split}", gold, rules)
    print("| extractor              | F1    | prec. | recall | empty | failed | ms/page |")
    score_pages("rusnews-extract", ours(read, rules))
    for name, extract in ({} if quick else others(read)).items():
        score_pages(name, extract)
    score_dates(read)


if __name__ == "__main__":
    main()
