"""The frame around the article, line by line: rows, tickers, comments, cards, tags, offers, the words of the page."""

import pytest

from rusnews_extract.errors import BadRules
from rusnews_extract.rules.framewords import frame_words
from rusnews_extract.rules.loading import BUILT_IN, RuleFolders
from tests.test_clean import FIRST, RULES, SECOND, THIRD, TITLE, page, role_of, roles


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Новости  Афиша  Дороги  Погода  Подать объявление", "nav"),
        ("звёзды  стиль  психология  рецепты", "nav"),
        ("новости ✦ стачки ✦ право ✦ письма читателей ✦ о нас", "nav"),
        ("USD 80,90  EUR 93,55  Brent 63,4", "nav"),
        ("$ 78,31 € 91,76 +14 °C, морось", "nav"),
        ("18:22 В Ярославле пообещали оттепель", "related"),
        ("Анна Полевая, Кострома", "byline"),
        ("Курс первой помощи: 36 часов, удостоверение. Записаться", "promo"),
    ],
)
def test_above_the_article(line, role):
    """Rows of buttons, rates and weather above the article are none of its tags."""
    text = f"Костромской листок\n{line}\n\n{page()}" if role != "byline" else f"{TITLE}\n{line}\n\n{FIRST}\n\n{SECOND}"
    assert role_of(line, text) == role


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Мне нравится 1,9K   Сочувствую 3,3K   Неинтересно 112", "nav"),
        ("Кострома   мост   грузовики", "tags"),
        ("мост, Кострома, ремонт, грузовые машины", "tags"),
        ("О проекте   Правила   Реклама   Мобильная версия", "footer"),
        ("Понравилось? Да (74) Нет (2)", "nav"),
        ("Оцените материал: ☆☆☆☆☆ (голосов: 11)", "nav"),
        ("Телефон доверия работает круглосуточно", "footer"),
        ("Служба поддержки: pomosch@example.org", "footer"),
        ("Рукописи не рецензируются и не возвращаются", "footer"),
        ("Номер уже в продаже. Внутри — постер и купон на скидку 20%.", "promo"),
        ("Анна Полевая — редактор отдела дорог, автор книги о мостах", "card"),
        ("Следующая новость: В Ярославле открыли школу", "related"),
        ("К началу страницы", "nav"),
        ("Наш опрос", "nav"),
        ("Спасибо за текст. Я вырос на Волге, там теперь не купаются.", "nav"),
        ("В Ярославле на сайте мэрии появилась карта луж", "related"),
    ],
)
def test_below_the_article(line, role):
    """Rows, polls, the imprint, offers and cards below the article are told by what they consist of."""
    above = "Поделиться" if role in {"tags", "card"} else "Читайте также\nВ Ярославле открыли новую школу"
    assert role_of(line, f"{page()}\n\n{above}\n\n{line}") == role


