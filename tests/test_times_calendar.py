"""The value algebra: known dates, and laws that hold for all of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rusnews_extract.stages.times import calendar
from rusnews_extract.stages.times.calendar import Stretch

days = st.dates(date(1600, 1, 1), date(2400, 12, 31))
units = st.sampled_from(["day", "week", "weekend", "month", "quarter", "half", "year", "decade", "century"])


def d(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("made", "start", "last"),
    [
        (calendar.month(2025, 0), "2024-12-01", "2024-12-31"),
        (calendar.month(2024, 2), "2024-02-01", "2024-02-29"),
        (calendar.quarter(2025, 4), "2025-10-01", "2025-12-31"),
        (calendar.half_year(2025, 2), "2025-07-01", "2025-12-31"),
        (calendar.season(2025, 4), "2024-12-01", "2025-02-28"),
        (calendar.season(2025, 2), "2025-06-01", "2025-08-31"),
        (calendar.decade(199), "1990-01-01", "1999-12-31"),
        (calendar.century(20), "1901-01-01", "2000-12-31"),
        (calendar.iso_week(d("2025-01-01")), "2024-12-30", "2025-01-05"),
        (calendar.weekend(d("2025-10-09"), -1), "2025-10-04", "2025-10-05"),
        (calendar.unit_around(d("2025-10-09"), "quarter", 1), "2026-01-01", "2026-03-31"),
        (calendar.unit_around(d("2025-10-09"), "half", -1), "2025-01-01", "2025-06-30"),
        (calendar.unit_around(d("2000-05-05"), "century"), "1901-01-01", "2000-12-31"),
        (calendar.part_of(calendar.month(2025, 2), "END", "month"), "2025-02-21", "2025-02-28"),
        (calendar.part_of(calendar.decade(199), "MID", "decade"), "1994-01-01", "1996-12-31"),
    ],
)
def test_known_stretches(made, start, last):
    """Stretches begin and end where the calendar says."""
    assert (made.start, made.last) == (d(start), d(last))


@pytest.mark.parametrize(
    ("year", "easter"), [(2016, "2016-05-01"), (2021, "2021-05-02"), (2024, "2024-05-05"), (2025, "2025-04-20")]
)
def test_easter(year, easter):
    """Orthodox Easter falls where the church says."""
    assert calendar.orthodox_easter(year) == d(easter)


@pytest.mark.parametrize(
    "impossible", [(2025, 2, 29), (2025, 13, 1), (2025, 0, 1), (2025, 4, 31), (0, 1, 1), (9999, 1, 1)]
)
def test_no_such_day(impossible):
    """A day that the calendar does not have is None, never another one."""
    assert calendar.day(*impossible) is None


@given(days, st.integers(-5000, 5000), st.sampled_from(["day", "week"]))
def test_shift_and_shift_back(day, n, unit):
    """Days and weeks away and back is where one was."""
    there = calendar.shift(day, unit, n)
    assert there is not None and calendar.shift(there, unit, -n) == day


@given(days, st.integers(-600, 600), st.sampled_from(["month", "year"]))
def test_shift_months_and_back(day, n, unit):
    """Months and years away and back is the same day, or the last of a shorter month on the way."""
    there = calendar.shift(day, unit, n)
    back = calendar.shift(there, unit, -n)
    assert back == day or (back < day and (back.year, back.month) == (day.year, day.month) and there.day < day.day)


@given(days, units)
def test_a_unit_holds_its_day(day, unit):
    """The unit around a day holds it; a weekend is at least in its week."""
    made = calendar.unit_around(day, unit)
    inner = Stretch(day, day + timedelta(1)) if unit != "weekend" else made
    assert (made if unit != "weekend" else calendar.iso_week(day)).holds(inner)


@given(days, units, st.integers(-10, 10))
def test_neighbours_meet(day, unit, n):
    """One unit ends where the next begins, at any distance; weekends leave their five days between."""
    one, other = calendar.unit_around(day, unit, n), calendar.unit_around(day, unit, n + 1)
    assert other.start - one.stop == timedelta(5 if unit == "weekend" else 0)


@given(days, st.sampled_from(["week", "month", "quarter", "year", "decade", "century"]))
def test_parts_lie_inside_and_in_order(day, unit):
    """Beginning, middle and end lie inside the whole, one after the other; two halves fill it."""
    whole = calendar.unit_around(day, unit)
    parts = [calendar.part_of(whole, p, unit) for p in ("START", "MID", "END")]
    assert all(whole.holds(p) and p.days > 0 for p in parts)
    assert parts[0].start == whole.start and parts[2].stop == whole.stop
    assert parts[0].stop <= parts[1].start and parts[1].stop <= parts[2].start
    first, second = calendar.part_of(whole, "H1", unit), calendar.part_of(whole, "H2", unit)
    assert (first.start, first.stop, second.stop) == (whole.start, second.start, whole.stop)


@given(st.integers(1, 9998), st.integers(1, 4))
def test_seasons_and_quarters_have_three_months(year, n):
    """A quarter and a season are a fourth of a year."""
    assert 89 <= calendar.quarter(year, n).days <= 92
    season = calendar.season(year, n)
    assert season is None or 89 <= season.days <= 92


@given(days, days)
def test_hull(one, other):
    """A hull holds both where they come in order, else there is none."""
    a, b = Stretch(one, one + timedelta(1)), Stretch(other, other + timedelta(1))
    hull = calendar.hull(a, b)
    assert hull is None if other < one else hull.holds(a) and hull.holds(b)
