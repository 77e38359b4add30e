"""Bytes to text, in whatever encoding Russian sites and editors have left them.

UTF-8 and the marked encodings are recognised exactly. The old eight-bit ones are told apart by how much Russian comes
out: frequent pairs of letters count, so that «лПУФЕН» does not pass for text. What a page declares is one candidate
among them, because many pages lie. Text that was encoded twice («РњРѕСЃС‚») is mended, and the encoding's name says so.
"""

import codecs
import re

import ftfy

from rusnews_extract.errors import BadInput

__all__ = ["MENDED", "decode"]

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
EIGHT_BIT = ("cp1251", "koi8_r", "cp866", "iso8859_5")
MENDED = " (encoded twice, mended)"
SAMPLE = 40_000
WIDE_SAMPLE = 4_000
WIDE = 0.7
DAMAGED = 0.002
TWICE = 0.3
LETTER = re.compile(r"[^\W\d_]")
RUSSIAN = re.compile(r"[а-яё]")
FREQUENT = re.compile("(?=ст|но|ен|то|на|ов|ни|ра|во|ко|ро|по|пр|ер|ли|ал|ос|ре|ка|от|та|го|не|ла|ть|ол)")
LEAST_TWICE = 20
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
TWICE_SIGNS = re.compile(
    r"[РС][\u0080-\u00bf\u0400-\u040f\u0450-\u045f\u0490\u0491\u2013-\u203a\u20ac\u2116\u2122]|[ÐÑ][^\sА-яA-Za-z]"
)
MARKUP = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^<>]*>", re.IGNORECASE | re.DOTALL)


def decode(data: bytes, name: str, declared: str | None = None, markup: bool = False) -> tuple[str, str]:
    """Return the text and its encoding; a byte order mark is not part of the text. Raises ``BadInput``.

    ``declared`` is the encoding that a header claims; with ``markup`` only what stands outside of tags is judged, and
    a page in another language comes back in the encoding that it declares.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _marked(data, encoding, name)
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace"), wide
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        found = _damaged(data, markup) or _eight_bit(data, declared, markup)
        if found is None:
            hint = f"; it claims to be {declared}" if declared else ""
            raise BadInput(
                f"{name}: is neither UTF-8 nor Russian text in {', '.join(EIGHT_BIT)}{hint}; convert it to UTF-8"
            ) from None
        return found
    if "\0" in text:
        raise BadInput(f"{name}: is no text: it holds zero bytes")
    return _mended(text)


def _marked(data: bytes, encoding: str, name: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding.removesuffix("-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: begins like {encoding} and is not: {error.reason}") from error


def _wide(data: bytes) -> str | None:
    """Return UTF-16 without a mark: every other byte is 0 (Latin, spaces) or 4 (Cyrillic), and both occur."""
    sample = data[:WIDE_SAMPLE]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[first::2]
        if (high.count(0) + high.count(4)) >= WIDE * len(high) and sample[1 - first :: 2].count(0) < 0.1 * len(high):
            return encoding
    return None


def _mended(text: str) -> tuple[str, str]:
    """Return UTF-8 text as it is, or read once more where it was encoded twice."""
    sample = text[:SAMPLE]
    signs = len(TWICE_SIGNS.findall(sample))
    if signs >= LEAST_TWICE and signs >= TWICE * len(LETTER.findall(sample)):
        mended = ftfy.fix_encoding(text)
        if mended != text and _reads_russian(mended[:SAMPLE], False):
            return mended, "utf-8" + MENDED
    return text, "utf-8"


def _damaged(data: bytes, markup: bool) -> tuple[str, str] | None:
    """Return UTF-8 with a few broken bytes (a file cut in mid-letter), which show as U+FFFD."""
    text = data.decode("utf-8", "replace")
    broken = text.count("�")
    if "\0" not in text and broken <= max(1, len(text) * DAMAGED) and _reads_russian(text[:SAMPLE], markup):
        return text, "utf-8"
    return None


def _eight_bit(data: bytes, declared: str | None, markup: bool) -> tuple[str, str] | None:
    if b"\0" in data:
        return None
    own = _known(declared)
    best: tuple[int, str] | None = None
    for encoding in dict.fromkeys((*([own] if own else ()), *EIGHT_BIT)):
        sample = data[: 4 * SAMPLE].decode(encoding, "replace")
        visible = MARKUP.sub(" ", sample) if markup else sample
        if not _reads_russian(visible[:SAMPLE], False) or _broken(visible[:SAMPLE]):
            continue
        frequent = len(FREQUENT.findall(visible))
        if best is None or frequent > best[0]:
            best = (frequent, encoding)
    if best is not None:
        return data.decode(best[1], "replace"), best[1]
    return (data.decode(own, "replace"), own) if own and markup else None


def _known(declared: str | None) -> str | None:
    """Return Python's name of a declared encoding; None for UTF-8 (it was no UTF-8), and for what nobody knows."""
    try:
        name = codecs.lookup(declared).name if declared else None
    except (LookupError, ValueError):
        return None
    return None if name is None or name.startswith("utf") else name


def _broken(text: str) -> bool:
    return len(CONTROL.findall(text)) + text.count("�") > len(text) * DAMAGED


def _reads_russian(text: str, markup: bool) -> bool:
    """Say whether most letters are small Cyrillic ones, as in any Russian text read in the right encoding."""
    text = MARKUP.sub(" ", text) if markup else text
    letters = len(LETTER.findall(text))
    return letters > 0 and len(RUSSIAN.findall(text)) >= 0.5 * letters
