"""A user's list of names: what it adds, what it fixes, and how its mistakes are told."""

import pytest

from rusnews_extract.errors import BadConfig
from rusnews_extract.rules.gazetteer import load_gazetteer
from rusnews_extract.rules.names import load_name_rules, with_gazetteer
from rusnews_extract.stages.names import find_names
from tests.event_pages import parse

LIST = """id,type,name,aliases
Q1,ORG,АО «Заря Востока»,Заря Востока|ЗВ
Q2,PER,Пётр Лугов,Лугов-старший
77,LOC,Тульское Заречье,
"""


@pytest.fixture
def find(models, rules, tmp_path):
    """Run the stage with the list over a page."""
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    loaded = with_gazetteer(load_name_rules(rules), load_gazetteer(file))
    return lambda text: find_names(parse([text], models)[0], loaded, models.vocab)


@pytest.mark.parametrize(
    ("text", "name", "external_id", "mentions"),
    [
        ("Завод «Заря Востока» встал. Рабочие ЗВ ждут.", "АО «Заря Востока»", "Q1", 2),
        ("Петра Лугова встретили. Лугов молчал.", "Пётр Лугов", "Q2", 2),
        ("Праздник прошёл в посёлке Тульское Заречье.", "Тульское Заречье", "77", 1),
    ],
)
def test_listed_names(find, text, name, external_id, mentions):
    """A listed name is found, and its entity has the listed name and id and a key of its own."""
    found, entities = find(text)
    entity = next(e for e in entities if e.external_id)
    assert (entity.name, entity.external_id, entity.key) == (name, external_id, f"= {external_id}")
    assert sum(entities[m.entity] is entity for m in found) == mentions


def test_others_stay(find):
    """A name that is not listed has no id, nor has a namesake of a listed person."""
    assert [e.external_id for e in find("Андрей Лугов приехал в Калугу.")[1]] == [None, None]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1: the header must be"),
        ("id,name\n", "line 1: the header must be"),
        ("id,type,name,aliases\nQ1,FIRM,Заря,\n", "line 2: the type «FIRM» is none of"),
        ("id,type,name,aliases\n,ORG,Заря,\n", "line 2: needs an id and a name"),
        ("id,type,name,aliases\nQ1,ORG,Заря,\nQ1,ORG,Закат,\n", "line 3: the id «Q1» stands in line 2"),
        ("id,type,name,aliases\nQ1,ORG,Заря,\nQ2,ORG,Закат,Заря\n", "line 3: «Заря» means the entry of line 2"),
        ("id,type,name,aliases\nQ1,ORG,Заря,а,б\n", "line 2: has 5 fields"),
        ("id,type,name,aliases\nQ1,ORG,«»,\n", "line 2: the form ««»» has no letters"),
    ],
)
def test_mistakes_are_told(tmp_path, content, message):
    """A list with a mistake is refused with the line and the mend."""
    file = tmp_path / "list.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadConfig, match=message):
        load_gazetteer(file)


def test_a_missing_list_is_told(tmp_path):
    """A list that is not there is an option's mistake."""
    with pytest.raises(BadConfig, match=r"none\.csv"):
        load_gazetteer(tmp_path / "none.csv")
