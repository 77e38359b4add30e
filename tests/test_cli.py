"""The command line: help with examples, clear ends, exit codes."""

import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from rusnews_extract.cli import app
from tests.test_runs import PAGE, pages

COMMANDS = ["run", "show", "schema", "rules", "evaluate"]


def call(*arguments, cwd=None):
    """Run the module as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "rusnews_extract", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(command):
    """--help says what a command does and shows how it is called."""
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert f"python -m rusnews_extract {command}" in " ".join(result.output.split())


def test_schema_prints_the_contract():
    """schema lists every column with its meaning; an unknown table is refused by name."""
    assert "entity_id" in CliRunner().invoke(app, ["schema", "mentions"]).output
    result = call("schema", "mention")
    assert result.returncode == 2
    assert "'mention' is no table" in result.stderr


def test_run_ends_with_a_summary(tmp_path):
    """run prints what was read, written and failed, the rows of each table and the time it took."""
    source = pages(tmp_path / "in", a__txt=PAGE)
    result = call("run", "--input", source, "--output", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    assert "1 read · 1 written · 0 failed" in result.stdout
    for table in ("documents", "mentions", "events", "catalogue"):
        assert table in result.stdout


def test_failed_records_make_exit_code_1(tmp_path):
    """Where some records failed, the others are done and the exit code is 1."""
    source = pages(tmp_path / "in", a__txt=PAGE, b__txt=b"")
    result = call("run", "--input", source, "--output", tmp_path / "out")
    assert result.returncode == 1
    assert "2 read · 1 written · 1 failed" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "--input", "nowhere"], "no such file or folder"),
        (["run", "--input", "empty"], "has no files"),
        (["run", "--input", "in", "--output", "in/a.txt/out"], "cannot be written"),
        (["run", "--input", "in", "--output", "out", "--rules", "nowhere"], "no such folder"),
        (["run", "--input", "in", "--output", "out", "--limit", "0"], "--limit 0"),
        (["show", "nowhere.txt"], "no such file"),
        (["evaluate", "--gold", "nowhere"], "nowhere"),
    ],
    ids=["missing", "empty", "unwritable", "rules", "limit", "show", "gold"],
)
def test_what_cannot_run_is_one_line(tmp_path, arguments, message):
    """A mistake of the caller is one line on standard error and exit code 2, never a traceback."""
    pages(tmp_path / "in", a__txt=PAGE)
    (tmp_path / "empty").mkdir()
    result = call(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_users_rule_with_a_mistake_is_told(tmp_path):
    """A broken rule file of a user is named, and nothing runs."""
    pages(tmp_path / "in", a__txt=PAGE)
    (tmp_path / "mine" / "events").mkdir(parents=True)
    (tmp_path / "mine" / "events" / "CONSULT.toml").write_text('[[rule]]\nid = "x"\nverbz = []\n', encoding="utf-8")
    result = call("run", "--input", "in", "--output", "out", "--rules", "mine", cwd=tmp_path)
    assert result.returncode == 2
    assert "CONSULT.toml" in result.stderr
    assert "verbz" in result.stderr


def test_show_draws_a_page(tmp_path):
    """show names the types under the spans and lists events and quotes, and no page steers the terminal."""
    source = pages(tmp_path, a__txt=PAGE.replace("Мы договорились", "Мы \x1b[2Jдоговорились"))
    result = call("show", source / "a.txt")
    assert result.returncode == 0, result.stderr
    assert "Анна Кольцова⟨PER⟩" in result.stdout
    assert "CONSULT" in result.stdout
    assert "\x1b[2J" not in result.stdout
