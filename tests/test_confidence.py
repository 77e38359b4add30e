"""Confidence: the signs of a row, the weights they have, and that nothing else moves it."""

import pytest

from rusnews_extract.model import Event, Participant
from rusnews_extract.rules.coding import Sign
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.rulebook import load_rules
from rusnews_extract.stages.events.confidence import likelihood, signs
from tests.event_pages import code, every_telling, parse
from tests.tools.fit_confidence import WHY, Row, as_toml, bins, fit

NAMED, NAMELESS = (Participant("actor", "Тула", "Тулы", 0, 4, entity) for entity in (0, None))


def row(*participants, status="asserted", basis="explicit"):
    return Event(0, 5, 0, "арест", "арест", "COERCE", "x", 0, None, status, participants, date_basis=basis)


@pytest.mark.parametrize(
    ("event", "parts", "tellings", "found"),
    [
        (row(), ["VERB"], 1, set()),
        (row(), ["NOUN"], 1, {"bare-noun"}),
        (row(NAMED), ["NOUN", "VERB"], 2, {"named-parties", "told-again"}),
        (row(NAMELESS, status="planned"), ["VERB"], 1, {"nameless-party", "not-asserted"}),
        (row(NAMED, NAMELESS, basis="none"), ["VERB"], 1, {"named-and-nameless", "several-parties", "no-date"}),
        (row(Participant("place", "Тула", "Тулы", 0, 4, 0)), ["VERB"], 1, {"place"}),
    ],
)
def test_the_signs_of_a_row(event, parts, tellings, found):
    """Each is read from the row alone."""
    assert set(signs(event, parts, tellings)) == found | {"every-row"}


def test_the_weights_are_those_that_the_fit_makes():
    """Every sign that the stage may find has a weight, and no weight is left over."""
    assert {sign.id for sign in RuleFolders().entries("events_confidence.toml", "sign", Sign)} == WHY.keys()


def test_named_parties_make_a_row_surer():
    """«полиция Казани» may be cut wrong, a name seldom is."""
    rules = load_rules().events
    named, nameless, mixed = (
        likelihood(signs(row(*parties), ["VERB"], 1), rules) for parties in ((NAMED,), (NAMELESS,), (NAMED, NAMELESS))
    )
    assert 0 < mixed < nameless < named < 1


def test_a_fit_recovers_shares(tmp_path):
    """Nine of ten with a sign, one of ten without: the fit says so, and the file of weights reads back."""
    with_sign = [Row(("every-row", "place"), 0.9, n > 0) for n in range(10)] * 100
    without = [Row(("every-row",), 0.1, n == 0) for n in range(10)] * 100
    weights = fit([*with_sign, *without])
    (tmp_path / "events_confidence.toml").write_text(as_toml(weights, with_sign), encoding="utf-8")
    rules = load_rules(tmp_path).events
    assert likelihood(("every-row", "place"), rules) == pytest.approx(0.9, abs=0.01)
    assert likelihood(("every-row",), rules) == pytest.approx(0.1, abs=0.01)
    assert [(count, share) for _, count, _, share in bins([*with_sign, *without])] == [(1000, 0.1), (1000, 0.9)]


def test_rows_carry_it(models):
    """What stands in the row is the likelihood of its signs."""
    rules = every_telling()
    (event,) = code(parse(["Полиция задержала Ивана Сомова."], models)[0], models, rules)
    assert event.confidence == likelihood(signs(event, ["VERB"], 1), rules.events)
