"""Sentences and tokens: razdel's, as offsets.

razdel asks eleven rules at every delimiter and makes an object for each. Two of its rules settle most of them (a
sentence ends before a space, and not before a small letter); here they are asked first, on the bare text. The order
does not matter: every rule can only forbid an end. No other rule speaks where a plain word ends a sentence and a plain
word begins the next. Only what is left goes to razdel itself.
"""

import re
from functools import lru_cache
from importlib import import_module

from razdel import sentenize as razdel_sentenize
from razdel.segmenters.sentenize import SentSplit

from rusnews_extract.nlp.tokens import Tokenizer

__all__ = ["sentence_spans", "token_columns", "token_spans"]

RAZDEL = import_module("razdel.segmenters.sentenize")
DELIMITER = re.compile(RAZDEL.DELIMITER)
CANDIDATE = re.compile(f"[=:{re.escape(RAZDEL.DELIMITERS)}]")
WINDOW = razdel_sentenize.split.window
LAST_WORD = re.compile(r"[^\W\d]{2,}$")
ABBREVIATIONS = frozenset(RAZDEL.SOKRS | RAZDEL.HEAD_SOKRS | RAZDEL.INITIALS)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text as ``(start, stop)``; none for a blank text, where razdel gives an empty one."""
    spans = []
    begin = 0
    for end in [*_ends(text), len(text)]:
        sentence = text[begin:end]
        if bare := sentence.strip():
            start = begin + len(sentence) - len(sentence.lstrip())
            spans.append((start, start + len(bare)))
        begin = end
    return spans


def token_spans(text: str) -> list[tuple[int, int]]:
    """Return the tokens of one sentence as ``(start, stop)``."""
    return list(zip(*token_columns(text, []), strict=True))


def token_columns(text: str, sentences: list[int]) -> tuple[list[int], list[int]]:
    """Return the starts and the stops of all tokens of a text whose sentences begin at the places given."""
    start, stop = _tokenizer()(text, sentences)
    return start.tolist(), stop.tolist()


@lru_cache(1)
def _tokenizer() -> Tokenizer:
    """Return the tokenizer of this process: its memory is worth keeping."""
    return Tokenizer()


def _ends(text: str) -> list[int]:
    ends: list[int] = []
    begin = at = 0
    while candidate := CANDIDATE.search(text, at):
        delimiter = DELIMITER.match(text, candidate.start())
        if delimiter is None:
            at = candidate.end()
            continue
        start, at = delimiter.span()
        following = _next_token(text, at)
        if following is None:
            continue
        left, sign = text[max(0, start - WINDOW) : start], delimiter.group(1)
        if not (start - begin > RAZDEL.BULLET_SIZE and _plainly_ends(left, sign, following)):
            split = SentSplit(left, sign, text[at : at + WINDOW])
            split.buffer = text[begin:start]
            if razdel_sentenize.join(split):
                continue
        ends.append(at)
        begin = at
    return ends


def _next_token(text: str, stop: int) -> str | None:
    """Return the token behind a delimiter where a sentence may end there."""
    if stop >= len(text) or not text[stop].isspace():
        return None
    following = RAZDEL.FIRST_TOKEN.match(text[stop : stop + WINDOW])
    if following is None or RAZDEL.is_lower_alpha(following.group(1)):
        return None
    return str(following.group(1))


def _plainly_ends(left: str, sign: str, following: str) -> bool:
    """Say whether no rule can forbid an end between two words, neither of them an abbreviation or an initial."""
    word = LAST_WORD.search(left)
    if word is None or sign not in RAZDEL.ENDINGS or not following.isalpha():
        return False
    known = word.group().lower()
    return not (known in ABBREVIATIONS or (known, following.lower()) in RAZDEL.PAIR_SOKRS)
