"""The gold: its loaders refuse what contradicts a page, and the gate lets no score fall unseen."""

import json
import re
import shutil
from datetime import date

import pandas as pd
import pytest

from rusnews_extract.errors import BadGold
from rusnews_extract.evaluate import load_ann, load_gold, load_seeds
from rusnews_extract.evaluate.gold import Alternative, GoldEvent, GoldQuote, GoldTime
from rusnews_extract.evaluate.labels import allowed, event_modes
from tests.tools import gold_gate
from tests.tools.perfect import perfect_tables
from tests.tools.sample_gold import LABELS, PAGE, occurrence, sample_ann, write_sample


def test_own_gold_loads():
    """Every page of the project's gold agrees with its labels, and both splits have some."""
    gold = load_ann(gold_gate.DOCS)
    assert {doc.split for doc in gold} == {"dev", "held"}
    assert all(doc.events and doc.quotes and doc.times and doc.mentions for doc in gold if doc.split == "dev")


def test_sample_gold(tmp_path):
    """All layers of a page come out as written."""
    (doc,) = load_gold(write_sample(tmp_path))
    assert (doc.name, doc.text, doc.split, doc.dated, doc.published) == ("page", PAGE, "dev", True, date(2024, 5, 17))
    assert [b.kept for b in doc.blocks] == [False, False, True, True, True, True, False, False]
    mayak = next(m for m in doc.mentions if m.text == "Маяк")
    wide, wider = occurrence(PAGE, "«Маяк»", 0), occurrence(PAGE, "завод «Маяк»", 0)
    assert mayak.alternatives == (Alternative(*wide), Alternative(*wider))
    start, stop = occurrence(PAGE, "конце года", 0)
    days = date(2024, 10, 1), date(2024, 12, 31)
    assert doc.times[-1] == GoldTime(start, stop, "конце года", "DATE", "2024", "END", None, *days, "year")
    start, stop = occurrence(PAGE, "завод «Маяк» могут закрыть в конце года на Оке", 0)
    assert doc.quotes[-1] == GoldQuote(
        start,
        stop,
        PAGE[start:stop],
        "indirect",
        "Пётр Сомов",
        ("рыбак", "начальник порта"),
        via="name",
        speaker_text="Сомова",
        cue="По словам",
    )
    start, stop = occurrence(PAGE, "говорила", 0)
    assert doc.events[2] == GoldEvent(
        start,
        stop,
        "говорила",
        "CONSULT",
        "phone",
        actors=("Анна Кольцова", "Пётр Сомов"),
        start_date=date(2024, 5, 15),
        end_date=date(2024, 5, 15),
        basis="explicit",
        cluster="TALK",
    )
    assert [(t.text, t.why) for t in doc.not_times] == [("конце концов", "idiom"), ("24 часа в сутки", "boilerplate")]
    assert doc.zone(0, 7) == "cut"


def test_published_none(tmp_path):
    """A page that tells no date is asked for none; its label stands at nothing."""
    labels = [label for label in LABELS if label[0] != "doc"]
    ann = "doc\tpublished\t0\t0\t\tvalue=none\n" + sample_ann(labels=labels)
    (doc,) = load_ann(write_sample(tmp_path, ann=ann))
    assert doc.dated
    assert doc.published is None


def replaced(old, new):
    """The sample's labels with one row changed; the row must be there."""

    def make():
        ann = sample_ann()
        assert old in ann
        return ann.replace(old, new, 1)

    return make


