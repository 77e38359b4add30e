"""Speech in quotation marks and dialogues with dashes: which marks hold speech, and the cue that goes with each.

The reporter's words right behind a mark decide first («…», — сказал X), then those in front of it (X сказал: «…»),
then the mark before («…», — сказал X. — «…»). Fragments inside the reporter's sentence are for ``partial``.
"""

from collections.abc import Sequence
from dataclasses import replace

from rusnews_extract.stages.quotes.attribution import Attribution, attribute, attribute_evidence
from rusnews_extract.stages.quotes.content import said
from rusnews_extract.stages.quotes.cues import Cue, cues_in, evidence_at, introduces, verb_cue
from rusnews_extract.stages.quotes.drafts import Draft
from rusnews_extract.stages.quotes.groups import group_at
from rusnews_extract.stages.quotes.partial import another_partial, find_partial
from rusnews_extract.stages.quotes.reading import DASHES, Reading, Span, Unit
from rusnews_extract.stages.quotes.speakers import resolve

__all__ = ["find_dialogue", "find_direct"]

ENDS = frozenset(".!?…") | {"...", "?!", "!.."}


def find_direct(reading: Reading, number: int, earlier: Sequence[Draft]) -> list[Draft]:
    """Return the quotes in marks of one unit; ``earlier`` are the quotes before it, for «. — «…»» that goes on."""
    unit = reading.units[number]
    found: list[Draft] = []
    same_line = earlier and reading.units[earlier[-1].unit].line == unit.line and earlier[-1].unit == number - 1
    last: Draft | None = earlier[-1] if same_line else None
    for k, span in enumerate(unit.spans):
        before = unit.spans[k - 1].close if k else unit.start
        after = unit.spans[k + 1].open if k + 1 < len(unit.spans) else unit.stop
        drafts = _split(reading, number, span) or another_partial(reading, number, span, before, last)
        if not drafts:
            drafts = _of_span(reading, number, span, before, after, last)
        found += drafts
        last = drafts[-1] if drafts else None
    return found


def _of_span(reading: Reading, number: int, span: Span, before: int, after: int, last: Draft | None) -> list[Draft]:
    unit = reading.units[number]
    opens = _opens_unit(reading, unit, span, before)
    content = said(reading, span.start, span.stop)
    if content is None:
        return []
    behind = _cue_behind(reading, span, after)
    sentence = _is_sentence(reading, span)
    if behind is not None:
        who = attribute(reading, behind, span.close, after, after_quote=True)
        if opens and (sentence or reading.tokens.text[span.close] in DASHES or _dash_follows(reading, span)):
            return _made(reading, content, "direct", "quote-then-cue", number, behind, who)
    front = _cue_in_front(reading, span, before)
    if front is not None:
        return _made(reading, content, "direct", "cue-then-quote", number, *front)
    if last is not None and last.kind == "direct" and _dash_between(reading, before, span.open):
        return _made(reading, content, "direct", "quote-split", number, last.cue, (last.speaker, last.relay))
    partial = find_partial(reading, number, span, before, after, behind)
    if partial is not None:
        return [partial] if reading.rules.on(partial.rule) else []
    if opens and sentence and reading.rules.on("quote-alone") and _alone(reading, unit, span, after):
        return [Draft(*content, "direct", "quote-alone", number, waits=True, forward=_looks_on(reading, number, span))]
    return []


def _looks_on(reading: Reading, number: int, span: Span) -> bool:
    """Say whether the speaker comes behind: a speech that goes on, or «…». «…», — сказал X at the start of a line."""
    at = reading.spans.index(span)
    if at + 1 < len(reading.spans) and reading.spans[at + 1].mark.carried:
        return True
    unit = reading.units[number]
    first = number == 0 or reading.units[number - 1].line != unit.line
    following = reading.units[number + 1] if number + 1 < len(reading.units) else None
    return first and following is not None and following.line == unit.line and _starts_quoted(reading, following)


