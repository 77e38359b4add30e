"""One event, one cluster: the families of the lexicon, tellings of own pages, and events told by several seed pages."""

import re

import pytest

from rusnews_extract import read_table, run
from rusnews_extract.errors import BadRules
from rusnews_extract.evaluate.clusters import score_clusters
from rusnews_extract.evaluate.found import FoundDoc, FoundEvent, Page
from rusnews_extract.evaluate.gold import GoldBlock, GoldDoc, GoldEvent
from rusnews_extract.rules.coding import Family, Thing, load_event_rules
from rusnews_extract.rules.loading import RuleFolders
from tests.event_pages import code, every_telling, parse

FOLDERS = RuleFolders()
FAMILIES = FOLDERS.entries("events_kin.toml", "family", Family)
THINGS = FOLDERS.entries("events_kin.toml", "thing", Thing)
ONE = [(f.id, e) for f in (*FAMILIES, *THINGS) for e in f.examples]
TWO = [(f.id, e) for f in FAMILIES for e in f.counterexamples]

PAGES = {
    # what was discussed belongs to the call it follows
    "Пётр Лугов и Иван Сомов [созвонились] 7 октября. Пётр Лугов и Иван Сомов [обсудили] торговлю.": True,
    # what is planned has not happened: the meeting told of is another
    "Президенты Армении и Грузии [встретились] в Минске. Президенты Армении и Грузии [встретятся] снова.": False,
    # a telling that denies is none of the event
    "Полиция [задержала] мэра Тулы. Мэра Омска полиция [не задерживала].": False,
    # other places, nobody named
    "В Туле [сгорел] дом. В Омске [сгорел] гараж.": False,
    # the headline and the text name him otherwise
    "В Туле [задержан] директор завода. / Полиция [задержала] Петра Лугова.": True,
    # two deeds of one sentence
    "Полиция [разогнала] митинг и [задержала] двоих.": False,
    # a noun that refers back, however far
    "Полиция [задержала] мэра Тулы. Город растёт. Улицы чисты. Река красива. Снег лёг. [Задержание] сняли.": True,
    # years apart
    "В 2019 году в Туле [сгорел] дом. В 2024 году в Туле [сгорел] дом.": False,
}


def spans(marked):
    """The text without its brackets, and where the two stood."""
    text, found = "", []
    for piece in re.split(r"(\[[^]]*\])", marked):
        if piece.startswith("["):
            found.append((len(text), len(text) + len(piece) - 2))
        text += piece.strip("[]") if piece.startswith("[") else piece
    return text.replace(" / ", "\n"), found


@pytest.fixture(scope="module")
def told(models):
    """The events of every example, from one parse."""
    texts = sorted({spans(e)[0] for _, e in (*ONE, *TWO)} | {spans(p)[0] for p in PAGES})
    rules = every_telling()
    return {text: code(parsed, models, rules) for text, parsed in zip(texts, parse(texts, models), strict=True)}


def clusters(marked, told):
    """The clusters of the events at the two marks."""
    text, marks = spans(marked)
    at = [[e.cluster for e in told[text] if e.start < stop and start < e.stop] for start, stop in marks]
    assert all(at), [(e.text, e.type, e.rule_id) for e in told[text]]
    return [found[0] for found in at]


@pytest.mark.parametrize(("family", "example"), ONE)
def test_kindred_triggers_are_one_event(family, example, told):
    """The two triggers of an example share a cluster."""
    one, other = clusters(example, told)
    assert one == other


@pytest.mark.parametrize(("family", "example"), TWO)
def test_others_are_two(family, example, told):
    """The two triggers of a counterexample do not."""
    one, other = clusters(example, told)
    assert one != other


@pytest.mark.parametrize(("page", "same"), PAGES.items())
def test_tellings_of_a_page(page, same, told):
    """Parties, days, places and statuses decide."""
    one, other = clusters(page, told)
    assert (one == other) is same


@pytest.mark.parametrize(("rules", "wrong"), [('["nowhere"]', "nowhere"), ('["death-die", "life-born"]', "several")])
def test_a_family_names_entries_of_one_type(rules, wrong, tmp_path):
    """A family of unknown entries, or of several types, is refused with its name."""
    entry = f'[[family]]\nid = "x"\nrules = {rules}\nwhy = "?"\nexamples = ["[а] [б]"]\n'
    (tmp_path / "events_kin.toml").write_text(entry, encoding="utf-8")
    with pytest.raises(BadRules, match=f"family x.*{wrong}"):
        load_event_rules(RuleFolders.with_extra(tmp_path))


