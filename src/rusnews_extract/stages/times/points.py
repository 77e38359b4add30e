"""Points of the calendar: days, months, seasons, years and their parts, and clock times upon them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from rusnews_extract.stages.times import calendar
from rusnews_extract.stages.times.calendar import Stretch
from rusnews_extract.stages.times.chart import PartFields
from rusnews_extract.stages.times.clock import on_the_clock
from rusnews_extract.stages.times.context import AnchorKind, Context, choose_year
from rusnews_extract.stages.times.values import Mod, Resolved, dated, edtf_days, integer, limited, text

__all__ = ["resolve_point"]

SEASON_CODE = {1: "SP", 2: "SU", 3: "FA", 4: "WI"}
_DAYS = frozenset(("day", "month", "weekday", "year", "night", "base"))
PIVOT = 50
"""Two figures below it are years of this century."""
_PART_MODS: Mapping[str, Mod] = {"START": "START", "MID": "MID", "END": "END"}


def resolve_point(fields: PartFields, context: Context) -> Resolved | None:
    """Return what a row of calendar fields means; None for a date that the calendar does not have."""
    found = _bare(fields, context)
    if found is None:
        return None
    found = _part(found, fields)
    if text(fields, "daypart") == "NI" and "hour" not in fields and _DAYS.isdisjoint(fields):
        found, fields = _tonight(found, context), {**fields, "night": 1}
    if "hour" in fields or "daypart" in fields:
        return on_the_clock(found, fields)
    return limited(found, fields)


def _bare(fields: PartFields, context: Context) -> Resolved | None:
    if "easter" in fields or "month" in fields or "season" in fields or "quarter" in fields or "half" in fields:
        return _in_year(fields, context)
    if "long" in fields or "decade" in fields or "bc" in fields:
        return _long(fields, context)
    year, kind = _year(fields, context)
    if year is not None:
        stretch = calendar.year(year)
        return None if stretch is None else dated(f"{year:04d}", stretch, "year", kind)
    if "deixis" in fields:
        told = context.line if text(fields, "base") == "line" and context.past_tense else None
        return _deictic(integer(fields, "deixis") or 0, context, told)
    if "weekday" in fields:
        return _weekday(fields, context)
    if "rel" in fields:
        return _relative(text(fields, "unit"), integer(fields, "rel") or 0, context)
    if "day" in fields:
        return _day_of_month(integer(fields, "day") or 0, context)
    if "hour" in fields or "daypart" in fields:
        return _some_day(fields, context)
    return None


def _year(fields: PartFields, context: Context) -> tuple[int | None, AnchorKind]:
    """Return the year that the fields name, and how they do."""
    year, short = integer(fields, "year"), integer(fields, "yy")
    if year is not None:
        return year, "explicit"
    if short is not None:
        return short + (2000 if short < PIVOT else 1900), "explicit"
    rel = integer(fields, "rel")
    if rel is not None and text(fields, "unit") == "year":
        if text(fields, "base") == "told":
            return (context.told.start.year + rel if context.told else None), "narrative"
        return (context.last.year + rel if context.last else None), "dct"
    return None, "none"


def _in_year(fields: PartFields, context: Context) -> Resolved | None:
    """Resolve what comes once a year, with its year or in the year that the context means."""
    m, d = integer(fields, "month"), integer(fields, "day")
    if m is not None and d is not None and d > calendar.month_days(m):
        return None
    make, value, granularity = _yearly(fields)
    year, kind = _year(fields, context)
    if year is None and "rel" in fields and not text(fields, "unit"):
        year, kind = _adjective_year(integer(fields, "rel") or 0, make, context), "dct"
    if year is not None:
        stretch = make(year)
    elif kind == "none":
        stretch, kind = _by_weekday(fields, make, context), "dct"
    else:
        stretch = None
    if stretch is None:
        known = year is not None
        return None if known else Resolved("DATE", value("XXXX"), granularity=granularity)
    year = stretch.last.year
    written = value(f"{year:04d}")
    if "easter" in fields:
        written = stretch.start.isoformat()
    edtf = f"{year:04d}-{20 + (integer(fields, 'season') or 0)}" if granularity == "season" else None
    if granularity in ("quarter", "half"):
        edtf = f"{stretch.start:%Y-%m}/{stretch.last:%Y-%m}".rjust(15, "0")
    return dated(written, stretch, "quarter" if granularity == "half" else granularity, kind, edtf)


def _yearly(fields: PartFields) -> tuple[Callable[[int], Stretch | None], Callable[[str], str], str]:
    """Return how to make the year's instance, how to write it with a year, and its granularity."""
    m, d = integer(fields, "month") or 0, integer(fields, "day")
    easter, s, q, h = (integer(fields, key) for key in ("easter", "season", "quarter", "half"))
    if easter is not None:
        return lambda y: _from_easter(y, easter), lambda y: f"{y}-XX-XX", "day"
    if m and d is not None:
        return lambda y: calendar.day(y, m, d), lambda y: f"{y}-{m:02d}-{d:02d}", "day"
    if m:
        return lambda y: calendar.month(y, m), lambda y: f"{y}-{m:02d}", "month"
    if s is not None:
        return lambda y: calendar.season(y, s), lambda y: f"{y}-{SEASON_CODE[s]}", "season"
    if q is not None:
        return lambda y: calendar.quarter(y, q), lambda y: f"{y}-Q{q}", "quarter"
    return lambda y: calendar.half_year(y, h or 1), lambda y: f"{y}-H{h or 1}", "half"


