"""The README is true: rendered parts are up to date, its commands are those of CI, notebooks carry no outputs."""

import json
from pathlib import Path

import pytest

from tests.tools.render_readme import ROOT, render

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_rendered_parts_are_up_to_date():
    """Tables, command line, event types and the pandas example are what the code gives today."""
    assert render(README) == README, "run `python -m tests.tools.render_readme`"


@pytest.mark.parametrize("name", ["run", "test"])
def test_ci_finds_both_commands(name):
    """The two commands stand where .ci/run looks for them."""
    after = README.split(f"<!-- command: {name} -->\n```\n")
    assert len(after) == 2
    assert after[1].startswith("python -m pip install -e ")


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.name)
def test_notebooks_are_committed_without_outputs(path: Path):
    """A notebook in the repository holds no output and no execution count."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
