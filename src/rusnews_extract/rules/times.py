"""Load ``times.toml`` and its lexicons and compile them into one trie over word classes.

A lexicon line gives word forms a *reading*: a class, its cases behind dots, and fields (``июня ⇥ MONTH.gen month=6``).
A pattern is a row of classes and literal words; a whole match may be a class in another pattern, so that ranges are
made of dates and dates of days. All patterns share one trie: what matching costs does not grow with their number.
Rejected: regular expressions (they backtrack, and thirty forms of each word make them unreadable).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from rusnews_extract.errors import BadRules
from rusnews_extract.rules.loading import RuleFolders

__all__ = ["Accept", "Fields", "Node", "TimePattern", "TimeRules", "load_time_rules"]

Fields = Mapping[str, int | float | str]
LEXICONS = "lexicons/times_*.tsv"
PREFIXES = "lexicons/times_prefixes.tsv"
HOLIDAYS = "lexicons/times_holidays.tsv"
NUMBER_ADJECTIVES = {"UNITADJ": "NUMUNITADJ", "YEARADJ": "YEARSADJ"}
"""What a number before such an adjective makes: «двух» + «дневный». Of years apart: those are mostly ages."""
ENDINGS = "lexicons/times_endings.tsv"
FUTURE_WORDS = "lexicons/times_future.txt"
INTENTS = "lexicons/times_intents.txt"
SETTINGS = "lexicons/times_settings.txt"
LETTER_CASES = ("low", "small")
"""Readings of words in small letters: ``low`` also for the capital that begins a sentence, ``small`` never for one."""
WEAK_WORDS = "lexicons/times_weak.txt"
_ELEMENT = re.compile(r"(?P<tight>~)?(?:(?P<name>[a-z]+):)?(?P<what>\([^()]+\)|[^\s()?]+)(?P<optional>\?)?")
_SYMBOL = re.compile(r"[A-Z][A-Z0-9]*(\.[a-z0-9]+)?")


@dataclass(frozen=True, slots=True)
class TimePattern:
    """One shape of a temporal expression.

    ``match`` is a row of classes (capitals) and literal words; ``~`` forbids a space before, ``?`` makes optional,
    ``(a|b)`` offers a choice, ``a:`` keeps a part apart under that letter, ``year:`` takes its number as that field,
    ``[ ]`` mark the span inside its context.
    ``gives`` adds fields. ``type`` makes the match an expression of its own; ``NOT`` refuses the text it covers.
    """

    id: str
    why: str
    makes: str
    match: tuple[str, ...]
    gives: str = ""
    type: Literal["DATE", "TIME", "DURATION", "SET", "NOT"] | None = None
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accept:
    """The end of one variant of a pattern: ``names`` of its elements, and which of them are the span."""

    pattern: int
    names: tuple[str, ...]
    first: int
    last: int


@dataclass(slots=True)
class Node:
    """A node of the pattern trie: where a class leads, with or without a space before it, or only without one."""

    next: dict[str, "Node"] = field(default_factory=dict)
    tight: dict[str, "Node"] = field(default_factory=dict)
    accepts: list[Accept] = field(default_factory=list)

    def step(self, step: str) -> "Node":
        """Return the node that a step leads to, made where it is missing; ``~CLASS`` wants no space before."""
        if step[0] == "~":
            return self.tight.setdefault(step[1:], Node())
        return self.next.setdefault(step, Node())


@dataclass(frozen=True, slots=True)
class TimeRules:
    """Everything that finding times needs besides the text.

    ``words`` maps a form to its readings by class; ``small_words`` has those that count in small letters or as the
    first word of a sentence, ``lower_words`` those in small letters alone. ``weak`` words make no expression among
    themselves, ``marked_words`` need more than a look-up.
    """

    patterns: tuple[TimePattern, ...]
    gives: tuple[Fields, ...]
    root: Node
    words: Mapping[str, Mapping[str, tuple[Fields, ...]]]
    small_words: Mapping[str, Mapping[str, tuple[Fields, ...]]]
    lower_words: Mapping[str, Mapping[str, tuple[Fields, ...]]]
    future_words: frozenset[str]
    weak: frozenset[str]
    endings: Mapping[str, tuple[str, ...]]
    eve_words: frozenset[str]
    intents: frozenset[str]
    settings: frozenset[str]
    marked_words: frozenset[str]


def load_time_rules(folders: RuleFolders) -> TimeRules:
    """Read and compile the time rules; raises ``BadRules`` naming the file, the entry and the mend."""
    patterns = (*folders.entries("times.toml", "pattern", TimePattern), *_holidays(folders))
    root, rows = _compile(patterns)
    words, small, lower = _lexicon(folders)
    for literal in {step for _, steps in rows for step in steps if not _SYMBOL.fullmatch(step)}:
        words.setdefault(literal, {})[literal] = ({},)
    _check_classes(patterns, (words, small, lower), rows)
    weak = _weak_words(folders, patterns, words, rows) - small.keys() - lower.keys()
    eve = frozenset(word for word, classes in words.items() if "EVE" in classes)
    gives = tuple(_fields(p.gives, f"times.toml: pattern {p.id}: gives") for p in patterns)
    future, intents, settings = (frozenset(folders.words(name)) for name in (FUTURE_WORDS, INTENTS, SETTINGS))
    marked = frozenset(eve | small.keys() | lower.keys())
    return TimeRules(
        patterns, gives, root, words, small, lower, future, weak, _endings(folders), eve, intents, settings, marked
    )


Row = tuple[int, tuple[str, ...]]
"""One variant of a pattern: the pattern's number and its steps, without the marks for spaces."""


