"""From the fields of a match to a value: what it means on the calendar, read in its context.

Each kind of expression has one function. A date that cannot be gives None and its match is dropped, never bent.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from rusnews_extract.model import DateInterval
from rusnews_extract.stages.times.chart import Part, PartFields
from rusnews_extract.stages.times.context import Context
from rusnews_extract.stages.times.durations import (
    resolve_anaphor,
    resolve_duration,
    resolve_reference,
    resolve_set,
    resolve_shift,
)
from rusnews_extract.stages.times.points import resolve_point
from rusnews_extract.stages.times.values import Resolved, integer, limited, text

__all__ = ["fill", "resolve"]

_FRAME = ("year", "yy", "rel", "unit", "long")


def resolve(fields: PartFields, context: Context) -> Resolved | None:
    """Return the value of an expression; None where it is no date of the calendar."""
    kind = text(fields, "kind")
    if kind == "range":
        return _range(fields, context)
    if kind == "pair":
        return _pair(fields, context)
    return _KINDS.get(kind, resolve_point)(fields, context)


_KINDS: Mapping[str, Callable[[PartFields, Context], Resolved | None]] = {
    "duration": resolve_duration,
    "shift": resolve_shift,
    "set": resolve_set,
    "ref": resolve_reference,
    "anaphor": resolve_anaphor,
}


def fill(fields: PartFields, after: PartFields) -> dict[str, int | float | str | Part]:
    """Give a part what only its neighbour says: the month of «19 и 20 ноября», the year of «в мае и июне 2024 года»."""
    filled = dict(fields)
    if "month" not in fields and "day" in fields and "month" in after:
        filled["month"] = after["month"]
    own_frame = any(key in fields for key in ("year", "yy", "rel"))
    if not own_frame and not ("decade" in fields and "decade" not in after):
        for key in _FRAME:
            if key in after and key not in filled:
                filled[key] = after[key]
    if "n" in filled and "unit" not in filled and "unit" in after:
        filled["unit"] = after["unit"]
    for key in ("kind", "limit"):
        if key in after and key not in filled:
            filled[key] = after[key]
    return filled


def _range(fields: PartFields, context: Context) -> Resolved | None:
    """Resolve «с 28 декабря по 3 января»: the beginning by the context, the end as the first such date after it."""
    a, b = fields.get("a"), fields.get("b")
    if not isinstance(a, Part) or not isinstance(b, Part):
        return None
    shared: PartFields = {k: v for k, v in fields.items() if k not in ("a", "b", "kind", "limit")}
    right = {**b.fields, **{k: v for k, v in shared.items() if k not in b.fields}}
    left = fill(a.fields, right)
    if "hour" in left:  # the day of «3 мая с 11 до 14 часов» stands beside both
        left = {**shared, **left}
    begin = resolve(left, context)
    if begin is None:
        return None
    floating = not any(key in right for key in ("year", "yy", "rel", "decade", "century"))
    after = context
    if begin.start is not None and floating:
        after = replace(context, anchor=DateInterval(begin.start, begin.start), direction="future")
    if "month" not in right and "day" in right and "month" in left:
        right = {**right, "month": left["month"]}
    end = resolve(right, after)
    if end is not None and begin.start and end.end and begin.start > end.end and floating is False:
        begin = _year_before(left, end, context)
    return None if begin is None or end is None else _joined(begin, end, fields)


def _pair(fields: PartFields, context: Context) -> Resolved | None:
    """Resolve «2019/20», a season over two years; «1998/57» is none."""
    year, short = integer(fields, "year"), integer(fields, "yy")
    if year is None or (year + 1) % 100 != short:
        return None
    begin, end = resolve({"year": year}, context), resolve({"year": year + 1}, context)
    return None if begin is None or end is None else _joined(begin, end, {})


def _year_before(left: PartFields, end: Resolved, context: Context) -> Resolved | None:
    """Resolve the beginning of «с 28 декабря по 3 января 2024 года» in the year before."""
    if end.end is None or "month" not in left:
        return None
    return resolve({**left, "year": end.end.year - 1}, context)


def _joined(begin: Resolved, end: Resolved, fields: PartFields) -> Resolved | None:
    if (begin.start is None) != (end.end is None):
        return None
    if begin.start and end.end and begin.start > end.end:
        return None
    edtf = _days(begin.start, end.end)
    if begin.edtf and end.edtf and not {"/", "X"} & set(begin.edtf + end.edtf):
        edtf = f"{begin.edtf}/{end.edtf}"
    anchor = end.anchor if end.anchor != "dct" else begin.anchor
    whole = Resolved(
        end.type,
        f"{begin.value}/{end.value}",
        begin.start,
        end.end,
        end.granularity,
        edtf=edtf if begin.start else None,
        anchor=anchor,
    )
    return limited(whole, fields)


def _days(start: date | None, end: date | None) -> str | None:
    return f"{start.isoformat()}/{end.isoformat()}" if start and end else None
