"""Temporal expressions: the cases in gold/cases/times.tsv, and what the two doors promise."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rusnews_extract.model import CleanDocument, DateInterval, Document, Line, ParsedDocument, Sentence, Tokens
from rusnews_extract.nlp.tagging import tag
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.times import load_time_rules
from rusnews_extract.spans import OffsetMap
from rusnews_extract.stages.segment import segment
from rusnews_extract.stages.times import find_times, times_in_text
from tests.test_quotes import clean

CASES = Path(__file__).parent / "gold" / "cases" / "times.tsv"
FLAGS = {"START", "MID", "END", "APPROX", "BEFORE", "AFTER", "SET"}
DAY = date(2025, 10, 9)


def read_cases():
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            columns = line.split("\t")
            assert len(columns) == 5 and columns[4].startswith("# "), (
                f"times.tsv:{number}: text, anchor, prefer, rows, # reason"
            )
            yield pytest.param(*columns[:4], id=f"{number}: {columns[0][:40]}")


def expected(rows):
    """Read ``surface=value FLAG [start..end]; …``."""
    for row in [] if rows == "none" else rows.split("; "):
        surface, _, rest = row.partition("=")
        value, *more = rest.split(" ")
        ends = next((m.strip("[]") for m in more if m.startswith("[")), None)
        yield surface, value, FLAGS.intersection(more), ends


def ends_of(value):
    """Give the ends that a plain calendar value has by itself."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d(T\S+)?", value):
        return f"{value[:10]}..{value[:10]}"
    if re.fullmatch(r"\d{4}-\d\d", value):
        last = (date(int(value[:4]) + int(value[5:]) // 12, int(value[5:]) % 12 + 1, 1)).toordinal() - 1
        return f"{value}-01..{date.fromordinal(last)}"
    return f"{value}-01-01..{value}-12-31" if re.fullmatch(r"\d{4}", value) else ".."


@pytest.mark.parametrize(("text", "anchor", "prefer", "rows"), list(read_cases()))
def test_cases(text, anchor, prefer, rows):
    """Every case is found whole, with its value and both ends, and nothing else is."""
    found = times_in_text(text, None if anchor == "-" else date.fromisoformat(anchor), prefer)
    got = [(t.text, t.value, {t.mod, t.type} & FLAGS, f"{t.start_date or ''}..{t.end_date or ''}") for t in found]
    assert got == [(s, v, flags, ends or ends_of(v)) for s, v, flags, ends in expected(rows)]


def test_there_are_enough_cases():
    """The file keeps at least three hundred cases."""
    assert len(list(read_cases())) >= 300


def test_spans_are_slices():
    """``text`` is the slice of the source that ``start`` and ``stop`` cut."""
    source = "Вчера, 8 октября, шёл дождь; к\u00a018:00 пожар потушили. С 3 по 5 мая торги."
    for t in times_in_text(source, DAY):
        assert source[t.start : t.stop] == t.text


def test_blank_text():
    """A blank text has no times."""
    assert times_in_text("") == times_in_text(" \n ") == ()


def test_dateline_is_the_anchor():
    """A text that opens with its date is read against it where the caller knows none."""
    values = [t.value for t in times_in_text("19 марта 2001. Сегодня тепло, вчера шёл снег.")]
    assert values == ["2001-03-19", "2001-03-19", "2001-03-18"]


def test_time_does_not_grow_with_the_square():
    """A long run of figures and dates is read in linear time."""
    for piece in ("1, 2 и 3 мая, ", "5-", "двадцать ", "2001 2002 ", "с 3 по ", "в ночь на "):
        times_in_text(piece * 4_000, DAY)


def parsed(text, tense, anchor):
    """Make a document of one sentence whose only verb has this tense."""
    spans = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
    words = tuple(text[a:b] for a, b in spans)
    pos = tuple("VERB" if w.endswith(("ет", "ла")) else "NOUN" for w in words)
    feats = tuple({"Tense": tense} if p == "VERB" else {} for p in pos)
    verb = pos.index("VERB")
    head = tuple(-1 if i == verb else verb for i in range(len(words)))
    tokens = Tokens(
        tuple(a for a, _ in spans), tuple(b for _, b in spans), words, words, pos, feats, head, ("dep",) * len(words)
    )
    size = len(text)
    clean = CleanDocument(
        Document("d", "d.txt", text, ""),
        (),
        (Line(0, size, "body", 0),),
        text,
        OffsetMap((0,), (0,), (size,), (False,)),
        anchor,
    )
    return ParsedDocument(clean, (Sentence(0, size, "body", 0, 0, len(words)),), tokens, ())


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Дума 1 октября приняла бюджет. Вечером мэр его подписал.", ["2025-10-01", "2025-10-01TEV"]),
        ("Дума 1 октября приняла бюджет.\nВечером мэр его подписал.", ["2025-10-01", "2025-10-09TEV"]),
        ("Дума 1 октября приняла бюджет. Накануне мэр его подписал.", ["2025-10-01", "2025-09-30"]),
        ("Дума 1 октября приняла бюджет. Банк накануне снизил ставку.", ["2025-10-01", "2025-10-08"]),
        ("Дамбу прорвало 11 марта 2024 года.\nЯ позвонил в шесть утра.", ["2024-03-11", "2024-03-11T06:00"]),
        ("Дамбу прорвало 11 марта 2024 года. Через месяц он уволился.", ["2024-03-11", "2024-04"]),
        ("Через месяц он уволился.", ["XXXX"]),
        ("Мэр просил укрепить берег ещё в ноябре.", ["2024-11"]),
    ],
)
def test_a_story_keeps_its_day(models, text, values):
    """What is told in the past tense goes on from the day of its paragraph, or of a scene that has its year."""
    laid = replace(clean(text, "body"), anchor=DateInterval(DAY, DAY))
    page = tag([segment(laid)], models)[0]
    assert [t.value for t in find_times(page, load_time_rules(RuleFolders()))] == values


