"""The lines of a page that hold its date: above the text, right below it, or at the beginning of its first paragraph.

Only lines that hold nothing but a date and its labels count, so that neither another article's date nor a birthday is
taken. Above the text the nearest to it wins; below it the first, before anything that reads like a headline, for there
teasers begin. A day without a year takes the year of the address that the page gives as its own, on the same day.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rusnews_extract.readers.date_values import Published, find_shape, mail_date, value_of
from rusnews_extract.rules.reading import ReadRules

__all__ = ["date_above", "date_below", "dateline"]

HEAD_LINES = 400
LONGEST_HEADER = 160
LONGEST = 2000
PARAGRAPH_WORDS = 12
PARAGRAPHS = 3
NEAR = 15
BELOW = 5
APART = 4
TAIL_WORDS = 5
CLOSE = 3
SPACES = re.compile(r"(?:\s|&nbsp;?)+")
BRACKETS = re.compile(r"\[[^\[\]]{0,40}\]")
WORD = re.compile(r"[^\W\d_]+")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
ADDRESS_DAY = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/")
MAIL = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)?(?: [+-]\d{4}| GMT)?"
)
ISSUE = re.compile(r"[\s,(]*№\s?\d")
"""The number of a printed issue behind the date of its masthead: «Суббота, 15 марта 2025 № 29»."""
STAMP = re.compile(r"(?:19|20)\d\d-\d\d-\d\d \d\d:\d\d:\d\d")
SENTENCE_ENDS = frozenset(".!?…")
LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Header:
    """A date line of the head of a page; ``distance`` counts the lines to the next paragraph."""

    found: Published
    said: bool
    updated: bool
    distance: int


def date_above(text: str, year: int | None, rules: ReadRules) -> Published | None:
    """Return the date of the best date line above the third paragraph."""
    headers = []
    for line, distance in _head(text):
        found = _header_line(line, _year_of(line, text, rules) if year is None else year, rules, distance)
        if not found:
            continue
        said = rules.words.published.search(line) is not None
        if distance > NEAR and not said:
            continue
        headers.append(Header(found, said, rules.words.updated.search(line) is not None and not said, distance))
    if not headers:
        return None
    return min(headers, key=lambda h: (not h.said, h.updated, h.found.at is None, h.distance)).found


def date_below(text: str, year: int | None, rules: ReadRules) -> Published | None:
    """Return the date of the first date line right below the article, before anything that reads like a headline."""
    lines = [line for line, _ in _lines(text)]
    stop = _article_end(lines)
    if stop is None:
        return None
    for line in lines[stop : stop + BELOW]:
        if not rules.words.clock.search(line) and len(line) <= LONGEST_HEADER:
            shape = find_shape(line, year, rules, "text")
            if shape and not _others(line, shape[0], rules):
                return shape[1]
        if not _is_label(line, rules):
            return None
    return None


def dateline(text: str, year: int | None, rules: ReadRules) -> Published | None:
    """Return the date that opens an agency's text: «МОСКВА, 28 авг — ТАСС.»"""
    for match in LINE.finditer(text[:20000]):
        found = rules.dateline.match(match.group().strip())
        if found:
            return value_of(found, year, rules, "text")
        found = rules.opening.match(match.group().strip())
        if found:
            return value_of(found, year, rules, "text")
    return None