@pytest.fixture(scope="module")
def seeds(corpora, tmp_path_factory):
    """The events of a run over the seed pages, with the first figures of the name of their page."""
    output = tmp_path_factory.mktemp("seeds")
    run(corpora / "seeds", output)
    events = read_table("events", output).merge(read_table("documents", output)[["doc_id", "path"]], on="doc_id")
    return events.assign(page=events["path"].str.extract(r"(\d+)_", expand=False))


@pytest.mark.parametrize(
    ("kind", "word", "pages"),
    [
        ("CONSULT", "созвонились", {"000", "001", "004"}),
        ("ACCIDENT", "потерпел крушение", {"000", "001", "002", "003", "004"}),
        ("CONSULT", "встретится", {"001", "002"}),
    ],
    ids=["the call", "the crash", "the meeting planned and realised"],
)
def test_events_of_several_pages(kind, word, pages, seeds):
    """An event that several pages tell of is one cluster, and nothing of another page is in it."""
    chosen = seeds[(seeds["type"] == kind) & (seeds["text"] == word)]
    assert set(seeds[seeds["cluster_id"].isin(chosen["cluster_id"])]["page"]) == pages
    assert chosen["cluster_id"].nunique() == 1


def scored(found):
    """The scores of two pages whose gold tells event A three times and B once; ``found`` are the clusters given."""
    text = "аресты аресты аресты"
    told = zip((0, 7, 14), "AAB", strict=True)
    gold = [GoldEvent(s, s + 6, "аресты", "COERCE", cluster=c, core=s == 0) for s, c in told]
    have = [
        FoundEvent(s, s + 6, "COERCE", None, None, (), (), None, None, None, None, c)
        for s, c in zip((0, 7, 14, 0), found, strict=True)
    ]
    lines = (GoldBlock(0, 20, "body"),)
    one = Page(GoldDoc("one", text, blocks=lines, events=tuple(gold)), FoundDoc(events=tuple(have[:3])))
    two = Page(GoldDoc("two", text, blocks=lines, events=(gold[0],)), FoundDoc(events=(have[3],)))
    return score_clusters([one, two])


@pytest.mark.parametrize(
    ("found", "pairs", "across", "document"),
    [
        ("xxyx", (3, 3, 3), (2, 2, 2), 1.0),
        ("xxyz", (1, 1, 3), (0, 0, 2), 1.0),
        ("xyzw", (0, 0, 3), (0, 0, 2), 0.75),
        ("xxxx", (3, 6, 3), (2, 3, 2), 1.0),
    ],
    ids=["perfect", "pages apart", "all apart", "all one"],
)
def test_clusters_are_scored(found, pairs, across, document):
    """Pairs over all and over two documents, and B³ recall inside each."""
    report = scored(found)
    for name, asked in (("pairs", pairs), ("across", across)):
        assert tuple(report.counts[f"events.clusters.{name}.{c}"] for c in ("right", "found", "gold")) == asked
    assert report.scores["events.clusters.document.recall"] == document
    assert bool(report.differences) is (found != "xxyx")


def test_the_year_comes_from_another_telling(tmp_path):
    """A page that says no year gets the day of an event from a page that tells it with one, and «inherited» says so."""
    call = "Президент Армении Пётр Лугов {day} позвонил президенту Грузии Ивану Сомову.\n"
    place = tmp_path / "in"
    place.mkdir()
    (place / "a.txt").write_text(f"Пётр Лугов созвонился с Иваном Сомовым\n\n{call.format(day='7 октября 2025 года')}")
    (place / "b.txt").write_text(f"Пётр Лугов поговорил с Иваном Сомовым\n\n{call.format(day='7 октября')}")
    (place / "c.txt").write_text(f"Пётр Лугов поговорил с Иваном Сомовым\n\n{call.format(day='9 октября')}")
    run(place, tmp_path / "out")
    paths = read_table("documents", tmp_path / "out").set_index("doc_id")["path"]
    events = read_table("events", tmp_path / "out")
    events = events.assign(page=events["doc_id"].map(paths)).sort_values("page")
    calls = events[events["text"] == "позвонил"]
    assert list(calls["date_basis"]) == ["explicit", "inherited", "none"]
    assert list(calls["date_value"])[:2] == ["2025-10-07"] * 2
    assert list(calls["start_date"].isna()) == [False, False, True]
    assert calls["end_date"].equals(calls["start_date"])
