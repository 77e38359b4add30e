"""The lexicons of speech: complete, spelt as lemmas are, and refused where they are wrong."""

import pytest

from rusnews_extract.errors import BadRules
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.quotes import load_quote_rules


@pytest.fixture(scope="module")
def quote_rules():
    return load_quote_rules(RuleFolders())


def test_enough_words_of_speech(quote_rules):
    """At least 200 verbs, and phrases and source nouns beside them."""
    assert len(quote_rules.verbs) >= 200
    assert sum(len(nouns) for nouns in quote_rules.phrases.values()) >= 100
    assert sum(len(nouns) for nouns in quote_rules.evidence.values()) >= 50


def test_words_are_spelt_as_lemmas(quote_rules):
    """Lower case, «е» for «ё», as the language engine gives them."""
    words = [
        *quote_rules.verbs,
        *quote_rules.phrases,
        *(noun for nouns in quote_rules.phrases.values() for noun in nouns),
        *(noun for nouns in quote_rules.evidence.values() for noun in nouns),
        *quote_rules.documents,
        *quote_rules.institutions,
        *quote_rules.speakers,
        *quote_rules.named,
    ]
    assert [w for w in words if w != w.lower() or "ё" in w or w != w.strip()] == []


def test_verbs_are_verbs(quote_rules, vocab):
    """Each entry is an infinitive of the dictionary."""
    known = {
        verb
        for verb in quote_rules.verbs
        for parse in vocab.parse(verb)
        if parse.tag.POS == "INFN" and parse.word.replace("ё", "е") == verb
    }
    assert sorted(set(quote_rules.verbs) - known) == []


@pytest.mark.parametrize(
    ("name", "line", "part"),
    [
        ("quotes_verbs.tsv", "вещать\tquoet", "quoet"),
        ("quotes_phrases.tsv", "вещать\tquote", "two words"),
        ("quotes_evidence.tsv", "по весть\tlate", "late"),
    ],
)
def test_bad_lexicon_says_where(name, line, part, tmp_path):
    """An unknown flag or a phrase of one word is refused with file and entry."""
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / name).write_text(line + "\n", encoding="utf-8")
    with pytest.raises(BadRules, match=part) as caught:
        load_quote_rules(RuleFolders.with_extra(tmp_path))
    assert name in str(caught.value)


@pytest.mark.parametrize("text", ["[words]\nabout = 3\n", "[words]\nabuot = []\n"])
def test_bad_word_sets_are_refused(text, tmp_path):
    """A set that is no list of words, or that nothing asks for, is an error."""
    (tmp_path / "quotes.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadRules, match="words"):
        load_quote_rules(RuleFolders.with_extra(tmp_path))


def test_relay_verbs_are_known_verbs(quote_rules):
    """What a pattern asks for by name stands in the list of verbs too."""
    assert quote_rules.words.citing <= set(quote_rules.verbs)
