"""The two doors: ``find_times`` for the pipeline, ``times_in_text`` for a caller who has nothing but a text."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from rusnews_extract.model import DateInterval, ParsedDocument, Time
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.times import TimeRules, load_time_rules
from rusnews_extract.stages.times.calendar import Stretch
from rusnews_extract.stages.times.chart import Match, Part, PartFields, find_matches
from rusnews_extract.stages.times.context import Context, Direction
from rusnews_extract.stages.times.resolve import fill, resolve
from rusnews_extract.stages.times.tense import Tense, governs_genitive, tense_of_tokens, tense_of_words
from rusnews_extract.stages.times.values import Resolved, text
from rusnews_extract.stages.times.words import Words, split_words

__all__ = ["find_times", "times_in_text"]

_SENTENCE_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][»\"”)]))\s++(?=[«\"“(—–-]?[A-ZА-ЯЁ0-9])|\n")
"""Good enough to number sentences by: the segmenter would cost the library call a fifth of its time."""
NEAR_SENTENCES = 2
"""How many sentences a date stays the one that «в тот же день» refers to."""


def find_times(parsed: ParsedDocument, rules: TimeRules) -> tuple[Time, ...]:
    """Return the temporal expressions of a document in text order, read against its publication and its tenses."""
    starts = [s.start for s in parsed.sentences]

    words = split_words(parsed.text)

    def tense(sentence: int, word: int) -> Tense:
        return tense_of_tokens(parsed, sentence, words.start(word), rules)

    def refuse(match: Match) -> bool:
        return words.key[match.first] in rules.eve_words and governs_genitive(parsed, words.stop(match.last))

    return _find(words, starts, parsed.clean.anchor, "past", tense, rules, refuse)


def times_in_text(
    text: str, anchor: date | None = None, prefer: Literal["past", "future"] = "past"
) -> tuple[Time, ...]:
    """Return the temporal expressions of a text, without loading any model.

    ``anchor`` is the day the text was published; without it «вчера» has a value but no dates. ``prefer`` decides a
    date without its year and a bare weekday where no word of the sentence does. ``sentence`` is numbered by end marks.

    >>> [(t.text, t.value) for t in times_in_text("во вторник", anchor=date(2025, 10, 9))]
    [('вторник', '2025-10-07')]
    """
    rules = _built_in()
    starts = [0, *(m.end() for m in _SENTENCE_END.finditer(text))]
    words = split_words(text)

    def tense(sentence: int, word: int) -> Tense:
        return tense_of_words(words.key, word, rules)

    interval = None if anchor is None else DateInterval(anchor, anchor)
    return _find(words, starts, interval, "later" if prefer == "future" else "past", tense, rules)


@lru_cache(1)
def _built_in() -> TimeRules:
    return load_time_rules(RuleFolders())


@dataclass(slots=True)
class _Story:
    """What the dates so far have told, for those that refer back to them."""

    told: Stretch | None = None
    told_day: Stretch | None = None
    sentence: int = -1
    here: Stretch | None = None

    def enter(self, sentence: int) -> None:
        """Go on to a sentence; a day is near for the rest of its own, a told date for two more."""
        if sentence != self.sentence:
            self.here = None
        if sentence > self.sentence + NEAR_SENTENCES:
            self.told = self.told_day = None

    def tell(self, found: Resolved, sentence: int) -> None:
        """Remember a date."""
        self.sentence = sentence
        if found.start is None or found.end is None or found.type not in ("DATE", "TIME") or found.end == date.max:
            return
        self.told = Stretch(found.start, found.end + timedelta(1))
        if self.told.days == 1:
            self.told_day = self.here = self.told


def _find(
    words: Words,
    starts: Sequence[int],
    anchor: DateInterval | None,
    direction: Direction,
    tense: Callable[[int, int], Tense],
    rules: TimeRules,
    refuse: Callable[[Match], bool] | None = None,
) -> tuple[Time, ...]:
    story = _Story()
    times: list[Time] = []
    matches = find_matches(words, rules)
    if anchor is None and matches:
        anchor = _dateline(words, matches[0])
    for match in matches:
        pattern = rules.patterns[match.pattern]
        if pattern.type == "NOT" or (refuse is not None and refuse(match)):
            continue
        sentence = max(bisect_right(starts, words.start(match.first)) - 1, 0)
        story.enter(sentence)
        said: Tense = "none" if "year" in match.fields else tense(sentence, match.first)
        context = _context(match, anchor, direction, story, said)
        for part, first, last in _rows(match):
            found = resolve(part, context)
            if found is None:
                continue
            story.tell(found, sentence)
            times.append(_time(words, first, last, sentence, found, pattern.id))
    return tuple(times)


def _dateline(words: Words, match: Match) -> DateInterval | None:
    """Return the day of a text that opens with its date: «19 марта 2001. Сегодня …»."""
    after = match.last + 1
    opens = match.first == 0 and {"day", "month", "year"} <= match.fields.keys()
    if not opens or (after < len(words.key) and words.key[after] not in (".", "\n")):
        return None
    found = resolve(match.fields, Context())
    return DateInterval(found.start, found.end) if found is not None and found.start == found.end else None


def _context(match: Match, anchor: DateInterval | None, direction: Direction, story: _Story, said: Tense) -> Context:
    fields = match.fields
    if said == "future" and direction == "past":
        direction = "future"
    elif text(fields, "limit") in ("BEFORE", "END") and direction == "past" and not ("by" in fields and said == "past"):
        direction = "near"
    return Context(anchor, direction, story.told, story.told_day, story.here, said == "past")


def _rows(match: Match) -> list[tuple[PartFields, int, int]]:
    """Split a list into its members, each with what only the last of them says."""
    fields = match.fields
    if text(fields, "kind") != "list":
        return [(fields, match.first, match.last)]
    parts = [p for p in (fields.get(name) for name in "abcd") if isinstance(p, Part)]
    plain = [(k, v) for k, v in fields.items() if not isinstance(v, Part) and k not in ("kind", "of")]
    shared: dict[str, int | float | str | Part] = dict(plain)
    if "of" in fields:
        shared["kind"] = fields["of"]
    tail: PartFields = {**shared, **parts[-1].fields}
    rows = [(fill(p.fields, tail), p.first, p.last) for p in parts[:-1]]
    return [*rows, (tail, parts[-1].first, match.last)]


def _time(words: Words, first: int, last: int, sentence: int, found: Resolved, rule: str) -> Time:
    start, stop = words.start(first), words.stop(last)
    return Time(
        start=start,
        stop=stop,
        sentence=sentence,
        text=words.source[start:stop],
        type=found.type,
        value=found.value,
        rule_id=rule,
        mod=found.mod,
        edtf=found.edtf,
        start_date=found.start,
        end_date=found.end,
        granularity=found.granularity,
        anchor=found.anchor,
    )