def _starts_quoted(reading: Reading, unit: Unit) -> bool:
    return (
        bool(unit.spans)
        and unit.spans[0].open <= unit.start + 1
        and _cue_behind(reading, unit.spans[0], unit.stop) is not None
    )


def _made(
    reading: Reading,
    content: tuple[int, int],
    kind: str,
    rule: str,
    number: int,
    cue: Cue | None,
    who: Attribution,
) -> list[Draft]:
    if not reading.rules.on(rule):
        return []
    waits = who[0] is None
    return [Draft(*content, kind, rule, number, cue, who[0], who[1], waits)]  # type: ignore[arg-type]


def _opens_unit(reading: Reading, unit: Unit, span: Span, before: int) -> bool:
    lead = range(before if before > unit.start else unit.start, span.open)
    if all(reading.tokens.pos[t] == "PUNCT" for t in lead):
        return before == unit.start or any(
            reading.tokens.text[t] in DASHES or reading.tokens.text[t] in ENDS for t in lead
        )
    return bool(lead) and reading.tokens.text[span.open - 1] == ":"


def _is_sentence(reading: Reading, span: Span) -> bool:
    text = reading.tokens.text
    if text[span.stop - 1] in ENDS:
        return True
    first = text[span.start]
    return (
        span.stop - span.start >= 3
        and (first[0].isupper() or first[0] in '…«"')
        and (reading.has_finite(span.start, span.stop) or span.stop - span.start >= 6)
    )


def _dash_follows(reading: Reading, span: Span) -> bool:
    t = span.close
    text = reading.tokens.text
    while t < len(text) and text[t] in ",.!?…":
        t += 1
    return t < len(text) and text[t] in DASHES


def _dash_between(reading: Reading, start: int, stop: int) -> bool:
    if start >= stop:
        return False
    return reading.tokens.text[stop - 1] in DASHES or reading.tokens.text[stop - 1] in ENDS | {",", ":", ";"}


def _cue_behind(reading: Reading, span: Span, after: int) -> Cue | None:
    """Return the cue of «…», — сказал X: behind a comma, a dash or the mark's own stop, before any other predicate."""
    t = span.close
    text = reading.tokens.text
    inner_end = text[span.stop - 1] in ENDS or text[span.stop - 1] == ","
    punctuated = inner_end
    while t < after and reading.tokens.pos[t] == "PUNCT" and text[t] not in "(":
        punctuated = punctuated or text[t] in "," or text[t] in DASHES or text[t] in ENDS
        if text[t] in ENDS and not inner_end and text[t] == ".":
            nxt = text[t + 1] if t + 1 < after else ""
            if nxt not in DASHES or not nxt:
                return None
        t += 1
    if not punctuated:
        return None
    limit = min(after, t + 9)
    for cue in cues_in(reading, t, limit):
        if any(reading.finite(i) for i in range(t, cue.start) if i != cue.verb):
            return None
        if (
            any(text[i] in ",;:" for i in range(t, cue.start))
            and reading.lower[t] not in reading.rules.words.insertions
        ):
            return None
        if not {"quote", "post"} & cue.flags or introduces(reading, cue, after):
            return None
        return cue
    return None


