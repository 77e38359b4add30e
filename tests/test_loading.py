"""Rule files: a mistake in one is told with file, entry and mend."""

from dataclasses import dataclass

import pytest

from rusnews_extract.errors import BadRules
from rusnews_extract.rules.loading import RuleFolders


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    words: tuple[str, ...]
    weight: float = 1.0
    note: str | None = None


def folders(tmp_path, **files):
    made = []
    for name, content in files.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "a.toml").write_text(content, encoding="utf-8")
        made.append(folder)
    return RuleFolders(tuple(made))


def test_a_users_rule_replaces_ours(tmp_path):
    """A known id replaces, a new id adds."""
    rules = folders(
        tmp_path,
        ours='[[rule]]\nid="x"\nwords=["а"]\n[[rule]]\nid="y"\nwords=["б"]',
        theirs='[[rule]]\nid="y"\nwords=["в"]\nweight=2\n[[rule]]\nid="z"\nwords=[]',
    )
    assert rules.entries("a.toml", "rule", Entry) == (
        Entry("x", ("а",)),
        Entry("y", ("в",), 2.0),
        Entry("z", ()),
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[[rule]]\nwords=["а"]', "needs an id"),
        ('[[rule]]\nid="x"', "'words' is missing"),
        ('[[rule]]\nid="x"\nwords=[1]', "1 is no str"),
        ('[[rule]]\nid="x"\nwords=[]\nwieght=2', "unknown field 'wieght'"),
        ('[[rule]]\nid="x"\nwords=[]\n[[rule]]\nid="x"\nwords=[]', "stands twice"),
        ('[[rule]]\nid="x', "no valid TOML"),
    ],
)
def test_mistakes_are_named(tmp_path, content, message):
    """The error names the file and what is wrong in it."""
    with pytest.raises(BadRules, match=message) as caught:
        folders(tmp_path, ours=content).entries("a.toml", "rule", Entry)
    assert "a.toml" in str(caught.value)


def test_lexicons_add_and_take_away(tmp_path):
    """A user's line adds an entry; one with a minus takes ours away; comments are no part of an entry."""
    for name, content in (("ours", "мэр\nглава  # глава города\n"), ("theirs", "-мэр\nстароста\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "w.txt").write_text(content, encoding="utf-8")
    rules = RuleFolders((tmp_path / "ours", tmp_path / "theirs"))
    assert rules.words("w.txt") == ("глава", "староста")


def test_pairs_need_a_tab(tmp_path):
    """A two-column lexicon without its tab is an error with the line."""
    (tmp_path / "p.tsv").write_text("РФ\tРоссия\nСША Америка\n", encoding="utf-8")
    with pytest.raises(BadRules, match=r"p\.tsv:2"):
        RuleFolders((tmp_path,)).pairs("p.tsv")


def test_a_missing_rules_folder_is_an_error(tmp_path):
    """--rules of a folder that is not there says so."""
    with pytest.raises(BadRules, match="no such folder"):
        RuleFolders.with_extra(tmp_path / "nowhere")


def test_the_digest_follows_the_rules(tmp_path):
    """Another rule is another digest."""
    rules = folders(tmp_path, ours='[[rule]]\nid="x"\nwords=[]')
    before = rules.digest()
    (tmp_path / "ours" / "a.toml").write_text("", encoding="utf-8")
    assert rules.digest() != before
