"""The CRF's best path and the reading of BIO tags are slovnet's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from slovnet.bio import bio_spans as slovnet_spans
from slovnet.exec.model import CRF, Weight
from slovnet.token import Token

from rusnews_extract.nlp.decoding import bio_spans, viterbi

LABELS = ("<pad>", "O", "B-PER", "I-PER", "B-LOC", "I-LOC")


@pytest.mark.parametrize("lengths", [[1], [7], [1, 1, 1], [3, 9, 1, 9, 4], list(range(1, 20))], ids=str)
def test_viterbi(lengths):
    """The best paths are those that slovnet's CRF finds, line by line."""
    random = np.random.default_rng(sum(lengths))
    transitions = random.normal(size=(8, 8)).astype(np.float32)
    emissions = random.normal(size=(sum(lengths), 8)).astype(np.float32)
    crf = CRF(Weight((8, 8), "float32", transitions))
    lines = np.split(emissions, np.cumsum(lengths)[:-1])
    expected = [crf.decode(line[None], np.ones((1, len(line)), bool))[0] for line in lines]
    assert viterbi(emissions, np.array(lengths), transitions).tolist() == np.concatenate(expected).tolist()


def test_ties_go_to_the_lower_tag():
    """Of equal paths the one with the lower tags wins, as in slovnet."""
    assert viterbi(np.zeros((3, 4), np.float32), np.array([3]), np.zeros((4, 4), np.float32)).tolist() == [0, 0, 0]


def test_nothing_to_decode():
    """No lines, no tags."""
    assert viterbi(np.zeros((0, 8), np.float32), np.zeros(0, np.int64), np.zeros((8, 8), np.float32)).size == 0


@given(st.lists(st.integers(0, len(LABELS) - 1), max_size=30))
def test_bio(tags):
    """Spans are slovnet's for whatever row of tags, nonsense included."""
    tokens = [Token(i, i + 1, "x") for i in range(len(tags))]
    expected = [(s.start, s.stop, s.type) for s in slovnet_spans(tokens, [LABELS[tag] for tag in tags])]
    assert list(bio_spans(np.array(tags, np.int64), LABELS)) == expected
