"""Learn the weights of the nominative scorer: ``python -m tests.tools.train_names --factrueval FILE``.

Names are declined by ``name_forms`` and put into sentences: the carriers of ``name_carriers.tsv``, and, where the file
is given, the sentences of factRuEval's development part (MIT), in which a name is exchanged for another in the same
case. The network tags them, so the scorer learns with its errors. An averaged perceptron over rows of readings: the
best row that gives the right form is pulled up, the best row that does not is pushed down.
Writes ``rules/lexicons/names_weights.tsv``.
"""

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pymorphy3 import MorphAnalyzer
from pymorphy3.units import by_lookup

import rusnews_extract.rules as rules_package
from rusnews_extract.model import CleanDocument, Document, Line, ParsedDocument
from rusnews_extract.nlp.models import load_models
from rusnews_extract.nlp.tagging import tag
from rusnews_extract.nlp.vocab import Vocab
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.names import load_name_rules
from rusnews_extract.spans import apply_edits
from rusnews_extract.stages.names import features, normal
from rusnews_extract.stages.names.drafts import Draft, make_page
from rusnews_extract.stages.names.keys import plain
from rusnews_extract.stages.segment import segment
from tests.tools.name_forms import Forms

TARGET = Path(rules_package.__file__).parent / "lexicons" / "names_weights.tsv"
AGREE = re.compile(r"\[([^\]|]*)\|([^\]|]*)\|([^\]|]*)\|([^\]|]*)\]")
HEADER = (
    "# Learnt by tests/tools/train_names.py from names in pymorphy3's OpenCorpora lexicon (CC BY-SA), Natasha (MIT),"
    " factRuEval dev (MIT).\n"
)
MARGIN = 1.0
NAMES = frozenset({"Name", "Surn", "Geox"})


class MaskedVocab(Vocab):
    """A vocabulary that has forgotten some names, so that guessing is learnt too."""

    def __init__(self, masked: set[str]) -> None:
        super().__init__()
        known = self.parse
        blind = MorphAnalyzer(units=[u for u in MorphAnalyzer.DEFAULT_UNITS if not _looks_up(u)])

        def parse(word: str) -> list[Any]:
            parses = known(word)
            left = [p for p in parses if p.normal_form not in masked or not NAMES & p.tag.grammemes]
            return left if left else blind.parse(word)

        self.parse = lru_cache(200_000)(parse)


def _looks_up(unit: object) -> bool:
    parts = unit if isinstance(unit, list) else [unit]
    return any(isinstance(u, by_lookup.DictionaryAnalyzer) for u in parts)


@dataclass(slots=True)
class Example:
    """A name: for each word its candidates' feature numbers and whether they give the right form."""

    rows: list[list[tuple[tuple[int, ...], bool]]]
    links: list[list[list[tuple[int, ...]]]]
    kind: str


