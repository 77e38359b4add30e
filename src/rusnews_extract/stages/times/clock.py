"""Clock times and parts of the day upon a day."""

from dataclasses import replace
from datetime import timedelta

from rusnews_extract.stages.times.chart import PartFields
from rusnews_extract.stages.times.values import Resolved, integer, limited, text

__all__ = ["on_the_clock"]

_AFTERNOON = {"DT": (1, 5), "EV": (4, 11), "NI": (9, 11)}
"""Hours up to twelve that mean the second half of the day: «3 часа дня», «8 вечера», «11 ночи»."""


def on_the_clock(day: Resolved, fields: PartFields) -> Resolved | None:
    """Put the hour or the part of the day of ``fields`` upon a day."""
    part, hour, minute = text(fields, "daypart"), integer(fields, "hour"), integer(fields, "minute") or 0
    whole_day = day.granularity == "day"
    if hour is None:
        value = f"{day.value}T{part}" if whole_day else f"{day.value}-XXT{part}"
        start = day.start
        if "night" in fields and start is not None and start == day.end and start.toordinal() > 1:
            start -= timedelta(1)
        edtf = f"{start.isoformat()}/{day.end.isoformat()}" if start and day.end and start != day.end else day.edtf
        return limited(replace(day, type="TIME", value=value, start=start, edtf=edtf), fields)
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    low, high = _AFTERNOON.get(part, (13, 12))
    if low <= hour <= high:
        hour += 12
    elif hour == 12 and part == "NI":
        hour = 0
    shown = day.value if whole_day else "XXXX-XX-XX"
    zone = text(fields, "zone")
    value = f"{shown}T{hour:02d}:{minute:02d}{zone}"
    edtf = f"{shown}T{hour % 24:02d}:{minute:02d}:00{zone}" if day.edtf == shown and "X" not in shown else None
    return limited(replace(day, type="TIME", value=value, granularity="minute", edtf=edtf), fields)
