"""Cleaning a page: the article stays, the frame goes, and every kept letter leads back to the source."""

import json
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rusnews_extract.model import KEPT_ROLES, DateInterval, Document
from rusnews_extract.rules.cleaning import load_clean_rules
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.spans import apply_edits
from rusnews_extract.stages.clean import clean
from rusnews_extract.stages.clean.lines import mends

RULES = load_clean_rules(RuleFolders())

FIRST = "Мост через Волгу в Костроме закрыли для грузовых машин с понедельника, сообщили в мэрии города."
SECOND = "Ремонт моста продлится до конца ноября, движение легковых машин через Волгу пока сохранят."
THIRD = "Мэрия Костромы просит водителей грузовых машин пользоваться объездной дорогой через Красное."
TITLE = "Мост через Волгу в Костроме закрыли для грузовиков"


def document(text, **more):
    return Document("0" * 16, "page.txt", text, "0" * 64, **more)


def roles(text, **more):
    """Return (line, role) pairs."""
    return [(text[b.start : b.stop], b.role) for b in clean(document(text, **more), RULES).blocks]


def role_of(line, text, **more):
    return dict(roles(text, **more))[line]


def page(*between, title=TITLE):
    """Return a page with lines between the second and the third paragraph."""
    return "\n\n".join([title, FIRST, SECOND, *between, THIRD])


def test_a_whole_page():
    """Menu, rubric, counter, headline, picture, teaser, tags, subscription and footer each get their role."""
    text = (
        " date 2025-10-09  Перейти к основному контенту\nОбщество,\n0\n\n"
        f"{TITLE}\n\nМост через Волгу\nМост через Волгу (Фото: Анна Полевая / ТАСС)\n\n"
        f"{FIRST}\n\n{SECOND}\n\nВ Ярославле подорожал проезд в трамваях\nОбщество\n\n{THIRD}\n\n"
        "Анна Полевая\nТеги: мост, Кострома\nПодписывайтесь на наш канал в Telegram\n\nЧитайте также\n"
        "В Ярославле открыли новую школу\n\n© 2025 Вечерний город. Все права защищены."
    )
    assert [role for _, role in roles(text)] == [
        "meta", "nav", "tags", "nav", "title", "caption", "caption", "body", "body", "related", "related", "body",
        "byline", "tags", "promo", "related", "related", "footer",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Мост закрыт.",
        "— Когда откроют мост?",
        "«Мы успеем», — пообещал мэр.",
        "14:05. Движение легковых машин восстановлено.",
        "МОСКВА, 9 октября. /ТАСС/. Движение через мост восстановят к весне.",
        "Что сделают за зиму:",
        "1. Опоры моста укрепят",
        "- заменят перила;",
        "Почему закрыли мост?",
        "Ремонт опор моста",
        "Почему решили спешить",
        "Мост — это не только дорога, сказал мэр, но и память о тех, кто его строил в трудные годы",
    ],
)
def test_kept_within_the_article(line):
    """Short paragraphs, quotes, dialogue, list items, sub-headings and chronicle entries are text."""
    assert role_of(line, page(line)) == "body"


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Читайте также: В Ярославле открыли новую школу", "related"),
        ("Жители Твери потребовали отменить платную парковку", "related"),
        ("Фото: Анна Полевая / ТАСС", "caption"),
        ("Подписывайтесь на наш телеграм-канал", "promo"),
        ("Реклама", "promo"),
        ("Поделиться", "nav"),
        ("12 345", "nav"),
        ("9 октября 2025, 14:30", "meta"),
        ("Автор: Анна Полевая", "byline"),
    ],
)
def test_cut_within_the_article(line, role):
    """Teasers, captions, calls, counters, dates and bylines between paragraphs are not text."""
    assert role_of(line, page(line)) == role


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Ошибка в тексте? Выделите её и нажмите Ctrl+Enter", "nav"),
        ("The post Мост закрыли appeared first on Вечерний город.", "promo"),
        ("Свидетельство о регистрации СМИ ЭЛ № ФС 77-00000 выдано Роскомнадзором.", "footer"),
        ("* признан в РФ иностранным агентом", "footer"),
        ("18+", "footer"),
        ("#мост #Кострома", "tags"),
        ("Мы не навязываем мнений: наши новости пишут живые люди, и вы всегда можете добавить свою новость.", "footer"),
        ("В Ярославле подорожал проезд в трамваях", "related"),
        ("Комментарии (12)", "nav"),
    ],
)
def test_below_the_article(line, role):
    """What stands below the last paragraph is the frame, full sentences of the site included."""
    assert role_of(line, page() + "\n\n" + line) == role


