"""Short ways through the dictionary give what pymorphy3 gives by the long ones."""

import pytest

from rusnews_extract.nlp.vocab import Form, load_vocab

WORDS = ["стали", "печь", "министерства", "ёлки", "елки", "туле", "орловой", "замок", "и", "5", "сша", "по-русски"]
UNKNOWN = ["сафаровым", "грызмунд", "псевдоминистра", "мюнстербергу", "qwerty", "кот-д'ивуаром"]
WANTED = [{"nomn"}, {"gent", "plur"}, {"nomn", "sing", "femn"}, {"ablt"}, {"past"}]


@pytest.mark.parametrize("word", [*WORDS, *UNKNOWN])
def test_forms_are_those_of_the_parses(word):
    """The readings of a word come in the order of its parses, whether these are kept or not."""
    vocab = load_vocab()
    long = tuple(Form(p.normal_form, *vocab._grammar(p.tag)) for p in vocab.parse(word))
    assert vocab.forms(word) == vocab.forms(word, True) == long


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: " ".join(sorted(wanted)))
@pytest.mark.parametrize("word", [*WORDS, *UNKNOWN])
def test_a_form_is_that_of_the_lexeme(word, wanted):
    """A form made from the paradigm is the one that pymorphy3 picks from all forms, also when asked a second time."""
    vocab = load_vocab()
    for parse in vocab.parse(word) * 2:
        made = parse.inflect(wanted)
        assert vocab.inflected(parse, frozenset(wanted)) == (made and made.word)


@pytest.mark.parametrize("word", ["\U00017000", "иван\U00017000"])
def test_letters_without_a_name_are_words(word):
    """pymorphy3 asks for the names of letters; some have none in the tables of Python."""
    assert load_vocab().forms(word)
