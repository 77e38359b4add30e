"""Languages among Russian pages, and text that was encoded twice."""

import pytest

from rusnews_extract.readers.encodings import MENDED, decode
from rusnews_extract.readers.language import find_language
from rusnews_extract.rules.languages import load_languages
from rusnews_extract.rules.loading import RuleFolders

LANGUAGES = load_languages(RuleFolders())
RUSSIAN = "Ремонт моста продлится до ноября, сообщили в мэрии Костромы, движение легковых машин пока сохранят."


@pytest.mark.parametrize(
    ("code", "text"), [(language.code, text) for language in LANGUAGES for text in language.examples]
)
def test_examples(code, text):
    """Each language is told by its examples."""
    assert find_language(text, LANGUAGES) == code


@pytest.mark.parametrize(
    "text",
    [
        f"Home\nNews\nSign in\nSubscribe to our newsletter\n{RUSSIAN}",
        f"{RUSSIAN} Группа Talk Talk выпустила альбом The Colour of Spring в 1986 году.",
        "Волейбол Волжанка Двина Самара Кострома Казань Архангельск Нальчик Тверь",
    ],
)
def test_russian_with_foreign_words(text):
    """A foreign menu, names of groups and rows of names make no page foreign."""
    assert find_language(text, LANGUAGES) == "ru"


def test_too_few_words():
    assert find_language("Мост закрыли", LANGUAGES) is None


@pytest.mark.parametrize("wrong", ["cp1251", "latin-1"])
def test_encoded_twice(wrong):
    """UTF-8 that was read in an eight-bit encoding and written again is read as it was meant."""
    twice = RUSSIAN.encode().decode(wrong)
    assert decode(twice.encode(), "page.txt") == (RUSSIAN, "utf-8" + MENDED)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866", "iso8859_5", "utf-16-le", "utf-16-be"])
def test_unmarked_encodings(encoding):
    """The old encodings, and UTF-16 without its mark."""
    assert decode(RUSSIAN.encode(encoding), "page.txt") == (RUSSIAN, encoding)
