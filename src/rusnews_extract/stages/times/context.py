"""What an expression is read against: the day of publication, the tense around it, the last date told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rusnews_extract.model import DateInterval
from rusnews_extract.stages.times.calendar import Stretch

__all__ = ["AnchorKind", "Context", "Direction", "choose_year"]

Direction = Literal["past", "future", "later", "near"]
"""``past``: the latest not after publication; ``future``: the next, today's among them; ``later``: the next after
today; ``near``: the next where it lies within half a year, else the latest («арестован до 24 декабря»)."""
AnchorKind = Literal["explicit", "dct", "narrative", "entity", "none"]
NEAR_DAYS = 183
LEAP_GAP = 9


@dataclass(frozen=True, slots=True)
class Context:
    """``anchor`` is the publication, ``told`` the last date told, ``told_day`` the last one that is a single day,
    ``here`` a day told in the same sentence."""

    anchor: DateInterval | None = None
    direction: Direction = "past"
    told: Stretch | None = None
    told_day: Stretch | None = None
    here: Stretch | None = None
    past_tense: bool = False

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
    if context.direction == "near" and (coming is None or (coming.start - last).days > NEAR_DAYS):
        return past
    return coming


def _first_that(stretches: Iterator[Stretch | None], holds: Callable[[Stretch], bool]) -> Stretch | None:
    return next((s for s in stretches if s is not None and holds(s)), None)
