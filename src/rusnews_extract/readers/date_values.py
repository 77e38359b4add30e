"""A date as a line, a field or an address writes it: the shapes of ``rules/reading.toml`` made into values.

Nothing is invented: no year is guessed, and no midnight passes for a time of day.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from rusnews_extract.rules.reading import ReadRules

__all__ = ["Basis", "Published", "find_shape", "mail_date", "on_day", "value_of"]

Basis = Literal["metadata", "header", "text", "path", "none"]


@dataclass(frozen=True, slots=True)
class Published:
    """A day, the local time of day where it is given, and what says so."""

    day: date | None = None
    at: datetime | None = None
    basis: Basis = "none"


def find_shape(line: str, year: int | None, rules: ReadRules, basis: Basis) -> tuple[re.Match[str], Published] | None:
    """Return the first date of a line, as it stands and as a value; ``year`` is for shapes that have none."""
    for shape in rules.shapes:
        match = shape.pattern.search(line)
        found = value_of(match, year, rules, basis) if match else None
        if match and found:
            return match, found
    return None


def value_of(match: re.Match[str], year: int | None, rules: ReadRules, basis: Basis) -> Published | None:
    """Return the value of a shape that matched; None where it is no day of the calendar."""
    groups = match.groupdict()
    if groups.get("year"):
        year = int(groups["year"])
    elif groups.get("short_year"):
        year = 2000 + int(groups["short_year"])
    month = rules.months[groups["name"].lower()] if groups.get("name") else int(groups["month"])
    if year is None:
        return None
    try:
        day = date(year, month, int(groups["day"]))
    except ValueError:
        return None
    if not groups.get("hour"):
        return Published(day, None, basis)
    return on_day(day, int(groups["hour"]), int(groups["minute"]), basis)


def on_day(day: date, hour: int, minute: int, basis: Basis) -> Published:
    """Return the day with its time; midnight sharp is what programs write where no time is known."""
    at = datetime(day.year, day.month, day.day, hour, minute) if hour or minute else None
    return Published(day, at, basis)


def mail_date(stated: str, basis: Basis) -> Published | None:
    """Read the form of feeds: «Thu, 09 Oct 2025 14:30:00 +0300»."""
    try:
        at = parsedate_to_datetime(stated).replace(tzinfo=None)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return on_day(at.date(), at.hour, at.minute, basis)
