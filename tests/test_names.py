"""Names on made-up pages: spans, nominatives, entities and roles as a reader would write them down."""

from dataclasses import replace

import pytest

from rusnews_extract.model import Entity, ParsedDocument, Tokens
from rusnews_extract.rules.names import load_name_rules
from rusnews_extract.stages.names import find_names
from rusnews_extract.stages.names.catalogue import same_entities
from tests.event_pages import page, parse


@pytest.fixture(scope="module")
def find(models, rules):
    """Run the stage over a page; « / » parts lines."""
    loaded = load_name_rules(rules)
    return lambda text: find_names(parse([text], models)[0], loaded, models.vocab)


SPANS = [
    ("gloss", "Мэр Андрей Лугов (Andrey Lugov) уехал.", ["Андрей Лугов PER", "Andrey Lugov PER"]),
    ("abbreviation", "Международный валютный фонд (МВФ) дал кредит.", ["Международный валютный фонд ORG", "МВФ ORG"]),
    ("union", "Санкции ввёл Евросоюз, а ООН промолчала.", ["Евросоюз ORG", "ООН ORG"]),
    ("residence", "В Кремле подтвердили встречу.", ["Кремле LOC"]),
    ("dash", "Рейс Москва — Баку задержали.", ["Москва LOC", "Баку LOC"]),
    ("hyphen", "Поезд Тула-Калуга отменили.", ["Тула LOC", "Калуга LOC"]),
    ("legal form", "ООО «Ромашка» подписало договор.", ["ООО «Ромашка» ORG"]),
    ("kind", "Концерн «Заря» подписал договор.", ["Заря ORG"]),
    ("common noun", "Президенты собрались в Ташкенте.", ["Ташкенте LOC"]),
    ("adjective", "Казанские хоккеисты победили.", []),
    ("place of writing", "Об этом он написал в Telegram.", []),
    ("firm behind a service", "Telegram оспорил штраф.", ["Telegram ORG"]),
    ("initials", "Письмо подписал А. Б. Зимин, врач.", ["А. Б. Зимин PER"]),
    ("carrier", "В аэропорту сел самолёт AzAl.", ["AzAl ORG"]),
    ("title", "Службу провёл патриарх Кирилл.", ["Кирилл PER"]),
    ("label", "ВЕДУЩАЯ: В Туле дождь. / МАРИЯ ЗОТОВА, врач: Мы ждали.", ["Туле LOC", "МАРИЯ ЗОТОВА PER"]),
    ("dateline", "ПЕРМЬ, 5 мая. В городе праздник.", ["ПЕРМЬ LOC"]),
    ("common noun before", "Театровед Лугова обратилась в суд.", ["Лугова PER"]),
    ("calling before", "Диагональная Полина Зотова набрала 30 очков.", ["Полина Зотова PER"]),
    ("headline", "ВЛАДИМИР ЗИМИН ПРИЕХАЛ В МОСКВУ / Зал был полон.", ["ВЛАДИМИР ЗИМИН PER", "МОСКВУ LOC"]),
]


@pytest.mark.parametrize(("text", "expected"), [s[1:] for s in SPANS], ids=[s[0] for s in SPANS])
def test_spans(find, text, expected):
    """Spans leave titles, kinds and glosses out and carry the right type."""
    assert [f"{m.text} {m.type}" for m in find(text)[0]] == expected


