"""When a page was published: what counts as its date, and what does not."""

from datetime import date, datetime

import pytest

from rusnews_extract.readers.published import Published, find_published
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.reading import load_read_rules

RULES = load_read_rules(RuleFolders())
DAY = date(2025, 10, 9)
AT = datetime(2025, 10, 9, 14, 30)
BODY = (
    "Мост через Волгу в Костроме закрыли для грузовых машин с понедельника, сообщили журналистам в мэрии города.\n\n"
    "Ремонт моста начали 1 марта 2024 года, а закончить его обещали к 1 сентября 2025 года, напомнили в мэрии города."
)
TITLE = "Мост через Волгу закрыли"
EXAMPLES = [(shape, line) for shape in RULES.shapes for line in shape.examples]


def found(text, path="page.txt", **more):
    return find_published(text, path, RULES, **more)


@pytest.mark.parametrize(("shape", "example"), EXAMPLES, ids=[f"{s.id}::{line}" for s, line in EXAMPLES])
def test_shapes_keep_their_examples(shape, example):
    """Each shape reads its examples as the file says."""
    line, _, expected = example.partition(" => ")
    match = shape.pattern.search(line)
    assert match
    groups = match.groupdict()
    year = groups.get("year") or (groups.get("short_year") and "20" + groups["short_year"])
    month = RULES.months[groups["name"].lower()] if groups.get("name") else int(groups["month"])
    day = "-".join(filter(None, [year, f"{month:02}", f"{int(groups['day']):02}"]))
    time = f" {int(groups['hour']):02}:{groups['minute']}" if groups.get("hour") else ""
    assert day + time == expected


@pytest.mark.parametrize("shape", RULES.shapes, ids=[shape.id for shape in RULES.shapes])
def test_shapes_keep_off_their_counterexamples(shape):
    """No shape reads a date out of its counterexamples."""
    assert not any(shape.pattern.search(line) for line in shape.counterexamples)


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("9 октября 2025, 14:30", AT),
        ("9 октября 2025", None),
        ("Четверг, 9 октября 2025 г., 14:30 (МСК)", AT),
        ("09.10.2025 14:30", AT),
        ("09.10.2025, 14:30 | Общество", AT),
        ("14:30, 9 октября 2025", AT),
        ("14:30 09.10.2025", AT),
        ("2025-10-09T14:30:00+03:00", AT),
        ("Опубликовано: 9 октября 2025 14:30", AT),
        ("Дата публикации: 09.10.2025", None),
        ("9 окт. 2025 г. в 14:30 (МСК)", AT),
        ("9&nbsp;октября\u00a02025, 14:30", AT),
        ("Анна Полевая, 9 октября 2025 14:30", AT),
        ("9 октября 2025, 14:30 Просмотров: 120", AT),
        ("09.10.2025 00:00", None),
        ("Опубликовано: 14:30, октября 9, 2025", AT),
        ("14:30 09.10.2025 (обновлено: 15:26 09.10.2025)", AT),
        ("2025-10-09 14:30:09", AT),
        ("Thu, 09 Oct 2025 14:30:00", AT),
        ("Окт 9th 25 14:30", AT),
        ("09.10.25 Редакция ВК", None),
        ("09.10.2025gorozhanin451341", None),
        ('09.10.2025 14:30 "радио "Волга" "', AT),
        ("Четверг, 9 октября 2025   № 29 (20 418)   Кострома +8 °C, дождь", None),
    ],
)
def test_header_lines(line, at):
    """A line of the head that holds a date and its labels dates the page, above the headline or below it."""
    for text in (f"{TITLE}\n{line}\n\n{BODY}", f"Новости\n{line}\n{TITLE}\n\n{BODY}"):
        assert found(text) == Published(DAY, at, "header")


def test_the_prefix():
    """A leading `` date 2025-10-09 `` goes before all that the text shows."""
    assert found(f" date 2025-10-09 {TITLE}\n8 октября 2025, 12:00\n\n{BODY}") == Published(DAY, None, "header")


@pytest.mark.parametrize(
    "line",
    [
        "9 октября 2025 года мост закрыли",
        "Сегодня: четверг, 9 октября 2025",
        "Сейчас 10:18:50, 9 октября 2025",
        "31.02.2025",
        "9 октября",
        "date 2025-10",
        "Октябрь 2025",
        "© 2025",
        "Родился 9 октября 1970 года",
    ],
)
def test_no_header_lines(line):
    """Running text, the page's clock, impossible days and half dates do not date the page."""
    assert found(f"{TITLE}\n{line}\n\n{BODY}") == Published()


