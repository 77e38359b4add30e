"""Measure the times stage: ``python -m tests.bench.times [--show N]``.

Seeds gold by the rules of the project's scoring (overlap F1, both interval ends, traps), NEREL by overlap, the test
cases of duckling, dateparser and Natasha by value, and milliseconds per 1,000 tokens beside Natasha's DatesExtractor.
What is left out of a comparison is printed with its reason: nothing drops in silence.
"""

import argparse
import gzip
import json
import os
import re
import time
from collections import Counter
from datetime import date
from pathlib import Path

from rusnews_extract.model import Block, CleanDocument, DateInterval, Document, Line
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.times import load_time_rules
from rusnews_extract.spans import Edit, apply_edits
from rusnews_extract.stages.times import find_times, times_in_text

CORPORA = Path(os.environ.get("RUSNEWS_CORPORA", Path(__file__).parents[2] / ".." / "shared" / "corpora"))
TOKEN = re.compile(r"\w+|[^\w\s]")
NEREL_DAY = date(2017, 6, 1)


def jsonl(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def iso(day):
    return None if day is None else day.isoformat()


# --- seeds


SEED_DAYS = {
    "000": (date(2025, 10, 1), date(2025, 10, 31)),
    "001": (date(2025, 10, 9),) * 2,
    "003": (date(2025, 9, 3),) * 2,
}
"""When the labelled pages were published: of the first only the month is known."""


def parsed_seeds():
    """Return the labelled seed pages with the lines that the gold keeps, through the networks."""
    from rusnews_extract.nlp.models import load_models
    from rusnews_extract.nlp.tagging import tag
    from rusnews_extract.stages.segment import segment

    labels = jsonl(CORPORA / "seeds" / "gold" / "blocks.jsonl")
    names = sorted({b["doc"] for b in labels})
    cleaned = []
    for name in names:
        text = (CORPORA / "seeds" / name).read_bytes().decode()
        blocks = tuple(Block(b["start"], b["stop"], b["role"], "gold") for b in labels if b["doc"] == name)
        edits, lines, at, length = [], [], 0, 0
        for i, block in enumerate(blocks):
            if block.kept:
                gap = "\n" if lines else ""
                edits.append(Edit(at, block.start, gap))
                length += len(gap)
                size = block.stop - block.start
                lines.append(Line(length, length + size, block.role, i))
                length, at = length + size, block.stop
        edits.append(Edit(at, len(text), ""))
        clean, offsets = apply_edits(text, edits)
        document = Document(name[:3], name, text, "")
        cleaned.append(
            CleanDocument(document, blocks, tuple(lines), clean, offsets, DateInterval(*SEED_DAYS[name[:3]]))
        )
    return list(zip(names, tag([segment(c) for c in cleaned], load_models()), strict=True))


def seeds():
    """Score the three labelled seed pages with their gold blocks."""
    rules = load_time_rules(RuleFolders())
    folder = CORPORA / "seeds" / "gold"
    gold, traps = jsonl(folder / "times.jsonl"), jsonl(folder / "not_times.jsonl")
    found = asked = hit = right = valued = hit_traps = 0
    wrong = []
    for name, parsed in parsed_seeds():
        rows = [(*parsed.clean.source(t.start, t.stop), t) for t in find_times(parsed, rules)]
        mine = [g for g in gold if g["doc"] == name and g["zone"] in ("title", "lead", "body")]
        for g in mine:
            over = [r for r in rows if r[0] < g["stop"] and g["start"] < r[1]]
            if g["optional"]:
                rows = [r for r in rows if r not in over]
                continue
            asked += 1
            hit += bool(over)
            if over:
                valued += 1
                t = over[0][2]
                same = (iso(t.start_date), iso(t.end_date)) == (g["start_date"], g["end_date"])
                right += same
                if not same:
                    wrong.append((g["text"], g["start_date"], g["end_date"], t))
            else:
                wrong.append((g["text"], "not found"))
        found += len(rows)
        for r in rows:
            if not any(r[0] < g["stop"] and g["start"] < r[1] for g in mine):
                wrong.append(("not in gold", r[2].text, r[2].rule_id))
            hit_traps += any(r[0] < t["stop"] and t["start"] < r[1] for t in traps if t["doc"] == name)
    precision, recall = hit / max(found, 1), hit / max(asked, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"seeds: {asked} asked, {found} found, overlap F1 {f1:.3f}, both ends {right}/{valued}", end=", ")
    print(f"traps hit {hit_traps}/{len(traps)}")
    for line in wrong:
        print("   ", *line)


# --- NEREL

UNLABELLED = {
    "vague references": {"ref-present", "ref-past", "ref-future", "then", "since-then", "these-days"},
    "deictics": {"deixis", "deixis-adjective", "deixis-year-adjective"},
    "sets": {"set-adverb", "every", "set-weekdays", "set-weekends", "set-workdays"},
    "holidays": {"holiday"},
}
"""Classes that NEREL labels here and leaves there («сегодня»: 29 and 51): what it leaves of them is counted apart."""


def nerel(show):
    """Score detection by overlap; print what was missed and what NEREL does not label."""
    missed, extra, apart, examples = Counter(), Counter(), Counter(), {}
    hit = asked = right = found = tokens = 0
    seconds = 0.0
    for part in ("nerel_train", "nerel_dev"):
        for doc in jsonl(CORPORA / "times" / f"{part}.jsonl.gz"):
            text = doc["text"]
            began = time.process_time()
            rows = times_in_text(text, NEREL_DAY)
            seconds += time.process_time() - began
            tokens += len(TOKEN.findall(text))
            gold = [(s["bare_start"], s["stop"]) for s in doc["spans"]]
            for a, b in gold:
                asked += 1
                if any(t.start < b and a < t.stop for t in rows):
                    hit += 1
                else:
                    count(missed, examples, text, a, b, "")
            for t in rows:
                found += 1
                if any(t.start < b and a < t.stop for a, b in gold):
                    right += 1
                    continue
                rule = t.rule_id.partition(":")[0]
                apart[next((name for name, rules in UNLABELLED.items() if rule in rules), "")] += 1
                if not any(rule in rules for rules in UNLABELLED.values()):
                    count(extra, examples, text, t.start, t.stop, t.rule_id)
    wrong = apart.pop("", 0)
    print(f"NEREL: {asked} gold, recall {hit / asked:.3f}, precision {right / found:.3f} of {found},")
    print(f"       {right / (right + wrong):.3f} apart from classes that it labels by halves: {dict(apart)}")
    print(f"       {1e6 * seconds / tokens:.2f} ms per 1,000 tokens over {tokens} tokens")
    for title, counter in (("missed", missed), ("not labelled", extra)):
        print(f"  {title}: {sum(counter.values())}")
        for key, n in counter.most_common(show):
            print(f"    {n} {key[0]} {key[1]} | " + " ## ".join(examples[key][:2]))


def count(counter, examples, text, start, stop, rule):
    key = (re.sub(r"\d", "9", text[start:stop].lower().replace("\n", "⏎")), rule)
    counter[key] += 1
    examples.setdefault(key, []).append(text[max(0, start - 40) : stop + 30].replace("\n", "⏎"))


# --- the test cases of other projects


def leave_out(case, suite):
    """Say why a case is not asked for, or None."""
    text, expect = case["text"], case["expect"]
    if expect is None:
        return None
    grain = expect.get("grain")
    if (
        len(expect.get("spans", ())) > 1
        and case["ref"] is None
        and not re.match(r"\d.*\d{4}\.", text)
        and "—" not in text
    ):
        return "carries the year of another sentence: our policy does not"
    if text.startswith("в течение"):
        return "«в течение» is a length, not a date"
    if expect["kind"] == "duration" and re.fullmatch(r"[а-я]+", text) and not re.search("пол|лет|четверть", text):
        return "a bare unit: a length only where nothing else is said"
    if suite == "duckling" and re.search("CET|GMT|gmt", text):
        return "zones: kept as an offset, not converted to the reader's"
    if text in ("эта неделя", "в эти выходные", "в полночь"):
        return "quirks: a week of six days, a weekend from Friday evening, midnight of the day after"
    if grain == "second" or "секунд" in text:
        return "seconds: finer than a newspaper's day"
    hours = re.search(r"\b(час|часа|часов|минут|минуту|минуты|полчаса|ч\. )", text)
    if case["ref"] and "T" in case["ref"] and hours and re.search(r"назад|через|последн|следующ|течение", text):
        return "counts hours from a clock: the anchor is a day"
    return _duckling(text) if suite == "duckling" else None


def _duckling(text):
    if re.search(r"последние (2|два|две)|следующие", text):
        return "whole calendar units before or after now: here they touch publication"
    if re.fullmatch(r"\d\d?\.\d\d?|(в )?(\d\d?|три)", text):
        return "a bare number: a price, a version or a score in news"
    if text in ("3 часа", "15 часов"):
        return "a bare number of hours is a length"
    return "marks of minutes and seconds" if re.search(r"\d['\"]$", text) else None


def other(suite, show):
    """Compare values with the test cases of another project."""
    asked = right = 0
    left, wrong = Counter(), []
    for case in jsonl(CORPORA / "times" / f"{suite}_ru.jsonl"):
        why = leave_out(case, suite)
        if why:
            left[why] += 1
            continue
        asked += 1
        anchor = date.fromisoformat(case["ref"][:10]) if case["ref"] else None
        rows = times_in_text(case["text"], anchor, "future" if suite == "duckling" else "past")
        if agrees(case["expect"], rows):
            right += 1
        else:
            wrong.append((case["text"], case["expect"], rows))
    print(f"{suite}: {right}/{asked} = {right / asked:.3f}; left out: {dict(left)}")
    for text, expect, rows in wrong[:show]:
        print(f"    {text} | {expect} | {[(t.text, t.value, iso(t.start_date), iso(t.end_date)) for t in rows]}")


def agrees(expect, rows):
    if expect is None:
        return not rows
    if expect["kind"] == "spans":
        dates = [r for r in rows if r.start_date]
        if len(dates) == 1 and "/" in dates[0].value:  # a range is one span here
            return dates[0].value == "/".join(e["value"] for e in expect["spans"])
        return len(dates) == len(expect["spans"]) and all(
            agrees(e, [r]) for e, r in zip(expect["spans"], dates, strict=True)
        )
    if len(rows) != 1:
        return False
    row = rows[0]
    kind = expect["kind"]
    if kind == "duration":
        return length(row.value) == length(expect["value"])
    if kind == "weekday" or (kind == "value" and "start_date" not in expect):
        return row.value == expect["value"]
    if kind == "open":  # «до 14 часов» is that hour here, with a mod; only «до конца дня» is open
        ends = {"before": row.end_date, "after": row.start_date}[expect["side"]]
        marked = row.mod == expect["side"].upper() or (row.mod == "END" and row.start_date is None)
        return marked and 0 <= (date.fromisoformat(f"{expect['value'][:10]}-01"[:10]) - ends).days <= 1
    ends = (iso(row.start_date), iso(row.end_date))
    if ends == (expect["start_date"], expect["end_date"]):
        return "T" not in expect.get("value", "") or expect["value"][11:16] in row.value or expect["grain"] == "hour"
    # A year away is that year to us and that month to duckling; a month away its day. Ours must hold theirs.
    coarse = row.granularity in ("month", "year") and re.search(r"год|лет|месяц", row.text)
    quarter = expect.get("grain") in ("quarter", "week") and ends[0] == expect["start_date"]
    return bool(quarter) or bool(coarse and ends[0] <= expect["start_date"] and expect["end_date"] <= ends[1])


def length(value):
    """Return a TIMEX3 length in hours (thirty days a month), to compare PT90M with PT1.5H."""
    hours = {"Y": 8640, "W": 168, "D": 24, "H": 1, "S": 1 / 3600}
    total = 0.0
    head, _, tail = value.lstrip("P").partition("T")
    for part, minute in ((head, 720.0), (tail, 1 / 60)):
        for n, unit in re.findall(r"([\d.]+)([A-Z])", part):
            total += float(n) * (minute if unit == "M" else hours[unit])
    return round(total, 4)


# --- speed


ROUNDS = 5


def spent(texts):
    began = time.process_time()
    for text in texts:
        times_in_text(text, NEREL_DAY)
    return time.process_time() - began


def speed():
    """Run the stage and Natasha's extractor over the same texts, one after the other, in one process."""
    from natasha import DatesExtractor

    from rusnews_extract.nlp.vocab import PymorphyVocab

    texts = [d["text"] for d in jsonl(CORPORA / "times" / "nerel_dev.jsonl.gz")]
    tokens = sum(len(TOKEN.findall(t)) for t in texts)
    times_in_text("")  # reads the rules
    extractor = DatesExtractor(PymorphyVocab())
    few = texts[:12]
    n = sum(len(TOKEN.findall(t)) for t in few)
    ours = theirs = float("inf")
    for _ in range(ROUNDS):  # in turns, so that a busy moment falls on both
        ours = min(ours, spent(texts))
        began = time.process_time()
        for text in few:
            list(extractor(text))
        theirs = min(theirs, time.process_time() - began)
    ours, theirs = 1e6 * ours / tokens, 1e6 * theirs / n
    print(f"speed: {ours:.2f} ms per 1,000 tokens over {tokens} tokens")
    print(f"       Natasha's DatesExtractor {theirs:.1f} ms, {theirs / ours:.0f} times slower")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=10, help="how many misses to print")
    parser.add_argument("--only", choices=("seeds", "nerel", "duckling", "dateparser", "natasha", "speed"))
    options = parser.parse_args()
    jobs = {
        "seeds": seeds,
        "nerel": lambda: nerel(options.show),
        "duckling": lambda: other("duckling", options.show),
        "dateparser": lambda: other("dateparser", options.show),
        "natasha": lambda: other("natasha", options.show),
        "speed": speed,
    }
    for name, job in jobs.items():
        if options.only in (None, name):
            job()


if __name__ == "__main__":
    main()
