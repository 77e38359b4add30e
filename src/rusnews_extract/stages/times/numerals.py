"""Numbers in words: «двадцать пятого», «тысяча девятьсот сорок пятом», «10 тысяч», «10 000»."""

from collections.abc import Sequence

from rusnews_extract.stages.times.words import Classes, Words

__all__ = ["numeral_at"]

Numeral = tuple[int, str, int | float]
"""Where it stops, ``NUM`` or ``ORD``, and its value."""


def numeral_at(classes: Sequence[Classes | None], words: Words, i: int) -> Numeral | None:
    """Return the longest number that begins at word ``i`` and needs more than a look-up of that word."""
    here = classes[i]
    if here is None:
        return None
    if "INT" in here:
        figures = _with_half(classes, words, _figures(classes, words, i))
        return figures if figures[0] > i + 1 else None
    if "CARD" in here or "ORDINAL" in here or "THOUSAND" in here:
        written = _written(classes, i)
        return _with_half(classes, words, written) if written is not None and written[1] == "NUM" else written
    return None


def _with_half(classes: Sequence[Classes | None], words: Words, found: Numeral) -> Numeral:
    """Add the half of «три с половиной»."""
    stop, kind, value = found
    if stop + 1 < len(classes) and words.key[stop] == "с" and "WITHHALF" in (classes[stop + 1] or ()):
        return stop + 2, kind, value + 0.5
    return found


def _figures(classes: Sequence[Classes | None], words: Words, i: int) -> Numeral:
    value: int | float = int(words.key[i])
    stop = i + 1
    if stop + 1 < len(classes) and words.key[stop] in ",." and "INT" in (classes[stop + 1] or ()):
        fraction = words.key[stop + 1]
        if len(fraction) < 3 and words.tight(stop) and words.tight(stop + 1):
            value, stop = float(f"{words.key[i]}.{fraction}"), stop + 2
    if len(words.key[i]) <= 3:
        while (
            stop < len(classes)
            and isinstance(value, int)
            and "D3" in (classes[stop] or ())
            and words.start(stop) == words.stop(stop - 1) + 1
        ):
            value = value * 1000 + int(words.key[stop])
            stop += 1
    after = classes[stop] if stop < len(classes) else None
    if after is not None and "THOUSAND" in after:
        return stop + 1, "NUM", value * int(after["THOUSAND"][0]["n"])
    return stop, "NUM", value


def _written(classes: Sequence[Classes | None], i: int) -> Numeral | None:
    """Add up number words as long as each is smaller than the one before; an ordinal ends the number."""
    total = part = 0
    room = 10**9
    stop = i
    while stop < len(classes):
        here = classes[stop]
        if here is None:
            break
        if "THOUSAND" in here:
            unit = int(here["THOUSAND"][0]["n"])
            if stop == i and unit > 1000:
                return None
            total, part, room = total + (part or 1) * unit, 0, unit
            stop += 1
            continue
        kind = "CARD" if "CARD" in here else "ORDINAL" if "ORDINAL" in here else None
        if kind is None:
            break
        n = int(here[kind][0]["n"])
        if n >= room or (part and not _fits(part, n)):
            break
        stop += 1
        if kind == "ORDINAL":
            return stop, "ORD", total + part + n
        part += n
    return (stop, "NUM", total + part) if stop > i else None


def _fits(part: int, n: int) -> bool:
    """Say whether ``n`` can follow within one number: twenty-five, but not five-twenty."""
    last = 100 if part % 100 == 0 else 10 if part % 10 == 0 and part % 100 >= 20 else 1
    return 0 < n < last
