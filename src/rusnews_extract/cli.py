"""The command line: parses, prints, sets exit codes; everything else is called.

Exit codes: 0 all well, 1 some records failed, 2 could not run, 130 stopped by Ctrl-C.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from rusnews_extract.errors import BadConfig, BadInput, RusnewsError
from rusnews_extract.tables import TABLES, columns
from rusnews_extract.version import __version__

__all__ = ["app", "main"]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Russian news pages in, analysis-ready tables out.",
)
STOPPED = "Stopped; run the same command again: it goes on where it stopped."
Rules = Annotated[Path | None, typer.Option("--rules", help="Folder with rules of your own, laid out like rules/.")]


@app.command("run")
def run_command(
    source: Annotated[
        str, typer.Option("--input", metavar="<path>", help="A page, a folder, a pattern, s3://…, or - for a pipe.")
    ] = "data/raw",
    output: Annotated[
        str, typer.Option(metavar="<path>", help="Folder that the tables are written to, or s3://….")
    ] = "data/processed",
    workers: Annotated[int, typer.Option(help="Worker processes.")] = 1,
    rules: Rules = None,
    gazetteer: Annotated[
        Path | None, typer.Option(help="CSV with ids of your own: id,type,name,aliases (aliases parted by |).")
    ] = None,
    limit: Annotated[int | None, typer.Option(help="Read only the first records, in order of path.")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Make anew what another version or other rules have made.")
    ] = False,
    mapped: Annotated[
        list[str] | None, typer.Option("--map", help="A field's name in your records, as in --map title=headline.")
    ] = None,
    any_language: Annotated[
        bool, typer.Option("--any-language", help="Annotate pages in other languages than Russian too.")
    ] = False,
    skip_duplicates: Annotated[
        bool, typer.Option("--skip-duplicates", help="Leave the events of reprints out.")
    ] = False,
    engine: Annotated[str, typer.Option(help="local, or spark: on a cluster, with the extra [spark].")] = "local",
) -> None:
    """Turn pages into tables.

    Examples:

      python -m rusnews_extract run

      python -m rusnews_extract run --input crawl/ --output tables/ --workers 4

      python -m rusnews_extract run --input dump.jsonl --limit 100 --rules my_rules/
    """
    fields = dict(pair.partition("=")[::2] for pair in mapped or ())
    if not all(fields.values()):
        raise BadConfig("--map: needs a meaning and a name, as in --map title=headline")
    bar = Progress(
        TextColumn("documents"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )

    def progress(done: int, total: int) -> None:
        bar.start()
        speed = bar.tasks[task].speed
        bar.update(task, completed=done, total=total, rate=f"{speed:.1f}/s" if speed else "")

    task = bar.add_task("documents", total=None, rate="")
    try:
        from rusnews_extract.runs import run

        report = run(
            source,
            output,
            workers=workers,
            rules=rules,
            gazetteer=gazetteer,
            limit=limit,
            force=force,
            fields=fields,
            any_language=any_language,
            skip_duplicates=skip_duplicates,
            engine=engine,
            isolate=True,
            progress=progress,
        )
    except KeyboardInterrupt:
        bar.stop()
        print(STOPPED, file=sys.stderr)
        raise typer.Exit(130) from None
    finally:
        bar.stop()
    _summary(report.rows, f"{report.read} read · {report.written} written · {report.failed} failed", report.seconds)
    if report.skipped:
        print(f"{report.skipped} of them were done by an earlier run with the same rules and version.")
    print(f'Tables in {report.output}: open one with rusnews_extract.read_table("events", "{report.output}").')
    if report.failed:
        print(f'What failed, and why: rusnews_extract.read_table("failures", "{report.output}").')
        raise typer.Exit(1)


def _summary(rows: Mapping[str, int], line: str, seconds: float) -> None:
    table = Table("table", "rows", box=None)
    for name, count in rows.items():
        table.add_row(name, str(count))
    Console().print(table)
    print(f"{line} · {seconds:.1f} s")


@app.command("show")
def show_command(
    file: Annotated[Path, typer.Argument(help="A page.")],
    record: Annotated[int, typer.Option(help="Which record of a many-document file, from 1.")] = 1,
    rules: Rules = None,
) -> None:
    """Draw one article: cut lines struck through, spans underlined with their types, events and quotes listed.

    Examples:

      python -m rusnews_extract show data/raw/page.txt

      python -m rusnews_extract show dump.jsonl --record 3
    """
    from rusnews_extract.api import annotate
    from rusnews_extract.model import Document
    from rusnews_extract.readers import read_file
    from rusnews_extract.rules.rulebook import load_rules
    from rusnews_extract.show import draw

    if not file.is_file():
        raise BadInput(f"{file}: no such file; show takes one page")
    for number, read in enumerate(read_file(file, file.name, load_rules(rules).read), 1):
        if number == record:
            if not isinstance(read, Document):
                raise BadInput(f"{file}: {read.message}")
            Console().print(draw(annotate([read], rules=rules)[0]))
            return
    raise BadInput(f"{file}: has no record {record}")


@app.command("schema")
def schema_command(
    table: Annotated[str | None, typer.Argument(help="One table; all of them where it is left out.")] = None,
) -> None:
    """Print the tables: every column with its type and meaning.

    Examples:

      python -m rusnews_extract schema

      python -m rusnews_extract schema events
    """
    if table is not None and table not in TABLES:
        raise BadInput(f"{table!r} is no table; the tables are {', '.join(TABLES)}")
    for name, kind in TABLES.items():
        if table in (None, name):
            print(f"{name}: {kind.__doc__}")
            for c in columns(kind):
                print(f"  {c.name:<18} {str(c.type) + (' or null' if c.nullable else ''):<22} {c.doc}")
            print()


@app.command("rules")
def rules_command(
    name: Annotated[str | None, typer.Argument(help="A rule file, such as times.toml: list its rules.")] = None,
    rules: Rules = None,
) -> None:
    """Check the rules, with your own on top, and count or list them.

    Examples:

      python -m rusnews_extract rules

      python -m rusnews_extract rules times.toml --rules my_rules/
    """
    from rusnews_extract.rules.loading import RuleFolders
    from rusnews_extract.rules.rulebook import load_rules

    loaded = load_rules(rules)
    counts: dict[str, int] = {}
    for place, rule_id, why in RuleFolders.with_extra(rules).overview():
        counts[place] = counts.get(place, 0) + 1
        if name is not None and place.endswith(name):
            print(f"{rule_id:<40} {why}")
    if name is None:
        for place, count in counts.items():
            print(f"{count:5}  {place}")
        print(f"{sum(counts.values()):5}  rules, all valid; digest {loaded.digest}")


@app.command("evaluate")
def evaluate_command(
    gold: Annotated[Path, typer.Option(help="Folder of gold pages (.txt with .ann).")],
    tables: Annotated[str, typer.Option(metavar="<path>", help="Tables that a run has written.")] = "data/processed",
) -> None:
    """Score tables against hand-labelled pages.

    Examples:

      python -m rusnews_extract evaluate --gold tests/gold/docs --tables data/processed
    """
    from rusnews_extract.evaluate import evaluate, format_report, load_gold
    from rusnews_extract.frames import read_table

    labelled = load_gold(gold)
    print(format_report(evaluate({name: read_table(name, tables) for name in TABLES}, labelled)))


@app.callback(invoke_without_command=True)
def options(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Russian news pages in, analysis-ready tables out."""
    if version:
        print(__version__)
        raise typer.Exit


def main() -> None:
    """Run the command line; an error of ours is one line on standard error and exit code 2."""
    try:
        app()
    except RusnewsError as error:
        print(f"rusnews_extract: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
