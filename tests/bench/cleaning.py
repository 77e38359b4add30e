"""Measure cleaning: ``python -m tests.bench.cleaning [--quick] [--record]``.

HTML: token F1 of the kept text with the reference, mean over 133 real pages (DAnIEL, Russian, odd half), beside
trafilatura, readability-lxml and jusText, where they are installed, and «keep all». Plain text: kept or dropped, and
the role, per line, on the gold of the seeds and of ``tests/gold/docs``. Publication dates: read by eye from the same
133 pages (``publication_days.tsv``). Names: the share of stock Natasha's mentions on the seeds that lie in the frame.
"""

import argparse
import gzip
import html
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from rusnews_extract.model import KEPT_ROLES, Document
from rusnews_extract.readers.html import read_html
from rusnews_extract.rules.cleaning import CleanRules, load_clean_rules
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.reading import ReadRules, load_read_rules
from rusnews_extract.stages.clean import clean
from tests.bench.extractors import Extract, others, ours
from tests.bench.frame_names import frame_names
from tests.conftest import corpora_folder

Score = tuple[float, float, float]
Gold = dict[str, tuple[str, dict[tuple[int, int], str]]]
PARTS = ("f1", "precision", "recall")
RECORDED = Path(__file__).with_name("cleaning.json")


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


def score_pages(extract: Extract) -> dict[str, float]:
    """Return F1, precision and recall, mean over the pages, the pages left empty, and milliseconds a page."""
    begin = time.perf_counter()
    scores: list[Score] = []
    empty = 0
    for page in pages():
        try:
            text = extract(page["html"])
        except Exception:  # an extractor that breaks on a page gives nothing for it
            text = ""
        empty += not text.strip()
        scores.append(f1(text, reference(page)))
    means = {name: sum(score[part] for score in scores) / len(scores) for part, name in enumerate(PARTS)}
    return means | {"empty": empty, "ms": (time.perf_counter() - begin) / len(scores) * 1000}


def publication_days() -> dict[str, date | None]:
    """Return the day that each page of the corpus says it was published, by id; None where it says none."""
    lines = (Path(__file__).parent / "publication_days.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {name: None if day == "none" else date.fromisoformat(day) for name, day in rows}


def date_scores(read: ReadRules) -> dict[str, int]:
    """Count the pages with a publication date, those that got it right, a wrong one or none, and dates invented."""
    truth = publication_days()
    counts = Counter[str]()
    for page in pages():
        found = read_html(page["html"].encode(), "page.html", read).published
        wanted = truth[page["id"]]
        counts["dated"] += wanted is not None
        if wanted is None:
            counts["invented"] += found is not None
        else:
            counts["right" if found == wanted else "missing" if found is None else "wrong"] += 1
    return {name: counts[name] for name in ("dated", "right", "wrong", "missing", "invented")}


def score_lines(gold: Gold, rules: CleanRules) -> dict[str, float]:
    """Return kept/dropped F1 and the share of right roles over all lines."""
    right = wrong = missed = same = total = 0
    for name, (text, labels) in gold.items():
        blocks = {(b.start, b.stop): b.role for b in clean(Document("", name, text, ""), rules).blocks}
        for place, role in labels.items():
            own = blocks.get(place)
            kept, wanted = own in KEPT_ROLES, role in KEPT_ROLES
            right += kept and wanted
            wrong += kept and not wanted
            missed += wanted and not kept
            same += own == role
            total += 1
    return {"lines": total, "kept": 2 * right / (2 * right + wrong + missed), "roles": same / total}


def seeds() -> Gold:
    folder = corpora_folder() / "seeds"
    gold: Gold = {}
    for line in (folder / "gold/blocks.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = (folder / row["doc"]).read_bytes().decode()
        gold.setdefault(row["doc"], (text, {}))[1][row["start"], row["stop"]] = row["role"]
    return gold


def own_gold() -> dict[str, Gold]:
    """Return the pages of ``tests/gold/docs`` by split."""
    found: dict[str, Gold] = {"dev": {}, "held": {}}
    for path in sorted(Path("tests/gold/docs").glob("*.ann")):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] not in {"#", ""}]
        split = next((row[-1].removeprefix("value=") for row in rows if row[:2] == ["doc", "split"]), "dev")
        labels = {(int(row[2]), int(row[3])): row[1] for row in rows if row[0] == "block"}
        found[split][path.stem] = (path.with_suffix(".txt").read_bytes().decode(), labels)
    return found


def measure(quick: bool) -> Iterator[tuple[str, str, dict[str, float]]]:
    """Yield what was measured: the table, the row, the figures."""
    folders = RuleFolders()
    read, rules = load_read_rules(folders), load_clean_rules(folders)
    for name, gold in {"seeds": seeds(), **{f"gold/{split}": gold for split, gold in own_gold().items()}}.items():
        yield "lines", name, score_lines(gold, rules)
    yield "dates", "pages", date_scores(read)
    yield "names", "seeds", frame_names(seeds(), rules)
    yield "pages", "rusnews-extract", score_pages(ours(read, rules))
    for name, extract in ({} if quick else others(read)).items():
        yield "pages", name, score_pages(extract)


def main() -> None:
    """Print all figures; with ``--record`` write them down for the README."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave the other extractors out")
    parser.add_argument(
        "--record", action="store_true", help="write the figures to cleaning.json, which the README shows"
    )
    options = parser.parse_args()
    found: dict[str, dict[str, dict[str, float]]] = {}
    for table, name, figures in measure(options.quick):
        rounded = {key: round(value, 3) for key, value in figures.items()}
        print(f"{table:<6} {name:<30}", "  ".join(f"{key} {value}" for key, value in rounded.items()))
        found.setdefault(table, {})[name] = {key: value for key, value in rounded.items() if key != "ms"}
    if options.record:
        RECORDED.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
