"""The two doors: ``find_times`` for the pipeline, ``times_in_text`` for a caller who has nothing but a text."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Literal

from rusnews_extract.model import DateInterval, ParsedDocument, Time
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.times import TimeRules, load_time_rules
from rusnews_extract.stages.times.chart import Match, Part, PartFields, find_matches
from rusnews_extract.stages.times.context import Context, Direction
from rusnews_extract.stages.times.resolve import fill, resolve
from rusnews_extract.stages.times.story import Story
from rusnews_extract.stages.times.tense import Tense, governs_genitive, tense_of_tokens, tense_of_words
from rusnews_extract.stages.times.values import Resolved, integer, text
from rusnews_extract.stages.times.words import Words, split_words

__all__ = ["find_times", "times_in_text"]

_SENTENCE_END = re.compile(r"[.!?…][»\"”)]?\s++(?=[«\"“(—–-]?[A-ZА-ЯЁ0-9])|\n")
"""Good enough to number sentences by: the segmenter would cost the library call a fifth of its time."""
_PERIOD, _TARGET = "за", "на"
"""«премии за февраль» tell of what is over, «назначен на вторник» of what is not."""
_STILL = "еще"
"""«просили ещё в ноябре»: what is long over."""
_SENTENCE_ENDS = frozenset(".!?…\n")
_COMMAS = frozenset(",—–-(")
AROUND, NOUN_REACH, STEM = 30, 2, 4
_DATED = frozenset(("day", "month", "weekday", "deixis", "year", "rel"))


def find_times(parsed: ParsedDocument, rules: TimeRules) -> tuple[Time, ...]:
    """Return the temporal expressions of a document in text order, read against its publication and its tenses."""
    starts = [s.start for s in parsed.sentences]

    words = split_words(parsed.text)

    def tense(sentence: int, word: int) -> Tense:
        return tense_of_tokens(parsed, sentence, words.start(word), rules)

    def refuse(match: Match) -> bool:
        return words.key[match.first] in rules.eve_words and governs_genitive(parsed, words.stop(match.last))

    return _find(words, starts, parsed.clean.anchor, "open", tense, rules, refuse)


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


def _find(
    words: Words,
    starts: Sequence[int],
    anchor: DateInterval | None,
    direction: Direction,
    tense: Callable[[int, int], Tense],
    rules: TimeRules,
    refuse: Callable[[Match], bool] | None = None,
) -> tuple[Time, ...]:
    story = Story(anchor)
    times: list[Time] = []
    matches = find_matches(words, rules)
    if anchor is None and matches:
        anchor = story.anchor = _dateline(words, matches[0])
    for match in matches:
        pattern = rules.patterns[match.pattern]
        if pattern.type == "NOT" or (refuse is not None and refuse(match)):
            continue
        sentence = max(bisect_right(starts, words.start(match.first)) - 1, 0)
        story.enter(sentence, words.source.rfind("\n", 0, words.start(match.first)))
        said: Tense = "none" if "year" in match.fields else tense(sentence, match.first)
        if _opens_line(words, match):
            story.strike(integer(match.fields, "hour") or 0)
        context = story.context(_direction(words, match, direction, said), said, _of_told(words, match, story.at))
        if words.key[match.first] in rules.eve_words and not _opens_sentence(words, match):
            context = replace(context, line=None)
        for part, first, last in _rows(match):
            found = resolve(part, context)
            if found is None:
                continue
            story.tell(found, sentence, (first, last))
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


def _direction(words: Words, match: Match, direction: Direction, said: Tense) -> Direction:
    """Say in which direction a date without its year is looked for; ``open`` is the wish of those who have a tagger."""
    fields = match.fields
    before = words.key[match.first - 1] if match.first else ""
    if direction == "later":
        return direction
    if before == _PERIOD and not any("day" in f for f in _members(fields)):
        return "past"
    if match.first > 1 and words.key[match.first - 2] == _STILL and said != "none":
        return "past"
    if said == "future":
        return "future"
    if text(fields, "limit") in ("BEFORE", "END") and not ("by" in fields and said == "past"):
        return "near"
    if said == "ahead" and before == _TARGET and "weekday" in fields:
        return "future"
    return "recent" if said == "past" and direction == "open" else direction


def _members(fields: PartFields) -> list[PartFields]:
    return [fields, *(part.fields for part in fields.values() if isinstance(part, Part))]


def _opens_line(words: Words, match: Match) -> bool:
    """Say whether a clock time opens its line, as in the minutes of a chronicle."""
    opens = match.first == 0 or words.key[match.first - 1] == "\n"
    return opens and "hour" in match.fields and _DATED.isdisjoint(match.fields)


def _opens_sentence(words: Words, match: Match) -> bool:
    return match.first == 0 or words.key[match.first - 1] in _SENTENCE_ENDS


def _of_told(words: Words, match: Match, told: tuple[int, int]) -> bool:
    """Say whether the event of «через неделю после пожара» is that of the date told last: its noun stands around it.

    Right behind a date («28 марта, через две недели после пожара») the length only explains that date.
    """
    if text(match.fields, "base") != "event":
        return True
    first, last = told
    if last < 0 or (match.start == last + 2 and words.key[last + 1] in _COMMAS):
        return False
    around = {key[:STEM] for key in words.key[max(first - AROUND, 0) : match.start] if len(key) >= STEM}
    return any(key[:STEM] in around for key in words.key[match.stop : match.stop + NOUN_REACH])


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
