"""Measure the names stage: ``python -m tests.bench.names [--quick]``.

Spans: exact span and type, micro F1, beside Natasha's own line by line, on factRuEval, NEREL and SlavicNER; «cut» takes
legal forms off («ООО «Ромашка»» → Ромашка), «joined» also joins institution and country, as those corpora want it;
«our convention» brings their gold to ours instead (``convention.py``).
Nominatives: RuNormAS (3,000 spans of whole documents) and SlavicNER, gold spans, all and those that differ from the
surface. Linking: B³ over SlavicNER's gold spans, beside «same surface» and «same
nominative». The corpora evaluate only: nothing shipped is learnt from them but factRuEval dev (see DESIGN, licences).
"""

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rusnews_extract.model import CleanDocument, Document, Line, NerSpan, ParsedDocument
from rusnews_extract.nlp.models import Models, load_models
from rusnews_extract.nlp.tagging import tag
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.names import NameRules, load_name_rules
from rusnews_extract.spans import apply_edits
from rusnews_extract.stages.names import find_names, nominatives
from rusnews_extract.stages.names.catalogue import same_entities
from rusnews_extract.stages.names.drafts import Draft, make_page
from rusnews_extract.stages.names.entities import make_entity
from rusnews_extract.stages.names.linking import link
from rusnews_extract.stages.names.spans import repair
from rusnews_extract.stages.segment import segment
from tests.bench.convention import in_our_convention
from tests.conftest import corpora_folder

Span = tuple[int, int, str]
INSTITUTION = re.compile(
    r"(?:МИД|МВД|Мин(?:обороны|фин|здрав)|Генпрокуратура|Генштаб|ФСБ|ЦБ|Центробанк|[Пп]равительств|[Пп]арламент|[Пп]осольств"
    r"|[Мм]инистерств|[Вв]ерховн\w+ суд|Конституционн\w+ суд|Следственн\w+ комитет|[Кк]абинет)"
)
SMALL_HEAD = re.compile(
    r"((?:правительств|парламент|кабинет министр|посольств|министерств \w+ ?\w*)(?:о|а|у|ом|е|ов|ы)?) $"
)
LEGAL_FORM = re.compile(r"(?:[А-Я]{2,5}\s+)+[«\"„“](.+)[»\"”“]$")
NORMS = 3_000