NORMALS = [
    ("С Мариной Клюевой говорил Тарас Шевченко.", ["Марина Клюева", "Тарас Шевченко"]),
    ("Ольге Шевченко вручили приз.", ["Ольга Шевченко"]),
    ("Юлию Навку и Анну Ким пригласили.", ["Юлия Навка", "Анна Ким"]),
    ("Президента Франции Эмманюэля Макрона встретили.", ["Франция", "Эмманюэль Макрон"]),
    ("Акции ЮКОСа выросли.", ["ЮКОС"]),
    ("Иск подала адвокат Хава Исламова, узнали мы.", ["Хава Исламова"]),
    ("Ильгар Сафаров и Айнур Сафарова приехали в Баку.", ["Ильгар Сафаров", "Айнур Сафарова", "Баку"]),
    ("Суд приговорил директора Геннадия Штанько к штрафу.", ["Геннадий Штанько"]),
    ("Тамиле Рзаевой 63 года, она врач.", ["Тамила Рзаева"]),
    ("Политолог Гаянэ Мурадова из Тулы согласна.", ["Гаянэ Мурадова", "Тула"]),
    ("В Ростове-на-Дону и Нью-Йорке дождь.", ["Ростов-на-Дону", "Нью-Йорк"]),
    ("В Королёве прошла выставка.", ["Королёв"]),
    ("Об этом рассказали в «Аэрофлоте».", ["Аэрофлот"]),
    ("Врачи Псковской области бастуют.", ["Псковская область"]),
    ("Суд вызвал Павла Седых и Нино Лугашвили.", ["Павел Седых", "Нино Лугашвили"]),
    ("Пожар на улице Кирова потушен. Дома на Кирова целы.", ["Кирова", "Кирова"]),
    ("Об этом сообщили в Минэкологии и Минтрансе.", ["Минэкологии", "Минтранс"]),
    ("Судьёй стал Юрий Ли из Тулы.", ["Юрий Ли", "Тула"]),
    ("ВЛАДИМИР ЗИМИН ПРИЕХАЛ В МОСКВУ / Зал был полон.", ["Владимир Зимин", "Москва"]),
]


@pytest.mark.parametrize(("text", "expected"), NORMALS, ids=[n[0] for n in NORMALS])
def test_nominatives(find, text, expected):
    """The normal form is the nominative of the name as it stands, with its sex, its capitals and its ё."""
    assert [m.normal for m in find(text)[0]] == expected


