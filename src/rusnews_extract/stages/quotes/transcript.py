"""Transcripts: lines that open with a label of who speaks, «АННА БЕЛОВА, мэр: …», «Ведущий: …».

A line with a label is direct speech to its end, and so are the lines behind it up to the next label. Labels of the
newsroom («КОРРЕСПОНДЕНТ», «За кадром») lead into narration: it is read like any other text, without its label. Only a
page with several such lines is a transcript; one line «Иван Петров: мост готов» is a headline's way to quote.
"""

from collections import Counter
from dataclasses import dataclass, replace

from rusnews_extract.stages.quotes.content import said
from rusnews_extract.stages.quotes.drafts import Draft
from rusnews_extract.stages.quotes.groups import Group
from rusnews_extract.stages.quotes.interview import Line, first_person, lines_of
from rusnews_extract.stages.quotes.reading import Reading
from rusnews_extract.stages.quotes.speakers import Speaker

__all__ = ["find_transcript"]

FEWEST = 2
LONGEST_NAME = 4
LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class Label:
    """Who speaks in a line: the name is ``[start, name_stop)``, the colon ``colon``; ``newsroom`` tells its own."""

    line: int
    start: int
    name_stop: int
    colon: int
    newsroom: bool


def find_transcript(reading: Reading) -> tuple[Reading, list[Draft], frozenset[int]]:
    """Return the reading without the newsroom's labels, what the others say, and the lines that this takes."""
    lines = lines_of(reading)
    labels = [label for i, line in enumerate(lines) if (label := _label(reading, i, line)) is not None]
    if len(labels) < FEWEST or len({_name(reading, x) for x in labels}) < FEWEST or not _upper(reading, labels):
        return reading, [], frozenset()
    if not reading.rules.on("transcript-label"):
        return reading, [], frozenset()
    drafts: list[Draft] = []
    taken: set[int] = set()
    for number, label in enumerate(labels):
        if label.newsroom:
            continue
        speaker = _speaker(reading, label)
        after = labels[number + 1].line if number + 1 < len(labels) else len(lines)
        for i in range(label.line, after):
            unit, start, stop = lines[i]
            start = label.colon + 1 if i == label.line else start
            if i > label.line and after == len(lines) and not first_person(reading, lines[i]):
                break
            content = said(reading, start, stop)
            taken.add(reading.units[unit].line)
            if content is not None:
                drafts.append(Draft(*content, "direct", "transcript-label", unit, speaker=speaker))
    return _without(reading, [(lines[x.line][0], x.colon + 1) for x in labels if x.newsroom]), drafts, frozenset(taken)


def _label(reading: Reading, number: int, line: Line) -> Label | None:
    _, start, stop = line
    text = reading.tokens.text
    colon = next((t for t in range(start, min(stop, start + LONGEST_LABEL)) if text[t] == ":"), None)
    if colon is None or colon == start or colon + 2 >= stop or reading.has_finite(start, colon):
        return None
    end = next((t for t in range(start, colon) if text[t] == ","), colon)
    newsroom = _newsroom(reading, start, end)
    if not newsroom and (end - start > LONGEST_NAME or not _is_name(reading, start, end)):
        return None
    if not newsroom and end < colon and not _is_role(reading, end + 1):
        return None
    return Label(number, start, end, colon, newsroom)


def _newsroom(reading: Reading, start: int, stop: int) -> bool:
    words = " ".join(reading.lower[start:stop]).strip(" .")
    return stop - start <= LONGEST_NAME and words in reading.rules.newsroom


def _is_name(reading: Reading, start: int, stop: int) -> bool:
    """Say whether a person's name fills the tokens: one that was found, or two words and more in capitals."""
    mention = reading.mention(start)
    if mention is not None and mention.type == "PER" and mention.token_start == start and mention.token_stop >= stop:
        return True
    return stop - start >= FEWEST and all(t.isupper() or t in ".-" for t in reading.tokens.text[start:stop])


def _is_role(reading: Reading, t: int) -> bool:
    return reading.tokens.pos[t] in ("NOUN", "ADJ", "VERB") and reading.feat(t, "Case") in ("Nom", None)


def _upper(reading: Reading, labels: list[Label]) -> bool:
    """Say whether labels are set off by capitals or by the newsroom's own; else there must be more of them."""
    clear = sum(x.newsroom or reading.tokens.text[x.start].isupper() for x in labels)
    return clear >= FEWEST or len(labels) > FEWEST


def _name(reading: Reading, label: Label) -> str:
    return " ".join(reading.lower[label.start : label.name_stop])


def _speaker(reading: Reading, label: Label) -> Speaker:
    """Return the person of the page whose name the label spells, whatever its case; else the label's own words."""
    group = Group(label.start, label.start, label.colon)
    words = _name(reading, label).split()
    mention = reading.mention(label.start)
    people = Counter(
        m.entity
        for m in reading.mentions
        if m.type == "PER" and _folded(reading.entities[m.entity].name)[-1:] == words[-1:]
    )
    whole = [e for e in people if _folded(reading.entities[e].name) == words]
    if mention is not None and mention.type == "PER":
        entity: int | None = mention.entity
    elif whole or len(people) == 1:
        entity = (whole or list(people))[0]
    else:
        entity = None if mention is None else mention.entity
    if entity is not None and reading.entities[entity].type == "PER":
        name = reading.entities[entity].name
        if " " in name or len(words) == 1:
            return Speaker(name, entity, "name", group)
    return Speaker(reading.text(label.start, label.name_stop).title(), entity, "name", group)


def _folded(name: str) -> list[str]:
    return name.lower().replace("ё", "е").split()


def _without(reading: Reading, starts: list[tuple[int, int]]) -> Reading:
    """Begin the units behind their labels; a label that is a sentence of its own stays."""
    units = list(reading.units)
    for number, start in starts:
        if start < units[number].stop:
            units[number] = replace(units[number], start=start)
    return replace(reading, units=tuple(units))