def carriers() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for line in (Path(__file__).parent / "name_carriers.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            case, kind, text = line.split("\t")
            found.setdefault(kind, []).append((case, text))
    return found


def pages(forms: Forms, count: int, draw: random.Random) -> Iterator[tuple[str, list[tuple[int, int, str, str]]]]:
    """Yield small texts with their names: start, stop, type, nominative."""
    known = carriers()
    makers = {"PER": forms.person, "LOC": forms.place, "ORG": forms.organisation}
    for _ in range(count):
        kind = draw.choices(["PER", "LOC", "ORG"], [5, 3, 4])[0]
        seed, lines = draw.random(), []
        for n in range(draw.choice([1, 1, 2, 3, 4])):
            case, text = draw.choice(known[kind])
            if n and draw.random() < 0.3:
                seed = draw.random()
            forms.random.seed(seed)
            try:
                form = forms.person(case, 0.1) if kind == "PER" and n and draw.random() < 0.5 else makers[kind](case)
            except StopIteration:
                continue
            text = AGREE.sub(lambda m, f=form: m[f.agreement + 1], text)
            shown = form.text
            if kind == "ORG" and draw.random() < 0.25 and "«" not in shown:
                text = text.replace("@", "«@»")
            lines.append((text, shown, form.nominative, kind))
        if lines:
            yield _page(lines)


def _page(lines: list[tuple[str, str, str, str]]) -> tuple[str, list[tuple[int, int, str, str]]]:
    page, names = "", []
    for text, shown, nominative, kind in lines:
        at = len(page) + text.index("@")
        names.append((at, at + len(shown), kind, nominative))
        page += text.replace("@", shown, 1) + "\n"
    return page.rstrip("\n"), names


def exchanged(
    path: Path, forms: Forms, count: int, draw: random.Random
) -> Iterator[tuple[str, list[tuple[int, int, str, str]]]]:
    """Yield factRuEval's lines with each name exchanged for a made one in the case that the network gave it."""
    makers = {"PER": forms.person, "LOC": forms.place, "ORG": forms.organisation}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        docs = [json.loads(line) for line in file]
    parsed = [(d, parse(d["text"])) for d in docs]
    made = 0
    while made < count:
        for doc, page in parsed:
            out, names, at = "", [], 0
            places = make_page(page, RULES, load_models().vocab)
            for span in doc["spans"]:
                tokens = places.tokens(Draft(span["start"], span["stop"], span["type"]))
                feats = [page.tokens.feats[i] for i in tokens if page.tokens.feats[i].get("Case")]
                cases = {f["Case"] for f in feats}
                if len(cases) != 1 or not cases <= {"Nom", "Gen", "Dat", "Acc", "Ins", "Loc"}:
                    continue
                want = {"Masc": 0, "Fem": 1, "Neut": 2}.get(feats[0].get("Gender", ""))
                if feats[0].get("Number") == "Plur":
                    continue
                case = cases.pop()
                for _ in range(12):
                    forms.random.seed(draw.random())
                    try:
                        form = makers[span["type"]](case)
                    except StopIteration:
                        continue
                    if want is None or form.agreement == want:
                        break
                else:
                    continue
                out += doc["text"][at : span["start"]]
                names.append((len(out), len(out) + len(form.text), span["type"], form.nominative))
                out += form.text
                at = span["stop"]
            out += doc["text"][at:]
            made += len(names)
            if names:
                yield out, names
            if made >= count:
                return


def parse(text: str) -> ParsedDocument:
    """Tag a text with the language engine."""
    clean, offsets = apply_edits(text, [])
    lines, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(Line(at, at + len(line), "body", len(lines)))
        at += len(line) + 1
    segmented = segment(CleanDocument(Document("", "", text, ""), (), tuple(lines), clean, offsets))
    return tag([segmented], load_models())[0]


class Learner:
    """The perceptron and its numbering of features."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.number: dict[str, int] = {}
        self.lost: int = 0

    def numbers(self, features: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(self.number.setdefault(f, len(self.number)) for f in features)

    def examples(self, text: str, names: list[tuple[int, int, str, str]]) -> Iterator[Example]:
        page = parse(text)
        view = make_page(page, RULES, self.vocab)
        drafts = [Draft(a, b, kind) for a, b, kind, _ in names]
        tokens = [view.tokens(d) for d in drafts]
        words = [normal.words_of(page, d, t, self.vocab) for d, t in zip(drafts, tokens, strict=True)]
        known = normal.evidence(words)
        for (_, _, kind, nominative), own, place in zip(names, words, tokens, strict=True):
            gold = [plain(w) for w in normal.WORD.findall(nominative)]
            if len(gold) != len(own):
                continue
            around, _ = normal.context(page, own, place, kind)
            rows, links, before = [], [], None
            for n, (word, right) in enumerate(zip(own, gold, strict=True)):
                found = normal.candidates(word, kind, RULES, self.vocab)
                rows.append(
                    [
                        (
                            self.numbers(
                                features.word_features(word, kind, r)
                                + features.outside_features(
                                    word, kind, r, around, normal.seen_elsewhere(word, r, known)
                                )
                            ),
                            plain(r.form) == right,
                        )
                        for r in found
                    ]
                )
                if before is not None:
                    links.append(
                        [
                            [self.numbers(features.link_features(own[n - 1], a, word, b, kind)) for b in found]
                            for a in before
                        ]
                    )
                before = found
            if all(any(ok for _, ok in row) for row in rows):
                yield Example(rows, links, kind)
            else:
                self.lost += 1

    def train(self, examples: list[Example], epochs: int, draw: random.Random) -> dict[str, float]:
        size = len(self.number)
        weights, totals, stamps, seen = [0.0] * size, [0.0] * size, [0] * size, [0] * size
        step = 0

        def change(numbers: tuple[int, ...], by: float) -> None:
            for i in numbers:
                totals[i] += weights[i] * (step - stamps[i])
                stamps[i] = step
                weights[i] += by
                seen[i] += 1

        for epoch in range(epochs):
            draw.shuffle(examples)
            wrong = 0
            for example in examples:
                step += 1
                good, good_score = best(example, weights, True)
                bad, bad_score = best(example, weights, False)
                if bad is None or good_score >= bad_score + MARGIN:
                    continue
                wrong += good_score <= bad_score
                for path, by in ((good, 1.0), (bad, -1.0)):
                    for n, j in enumerate(path):
                        change(example.rows[n][j][0], by)
                        if n:
                            change(example.links[n - 1][path[n - 1]][j], by)
            print(f"epoch {epoch + 1}: {wrong / len(examples):.4f} wrong", flush=True)
        for i in range(size):
            totals[i] += weights[i] * (step - stamps[i])
        return {f: totals[i] / step for f, i in self.number.items() if seen[i] >= 4}


def best(example: Example, weights: list[float], right: bool) -> tuple[list[int] | None, float]:
    """Return the best row that is right, or the best that is wrong in at least one word."""
    # state: (score, path) for rows right so far, and for rows with an error
    clean: list[tuple[float, list[int]] | None] = []
    dirty: list[tuple[float, list[int]] | None] = []
    for n, row in enumerate(example.rows):
        new_clean: list[tuple[float, list[int]] | None] = []
        new_dirty: list[tuple[float, list[int]] | None] = []
        for j, (numbers, ok) in enumerate(row):
            own = sum(weights[i] for i in numbers)
            if n == 0:
                new_clean.append((own, [j]) if ok else None)
                new_dirty.append(None if ok else (own, [j]))
                continue
            links = [sum(weights[i] for i in example.links[n - 1][k][j]) for k in range(len(clean))]
            from_clean = [(s[0] + own + links[k], s[1]) for k, s in enumerate(clean) if s]
            from_dirty = [(s[0] + own + links[k], s[1]) for k, s in enumerate(dirty) if s]
            c = max(from_clean, key=lambda x: x[0], default=None)
            d = max(from_dirty if ok else from_dirty + from_clean, key=lambda x: x[0], default=None)
            new_clean.append((c[0], [*c[1], j]) if ok and c else None)
            new_dirty.append((d[0], [*d[1], j]) if d else None)
        clean, dirty = new_clean, new_dirty
    found = max((s for s in (clean if right else dirty) if s), key=lambda x: x[0], default=None)
    return (found[1], found[0]) if found else (None, 0.0)


RULES = load_name_rules(RuleFolders())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--factrueval", type=Path)
    options.add_argument("--pages", type=int, default=12_000)
    options.add_argument("--exchanged", type=int, default=8_000)
    options.add_argument("--epochs", type=int, default=6)
    options.add_argument("--least", type=float, default=0.05, help="weights below this are left out")
    options.add_argument("--to", type=Path, default=TARGET)
    given = options.parse_args()
    draw = random.Random(1)
    forms = Forms(1)
    learner = Learner(MaskedVocab(forms.masked))
    texts = list(pages(forms, given.pages, draw))
    if given.factrueval:
        texts += exchanged(given.factrueval, forms, given.exchanged, draw)
    examples = [e for text, names in texts for e in learner.examples(text, names)]
    print(
        f"{len(examples)} names, {learner.lost} without the right reading, {len(learner.number)} features", flush=True
    )
    weights = learner.train(examples, given.epochs, draw)
    kept = {f: w for f, w in weights.items() if abs(w) >= given.least}
    given.to.write_text(HEADER + "".join(f"{f}\t{w:.2f}\n" for f, w in sorted(kept.items())), encoding="utf-8")
    print(f"{len(kept)} weights written")


if __name__ == "__main__":
    main()
