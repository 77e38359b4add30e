"""What pronouns, roles, bodies, pairs and capitals stand for."""

import pytest

from rusnews_extract.errors import BadRules
from rusnews_extract.nlp.tagging import tag
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.names import load_name_rules
from rusnews_extract.rules.references import load_reference_rules
from rusnews_extract.stages.coreference import resolve_references
from rusnews_extract.stages.names import find_names
from rusnews_extract.stages.segment import segment
from tests.test_quotes import clean


@pytest.fixture(scope="module")
def said_by(models, rules):
    """A function from a text to what each referring phrase stands for."""
    names, references = load_name_rules(rules), load_reference_rules(rules)

    def find(text):
        parsed = tag([segment(clean(text, "body"))], models)[0]
        mentions, entities = find_names(parsed, names, models.vocab)
        found = resolve_references(parsed, mentions, entities, references)
        tokens = parsed.tokens
        told = {}
        for token, reference in sorted(found.by_token.items()):
            phrase = text[tokens.start[reference.token_start] : tokens.stop[reference.token_stop - 1]]
            who = [entities[i].name for i in reference.entities] or [reference.name]
            told[tokens.text[token]] = (phrase, reference.via, " + ".join(who), reference.literal)
        return told

    return find


CASES = {
    "pronoun": ("Мост осмотрел мэр Тулы Иван Петров. Он остался доволен.", "Он", "pronoun", "Иван Петров"),
    "pronoun by gender": ("Анна Белова встретила Ивана Петрова. Она вручила награду.", "Она", "pronoun", "Анна Белова"),
    "pronoun in the next line": (
        "Мост осмотрел мэр Иван Петров.\nЕго слова записали.",
        "Его",
        "pronoun",
        "Иван Петров",
    ),
    "possessive": ("Анна Белова открыла музей. По её словам, всё готово.", "её", "pronoun", "Анна Белова"),
    "thing of the same gender": ("Иван Петров купил завод. Завод стоит у реки. Он большой.", "Он", None, None),
    "head of state": (
        "Президент Чехии Ян Новак прибыл в Вену. Глава государства провёл встречу.",
        "Глава",
        "role",
        "Ян Новак",
    ),
    "adjective of the state": (
        "Президент Чехии Ян Новак прибыл в Вену. Чешский лидер провёл встречу.",
        "лидер",
        "role",
        "Ян Новак",
    ),
    "another state": (
        "Президент Чехии Ян Новак прибыл в Вену. Там он ждёт австрийского президента.",
        "президента",
        None,
        None,
    ),
    "role before the name": (
        "Президент Чехии прибыл в Вену.\nВстречу провёл президент Чехии Ян Новак.",
        "Президент",
        "role",
        "Ян Новак",
    ),
    "post": ("Мост осмотрел мэр Тулы Иван Петров. Мэр остался доволен.", "Мэр", "role", "Иван Петров"),
    "synonym": ("Дело вёл адвокат Иван Петров. Защитник остался доволен.", "Защитник", "role", "Иван Петров"),
    "politician": ("В Вену прибыл президент Чехии Ян Новак. Политик устал.", "Политик", "role", "Ян Новак"),
    "office": ("МЧС провело учения. Ведомство довольно итогами.", "Ведомство", "institution", "МЧС"),
    "office with its own name": ("МЧС провело учения. Ведомство обороны промолчало.", "Ведомство", None, None),
    "pair of persons": (
        "Ян Новак и Пётр Орлов встретились в Вене. Стороны обсудили мост.",
        "Стороны",
        "role",
        "Ян Новак + Пётр Орлов",
    ),
    "pair by a verb": (
        "Ян Новак встретился с Иваном Орловым. Политики обсудили мост.",
        "Политики",
        "role",
        "Ян Новак + Иван Орлов",
    ),
    "other plural": ("Ян Новак и Пётр Орлов встретились. Лидеры общин ушли.", "Лидеры", None, None),
    "capital that acts": ("Баку обвинил соседей в срыве переговоров.", "Баку", "name", "Азербайджан"),
    "capital that demands": ("Баку требует от Москвы признания вины.", "Баку", "name", "Азербайджан"),
    "capital addressed": ("Баку требует от Москвы признания вины.", "Москвы", "name", "Россия"),
    "capital between governments": ("Переговоры между Москвой и Баку прервались.", "Баку", "name", "Азербайджан"),
    "town": ("Улицы Москвы украсили к празднику.", "Москвы", None, None),
    "adjective": ("Российские теннисисты вышли в финал.", "Российские", "adjective", "Россия"),
}


@pytest.mark.parametrize(("text", "word", "via", "who"), CASES.values(), ids=CASES)
def test_reference(text, word, via, who, said_by):
    """A phrase stands for whom it should, and for nobody where the text leaves it open."""
    _, found_via, found_who, literal = said_by(text).get(word, (None, None, None, False))
    assert (None if literal else found_via, None if literal else found_who) == (via, who)


def test_capital_in_a_place_is_literal(said_by):
    """«в Баку» may be the town: only a speech verb makes it the state."""
    assert said_by("В Баку открыли школу.")["Баку"][3]


def test_names_inside_a_speech_are_no_antecedents(said_by):
    """Whoever is spoken of in a quotation is not «он» outside of it."""
    text = "Мост осмотрел Иван Петров. «Нам помог Пётр Орлов, спасибо ему большое». Он уехал вечером."
    assert said_by(text)["Он"][2] == "Иван Петров"


def test_phrase_holds_its_modifiers(said_by):
    """The phrase runs from its adjectives to its genitives."""
    text = "Мост осмотрел президент Чехии Ян Новак. Позднее чешский лидер уехал."
    assert said_by(text)["лидер"][0] == "чешский лидер"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("references_capitals.tsv", "новград\tНовляндия"),
        ("references_roles.tsv", "вождь\tboss"),
        ("references_pairs.tsv", "вождь\tall"),
        ("references_pronouns.tsv", "оне\tneuter"),
    ],
)
def test_bad_lexicon_says_where(name, line, tmp_path):
    """A value that nothing knows is refused with the file and the entry."""
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / name).write_text(line + "\n", encoding="utf-8")
    with pytest.raises(BadRules, match=line.split("\t")[0]):
        load_reference_rules(RuleFolders.with_extra(tmp_path))


def test_every_state_has_an_adjective_or_a_capital(rules):
    """The lists cover the world: 190 states, 180 capitals, 120 adjectives."""
    references = load_reference_rules(rules)
    assert len(set(references.states.values())) > 190
    assert len(references.capitals) > 180
    assert len(references.adjectives) > 120