def test_a_card_is_found_whole():
    """Name, office and date of birth are one card, with the picture's text above them."""
    text = page() + "\nАнна Полевая фото\nАнна Полевая\nмэр Костромы\n3 мая 1970 года"
    assert [role for _, role in roles(text)][-4:] == ["card"] * 4


def test_comments_do_not_continue_the_article():
    """Readers' comments speak of the same things, and still end the article."""
    text = (
        page()
        + "\n\nКомментарии (1)\n\nГорожанин 26.11.2025 17:48\n\nДавно пора ремонтировать мост через Волгу в Костроме."
    )
    assert [role in KEPT_ROLES for _, role in roles(text)] == [True] * 4 + [False] * 3


def test_two_headlines_and_a_lead():
    """A rubric headline and a full one may both stand above the lead."""
    lead = "Движение через мост в Костроме ограничили. Грузовые машины пустят в объезд"
    text = "\n\n".join(["Мост в Костроме закрыли для грузовых машин", TITLE]) + f"\n{lead}\n\n" + page(title="")[2:]
    assert [role for _, role in roles(text)][:4] == ["title", "title", "lead", "body"]


def test_a_headline_told_twice():
    """Of a headline that stands twice, once as the window's title, the one above the text is kept."""
    text = f"{TITLE}\n{TITLE} - Вечерний город, 09.10.2025\nкострома\nмост\n{page()}"
    assert [role for _, role in roles(text)] == ["nav", "meta", "tags", "tags", "title", "body", "body", "body"]


def test_a_lead_without_a_stop():
    """A line with a verb between headline and text is the lead; a name there is a byline."""
    text = page().replace(
        FIRST, f"Водителей грузовых машин отправят в объезд\nАнна Полевая\n9 октября 2025, 14:30\n\n{FIRST}"
    )
    assert [role for _, role in roles(text)][:5] == ["title", "lead", "byline", "meta", "body"]


def test_a_lead_that_names_its_source():
    """A paragraph right below the headline and above the picture is the lead, though it says who told so."""
    lead = (
        "Мост в Костроме закрыли на ремонт до ноября. Водителей грузовых машин отправят в объезд через соседнее село, "
        "а пешеходов пустят по временному настилу, сообщили в мэрии города. Работы начнутся ночью"
    )
    caption = "Мост через Волгу (Фото: Анна Полевая / Вечерний город)"
    text = page().replace(f"{TITLE}\n\n", f"{TITLE}\n{lead}\n{caption}\n\n")
    assert [role for _, role in roles(text)][:4] == ["title", "lead", "caption", "body"]


def test_teasers_in_mid_text():
    """A list of teasers between paragraphs goes, and the text after it stays."""
    text = page("Читайте также:", "В Ярославле открыли школу", "Погода в Твери на завтра")
    assert [role for _, role in roles(text)] == ["title", "body", "body", "related", "related", "related", "body"]


def test_a_live_blog():
    """Minutes on lines of their own do not end the text."""
    text = f"{TITLE}\n\n14:05\n\n{FIRST}\n\n13:40\n\n{SECOND}\n\n13:10\n\n{THIRD}"
    assert [role for _, role in roles(text)] == ["title", "meta", "body", "meta", "body", "meta", "body"]


def test_no_title():
    """A page that begins with its first paragraph has no headline, and none is made up."""
    made = clean(document(f"{FIRST}\n\n{SECOND}\n\n{THIRD}"), RULES)
    assert {line.zone for line in made.lines} == {"body"}
    assert made.document.title is None


def test_a_title_is_filled_in():
    """The first headline line becomes the title, unless the document brought one."""
    assert clean(document(page()), RULES).document.title == TITLE
    assert clean(document(page(), title="Другой"), RULES).document.title == "Другой"


def test_a_known_title_is_found_in_the_text():
    """A title that came with the record marks its line, whatever the line looks like."""
    text = f"Кострома.\n\n{FIRST}\n\n{SECOND}"
    assert role_of("Кострома.", text, title="Кострома") == "title"