def _cue_in_front(reading: Reading, span: Span, before: int) -> tuple[Cue | None, Attribution] | None:
    """Return the cue of «X сказал: «…»»; any clause before a colon will do where the quote is a sentence."""
    text = reading.tokens.text
    t = span.open - 1
    if t < before or text[t] != ":":
        return None
    cues = [c for c in cues_in(reading, before, t) if {"quote", "clause", "post"} & c.flags]
    begin = _last_clause(reading, before, t)
    if cues and cues[-1].start >= begin:
        cue = cues[-1]
        return cue, attribute(reading, cue, before, t, after_quote=False)
    for i in range(before, t):
        evidence = evidence_at(reading, i, t)
        if evidence is not None:
            speaker, end = attribute_evidence(reading, evidence, t)
            if not reading.has_finite(end, t):
                return evidence, (speaker, None)
    if not _is_sentence(reading, span):
        return None
    colon = Cue(t, t + 1, t, frozenset({"quote"}))
    for i in [*range(begin, t), *range(before, begin)]:
        mention = reading.mention(i)
        nominative = reading.feat(i, "Case") == "Nom"
        reference = reading.references.at(i)
        known = reference is not None and reference.via in ("role", "pronoun")
        if nominative and ((mention is not None and mention.type != "LOC") or known):
            return colon, (resolve(reading, group_at(reading, i, t)), None)
    return None


def _last_clause(reading: Reading, start: int, stop: int) -> int:
    """Return where the last of several main clauses begins: «клуб ждёт её, но | она все слухи отвергла»."""
    for t in range(stop - 1, start, -1):
        joint = reading.lower[t] in reading.rules.words.strong_joints
        if joint and reading.tokens.text[t - 1] == "," and reading.has_finite(start, t) and reading.has_finite(t, stop):
            return t
    return start


def _alone(reading: Reading, unit: Unit, span: Span, after: int) -> bool:
    rest = [t for t in range(span.close, after) if reading.tokens.pos[t] != "PUNCT"]
    return not rest and (span.stop - span.start >= 4 or span.mark.carried) and span is unit.spans[-1]


def _split(reading: Reading, number: int, span: Span) -> list[Draft]:
    """Cut «Готово, — сказал мэр. — Завтра откроем» where the reporter speaks inside one pair of marks."""
    return _cut(reading, number, span.start, span.stop, "quote-split")


def _cut(reading: Reading, number: int, start: int, stop: int, rule: str) -> list[Draft]:
    text = reading.tokens.text
    for t in range(start + 1, stop - 1):
        if text[t] not in DASHES or not (text[t - 1] in ENDS or text[t - 1] == ","):
            continue
        cue = _inner_cue(reading, t + 1, stop)
        if cue is None:
            continue
        end = _author_stop(reading, cue, stop)
        who = _attribute_inside(reading, cue, t + 1, end)
        if who[0] is None:
            continue
        parts = [(start, t), (end, stop)] if end < stop else [(start, t)]
        drafts = []
        for a, b in parts:
            content = said(reading, a, b)
            if content is not None:
                drafts.append(Draft(*content, "direct", rule, number, cue, who[0], who[1]))
        return drafts if reading.rules.on(rule) else []
    return []


def _inner_cue(reading: Reading, t: int, stop: int) -> Cue | None:
    for i in range(t, min(t + 3, stop)):
        cue = verb_cue(reading, i, t, stop)
        if cue is not None:
            return cue if {"quote", "post"} & cue.flags and reading.lower[t] == reading.tokens.text[t] else None
    return None


def _author_stop(reading: Reading, cue: Cue, stop: int) -> int:
    text = reading.tokens.text
    for t in range(cue.stop, stop):
        if text[t] in DASHES and (text[t - 1] in ENDS or text[t - 1] in ",:"):
            return t + 1
    return stop


def _attribute_inside(reading: Reading, cue: Cue, start: int, stop: int) -> Attribution:
    return attribute(_opened(reading), cue, start, stop, after_quote=True)


def _opened(reading: Reading) -> Reading:
    """See the words inside marks as the reporter's, for an author's remark within them."""
    return replace(reading, speech_at=(-1,) * len(reading.speech_at))


def find_dialogue(reading: Reading, number: int) -> list[Draft]:
    """Return what a line with a dash in front says: «— Готово, — сказал мэр». The unit is the first of its line."""
    line = reading.units[number].line
    stop = max(u.stop for u in reading.units[number:] if u.line == line)
    return _cut(reading, number, reading.units[number].start + 1, stop, "dash-dialogue")