@pytest.mark.parametrize(
    "comments",
    [
        (
            "Комментарии 2",
            "Галина Т. сегодня, 13:22",
            "Давно пора чинить этот мост!",
            "Otshelnik51 сегодня, 13:47",
            "Как же",
        ),
        ("Гость", "8 октября в 18:41", "А зимой он тоже будет закрыт или опять до снега?", "Ответить"),
        ("zelenka", "2 часа назад", "Я на лодке езжу. Красиво, да.", "vasya_63", "58 минут назад", "И я"),
        ("Лариса_Самара", "Каждый день стою там по часу", "23 сентября в 08:14 · Ответить"),
        ("Один комментарий", "null_pointer 2 сен в 14:02", "Зато в объезд красивее"),
        ("Комментарии к хронике (2)", "Стою на мосту сорок минут", "то есть платить не надо?"),
        ("учитель_физры: а лодку теперь купят?",),
        ("@oka_boy", "Жаль, красивый был мост", "5 ч.", "@lena.k", "А скорая как поедет?", "4 ч."),
        ("Обсуждение", "Аноним 12:01", "Ну конечно, опять народ виноват", "Аноним 12:15", "Пора менять"),
        ("shustraya_35   2 часа назад   Ответить", "Мост закрыт, автобусов нет, а объезд есть. Браво."),
        ("Отзывы (2)", "Тамара, Кострома:", "опять крюк сорок километров"),
    ],
    ids=lambda lines: lines[0],
)
def test_comments(comments):
    """What readers write is a comment by its place beside a nick, a date or «Ответить», whatever it says."""
    text = "\n".join([page(), "", *comments, "", "Читайте также", "В Ярославле открыли новую школу"])
    found = dict(roles(text))
    assert {line: found[line] for line in comments} == dict.fromkeys(comments, "nav")
    assert found["В Ярославле открыли новую школу"] == "related"


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("VK  OK  TG  Ссылка", "nav"),
        ("▶ Слушать   ↗ Поделиться   ☆ В закладки", "nav"),
        ("Рабочие на мосту, 26 марта 2026 года", "caption"),
        ("Рабочие на мосту / Вечерняя Кострома", "caption"),
        ("Рабочие на новом мосту Рабочие на новом мосту", "caption"),
        ("most-cherez-volgu.jpg", "caption"),
        ("Анна Полевая, Пётр Заречный", "byline"),
        ("Этот текст вышел благодаря подписчикам. Станьте одним из них: от 199 рублей в месяц.", "promo"),
        ("Стали свидетелем пробки? Сообщите через наш сервис: анонимность гарантируем", "promo"),
        ("«Мост живёт, пока по нему кто-то скучает»", "body"),
        ("«Подпишитесь на наш канал», — написала мэрия на щите у моста, и горожане подписались.", "body"),
        ("Южный Кавказ", "body"),
    ],
)
def test_inside_the_article(line, role):
    """Rows, captions and offers between two paragraphs go; a quote and a sub-heading stay."""
    assert role_of(line, page(line)) == role


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["Досье", "Анна Полевая", "Родилась 14 мая 2004 года в Уфе. Тренер — Захар Мунтян"], ["card"] * 3),
        (["Анна Полевая", "Востоковед, автор книги «Мосты и кофе»"], ["card"] * 2),
        (["Справка о компании", "ООО «Волгомост»", "Основано в 2004 году. Штат — 300 человек"], ["card"] * 3),
    ],
    ids=["dossier", "author", "company"],
)
def test_cards_below_the_article(lines, wanted):
    """A name and what is told of it are one card."""
    found = dict(roles("\n".join([page(), "", "Поделиться", "", *lines, "", "Читайте также", "В Уфе открыли школу"])))
    assert [found[line] for line in lines] == wanted


def test_an_interview_goes_on_behind_an_advertisement():
    """The answers behind a call to buy tickets are the interview's, short as they are."""
    offer = "Болейте с нами! Промокод LED — скидка 15% на билеты"
    talk = [f"— Что было дальше, когда мост закрыли {n}?" for n in ("весной", "летом", "осенью")]
    last = ["— Что дальше?", "— В январе поеду в Кострому, хочу увидеть мост."]
    text = "\n".join([TITLE, "", FIRST, *talk, offer, *last, "Нравится", "Комментарии (0)"])
    assert role_of(offer, text) == "promo"
    assert [role_of(line, text) for line in last] == ["body", "body"]


def test_a_table_of_contents_is_no_text():
    """Lines that come back as headings are links to them; the headings stay."""
    heads = ["Что случилось с мостом", "Когда мост откроют"]
    text = f"{TITLE}\n\n1. {heads[0]}\n2. {heads[1]}\n\n{FIRST}\n\n{heads[0]}\n\n{SECOND}\n\n{heads[1]}\n\n{THIRD}"
    found = roles(text)
    assert [role for line, role in found if line[:2] in {"1.", "2."}] == ["nav", "nav"]
    assert [role for line, role in found if line in heads] == ["body", "body"]


def test_the_last_section_stays():
    """A short last section under a sub-heading belongs to the article, though all its words are new."""
    last = "С ноября продлят и маршрут автобуса № 3: он дойдёт до поликлиники на улице Энгельса."
    text = f"Листок\n\nНовости\n\n{page()}\n\nЧто ещё изменится\n{last}\n\nПоделиться\nВ Ярославле открыли новую школу"
    assert role_of(last, text) == "body"
    assert role_of("Что ещё изменится", text) == "body"
    assert role_of("В Ярославле открыли новую школу", text) == "related"


@pytest.mark.parametrize(
    ("head", "titles"),
    [
        (
            ["Листок", "Новости  Афиша  Погода  Форум", "Водители встали на переправе", "15.05.2025"],
            ["Водители встали на переправе"],
        ),
        (["Газета о мостах Волги и Костромы", "Новости  Афиша  Погода  Форум", TITLE, "15.05.2025"], [TITLE]),
        (["Листок", "18.05.2025  |  Дороги", TITLE], [TITLE]),
        (["Листок", "4 мин   18K   Мосты   Волга   Кострома", TITLE], [TITLE]),
    ],
    ids=["by its date", "below the menu", "no dated rubric", "no row"],
)
def test_headlines(head, titles):
    """The headline stands below the menu and above the date, and is no row."""
    found = roles("\n".join(head) + f"\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}")
    assert [line for line, role in found if role == "title"] == titles


