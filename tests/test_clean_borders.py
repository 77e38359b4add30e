"""The borders of the article: appeals to the reader, mastheads, headlines above headlines, doubled captions."""

import pytest

from tests.test_clean import FIRST, SECOND, THIRD, TITLE, page, role_of, roles

APPEAL = "Пришлите нам фото моста, и мы обязательно расскажем о нём в следующем выпуске."
SLOGAN = "Костромской листок — это город, каким его видят горожане."


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("Текст: Анна Полевая", "Понравился рассказ о мосте? Перешлите его друзьям в Костроме."),
        ("Подпишитесь на нашу рассылку", "Одно письмо в неделю: коротко о Костроме. Мы не пишем лишнего."),
        ("Читайте также\nВ Ярославле открыли школу\nСообщить новость", APPEAL),
        ("Пресс-служба администрации города", "Если вы видели, что мост закрыт, сообщите об этом в мэрию."),
    ],
)
def test_appeals_below_the_article(above, line):
    """A line that speaks to the reader beyond a byline, a call or a list is no text, however grammatical."""
    assert role_of(line, page() + f"\n\n{above}\n{line}") not in {"title", "lead", "body"}


def test_a_slogan_beside_an_appeal_goes_with_it():
    """Full sentences that say nothing to the reader share the fate of the appeal beside them."""
    text = page() + f"\n\nЧитайте также\nВ Ярославле открыли школу\n{APPEAL}\n{SLOGAN}"
    assert role_of(SLOGAN, text) == "footer"


def test_an_appeal_above_the_headline():
    """A request for money between the menu and the headline is neither headline nor lead."""
    line = "Нам нужна ваша поддержка. Мы пишем о мостах Костромы на деньги читателей, оформите перевод."
    text = f"Костромской листок\nНовости | Мосты | Письма\n{line}\nПоддержать\n16:40, 11 августа 2025\n{page()}"
    assert role_of(line, text) == "promo"
    assert role_of(TITLE, text) == "title"


@pytest.mark.parametrize(
    "line",
    [
        "«Приезжайте к нам в Кострому, мы покажем вам мост», — сказал мэр города журналистам.",
        "— Вы когда откроете мост для грузовиков, спросите у мэрии Костромы.",
    ],
)
def test_speech_is_no_appeal(line):
    """What somebody says to somebody stays, also as the last line behind a teaser."""
    assert role_of(line, page("В Ярославле подорожал проезд в трамваях") + "\n\n" + line) == "body"


def test_an_appeal_inside_stays():
    """Between paragraphs nothing is taken for an appeal."""
    line = "Если вы ездите через Волгу каждый день, готовьтесь к пробкам у моста."
    assert role_of(line, page(line)) == "body"


@pytest.mark.parametrize(
    "menu", ["Новости | Мосты | Письма\nО газете\nПодкасты", "Прямой эфир\nПрограмма передач\nАрхив"]
)
def test_a_masthead_is_no_headline(menu):
    """The site's name above its menu is no headline, though the text may share its words."""
    text = f"Мост через Волгу\n{menu}\n9 октября 2025\n{TITLE}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}"
    assert role_of("Мост через Волгу", text) == "nav"
    assert role_of(TITLE, text) == "title"


def test_a_headline_above_buttons():
    """Buttons to share are no menu: the line above them may be the headline."""
    text = f"{TITLE}\nПоделиться\nВКонтакте\nТелеграм\n\n{FIRST}\n\n{SECOND}"
    assert role_of(TITLE, text) == "title"


def test_a_headline_with_a_stop_inside():
    """A first line without a stop at its end is the headline, with two sentences in it too."""
    line = "Мост без движения. Кто и зачем закрыл дорогу через Волгу"
    assert (
        role_of(line, f"Костромской листок\nНовости | Мосты\n9 октября 2025\n{line}\n{FIRST}\n{SECOND}\n{THIRD}")
        == "title"
    )


def test_two_headlines():
    """A line between the page's head and the headline is a headline as well, where it shares a word with the text."""
    line = "Волга по колено, дорога стороной"
    text = f"Премьера\n6 октября 2025, 12:20\n{line}\n{TITLE}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}"
    assert [role for found, role in roles(text) if found in {line, TITLE}] == ["title", "title"]


@pytest.mark.parametrize("second", ["Мост через Волгу зимой", "Мост через Волгу зимой. Архив мэрии, Кострома"])
def test_doubled_captions(second):
    """A picture's text and its caption are captions, though neither names a source by a known word."""
    found = [
        role
        for line, role in roles(page("Мост через Волгу зимой", second))
        if line.startswith("Мост через Волгу зимой")
    ]
    assert found == ["caption", "caption"]


def test_text_under_an_advertising_label():
    """The line under a bare label is the advert."""
    line = "Кредит за пять минут: узнайте, дадут ли его вам"
    assert role_of(line, page("РЕКЛАМА • 16+", line)) == "promo"
