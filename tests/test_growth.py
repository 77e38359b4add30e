"""No pattern backtracks, and no stage costs more than its input is long.

Each pattern of the package meets tiresome lines: one with a nested repeat needs hours for what others do in a
millisecond, so that a generous limit of processor time tells them apart anywhere. A pattern alone is tried from the
beginning only, for its callers may bound what they search; that they do is seen where the whole annotation meets lines
of 20,000 characters. Patterns are found in the modules and in the rules.
"""

import dataclasses
import importlib
import pkgutil
import re
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

import pytest

import rusnews_extract
from rusnews_extract.model import Document
from rusnews_extract.nlp.models import load_models
from rusnews_extract.pipeline import annotate
from rusnews_extract.readers import read_file
from rusnews_extract.rules.rulebook import load_rules

SHORT = 3_000
LONG = 20_000
PATIENCE = 5
MUCH_PATIENCE = 60
UNITS = (
    *(
        " ",
        "\t",
        "\xa0",
        "a",
        "я",
        "Я",
        "1",
        "0",
        ".",
        ",",
        "-",
        "—",
        "«",
        "»",
        '"',
        "(",
        ")",
        "<",
        ">",
        "&",
        "/",
        "|",
        ":",
    ),
    *(
        "а ",
        "А ",
        "1 ",
        "1.",
        "1:",
        "1-",
        "А.",
        "А. ",
        "А-",
        "«а",
        "а» ",
        "<a ",
        "<a>",
        "&a",
        "= ",
        "https://a",
        "a@a.",
    ),
    *(
        "1 мая ",
        "Иванов ",
        "и ",
        "не ",
        "в ",
        "12:30 ",
        "АБВ ",
        "Абв-",
        "2025-",
        "- ",
        "... ",
        "№ 1 ",
        "% ",
        "а\n",
        "\n ",
    ),
)
LINES = [unit * (SHORT // len(unit)) + "\x01" for unit in UNITS]


def patterns_in(value: object, seen: set[int]) -> Iterator[re.Pattern[str]]:
    """Yield the compiled patterns of text in a value, however deep."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from patterns_in(getattr(value, part.name, None), seen)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from patterns_in(part, seen)
    elif isinstance(value, tuple | list | set | frozenset):
        for part in value:
            yield from patterns_in(part, seen)


@cache
def patterns() -> list[re.Pattern[str]]:
    """Return every pattern of text that the package has compiled, by its own text."""
    seen: set[int] = set()
    found = list(patterns_in(load_rules(), seen))
    for module in pkgutil.walk_packages(rusnews_extract.__path__, "rusnews_extract."):
        if not module.name.endswith(("__main__", ".spark", ".cli")):
            importlib.import_module(module.name)
    for name, module in sorted(sys.modules.items()):
        if name.startswith("rusnews_extract"):
            for value in vars(module).values():
                found.extend(patterns_in(value, seen))
    own = {(p.pattern, p.flags): p for p in found if isinstance(p.pattern, str)}
    return [own[key] for key in sorted(own)]


def test_patterns_are_found():
    """The search for patterns finds those of the rules and of the modules."""
    assert len(patterns()) > 100


def test_a_backtracking_pattern_is_caught():
    """The test itself tells a bad pattern from a good one."""
    with pytest.raises(TimeoutError):
        run_all(re.compile(r"(?:я+)+\d"), PATIENCE / 5)


@pytest.mark.parametrize("number", range(20))
def test_no_pattern_backtracks(number):
    """Every pattern gets through every line within the limit; one in twenty of them a case."""
    for pattern in patterns()[number::20]:
        run_all(pattern, PATIENCE)


def run_all(pattern: re.Pattern[str], seconds: float) -> None:
    """Match each line; raises ``TimeoutError`` with the pattern and the line."""
    for line in LINES:
        with limit(seconds, f"{pattern.pattern!r} on {line[:20]!r}…"):
            pattern.match(line)


@contextmanager
def limit(seconds: float, what: str) -> Iterator[None]:
    """Raise ``TimeoutError`` in the block where it takes longer, by the processor's time."""

    def ring(*_: object) -> None:
        raise TimeoutError(what)

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_a_long_line_is_annotated_soon(tmp_path, unit):
    """However a long line is made up, reading, cleaning and annotating it end soon."""
    path = tmp_path / "a.txt"
    path.write_text(f"Мост закрыли\n\n{unit * (LONG // len(unit))}\x01\n\nРемонт идёт.\n", encoding="utf-8")
    rules, models = load_rules(), load_models()
    with limit(MUCH_PATIENCE, repr(unit)):
        found = [d for d in read_file(path, "a.txt", rules.read) if isinstance(d, Document)]
        assert len(annotate(found, rules, models)) == len(found)
