"""Sentences and tokens: razdel's, as offsets."""

from razdel import sentenize, tokenize

__all__ = ["sentence_spans", "token_spans"]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text as ``(start, stop)``; none for a blank text, where razdel gives an empty one."""
    return [(s.start, s.stop) for s in sentenize(text) if s.stop > s.start]


def token_spans(text: str) -> list[tuple[int, int]]:
    """Return the tokens of a text as ``(start, stop)``."""
    return [(t.start, t.stop) for t in tokenize(text)]
