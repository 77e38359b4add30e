"""Lengths of time and what is counted by them: «два года», «за год», «двумя днями ранее», «каждый день», «тогда»."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from rusnews_extract.stages.times import calendar
from rusnews_extract.stages.times.calendar import Stretch
from rusnews_extract.stages.times.chart import Part, PartFields
from rusnews_extract.stages.times.context import AnchorKind, Context
from rusnews_extract.stages.times.values import Mod, Resolved, amount, dated, edtf_days, integer, text

__all__ = ["resolve_anaphor", "resolve_duration", "resolve_reference", "resolve_set", "resolve_shift"]

_LETTER: Mapping[str, tuple[str, str]] = {
    "second": ("PT", "S"),
    "minute": ("PT", "M"),
    "hour": ("PT", "H"),
    "day": ("P", "D"),
    "week": ("P", "W"),
    "month": ("P", "M"),
    "quarter": ("P", "Q"),
    "year": ("P", "Y"),
    "decade": ("P", "DE"),
    "century": ("P", "CE"),
    "millennium": ("P", "ML"),
    "weekend": ("P", "WE"),
}
_HOURS = frozenset({"second", "minute", "hour"})
MONTH = 31
_EXACT = frozenset({"second", "minute", "hour", "day", "week"})
_MODS: Mapping[str, Mod] = {"APPROX": "APPROX", "MORE": "AFTER", "LESS": "BEFORE"}
_GRANULARITY = {"second": "minute", "hour": "minute", "half": "quarter", "millennium": "century"}


def _written(n: int | float | None, unit: str) -> str:
    """Write a length as TIMEX3 does: ``P2Y``, ``PT1.5H``, ``PXM``; a half-year is six months."""
    if unit == "half":
        n, unit = (None if n is None else n * 6), "month"
    head, tail = _LETTER[unit]
    return f"{head}{'X' if n is None else f'{n:g}'}{tail}"


def _granularity(unit: str) -> str:
    return _GRANULARITY.get(unit, unit)


def resolve_duration(fields: PartFields, context: Context) -> Resolved | None:
    """Return a length; with ``reach`` it ends (``up``) or begins (``on``) at publication."""
    unit, n = text(fields, "unit"), amount(fields)
    if unit not in _LETTER and unit != "half":
        return None
    value = _written(n, unit)
    smallest = list(_LETTER).index(unit) if unit in _LETTER else 0
    for name in ("b", "c"):
        extra = fields.get(name)
        if isinstance(extra, Part) and text(extra.fields, "unit") in list(_LETTER)[:smallest]:
            smallest = list(_LETTER).index(text(extra.fields, "unit"))
            more = _written(amount(extra.fields), text(extra.fields, "unit"))
            value += more[2:] if "T" in value and more.startswith("PT") else more[1:]
    mod = _MODS.get(text(fields, "size"))
    length = Resolved("DURATION", value, granularity=_granularity(unit), mod=mod)
    reach = text(fields, "reach")
    if not reach or context.first is None or context.last is None:
        return length
    if reach == "up":  # only an end: «за год» does not tell its first day
        since = calendar.shift(context.last, unit, -n) if n is not None else None
        return replace(length, end=context.last, edtf=_interval(since, context.last), anchor="dct")
    end = calendar.shift(context.first, unit, n) if n is not None and unit in _EXACT and context.day else None
    return replace(length, start=context.first, end=end, edtf=_interval(context.first, end), anchor="dct")


def _interval(start: date | None, end: date | None) -> str:
    return f"{start.isoformat() if start else ''}/{end.isoformat() if end else ''}"


def resolve_shift(fields: PartFields, context: Context) -> Resolved | None:
    """Return a date counted from publication or, for «ранее», «спустя», from the last day told."""
    unit, n, sign = text(fields, "unit"), amount(fields), integer(fields, "sign") or -1
    if unit not in _LETTER and unit != "half":
        return None
    first, last, anchor = _counted_from(fields, context)
    if first is None and text(fields, "base") == "event":
        return Resolved("DURATION", _written(n, unit), granularity=_granularity(unit))
    if first is None or last is None:
        return Resolved("DATE", "XXXX-XX-XX" if unit in _EXACT else "XXXX", granularity=_granularity(unit))
    if n is None:
        vague = Resolved("DATE", _written(None, unit), granularity="vague", anchor=anchor)
        return replace(vague, end=last) if sign < 0 else replace(vague, start=first)
    begin, end = calendar.shift(first, unit, sign * n), calendar.shift(last, unit, sign * n)
    if begin is None or end is None or end == date.max:
        return None
    mod = _MODS.get(text(fields, "size"))
    if unit in _EXACT:
        stretch = Stretch(begin, end + timedelta(1))
        value = begin.isoformat() if begin == end else "XXXX-XX-XX"
        return replace(dated(value, stretch, "day", anchor, edtf_days(stretch)), mod=mod)
    return _wide(end, "month" if unit in ("month", "quarter", "half") or n != int(n) else "year", anchor, mod)


def _counted_from(fields: PartFields, context: Context) -> tuple[date | None, date | None, AnchorKind]:
    told = context.told_day if text(fields, "unit") in ("day", "week", "month") else context.told
    if told is None and text(fields, "unit") == "month" and context.told is not None and context.told.days <= MONTH:
        told = context.told
    base = text(fields, "base")
    if base == "event":
        return (told.start, told.start, "narrative") if told is not None else (None, None, "none")
    if told is not None and (base == "told" or (base == "tense" and context.past_tense)):
        return told.start, told.start, "narrative"
    untold = context.past_tense and base in ("told", "tense") and integer(fields, "sign") == 1
    if untold and text(fields, "unit") not in _HOURS:
        return None, None, "none"  # «через год он уехал»: after what, nobody said
    return context.first, context.last, "dct"


def _wide(day: date, unit: str, anchor: AnchorKind, mod: Mod | None) -> Resolved | None:
    """Return the month or year of a day that was counted in months or years."""
    stretch = calendar.unit_around(day, unit)
    value = day.isoformat()[:7] if unit == "month" else f"{day.year:04d}"
    return None if stretch is None else replace(dated(value, stretch, unit, anchor), mod=mod)


def resolve_set(fields: PartFields, context: Context) -> Resolved | None:
    """Return what comes again and again: a period, or a weekday of every week."""
    weekday, part = integer(fields, "weekday"), text(fields, "daypart")
    if weekday is not None:
        return Resolved("SET", f"XXXX-WXX-{weekday}", granularity="day")
    if text(fields, "unit") == "weekend":
        return Resolved("SET", "XXXX-WXX-WE", granularity="week")
    if part:
        return Resolved("SET", f"XXXX-XX-XXT{part}", granularity="day")
    month, season = integer(fields, "month"), integer(fields, "season")
    if month is not None:
        day = integer(fields, "day")
        return Resolved(
            "SET", f"XXXX-{month:02d}" + (f"-{day:02d}" if day else ""), granularity="day" if day else "month"
        )
    if season is not None:
        return Resolved("SET", f"XXXX-{('SP', 'SU', 'FA', 'WI')[season - 1]}", granularity="season")
    unit = text(fields, "unit")
    if unit not in _LETTER and unit != "half":
        return None
    n = amount(fields) if "n" in fields else 1
    return Resolved("SET", _written(n, unit), granularity=_granularity(unit))


def resolve_reference(fields: PartFields, context: Context) -> Resolved | None:
    """Return a vague reference: ``PAST_REF``, ``PRESENT_REF``, ``FUTURE_REF``."""
    return Resolved("DATE", text(fields, "ref"), granularity="vague")


def resolve_anaphor(fields: PartFields, context: Context) -> Resolved | None:
    """Return the date told last, the day after or before it, or the time since."""
    unit, offset = text(fields, "unit"), integer(fields, "offset") or 0
    told = context.told_day if unit == "day" else context.told
    if told is None:
        unknown = {"day": "XXXX-XX-XX", "month": "XXXX-XX", "week": "XXXX-WXX", "year": "XXXX"}
        return Resolved("DATE", unknown.get(unit, "PAST_REF"), granularity=unit or "vague", anchor="narrative")
    stretch = calendar.unit_around(told.start, unit, offset) if unit else told
    if stretch is None:
        return None
    value, granularity = _name(stretch)
    found = dated(value, stretch, granularity, "narrative", None if "/" not in value else edtf_days(stretch))
    if text(fields, "limit") == "START":
        return replace(found, end=None, edtf=f"{value}/.." if "/" not in value else None)
    return found


def _name(stretch: Stretch) -> tuple[str, str]:
    """Name a stretch by the calendar unit that it is, else by its two days."""
    start = stretch.start
    if stretch.days == 1:
        return start.isoformat(), "day"
    if stretch == calendar.month(start.year, start.month):
        return start.isoformat()[:7], "month"
    if stretch == calendar.year(start.year):
        return f"{start.year:04d}", "year"
    return edtf_days(stretch), "week" if stretch == calendar.iso_week(start) else "month_part"
