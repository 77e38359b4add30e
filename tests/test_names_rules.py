"""The rules of names: their examples hold, and a slip in a file is told with its place."""

import pytest

from rusnews_extract.errors import BadRules
from rusnews_extract.rules.loading import BUILT_IN, RuleFolders
from rusnews_extract.rules.names import FixedType, WordPattern, load_name_rules, surface_pattern

ENTRIES = [
    *RuleFolders().entries("names.toml", "type", FixedType),
    *RuleFolders().entries("names.toml", "drop", WordPattern),
]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: f"names.toml::{e.id}")
def test_examples(entry):
    """An entry matches its examples and leaves its counterexamples alone."""
    pattern = surface_pattern(entry.words)
    assert entry.examples
    assert all(pattern.fullmatch(e) for e in entry.examples)
    assert not any(pattern.fullmatch(e) for e in entry.counterexamples)


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        (
            "names.toml",
            '[[drop]]\nid = "x"\ntypes = ["ORG"]\nwords = ["Заря"]\nwhy = "y"\nexamples = ["Закат"]\n',
            "«Закат» does not match",
        ),
        (
            "names.toml",
            '[[type]]\nid = "x"\ntype = "ORG"\nwords = ["Зар*"]\nwhy = "y"\n'
            'examples = ["Заря"]\ncounterexamples = ["Зарю"]\n',
            "«Зарю» matches",
        ),
        ("names.toml", '[[type]]\nid = "x"\ntype = "EVENT"\nwords = []\nwhy = "y"\nexamples = []\n', "none of"),
        ("lexicons/names_aliases.tsv", "сша\tАмерика\n", "an alias itself"),
        ("lexicons/names_aliases.tsv", "США\tСтраны\n", "lower case"),
        ("lexicons/names_endings.tsv", "а\t- Gen Masc\n", "one space"),
        ("lexicons/names_weights.tsv", "a x\tmuch\n", "no number"),
    ],
)
def test_mistakes_are_told(tmp_path, file, content, message):
    """A user's file with a mistake is refused with the place and the mend."""
    (tmp_path / "lexicons").mkdir()
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(BadRules, match=message):
        load_name_rules(RuleFolders((BUILT_IN, tmp_path)))


def test_a_users_alias_counts(tmp_path):
    """A user adds an alias in one line."""
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons/names_aliases.tsv").write_text("первопрестольная\tМосква\n", encoding="utf-8")
    assert load_name_rules(RuleFolders((BUILT_IN, tmp_path))).aliases["первопрестольная"] == "Москва"
