"""The corpus phase: duplicates, the catalogue and clusters, from keys alone."""

from array import array
from dataclasses import replace
from datetime import date
from operator import eq

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rusnews_extract.corpus.catalogue import build_catalogue, link_entities, link_surnames
from rusnews_extract.corpus.clusters import join_clusters
from rusnews_extract.corpus.duplicates import find_duplicates
from rusnews_extract.keys import DocumentKey, EntityKey, EventKey, minhash
from rusnews_extract.rules.names import load_name_rules

WORDS = [f"слово{n}" for n in range(120)]
DAY = date(2025, 5, 1)


def document(doc_id, published, words):
    return DocumentKey(doc_id, published, minhash(" ".join(words)))


def person(doc_id, name, published=DAY, gender=None, mentions=1):
    first, _, last = name.rpartition(" ")
    return EntityKey(doc_id, name, published, "PER", name, (), None, first or None, None, last, gender, None, mentions)


def event(doc_id, start=DAY, end=DAY, parties=(), places=(), kind="COERCE", told=DAY, mode=None, lemma="обыск", **more):
    own, verbal = f"{doc_id}:0", kind == "REQUEST"
    told_of = (told, told, kind, mode, verbal, lemma, start, end, parties, places)
    return EventKey(doc_id, f"{doc_id}-0", own, *told_of, **{"kin": (lemma,)} | more)


def unlinked(doc_id, party):
    return party


def test_a_reprint_points_to_the_earliest():
    """A text with a changed paragraph is a duplicate of the first publication; another text is none."""
    first = document("b", date(2025, 5, 1), WORDS)
    reprint = document("a", date(2025, 5, 2), [*WORDS[:110], *(f"иное{n}" for n in range(10))])
    other = document("c", date(2025, 5, 1), [f"другое{n}" for n in range(120)])
    assert find_duplicates([reprint, first, other]) == {"a": "b"}


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(40, 60)), max_size=12))
def test_duplicates_are_those_of_the_definition(drawn):
    """Documents in order of publication: one that is like an earlier one that is none itself is a duplicate of it."""
    keys = [document(f"{n:02}", DAY, WORDS[40 * side : 40 * side + size]) for n, (side, size) in enumerate(drawn)]
    values = {k.doc_id: array("I", k.signature) for k in keys}
    wanted: dict[str, str] = {}
    for n, key in enumerate(keys):
        rivals = [k.doc_id for k in keys[:n] if k.doc_id not in wanted]
        alike = {r: sum(map(eq, values[r], values[key.doc_id])) / len(values[r]) for r in rivals}
        best = max(alike, key=lambda r: (alike[r], r), default=None)
        if best is not None and alike[best] > 0.4:
            wanted[key.doc_id] = best
    assert find_duplicates(keys[::-1]) == wanted


def test_short_texts_are_no_reprints():
    """Two short texts that are equal may still be two pieces of news."""
    assert find_duplicates([document(d, DAY, ["срочно"] * 9) for d in "ab"]) == {}


@pytest.mark.parametrize(
    ("keys", "links"),
    [
        ([person("1", "Анна Кольцова"), person("2", "Кольцова")], {("2", "Кольцова"): "Анна Кольцова"}),
        (
            [person("1", "Анна Кольцова"), person("1", "Пётр Кольцов"), person("2", "Кольцов")],
            {("2", "Кольцов"): "Пётр Кольцов"},
        ),
        ([person("1", "Иван Громов"), person("2", "Пётр Громов"), person("3", "Громов")], {}),
        ([person("1", "Иван Громов", gender="male"), person("3", "Громов", gender="female")], {}),
        ([person("1", "Иван Громов"), person("3", "Громов", date(2026, 5, 1))], {}),
        ([person("1", "Иван Громов"), person("2", "Иван Громов"), person("2", "Громов")], {}),
    ],
    ids=["one-bearer", "other-surname", "two-bearers", "other-gender", "other-year", "full-name-beside-it"],
)
def test_bare_surnames(keys, links):
    """A bare surname goes to its dominant bearer in the time window, or stays apart."""
    assert link_surnames(keys) == links


@pytest.mark.parametrize(
    ("short", "linked"),
    [
        ({"first_name": "Джонсон", "last_name": None}, True),
        ({"first_name": "Г", "patronymic": "П", "last_name": "Джонсон"}, True),
        ({"first_name": "Б", "last_name": "Джонсон"}, False),
        ({"first_name": "Глория", "last_name": "Джонсон"}, False),
    ],
    ids=["lone-word", "initials", "other-initial", "other-first-name"],
)
def test_short_forms(short, linked):
    """A lone word that looks like a first name, and initials, go to the only bearer whom they fit."""
    full = replace(person("1", "Глеб Джонсон"), key="глеб джонсон")
    other = replace(person("2", "Джонсон"), key="? джонсон", **short)
    assert (("2", "Джонсон") in link_surnames([full, other])) is linked


def test_an_abbreviation_goes_to_the_name_that_most_documents_give_it(rules):
    """«AzAl» on a page without the full name is the carrier that another page gives both names of."""

    def firm(doc_id, name, key, aliases=()):
        return EntityKey(doc_id, name, DAY, "ORG", name, aliases, None, None, None, None, None, None, 2, key)

    keys = [firm("1", "Azerbaijan Airlines", "azerbaijan airlines", ("AzAl",)), firm("2", "AzAl", "azal")]
    assert link_entities(keys, load_name_rules(rules)) == {("2", "AzAl"): "Azerbaijan Airlines"}