def test_a_long_line_below_a_headline_is_its_lead():
    """Of a short headline and a long line below it that shares more with the text, the long one is the lead."""
    lead = "Ремонт продлится до конца ноября, водителей грузовых машин просят ехать объездной дорогой через Красное"
    found = dict(roles(f"Мост закрыли\nМост не выдержал лета\n{lead}\n15.05.2025\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}"))
    assert found[lead] == "lead"


def test_a_paragraph_set_apart_is_the_lead():
    """A blank line below the first paragraph alone sets it apart."""
    lead = "По Волге в объезд: грузовикам советуют другую дорогу."
    more = "Легковые машины пойдут по одной полосе."
    text = f"{TITLE}\n15.05.2025\n\n{lead}\n\n{FIRST}\n{SECOND}\n{THIRD}\n{more}"
    assert role_of(lead, text) == "lead"
    assert role_of(FIRST, text) == "body"


def test_frame_words_refuse_an_unknown_role():
    """A role that there is not is told with file, word and what is known."""
    with pytest.raises(BadRules, match=r"words\.tsv: «меню»: 'menu' is no role; known are title"):
        frame_words({"меню": "menu"}, "words.tsv")


@pytest.mark.parametrize(
    ("word", "role"),
    [("перепечатка", "footer"), ("скидками", "promo"), ("меню", "nav"), ("менюшка", None), ("мост", None)],
)
def test_frame_words(word, role):
    """A word is known whole, or by its beginning where the entry ends with an asterisk."""
    assert RULES.frame.role_of(word) == role


def test_a_user_adds_frame_words(tmp_path):
    """A user's lexicon adds to ours."""
    from rusnews_extract.rules.cleaning import load_clean_rules

    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "clean_frame_words.tsv").write_text("кнопк*\tnav\n", encoding="utf-8")
    rules = load_clean_rules(RuleFolders((BUILT_IN, tmp_path)))
    assert rules.frame.role_of("кнопками") == "nav"
    assert rules.frame.role_of("скидка") == "promo"


@pytest.mark.parametrize(
    ("glued", "cut"),
    [
        (f"Читать в мессенджереКОСТРОМА, 20 сен. {SECOND}", "Читать в мессенджере"),
        (f"{SECOND} Читайте также: На Волге спасли рыбаков", "Читайте также: На Волге спасли рыбаков"),
        (f"{SECOND}The post Мост закрыли appeared first on Листок.", "The post Мост закрыли appeared first on Листок."),
        (f"{SECOND} Подпишитесь на наш канал в мессенджере", "Подпишитесь на наш канал в мессенджере"),
        (
            f"{SECOND} Читайте также: Мост The post Мост appeared first on Листок.",
            "Читайте также: Мост The post Мост appeared first on Листок.",
        ),
    ],
)
def test_what_is_glued_to_a_paragraph(glued, cut):
    """The paragraph stays, what was glued to it goes as a block of its own."""
    text = "\n\n".join([TITLE, FIRST, glued, THIRD])
    found = dict(roles(text))
    rest = glued.replace(cut, "").strip()
    assert found[rest] == "body"
    assert found[cut] not in {"title", "lead", "body"}


ENGLISH = "The bridge over the Volga in Kostroma was closed to lorries on Monday, the mayor's office said."
KAZAKH = "Қостанай қаласында көпір жүк көліктеріне жабылды, деп хабарлады қала әкімдігі бүгін таңертең."


@pytest.mark.parametrize(
    "line", [ENGLISH, KAZAKH, "Міст через Волгу в Костромі закрили для вантажівок у понеділок зранку."]
)
def test_the_russian_part_of_a_mixed_page(line):
    """Of a page in two languages the Russian part stays; a page in the other language stays whole."""
    mixed = page(line)
    assert role_of(line, mixed, language="ru") == "nav"
    assert role_of(FIRST, mixed, language="ru") == "body"
    assert role_of(line, "\n\n".join([line, line + " "]), language="en") != "nav"


def test_foreign_names_make_no_foreign_line():
    """A Russian sentence full of foreign names stays."""
    line = "В Риге выступили Metallica, Iron Maiden и Deep Purple, а билеты продавал сайт Live Nation."
    assert role_of(line, page(line), language="ru") == "body"
