"""Each layer gives what slovnet's gives, and the whole gives what stock Natasha gives."""

import numpy as np
import pytest

from rusnews_extract.nlp import first_layer, networks
from rusnews_extract.nlp.encoder import Encoder, lay_out
from rusnews_extract.nlp.first_layer import FirstLayer
from rusnews_extract.nlp.tagging import read, tag
from rusnews_extract.nlp.weights import read_navec, read_network, read_vocabulary
from rusnews_extract.nlp.words import Words
from rusnews_extract.stages.segment import segment
from tests.bench.equality import differences, ours
from tests.bench.pages import page, texts
from tests.bench.stock import Stock

TEXT = """Мэр Томска Иван Петров рассказал о планах на 2026 год
«Мы построим три школы», — заявил Петров в среду. По его словам, в бюджете есть 5. 10 человек уже наняты.

ООН и МИД Казахстана не ответили ( -50 °C). Δ-вариант: https://example.org/a_b?c=1, тел. +7 (000) 000-00-00"""


@pytest.fixture(scope="module")
def stock():
    return Stock()


@pytest.mark.parametrize("kind", ["ner", "morph", "syntax"])
def test_encoder(kind, stock):
    """Folding, table, flat layout and filter together give the encoder's output of slovnet."""
    network = read_network(kind)
    layer = FirstLayer(read_navec(), (network,))
    sentences = [["Мэр", "Томска", "уехал", "."], ["Да"], ["ООН", ",", "-5", "http://a.b", "Δ"]]
    kinds = Words(*read_vocabulary()).kinds([word for sentence in sentences for word in sentence])
    layout = lay_out(layer.rows(kinds), np.array([len(sentence) for sentence in sentences]))
    raw = Encoder(network, 0, layer.table)(layout)
    infer = getattr(stock, kind).infer
    batch = next(infer.encoder(sentences))
    theirs = infer.model.encoder(infer.model.emb(batch.word_id, batch.shape_id), batch.pad_mask)[~batch.pad_mask]
    np.testing.assert_allclose((raw + network.offset) * network.scale, theirs, rtol=1e-4, atol=2e-5)


def test_equal_to_stock(models, stock):
    """Own sentences, with all that is awkward in them, read as by stock Natasha."""
    pages = [page(TEXT), page(""), page("Да"), page(" \n \n"), page(TEXT.upper())]
    assert not differences(ours(pages, models), stock.read(pages), stock)


def test_equal_to_stock_on_real_pages(models, stock, corpora):
    """A sample of real documents reads as by stock Natasha, but for heads that stock itself cannot tell apart.

    All of them: ``python -m tests.bench.natasha --check``.
    """
    pages = [page(text) for text in texts(corpora)[::40]]
    assert not set(differences(ours(pages, models), stock.read(pages), stock)) - {"tied heads"}


def test_lemmas_are_natashas(models):
    """Lemmas are chosen as Natasha chooses them over the same dictionary."""
    from natasha.morph.lemma import lemmatize

    from rusnews_extract.nlp.vocab import PymorphyVocab

    vocab = PymorphyVocab()
    tokens = tag([segment(page(TEXT))], models)[0].tokens
    expected = [lemmatize(vocab, *row) for row in zip(tokens.text, tokens.pos, tokens.feats, strict=True)]
    assert list(tokens.lemma) == expected
    assert [models.vocab.lemma(*row) for row in zip(tokens.text, tokens.pos, tokens.feats, strict=True)] == expected


def test_a_small_table_changes_nothing(monkeypatch):
    """Where the first layer's table is too small for the text, rows make room and come back the same."""
    network = read_network("ner")
    monkeypatch.setattr(first_layer, "ROWS", 40)
    small, kinds = FirstLayer(read_navec(), (network,)), np.arange(300) * 800 << 7 | np.arange(300) % 66
    monkeypatch.setattr(first_layer, "ROWS", 1000)
    large = FirstLayer(read_navec(), (network,))
    wanted = large.table[large.rows(kinds)]
    for turn in range(2):
        for start in range(0, len(kinds), 30):
            rows = small.rows(kinds[start : start + 30])
            assert np.array_equal(small.table[rows], wanted[start : start + 30]), turn


def test_overlong_units_are_cut(models, monkeypatch):
    """A unit of more than ``UNIT`` tokens is read in pieces of that size; heads stay inside a piece."""
    monkeypatch.setattr(networks, "UNIT", 8)
    segmented = segment(page("Мэр и совет города решили построить новую школу и дом культуры у реки в центре Томска"))
    (reading,) = read([segmented], [segmented.words(0)], models)
    assert all(head < 0 or head // 8 == token // 8 for token, head in enumerate(reading.heads.tolist()))
    assert len(reading.tags) == 16
