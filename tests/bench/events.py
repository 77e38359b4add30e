"""How far events reach on public corpora, which tellings they join, and what they cost.

    python -m tests.bench.events [--corpora FOLDER] [--sample 200]

Own gold and seeds: which tellings share a cluster (pairs and B³, in a document and over all), and on the held pages the
confidence of rows against the share that is right; held pages in totals only. NEREL dev: triggers reached, participants
and places of the reached ones (it has no types, and its triggers are broader than the ontology); ``--sample`` prints so
many that we do not cover and so many that NEREL does not, for a reader to sort by cause (``events.json`` holds the last
sorting). factRuEval dev: of each Meeting and Deal, the pairs of participants that stand in one event, and the causes of
the others. Its labels pair all participants of a fact, also a state with its own government: such pairs, where one name
holds the other, are counted apart. Labels are read, never copied; the figures guide the rules and are no gate.
"""

import argparse
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from rusnews_extract.evaluate.names import same_name
from rusnews_extract.model import Event
from rusnews_extract.nlp.models import load_models
from rusnews_extract.rules.rulebook import load_rules
from tests.conftest import corpora_folder
from tests.event_pages import code, parse
from tests.tools.fit_confidence import bins, judged
from tests.tools.gold_gate import DOCS, find_corpora, measure, run_pipeline

PARTIES = frozenset({"agent", "participant"})
PARTICIPANTS = frozenset({"actor", "recipient"})
FITTING = {"Meeting": frozenset({"CONSULT", "COOPERATE"}), "Deal": frozenset({"ECONOMY", "COOPERATE", "AID", "AGREE"})}
CAUSES = Path(__file__).with_name("events.json")
SEED = 7
STEM = 5
AROUND = 60


def read(path: Path) -> list[dict]:
    """The rows of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def coded(rows: list[dict]) -> tuple[list[tuple[Event, ...]], float]:
    """The events of each row and the seconds that all stages after the networks took."""
    models, rules = load_models(), load_rules()
    parsed = parse([row["text"] for row in rows], models, published=None)
    begin = time.perf_counter()
    events = [code(one, models, rules) for one in parsed]
    return events, time.perf_counter() - begin


def overlap(event: Event, gold: dict) -> bool:
    """Say whether a row's trigger touches a label."""
    return event.start < gold["stop"] and gold["start"] < event.stop


def nerel(rows: list[dict], events: list[tuple[Event, ...]]) -> Counter:
    """Count what is reached of NEREL's events."""
    count: Counter = Counter()
    for row, found in zip(rows, events, strict=True):
        free = list(found)
        count["rows"] += len(free)
        for gold in row["events"]:
            count["events"] += 1
            hit = next((e for e in free if overlap(e, gold)), None)
            if hit is None:
                continue
            free.remove(hit)
            count["reached"] += 1
            wanted = [a["text"] for a in gold["args"] if a["role"] in PARTIES and a["entity_type"] != "EVENT"]
            given = [p for p in hit.participants if p.role in PARTICIPANTS]
            if wanted:
                count["parties"] += len(wanted)
                count["given"] += len(given)
                for name in wanted:
                    same = next((p for p in given if same_name(name, p.name) or same_name(name, p.text)), None)
                    if same is not None:
                        given.remove(same)
                        count["right"] += 1
            places = [a["text"] for a in gold["args"] if a["role"] == "place"]
            mine = [p for p in hit.participants if p.role == "place"]
            count["places"] += bool(places)
            count["placed"] += any(same_name(a, p.name) or same_name(a, p.text) for a in places for p in mine)
    return count


def sample(rows: list[dict], events: list[tuple[Event, ...]], size: int) -> Iterator[str]:
    """The lines to read: triggers of NEREL without a row, and rows without a trigger of NEREL, in a seeded order."""
    missed, extra = [], []
    for row, found in zip(rows, events, strict=True):
        for gold in row["events"]:
            if not any(overlap(e, gold) for e in found):
                missed.append(("missed", row["text"], gold["start"], gold["stop"]))
        extra += [
            (f"extra {e.rule_id}", row["text"], e.start, e.stop)
            for e in found
            if not any(overlap(e, g) for g in row["events"])
        ]
    shuffle = random.Random(SEED)
    for group in (missed, extra):
        shuffle.shuffle(group)
        for number, (what, text, start, stop) in enumerate(group[:size]):
            before, after = text[max(0, start - AROUND) : start], text[stop : stop + AROUND]
            yield f"{number} {what}: {before}⟦{text[start:stop]}⟧{after}".replace("\n", " ")


