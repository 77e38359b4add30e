"""The value algebra: stretches of days and what one can do with them.

Inside, a stretch is half-open (``stop`` is the first day after), so that neighbours meet and lengths subtract;
outside, in records, both ends are inclusive. Weeks are ISO weeks. Winter takes the year of its January, a century the
year in which it ends. Every function is pure; a date that the calendar does not have is None, never another one.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = [
    "Stretch",
    "century",
    "day",
    "decade",
    "half_year",
    "hull",
    "iso_week",
    "month",
    "month_days",
    "orthodox_easter",
    "part_of",
    "quarter",
    "season",
    "shift",
    "unit_around",
    "weekend",
    "year",
]

FIRST_YEAR, LAST_YEAR = 1, 9998


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Days from ``start`` up to, not including, ``stop``."""

    start: date
    stop: date

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.stop - timedelta(1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.stop - self.start).days

    def holds(self, other: "Stretch") -> bool:
        """Say whether the other lies inside."""
        return self.start <= other.start and other.stop <= self.stop

    def moved(self, days: int) -> "Stretch | None":
        """Return the stretch so many days later; None outside the calendar."""
        try:
            return Stretch(self.start + timedelta(days), self.stop + timedelta(days))
        except OverflowError:
            return None


def _known(y: int) -> bool:
    return FIRST_YEAR <= y <= LAST_YEAR


def day(y: int, m: int, d: int) -> Stretch | None:
    """Return one day, None where the calendar has none such (31 February)."""
    if not _known(y) or not 1 <= m <= 12 or not 1 <= d <= monthrange(y, m)[1]:
        return None
    start = date(y, m, d)
    return Stretch(start, start + timedelta(1))


def month_days(m: int) -> int:
    """Return how many days a month can have at most."""
    return monthrange(2024, m)[1]


