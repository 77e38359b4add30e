"""On the seed pages everybody and everything that the gold names is one id, and nothing else is merged into it."""

import json
import shutil
from collections import defaultdict

import pytest

from rusnews_extract import read_table, run

ONE_ID = [
    "Владимир Путин",
    "Ильхам Алиев",
    "Дмитрий Песков",
    "Гусейн Сафаров",
    "Зияддин Сафаров",
    "Azerbaijan Airlines",
    "Россия",
    "Азербайджан",
]


@pytest.fixture(scope="module")
def tables(corpora, tmp_path_factory):
    """The tables of one run over all seeds."""
    folder = corpora / "seeds"
    if not (folder / "gold").is_dir():
        pytest.skip(f"no labelled seeds at {folder}")
    work = tmp_path_factory.mktemp("seeds")
    (work / "pages").mkdir()
    for page in sorted(folder.glob("*.txt")):
        shutil.copy(page, work / "pages")
    run(work / "pages", work / "tables")
    return work / "tables"


@pytest.fixture(scope="module")
def linked(corpora, tables):
    """Gold entity → ids of its mentions."""
    names = dict(read_table("documents", tables)[["doc_id", "path"]].itertuples(index=False))
    lines = (corpora / "seeds" / "gold" / "mentions.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {(m["doc"], m["start"], m["stop"]): m["entity"] for m in map(json.loads, lines)}
    ids = defaultdict(set)
    for row in read_table("mentions", tables).itertuples():
        path = names[row.doc_id].rpartition("/")[2]
        if entity := gold.get((path, row.start, row.stop)):
            ids[entity].add(row.entity_id)
    return ids


@pytest.mark.parametrize("entity", ONE_ID)
def test_one_id(linked, entity):
    """All forms of a name («РФ», «АZAL», «Азербайджанские авиалинии») lead to one id."""
    assert len(linked[entity]) == 1


def test_nothing_else_is_merged(linked):
    """No id stands for two things of the gold, and none of them has two ids."""
    assert {entity: ids for entity, ids in linked.items() if len(ids) > 1} == {}
    bearers = defaultdict(set)
    for entity, ids in linked.items():
        for one in ids:
            bearers[one].add(entity)
    assert [names for names in bearers.values() if len(names) > 1] == []


def test_man_and_wife(tables):
    """«Мехрибан Алиева» has a row of her own, and no form of hers is in his."""
    people = read_table("catalogue", tables).query("type == 'PER'")
    wife = people[people.first_name == "Мехрибан"]
    husband = people[people.last_name == "Алиев"]
    assert (len(wife), list(wife.gender)) == (1, ["female"])
    assert len(husband) == 1
    assert "Алиева" not in {husband.iloc[0]["name"], *husband.iloc[0]["aliases"]}