def _header_line(line: str, year: int | None, rules: ReadRules, distance: int) -> Published | None:
    if len(line) > LONGEST_HEADER:
        return None
    if MAIL.fullmatch(line):
        return mail_date(line, "header")
    if rules.words.clock.search(line) and not STAMP.fullmatch(line):
        return None
    shape = find_shape(line, year, rules, "header")
    if shape and _is_header(line, shape[0], rules, distance):
        return shape[1]
    near = (rules.glued.search(line) or rules.ending.search(line)) if distance <= CLOSE else None
    return value_of(near, year, rules, "header") if near else None


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines, spaces made one, and whether each is a paragraph."""
    for match in LINE.finditer(text):
        line = SPACES.sub(" ", match.group()[:LONGEST]).strip()
        if line:
            yield line, _is_paragraph(line)


def _is_paragraph(line: str) -> bool:
    return len(line.split()) >= PARAGRAPH_WORDS and line.rstrip("»”\"')")[-1:] in SENTENCE_ENDS


def _head(text: str) -> Iterator[tuple[str, int]]:
    """Yield the lines before the third paragraph, each with its distance to the next paragraph or the end."""
    lines: list[str] = []
    paragraphs: list[int] = []
    for line, paragraph in _lines(text):
        if paragraph:
            paragraphs.append(len(lines))
        lines.append(line)
        if len(paragraphs) == PARAGRAPHS or len(lines) == HEAD_LINES:
            break
    ends = [*paragraphs, len(lines)] if len(paragraphs) < PARAGRAPHS else paragraphs
    for number, line in enumerate(lines):
        if number not in paragraphs:
            yield line, ends[bisect_right(ends, number)] - number


def _article_end(lines: Sequence[str]) -> int | None:
    """Return the number of the line below the heaviest group of paragraphs; None without any."""
    best = end = None
    weight = heaviest = 0
    for number, line in enumerate(lines):
        if not _is_paragraph(line):
            continue
        if end is not None and number - end > APART:
            weight = 0
        weight += len(line)
        end = number + 1
        if weight > heaviest:
            heaviest, best = weight, end
    while best is not None and best < len(lines) and _goes_on(lines[best]):
        best += 1
    return best


def _goes_on(line: str) -> bool:
    """Say whether a line below the last long paragraph is a short one of the same text."""
    return len(line.split()) >= TAIL_WORDS and line[-1] in SENTENCE_ENDS and not ADDRESS.search(line)


def _is_header(line: str, match: re.Match[str], rules: ReadRules, distance: int) -> bool:
    """Say whether only labels, a rubric or a name stand beside the date, or the number of an issue behind it."""
    if ISSUE.match(line, match.end()):
        return True
    others = _others(line, match, rules)
    if not others:
        return True
    timed = match.groupdict().get("hour") is not None
    if match.start() == 0 and distance <= CLOSE and len(others) <= 2 and line[-1:] not in {".", "!", "?"}:
        return timed or all(word[0].isupper() for word in others)
    named = len(others) <= 3 and all(word[0].isupper() for word in others) and line[-1:] not in {".", "!", "?"}
    return named and (timed or (match.end() == len(line) and line[: match.start()].rstrip()[-1:] in {"—", "–", "|"}))


def _others(line: str, match: re.Match[str], rules: ReadRules) -> list[str]:
    """Return the words beside a date that are no labels."""
    rest = WORD.findall(BRACKETS.sub(" ", line[: match.start()] + " " + line[match.end() :]))
    return [word for word in rest if word.lower() not in rules.labels and word.lower() not in rules.months]


def _is_label(line: str, rules: ReadRules) -> bool:
    """Say whether a line between the text and its date is no headline: labels, an address, or names alone."""
    words = WORD.findall(ADDRESS.sub(" ", line))
    others = [word for word in words if word.lower() not in rules.labels and word.lower() not in rules.months]
    label, colon, _ = line.partition(":")
    labelled = 2 * len(others) < len(words) or (bool(colon) and not set(WORD.findall(label)) & set(others))
    return labelled or all(word[0].isupper() for word in others)


def _year_of(line: str, text: str, rules: ReadRules) -> int | None:
    """Return the year of an address on a line of its own that names the same day as a line without a year."""
    for shape in rules.shapes:
        match = shape.pattern.search(line)
        if not match or "year" in match.groupdict() or "short_year" in match.groupdict():
            continue
        month, day = rules.months[match["name"].lower()], int(match["day"])
        for other in LINE.finditer(text):
            if ADDRESS.fullmatch(other.group().strip()):
                found = ADDRESS_DAY.search(other.group())
                if found and (int(found.group(2)), int(found.group(3))) == (month, day):
                    return int(found.group(1))
    return None