def pairs(rows: list[dict], events: list[tuple[Event, ...]]) -> Counter:
    """Count the pairs of participants of meetings and deals that stand in one event, and why the others do not."""
    count: Counter = Counter()
    for row, found in zip(rows, events, strict=True):
        for fact in row["facts"]:
            kind = fact["type"]
            if kind not in FITTING:
                continue
            people = [a for a in fact["args"] if a["role"].lower().startswith("participant")]
            told = [(a, b) for a, b in combinations(people, 2)]
            causes = [cause(a, b, kind, found, row) for a, b in told]
            count.update(f"{kind} {one}" for one in causes)
            count[f"{kind} pairs"] += len(told)
            count[f"{kind} facts"] += bool(told)
            count[f"{kind} facts found"] += "found" in causes
    return count


def cause(a: dict, b: dict, kind: str, found: tuple[Event, ...], row: dict) -> str:
    """Say «found», or why a pair is not."""
    if any(takes_part(a, e, row) and takes_part(b, e, row) for e in found):
        return "found"
    if one_side(a, b):
        return "one side"
    fitting = [e for e in found if e.type in FITTING[kind]]
    if any(takes_part(a, e, row) or takes_part(b, e, row) for e in fitting):
        return "other party missed"
    return "event not found"


def one_side(a: dict, b: dict) -> bool:
    """«правительство Молдавии» and «Молдавия», or an office and its holder's state, are one side of a fact."""
    words = [{w[:STEM].lower() for n in (p["name"], *p["aliases"]) for w in n.split()} for p in (a, b)]
    return words[0] <= words[1] or words[1] <= words[0]


def takes_part(person: dict, event: Event, row: dict) -> bool:
    """Say whether one of the person's names, as listed or as it stands in the text, is a participant's."""
    names = [person["name"], *person["aliases"], *(row["text"][a:b] for a, b in person["mentions"])]
    given = [p for p in event.participants if p.role in PARTICIPANTS]
    inside = any(p.start < b and a < p.stop for p in given for a, b in person["mentions"])
    return inside or any(same_name(n, p.name) or same_name(n, p.text) for n in names if n for p in given)


def show_gold(folder: Path) -> None:
    """Print how well clusters and confidence hold on labelled pages."""
    corpora = find_corpora(DOCS, folder / "seeds")
    for corpus, report in (
        (c, r) for name, r in measure(corpora, run_pipeline).items() for c in corpora if c.name == name
    ):
        print(f"clusters, {corpus.name}: {report.counts['events.clusters.tellings']} tellings")
        for part in ("", ".document", ".pairs", ".across"):
            stem = f"events.clusters{part}"
            if f"{stem}.f1" in report.scores:
                values = (f"{report.scores[f'{stem}.{x}']:.3f}" for x in ("precision", "recall", "f1"))
                print(f"  {part.removeprefix('.') or 'B³ over all':12} {' '.join(values)}")
    print("confidence, held: predicted and observed")
    for label, count, mean, share in bins(judged("held")):
        print(f"  {label:9} {count:4} rows  {mean:.2f} {share:.2f}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.events", description=__doc__.split("\n")[0])
    parser.add_argument("--corpora", type=Path, default=corpora_folder())
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print N triggers that only one side has")
    options = parser.parse_args()
    show_gold(options.corpora)
    rows = read(options.corpora / "events" / "nerel_dev.jsonl.gz")
    events, seconds = coded(rows)
    n = nerel(rows, events)
    print(f"NEREL dev: {n['events']} events, {n['reached'] / n['events']:.2f} reached by {n['rows']} rows")
    print(f"  parties of those: recall {n['right'] / n['parties']:.2f}, precision {n['right'] / n['given']:.2f}")
    print(f"  places of those: recall {n['placed'] / n['places']:.2f}")
    print(f"  stages after the networks: {1000 * seconds / len(rows):.1f} ms a document")
    for side, causes in json.loads(CAUSES.read_text(encoding="utf-8")).items():
        print(f"  {side}: " + "; ".join(f"{share:.0%} {why}" for why, share in causes.items()))
    rows_of_facts = read(options.corpora / "events" / "factrueval_dev_facts.jsonl.gz")
    p = pairs(rows_of_facts, coded(rows_of_facts)[0])
    for kind in FITTING:
        print(
            f"factRuEval dev {kind}: {p[f'{kind} found']} of {p[f'{kind} pairs']} pairs of participants in one event,"
        )
        print(f"  {p[f'{kind} facts found']} of {p[f'{kind} facts']} facts with such a pair; the other pairs: ", end="")
        print("; ".join(f"{p[f'{kind} {why}']} {why}" for why in ("one side", "other party missed", "event not found")))
    print(*sample(rows, events, options.sample), sep="\n")


if __name__ == "__main__":
    main()