ENTITIES = [
    (
        "surname to full name",
        "Пётр Лугов приехал в Тулу. Лугова встретили. С Луговым говорили.",
        [("Пётр Лугов", 3), ("Тула", 1)],
    ),
    (
        "man and wife",
        "Марина Зотова и Пётр Зотов в Туле. Зотова выступила, Зотов молчал.",
        [("Марина Зотова", 2), ("Пётр Зотов", 2), ("Тула", 1)],
    ),
    ("indeclinable", "Пётр Живаго уехал. Живаго доволен. О Живаго спросили всех.", [("Пётр Живаго", 3)]),
    ("his wife", "Пётр Лугов приехал. Супруга Лугова работает врачом.", [("Пётр Лугов", 2)]),
    (
        "two brothers",
        "Пётр Лугов и Андрей Лугов в Туле. Луговы уехали.",
        [("Пётр Лугов", 1), ("Андрей Лугов", 1), ("Тула", 1), ("Луговы", 1)],
    ),
    (
        "abbreviation",
        "Международный валютный фонд (МВФ) дал кредит. Глава МВФ уехал.",
        [("Международный валютный фонд", 3)],
    ),
    ("aliases", "РФ и Россия — одно. Российская Федерация велика.", [("Россия", 3)]),
    ("only the alias", "Посол РФ уехал.", [("Россия", 1)]),
    ("mixed script", "Самолёт AzAl сел. Компания «АZAL» рада.", [("AzAl", 2)]),
    ("surname first", "Зимин Пётр Сергеевич уехал в Тулу. Зимин вернулся.", [("Пётр Сергеевич Зимин", 2), ("Тула", 1)]),
    ("initial", "Пётр Зимин уехал. Письмо подписал П. Зимин, врач.", [("Пётр Зимин", 2)]),
    ("gloss", "Мэр Андрей Лугов (Andrey Lugov) уехал.", [("Андрей Лугов", 2)]),
    (
        "a court with its state, then bare",
        "Верховный суд Казахстана отложил дело. Верховный суд вернётся к нему.",
        [("Верховный суд", 2), ("Казахстан", 1)],
    ),
    ("translated name", "Самолёт Georgian Airways сел. «Грузинские авиалинии» рады.", [("Грузинские авиалинии", 2)]),
    (
        "two initials",
        "Геннадий Павлович Штанько уехал. Суд арестовал Г. П. Штанько в мае.",
        [("Геннадий Павлович Штанько", 2)],
    ),
    (
        "a man's surname",
        "Аслан Юлаев уехал. Письмо дали А. Юлаеву. Дом Юлаева продан.",
        [("Аслан Юлаев", 3)],
    ),
    (
        "two ministries",
        "МИД Казахстана и МИД Таджикистана согласны.",
        [("МИД Казахстана", 1), ("Казахстан", 1), ("МИД Таджикистана", 1), ("Таджикистан", 1)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [e[1:] for e in ENTITIES], ids=[e[0] for e in ENTITIES])
def test_entities(find, text, expected):
    """Each person, place and organisation of a page is one entity, by its fullest name."""
    mentions, entities = find(text)
    counted = [sum(m.entity == e for m in mentions) for e in range(len(entities))]
    assert list(zip([e.name for e in entities], counted, strict=True)) == expected


ROLES = [
    ("Пресс-секретарь мэрии Казани Олег Шилов молчит.", "пресс-секретарь мэрии Казани"),
    ("Пётр Лугов, глава компании «Заря», рассказал о планах.", "глава компании «Заря»"),
    ("Бывшая чиновница Елена Зотова задержана.", "бывшая чиновница"),
    ("Министра обороны Андрея Лугова встретили.", "министр обороны"),
    ("Господин Лугов уехал в Тулу.", None),
    ("Суд оправдал украинского журналиста Андрея Лугова.", "украинский журналист"),
]


@pytest.mark.parametrize(("text", "expected"), ROLES, ids=[r[0] for r in ROLES])
def test_roles(find, text, expected):
    """A role stands in the nominative, short, with its genitive tail."""
    assert next(e.role_phrase for e in find(text)[1] if e.type == "PER") == expected


def test_person_parts(find):
    """A person comes with the parts of the name and the sex."""
    entity = find("Выступила Мария Петровна Зотова.")[1][0]
    assert (entity.first_name, entity.patronymic, entity.last_name, entity.gender) == (
        "Мария",
        "Петровна",
        "Зотова",
        "female",
    )


def test_blank_page(models, rules):
    """A page without kept lines has no names."""
    blank = ParsedDocument(replace(page(""), lines=()), (), Tokens(), ())
    assert find_names(blank, load_name_rules(rules), models.vocab) == ((), ())


def test_mentions_point_into_the_text(find):
    """A mention's place holds its text, its tokens cover it, and its entity exists."""
    text = "Пётр Лугов приехал в Тулу. / С Луговым говорил Андрей Зимин (Andrey Zimin)."
    mentions, entities = find(text)
    written = text.replace(" / ", "\n")
    assert [written[m.start : m.stop] for m in mentions] == [m.text for m in mentions]
    assert all(m.token_start < m.token_stop and m.entity < len(entities) for m in mentions)
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)


def test_catalogue_gives_a_bare_surname_to_its_bearer(find, rules):
    """Over documents a surname goes to the one who bears it, and stays apart where two do."""
    found = [(e, 1) for t in ("Пётр Лугов приехал.", "Лугов уехал.") for e in find(t)[1]]
    loaded = load_name_rules(rules)
    assert same_entities(found, loaded) == {("PER", "? лугов"): ("PER", "петр лугов")}
    rival = [(e, 1) for e in find("Андрей Лугов приехал.")[1]]  # two of the name
    assert same_entities(found + rival, loaded) == {}


def test_catalogue_keeps_man_and_woman_apart(find, rules):
    """«Валерия Лугова» is no other spelling of «Валерий Лугов»."""
    found = [(e, 1) for t in ("Валерий Лугов приехал.", "Валерия Лугова приехала.") for e in find(t)[1]]
    assert same_entities(found, load_name_rules(rules)) == {}


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Асия Норин", "Азия Норин", True),  # two spellings of a rare name
        ("Хава Зотова", "Хав Зотов", True),  # a first name that was misread
        ("Валерия Зотова", "Валерий Зотов", False),
        ("Лина Зотова", "Лена Зотова", False),
        ("Марина Зотова", "Марьяна Зотова", False),
        ("Наталья Зотова", "Наталия Зотова", True),
        ("Robert Long", "Роберт Лонг", True),
    ],
)
def test_catalogue_joins_spellings(rules, one, two, same):
    """A rare first name may be spelt in two ways; two usual first names are two persons."""
    found = []
    for name in (one, one, two):
        first, last = name.split()
        gender = "female" if last.endswith("а") else "male" if last.endswith("в") else None
        found.append((Entity("PER", name, name.lower(), (), None, first, None, last, gender), 1))
    expected = {("PER", two.lower()): ("PER", one.lower())} if same else {}
    assert same_entities(found, load_name_rules(rules)) == expected
