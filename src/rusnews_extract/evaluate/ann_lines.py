"""One line of an ``.ann`` file: its shape, and its values with the types that they should have.

``layer ⇥ label ⇥ start ⇥ stop ⇥ surface ⇥ key=value…``; lists inside a value are split by ``|``, a line end inside a
surface is written ``\\n``, a line that begins with ``#`` is a comment. Every mistake is a ``BadGold`` that names file,
line and mend.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from rusnews_extract.errors import BadGold
from rusnews_extract.evaluate.labels import allowed, event_modes

__all__ = ["LAYERS", "AnnLine", "read_lines"]

KEYS: Mapping[str, frozenset[str]] = {
    "doc": frozenset({"value"}),
    "block": frozenset(),
    "mention": frozenset({"normal", "entity", "alt", "optional"}),
    "time": frozenset({"value", "mod", "edtf", "start", "end", "granularity", "anchor", "optional"}),
    "not_time": frozenset(),
    "quote": frozenset({"speaker", "aliases", "via", "speaker_text", "cue", "relay"}),
    "not_quote": frozenset(),
    "event": frozenset(
        {"status", "actors", "recipients", "place", "start", "end", "basis", "source", "cluster", "core"}
        | {"killed", "injured"}
    ),
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "doc": ("value",),
    "mention": ("normal", "entity"),
    "time": ("value",),
    "event": ("status",),
}


LAYERS = tuple(KEYS)


@dataclass(frozen=True, slots=True)
class AnnLine:
    """One label as it was read; ``place`` is file and line for messages."""

    place: str
    layer: str
    label: str
    start: int
    stop: int
    surface: str
    values: Mapping[str, str]

    @property
    def text(self) -> str:
        """The surface as it stands in the page."""
        return self.surface.replace("\\n", "\n").replace("\\t", "\t")

    def bad(self, message: str) -> BadGold:
        """Return an error that names this line."""
        return BadGold(f"{self.place}: {self.layer} «{self.surface}»: {message}")

    def names(self, key: str) -> tuple[str, ...]:
        """Return the parts of a list."""
        return tuple(name.strip() for name in self.values[key].split("|")) if key in self.values else ()

    def flag(self, key: str, default: bool = False) -> bool:
        """Return a 1 or 0."""
        value = self.values.get(key, "1" if default else "0")
        if value not in {"0", "1"}:
            raise self.bad(f"{key}={value}: write {key}=1 or {key}=0")
        return value == "1"

    def number(self, key: str) -> int | None:
        """Return a whole number."""
        value = self.values.get(key)
        if value is not None and not value.isdecimal():
            raise self.bad(f"{key}={value}: write a whole number")
        return None if value is None else int(value)

    def day(self, key: str) -> date | None:
        """Return a day."""
        value = self.values.get(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise self.bad(f"{key}={value}: write a day as YYYY-MM-DD") from error

    def choice(self, key: str) -> str | None:
        """Return a value of a closed set."""
        value = self.values.get(key)
        if value is not None and value not in allowed(key):
            raise self.bad(f"{key}={value}: known are {', '.join(sorted(allowed(key)))}")
        return value

    def interval(self) -> tuple[date | None, date | None]:
        """Return the days of ``start`` and ``end``, None where open."""
        start, end = self.day("start"), self.day("end")
        if start is not None and end is not None and end < start:
            raise self.bad("its end is before its start; swap them")
        return start, end


def read_lines(raw: str, text: str, path: Path) -> list[AnnLine]:
    """Read all labels of a page; raises ``BadGold`` where one contradicts the page ``text`` or the format."""
    lines = []
    for number, row in enumerate(raw.split("\n"), 1):
        if row.strip() and not row.startswith("#"):
            lines.append(_line(row.rstrip("\r"), text, f"{path}:{number}"))
    for before, line in pairwise(lines):
        if (line.start, line.stop, line.layer) < (before.start, before.stop, before.layer):
            raise line.bad("stands out of order; lines are sorted by start, stop, layer")
        if (line.start, line.stop, line.layer, line.label) == (before.start, before.stop, before.layer, before.label):
            raise line.bad("stands twice; take one away")
    return lines


def _line(row: str, text: str, place: str) -> AnnLine:
    cells = row.split("\t")
    if len(cells) < 5:
        raise BadGold(f"{place}: has {len(cells)} cells; write layer, label, start, stop, surface between tabs")
    layer, label, start, stop, surface = cells[:5]
    if layer not in KEYS:
        raise BadGold(f"{place}: unknown layer {layer!r}; known are {', '.join(KEYS)}")
    if not (start.isdecimal() and stop.isdecimal()):
        raise BadGold(f"{place}: offsets {start!r}, {stop!r}; write whole numbers")
    line = AnnLine(place, layer, label, int(start), int(stop), surface, _values(cells[5:], layer, place))
    if not line.start <= line.stop <= len(text) or (line.start == line.stop and layer != "doc"):
        raise line.bad(f"{start}-{stop} is no place in a page of {len(text)} characters; mend the offsets")
    found = text[line.start : line.stop].replace("\n", "\\n").replace("\t", "\\t")
    if found != surface:
        raise line.bad(f"the page has «{found}» at {start}-{stop}; mend the offsets{_hint(text, surface, line.start)}")
    _check_label(line)
    return line


def _hint(text: str, surface: str, near: int) -> str:
    wanted = surface.replace("\\n", "\n").replace("\\t", "\t")
    starts = [i for i in range(len(text)) if text.startswith(wanted, i)] if wanted else []
    if not starts:
        return ""
    best = min(starts, key=lambda i: abs(i - near))
    return f" (the surface stands at {best}-{best + len(wanted)})"


def _values(cells: Sequence[str], layer: str, place: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for cell in cells:
        key, sign, value = cell.partition("=")
        if key not in KEYS[layer]:
            known = ", ".join(sorted(KEYS[layer])) or "none"
            raise BadGold(f"{place}: {layer} has no key {key!r}; known are {known}")
        if not sign or not value.strip():
            raise BadGold(f"{place}: {key!r} has no value; leave a key without value out")
        if key in values:
            raise BadGold(f"{place}: the key {key!r} stands twice; lists go between | in one value")
        values[key] = value
    return values


def _check_label(line: AnnLine) -> None:
    if line.layer in {"not_time", "not_quote"}:
        if not line.label:
            raise line.bad("needs a word for the reason")
    elif line.layer == "event":
        kind, _, mode = line.label.partition("/")
        if kind not in event_modes():
            raise line.bad(f"unknown type {kind!r}; the types are those of rules/events.toml")
        if mode and mode not in event_modes()[kind]:
            raise line.bad(f"{kind} has no mode {mode!r}; known are {', '.join(sorted(event_modes()[kind])) or 'none'}")
    elif line.label not in allowed(line.layer):
        raise line.bad(f"unknown label {line.label!r}; known are {', '.join(sorted(allowed(line.layer)))}")
    for key in NEEDED.get(line.layer, ()):
        if key not in line.values and not line.flag("optional"):
            raise line.bad(f"the key {key!r} is missing")
