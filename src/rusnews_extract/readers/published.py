"""When a page was published, as far as the page, its record or its path says so.

A record's own field and the head of a dump are believed first, then a date line above the text, one right below it, an
agency's dateline, and the path. Rejected: htmldate (it works on HTML, and falls back to any date it meets).
"""

import re
from datetime import UTC, date, datetime

from rusnews_extract.readers.date_lines import date_above, date_below, dateline
from rusnews_extract.readers.date_values import Published, find_shape, mail_date
from rusnews_extract.rules.reading import ReadRules

__all__ = ["Published", "find_published"]

LONGEST_STATED = 160
OWN_DATE = re.compile(r"\s*date (\d{4}-\d\d-\d\d)(?!\S)")
SPACES = re.compile(r"(?:\s|&nbsp;?)+")
PATH_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_.-])(\d{1,2})\2(\d{1,2})(?!\d)")
URL_DAY = re.compile(r"/((?:19|20)\d\d)(\d\d)(\d\d)(?=/|\b)")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def find_published(text: str, path: str, rules: ReadRules, url: str | None = None, stated: object = None) -> Published:
    """Return the publication date; ``stated`` is what a record's own field says and wins over all else."""
    known = _stated(stated, rules) or _own_date(text)
    if known:
        return known
    from_path = _path_day(url or "", path)
    year = _year(url or "", path)
    shown = date_above(text, year, rules) or date_below(text, year, rules) or dateline(text, year, rules)
    return shown or from_path or Published()


def _stated(stated: object, rules: ReadRules) -> Published | None:
    if isinstance(stated, bool) or stated is None:
        return None
    if isinstance(stated, int | float):
        seconds = stated / 1000 if abs(stated) > 1e11 else stated
        if not 0 < seconds < 4e9:
            return None
        at = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
        return Published(at.date(), at.replace(microsecond=0), "metadata")
    if not isinstance(stated, str):
        return None
    shape = find_shape(SPACES.sub(" ", stated.strip()[:LONGEST_STATED]), None, rules, "metadata")
    return shape[1] if shape else mail_date(stated, "metadata")


def _own_date(text: str) -> Published | None:
    prefix = OWN_DATE.match(text)
    if not prefix:
        return None
    try:
        return Published(date.fromisoformat(prefix.group(1)), None, "header")
    except ValueError:
        return None


def _path_day(url: str, path: str) -> Published | None:
    for match in (PATH_DAY.search(url), URL_DAY.search(url), PATH_DAY.search(path)):
        if match:
            numbers = [int(part) for part in match.groups() if part.isdigit()]
            try:
                return Published(date(*numbers), None, "path")
            except ValueError:
                continue
    return None


def _year(url: str, path: str) -> int | None:
    years = {int(found) for found in YEAR.findall(url + "\n" + path)}
    return years.pop() if len(years) == 1 else None
