"""A resolved expression, how its parts are written in TIMEX3 and EDTF, and typed access to the fields of a match."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from rusnews_extract.stages.times.calendar import Stretch
from rusnews_extract.stages.times.chart import PartFields
from rusnews_extract.stages.times.context import AnchorKind

__all__ = ["Mod", "Resolved", "TimexType", "amount", "dated", "edtf_days", "integer", "limited", "text"]

Mod = Literal["START", "MID", "END", "APPROX", "BEFORE", "AFTER"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]

_LIMITS: Mapping[str, Mod] = {"BEFORE": "BEFORE", "AFTER": "AFTER", "APPROX": "APPROX"}


@dataclass(frozen=True, slots=True)
class Resolved:
    """The value of an expression; both ends inclusive, None where open or unknown."""

    type: TimexType
    value: str
    start: date | None = None
    end: date | None = None
    granularity: str = "day"
    mod: Mod | None = None
    edtf: str | None = None
    anchor: AnchorKind = "none"


def integer(fields: PartFields, key: str) -> int | None:
    """Return a whole number among the fields."""
    value = fields.get(key)
    return value if isinstance(value, int) else None


def amount(fields: PartFields, key: str = "n") -> int | float | None:
    """Return a number among the fields; None also for ``X``, the unknown number."""
    value = fields.get(key)
    return value if isinstance(value, int | float) else None


def text(fields: PartFields, key: str) -> str:
    """Return a word among the fields, empty where there is none."""
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def edtf_days(stretch: Stretch) -> str:
    """Write a stretch as a day or as an interval of days."""
    first, last = stretch.start.isoformat(), stretch.last.isoformat()
    return first if first == last else f"{first}/{last}"


def dated(value: str, stretch: Stretch, granularity: str, anchor: AnchorKind, edtf: str | None = None) -> Resolved:
    """Return a DATE over a stretch; its EDTF is the value where none is given."""
    return Resolved("DATE", value, stretch.start, stretch.last, granularity, edtf=edtf or value, anchor=anchor)


def limited(found: Resolved, fields: PartFields) -> Resolved:
    """Mark a limit: «до пятницы» is that Friday, «к концу года» has only an end, «с начала года» only a beginning.

    «До середины апреля» is the middle of April, as «до пятницы» is that Friday.
    """
    limit = text(fields, "limit")
    if limit == "END":
        if found.mod in ("START", "MID"):
            return found
        edtf = f"../{found.end.isoformat()}" if found.end else None
        return replace(found, start=None, mod=found.mod or "BEFORE", edtf=edtf)
    if limit == "START":
        edtf = f"{found.start.isoformat()}/.." if found.start else None
        return replace(found, end=None, mod=found.mod or "AFTER", edtf=edtf)
    mod = _LIMITS.get(limit)
    return found if mod is None else replace(found, mod=found.mod or mod)
