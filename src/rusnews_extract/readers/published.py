"""When a page was published, as far as the page, its record or its path says so.

Only the head of the page is asked, and there only lines that hold nothing but a date and its labels, so that neither
another article's date nor a birthday is taken. Nothing is invented: no year is guessed, and no midnight passes for a
time of day. Rejected: htmldate (it works on HTML, and falls back to any date it meets).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from rusnews_extract.rules.reading import ReadRules

__all__ = ["Published", "find_published"]

Basis = Literal["metadata", "header", "text", "path", "none"]

HEAD_LINES = 400
LONGEST_HEADER = 160
PARAGRAPH_WORDS = 12
PARAGRAPHS = 3
NEAR = 15
OWN_DATE = re.compile(r"\s*date (\d{4}-\d\d-\d\d)(?!\S)")
SPACES = re.compile(r"(?:\s|&nbsp;?)+")
BRACKETS = re.compile(r"\[[^\[\]]{0,40}\]")
WORD = re.compile(r"[^\W\d_]+")
PATH_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_.-])(\d{1,2})\2(\d{1,2})(?!\d)")
URL_DAY = re.compile(r"/((?:19|20)\d\d)(\d\d)(\d\d)(?=/|\b)")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Published:
    """A day, the local time of day where it is given, and what says so."""

    day: date | None = None
    at: datetime | None = None
    basis: Basis = "none"


@dataclass(frozen=True, slots=True)
class Header:
    """A date line of the head of a page; ``distance`` counts the lines to the next paragraph."""

    found: Published
    said: bool
    updated: bool
    distance: int


def find_published(text: str, path: str, rules: ReadRules, url: str | None = None, stated: object = None) -> Published:
    """Return the publication date; ``stated`` is what a record's own field says and wins over all else."""
    known = _stated(stated, rules) or _own_date(text)
    if known:
        return known
    from_path = _path_day(url or "", path)
    year = _year(url or "", path)
    return _header(text, year, rules) or _dateline(text, year, rules) or from_path or Published()


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
    found = _read(SPACES.sub(" ", stated.strip()[:LONGEST_HEADER]), None, rules, "metadata")
    return found or _mail_date(stated)


def _mail_date(stated: str) -> Published | None:
    """Read the form of feeds: «Thu, 09 Oct 2025 14:30:00 +0300»."""
    try:
        at = parsedate_to_datetime(stated).replace(tzinfo=None)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return _published(at.date(), at.hour, at.minute, "metadata")


def _own_date(text: str) -> Published | None:
    prefix = OWN_DATE.match(text)
    if not prefix:
        return None
    try:
        return Published(date.fromisoformat(prefix.group(1)), None, "header")
    except ValueError:
        return None


def _header(text: str, year: int | None, rules: ReadRules) -> Published | None:
    headers = []
    for line, distance in _head(text):
        if rules.words.clock.search(line) or len(line) > LONGEST_HEADER:
            continue
        found = _read(line, year, rules, "header", whole=True)
        if found:
            said = rules.words.published.search(line) is not None
            if distance > NEAR and not said:
                continue
            headers.append(Header(found, said, rules.words.updated.search(line) is not None and not said, distance))
    if not headers:
        return None
    best = min(headers, key=lambda h: (not h.said, h.updated, h.found.at is None, h.distance))
    return best.found


def _head(text: str) -> Iterator[tuple[str, int]]:
    """Yield the lines before the third paragraph, each with its distance to the next paragraph or the end."""
    lines: list[str] = []
    paragraphs: list[int] = []
    for match in re.finditer(r"[^\r\n]+", text):
        line = SPACES.sub(" ", match.group()[:2000]).strip()
        if not line:
            continue
        if len(line.split()) >= PARAGRAPH_WORDS and line.rstrip("»”\"')")[-1:] in {".", "!", "?", "…"}:
            paragraphs.append(len(lines))
        lines.append(line)
        if len(paragraphs) == PARAGRAPHS or len(lines) == HEAD_LINES:
            break
    ends = [*paragraphs, len(lines)] if len(paragraphs) < PARAGRAPHS else paragraphs
    for number, line in enumerate(lines):
        if number not in paragraphs:
            yield line, ends[bisect_right(ends, number)] - number


def _dateline(text: str, year: int | None, rules: ReadRules) -> Published | None:
    for match in re.finditer(r"[^\r\n]+", text[:20000]):
        found = rules.dateline.match(match.group().strip())
        if found:
            return _valid(found, year, rules, "text")
    return None


def _read(line: str, year: int | None, rules: ReadRules, basis: Basis, whole: bool = False) -> Published | None:
    for shape in rules.shapes:
        match = shape.pattern.search(line)
        if match and (not whole or _is_header(line, match, rules)):
            found = _valid(match, year, rules, basis)
            if found:
                return found
    return None


def _is_header(line: str, match: re.Match[str], rules: ReadRules) -> bool:
    """Say whether nothing but labels, a rubric or a name stands beside the date."""
    rest = WORD.findall(BRACKETS.sub(" ", line[: match.start()] + " " + line[match.end() :]))
    others = [word for word in rest if word.lower() not in rules.labels and word.lower() not in rules.months]
    if not others:
        return True
    timed = match.groupdict().get("hour") is not None
    named = len(others) <= 3 and all(word[0].isupper() for word in others) and line[-1:] not in {".", "!", "?"}
    return named and (timed or (match.end() == len(line) and line[: match.start()].rstrip()[-1:] in {"—", "–", "|"}))


def _valid(match: re.Match[str], year: int | None, rules: ReadRules, basis: Basis) -> Published | None:
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
    return _published(day, int(groups["hour"]), int(groups["minute"]), basis)


def _published(day: date, hour: int, minute: int, basis: Basis) -> Published:
    """Return the day with its time; midnight sharp is what programs write where no time is known."""
    at = datetime(day.year, day.month, day.day, hour, minute) if hour or minute else None
    return Published(day, at, basis)


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
