"""The scorers: perfect tables score 1 everywhere, and each kind of damage lowers its own scores and no other."""

from copy import deepcopy
from datetime import date

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rusnews_extract.errors import BadGold, BadInput
from rusnews_extract.evaluate import evaluate, format_report, load_ann, load_seeds
from tests.tools.perfect import perfect_tables
from tests.tools.sample_gold import PAGE, occurrence, write_sample

PLACE = {"doc_id": "id-page"}
PEOPLE = {"events.participants.f1", "events.participants.matched.f1", "events.participants.in_role.f1"}
TRIGGERS = {"events.trigger.f1", "events.typed.f1"}
LINKING = {"linking.f1", "linking.document.f1"}
MATCHED_LINKING = {"linking.matched.f1", "linking.matched.document.f1"}
PER, LOC, ORG = ({"mentions.f1", "mentions.kept.f1", f"mentions.{kind}.f1"} for kind in ("per", "loc", "org"))


@pytest.fixture(scope="module")
def gold(tmp_path_factory):
    return load_ann(write_sample(tmp_path_factory.mktemp("gold")))


def frames(tables):
    return {name: pd.DataFrame(rows) for name, rows in tables.items()}


def lowered(report):
    """The scores under 1, without precision and recall, which follow F1."""
    return {n for n, v in report.scores.items() if v < 1 and not n.endswith((".precision", ".recall"))}


def row(table, surface, which=0):
    """Find a row by the surface it stands on."""

    def find(tables):
        start, _ = occurrence(PAGE, surface, which)
        return next(r for r in tables[table] if r["start"] == start)

    return find


def change(table, surface, which=0, **values):
    def damage(tables):
        row(table, surface, which)(tables).update(values)

    return damage


def span(table, surface, new, which=0, new_which=0):
    start, stop = occurrence(PAGE, new, new_which)
    return change(table, surface, which, start=start, stop=stop)


def drop(table, surface, which=0):
    def damage(tables):
        tables[table].remove(row(table, surface, which)(tables))

    return damage


def add(table, surface, which=0, **values):
    def damage(tables):
        start, stop = occurrence(PAGE, surface, which)
        tables[table].append({**dict.fromkeys(tables[table][0]), **PLACE, "start": start, "stop": stop, **values})

    return damage


def both(*damages):
    def damage(tables):
        for one in damages:
            one(tables)

    return damage


