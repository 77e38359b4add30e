"""The rules of times: every example gives what it promises, and a slip in a rule file is told."""

from datetime import date

import pytest

from rusnews_extract.errors import BadRules
from rusnews_extract.rules.loading import BUILT_IN, RuleFolders
from rusnews_extract.rules.times import TimePattern, load_time_rules
from rusnews_extract.stages.times import times_in_text

PATTERNS = RuleFolders().entries("times.toml", "pattern", TimePattern)
DAY = date(2025, 10, 9)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: f"times.toml::{p.id}")
def test_examples(pattern):
    """A pattern finds its examples, with their values, and leaves its counterexamples alone."""
    assert pattern.examples or pattern.counterexamples, f"{pattern.id}: give it an example"
    for example in pattern.examples:
        text, _, values = example.partition(" => ")
        found = times_in_text(text, DAY)
        assert [t.value for t in found] == values.split("; ")
        if pattern.type is not None:
            assert pattern.id in {t.rule_id for t in found}, f"{pattern.id}: another pattern takes {text!r}"
    for text in pattern.counterexamples:
        assert times_in_text(text, DAY) == ()


def load_with(tmp_path, name, content):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(content, encoding="utf-8")
    return load_time_rules(RuleFolders((BUILT_IN, tmp_path)))


def rule(match, **more):
    lines = [f'{key} = "{value}"' for key, value in {"id": "x", "why": "y", "makes": "DM", **more}.items()]
    return "\n".join(["[[pattern]]", *lines, f'match = ["{match}"]'])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("times.toml", rule("MDAY MOHTH"), "pattern x: nothing makes the class 'MOHTH'"),
        ("times.toml", rule("MDAY (MONTH"), "cannot read '(MONTH'"),
        ("times.toml", rule("MDAY? MONTH?"), "nothing inside its span"),
        ("times.toml", rule("MDAY MONTH", gives="part"), "'part' must read field=value"),
        ("times.toml", rule("в на по", type="DATE"), "weak words alone match pattern x"),
        ("lexicons/times_months.tsv", "юнь\tmonth=6", "must begin with a class in capitals"),
        ("lexicons/times_months.tsv", "юнь\tMONTH.nom june", "'june' must read field=value"),
        ("lexicons/times_months.tsv", "юнь MONTH", "needs a tab"),
    ],
)
def test_slips_are_told(tmp_path, name, content, message):
    """A mistake in a user's file names what is wrong."""
    with pytest.raises(BadRules) as caught:
        load_with(tmp_path, name, content)
    assert message in str(caught.value)


def test_a_user_adds_words(tmp_path):
    """A line in a user's lexicon is enough for a new holiday."""
    rules = load_with(tmp_path, "lexicons/times_holidays.tsv", "DAYWORD картошки\tmonth=9 day=14\n")
    assert any(p.id == "holiday:день картошки" for p in rules.patterns)
