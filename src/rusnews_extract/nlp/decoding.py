"""From tag scores to names: the CRF's best path for many lines at once, and its BIO tags read as spans.

slovnet walks through its batch token by token with five numpy calls each; here the lines lie sorted by length, so that
one step serves the next token of all lines that are still running.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from rusnews_extract.nlp.weights import Floats

__all__ = ["bio_spans", "viterbi"]

Ints = npt.NDArray[np.int64]
OUTSIDE = "O"


def viterbi(emissions: Floats, lengths: Ints, transitions: Floats) -> Ints:
    """Return the best tags of each line.

    ``emissions`` has shape ``(tokens, tags)``, lines one after the other; ``lengths`` (none zero) are their sizes;
    ``transitions`` has shape ``(tags, tags)``, from and to. Of equal paths that with the lower tag id wins.
    """
    out = np.empty(len(emissions), np.int64)
    if not len(lengths):
        return out
    order = np.argsort(-lengths, kind="stable")
    sizes = lengths[order]
    starts = (np.cumsum(lengths) - lengths)[order]
    # how many lines have a token at this step, and where the step's tokens lie when they are sorted by step
    running = len(sizes) - np.searchsorted(sizes[::-1], np.arange(sizes[0]), side="right")
    bounds = [0, *np.cumsum(running).tolist()]
    line = np.arange(len(out)) - np.repeat(bounds[:-1], running)
    places = starts[line] + np.repeat(np.arange(len(running)), running)
    emitted = emissions[places]
    scores = np.empty_like(emitted)
    steps = list(pairwise(bounds))
    scores[: steps[0][1]] = emitted[: steps[0][1]]
    to_from = np.ascontiguousarray(transitions.T)
    for (last, _), (first, stop) in pairwise(steps):
        paths = scores[last : last + stop - first, None, :] + to_from
        paths += emitted[first:stop, :, None]
        paths.max(axis=2, out=scores[first:stop])
    # the way back asks again where the best path came from, but of one tag a line instead of all
    tags = np.empty(len(out), np.int64)
    ends = np.array(bounds)[sizes - 1] + np.arange(len(sizes))
    tags[ends] = scores[ends].argmax(axis=1)
    own = np.take_along_axis
    for (last, _), (first, stop) in reversed(list(pairwise(steps))):
        best = tags[first:stop]
        paths = scores[last : last + stop - first] + to_from[best]
        paths += own(emitted[first:stop], best[:, None], 1)
        paths.argmax(axis=1, out=tags[last : last + stop - first])
    out[places] = tags
    return out


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
