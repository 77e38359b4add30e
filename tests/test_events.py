"""Events: what a telling says, case by case, through all the stages; and what holds whatever the text."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rusnews_extract.evaluate.names import same_name
from rusnews_extract.model import ParsedDocument, Tokens
from tests.event_pages import code, every_telling, names, page, parse

CASES = Path(__file__).parent / "gold" / "cases" / "events.tsv"


def read_cases():
    """The lines of the case file as (text, trigger, asked, reason)."""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text, trigger, asked, reason = line.split("\t")
            yield pytest.param(text, trigger, asked, id=f"{trigger}: {reason.removeprefix('# ')}")


ROWS = list(read_cases())


def pairs(asked):
    """«A=полиция Казани R=два студента» as a mapping."""
    found: dict[str, str] = {}
    key = ""
    for word in asked.split():
        name, equals, value = word.partition("=")
        if equals:
            key, found[name] = name, value
        else:
            found[key] += f" {word}"
    return found


@pytest.fixture(scope="session")
def coded(models):
    """The events of every case, from one parse."""
    texts = list(dict.fromkeys(row.values[0] for row in ROWS))
    rules = every_telling()
    return {text: code(parsed, models, rules) for text, parsed in zip(texts, parse(texts, models), strict=True)}


def at(events, text, trigger, nth=0):
    """The event whose trigger covers this word."""
    place = -1
    for _ in range(nth + 1):
        place = text.index(trigger, place + 1)
    return next((e for e in events if e.start < place + len(trigger) and place < e.stop), None)


@pytest.mark.parametrize(("text", "trigger", "asked"), ROWS)
def test_a_telling_says(text, trigger, asked, coded):
    """Each fact that the case asks for stands in the event of its trigger."""
    events = coded[text]
    event = at(events, text, trigger)
    if asked == "none":
        assert event is None
        return
    assert event is not None, [(e.text, e.type) for e in events]
    for key, value in pairs(asked).items():
        check(key, value, event, events, text)


def check(key, value, event, events, text):
    """Compare one fact."""
    if key in {"A", "R"}:
        same_people(value, names(event, "actor" if key == "A" else "recipient"))
    elif key == "P":
        same_people(value, names(event, "place"))
    elif key == "type":
        assert "/".join(filter(None, (event.type, event.mode))) == value
    elif key == "D":
        assert "..".join(d.isoformat() if d else "-" for d in (event.start_date, event.end_date)) == value
    elif key in {"same", "other"}:
        other = at(events, text, value, nth=int(value in event.text))
        assert other is not None and (other.cluster == event.cluster) == (key == "same")
    elif key == "source":
        assert event.source is not None and same_name(value, event.source)
    else:
        field = {"S": "status", "basis": "date_basis"}.get(key, key)
        assert str(getattr(event, field)) == value


def same_people(asked, found):
    """As many as asked, each of them once."""
    wanted = [] if asked == "-" else asked.split(";")
    assert len(found) == len(wanted), found
    for name in wanted:
        assert any(same_name(name, other) for other in found), (name, found)


def test_a_blank_page_has_no_events(models):
    """Nothing in, nothing out."""
    blank = ParsedDocument(replace(page("."), text="", lines=()), (), Tokens(), ())
    assert code(blank, models, every_telling()) == ()


def test_events_stand_in_text_order_with_true_offsets(models):
    """Triggers and participants are slices of the text, and clusters are numbered from nought without gaps."""
    text = "В Туле 5 мая полиция задержала мэра Ивана Сомова. / Суд арестовал Сомова. Адвокат обжалует арест."
    parsed = parse([text], models)[0]
    events = code(parsed, models, every_telling())
    assert list(events) == sorted(events, key=lambda e: e.start)
    for event in events:
        assert event.text == parsed.text[event.start : event.stop]
        for participant in event.participants:
            assert participant.text == parsed.text[participant.start : participant.stop]
    assert {e.cluster for e in events} == set(range(len({e.cluster for e in events})))


def test_a_page_without_a_date_has_no_days_of_its_own(models):
    """«Вчера» of an undated page gives no day, and nothing is background."""
    parsed = parse(["Вчера полиция задержала мэра."], models, published=None)[0]
    event = code(parsed, models, every_telling())[0]
    assert (event.start_date, event.status) == (None, "asserted")


def test_background_is_more_than_a_year_old(models):
    """The same sentence is news in its year and background later."""
    text = ["5 марта 2024 года полиция задержала мэра."]
    status = [
        code(parse(text, models, day)[0], models, every_telling())[0].status
        for day in (date(2024, 3, 6), date(2025, 2, 1), date(2025, 10, 9))
    ]
    assert status == ["asserted", "asserted", "historical"]


def test_the_floor_drops_background_only(models):
    """With the package's floor a bare noun makes no row, and the finite verb beside it does."""
    from rusnews_extract.rules.rulebook import load_rules

    parsed = parse(["После аварии полиция задержала водителя."], models)[0]
    assert [e.text for e in code(parsed, models, load_rules())] == ["задержала"]
    assert len(code(parsed, models, every_telling())) == 2