MISTAKES = {
    "shifted": (replaced("\t16 мая\t", "\t17 мая\t"), r"page\.ann:\d+: time «17 мая»: the page has «16 мая»"),
    "unknown layer": (replaced("mention\tPER", "names\tPER"), "unknown layer 'names'; known are doc, block"),
    "unknown type": (replaced("mention\tPER", "mention\tMAN"), "unknown label 'MAN'; known are LOC, ORG, PER"),
    "unknown role": (replaced("block\tnav", "block\tmenu"), "unknown label 'menu'; known are body, byline"),
    "unknown event": (replaced("event\tJUSTICE/sentence", "event\tLAW"), "unknown type 'LAW'"),
    "unknown mode": (replaced("JUSTICE/sentence", "JUSTICE/fine"), "JUSTICE has no mode 'fine'; known are acquit"),
    "unknown key": (replaced("\tcore=1", "\tmain=1"), "event has no key 'main'; known are actors"),
    "unknown status": (replaced("status=alleged", "status=perhaps"), "status=perhaps: known are alleged"),
    "empty key": (replaced("cluster=TALK", "cluster="), "'cluster' has no value; leave a key without value out"),
    "a key twice": (replaced("cluster=TALK", "cluster=TALK\tcluster=CALL"), "the key 'cluster' stands twice"),
    "missing key": (replaced("normal=Калуга\t", ""), "the key 'normal' is missing"),
    "no day": (replaced("start=2024-05-15", "start=2024-05-32"), "start=2024-05-32: write a day as YYYY-MM-DD"),
    "days swapped": (replaced("end=2024-05-15", "end=2024-05-14"), "its end is before its start"),
    "no number": (replaced("killed=0", "killed=no"), "killed=no: write a whole number"),
    "no flag": (replaced("core=0", "core=no"), "core=no: write core=1 or core=0"),
    "no offsets": (replaced("\t0\t21\t", "\tx\t21\t"), "write whole numbers"),
    "beyond the page": (replaced("\t0\t21\t", "\t0\t9999\t"), "is no place in a page of"),
    "alt elsewhere": (replaced("alt=", "alt=0-4|"), "alt=0-4: does not overlap the mention"),
    "alt no span": (replaced("alt=", "alt=4|"), "alt=4: write start-stop"),
    "an uncovered line": (
        lambda: "".join(r + "\n" for r in sample_ann().split("\n") if not r.startswith("block\tcaption") and r),
        "no block covers «Фото: Иван Белов»",
    ),
    "a name in a menu": (
        lambda: sample_ann(labels=(*LABELS, ("mention", "ORG", "Спорт", 0, "normal=Спорт; entity=Спорт"))),
        "«Спорт»: lies outside title, lead and body",
    ),
    "two names over one another": (
        lambda: sample_ann(labels=(*LABELS, ("mention", "PER", "Анна", 0, "normal=Анна; entity=Анна Кольцова"))),
        "overlaps «Анна»; keep one",
    ),
    "a label twice": (lambda: sample_ann(labels=(*LABELS, LABELS[-1])), "stands twice; take one away"),
    "no publication": (
        lambda: sample_ann(labels=[label for label in LABELS if label[0] != "doc"]),
        "no line says when the page was published",
    ),
}


