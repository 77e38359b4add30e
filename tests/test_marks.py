"""Quotation marks: pairs, nesting, and what a forgotten one may spoil."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rusnews_extract.marks import find_marks


def marks_of(text):
    lines = text.split("\n")
    stops = list(accumulate(len(line) + 1 for line in lines))
    return find_marks(text, [(stop - 1 - len(line), stop - 1) for line, stop in zip(lines, stops, strict=True)])


CASES = {
    "guillemets": ("завод «Луч» и «Мы рады»", ["Луч", "Мы рады"]),
    "nested": ("«Мы в «Луче» рады»", ["Мы в «Луче» рады", "Луче"]),
    "one closing mark for two": ("«Мы в ООО «Луч», — сказал он", ["Мы в ООО «Луч»", "Луч"]),
    "straight": ('"Да", - сказал он. "Нет"', ["Да", "Нет"]),
    "straight nested": ('"Завод "Луч" открыт", - сказал он.', ['Завод "Луч" открыт', "Луч"]),
    "low and high": ("„Да“, — сказал он", ["Да"]),
    "high": ("“Да”, — сказал он", ["Да"]),
    "in brackets": ('кино ("Луч")', ["Луч"]),
    "inch is no quote": ('экран 15" и всё', []),
    "never closed": ("«Раз два три", []),
    "never opened": ("Раз два три»", []),
    "none": ("Раз два три", []),
}


@pytest.mark.parametrize(("text", "inside"), CASES.values(), ids=CASES)
def test_pairs(text, inside):
    """The text inside each pair, in the order in which they open."""
    assert [text[m.start : m.stop] for m in marks_of(text)] == inside


def test_depth_counts_the_pairs_around():
    """A name inside a speech lies one deeper."""
    assert [m.depth for m in marks_of("«Мы в «Луче» рады», «Да»")] == [0, 1, 0]


def test_speech_of_several_paragraphs():
    """Each paragraph is a mark of its own; all but the first are carried on."""
    text = "«Первый.\n«Второй.\nТретий», — сказал он. «Да»"
    found = marks_of(text)
    assert [(text[m.start : m.stop], m.carried) for m in found] == [
        ("Первый.", False),
        ("Второй.", True),
        ("Третий", True),
        ("Да", False),
    ]


def test_a_forgotten_mark_spoils_its_line_alone():
    """The next line is read as if nothing had happened."""
    text = "Он сказал: «Да.\nЗавод «Луч» открыт."
    assert [text[m.start : m.stop] for m in marks_of(text)] == ["Луч"]


@given(st.text(alphabet='аб «»"“”„\n—,.', max_size=60))
def test_marks_lie_in_their_line(text):
    """Whatever the text, a mark encloses its inside and does not leave its line."""
    for mark in marks_of(text):
        assert mark.open <= mark.start <= mark.stop <= mark.close <= len(text)
        assert "\n" not in text[mark.open : mark.close]


def test_a_long_line_stays_linear():
    """200 KB of marks need no more than a moment."""
    assert len(marks_of("«да» " * 40_000)) == 40_000
