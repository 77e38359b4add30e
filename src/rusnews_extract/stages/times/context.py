"""What an expression is read against: the day of publication, the tense around it, the last date told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rusnews_extract.model import DateInterval
from rusnews_extract.stages.times.calendar import Stretch

__all__ = ["AnchorKind", "Context", "Direction", "choose_year"]

Direction = Literal["past", "recent", "open", "near", "future", "later"]
"""``past``: the latest not after publication; ``future``: the next, today's among them; ``later``: the next after
today; ``near``: the next where it lies within half a year, else the latest («арестован до 24 декабря»).

``recent`` and ``open`` are the latest too, unless a day to come lies much nearer: nobody writes a date of eleven months
ago without its year, and the verb beside a date is often not its own («пригласил на приём 21 июля»)."""
AnchorKind = Literal["explicit", "dct", "narrative", "entity", "none"]
NEAR_DAYS = 183
RECENT_DAYS = 45
RECENT_TIMES, OPEN_TIMES = 5, 2
"""How many times nearer a coming day must be than the one gone by, after a past verb and without any."""
LEAP_GAP = 9


@dataclass(frozen=True, slots=True)
class Context:
    """``anchor`` is the publication, ``told`` the last date told, ``told_day`` the last one that is a single day,
    ``here`` a day told in the same sentence, ``line`` the last one gone by that its paragraph tells, ``scene`` one that
    is told with its year a few sentences before."""

    anchor: DateInterval | None = None
    direction: Direction = "past"
    told: Stretch | None = None
    told_day: Stretch | None = None
    here: Stretch | None = None
    past_tense: bool = False
    line: Stretch | None = None
    scene: Stretch | None = None

    @property
    def first(self) -> date | None:
        """The earliest day of publication."""
        return None if self.anchor is None else self.anchor.start or self.anchor.end

    @property
    def last(self) -> date | None:
        """The latest day of publication."""
        return None if self.anchor is None else self.anchor.end or self.anchor.start

    @property
    def day(self) -> date | None:
        """The day of publication, where it is known to the day."""
        return self.first if self.first == self.last else None


def choose_year(make: Callable[[int], Stretch | None], context: Context) -> Stretch | None:
    """Return the year's instance of a yearless date that the context means; None without publication."""
    first, last = context.first, context.last
    if first is None or last is None:
        return None
    past = _first_that((make(y) for y in range(last.year + 1, last.year - LEAP_GAP, -1)), lambda s: s.start <= last)
    if context.direction == "past":
        return past
    ahead = (make(y) for y in range(first.year - 1, first.year + LEAP_GAP))
    if context.direction == "later":
        return _first_that(ahead, lambda s: s.start > last or (s.days > 1 and s.last >= first))
    coming = _first_that(ahead, lambda s: s.last >= first)
    if context.direction in ("recent", "open"):
        return coming if _nearer(past, coming, context, first, last) else past
    if context.direction == "near" and (coming is None or (coming.start - last).days > NEAR_DAYS):
        return past
    return coming


def _nearer(past: Stretch | None, coming: Stretch | None, context: Context, first: date, last: date) -> bool:
    if coming is None or past is None:
        return past is None
    ahead, behind = (coming.start - last).days, (first - past.last).days
    if context.direction == "open":
        return 0 < ahead * (OPEN_TIMES if coming.days == 1 else RECENT_TIMES) <= behind
    return coming.days == 1 and 0 < ahead <= RECENT_DAYS and ahead * RECENT_TIMES <= behind


def _first_that(stretches: Iterator[Stretch | None], holds: Callable[[Stretch], bool]) -> Stretch | None:
    return next((s for s in stretches if s is not None and holds(s)), None)