NAME = {"type": "PER", "normal": "Имя", "entity_id": "Имя"}
DEED = {"type": "CONSULT", "status": "asserted", "actors": ["порт"], "recipients": [], "cluster_id": "MEET"}
HALVES = both(
    span("blocks", "Фото: Иван Белов", "Фото:"),
    add("blocks", "Иван Белов", role="caption", kept=False),
)
DAMAGE = {
    "nothing": (lambda tables: None, set()),
    "another day of publication": (lambda t: t["documents"][0].update(published=date(2024, 5, 18)), {"published"}),
    "no day of publication": (lambda t: t["documents"][0].update(published=None), {"published"}),
    "a body line cut": (
        change("blocks", "«Мы договорились", role="promo", kept=False),
        {"blocks.kept.f1", "blocks.role"},
    ),
    "a menu kept": (change("blocks", "Главная", role="body", kept=True), {"blocks.kept.f1", "blocks.role"}),
    "a menu called a footer": (change("blocks", "Главная", role="footer"), {"blocks.role"}),
    "a line cut into two blocks": (HALVES, set()),
    "less than half of a line covered": (
        span("blocks", "Мэр Тулы Анна", "Мэр Тулы Анна", which=1, new_which=1),
        {"blocks.kept.f1"},
    ),
    "a name missed": (drop("mentions", "Петром Сомовым"), PER | LINKING),
    "a name too long": (span("mentions", "Тулы", "Мэр Тулы"), LOC | LINKING),
    "a name of a wrong type": (change("mentions", "Калуге", type="ORG"), LOC | ORG | LINKING),
    "a word for a name": (add("mentions", "рыбаками", **NAME), PER | LINKING),
    "a name in a menu": (add("mentions", "Спорт", **NAME), {"mentions.f1", "mentions.per.f1"} | LINKING),
    "a name in a caption": (add("mentions", "Иван Белов", **NAME), set()),
    "an optional name missed": (drop("mentions", "Оке"), set()),
    "an optional name of another type": (change("mentions", "Оке", type="ORG"), set()),
    "another right span": (span("mentions", "Маяк", "завод «Маяк»"), set()),
    "another right span beside the first": (add("mentions", "«Маяк»", type="ORG", entity_id="Маяк"), set()),
    "a name not in the nominative": (
        change("mentions", "Калуге", normal="Калуге"),
        {"normal", "normal.differing"},
    ),
    "a nominative made worse": (change("mentions", "Кольцова", 2, normal="Кольцов"), {"normal"}),
    "case, ё and quote marks of a normal form": (
        both(change("mentions", "Петром", normal="ПЕТР Сомов"), change("mentions", "Маяк", normal="«Маяк»")),
        set(),
    ),
    "two entities taken for one": (change("mentions", "Калуге", entity_id="Тула"), LINKING | MATCHED_LINKING),
    "one entity taken for two": (change("mentions", "Кольцова", 2, entity_id="Х"), LINKING | MATCHED_LINKING),
    "no entity": (change("mentions", "Кольцова", 2, entity_id=None), LINKING | MATCHED_LINKING),
    "a time missed": (drop("times", "16 мая"), {"times.overlap.f1", "times.exact.f1"}),
    "a time with its preposition": (span("times", "конце года", "в конце года"), set()),
    "a time too short": (span("times", "конце года", "года"), {"times.exact.f1"}),
    "another day": (change("times", "среду", start_date=date(2024, 5, 22)), {"times.value"}),
    "an open end": (change("times", "среду", end_date=None), {"times.value"}),
    "an optional time missed": (drop("times", "2024-05-17"), set()),
    "a number for a time": (add("times", "обо всём"), {"times.overlap.f1", "times.exact.f1"}),
    "a trap": (add("times", "концов"), {"times.overlap.f1", "times.exact.f1", "times.traps"}),
    "a time in a caption": (add("times", "Фото"), set()),
    "an event missed": (
        drop("events", "оштрафовал"),
        TRIGGERS | {"events.participants.f1"},
    ),
    "an event that is not core missed": (drop("events", "встретилась"), set()),
    "an event of a wrong type": (change("events", "оштрафовал", type="SANCTION"), {"events.typed.f1"}),
    "an event of a wrong mode": (change("events", "оштрафовал", mode="trial"), {"events.mode"}),
    "a longer trigger": (span("events", "говорила", "говорила с Петром Сомовым по телефону"), set()),
    "a false event": (
        add("events", "договорились", **DEED | {"cluster_id": "NEW"}),
        TRIGGERS | {"events.participants.f1"},
    ),
    "a false event without participants": (add("events", "работает", **DEED | {"actors": []}), TRIGGERS),
    "a retelling": (add("events", "договорились", **DEED), set()),
    "a retelling of another type": (
        add("events", "договорились", **DEED | {"type": "AGREE"}),
        TRIGGERS | {"events.participants.f1"},
    ),
    "a retelling in a cut line": (add("events", "Пишите", **DEED), TRIGGERS | {"events.participants.f1"}),
    "an event in a caption": (add("events", "Фото", **DEED | {"cluster_id": "NEW"}), set()),
    "a participant missed": (change("events", "говорила", actors=["Анна Кольцова"]), PEOPLE),
    "a participant too many": (change("events", "говорила", recipients=["порт"]), PEOPLE),
    "a participant in a wrong role": (
        change("events", "оштрафовал", actors=[], recipients=["суд"]),
        {"events.participants.in_role.f1"},
    ),
    "half of a name, in another case": (change("events", "оштрафовал", actors=["городского суда"]), set()),
    "another status": (change("events", "закрыть", status="planned"), {"events.status"}),
    "another place": (change("events", "встретилась", 1, place="Тула"), {"events.place", "events.place_given"}),
    "a place that gold does not have": (change("events", "говорила", place="Тула"), {"events.place"}),
    "no date": (change("events", "говорила", start_date=None), {"events.date", "events.date_given"}),
    "a date that gold does not have": (change("events", "закрыть", end_date=date(2024, 12, 31)), {"events.date"}),
    "another right source": (change("events", "закрыть", source="рыбаки"), set()),
    "no source": (change("events", "закрыть", source=None), {"events.source_given"}),
    "a quote missed": (drop("quotes", "Мы договорились"), {"quotes.f1"}),
    "a quote with its marks": (span("quotes", "Мы договорились", "«Мы договорились обо всём»"), set()),
    "a quote nearly whole": (span("quotes", "завод", "завод «Маяк» могут закрыть в конце года"), set()),
    "half a quote": (span("quotes", "Мы договорились", "Мы договорились"), {"quotes.f1"}),
    "a name for a quote": (add("quotes", "«Калужский курьер»"), {"quotes.f1", "quotes.traps"}),
    "a quote in a caption": (add("quotes", "Фото: Иван"), set()),
    "a wrong speaker": (change("quotes", "завод", speaker="суд"), {"quotes.speaker"}),
    "no speaker": (change("quotes", "завод", speaker=None), {"quotes.speaker"}),
    "an alias of the speaker": (change("quotes", "завод", speaker="начальник порта"), set()),
    "another kind of quote": (change("quotes", "завод", kind="partial"), {"quotes.kind"}),
}