def _compile(patterns: tuple[TimePattern, ...]) -> tuple[Node, list[Row]]:
    root = Node()
    rows: list[Row] = []
    aliases = _aliases(patterns)
    for number, pattern in enumerate(patterns):
        for line in pattern.match:
            if line in aliases.get(pattern.makes, ()):
                continue
            for steps, accept in _variants(line, number, aliases, f"times.toml: pattern {pattern.id}"):
                node = root
                for step in steps:
                    node = node.step(step)
                node.accepts.append(accept)
                rows.append((number, tuple(step.lstrip("~") for step in steps)))
    return root, rows


def _aliases(patterns: tuple[TimePattern, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return what each class is another name of («YR» of «YEAR4»): spelled out where it is used, never built."""
    direct: dict[str, list[str]] = {}
    for pattern in patterns:
        if pattern.type is None and not pattern.gives:
            direct.setdefault(pattern.makes, []).extend(line for line in pattern.match if _SYMBOL.fullmatch(line))
    found: dict[str, tuple[str, ...]] = {}
    for symbol in direct:
        reached = [symbol]
        for one in reached:
            reached.extend(other for other in direct.get(one, ()) if other not in reached)
        found[symbol] = tuple(reached[1:])
    return found


def _variants(
    line: str, number: int, aliases: Mapping[str, tuple[str, ...]], where: str
) -> Iterator[tuple[tuple[str, ...], Accept]]:
    """Spell out the choices of a pattern line: every row of steps that it stands for."""
    choices: list[list[tuple[str, str]]] = []
    first, last = 0, -1
    for piece in line.split():
        if piece == "[":
            first = len(choices)
            continue
        if piece == "]":
            last = len(choices)
            continue
        m = _ELEMENT.fullmatch(piece)
        if m is None:
            raise BadRules(
                f"{where}: cannot read {piece!r} in {line!r}; write CLASS, word, (a|b), with ~ before or ? behind"
            )
        whats = [name for what in m["what"].strip("()").split("|") for name in (what, *aliases.get(what, ()))]
        options = [((m["tight"] or "") + what, m["name"] or "") for what in dict.fromkeys(whats)]
        choices.append([*options, ("", "")] if m["optional"] else options)
    if last < 0:
        last = len(choices)
    for row in product(*choices):
        kept = [i for i, (step, _) in enumerate(row) if step]
        inside = [k for k, i in enumerate(kept) if first <= i < last]
        if not inside:
            raise BadRules(f"{where}: {line!r} can match with nothing inside its span")
        names = tuple(row[i][1] for i in kept)
        yield tuple(row[i][0] for i in kept), Accept(number, names, inside[0], inside[-1])


Lexicon = dict[str, dict[str, tuple[Fields, ...]]]


def _lexicon(folders: RuleFolders) -> tuple[Lexicon, Lexicon, Lexicon]:
    words: Lexicon = {}
    small: Lexicon = {}
    lower: Lexicon = {}
    for name in folders.names(LEXICONS):
        if name in (PREFIXES, HOLIDAYS, ENDINGS):
            continue
        for forms, reading in folders.pairs(name).items():
            for one in reading.split(";"):
                _add((words, small, lower), forms.split(), one.strip(), f"{name}: {forms}")
    for prefix, gives in folders.pairs(PREFIXES).items():
        for form, by_class in list(words.items()):
            for unit_class, made in NUMBER_ADJECTIVES.items():
                for unit in by_class.get(unit_class, ()):
                    merged = {**unit, **_fields(gives, f"{PREFIXES}: {prefix}")}
                    words.setdefault(prefix + form, {})[made] = (merged,)
    return words, small, lower


def _add(lexicons: tuple[Lexicon, Lexicon, Lexicon], forms: list[str], reading: str, where: str) -> None:
    words, small, lower = lexicons
    symbol, _, rest = reading.partition(" ")
    names, *cases = symbol.split(".")
    if not all(_SYMBOL.fullmatch(name) for name in names.split("+")):
        raise BadRules(f"{where}: {reading!r} must begin with a class in capitals, as in MONTH.gen month=6")
    fields = _fields(rest, where)
    target = small if "low" in cases else lower if "small" in cases else words
    keys = [
        f"{name}{case}"
        for name in names.split("+")
        for case in ("", *(f".{c}" for c in cases if c not in LETTER_CASES))
    ]
    for form in forms:
        by_class = target.setdefault(form, {})
        for key in keys:
            if fields not in by_class.get(key, ()):
                by_class[key] = (*by_class.get(key, ()), fields)


def _fields(text: str, where: str) -> Fields:
    fields: dict[str, int | float | str] = {}
    for item in text.split():
        key, equals, value = item.partition("=")
        if not equals:
            raise BadRules(f"{where}: {item!r} must read field=value")
        fields[key] = _number(value)
    return fields


def _number(value: str) -> int | float | str:
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        return value


def _holidays(folders: RuleFolders) -> Iterator[TimePattern]:
    """Make a pattern of each holiday: its name in words and classes, tab, when it falls."""
    for name, when in folders.pairs(HOLIDAYS).items():
        said = (
            re.sub(r"\((\w+)[^()]*\)", r"\1", name).replace("DAYWORD", "день").replace("YEARN", "год").replace("?", "")
        )
        yield TimePattern(f"holiday:{said}", "a day with a name", "HOLIDAY", (name,), f"holiday=1 {when}", "DATE")


MADE_BY_WEAK = "INT NUM AGE DAY MM HOUR MIN YY D3 DEC2 ORD ORDDAY ORDYEAR WHOUR NAME DATNAME GENLIKE COUNTED"
"""What figures of up to three signs and words without a reading can be."""


def _endings(folders: RuleFolders) -> Mapping[str, tuple[str, ...]]:
    endings = {symbol: tuple(ends.split()) for ends, symbol in folders.pairs(ENDINGS).items()}
    for symbol in ("DATNAME", "GENLIKE", "COUNTED"):
        if symbol not in endings:
            raise BadRules(f"{ENDINGS}: needs a line of endings for {symbol}")
    return endings


MADE_BY_CODE = """
INT AGE DAY MM HOUR MIN YEAR4 YY RYEAR NUM ORD ROMAN D3 DEC4 DEC2 NAME DATNAME GENLIKE COUNTED WHOUR ORDDAY
ORDYEAR
"""


def _check_classes(patterns: tuple[TimePattern, ...], lexicons: tuple[Lexicon, ...], rows: list[Row]) -> None:
    """Refuse a class that nothing makes: a slip of the pen would otherwise be a rule that never fires."""
    known = {p.makes for p in patterns} | frozenset(MADE_BY_CODE.split())
    for lexicon in lexicons:
        for by_class in lexicon.values():
            known.update(by_class)
    for number, steps in rows:
        for step in steps:
            if step not in known:
                where = f"times.toml: pattern {patterns[number].id}"
                raise BadRules(f"{where}: nothing makes the class {step!r}; mind the spelling")


def _weak_words(
    folders: RuleFolders, patterns: tuple[TimePattern, ...], words: Lexicon, rows: list[Row]
) -> frozenset[str]:
    """Return the words that make no expression among themselves, so that a run of them need not be looked at.

    The file names words and classes; raises ``BadRules`` where weak words alone would match a pattern.
    """
    listed = folders.words(WEAK_WORDS)
    classes = {entry for entry in listed if _SYMBOL.fullmatch(entry)}
    weak = {entry for entry in listed if entry not in classes}
    weak |= {word for word, by_class in words.items() if all(c.partition(".")[0] in classes for c in by_class)}
    made = {symbol for word in weak for symbol in words.get(word, ())} | frozenset(MADE_BY_WEAK.split())
    size = 0
    while size < len(made):
        size = len(made)
        for number, steps in rows:
            if made.issuperset(steps):
                if patterns[number].type not in (None, "NOT"):
                    raise BadRules(f"{WEAK_WORDS}: weak words alone match pattern {patterns[number].id}; list fewer")
                made.add(patterns[number].makes)
    return frozenset(weak)