def _from_easter(y: int, days: int) -> Stretch | None:
    if not 1900 <= y <= 2099:
        return None
    start = calendar.orthodox_easter(y) + timedelta(days)
    return Stretch(start, start + timedelta(1))


def _adjective_year(rel: int, make: Callable[[int], Stretch | None], context: Context) -> int | None:
    """Return the year of «прошлым летом», «в следующем мае»: of the year before or, for the next, the next to come."""
    if context.last is None or context.first is None:
        return None
    if rel > 0:
        coming = choose_year(make, replace(context, direction="later"))
        return coming.last.year if coming else None
    if rel < 0:
        this = make(context.last.year)
        winter_is_over = this is not None and this.start.year < this.last.year and this.last < context.first
        return context.last.year + rel + (1 if winter_is_over else 0)
    return context.last.year


def _by_weekday(fields: PartFields, make: Callable[[int], Stretch | None], context: Context) -> Stretch | None:
    """Choose the year; a weekday beside the date overrules the tense where only another year near by agrees with it."""
    chosen = choose_year(make, context)
    weekday = integer(fields, "weekday")
    if chosen is None or weekday is None or chosen.days != 1 or chosen.start.isoweekday() == weekday:
        return chosen
    offsets = (1, -1) if context.direction in ("future", "later", "near", "past") else (-1,)
    for offset in offsets:
        other = make(chosen.start.year + offset)
        if other is not None and other.start.isoweekday() == weekday:
            return other
    return chosen


def _long(fields: PartFields, context: Context) -> Resolved | None:
    """Resolve decades, centuries and what lies before our era."""
    bc, d = integer(fields, "bc"), integer(fields, "decade")
    c = integer(fields, "n") if "long" in fields else None
    rel = integer(fields, "rel")
    if c is None and rel is not None and text(fields, "unit") == "century" and context.last is not None:
        c = (context.last.year + 99) // 100 + rel
    if bc is not None:
        year = integer(fields, "year")
        value = f"BC{c:02d}" if c is not None else f"BC{year:04d}" if year is not None else "PAST_REF"
        return Resolved("DATE", value, granularity="century" if c is not None else "year", anchor="explicit")
    if d is not None:
        if d < 10:
            d += 10 * (c - 1) if c is not None else 200 if d < 2 else 190
        tens = calendar.decade(d)
        return None if tens is None else dated(f"{d:03d}", tens, "decade", "explicit", f"{d:03d}X")
    stretch = calendar.century(c or 0)
    return (
        None
        if stretch is None or c is None
        else dated(f"{c - 1:02d}", stretch, "century", "explicit", f"{c - 1:02d}XX")
    )


def _deictic(days: int, context: Context, told: Stretch | None) -> Resolved | None:
    """Resolve «вчера» by publication; «накануне» counts from the day that its paragraph tells."""
    if told is not None and told.start != context.last:
        stretch = told.moved(days)
        return None if stretch is None else dated(stretch.start.isoformat(), stretch, "day", "narrative")
    if context.first is None or context.last is None:
        return Resolved("DATE", "XXXX-XX-XX")
    stretch = Stretch(context.first, context.last + timedelta(1)).moved(days)
    if stretch is None:
        return None
    if stretch.days == 1:
        return dated(stretch.start.isoformat(), stretch, "day", "dct")
    same_month = stretch.start.month == stretch.last.month
    value = f"{stretch.start:%Y-%m}-XX" if same_month else "XXXX-XX-XX"
    return replace(dated(value, stretch, "day", "dct"), edtf=edtf_days(stretch))


def _weekday(fields: PartFields, context: Context) -> Resolved | None:
    weekday, rel = integer(fields, "weekday") or 1, integer(fields, "rel")
    day = context.day
    if day is None:
        return Resolved("DATE", f"XXXX-WXX-{weekday}")
    back = (day.isoweekday() - weekday) % 7
    ahead = (weekday - day.isoweekday()) % 7
    if rel is not None and text(fields, "unit") == "week":
        found: date = day - timedelta(day.weekday()) + timedelta(7 * rel + weekday - 1)
    elif rel == 0:
        found = day - timedelta(day.weekday()) + timedelta(weekday - 1)
    elif rel is not None:
        found = day - timedelta(back or 7) if rel < 0 else day + timedelta(ahead or 7)
    elif context.direction in ("future", "near"):
        found = day + timedelta(ahead)
    elif context.direction == "later":
        found = day + timedelta(ahead or 7)
    else:
        found = day - timedelta(back)
    stretch = Stretch(found, found + timedelta(1))
    return dated(found.isoformat(), stretch, "day", "dct")


