"""From tag scores to names: the CRF's best path for many lines at once, and its BIO tags read as spans.

slovnet walks through its batch token by token with five numpy calls each; here the lines lie sorted by length, so that
one step serves the next token of all lines that are still running.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from rusnews_extract.nlp.weights import Floats

__all__ = ["OUTSIDE", "bio_spans", "viterbi"]

Ints = npt.NDArray[np.int64]
OUTSIDE = "O"


def viterbi(emissions: Floats, lengths: Ints, transitions: Floats) -> Ints:
    """Return the best tags of each line.

    ``emissions`` has shape ``(tokens, tags)``, lines one after the other; ``lengths`` (none zero) are their sizes;
    ``transitions`` has shape ``(tags, tags)``, from and to. Of equal paths that with the lower tag id wins.
    """
    best = np.empty(len(emissions), np.int64)
    if not len(lengths):
        return best
    order = np.argsort(-lengths, kind="stable")
    sizes = lengths[order]
    starts = (np.cumsum(lengths) - lengths)[order]
    # how many lines have a token at this step, and where the step's tokens lie when they are sorted by step
    running = len(sizes) - np.searchsorted(sizes[::-1], np.arange(sizes[0]), side="right")
    bounds = np.concatenate([[0], np.cumsum(running)])
    line = np.arange(len(best)) - np.repeat(bounds[:-1], running)
    places = starts[line] + np.repeat(np.arange(len(running)), running)
    previous = line[len(sizes) :] + np.repeat(bounds[:-2], running[1:])
    steps = [slice(*step) for step in pairwise(bounds.tolist())]
    emitted = np.take(emissions.T, places, axis=1)
    scores = _scores(emitted, transitions, steps)
    came = _came_from(emitted, scores, previous, transitions)
    tags = np.empty_like(best)
    ends = bounds[sizes - 1] + np.arange(len(sizes))
    tags[ends] = scores[:, ends].argmax(axis=0)
    for before, step in reversed(list(pairwise(steps))):
        count = step.stop - step.start
        pointers = tags[step] * len(tags) + np.arange(step.start, step.stop)
        came.take(pointers, out=tags[before.start : before.start + count], mode="clip")
    best[places] = tags
    return best


def _scores(emitted: Floats, transitions: Floats, steps: list[slice]) -> Floats:
    """Return the score of the best path to each tag of each token, ``(tags, tokens)``, tokens sorted by step."""
    scores = emitted.copy()
    moves = transitions[:, :, None]
    highest = np.maximum.reduce
    for before, step in pairwise(steps):
        # (from, 1, lines) + (from, to, 1); what a token emits may be added after the choice: rounding keeps the order
        last = scores[:, None, before.start : before.start + step.stop - step.start]
        now = scores[:, step]
        np.add(highest(last + moves, axis=0), now, out=now)
    return scores


def _came_from(emitted: Floats, scores: Floats, previous: Ints, transitions: Floats) -> Ints:
    """Return from which tag the best path to each tag of each token came, flat, ``(tags * tokens,)``.

    Adds up in slovnet's order, so that paths which rounding makes equal are equal here.
    """
    came = np.zeros(scores.shape, np.int64)
    later = scores.shape[1] - len(previous)
    past, now, emitted = np.take(scores, previous, axis=1), scores[:, later:], emitted[:, later:]
    for tag in reversed(range(len(transitions))):
        path = past[tag] + transitions[tag][:, None] + emitted
        np.copyto(came[:, later:], tag, where=path == now)
    return came.reshape(-1)


def bio_spans(tags: Ints, labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the names of one line as ``(first token, token after the last, type)``, as slovnet reads BIO tags.

    An ``I-`` continues whatever name is open, even of another type, and opens none.
    """
    first = end = last = -1
    kind = ""
    for at in np.flatnonzero(tags != labels.index(OUTSIDE)).tolist():
        part, _, type_ = labels[tags[at]].partition("-")
        if kind and (part == "B" or at > last + 1):
            yield first, end, kind
            kind = ""
        last = at
        if part == "B":
            first, end, kind = at, at + 1, type_
        elif part == "I":
            end = at + 1
    if kind:
        yield first, end, kind