@pytest.mark.parametrize(
    ("text", "tense", "value"),
    [
        ("Она уедет 28 декабря", "Fut", "2025-12-28"),
        ("Она уехала 28 декабря", "Past", "2024-12-28"),
        ("Во вторник она уедет", "Fut", "2025-10-14"),
        ("Во вторник она уехала", "Past", "2025-10-07"),
        ("В четверг она уедет", "Fut", "2025-10-09"),
        ("В мае она уедет", "Fut", "2026-05"),
        ("Летом она уехала", "Past", "2025-SU"),
        ("Она позвала гостей на 21 октября", "Past", "2025-10-21"),
        ("Она уехала 8 октября", "Past", "2025-10-08"),
        ("В ноябре добыча упала", "Past", "2024-11"),
        ("Она читает лекции с 1 декабря", "Pres", "2025-12-01"),
        ("Она читает лекции с 1 июня", "Pres", "2025-06-01"),
        ("Она уедет, дали премии за февраль", "Fut", "2025-02"),
    ],
)
def test_tense_decides_the_year(rules, text, tense, value):
    """The tense of the governing verb decides what the calendar leaves open."""
    times = find_times(parsed(text, tense, DateInterval(DAY, DAY)), load_time_rules(rules))
    assert [t.value for t in times] == [value]


def test_verbs_that_set_a_date(rules):
    """A date that somebody sets lies ahead, whatever the tense of the verb that sets it."""
    document = parsed("Она назначила слушание на вторник", "Past", DateInterval(DAY, DAY))
    lemmas = tuple("назначить" if word == "назначила" else word for word in document.tokens.text)
    document = replace(document, tokens=replace(document.tokens, lemma=lemmas))
    assert [t.value for t in find_times(document, load_time_rules(rules))] == ["2025-10-14"]


def test_a_past_story_looks_back(rules):
    """«В тот же день» of a past verb is a day gone by, not the plan that was named in between."""
    text = "Пожар 5 октября, приём 20 октября, и она уехала в тот же день"
    times = find_times(parsed(text, "Past", DateInterval(DAY, DAY)), load_time_rules(rules))
    assert [t.value for t in times] == ["2025-10-05", "2025-10-20", "2025-10-05"]


def test_a_chronicle_goes_over_midnight():
    """Where the clock that opens the lines falls from the evening to the night, a new day has begun."""
    values = [t.value for t in times_in_text("21:50 Дождь.\n23:55 Ветер.\n00:10 Снег.", DAY)]
    assert values == ["2025-10-09T21:50", "2025-10-09T23:55", "2025-10-10T00:10"]


def test_an_anchor_of_a_month(rules):
    """Where only the month of publication is known, nothing finer is invented."""
    october = DateInterval(date(2025, 10, 1), date(2025, 10, 31))
    times = find_times(parsed("Вчера она узнала: в августе и в прошлом году", "Past", october), load_time_rules(rules))
    assert [(t.value, t.start_date, t.end_date) for t in times] == [
        ("XXXX-XX-XX", date(2025, 9, 30), date(2025, 10, 30)),
        ("2025-08", date(2025, 8, 1), date(2025, 8, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ]
