"""Sentences and tokens are razdel's, character by character."""

import pytest
import razdel
from hypothesis import given
from hypothesis import strategies as st

from rusnews_extract.nlp import tokens as tokens_module
from rusnews_extract.nlp.segmentation import sentence_spans, token_columns, token_spans
from rusnews_extract.nlp.tokens import Tokenizer
from tests.bench.pages import texts

SENTENCES = (
    "",
    " \t ",
    "Мэр приехал.",
    "В г. Томске, по ул. Ленина, д. 5. 10 человек ждали.",
    "Он сказал: «Да!» и ушел. И. И. Иванов (мэр) остался…",
    "1. Пункт. 2. Пункт. а) подпункт. б) другой.",
    "Спасибо :) Пока. :-) Нет ;( . Да",
    "Рост на 3,5 %. -5 °C, 40 -50 и Иванов -50, ( -50).",
    "т. е. так; и т. д. Конец. \u00a0 \u2009Начало",
    "Санкт-Петербург , кто-то\u2014никто _имя_ a_b 1/2 км/ч 10- 20 yahoo! yahoo !",
    "Δσ mβж Δ P 京丹後市; \U0001f600\U0001f600 слово\u2028новое",
)
SIGNS = "абвЯё1 2 -_.,/\\:;()«»\"'!?…–—=aZΔ%\n\t"
PIECES = st.sampled_from(
    [*SIGNS, "слово", "Слово", " 15", ". ", ".5", "- ", " -", "г.", "т. е. ", "yahoo!", ":)"],
)


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences(text):
    """Sentences are razdel's, without the empty ones."""
    assert sentence_spans(text) == [(s.start, s.stop) for s in razdel.sentenize(text) if s.text]


@pytest.mark.parametrize("text", SENTENCES)
def test_tokens(text):
    """Tokens are razdel's."""
    assert token_spans(text) == [(t.start, t.stop) for t in razdel.tokenize(text)]


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text(text):
    """Whatever stands side by side, sentences and tokens are razdel's."""
    assert sentence_spans(text) == [(s.start, s.stop) for s in razdel.sentenize(text) if s.text]
    assert token_spans(text) == [(t.start, t.stop) for t in razdel.tokenize(text)]


@given(st.lists(PIECES, max_size=40).map("".join))
def test_sentences_do_not_see_each_other(text):
    """Tokens cut for a whole text are those of its sentences, cut one by one."""
    sentences = sentence_spans(text)
    alone = [(start + a, start + b) for start, stop in sentences for a, b in token_spans(text[start:stop])]
    assert list(zip(*token_columns(text, [start for start, _ in sentences]), strict=True)) == alone


def test_memory_is_bounded(monkeypatch):
    """A tokenizer that is full forgets, and goes on cutting as before."""
    monkeypatch.setattr(tokens_module, "CHUNKS_KEPT", 3)
    tokenizer = Tokenizer()
    for text in ("раз два три четыре -5", "«раз» два, -5 -6", "раз два"):
        starts, stops = tokenizer(text, [])
        assert list(zip(starts, stops, strict=True)) == [(t.start, t.stop) for t in razdel.tokenize(text)]


def test_real_lines(corpora):
    """On real lines sentences and tokens are razdel's."""
    for text in texts(corpora, 40):
        for line in text.splitlines():
            assert sentence_spans(line) == [(s.start, s.stop) for s in razdel.sentenize(line) if s.text]
            assert token_spans(line) == [(t.start, t.stop) for t in razdel.tokenize(line)]
