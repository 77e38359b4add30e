"""Offsets: what cleaning takes out never moves what stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rusnews_extract.spans import Edit, Span, apply_edits


@st.composite
def edited(draw):
    source = draw(st.text(max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(source)), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return source, [Edit(a, b, draw(st.sampled_from(["", " ", "\n", "«»"]))) for a, b in pairs if a < b]


@given(edited())
def test_unedited_characters_map_to_themselves(case):
    """A clean character that no edit made stands in the source where the map says."""
    source, edits = case
    clean, offsets = apply_edits(source, edits)
    for position, character in enumerate(clean):
        start, stop = offsets.to_source(position, position + 1)
        assert 0 <= start <= stop <= len(source)
        assert source[start:stop] == character or any(e.start == start and e.stop == stop for e in edits)


@given(edited(), st.data())
def test_the_map_is_monotone(case, data):
    """A range of the clean text maps to a range that holds those of its parts."""
    source, edits = case
    clean, offsets = apply_edits(source, edits)
    start = data.draw(st.integers(0, len(clean)))
    stop = data.draw(st.integers(start, len(clean)))
    begin, end = offsets.to_source(start, stop)
    assert begin <= end
    if stop - start > 1:
        middle = (start + stop) // 2
        assert offsets.to_source(start, middle)[0] == begin
        assert offsets.to_source(middle, stop)[1] == end


@pytest.mark.parametrize(
    "edits",
    [[Edit(0, 3, ""), Edit(2, 4, "")], [Edit(5, 9, "")], [Edit(3, 1, "")]],
    ids=["overlap", "outside", "turned"],
)
def test_bad_edits_are_refused(edits):
    """Edits that overlap, leave the text or run backwards are an error."""
    with pytest.raises(ValueError, match="overlaps"):
        apply_edits("letters", edits)


def test_spans_that_touch_do_not_overlap():
    """Half-open spans share a border without sharing a character."""
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 4).overlaps(Span(3, 5))