def _relative(unit: str, rel: int, context: Context) -> Resolved | None:
    """Resolve «на прошлой неделе», «в этом веке»."""
    around = context.last
    if around is None or (unit in ("week", "weekend", "day") and context.day is None):
        unknown = {"week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX"}
        return Resolved("DATE", unknown.get(unit, "XXXX"), granularity="week" if unit == "weekend" else unit or "day")
    stretch = calendar.unit_around(around, unit, rel)
    if stretch is None:
        return None
    y, w, _ = stretch.start.isocalendar()
    m = stretch.start.month
    value = {
        "day": stretch.start.isoformat(),
        "week": f"{y:04d}-W{w:02d}",
        "weekend": f"{y:04d}-W{w:02d}-WE",
        "month": stretch.start.isoformat()[:7],
        "quarter": f"{stretch.start.year:04d}-Q{(m + 2) // 3}",
        "half": f"{stretch.start.year:04d}-H{(m + 5) // 6}",
        "year": f"{stretch.start.year:04d}",
        "decade": f"{stretch.start.year // 10:03d}",
        "century": f"{stretch.start.year // 100:02d}",
    }[unit]
    edtf = {"decade": f"{value}X", "century": f"{value}XX"}.get(unit)
    if unit in ("week", "weekend"):
        edtf = edtf_days(stretch)
    elif unit in ("quarter", "half"):
        edtf = f"{stretch.start.isoformat()[:7]}/{stretch.last.isoformat()[:7]}"
    granularity = {"weekend": "week", "half": "quarter"}.get(unit, unit)
    return dated(value, stretch, granularity, "dct", edtf)


def _day_of_month(d: int, context: Context) -> Resolved | None:
    """Resolve «19-го числа»: the latest or next month that has such a day."""
    last = context.last
    if last is None or context.day is None:
        return Resolved("DATE", f"XXXX-XX-{d:02d}") if 1 <= d <= 31 else None
    step = -1 if context.direction in ("past", "recent", "open") else 1
    for offset in range(4):
        m = calendar.month(last.year, last.month + step * offset)
        found = calendar.day(m.start.year, m.start.month, d) if m else None
        if found and (found.start <= last if step < 0 else found.start >= last):
            return dated(found.start.isoformat(), found, "day", "dct")
    return None


def _some_day(fields: PartFields, context: Context) -> Resolved:
    """Return the day of a bare clock time: one told in the sentence, the paragraph or scene, else of publication."""
    gone = (context.line or context.scene) if context.past_tense else None
    told = (context.told_day if text(fields, "base") == "told" else None) or context.here or gone
    if told is not None and told.days == 1:
        return dated(told.start.isoformat(), told, "day", "narrative")
    if context.day is not None:
        return dated(context.day.isoformat(), Stretch(context.day, context.day + timedelta(1)), "day", "dct")
    return Resolved("DATE", "XXXX-XX-XX")


def _tonight(day: Resolved, context: Context) -> Resolved:
    """Return the day whose night «ночью» is: the last one, or the next of what is still to come."""
    if context.direction not in ("future", "later") or day.start is None or day.start != day.end:
        return day
    stretch = Stretch(day.start, day.start + timedelta(1)).moved(1)
    return day if stretch is None else dated(stretch.start.isoformat(), stretch, "day", day.anchor)


def _part(found: Resolved, fields: PartFields) -> Resolved:
    """Narrow a stretch to its beginning, middle or end, or to a half or third of it."""
    part = text(fields, "part")
    numbers = integer(fields, "tens")
    if not part and numbers is None:
        return found
    mod = _PART_MODS.get(part)
    if found.start is None or found.end is None:
        return replace(found, mod=mod)
    whole = Stretch(found.start, found.end + timedelta(1))
    unit = found.granularity
    piece = calendar.part_of(whole, part, unit) if numbers is None else _days_of_month(whole, numbers)
    granularity = "month_part" if found.granularity == "month" else found.granularity
    return replace(found, start=piece.start, end=piece.last, granularity=granularity, mod=mod, edtf=edtf_days(piece))


def _days_of_month(whole: Stretch, tens: int) -> Stretch:
    """Return «двадцатые числа» (20–29), or the first, second and last ten days (1, 2, 3) of a month."""
    first = whole.start
    if tens >= 10:
        last = min(tens + 9, whole.days)
        return Stretch(first + timedelta(tens - 1), first + timedelta(last))
    stop = whole.stop if tens == 3 else first + timedelta(10 * tens)
    return Stretch(first + timedelta(10 * tens - 10), stop)
