"""The rules of cleaning: every cue and shape keeps its examples, and a bad file is told with file, entry and mend."""

import re

import pytest

from rusnews_extract.errors import BadRules
from rusnews_extract.rules.cleaning import CueEntry, ShapeEntry, load_clean_rules
from rusnews_extract.rules.loading import BUILT_IN, RuleFolders

FOLDERS = RuleFolders()
FILES = ("clean.toml", *FOLDERS.names("sites/*.toml"))
CUES = {f"{name}::{entry.id}": entry for name in FILES for entry in FOLDERS.entries(name, "cue", CueEntry)}
RULES = load_clean_rules(FOLDERS)
COMPILED = {cue.id: cue for site in (None, *RULES.sites) for cue in RULES.cues_for(site).cues}
SHAPES = {f"clean.toml::{entry.id}": entry for entry in FOLDERS.entries("clean.toml", "shape", ShapeEntry)}
LONG = ("а" * 100_000, "1" * 100_000, "а. " * 30_000, "телеграм " * 10_000, "09.10.2025 " * 10_000, "( / » | " * 10_000)


def words(line):
    return len(re.findall(r"[^\W\d_]+", line))


@pytest.mark.parametrize("entry", CUES.values(), ids=CUES.keys())
def test_cues_keep_their_examples(entry):
    """A cue fits its examples, none of its counterexamples, and says why it is there."""
    cue = COMPILED[entry.id]
    assert entry.why
    assert entry.examples
    assert all(cue.fits(line, line.lower(), words(line)) for line in entry.examples)
    assert not any(cue.fits(line, line.lower(), words(line)) for line in entry.counterexamples)


@pytest.mark.parametrize("entry", SHAPES.values(), ids=SHAPES.keys())
def test_shapes_keep_their_examples(entry):
    """A shape fits its examples as a whole and none of its counterexamples."""
    assert all(re.fullmatch(entry.pattern, line) for line in entry.examples)
    assert not any(re.fullmatch(entry.pattern, line) for line in entry.counterexamples)


@pytest.mark.slow
@pytest.mark.parametrize("entry", CUES.values(), ids=CUES.keys())
def test_patterns_stay_linear(entry):
    """No pattern runs away on the longest line that it is tried on, whatever the line is made of."""
    for line in LONG:
        COMPILED[entry.id].pattern.match(line[:1200] + "ъ")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('pattern = "("\nexamples = ["x"]', "no regular expression"),
        ('pattern = "x"\nexamples = ["y"]', "example does not match"),
        ('pattern = "x"\nexamples = ["x"]\ncounterexamples = ["xy"]', "counterexample matches"),
        ('pattern = "x"\nexamples = []', "at least one example"),
    ],
)
def test_a_bad_cue_is_told(tmp_path, content, message):
    """The message names the file, the cue and the mend."""
    (tmp_path / "clean.toml").write_text(f'[[cue]]\nid = "mine"\nrole = "nav"\nwhy = "x"\n{content}', encoding="utf-8")
    with pytest.raises(BadRules, match=message) as error:
        load_clean_rules(RuleFolders((BUILT_IN, tmp_path)))
    assert "clean.toml" in str(error.value)
    assert "mine" in str(error.value)


def test_a_bad_score_is_told(tmp_path):
    """A score of another type is refused by name."""
    (tmp_path / "clean.toml").write_text('[scores]\nword_cap = "many"', encoding="utf-8")
    with pytest.raises(BadRules, match="word_cap"):
        load_clean_rules(RuleFolders((BUILT_IN, tmp_path)))


def test_a_site_file_needs_domains(tmp_path):
    """A file in sites/ that names no domain is refused."""
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "mine.toml").write_text("[site]\n", encoding="utf-8")
    with pytest.raises(BadRules, match="domains"):
        load_clean_rules(RuleFolders((BUILT_IN, tmp_path)))


def test_cues_of_a_site_go_first():
    """A page of a named domain is tried on that domain's cues before the general ones."""
    rules = load_clean_rules(FOLDERS)
    assert rules.cues_for("www.example.org").cues[0].id == "example-slogan"
    assert rules.cues_for("other.example") == rules.cues
    assert rules.cues_for(None) == rules.cues
