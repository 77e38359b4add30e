"""What a document is read as does not hang on the documents around it: not one bit of a score."""

import numpy as np
import pytest

from rusnews_extract.nlp.encoder import BLOCK, lay_out
from rusnews_extract.nlp.heads import _product
from rusnews_extract.nlp.tagging import tag
from rusnews_extract.stages.segment import segment
from tests.bench.pages import page, texts

TEXT = "В среду мэр Томска Иван Петров рассказал , что в городе построят три новых школы . ООН не ответила"
WORDS = TEXT.split()


def raw(models, sentences):
    """Return the encoder's raw output of each sentence, for each network."""
    networks = models.networks
    kinds = models.words.kinds([word for sentence in sentences for word in sentence])
    sizes = np.array([len(sentence) for sentence in sentences])
    layout = lay_out(networks._first.rows(kinds), sizes)
    return [np.split(encoder(layout), np.cumsum(sizes)[:-1]) for encoder in networks._encoders]


@pytest.mark.parametrize("before", [0, 1, 2, 3, 16, 17, 2 * BLOCK - 8, 2 * BLOCK - 7, 2 * BLOCK, 500])
def test_encoder_ignores_the_batch(models, before):
    """A sentence gets the same bits alone, and at any place in any batch."""
    alone = raw(models, [WORDS])
    random = np.random.default_rng(before)
    others = [[str(w) for w in random.choice(WORDS, size)] for size in random.integers(1, 30, before // 10)]
    first = [WORDS[: before % 10]] if before % 10 else []
    together = raw(models, [*others, *first, WORDS, *others])
    place = len(others) + len(first)
    for one, all_ in zip(alone, together, strict=True):
        assert np.array_equal(one[0], all_[place])


@pytest.mark.parametrize("width", [8, 32, 128, 753])
def test_products_ignore_the_batch(width):
    """The heads' products give a row the same bits wherever it stands."""
    random = np.random.default_rng(width)
    weight = random.normal(size=(64, width)).astype(np.float32)
    rows = random.normal(size=(700, 64)).astype(np.float32)
    whole = _product(rows, weight)
    for start, stop in ((0, 1), (1, 3), (5, 250), (239, 242), (100, 700)):
        assert np.array_equal(_product(rows[start:stop], weight), whole[start:stop])


@pytest.mark.parametrize("lengths", [[1], [1, 1, 2], [30, 7, 1, 30, 12] * 12], ids=["one", "few", "many"])
def test_syntax_ignores_the_batch(models, lengths):
    """Heads and relations of a sentence are the same alone and among others, whatever the heads have in common."""
    head = models.networks._syntax
    encoded = np.random.default_rng(len(lengths)).normal(size=(sum(lengths), 64)).astype(np.float32)
    heads, relations = head(encoded, np.array(lengths))
    start = 0
    for length in lengths:
        alone, own = head(encoded[start : start + length], np.array([length]))
        assert np.array_equal(np.where(alone < 0, alone, alone + start), heads[start : start + length])
        assert np.array_equal(own, relations[start : start + length])
        start += length


def test_documents_ignore_the_batch(models, corpora):
    """Real documents parse the same one by one, in any order and all together."""
    segmented = [segment(page(text)) for text in texts(corpora, 60)]
    together = tag(segmented, models)
    assert tag(segmented[::-1], models)[::-1] == together
    assert [tag([one], models)[0] for one in segmented] == together


def test_nothing(models):
    """An empty batch and empty documents are fine."""
    assert tag([], models) == []
    (parsed,) = tag([segment(page(""))], models)
    assert len(parsed.tokens) == 0
    assert parsed.spans == ()