def test_dates_below_the_article_are_others():
    """Dates of teasers and cards below the text are not the page's."""
    assert found(f"{TITLE}\n\n{BODY}\n\n{BODY}\n\nШколу открыли\n9 октября 2025, 14:30") == Published()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("14:30 09.10.2025", Published(DAY, AT, "text")),
        ("2025.10.09 14:30", Published(DAY, AT, "text")),
        ("Мост снова откроют к зиме.\n9 октября 2025 г.", Published(DAY, None, "text")),
        ("Теги: мост, ремонт, мэрия\n9 октября 2025 г.\nTweet", Published(DAY, None, "text")),
        ("Постоянный адрес новости: www.example.org/news/1.html\n14:30 09.10.2025", Published(DAY, AT, "text")),
        ("Анна Полевая, КОСТРОМА\n9 октября 2025, 14:30", Published(DAY, AT, "text")),
        ("Добавлено: 09.10.25 14:30 | RSS-лента", Published(DAY, AT, "text")),
        ("9 октября 2025. Просмотров: 527", Published(DAY, None, "text")),
        ("В городе закрыли школу\n9 октября 2025, 14:30", Published()),
        ("gorozhanin 9 октября 2025, 14:30", Published()),
        ("Сегодня 9 октября 2025", Published()),
        ("9 октября 2025 года мост обещали открыть", Published()),
    ],
)
def test_a_date_right_below_the_article(lines, expected):
    """A page that shows no date above its text may show it below, before the first headline of others."""
    assert found(f"{TITLE}\n\n{BODY}\n\n{BODY}\n\n{lines}") == expected


def test_a_date_above_goes_before_one_below():
    """The line below the text counts only where none above does."""
    assert found(f"{TITLE}\n9 октября 2025, 14:30\n\n{BODY}\n\n11:00 10.10.2025").at == AT


def test_a_date_behind_the_headline():
    """Some pages write day and time on the headline's line."""
    assert found(f"{TITLE} 09.10.25 14:30\n\n{BODY}") == Published(DAY, AT, "header")


def test_the_opening_of_a_wire():
    """A wire may open its text with day, place and second."""
    assert found(f"{TITLE}\n\n09.10.2025, Кострома 14:30:06 {BODY}") == Published(DAY, AT, "text")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://example.org/articles/2025/10/09/101.shtml", Published(DAY, AT, "header")),
        ("http://example.org/articles/2025/10/08/101.shtml", Published()),
        ("см. http://example.org/articles/2025/10/09/101.shtml", Published()),
    ],
)
def test_the_year_of_the_pages_own_address(address, expected):
    """A day without a year takes the year of an address on a line of its own that names the same day."""
    assert found(f"{TITLE}\n9 октября, 14:30 | Анна ПОЛЕВАЯ\n\n{BODY}\n\nСсылка\n{address}") == expected


def test_dates_far_above_the_article_are_others():
    """A clock at the top of a long menu is not the page's date."""
    menu = "\n".join(f"Раздел {letter}" for letter in "абвгдежзиклмнопрст")
    assert found(f"9 октября 2025, 14:30\n{menu}\n{TITLE}\n\n{BODY}") == Published()


def test_the_publication_goes_before_the_update():
    """Of two header lines the one that says «опубликовано», or at least not «обновлено», wins."""
    assert found(f"{TITLE}\nОбновлено: 10 октября 2025, 09:00\n9 октября 2025, 14:30\n\n{BODY}").at == AT
    assert found(f"{TITLE}\n10 октября 2025, 09:00\nОпубликовано: 9 октября 2025, 14:30\n\n{BODY}").at == AT


@pytest.mark.parametrize(
    ("line", "path", "expected"),
    [
        ("КОСТРОМА, 9 окт 2025 — ТАСС. Мост закрыли.", "page.txt", Published(DAY, None, "text")),
        ("КОСТРОМА, 9 окт — ТАСС. Мост закрыли.", "2025/page.txt", Published(DAY, None, "text")),
        ("КОСТРОМА, 9 октября. /ТАСС/. Мост закрыли.", "2025/page.txt", Published(DAY, None, "text")),
        ("КОСТРОМА, 9 окт — ТАСС. Мост закрыли.", "page.txt", Published()),
        ("9 октября, 14:30", "news/2025/page.txt", Published(DAY, AT, "header")),
        ("9 октября, 14:30", "page.txt", Published()),
    ],
)
def test_dates_without_a_year(line, path, expected):
    """A dateline or header without a year needs one from the path; none is guessed."""
    assert found(f"{TITLE}\n{line}\n{BODY}", path) == expected


@pytest.mark.parametrize(
    ("path", "url", "expected"),
    [
        ("2025/10/09/page.txt", None, DAY),
        ("crawl-2025-10-09.txt", None, DAY),
        ("page.txt", "https://example.org/news/2025/10/9/most", DAY),
        ("page.txt", "https://example.org/20251009/most-1.html", DAY),
        ("page.txt", "https://example.org/2025/13/09/most", None),
        ("12025-10-093.txt", None, None),
        ("2025-10.txt", None, None),
    ],
)
def test_paths(path, url, expected):
    """A whole date in the path or the address counts where the page itself says nothing."""
    result = found(f"{TITLE}\n\n{BODY}", path, url=url)
    assert (result.day, result.basis) == (expected, "path" if expected else "none")


@pytest.mark.parametrize("stated", [None, True, "", "soon", "2025-13-09", -5, 10**20, float("nan"), {"$date": 1}, []])
def test_unreadable_fields_count_for_nothing(stated):
    """A field that holds no date leaves the search to the page."""
    assert found(f"{TITLE}\n9 октября 2025\n\n{BODY}", stated=stated).day == DAY


def test_a_stated_date_goes_first():
    """A record's own field wins over the page and the path."""
    result = found(f"{TITLE}\n8 октября 2025, 12:00\n\n{BODY}", "2025/10/07/a.txt", stated="2025-10-09 14:30:00")
    assert result == Published(DAY, AT, "metadata")