@pytest.mark.parametrize(("damage", "expected"), DAMAGE.values(), ids=DAMAGE)
def test_damage_lowers_its_own_scores(gold, damage, expected):
    """A kind of damage lowers exactly the scores that speak of it, and shows as a difference."""
    tables = perfect_tables(gold)
    damage(tables)
    report = evaluate(frames(tables), gold)
    assert lowered(report) == expected
    assert bool(report.differences) == bool(expected - {"events.source_given", "quotes.kind", "events.mode"})


def test_perfect_tables_score_one(gold):
    """Tables made of gold score 1 wherever there is something to score."""
    report = evaluate(frames(perfect_tables(gold)), gold)
    assert set(report.scores.values()) == {1.0}
    assert len(report.scores) > 50
    assert report.differences == ()


def test_a_document_without_a_row_is_empty(gold):
    """A page that the tables do not have counts with everything missed."""
    empty = {"documents": pd.DataFrame({"doc_id": [], "path": []})}
    report = evaluate(empty, gold)
    assert not any(v for n, v in report.scores.items() if n not in {"times.traps", "quotes.traps"})
    assert {d.kind for d in report.differences} == {"missing", "wrong"}


def test_arrow_tables_score_like_frames(gold):
    """Arrow tables and pandas frames with extension types give the same report."""
    tables = perfect_tables(gold)
    DAMAGE["no date"][0](tables)
    arrow = {name: pa.Table.from_pylist(rows) for name, rows in tables.items()}
    typed = frames(tables)
    for column in ("start_date", "end_date"):
        typed["events"][column] = pd.to_datetime(typed["events"][column])
    typed["events"] = typed["events"].convert_dtypes()
    assert evaluate(arrow, gold) == evaluate(frames(tables), gold) == evaluate(typed, gold)


def test_order_of_rows_does_not_matter(gold):
    """Tables in another order give the same scores."""
    tables = perfect_tables(gold)
    turned = {name: rows[::-1] for name, rows in deepcopy(tables).items()}
    assert evaluate(frames(turned), gold) == evaluate(frames(tables), gold)