@pytest.mark.parametrize(("ann", "message"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_named(tmp_path, ann, message):
    """A label that contradicts its page is refused, with file, line and mend."""
    with pytest.raises(BadGold, match=message):
        load_ann(write_sample(tmp_path, ann=ann()))


def test_order_and_shape(tmp_path):
    """Labels out of order and lines that are no labels are refused."""
    rows = sample_ann().rstrip("\n").split("\n")
    with pytest.raises(BadGold, match="stands out of order"):
        load_ann(write_sample(tmp_path / "a", ann="\n".join([*rows[2:], rows[1]])))
    with pytest.raises(BadGold, match="has 1 cells; write layer"):
        load_ann(write_sample(tmp_path / "b", ann="some words\n"))


def test_a_shifted_label_is_told_where_it_belongs(tmp_path):
    """The message says where the surface really stands."""
    start, stop = occurrence(PAGE, "Калуге", 0)
    ann = sample_ann().replace(f"\t{start}\t{stop}\tКалуге", f"\t{start + 1}\t{stop + 1}\tКалуге")
    with pytest.raises(BadGold, match=rf"the surface stands at {start}-{stop}"):
        load_ann(write_sample(tmp_path, ann=ann))


def test_files_come_in_pairs(tmp_path):
    """A page without labels, labels without a page and no folder at all are refused."""
    with pytest.raises(BadGold, match="no such folder"):
        load_ann(tmp_path / "nowhere")
    (write_sample(tmp_path) / "page.txt").unlink()
    with pytest.raises(BadGold, match=r"there is no page\.txt beside it"):
        load_ann(tmp_path)


def test_labels_follow_the_product():
    """The closed sets are those of the records and of the ontology."""
    assert allowed("mention") == {"PER", "LOC", "ORG"}
    assert allowed("mod") == {"START", "MID", "END", "APPROX", "BEFORE", "AFTER"}
    assert allowed("via") == {"name", "pronoun", "role", "institution", "inherited"}
    assert allowed("basis") == {"explicit", "dct", "anaphoric", "inherited", "entity", "none"}
    assert len(event_modes()) == 30
    assert event_modes()["JUSTICE"] == {"charge", "investigate", "trial", "sentence", "acquit"}


def test_seed_labels_are_checked(tmp_path, corpora):
    """A seed label that is not in its page is refused with its line."""
    seeds = shutil.copytree(corpora / "seeds", tmp_path / "seeds")
    (seeds / "gold").chmod(0o755)
    labels = seeds / "gold" / "mentions.jsonl"
    labels.chmod(0o644)
    rows = labels.read_text(encoding="utf-8")
    labels.write_text(re.sub(r'"start": (\d+)', '"start": 1', rows, count=1), encoding="utf-8")
    with pytest.raises(BadGold, match=r"mentions\.jsonl:1: the page has"):
        load_seeds(seeds)


@pytest.fixture
def gate(tmp_path, capsys):
    """A gate over a page in dev and one in held, and a runner whose tables may be damaged."""
    docs = write_sample(tmp_path / "docs", "seen")
    write_sample(docs, "unseen", split="held")
    baseline = tmp_path / "baseline.json"

    class Gate:
        damage = staticmethod(lambda tables: None)
        path = baseline
        pages = docs

        def __call__(self, *argv):
            def runner(pages):
                assert [p.name for p in pages] == ["seen.txt", "unseen.txt"]
                tables = perfect_tables(load_ann(docs))
                self.damage(tables)
                return {name: pd.DataFrame(rows) for name, rows in tables.items()}

            self.code = gold_gate.main(argv, docs=docs, seeds=tmp_path / "none", baseline_path=baseline, runner=runner)
            self.out = "".join(capsys.readouterr())
            return self.code

        def floors(self, corpus):
            return json.loads(baseline.read_text(encoding="utf-8"))[corpus]["floors"]

    return Gate()


def lose_quotes(tables):
    tables["quotes"] = [q for q in tables["quotes"] if q["kind"] == "direct"]


def test_gate_holds_after_update(gate):
    """Floors are set once, then the same scores hold."""
    assert gate() == 1
    assert "gold/dev: has no floors yet; run with --update" in gate.out
    assert gate("--update") == 0
    assert gate() == 0
    assert gate.floors("gold/held")["quotes.f1"] == 1
    assert not any(name.endswith(("precision", "recall")) for name in gate.floors("gold/dev"))


def test_gate_fails_on_a_drop(gate):
    """A lower score fails by name, and an update does not lower it in silence."""
    gate("--update")
    before = gate.path.read_bytes()
    gate.damage = lose_quotes
    assert gate() == 1
    assert "gold/dev: quotes.f1 fell from 1.0000 to 0.6667" in gate.out
    assert gate("--update") == 1
    assert "nothing written" in gate.out
    assert gate.path.read_bytes() == before
    assert gate("--update", "--allow-regression") == 0
    assert gate.floors("gold/dev")["quotes.f1"] == 0.6666
    assert gate() == 0


def test_gate_raises_floors_only(gate):
    """An update raises what rose and leaves the rest."""
    gate.damage = lose_quotes
    gate("--update")
    gate.damage = lambda tables: None
    assert gate() == 0
    assert gate.floors("gold/dev")["quotes.f1"] == 0.6666
    gate("--update")
    assert gate.floors("gold/dev")["quotes.f1"] == 1


def test_gate_notices_changed_gold(gate):
    """Floors that were set on other gold do not count until they are set anew."""
    gate("--update")
    with (gate.pages / "seen.ann").open("a", encoding="utf-8", newline="") as file:
        file.write("# a comment\n")
    assert gate() == 1
    assert "gold/dev: its gold has changed since the floors were set; run with --update" in gate.out
    assert "gold/held" not in gate.out.split("==")[-1].split("quotes.traps")[-1]
    assert gate("--update") == 0
    assert gate() == 0


def test_gate_takes_a_vanished_score_for_a_drop(gate):
    """A score that can no longer be made has fallen."""
    gate("--update")

    def lose_all(tables):
        tables["events"] = []

    gate.damage = lose_all
    assert gate() == 1
    assert "gold/dev: events.status fell from 1.0000 to nothing" in gate.out


def test_gate_hides_the_held_part(gate):
    """Differences of the held part are never shown, those of the others by layer."""
    gate.damage = lose_quotes
    gate("--differences", "9", "--layer", "quotes")
    assert "seen:" in gate.out
    assert "unseen:" not in gate.out
    gate("--differences", "9", "--layer", "times")
    assert "seen:" not in gate.out


def test_gate_keeps_floors_of_an_absent_corpus(gate):
    """Floors of the seeds stay where only the own gold is present."""
    gate("--update")
    floors = json.loads(gate.path.read_text(encoding="utf-8")) | {
        "seeds": {"digest": "x", "floors": {"times.value": 1}}
    }
    gate.path.write_text(json.dumps(floors), encoding="utf-8")
    assert gate() == 0
    assert gate("--update") == 0
    assert gate.floors("seeds") == {"times.value": 1}


def test_gate_refuses_bad_gold(gate):
    """Gold with a mistake stops the gate with its message."""
    (gate.pages / "seen.ann").unlink()
    assert gate() == 2
    assert "there is no seen.ann beside it" in gate.out


@pytest.mark.slow
def test_scores_hold():
    """The pipeline is as good on all gold as the pinned floors say."""
    if not gold_gate.BASELINE.is_file():
        pytest.skip("no floors pinned yet")
    assert gold_gate.main([]) == 0
