"""Render the parts of README.md that the code knows better: the table reference, the command line, the event types.

    python -m tests.tools.render_readme           write README.md anew
    python -m tests.tools.render_readme --check   fail where it would change

A part stands between ``<!-- render: name -->`` and ``<!-- end -->``.
"""

import argparse
import io
import json
import re
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

import pandas as pd
from typer.testing import CliRunner

import rusnews_extract
from rusnews_extract.cli import app
from rusnews_extract.rules.rulebook import load_rules
from rusnews_extract.tables import TABLES, columns

ROOT = Path(__file__).parents[2]
PART = re.compile(r"(<!-- render: (?P<name>[\w-]+) -->\n)(?P<body>.*?)(<!-- end -->)", re.DOTALL)
CODE = re.compile(r"```python\n(?P<code>.*?)```", re.DOTALL)


def tables() -> str:
    """Return the reference of all tables in Markdown."""
    parts = []
    for name, kind in TABLES.items():
        parts.append(f"\n**`{name}`**: {(kind.__doc__ or '').strip()}\n\n| column | type | meaning |\n|---|---|---|\n")
        for c in columns(kind):
            kind_name = str(c.type).replace("<element: string>", " of string") + (" or null" if c.nullable else "")
            parts.append(f"| `{c.name}` | {kind_name} | {c.doc} |\n")
    return "".join(parts) + "\n"


def commands() -> str:
    """Return the help of every command."""
    parts = []
    for name in ("run", "show", "schema", "rules", "evaluate"):
        result = CliRunner().invoke(app, [name, "--help"], prog_name="python -m rusnews_extract", terminal_width=100)
        parts.append(f"\n```\n{result.output.strip()}\n```\n")
    return "".join(parts)


def events() -> str:
    """Return the event types with the number of lexicon entries of each."""
    rules = load_rules().events
    lines = ["\n| type | quad | modes |\n|---|---|---|\n"]
    for name in rules.types:
        kind = rules.types[name]
        lines.append(f"| {name} | {kind.quad or '(extension)'} | {', '.join(kind.modes)} |\n")
    return "".join(lines) + "\n"


QUALITY = {
    "blocks.kept.f1": "lines kept or cut, F1",
    "mentions.kept.f1": "names in kept lines, exact span and type, F1",
    "normal.differing": "nominative right, of names that stand in another case",
    "linking.f1": "one entity one id, B³ F1",
    "times.overlap.f1": "temporal expressions, overlap F1",
    "times.value": "both ends of the interval right, of dates found",
    "events.typed.f1": "events, type and overlapping trigger, F1",
    "events.participants.f1": "participants end to end, F1",
    "events.place": "place right, of events found",
    "events.date": "date interval right, of events found",
    "events.status": "status right, of events found",
    "quotes.f1": "quotes, span overlap at least .8, F1",
    "quotes.speaker": "speaker right, of quotes found",
}


def quality() -> str:
    """Return the pinned scores of the gold gate in Markdown."""
    floors = json.loads((ROOT / "tests" / "gold" / "baseline.json").read_text(encoding="utf-8"))
    sets = [name for name in ("gold/held", "gold/dev", "seeds") if name in floors]
    lines = [f"\n| score | {' | '.join(sets)} |\n|---|{'---|' * len(sets)}\n"]
    for score, meaning in QUALITY.items():
        found = [floors[name]["floors"][score] for name in sets]
        lines.append(f"| {meaning} | {' | '.join(f'{value:.3f}' for value in found)} |\n")
    return "".join(lines) + "\n"


def cleaning() -> str:
    """Return what `tests/bench/cleaning.py` recorded, in Markdown."""
    found = json.loads((ROOT / "tests" / "bench" / "cleaning.json").read_text(encoding="utf-8"))
    lines = ["\n| 133 HTML pages | F1 | precision | recall | empty |\n|---|---|---|---|---|\n"]
    for name, row in sorted(found["pages"].items(), key=lambda item: -item[1]["f1"]):
        figures = " | ".join(f"{row[part]:.3f}" for part in ("f1", "precision", "recall"))
        lines.append(f"| {name} | {figures} | {row['empty']} |\n")
    dates, names = found["dates"]["pages"], found["names"]["seeds"]
    lines.append(
        f"\nPublication day: right on {dates['right']} of the {dates['dated']} pages that show one, "
        f"wrong on {dates['wrong']}, invented on {dates['invented']}.\n"
        "Of the names that stock Natasha finds on the raw seed pages "
        f"{names['raw share']:.1%} stand in the frame; after cleaning {names['cleaned share']:.1%}.\n"
    )
    return "".join(lines) + "\n"


def confidence() -> str:
    """Return what `tests/tools/fit_confidence.py` found on the held pages, in Markdown."""
    found = json.loads((ROOT / "tests" / "bench" / "confidence.json").read_text(encoding="utf-8"))
    lines = ["\n| `confidence` | rows | predicted | observed |\n|---|---|---|---|\n"]
    lines += [f"| {label} | {count} | {mean:.2f} | {share:.2f} |\n" for label, count, mean, share in found]
    return "".join(lines) + "\n"


def pandas(body: str) -> str:
    """Run the Python of the part over the tables of the sample, and return it with what it prints."""
    found = CODE.search(body)
    assert found is not None, "the pandas part needs a python block"
    code = found["code"]
    with tempfile.TemporaryDirectory() as folder:
        rusnews_extract.run(ROOT / "data" / "raw", folder)
        out = io.StringIO()
        with redirect_stdout(out), pd.option_context("display.width", 110, "display.max_columns", 20):
            exec(code.replace('"data/processed"', repr(folder)), {})
    return f"\n```python\n{code}```\n\n```\n{out.getvalue().rstrip()}\n```\n\n"


def render(text: str) -> str:
    """Return the README with every part rendered anew."""
    makers = {"tables": tables, "commands": commands, "events": events, "quality": quality}
    makers |= {"cleaning": cleaning, "confidence": confidence}

    def fill(found: re.Match[str]) -> str:
        name, body = found["name"], found["body"]
        made = pandas(body) if name == "pandas" else makers[name]()
        return found[1] + made + found[4]

    return PART.sub(fill, text)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail where README.md would change")
    check = parser.parse_args().check
    readme = ROOT / "README.md"
    before = readme.read_text(encoding="utf-8")
    after = render(before)
    if before == after:
        return 0
    if check:
        print("README.md is out of date: run `python -m tests.tools.render_readme`", file=sys.stderr)
        return 1
    readme.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