def test_other_documents_are_left_aside(gold):
    """Rows of documents that gold does not know change nothing."""
    tables = perfect_tables(gold)
    for rows in tables.values():
        rows.extend([{**r, "doc_id": "other", **({"path": "other.txt"} if "path" in r else {})} for r in list(rows)])
    assert set(evaluate(frames(tables), gold).scores.values()) == {1.0}


def test_entities_are_linked_over_pages(tmp_path):
    """An entity with another id on another page is right inside the documents and wrong over the corpus."""
    write_sample(tmp_path, "one")
    gold = load_ann(write_sample(tmp_path, "two"))
    tables = perfect_tables(gold)
    for mention in tables["mentions"]:
        mention["entity_id"] = f"{mention['entity_id']} of {mention['doc_id']}"
    scores = evaluate(frames(tables), gold).scores
    assert scores["linking.document.f1"] == 1
    assert scores["linking.precision"] == 1
    assert scores["linking.recall"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda t: t.pop("documents"), "documents: this table is missing"),
        (lambda t: t.update(mentions=t["mentions"].drop(columns="type")), "mentions: the columns type are missing"),
        (lambda t: t.update(documents=pd.concat([t["documents"]] * 2)), "two rows have the stem 'page'"),
        (lambda t: t.update(documents=t["documents"].assign(text="other")), "is not the page of gold"),
    ],
    ids=["no documents", "no column", "a stem twice", "another text"],
)
def test_tables_that_cannot_be_compared(gold, damage, message):
    """Tables that do not fit raise an error that says what is wrong."""
    tables = frames(perfect_tables(gold))
    damage(tables)
    with pytest.raises(BadInput, match=message):
        evaluate(tables, gold)


def test_two_pages_of_one_name(gold):
    """Gold with a name twice cannot be joined."""
    with pytest.raises(BadGold, match="rename one"):
        evaluate(frames(perfect_tables(gold)), gold * 2)


def test_report_is_plain_text(gold):
    """The rendering has a row a score, and the differences in their lines."""
    tables = perfect_tables(gold)
    DAMAGE["a name missed"][0](tables)
    text = format_report(evaluate(frames(tables), gold), differences=5)
    assert "mentions.per" in text
    start, stop = occurrence(PAGE, "Петром Сомовым", 0)
    assert f"page:{start}-{stop} mentions missing: PER" in text
    assert "Ранее в среду она говорила с ⟦Петром Сомовым⟧ по телефону." in text
    assert "1 of 1 differences" in text


def test_differences_make_a_frame(gold):
    """A notebook reads the differences as a table."""
    tables = perfect_tables(gold)
    DAMAGE["a wrong speaker"][0](tables)
    frame = pd.DataFrame(evaluate(frames(tables), gold).differences)
    assert frame.loc[0, ["layer", "kind", "detail"]].tolist() == ["speakers", "wrong", "«суд» for «Пётр Сомов»"]


def test_seeds_score_one(corpora):
    """The seed labels load, and tables made of them are perfect."""
    gold = load_seeds(corpora / "seeds")
    report = evaluate(frames(perfect_tables(gold)), gold)
    assert set(report.scores.values()) == {1.0}
    assert report.counts["mentions.gold"] == 139  # 140 labels, one of them optional
    assert report.counts["events.trigger.gold"] == 39


SCORED = ("blocks", "mentions", "times", "quotes", "events")


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_scores_stay_between_zero_and_one(gold, data):
    """Whatever rows are lost or moved, each score is a share, and nothing fails."""
    tables = perfect_tables(gold)
    for name in SCORED:
        kept = data.draw(st.lists(st.sampled_from(tables[name]), unique_by=id))
        shift = data.draw(st.integers(-3, 3))
        tables[name] = [{**r, "start": max(r["start"] + shift, 0), "stop": max(r["stop"] + shift, 1)} for r in kept]
    report = evaluate(frames(tables), gold)
    assert all(0 <= value <= 1 for value in report.scores.values())
