"""What holds for any text: nothing raises, and whatever is found is a date of the calendar."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rusnews_extract.stages.times import times_in_text

WORDS = """
в на с по до к за через после около не более день дня дни лет год года году годах г. гг. век века XX XIV месяц
неделю неделе 1 2 5 13 29 30 31 32 99 00 24 60 366 1990 2000 2024 2025 9999 0001 1990-х 90-е 18-го 31.02.2024
29.02.2023 12.12.2012 1/3 24/7 2019/20 12:30 25:61 18.45 — – - , . ( ) « » № % января февраля феврале май мая
марта декабрь декабря понедельник среду пятницу воскресенье вчера сегодня завтра накануне утром вечером ночь
ночи полночь назад спустя ранее позже прошлого этого следующий минувшую последние ближайшие каждый начале
середине конце весной летом зимой квартал квартале полугодие первый второго третьем двадцать двадцатых
девяностые пять пятого полтора полгода несколько тысяч миллион с. г. до н. э. мск утра тогда же тот том пор
пасха победы день новый мск
"""
PIECES = st.sampled_from(WORDS.split())
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=8).map("".join)
)
ANCHORS = st.one_of(st.none(), st.dates(date(1, 1, 1), date(9999, 12, 31)))
VALUE = re.compile(
    r"P(T?[\dX][\dX.]*[A-Z]{1,2})+(T?[\d.]+[A-Z])*|P\S+|(PAST|PRESENT|FUTURE)_REF|BC\d+|[\dX]{2,4}(-\S+)?(/\S+)?|\d{3}(/\S+)?"
)
TYPES = {"DATE", "TIME", "DURATION", "SET"}


@settings(max_examples=400, deadline=None)
@given(TEXTS, ANCHORS, st.sampled_from(["past", "future"]))
def test_any_text(text, anchor, prefer):
    """Any text is read without an error, and every row is whole: a slice, in order, no overlap, ends in order."""
    last = 0
    for t in times_in_text(text, anchor, prefer):
        assert text[t.start : t.stop] == t.text and t.text.strip() == t.text != ""
        assert t.start >= last and t.type in TYPES and VALUE.fullmatch(t.value), t
        assert t.start_date is None or t.end_date is None or t.start_date <= t.end_date
        last = t.stop


@settings(max_examples=300, deadline=None)
@given(TEXTS, ANCHORS)
def test_days_in_values_exist(text, anchor):
    """Every day written in a value or in EDTF is one that the calendar has."""
    for t in times_in_text(text, anchor):
        for day in re.findall(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)", f"{t.value} {t.edtf}"):
            date.fromisoformat(day)


@given(st.dates(date(1000, 1, 1), date(2199, 12, 31)), ANCHORS)
def test_a_full_date_is_itself(day, anchor):
    """A written-out date means itself, whatever the day of publication."""
    for text in (day.isoformat(), f"{day:%d.%m.%Y}"):
        (found,) = times_in_text(f"Дата: {text}, Омск", anchor)
        assert (found.start_date, found.end_date) == (day, day)


@given(st.integers(1, 400), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_ago_and_in_are_mirrors(n, anchor):
    """So many days ago lies as far back as so many days on lies ahead."""
    (back,) = times_in_text(f"{n} дней назад", anchor)
    (ahead,) = times_in_text(f"через {n} дней", anchor)
    assert ahead.start_date - anchor == anchor - back.start_date


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_edtf_parses(text, anchor):
    """What is given as EDTF is EDTF."""
    edtf = pytest.importorskip("edtf", reason="the edtf package is not installed")
    for t in times_in_text(text, anchor):
        if t.edtf is not None:
            edtf.parse_edtf(t.edtf)
