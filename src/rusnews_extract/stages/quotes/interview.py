"""Interviews: lines of questions and answers without quotation marks; each answer is direct speech of who is asked.

A page is one where at least three lines end in a question mark and are answered by the line behind them. Who is asked
stands in front of the first question: the person that the headline and the introduction name most. The questions are
the paper's own words and no quotes. Where a dash opens the answers, or the questions, it tells the two apart better
than the question mark: interviewers also state («Вас критиковали за осторожность.»).
"""

from collections import Counter

from rusnews_extract.stages.quotes.content import said
from rusnews_extract.stages.quotes.drafts import Draft
from rusnews_extract.stages.quotes.reading import DASHES, Reading, Unit
from rusnews_extract.stages.quotes.speakers import Speaker

__all__ = ["Line", "find_interview", "first_person", "lines_of"]

FEWEST = 3
MOST = 0.75
LONGEST_QUESTION = 90
Line = tuple[int, int, int]
"""The first unit of a line, and its tokens ``[start, stop)``."""


def find_interview(reading: Reading) -> tuple[list[Draft], frozenset[int]]:
    """Return the answers, and the numbers of the lines that the interview takes; nothing where there is none."""
    lines = lines_of(reading)
    questions = [i for i, line in enumerate(lines) if _asks(reading, line)]
    answered = [q for q in questions if q + 1 < len(lines) and q + 1 not in questions]
    if len(answered) < FEWEST or not reading.rules.on("interview-answer"):
        return [], frozenset()
    questions, narrated = _by_dashes(reading, lines, questions, answered)
    speaker = _asked(reading, lines[questions[0]][1])
    if speaker is None:
        return [], frozenset()
    drafts: list[Draft] = []
    taken: set[int] = set()
    for number, question in enumerate(questions):
        after = questions[number + 1] if number + 1 < len(questions) else None
        if _asks(reading, lines[question]):
            taken.add(reading.units[lines[question][0]].line)  # in a statement the interviewer may quote
        for i in range(question + 1, len(lines) if after is None else after):
            if (after is None or narrated) and i > question + 1 and not first_person(reading, lines[i]):
                break
            unit, start, stop = lines[i]
            content = said(reading, start, stop)
            if content is not None:
                drafts.append(Draft(*content, "direct", "interview-answer", unit, speaker=speaker))
                taken.add(reading.units[unit].line)
    return drafts, frozenset(taken)


def _by_dashes(
    reading: Reading, lines: list[Line], questions: list[int], answered: list[int]
) -> tuple[list[int], bool]:
    """Return the interviewer's lines, and whether the lines without a dash narrate.

    If dashes mark the answers, the one line before a dash asks; more lines without a dash go on with the answer
    before. If they mark both voices, these take turns, and a line without a dash is the paper's.
    """
    dashed = [i for i, (_, start, _) in enumerate(lines) if reading.tokens.text[start] in DASHES]
    of_questions = sum(q in dashed for q in answered)
    of_answers = sum(q + 1 in dashed for q in answered)
    if of_answers >= MOST * len(answered) and of_questions <= (1 - MOST) * len(answered):
        return [i - 1 for i in dashed if i and i - 1 not in dashed], False
    if of_questions >= MOST * len(answered) and of_answers <= (1 - MOST) * len(answered):
        return dashed, False
    if min(of_questions, of_answers) >= MOST * len(answered):
        return _turns(dashed), True
    return questions, False


def _turns(dashed: list[int]) -> list[int]:
    """Return every other line of each run of lines with a dash, the first of it too."""
    asked: list[int] = []
    for i in dashed:
        if i - 1 not in dashed or i - 1 not in asked:
            asked.append(i)
    return asked


def lines_of(reading: Reading) -> list[Line]:
    """Join the units of each line of the body."""
    lines: list[Line] = []
    last: Unit | None = None
    for number, unit in enumerate(reading.units):
        if unit.zone != "body":
            continue
        if last is not None and last.line == unit.line:
            lines[-1] = (lines[-1][0], lines[-1][1], unit.stop)
        else:
            lines.append((number, unit.start, unit.stop))
        last = unit
    return lines


def _asks(reading: Reading, line: Line) -> bool:
    text = reading.tokens.text
    _, start, stop = line
    while stop > start and text[stop - 1] in '»")':
        stop -= 1
    return stop > start and text[stop - 1].endswith("?") and stop - start <= LONGEST_QUESTION


def first_person(reading: Reading, line: Line) -> bool:
    """Say whether a line may go on with a speech: a dash, or a word of the first person."""
    _, start, stop = line
    dashed = reading.tokens.text[start] in DASHES
    return dashed or any(reading.feat(t, "Person") == "1" and reading.speech_at[t] < 0 for t in range(start, stop))


def _asked(reading: Reading, before: int) -> Speaker | None:
    """Return the person named most before the first question; of several the first."""
    people = Counter(m.entity for m in reading.mentions if m.type == "PER" and m.token_start < before)
    if not people:
        return None
    entity = max(people, key=lambda e: people[e])
    return Speaker(reading.entities[entity].name, entity, "inherited", None)
