"""Cutting and mending lines: every character stays accounted for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rusnews_extract.spans import apply_edits
from rusnews_extract.stages.clean.lines import mends, split_lines

PIECES = st.lists(
    st.sampled_from(
        [
            "Мост",
            " ",
            "\n",
            "\r\n",
            "\u00a0",
            "&nbsp;",
            "&amp;nbsp;",
            "\u00ad",
            "\u200b",
            "&laquo;",
            "<br>",
            "\ufeff",
            ".",
        ]
    )
).map("".join)


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("7&nbsp;октября", "7 октября"),
        ("7 октября", "7 октября"),
        ("7 &nbsp; октября", "7 октября"),
        ("&laquo;Мост&raquo; &mdash; 5&#160;км", "«Мост» — 5 км"),
        ("&amp;laquo;Мост&amp;raquo;", "«Мост»"),
        ("АО &quot;Мост&quot; &amp; Ко", 'АО "Мост" & Ко'),
        ("мо\u00adсто\u200bвой", "мостовой"),
        ("мост<br>закрыт", "мост закрыт"),
        ("<b>Мост</b> закрыт", "Мост закрыт"),
        ("ёлка «ёж» “так”", "ёлка «ёж» “так”"),
        ("a < b, R&D, &неизвестно;", "a < b, R&D, &неизвестно;"),
        ("&unknown;", "&unknown;"),
        ("&nbsp;Мост&nbsp;", "Мост"),
    ],
)
def test_mends(source, reads):
    """Entities, odd spaces and left-over tags read as what they stand for; letters and quote marks stay."""
    text, offsets = apply_edits(source, mends(source, 0, len(source)))
    assert text == reads
    assert offsets.to_source(0, len(text))[1] <= len(source)


def test_a_date_prefix_is_a_line_of_its_own():
    """A leading `` date 2025-10-09 `` is cut from the headline behind it."""
    lines = split_lines(" date 2025-10-09 Мост открыли\nТекст.")
    assert [(line.start, line.stop, line.text) for line in lines] == [
        (1, 16, "date 2025-10-09"),
        (17, 29, "Мост открыли"),
        (30, 36, "Текст."),
    ]


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\r", "\u2028", "\x0c"])
def test_every_line_end_ends_a_line(mark):
    """Whatever wrote the page, its lines are found, and the blank ones between them counted."""
    lines = split_lines(f"  Раз {mark}{mark}\u00a0Два{mark}")
    assert [(line.text, line.gap) for line in lines] == [("Раз", 0), ("Два", 1)]


@given(st.text() | PIECES)
def test_lines_cover_all_but_blanks(source):
    """Lines lie in order, do not overlap, and hold every character that is no space."""
    lines = split_lines(source)
    at = 0
    for line in lines:
        assert at <= line.start < line.stop
        assert not source[at : line.start].strip()
        at = line.stop
    assert not source[at:].strip()