def test_the_catalogue_counts():
    """Documents, mentions, dates and roles of one entity are gathered in one row."""
    keys = [
        replace(person("1", "Анна Кольцова", mentions=3), role_phrase="мэр Тулы"),
        replace(person("2", "Кольцова", date(2025, 6, 1)), role_phrase="депутат"),
        replace(person("3", "Анна Кольцова", date(2025, 7, 1)), role_phrase="депутат"),
    ]
    (row,) = build_catalogue(keys, link_surnames(keys))
    assert (row.name, row.n_docs, row.n_mentions) == ("Анна Кольцова", 3, 5)
    assert (row.first_published, row.last_published) == (DAY, date(2025, 7, 1))
    assert row.roles == ("депутат", "мэр Тулы")
    assert row.aliases == ("Кольцова",)


JULY, MAY = (date(2025, 7, 1), date(2025, 7, 1)), (date(2025, 5, 1), date(2025, 5, 31))
OPEN = (None, None)
LATER = (date(2025, 5, 19), date(2025, 5, 19))
YEAR = (date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (event("1", parties=("p",)), event("2", parties=("p", "q")), True),
        (event("1", parties=("p",)), event("2", parties=("q",)), False),
        (event("1", parties=("p",), kind="PROTEST"), event("2", parties=("p",)), False),
        (event("1", parties=("p",)), event("2", *JULY, ("p",)), False),
        (event("1", places=("t",)), event("2", places=("t",)), False),
        (event("1", parties=("~завод",), places=("t",)), event("2", parties=("~завод",), places=("t",)), True),
        (event("1", parties=("p",), places=("t",)), event("2", parties=("q",), places=("t",)), False),
        (event("1", parties=("~завод",), places=("t",)), event("2", parties=("~завод",), places=("u",)), False),
        (event("1", parties=("~два человека",)), event("2", parties=("~два человека",)), False),
        (event("1", *MAY, ("p",)), event("2", *MAY, ("p",)), True),
        (event("1", parties=("p",), mode="arrest"), event("2", parties=("p",), mode="raid"), False),
        (event("1", parties=("p",), kind="REQUEST"), event("2", parties=("p",), kind="REQUEST"), True),
        (event("1", parties=("p",), kind="REQUEST"), event("2", parties=("p",), kind="REQUEST", lemma="мольба"), False),
        (event("1", *MAY, ("p",), kind="REQUEST"), event("2", *MAY, ("p",), kind="REQUEST"), False),
        (event("1", *OPEN, ("p",)), event("2", *OPEN, ("p",)), False),
        (event("1", *OPEN, ("p", "q")), event("2", *OPEN, ("p", "q")), True),
        (event("1", *OPEN, ("p", "q")), event("2", *OPEN, ("p", "q"), told=date(2025, 9, 1)), False),
        (event("1", parties=("p",), status="negated"), event("2", parties=("p",)), False),
        (event("1", parties=("p",), lemma="обыск"), event("2", parties=("p",), lemma="рейд"), False),
        (event("1", parties=("p",), kin=("a", "f")), event("2", parties=("p",), kin=("b", "f")), True),
        (event("1", *OPEN, ("p", "q"), status="planned"), event("2", *LATER, ("p", "q"), told=date(2025, 5, 20)), True),
        (event("1", *OPEN, ("p", "q")), event("2", *LATER, ("p", "q"), told=date(2025, 5, 20)), False),
        (event("1", parties=("p",)), event("2", *OPEN, ("p",), told=None, days=("05-01",)), True),
        (event("1", parties=("p", "q")), event("2", *OPEN, ("p", "q"), told=None, days=("05-02",)), False),
        (event("1", parties=("~лайнер",), inner=("a",)), event("2", parties=("~самолёт",), inner=("a",)), False),
        (event("1", parties=("~лайнер",), inner=("a",)), event("2", parties=("~лайнер",), inner=("a",)), True),
        (event("1", *YEAR, ("p",)), event("2", *YEAR, ("p",)), True),
        (event("1", *YEAR, ("p",)), event("2", *YEAR, ("p",), lemma="рейд", kin=("x", "f")), False),
        (event("1", parties=("p",)), replace(event("2", parties=("p",)), doc_id="1"), False),
    ],
    ids=[
        "party",
        "no-tie",
        "type",
        "date",
        "place",
        "place-and-noun",
        "place-but-other-parties",
        "noun-but-other-place",
        "nouns-alone",
        "same-month",
        "other-mode",
        "verbal-same-day-same-word",
        "verbal-other-word",
        "verbal-same-month",
        "undated-one-tie",
        "undated-two-ties",
        "undated-far-apart",
        "denied",
        "other-word",
        "one-family",
        "planned-and-realised",
        "undated-and-later",
        "yearless-day",
        "another-yearless-day",
        "name-inside-a-party",
        "name-inside-and-noun",
        "same-year-same-word",
        "same-year-other-word",
        "told-apart-by-one-document",
    ],
)
def test_clusters_over_documents(left, right, same):
    """Two tellings are one event when type, mode and times agree and they share enough."""
    joined = join_clusters([left, right], unlinked, {})
    assert (joined[left.cluster_id] == joined[right.cluster_id]) is same


def test_reprints_share_their_events():
    """A trigger of a reprint is the same trigger of the first publication, whoever could be named."""
    left, right = event("1", *OPEN), event("2", *OPEN)
    assert len(set(join_clusters([left, right], unlinked, {"2": "1"}).values())) == 1
    assert len(set(join_clusters([left, right], unlinked, {}).values())) == 2


@given(st.permutations(range(6)))
def test_clusters_do_not_depend_on_order(order):
    """The order of the keys does not change a cluster."""
    days = [date(2025, 5, d) for d in (1, 1, 2, 2, 3, 3)]
    keys = [event(str(n), day, day, ("p", f"q{n % 2}"), told=day) for n, day in enumerate(days)]
    assert join_clusters([keys[n] for n in order], unlinked, {}) == join_clusters(keys, unlinked, {})
