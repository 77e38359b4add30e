"""Cut a text into words and give each its classes: look-ups, figures and Roman numerals.

The tokeniser is our own: «80-летию», «2001–2011» and «17ч10» must fall apart into figures, marks and letters, which
razdel keeps together, and both the pipeline and the library call must see the same words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rusnews_extract.rules.times import Fields, TimeRules

__all__ = ["OLDEST", "Classes", "Words", "classify", "split_words"]

Classes = Mapping[str, tuple[Fields, ...]]
_TOKEN = re.compile(r"\d+|[^\W\d_]+|\n|[^\w\s]")
_LINK = re.compile(r"(?:https?://|www\.)[^\s\]]+")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_LOOKALIKE = str.maketrans("ХСМ", "XCM")
_SENTENCE_MARKS = frozenset('.!?…\n«"“„—–-:(•')
_GAPS = frozenset(",—–-")
_LONGEST_FIGURE = 12
_LONGEST_ROMAN = 8
_MARKED_LETTERS = frozenset("0123456789ivxlcхмс")
"""What figures and Roman numbers, also those in Cyrillic letters, begin with."""
OLDEST = 120
"""Years that a person can have; more is a length or a year."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: ``key`` in small letters with «е» for «ё», and where each stands."""

    source: str
    key: list[str]
    found: list[re.Match[str]]

    def start(self, i: int) -> int:
        """Where word ``i`` begins."""
        return self.found[i].start()

    def stop(self, i: int) -> int:
        """Where word ``i`` ends."""
        return self.found[i].end()

    def text(self, i: int) -> str:
        """Word ``i`` as it is written."""
        return self.source[self.found[i].start() : self.found[i].end()]

    def tight(self, i: int) -> bool:
        """Say whether word ``i`` follows the one before without a space."""
        return 0 < i < len(self.found) and self.found[i].start() == self.found[i - 1].end()


def split_words(source: str) -> Words:
    """Cut a text into figures, words, marks and line ends; web addresses are left out, whose figures are no dates."""
    low = source.lower()
    if len(low) != len(source):  # a few letters grow when they are made small («İ»)
        low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in source)
    low = low.replace("ё", "е")
    if "://" in low or "www." in low:
        low = _LINK.sub(lambda m: "_" * len(m[0]), low)
    found = list(_TOKEN.finditer(low))
    return Words(source, [m[0] for m in found], found)


def classify(words: Words, rules: TimeRules) -> list[Classes | None]:
    """Return the classes of each word, None for the many that have none."""
    known, marked = rules.words, rules.marked_words
    keys = words.key
    found: list[Classes | None] = [known.get(key) for key in keys]
    for i in [i for i, key in enumerate(keys) if key[0] in _MARKED_LETTERS or key in marked]:
        key = keys[i]
        if "0" <= key[0] <= "9":
            found[i] = {**known.get(key, {}), **_figure(key)}
            _mark_names(words, i, found, rules)
            if len(key) == 4:
                _mark_next(words, i, found, "COUNTED", rules)
        elif key in rules.small_words:
            if words.text(i)[0].islower() or _begins_sentence(words, i):
                found[i] = {**(found[i] or {}), **rules.small_words[key]}
        elif key in rules.lower_words:
            if words.text(i)[0].islower():
                found[i] = {**(found[i] or {}), **rules.lower_words[key]}
        elif key in rules.eve_words:
            _mark_next(words, i, found, "GENLIKE", rules)
        elif len(key) < _LONGEST_ROMAN and words.text(i).isupper():
            roman = _roman(words.text(i))
            if roman:
                found[i] = {**(found[i] or {}), "ROMAN": ({"n": roman},)}
    return found


def _mark_next(words: Words, i: int, found: list[Classes | None], symbol: str, rules: TimeRules) -> None:
    """Mark the word behind ``i`` by its ending: «накануне голосования», «2000 жителей»."""
    if i + 1 < len(found) and words.key[i + 1].endswith(rules.endings[symbol]):
        found[i + 1] = {**(found[i + 1] or {}), symbol: ({},)}


def _begins_sentence(words: Words, i: int) -> bool:
    return i == 0 or words.key[i - 1] in _SENTENCE_MARKS


def _mark_names(words: Words, i: int, found: list[Classes | None], rules: TimeRules) -> None:
    """Mark the name before a figure, next to it or a comma away: «Корневу 73 года», «Корнев, 73 года»."""
    gap = 2 if i > 1 and words.key[i - 1] in _GAPS else 1
    if i >= gap and found[i - gap] is None and words.text(i - gap)[0].isupper():
        dative = words.key[i - gap].endswith(rules.endings["DATNAME"])
        found[i - gap] = {"NAME": ({},), "DATNAME": ({},)} if dative else {"NAME": ({},)}


def _figure(key: str) -> Classes:
    if len(key) > _LONGEST_FIGURE or not key.isascii():
        return {}
    n = int(key)
    classes: dict[str, tuple[Fields, ...]] = {"INT": ({"n": n},)}
    size = len(key)
    if not (1000 <= n <= 2199 and n % 100):  # «1983 года» counts no years
        classes["NUM"] = ({"n": n},)
    if n <= OLDEST:
        classes["AGE"] = ({"n": n},)
    if size <= 2:
        if 1 <= n <= 31:
            classes["DAY"] = ({"day": n},)
        if 1 <= n <= 12:
            classes["MM"] = ({"month": n},)
        if n <= 24:
            classes["HOUR"] = ({"hour": n},)
    if size == 2:
        classes["YY"] = ({"yy": n},)
        if n % 10 == 0:
            classes["DEC2"] = ({"decade": n // 10},)
        if n <= 59:
            classes["MIN"] = ({"minute": n},)
    elif size == 3:
        classes["D3"] = ({"n": n},)
    elif size == 4 and 1000 <= n <= 2199:
        classes["YEAR4"] = ({"year": n},)
        if 1700 <= n <= 2099:
            classes["RYEAR"] = ({"year": n},)
        if n % 10 == 0:
            classes["DEC4"] = ({"decade": n // 10},)
    return classes


def _roman(text: str) -> int:
    latin = text.translate(_LOOKALIKE)
    if not latin.isascii() or not _ROMAN.fullmatch(latin):
        return 0
    values = [_ROMAN_VALUE[letter] for letter in latin]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