def month(y: int, m: int) -> Stretch | None:
    """Return a month; ``m`` may run over the year's ends (0 is December of the year before)."""
    y, m = y + (m - 1) // 12, (m - 1) % 12 + 1
    if not _known(y):
        return None
    return Stretch(date(y, m, 1), date(y + m // 12, m % 12 + 1, 1))


def _months(y: int, first: int, count: int) -> Stretch | None:
    begin, end = month(y, first), month(y, first + count - 1)
    return None if begin is None or end is None else Stretch(begin.start, end.stop)


def quarter(y: int, q: int) -> Stretch | None:
    """Return a quarter, 1–4."""
    return _months(y, 3 * q - 2, 3) if 1 <= q <= 4 else None


def half_year(y: int, h: int) -> Stretch | None:
    """Return a half-year, 1 or 2."""
    return _months(y, 6 * h - 5, 6) if 1 <= h <= 2 else None


def season(y: int, s: int) -> Stretch | None:
    """Return spring (1), summer, autumn or winter (4), the last from December of the year before."""
    return _months(y, 0 if s == 4 else 3 * s, 3) if 1 <= s <= 4 else None


def year(y: int) -> Stretch | None:
    """Return a year."""
    return _months(y, 1, 12) if _known(y) else None


def _years(first: int, count: int) -> Stretch | None:
    last = first + count - 1
    return Stretch(date(first, 1, 1), date(last + 1, 1, 1)) if _known(first) and _known(last) else None


def decade(tens: int) -> Stretch | None:
    """Return the decade ``199`` of the years 1990–1999."""
    return _years(tens * 10, 10) if tens else None


def century(number: int) -> Stretch | None:
    """Return the 20th century as the years 1901–2000."""
    return _years(100 * number - 99, 100)


def iso_week(around: date, weeks: int = 0) -> Stretch | None:
    """Return the Monday-to-Sunday week of a day, or one some weeks from it."""
    monday = around - timedelta(around.weekday()) if around.toordinal() > 7 else date(1, 1, 1)
    return Stretch(monday, monday + timedelta(7)).moved(7 * weeks)


def weekend(around: date, weeks: int = 0) -> Stretch | None:
    """Return Saturday and Sunday of the week of a day, or of one some weeks from it."""
    week = iso_week(around, weeks)
    return None if week is None else Stretch(week.start + timedelta(5), week.stop)


def unit_around(around: date, unit: str, offset: int = 0) -> Stretch | None:
    """Return the calendar unit that holds a day, or the one ``offset`` units on; None for a unit of no calendar."""
    y, m = around.year, around.month
    if unit == "day":
        return Stretch(around, around + timedelta(1)).moved(offset)
    if unit == "week":
        return iso_week(around, offset)
    if unit == "weekend":
        return weekend(around, offset)
    if unit == "month":
        return month(y, m + offset)
    if unit == "quarter":
        q = (m - 1) // 3 + offset
        return quarter(y + q // 4, q % 4 + 1)
    if unit == "half":
        h = (m - 1) // 6 + offset
        return half_year(y + h // 2, h % 2 + 1)
    if unit == "year":
        return year(y + offset)
    if unit == "decade":
        return decade(y // 10 + offset)
    if unit == "century":
        return century((y + 99) // 100 + offset)
    return None


def shift(start: date, unit: str, amount: float) -> date | None:
    """Return the day some units away; a month that is too short gives its last day. None outside the calendar."""
    days = {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7}.get(unit)
    try:
        if days is not None:
            return start + timedelta(
                int(amount * days) if unit in ("second", "minute", "hour") else round(amount * days)
            )
        months = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}
        total = start.year * 12 + start.month - 1 + round(amount * months[unit])
        y, m = total // 12, total % 12 + 1
        return date(y, m, min(start.day, monthrange(y, m)[1])) if _known(y) else None
    except (OverflowError, ValueError):
        return None


def part_of(whole: Stretch, part: str, unit: str) -> Stretch:
    """Return the START, MID, END, or half (H1, H2) of a stretch.

    A third of a month is ten days; a year begins and ends with a quarter; a week has 2 + 2 + 3 days, a decade 4 + 3 + 3
    years (1990–93, 1994–96, 1997–99); anything else is cut in thirds.
    """
    first, stop = whole.start, whole.stop
    if part in ("H1", "H2"):
        middle = _middle(whole, unit)
        return Stretch(first, middle) if part == "H1" else Stretch(middle, stop)
    if unit == "month":
        cuts = (date(first.year, first.month, 11), date(first.year, first.month, 21))
    elif unit == "year":
        cuts = (date(first.year, 4, 1), date(first.year, 10, 1))
        if part == "MID":
            return Stretch(date(first.year, 5, 1), date(first.year, 9, 1))
    elif unit == "week":
        cuts = (first + timedelta(2), first + timedelta(4))
    elif unit in ("decade", "century"):
        a, b = (4, 7) if unit == "decade" else (33, 66)
        cuts = (date(first.year + a, 1, 1), date(first.year + b, 1, 1))
    else:
        third = timedelta(whole.days // 3)
        cuts = (first + third, stop - third)
    if whole.days < 3:
        return whole
    return {"START": Stretch(first, cuts[0]), "MID": Stretch(*cuts), "END": Stretch(cuts[1], stop)}[part]


def _middle(whole: Stretch, unit: str) -> date:
    """Return the first day of the second half: the 16th, the year six of ten, fifty-one of a hundred."""
    if unit == "month":
        return date(whole.start.year, whole.start.month, 16)
    if unit in ("decade", "century"):
        return date(whole.start.year + (5 if unit == "decade" else 50), 1, 1)
    return whole.start + timedelta(whole.days // 2)


def hull(a: Stretch, b: Stretch) -> Stretch | None:
    """Return the stretch from the start of one to the end of the other; None where it would run backwards."""
    return Stretch(a.start, b.stop) if a.start < b.stop else None


def orthodox_easter(y: int) -> date:
    """Return Orthodox Easter by the Gregorian calendar (Meeus' Julian algorithm), right for 1900–2099."""
    a, b, c = y % 4, y % 7, y % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    m, d0 = divmod(d + e + 114, 31)
    return date(y, m, d0 + 1) + timedelta(13)
