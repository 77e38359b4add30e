"""How far events reach on public corpora, and what they cost: ``python -m tests.bench.events [folder of corpora]``.

NEREL dev: triggers reached, participants and places of the reached ones (it has no types, and its triggers are broader
than the ontology). factRuEval dev: of each Meeting and Deal, the pairs of participants that stand in one event. Labels
are read, never copied; the figures guide the rules and are no gate.
"""

import gzip
import json
import sys
import time
from collections import Counter
from itertools import combinations
from pathlib import Path

from rusnews_extract.evaluate.names import same_name
from rusnews_extract.model import Event
from rusnews_extract.nlp.models import load_models
from rusnews_extract.rules.rulebook import load_rules
from tests.conftest import corpora_folder
from tests.event_pages import code, parse

PARTIES = frozenset({"agent", "participant"})
PARTICIPANTS = frozenset({"actor", "recipient"})


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


def nerel(rows: list[dict], events: list[tuple[Event, ...]]) -> Counter:
    """Count what is reached of NEREL's events."""
    count: Counter = Counter()
    for row, found in zip(rows, events, strict=True):
        free = list(found)
        count["rows"] += len(free)
        for gold in row["events"]:
            count["events"] += 1
            hit = next((e for e in free if e.start < gold["stop"] and gold["start"] < e.stop), None)
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


def pairs(rows: list[dict], events: list[tuple[Event, ...]]) -> Counter:
    """Count the pairs of participants of meetings and deals that stand in one event."""
    count: Counter = Counter()
    for row, found in zip(rows, events, strict=True):
        for fact in row["facts"]:
            if fact["type"] not in {"Meeting", "Deal"}:
                continue
            people = [a for a in fact["args"] if a["role"].lower().startswith("participant")]
            for a, b in combinations(people, 2):
                count[fact["type"]] += 1
                count[f"{fact['type']} found"] += any(takes_part(a, e, row) and takes_part(b, e, row) for e in found)
    return count


def takes_part(person: dict, event: Event, row: dict) -> bool:
    """Say whether one of the person's names is a participant's."""
    names = [person["name"], *person["aliases"], *(row["text"][a:b] for a, b in person["mentions"])]
    given = [p for p in event.participants if p.role in PARTICIPANTS]
    return any(same_name(n, p.name) or same_name(n, p.text) for n in names if n for p in given)


def main() -> None:
    """Print the figures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else corpora_folder()
    rows = read(folder / "events" / "nerel_dev.jsonl.gz")
    events, seconds = coded(rows)
    n = nerel(rows, events)
    print(f"NEREL dev: {n['events']} events, {n['reached'] / n['events']:.2f} reached by {n['rows']} rows")
    print(f"  parties of those: recall {n['right'] / n['parties']:.2f}, precision {n['right'] / n['given']:.2f}")
    print(f"  places of those: recall {n['placed'] / n['places']:.2f}")
    print(f"  stages after the networks: {1000 * seconds / len(rows):.1f} ms a document")
    rows = read(folder / "events" / "factrueval_dev_facts.jsonl.gz")
    p = pairs(rows, coded(rows)[0])
    for kind in ("Meeting", "Deal"):
        print(f"factRuEval dev {kind}: {p[f'{kind} found']} of {p[kind]} pairs of participants")


if __name__ == "__main__":
    main()
