"""Keys, abbreviations and the parts of persons' names, without the networks."""

import pytest

from rusnews_extract.nlp.inflect import Reading, readings, singular
from rusnews_extract.rules.names import load_name_rules
from rusnews_extract.stages.names.keys import abbreviates, is_initial, name_key, one_script, skeleton
from rusnews_extract.stages.names.normal import respell
from rusnews_extract.stages.names.persons import person, surname_base


@pytest.fixture(scope="module")
def loaded(rules):
    return load_name_rules(rules)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("РФ", "россия"),
        ("Российская Федерация", "россия"),
        ("Соединённые Штаты", "сша"),
        ("ООО «Ромашка»", "ромашка"),
        ("АZAL", "azal"),
        ("AZAL", "azal"),
        ("МИД РФ", "министерство иностранных дел россии"),
        ("МИД Турции", "министерство иностранных дел турции"),
        ("Иран", "иран"),
        ("Ирак", "ирак"),
        ("ООО", "ооо"),
        ("Azerbaijan Airlines", "авиалинии азербайджана"),
        ("Азербайджанские авиалинии", "авиалинии азербайджана"),
        ("Bank of Lithuania", "банк литвы"),
        ("Northern Airlines", "northern airlines"),
        ("Британский парламент", "парламент великобритании"),
        ("Парламент Соединённого Королевства", "парламент великобритании"),
        ("Русский музей", "русский музей"),
        ("Volga Stream 2 AG", "volga stream 2"),
        ("Волга Стрим Б.В.", "волга стрим"),
        ("EC", "ес"),
    ],
)
def test_key(loaded, name, key):
    """What names one thing shares a key; what is only spelt alike does not."""
    assert name_key(name, loaded) == key


@pytest.mark.parametrize(
    ("short", "long", "fits"),
    [
        ("МВФ", "Международный валютный фонд", True),
        ("СК", "Следственный комитет", True),
        ("AZAL", "Azerbaijan Airlines", True),
        ("АZAL", "Azerbaijan Airlines", True),
        ("МГУ", "Московский государственный университет", True),
        ("МВД", "Международный валютный фонд", False),
        ("МВФ", "Москва", False),
        ("А", "Азия", False),
    ],
)
def test_abbreviates(short, long, fits):
    """An abbreviation is made of the beginnings of all words, in order."""
    assert abbreviates(short, long) is fits


@pytest.mark.parametrize("word", ["Москва", "AZAL", "Би-би-си", "x"])
def test_one_script_keeps_pure_words(word):
    """Only words of mixed script are touched."""
    assert one_script(word) == word


def test_skeleton_meets_across_scripts():
    """A name in Latin letters has the consonants of the same name in Cyrillic ones."""
    assert skeleton("марк цукерберг").split()[0] == skeleton("mark zuckerberg").split()[0]


@pytest.mark.parametrize(
    ("surface", "form", "written"),
    [
        ("ЮКОСа", "юкос", "ЮКОС"),
        ("Королёвым", "королев", "Королёв"),
        ("Орле", "орёл", "Орёл"),
        ("Путина", "путин", "Путин"),
        ("ЗИМИНА", "зимин", "ЗИМИН"),
    ],
)
def test_respell(surface, form, written):
    """The nominative keeps the letters, the capitals and the ё of the surface."""
    assert respell(surface, form) == written


@pytest.mark.parametrize(
    ("words", "first", "patronymic", "last", "gender"),
    [
        ("Пётр Лугов", "Пётр", "", "Лугов", "male"),
        ("Зимин Пётр", "Пётр", "", "Зимин", "male"),
        ("Мария Петровна Зотова", "Мария", "Петровна", "Зотова", "female"),
        ("Зотова Мария Петровна", "Мария", "Петровна", "Зотова", "female"),
        ("П С Зимин", "П", "С", "Зимин", "male"),
        ("Дж Лонг", "Дж", "", "Лонг", None),
        ("Зотова", "", "", "Зотова", "female"),
        ("Мария", "Мария", "", "", "female"),
        ("Шарль де Голль", "Шарль", "", "де Голль", "male"),
        ("Шевченко", "", "", "Шевченко", None),
    ],
)
def test_person(vocab, words, first, patronymic, last, gender):
    """A name is taken apart by what the dictionary knows and by position."""
    found = person([(w, Reading(w.lower()), "") for w in words.split()], vocab)
    assert (found.first, found.patronymic, found.last, found.gender) == (first, patronymic, last, gender)


@pytest.mark.parametrize(("name", "initial"), [("П", True), ("Дж", True), ("Ян", False), ("Пётр", False)])
def test_initial(name, initial):
    """Two consonants stand for a name as one letter does."""
    assert is_initial(name) is initial


@pytest.mark.parametrize(("last", "base"), [("Зотова", "зотов"), ("Луговская", "луговский"), ("Маск", "маск")])
def test_surname_base(last, base):
    """Man and wife share the base of their surname."""
    assert surname_base(last) == base


@pytest.mark.parametrize(
    ("plural", "gender", "one"),
    [("сафаровы", "Masc", "сафаров"), ("сафаровы", "Fem", "сафарова"), ("скрипали", "", "скрипаль")],
)
def test_singular(vocab, plural, gender, one):
    """A surname of several bearers has a singular for each of them."""
    assert singular(vocab, plural, gender) == one


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("лугова", "лугов"),
        ("лугова", "лугова"),
        ("макрону", "макрон"),
        ("туле", "тула"),
        ("высшей", "высшая"),
        ("фирташа", "фирташ"),
    ],
)
def test_readings_hold_the_nominative(vocab, loaded, word, form):
    """The right nominative is among the readings."""
    assert form in {r.form for r in readings(vocab, loaded.endings, word)}