@pytest.mark.parametrize(
    ("head", "anchor"),
    [
        ("Октябрь\n2025", DateInterval(date(2025, 10, 1), date(2025, 10, 31))),
        ("Февраль 2024", DateInterval(date(2024, 2, 1), date(2024, 2, 29))),
        ("date 2025-10", DateInterval(date(2025, 10, 1), date(2025, 10, 31))),
        ("date 2025-13", None),
        ("Октябрь", None),
        ("2025", None),
    ],
)
def test_a_bare_month_anchors_the_page(head, anchor):
    """A month and a year in the menu say when, if nothing better does."""
    assert clean(document(f"{head}\n\n{page()}"), RULES).anchor == anchor


def test_the_published_day_is_the_anchor():
    """A known day wins over a month in the menu."""
    day = date(2025, 10, 9)
    made = clean(document(f"Октябрь\n2025\n\n{page()}", published=day), RULES)
    assert made.anchor == DateInterval(day, day)


def test_a_site_has_cues_of_its_own():
    """A slogan that reads as text is cut on the site that owns it, and only there."""
    slogan = "Образцовые новости — каждый день."
    assert role_of(slogan, page(slogan), site="example.org") == "footer"
    assert role_of(slogan, page(slogan), site="other.example") == "body"


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u00a0", "&nbsp;\n&nbsp;", "0", "…", "а"])
def test_next_to_nothing(text):
    """Pages with hardly a letter clean without error."""
    made = clean(document(text), RULES)
    assert len(made.lines) <= len(made.blocks)


def test_a_page_of_one_headline():
    """A page without a paragraph keeps what no cue cuts."""
    assert roles("Мост через Волгу закрыли\nПоделиться") == [
        ("Мост через Волгу закрыли", "title"),
        ("Поделиться", "nav"),
    ]


LINES = st.lists(
    st.sampled_from(
        [
            FIRST,
            SECOND,
            THIRD,
            TITLE,
            "Политика",
            "0",
            "Читайте также",
            "",
            "14:05",
            "Анна Полевая",
            "7&nbsp;мая",
            "Комментарии",
        ]
    )
    | st.text(max_size=40)
).map("\n".join)


@given(st.text() | LINES)
def test_kept_text_leads_back(source):
    """Blocks cover all but blanks in order; each kept line reads as its source does up to the edits."""
    made = clean(document(source), RULES)
    at = 0
    for block in made.blocks:
        assert at <= block.start < block.stop
        assert not source[at : block.start].strip()
        at = block.stop
    assert not source[at:].strip()
    assert "\n".join(made.text[line.start : line.stop] for line in made.lines) == made.text
    for line in made.lines:
        block = made.blocks[line.block]
        assert block.kept
        begin, end = made.source(line.start, line.stop)
        assert block.start <= begin <= end <= block.stop
        part = source[block.start : block.stop]
        assert made.text[line.start : line.stop] == apply_edits(part, mends(part, 0, len(part)))[0]


@given(LINES)
def test_cleaning_is_a_function(source):
    """The same page gives the same blocks."""
    assert clean(document(source), RULES) == clean(document(source), RULES)


def steps(text):
    """Count the calls that cleaning a page makes."""
    counted = 0

    def count(frame, event, argument):
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        clean(document(text), RULES)
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize(
    "unit",
    ["Политика\n", f"{FIRST}\n\n", f"{TITLE}\n\n", f"{FIRST}\nЧитайте также\n{TITLE}\n", "мост&nbsp; мост. Мост "],
    ids=["short", "paragraphs", "headlines", "mixed", "one-line"],
)
def test_cleaning_stays_linear(unit):
    """Twice the page costs twice the steps: 10,000 short lines, or one line of 200,000 characters."""
    size = 200_000 // len(unit) if "\n" not in unit else 5_000 if len(unit) < 20 else 500
    assert steps(unit * (2 * size)) < 2.3 * steps(unit * size)


def test_the_seed_pages(corpora):
    """On the labelled pages hardly a line is kept or dropped against the gold, and few roles differ."""
    rows = [json.loads(line) for line in (corpora / "seeds/gold/blocks.jsonl").read_text("utf-8").splitlines()]
    right = wrong = agree = 0
    for name in sorted({row["doc"] for row in rows}):
        text = (corpora / "seeds" / name).read_bytes().decode()
        made = {(b.start, b.stop): b for b in clean(document(text), RULES).blocks}
        for row in (row for row in rows if row["doc"] == name):
            block = made[row["start"], row["stop"]]
            right += 2 * (block.kept and row["kept"])
            wrong += block.kept != row["kept"]
            agree += block.role == row["role"]
    assert right / (right + wrong) >= 0.98
    assert agree / len(rows) >= 0.92