def read(name: str) -> list[dict[str, Any]]:
    with gzip.open(corpora_folder() / name, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def parse(text: str, models: Models) -> ParsedDocument:
    """Tag a text whose lines are all body."""
    clean, offsets = apply_edits(text, [])
    lines, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(Line(at, at + len(line), "body", len(lines)))
        at += len(line) + 1
    return tag([segment(CleanDocument(Document("", "", text, ""), (), tuple(lines), clean, offsets))], models)[0]


def cut(text: str, found: Iterable[Span]) -> set[Span]:
    """Take legal forms off."""
    out = set()
    for start, stop, kind in found:
        form = LEGAL_FORM.match(text[start:stop])
        out.add((start + form.start(1), start + form.end(1), kind) if form else (start, stop, kind))
    return out


def joined(text: str, found: Iterable[Span]) -> set[Span]:
    """Join an institution with its country, and a small-letter head with its place, into one organisation."""
    out: list[Span] = []
    for start, stop, kind in sorted(found):
        beside = bool(out) and kind == "LOC" and out[-1][2] == "ORG" and text[out[-1][1] : start] == " "
        if beside and INSTITUTION.match(text[out[-1][0] : out[-1][1]]):
            out[-1] = (out[-1][0], stop, "ORG")
            continue
        head = SMALL_HEAD.search(text[max(0, start - 40) : start]) if kind == "LOC" else None
        out.append((start - len(head[1]) - 1, stop, "ORG") if head else (start, stop, kind))
    return set(out)


def f1(pairs: Iterable[tuple[set[Span], set[Span]]]) -> dict[str, float]:
    count: Counter[tuple[str, str]] = Counter()
    for gold, found in pairs:
        for name, spans in (("gold", gold), ("found", found), ("both", gold & found)):
            for span in spans:
                count[name, span[2]] += 1
                count[name, "all"] += 1
    return {
        k: 2 * count["both", k] / max(1, count["gold", k] + count["found", k]) for k in ("PER", "LOC", "ORG", "all")
    }


def plain(text: str) -> str:
    return re.sub(r"[«»\"„“”']", "", text.lower().replace("ё", "е")).strip()


def b3(gold: Sequence[object], found: Sequence[object]) -> tuple[float, float, float]:
    """Return F1, precision and recall of a clustering."""
    sizes_g, sizes_f = Counter(gold), Counter(found)
    precision = recall = 0.0
    for (g, f), n in Counter(zip(gold, found, strict=True)).items():
        precision += n * n / sizes_f[f]
        recall += n * n / sizes_g[g]
    precision, recall = precision / len(gold), recall / len(gold)
    return 2 * precision * recall / (precision + recall), precision, recall


def show(title: str, values: dict[str, float]) -> None:
    print(f"{title:38}", "  ".join(f"{k} {v:.3f}" for k, v in values.items()))


def measure_spans(name: str, rows: list[dict[str, Any]], pages: list[ParsedDocument], rules: NameRules, models: Models):
    gold = [{(s["start"], s["stop"], s["type"]) for s in r["spans"]} for r in rows]
    ways: dict[str, Callable[[str, Iterable[Span]], set[Span]]] = {
        "": lambda _, spans: set(spans),
        ", cut": cut,
        ", joined": lambda text, spans: joined(text, cut(text, spans)),
    }
    stock = [[(s.start, s.stop, s.type) for s in p.spans] for p in pages]
    ours = [[(d.start, d.stop, d.type) for d in repair(make_page(p, rules, models.vocab))] for p in pages]
    for source, found in (("stock", stock), ("ours", ours)):
        for way, change in ways.items():
            pairs = zip(gold, [change(p.text, f) for p, f in zip(pages, found, strict=True)], strict=True)
            show(f"{name}: {source}{way}", f1(pairs))
    if name == "factRuEval":
        return
    ours_gold = [in_our_convention(p.text, g, s, models.vocab) for p, g, s in zip(pages, gold, stock, strict=True)]
    for source, found in (("stock", stock), ("ours", ours)):
        show(f"{name}: {source}, our convention", f1(zip(ours_gold, map(set, found), strict=True)))


def score_normals(name: str, rows: Sequence[tuple[str, str, str, str]]) -> None:
    count: Counter[tuple[str, str]] = Counter()
    for kind, surface, gold, found in rows:
        right = plain(gold) == plain(found)
        for k in (kind, "all"):
            count[k, "n"] += 1
            count[k, "right"] += right
            if plain(surface) != plain(gold):
                count[k, "changed"] += 1
                count[k, "changed right"] += right
    kinds = ("PER", "LOC", "ORG", "all")
    show(f"{name}: all", {k: count[k, "right"] / max(1, count[k, "n"]) for k in kinds})
    show(f"{name}: changed", {k: count[k, "changed right"] / max(1, count[k, "changed"]) for k in kinds})


def kind_of(page: ParsedDocument, start: int, stop: int) -> str:
    """The network's type for a span that has none in the gold; a small head before a place makes an organisation."""
    over: list[NerSpan] = [s for s in page.spans if s.start < stop and start < s.stop]
    for span in over:
        if span.start <= start:
            return span.type
    if over and over[0].type == "LOC" and page.text[start].islower():
        described = re.match(
            r"(?:город|област|кра|район|республик|остров|сел|деревн|посел|улиц|штат|провинц|порт|рек|мор|гор|округ|столиц)",
            page.text[start : over[0].start],
        )
        return "LOC" if described else "ORG"
    return over[0].type if over else "ORG"


def measure_runormas(rules: NameRules, models: Models) -> None:
    by_doc: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read("normal/runormas_train.jsonl.gz"):
        by_doc[row["doc"]].append(row)
    docs = sorted(by_doc)
    random.Random(0).shuffle(docs)
    scored: list[tuple[str, str, str, str]] = []
    for doc in docs:
        if len(scored) >= NORMS:
            break
        starts, text = {}, ""
        for sentence in dict.fromkeys(r["text"] for r in by_doc[doc]):
            starts[sentence] = len(text)
            text += sentence.replace("\u2028", "\n") + "\n"
        page = parse(text, models)
        gold = {(r["start"] + starts[r["text"]], r["stop"] + starts[r["text"]]): r["normal"] for r in by_doc[doc]}
        asked = [Draft(a, b, kind_of(page, a, b)) for a, b in gold]
        own = [d for d in repair(make_page(page, rules, models.vocab)) if d not in set(asked)]
        drafts = sorted([*asked, *own])
        for draft, named in zip(drafts, nominatives(page, drafts, rules, models.vocab), strict=True):
            normal = gold.get((draft.start, draft.stop))
            if normal is not None and draft in set(asked):
                surface = text[draft.start : draft.stop]
                scored.append((draft.type, surface, normal.replace("\u2028", " "), named.normal))
    score_normals("RuNormAS", scored)


def measure_slavic(rows: list[dict[str, Any]], pages: list[ParsedDocument], rules: NameRules, models: Models) -> None:
    """Nominatives and linking on the gold spans."""
    normals, gold, surfaces, alike, keys, entities = [], [], [], [], [], []
    for row, page in zip(rows, pages, strict=True):
        spans = sorted(row["spans"], key=lambda s: s["start"])
        drafts = [Draft(s["start"], s["stop"], s["type"]) for s in spans]
        names = nominatives(page, drafts, rules, models.vocab)
        clusters = link(page.text, names, rules)
        made = [make_entity(c, names, None, rules) for c in clusters]
        entities += [(e, 1) for e in made]
        key = {m: (e.type, e.key) for c, e in zip(clusters, made, strict=True) for m in c.members}
        for i, (span, named) in enumerate(zip(spans, names, strict=True)):
            surface = page.text[span["start"] : span["stop"]]
            normals.append((span["type"], surface, span["normal"], named.normal))
            gold.append(span["entity"])
            surfaces.append((span["type"], surface.lower()))
            alike.append((span["type"], plain(named.normal)))
            keys.append(key[i])
    score_normals("SlavicNER", normals)
    same = same_entities(entities, rules)
    for title, found in (
        ("same surface", surfaces),
        ("same nominative", alike),
        ("keys of documents", keys),
        ("keys of the corpus", [same.get(k, k) for k in keys]),
    ):
        show(f"SlavicNER linking, {title}", dict(zip(("F1", "P", "R"), b3(gold, found), strict=True)))


def measure_speed(pages: list[ParsedDocument], rules: NameRules, models: Models) -> None:
    tokens = sum(len(p.tokens) for p in pages)
    for title in ("first pass", "second pass"):
        begin = time.process_time()
        for page in pages:
            find_names(page, rules, models.vocab)
        print(f"{title}: {1e6 * (time.process_time() - begin) / tokens:.2f} ms per 1,000 tokens")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="every third document")
    step = 3 if options.parse_args().quick else 1
    models, rules = load_models(), load_name_rules(RuleFolders())
    for name, file in (
        ("factRuEval", "ner/factrueval_dev.jsonl.gz"),
        ("NEREL", "ner/nerel_dev.jsonl.gz"),
        ("SlavicNER", "ner/slavicner_dev.jsonl.gz"),
    ):
        rows = read(file)[::step]
        pages = [parse(r["text"], models) for r in rows]
        measure_spans(name, rows, pages, rules, models)
        if name == "factRuEval":
            measure_speed(pages, rules, models)
        if name == "SlavicNER":
            measure_slavic(rows, pages, rules, models)
    measure_runormas(rules, models)


if __name__ == "__main__":
    main()
