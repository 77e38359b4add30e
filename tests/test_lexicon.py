"""The event lexicon: what its loader refuses, and that every entry finds its examples in the real parse."""

import pytest

from rusnews_extract.errors import BadRules
from rusnews_extract.evaluate.names import same_name
from rusnews_extract.rules.coding import Cue, Fixed, load_event_rules
from rusnews_extract.rules.lexicon import LexiconRule, compile_lexicon, load_ontology, split_example
from rusnews_extract.rules.loading import RuleFolders
from tests.event_pages import code, every_telling, names, parse

FOLDERS = RuleFolders()
ENTRIES = [
    (file, rule) for file in FOLDERS.names("events/*.toml") for rule in FOLDERS.entries(file, "rule", LexiconRule)
]
CUES = FOLDERS.entries("events.toml", "cue", Cue)
FIXED = FOLDERS.entries("events.toml", "fixed", Fixed)
GOOD = [(f, r.id, e) for f, r in ENTRIES for e in r.examples] + [
    ("events.toml", c.id, e) for c in CUES for e in c.examples
]
BAD = [(f, r.id, e) for f, r in ENTRIES for e in r.counterexamples]
BAD += [("events.toml", f.id, e) for f in FIXED for e in f.counterexamples]
LEMMA_OF = {f.id: f.lemma for f in FIXED}
STATUS = {c.id for c in CUES}


def ids(cases):
    count: dict[str, int] = {}
    for file, rule, _ in cases:
        count[rule] = count.get(rule, 0) + 1
        yield f"{file}::{rule}::{count[rule]}"


@pytest.fixture(scope="session")
def tellings(models):
    """The events of every example by its text, from one parse of them all."""
    texts = list(dict.fromkeys(split_example(e)[0] for _, _, e in GOOD + BAD))
    rules = every_telling()
    return {text: code(parsed, models, rules) for text, parsed in zip(texts, parse(texts, models), strict=True)}


@pytest.mark.parametrize(("file", "rule", "example"), GOOD, ids=ids(GOOD))
def test_an_entry_finds_its_example(file, rule, example, tellings):
    """The entry fires on the marked trigger, with the participants and the status that the example asks for."""
    text, spans, wanted = split_example(example)
    here = [e for e in tellings[text] if any(e.start < b and a < e.stop for a, b in spans)]
    if rule not in STATUS:
        here = [e for e in here if e.rule_id == rule]
    assert here, [(e.text, e.rule_id) for e in tellings[text]]
    event = here[0]
    for key, role in (("A", "actor"), ("R", "recipient")):
        for name in wanted.get(key, ()):
            assert any(same_name(name, found) for found in names(event, role)), (role, event)
    assert event.status == wanted.get("S", (event.status,))[0]


@pytest.mark.parametrize(("file", "rule", "example"), BAD, ids=ids(BAD))
def test_an_entry_leaves_its_counterexample(file, rule, example, tellings):
    """The entry does not fire; a fixed phrase heads no event at all."""
    text, _, _ = split_example(example)
    lemma = LEMMA_OF.get(rule)
    assert not [e for e in tellings[text] if e.rule_id == rule or (lemma and lemma in e.lemma.split())]


def test_the_lexicon_is_large_and_covers_the_ontology():
    """Every type of the ontology has entries, and there are enough heads to count with."""
    rules = load_event_rules(FOLDERS)
    types = {rule.type for table in (rules.verbs, rules.nouns) for found in table.values() for rule in found}
    assert types == set(rules.types)
    assert len(rules.verbs) + len(rules.nouns) >= 900


def test_ids_are_unique_over_all_files():
    """A row's rule_id leads to one entry."""
    assert len({rule.id for _, rule in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[[rule]]\nid = "x"\nexamples = ["[Он] ушёл"]\n', "needs verbs or nouns"),
        ('[[rule]]\nid = "x"\nverbs = ["уйти"]\nexamples = []\n', "needs an example"),
        ('[[rule]]\nid = "x"\nverbs = ["уйти"]\nexamples = ["Он ушёл"]\n', "square brackets"),
        ('[[rule]]\nid = "x"\nmode = "fly"\nverbs = ["уйти"]\nexamples = ["Он [ушёл]"]\n', "no mode 'fly'"),
        (
            '[[rule]]\nid = "x"\nverbs = ["уйти"]\nto = ["кому"]\nexamples = ["Он [ушёл]"]\n',
            "'кому чему' is no slot",
        ),
        ('[[rule]]\nid = "x"\nverbs = ["уйти"]\nneeds = ["luck"]\nexamples = ["Он [ушёл]"]\n', "'luck' is none of"),
        ('[[rule]]\nid = "x"\nverbs = ["уйти"]\nplus = ["@nothing"]\nexamples = ["Он [ушёл]"]\n', "events_nothing.txt"),
    ],
)
def test_a_bad_entry_is_named_with_its_mend(content, message, tmp_path):
    """The error says file, entry and what to do."""
    (tmp_path / "events").mkdir()
    content = content.replace('"кому"', '"кому чему"')
    (tmp_path / "events" / "COERCE.toml").write_text(content, encoding="utf-8")
    folders = RuleFolders.with_extra(tmp_path)
    with pytest.raises(BadRules, match=message):
        compile_lexicon(folders, load_ontology(folders))


def test_a_file_of_an_unknown_type_is_refused(tmp_path):
    """A type has to be in the ontology first."""
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "WEATHER.toml").write_text("", encoding="utf-8")
    with pytest.raises(BadRules, match="no type 'WEATHER'"):
        compile_lexicon(RuleFolders.with_extra(tmp_path), load_ontology(RuleFolders()))


def test_a_user_adds_a_type_of_his_own(tmp_path, models):
    """A type and an entry in one folder are enough: no Python."""
    (tmp_path / "events").mkdir()
    (tmp_path / "events.toml").write_text('[[type]]\nid = "WEATHER"\ncovers = "weather"\n', encoding="utf-8")
    entry = '[[rule]]\nid = "weather-rainbow"\nnouns = ["радуга"]\nframe = "none"\nexamples = ["Взошла [радуга]"]\n'
    (tmp_path / "events" / "WEATHER.toml").write_text(entry, encoding="utf-8")
    from rusnews_extract.rules.rulebook import load_rules

    parsed = parse(["В Твери все увидели радугу."], models)[0]
    assert [(e.type, e.rule_id) for e in code(parsed, models, load_rules(tmp_path))] == [("WEATHER", "weather-rainbow")]


def test_marks_and_expectations_come_out_of_an_example():
    """Triggers may be in several pieces, expectations in several parts."""
    text, spans, wanted = split_example("Он [взял] его [под стражу] | A: он | S: planned")
    assert (text, [text[a:b] for a, b in spans]) == ("Он взял его под стражу", ["взял", "под стражу"])
    assert wanted == {"A": ("он",), "S": ("planned",)}
