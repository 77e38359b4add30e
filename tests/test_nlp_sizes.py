"""Time and memory stay in bounds for sentences and documents of any length."""

import time
import tracemalloc

import numpy as np
import pytest

from rusnews_extract.nlp import heads, networks
from rusnews_extract.nlp.first_layer import CHUNK, FirstLayer
from rusnews_extract.nlp.models import warm_models
from rusnews_extract.nlp.networks import UNIT
from rusnews_extract.nlp.tagging import page_words, read
from rusnews_extract.nlp.weights import read_frequent, read_navec, read_network
from rusnews_extract.stages.segment import segment
from tests.bench.equality import differences, ours
from tests.bench.pages import page
from tests.bench.stock import Stock

SENTENCE = "В среду мэр Томска Иван Петров рассказал , что в городе построят три новых школы и дом культуры "


def parsed(models, text):
    """Return what the networks say of a text."""
    segmented = segment(page(text))
    (reading,) = read([segmented], [page_words(segmented)], models)
    return reading


def cost(models, tokens):
    """Return the most memory that the networks held over a page of short sentences, in bytes, and the CPU seconds."""
    kinds = np.resize(models.words.kinds(SENTENCE.split()), tokens)
    lengths = np.full(tokens // 20, 20)
    read_all(models, kinds, lengths)  # the work space of BLAS, the table's rows
    start = time.process_time()
    read_all(models, kinds, lengths)
    seconds = time.process_time() - start
    tracemalloc.start()
    read_all(models, kinds, lengths)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak, seconds


def read_all(models, kinds, lengths):
    """Ask the three networks and the search for the best path."""
    models.networks.grammar(kinds, lengths)
    models.networks.names(models.networks.emissions(kinds, lengths), lengths)


@pytest.mark.parametrize("size", [UNIT - 1, UNIT, UNIT + 1, 5_000])
def test_a_sentence_of_thousands_of_words(models, size):
    """It is read in pieces of ``UNIT`` tokens; no head leaves its piece, and no token is lost."""
    words = np.resize(SENTENCE.split(), size).tolist()
    reading = parsed(models, " ".join(words))
    assert len(reading.tags) == len(reading.heads) == len(reading.relations) == size
    assert all(head < 0 or head // UNIT == token // UNIT for token, head in enumerate(reading.heads.tolist()))
    assert reading.names[0][2] == "LOC"


def test_a_long_sentence_is_read_as_by_stock(models):
    """Below the cap a long sentence reads as by stock Natasha."""
    stock, pages = Stock(), [page(SENTENCE * 70)]
    assert not set(differences(ours(pages, models), stock.read(pages), stock)) - {"tied heads"}


def test_arcs_of_a_long_sentence_are_scored_in_parts(models, monkeypatch):
    """The scores of a long sentence are never in memory at once; in how many parts they come changes nothing."""
    whole = parsed(models, SENTENCE * 20)
    monkeypatch.setattr(heads, "CELLS", 2_000)
    assert np.array_equal(parsed(models, SENTENCE * 20).heads, whole.heads)


def test_best_paths_are_searched_in_parts(models, monkeypatch):
    """Names come out the same however many lines are searched at once."""
    text = "\n".join([SENTENCE, "Да", SENTENCE * 3] * 5)
    whole = parsed(models, text)
    monkeypatch.setattr(networks, "DECODED", 100)
    assert parsed(models, text).names == whole.names


def test_cost_grows_with_the_document(models):
    """Four times the tokens: memory beyond the results stays as it is, time grows as they do."""
    small, quick = cost(models, 2 * CHUNK)
    large, slow = cost(models, 8 * CHUNK)
    results = 6 * CHUNK * (3 * 8 + 8 * 4 + 8)  # tags, heads, relations; emissions; names
    assert large < small + 6 * results
    assert slow < 8 * quick


def test_learning_ahead_changes_nothing(models):
    """Rows that are filled ahead are those that are filled when they are asked for."""
    network = read_network("ner")
    kinds = models.words.kinds(SENTENCE.split())
    early, late = (FirstLayer(read_navec(), (network,)) for _ in range(2))
    early.learn(models.words.kinds(read_frequent(500)))
    assert np.array_equal(early.table[early.rows(kinds)], late.table[late.rows(kinds)])


def test_models_are_warmed_once():
    """A process that forks others has frequent words in the table; its models are those of everybody."""
    from rusnews_extract.nlp.models import load_models

    assert warm_models() is load_models()
    assert {"в", "и", "на"} <= set(read_frequent(10))
