"""What scorers stand on: pairing one to one, B³, and when two names or spans are the same."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rusnews_extract.evaluate.matching import Edge, b_cubed, iou, pair_up
from rusnews_extract.evaluate.names import LISTS, likeness, same_form, same_name, trim_preposition, trim_quote


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Владимира Путина", "Владимир Путин", True),
        ("Путин", "Владимир Путин", True),
        ("власти России", "Россия", True),
        ("российские власти", "Российская власть", True),
        ("Пётр Сомов", "Петром Сомовым", True),
        ("Нижний Новгород", "Нижнего Новгорода", True),
        ("«Маяк»", "завод Маяк", True),
        ("Иран", "Ирак", False),
        ("Сомов", "Сомин", False),
        ("МИД", "МВД", False),
        ("суд", "судья", False),
        ("министерство обороны Перу", "Перу", True),
        ("двое рыбаков из Перми", "Пермь", False),
        ("", "Пермь", False),
    ],
)
def test_same_name(a, b, same):
    """Names are the same when half of their words are, case endings aside, in either order."""
    assert same_name(a, b) is same
    assert same_name(b, a) is same


def test_a_word_counts_once():
    """A word of one name answers one word of the other."""
    assert likeness("Баден-Баден", "Баден") == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("с 7 октября", "7 октября"),
        ("Во вторник", "вторник"),
        ("в\u00a0мае", "мае"),
        ("7 октября", "7 октября"),
        ("весной", "весной"),
        ("через два года", "через два года"),
        ("в", "в"),
        (" к концу года ", "концу года"),
    ],
)
def test_trim_preposition(text, rest):
    """A preposition before a time is left out; a word that only begins like one stays."""
    start, stop = trim_preposition(text, 0, len(text))
    assert text[start:stop] == rest


@pytest.mark.parametrize(
    ("text", "rest"), [("«Да!»,", "Да"), ("— Нет…", "Нет"), ("он сказал «да»", "он сказал «да"), ("!!!", "!!!")]
)
def test_trim_quote(text, rest):
    """Quote marks and end points at both ends do not count."""
    start, stop = trim_quote(text, 0, len(text))
    assert text[start:stop] == rest


def test_same_form():
    """Case, ё and quote marks do not count, word ends do."""
    assert same_form("ООО «Ёлка»", "ооо Елка")
    assert not same_form("Калуге", "Калуга")


@pytest.mark.parametrize(
    ("edges", "pairs"),
    [
        ([], {}),
        ([Edge(0, 0, 0.5), Edge(0, 1, 0.9)], {0: 1}),
        ([Edge(0, 0, 0.9), Edge(0, 1, 0.1), Edge(1, 0, 0.5)], {0: 1, 1: 0}),
        ([Edge(0, 0, 0.1, tier=0), Edge(1, 0, 0.9, tier=1)], {0: 0}),
        ([Edge(0, 0, 0.1, tier=0), Edge(1, 0, 0.9, tier=1), Edge(1, 1, 0.2, tier=1)], {0: 0, 1: 1}),
    ],
    ids=["none", "the better", "both rather than the best", "tier before quality", "the next tier takes the rest"],
)
def test_pair_up(edges, pairs):
    """Pairs are one to one: as many as possible in a tier, the better of equal choices."""
    assert pair_up(edges) == pairs


def test_b_cubed():
    """The example of Bagga and Baldwin: two of three clusters merged costs precision only."""
    gold = {i: "a" if i <= 5 else "b" if i <= 7 else "c" for i in range(1, 13)}
    merged = {i: "a" if i <= 5 else "b" for i in range(1, 13)}
    score = b_cubed(gold, merged)
    assert score.recall == 1
    assert score.precision == pytest.approx((5 + 2 * 2 / 7 + 5 * 5 / 7) / 12)


@pytest.mark.parametrize(
    ("a", "b", "value"), [((0, 4), (0, 4), 1.0), ((0, 4), (2, 6), 1 / 3), ((0, 4), (4, 8), 0.0), ((0, 4), (1, 3), 0.5)]
)
def test_iou(a, b, value):
    """Ranges that only touch have nothing in common."""
    assert iou(*a, *b) == pytest.approx(value)


GRAPHS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.floats(0.1, 1), max_size=12)


@settings(deadline=None)
@given(GRAPHS)
def test_no_pairing_has_more_pairs(graph):
    """No other way to pair finds more pairs, and every pair is an edge."""
    pairs = pair_up(Edge(gold, found, quality) for (gold, found), quality in graph.items())
    assert len(set(pairs.values())) == len(pairs)
    assert set(pairs.items()) <= graph.keys()
    best = max(sum((g, f) in graph for g, f in enumerate(order)) for order in permutations(range(5)))
    assert len(pairs) == best


GROUPS = st.dictionaries(st.integers(0, 8), st.sampled_from("abc"))


@given(GROUPS, GROUPS)
def test_b_cubed_is_symmetric(gold, found):
    """Precision one way is recall the other way; a grouping against itself is right."""
    one, other = b_cubed(gold, found), b_cubed(found, gold)
    assert (one.precision, one.recall) == (other.recall, other.precision)
    assert 0 <= one.f1 <= 1
    assert b_cubed(gold, gold).f1 == pytest.approx(float(bool(gold)))


@pytest.mark.parametrize("name", ["endings.txt", "prepositions.txt"])
def test_every_list_entry_has_an_example(name):
    """Each entry of a scorer's word list shows a phrase that has it."""
    entries = (LISTS.folders[0] / name).read_text(encoding="utf-8").splitlines()
    for entry in entries:
        text, _, phrase = (part.strip() for part in entry.partition("#"))
        words = phrase.split()
        assert any(w.strip(",").endswith(text) for w in words) if name == "endings.txt" else words[0] == text, entry
