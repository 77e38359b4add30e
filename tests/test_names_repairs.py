"""The repairs of spans one by one: what each adds, joins, cuts and drops, on made-up lines."""

import pytest

from rusnews_extract.rules.names import load_name_rules
from rusnews_extract.stages.names import find_names
from tests.event_pages import parse

SPANS = [
    ("torn name", "Награду вручили Динаре Юлаевой в Уфе.", ["Динаре Юлаевой PER", "Уфе LOC"]),
    ("whole name again", "Приехал Ван Цзюнь. / Ван Цзюнь рад встрече.", ["Ван Цзюнь PER", "Ван Цзюнь PER"]),
    ("glued initials", "Указ подписал Дж.Зимин, врач.", ["Дж.Зимин PER"]),
    ("two blanks", "Об этом пишет Пермь  Казань.", ["Пермь LOC", "Казань LOC"]),
    ("part of a union", "Во вторник Совет ЕС ввёл пошлины.", ["Совет ЕС ORG"]),
    ("adjective and abbreviation", "Дагестанское УФАС начало проверку.", ["Дагестанское УФАС ORG"]),
    ("two abbreviations", "Об этом сообщили в СУ СК.", ["СУ СК ORG"]),
    ("body called a place", "ТУЛА, 14 мая. Тульский областной суд закрыт.", ["ТУЛА LOC", "Тульский областной суд ORG"]),
    (
        "abbreviation in brackets",
        "Федеральная таможенная служба (ФТС) молчит.",
        ["Федеральная таможенная служба ORG", "ФТС ORG"],
    ),
    ("dateline", "КАЗАНЬ, 14 марта — Росвестник. Мост открыт.", ["КАЗАНЬ LOC", "Росвестник ORG"]),
    ("town before a full stop", "🏦 ДЕРБЕНТ. Касса рынка закрыта.", ["ДЕРБЕНТ LOC"]),
    ("street", "На улице Авроры прорвало трубу.", ["Авроры LOC"]),
    ("medium that reports", "Об этом рассказала «Деловому курсу» врач больницы.", ["Деловому курсу ORG"]),
    ("well-known body", "Запуск отложило Минцифры.", ["Минцифры ORG"]),
    (
        "translated name",
        "За взлом взялась группировка Rusty Heron («Ржавая цапля»).",
        ["Rusty Heron ORG", "Ржавая цапля ORG"],
    ),
    ("shuttle", "В январе шаттл «Буревестник» сел во Флориде.", ["Флориде LOC"]),
    ("film, here and later", "Он снял фильм «Переправа». Роль в «Переправе» дали ему же.", []),
    ("zone of the net", "Сайты в зоне .РФ закрыли.", []),
    ("inhabitants", "Теннисистки уехали. Уфимцы недовольны.", []),
    ("a miller's name", "Приехал Олег Мельник. / Мельник доволен.", ["Олег Мельник PER", "Мельник PER"]),
    ("station in space", "Экипаж прибыл на МКС.", ["МКС LOC"]),
    ("sufferers", "Погорельцам Рязани заплатят.", ["Рязани LOC"]),
]


@pytest.fixture(scope="module")
def find(models, rules):
    loaded = load_name_rules(rules)
    return lambda text: find_names(parse([text], models)[0], loaded, models.vocab)


@pytest.mark.parametrize(("text", "expected"), [s[1:] for s in SPANS], ids=[s[0] for s in SPANS])
def test_spans(find, text, expected):
    """Each repair does its work in a whole run."""
    assert [f"{m.text} {m.type}" for m in find(text)[0]] == expected
