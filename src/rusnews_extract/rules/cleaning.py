"""The rules of cleaning, loaded and compiled: what a line of the page's frame looks like.

A cue is a pattern at the beginning of a line that settles the line's role by itself («Читайте также: …»). Everything
that no cue settles is left to the scores, which weigh lines against one another (``stages/clean``). A file in
``sites/`` adds cues for pages of the domains that it names. Rejected: one classifier trained on labelled lines (five
labelled pages, and nobody could say why a line went).
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default
from itertools import pairwise
from typing import Literal

from rusnews_extract.errors import BadRules
from rusnews_extract.model import Role
from rusnews_extract.rules.framewords import FrameWords, frame_words
from rusnews_extract.rules.loading import RuleFolders

__all__ = [
    "CleanRules",
    "Cue",
    "CueSet",
    "Glue",
    "GlueEntry",
    "Phrases",
    "Reach",
    "Scores",
    "Shapes",
    "load_clean_rules",
    "stem_of",
]

LISTS: Mapping[str, str] = {"{agency}": "clean_agencies.txt", "{network}": "clean_networks.txt"}
FRAME = "clean_frame_words.tsv"
CLASSES = (14.0, 25.0, 40.0, math.inf)
Reach = Literal["none", "line", "entry", "list", "end"]


@dataclass(frozen=True, slots=True)
class CueEntry:
    """A cue as it stands in the file."""

    id: str
    role: Role
    why: str
    pattern: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()
    max_words: int = 14
    reach: Reach = "line"
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """A compiled cue.

    ``max_words`` is the longest line it may settle, 0 for any. ``reach`` says what follows it: more of the article
    (``none``), nothing certain (``line``), another entry of a list (``entry``), teasers up to the next paragraph
    (``list``), or the end of the article (``end``). A line must hold one of ``any_of``, if there are any: patterns
    that may begin anywhere are slow.
    """

    id: str
    role: Role
    pattern: re.Pattern[str]
    max_words: int
    reach: Reach
    any_of: tuple[str, ...]

    def fits(self, text: str, lower: str, words: int) -> bool:
        """Say whether it settles this line; ``lower`` is the line in small letters."""
        if self.max_words and words > self.max_words:
            return False
        if not self.any_of:
            return self.pattern.match(text) is not None
        for part in self.any_of:  # a loop: this is the hottest place of cleaning
            if part in lower:
                return self.pattern.match(text) is not None
        return False


@dataclass(frozen=True, slots=True)
class CueClass:
    """The cues that lines of at most ``words`` words may fit, in their order; ``gate`` is one pattern of all that have
    no ``any_of``, tried before each of them, and ``ungated`` are the others."""

    words: float
    cues: tuple[Cue, ...]
    gate: re.Pattern[str]
    ungated: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class CueSet:
    """Cues in their order, and in classes by the length of lines, so that paragraphs are not tried on short ones."""

    cues: tuple[Cue, ...]
    classes: tuple[CueClass, ...]

    def settle(self, text: str, lower: str, words: int) -> Cue | None:
        """Return the first cue that fits the line."""
        kind = next(one for one in self.classes if words <= one.words)
        for cue in kind.ungated if kind.gate.match(text) is None else kind.cues:
            if cue.fits(text, lower, words):
                return cue
        return None


@dataclass(frozen=True, slots=True)
class GlueEntry:
    """Something that scraping glues to a line, as it stands in the file."""

    id: str
    role: Role
    why: str
    where: Literal["begin", "end"]
    pattern: str
    any_of: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Glue:
    """A compiled entry: what ``pattern`` matches at the beginning or end of a line that holds one of ``any_of``."""

    id: str
    role: Role
    where: Literal["begin", "end"]
    pattern: re.Pattern[str]
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Beginnings of phrases in small letters, by the stem of their longest word."""

    by_stem: Mapping[str, tuple[str, ...]]

    def count(self, lower: str, stems: frozenset[str], most: int) -> int:
        """Count the phrases that occur in a text of small letters that has these stems, up to ``most``."""
        found = 0
        for stem in stems & self.by_stem.keys():
            found += sum(_begins_word(lower, phrase) for phrase in self.by_stem[stem])
        return min(found, most)


@dataclass(frozen=True, slots=True)
class Scores:
    """The numbers of the block scoring; `clean.toml` says what each means."""

    paragraph_words: int
    word_cap: int
    sure_words: int
    headline_words: int
    headed: float
    cost_gap: float
    cost_line: float
    cost_cue: float
    cost_list: float
    cost_end: float
    cohesion: float
    cohesion_growth: float
    framed: float
    bare: float
    trust: float
    trusted: float
    discount: float
    title_reach: int
    title_overlap: float
    lead_overlap: float
    lead_words: int
    dek_words: int


@dataclass(frozen=True, slots=True)
class ShapeEntry:
    """A shape as it stands in the file."""

    id: str
    why: str
    pattern: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes of whole lines or words that settle nothing alone."""

    person: re.Pattern[str]
    birth: re.Pattern[str]
    picture: re.Pattern[str]
    verb: re.Pattern[str]
    address: re.Pattern[str]
    dated: re.Pattern[str]
    pictured: re.Pattern[str]
    bio: re.Pattern[str]
    field: re.Pattern[str]
    appeal: re.Pattern[str]
    latin: re.Pattern[str]
    not_russian: re.Pattern[str]
    chatty: re.Pattern[str]
    nick: re.Pattern[str]
    office: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class CleanRules:
    """All that cleaning knows; built once, read only.

    ``learned`` is what a pass over the corpus adds: digests of the lines that each site repeats.
    """

    cues: CueSet
    glues: tuple[Glue, ...]
    scores: Scores
    shapes: Shapes
    rubrics: frozenset[str]
    menu: frozenset[str]
    function_words: frozenset[str]
    site_talk: Phrases
    house_rules: Phrases
    attribution: Phrases
    frame: FrameWords
    months: Mapping[str, int]
    sites: Mapping[str, CueSet]
    learned: Mapping[str, frozenset[int]] = default(default_factory=dict)

    def cues_for(self, site: str | None) -> CueSet:
        """Return the cues for pages of ``site``, its own before the general ones."""
        return self.sites.get((site or "").lower().removeprefix("www."), self.cues)


def stem_of(word: str) -> str:
    """Cut from a word in small letters what case endings may change: «край» and «края» give «кра».

    A cheap stand-in for lemmas, good enough to compare lines.
    """
    size = len(word)
    return word[:5] if size > 6 else word[:4] if size == 6 else word[:3]


def load_clean_rules(folders: RuleFolders) -> CleanRules:
    """Read and compile the rules; raises ``BadRules`` naming file, entry and mend."""
    cues = _cues(folders, "clean.toml")
    return CleanRules(
        cues=_set(cues),
        glues=tuple(_glue(entry) for entry in folders.entries("clean.toml", "glue", GlueEntry)),
        scores=_scores(folders.table("clean.toml", "scores")),
        shapes=_shapes(folders),
        rubrics=_words(folders, "clean_rubrics.txt"),
        menu=_words(folders, "clean_menu.txt"),
        function_words=_words(folders, "clean_function_words.txt"),
        site_talk=_phrases(folders, "clean_site_talk.txt"),
        house_rules=_phrases(folders, "clean_house_rules.txt"),
        attribution=_phrases(folders, "clean_attribution.txt"),
        frame=frame_words(folders.pairs(f"lexicons/{FRAME}"), FRAME),
        months={name: _month(number) for name, number in folders.pairs("lexicons/months.tsv").items()},
        sites=_sites(folders, cues),
    )


def _words(folders: RuleFolders, name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in folders.words(f"lexicons/{name}"))


def _phrases(folders: RuleFolders, name: str) -> Phrases:
    by_stem: dict[str, tuple[str, ...]] = {}
    for phrase in sorted(_words(folders, name)):
        stem = stem_of(max(re.findall(r"[^\W\d_]+", phrase) or [phrase], key=len))
        by_stem[stem] = (*by_stem.get(stem, ()), phrase)
    return Phrases(by_stem)


def _begins_word(lower: str, phrase: str) -> bool:
    at = lower.find(phrase)
    return at == 0 or (at > 0 and not lower[at - 1].isalnum())


def _month(number: str) -> int:
    if not number.isdigit() or not 1 <= int(number) <= 12:
        raise BadRules(f"lexicons/months.tsv: «{number}» is no month; give a number from 1 to 12")
    return int(number)


def _scores(table: Mapping[str, object]) -> Scores:
    values: dict[str, float] = {}
    for name, kind in Scores.__annotations__.items():
        value = table.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool) or (kind is int and type(value) is not int):
            raise BadRules(f"clean.toml: scores {name}: needs a number ({kind.__name__}), not {value!r}")
        values[name] = value
    unknown = set(table) - set(values)
    if unknown:
        raise BadRules(f"clean.toml: scores: unknown {', '.join(sorted(unknown))}; known are {', '.join(values)}")
    return Scores(**values)  # type: ignore[arg-type]


def _shapes(folders: RuleFolders) -> Shapes:
    entries = {entry.id: entry for entry in folders.entries("clean.toml", "shape", ShapeEntry)}
    if entries.keys() != Shapes.__annotations__.keys():
        raise BadRules(f"clean.toml: shape: needs just these ids: {', '.join(Shapes.__annotations__)}")
    return Shapes(**{name: _shape(entry) for name, entry in entries.items()})


def _shape(entry: ShapeEntry) -> re.Pattern[str]:
    where = f"clean.toml: shape {entry.id}"
    pattern = _pattern(entry.pattern, where, re.NOFLAG)
    for line in entry.examples:
        if not pattern.fullmatch(line):
            raise BadRules(f"{where}: example does not match its own pattern: «{line}»")
    for line in entry.counterexamples:
        if pattern.fullmatch(line):
            raise BadRules(f"{where}: counterexample matches: «{line}»; narrow the pattern")
    return pattern


def _pattern(pattern: str, where: str, flags: re.RegexFlag) -> re.Pattern[str]:
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        raise BadRules(f"{where}: the pattern is no regular expression: {error}") from error


def _sites(folders: RuleFolders, general: tuple[Cue, ...]) -> Mapping[str, CueSet]:
    sites: dict[str, tuple[Cue, ...]] = {}
    for name in folders.names("sites/*.toml"):
        domains = folders.table(name, "site").get("domains")
        if not isinstance(domains, list) or not domains or not all(isinstance(d, str) for d in domains):
            raise BadRules(f'{name}: [site] needs domains, as in domains = ["example.org"]')
        cues = _cues(folders, name)
        for domain in domains:
            sites[domain.lower()] = sites.get(domain.lower(), ()) + cues
    return {domain: _set(cues + general) for domain, cues in sites.items()}


def _set(cues: tuple[Cue, ...]) -> CueSet:
    limits = (-1.0, *CLASSES)
    return CueSet(cues, tuple(_class(cues, *ends) for ends in pairwise(limits)))


def _class(cues: tuple[Cue, ...], least: float, most: float) -> CueClass:
    own = tuple(cue for cue in cues if not cue.max_words or cue.max_words > least)
    anchored = [f"(?:{cue.pattern.pattern})" for cue in own if not cue.any_of]
    gate = re.compile("|".join(anchored) or r"(?!)", re.IGNORECASE)
    return CueClass(most, own, gate, tuple(cue for cue in own if cue.any_of))


def _glue(entry: GlueEntry) -> Glue:
    where = f"clean.toml: glue {entry.id}"
    pattern = _pattern(entry.pattern, where, re.NOFLAG)
    if not entry.any_of or not entry.examples:
        raise BadRules(f"{where}: needs any_of and at least one example line")
    for lines, wanted, told in (
        (entry.examples, True, "example does not match"),
        (entry.counterexamples, False, "counterexample matches"),
    ):
        for line in lines:
            found = (pattern.match if entry.where == "begin" else pattern.search)(line)
            if (found is not None and any(word in line for word in entry.any_of)) != wanted:
                raise BadRules(f"{where}: {told}: «{line}»")
    return Glue(entry.id, entry.role, entry.where, pattern, entry.any_of)


def _cues(folders: RuleFolders, name: str) -> tuple[Cue, ...]:
    lists = {key: tuple(sorted(_words(folders, file), key=len, reverse=True)) for key, file in LISTS.items()}
    return tuple(_compiled(_expanded(entry, lists), name) for entry in folders.entries(name, "cue", CueEntry))


def _expanded(entry: CueEntry, lists: Mapping[str, tuple[str, ...]]) -> CueEntry:
    """Put the entries of the lists in the place of their names."""
    pattern, any_of = entry.pattern, entry.any_of
    for key, words in lists.items():
        pattern = pattern.replace(key, "|".join(map(re.escape, words)))
        if key in any_of:
            any_of = (*(part for part in any_of if part != key), *words)
    return replace(entry, pattern=pattern, any_of=any_of)


def _compiled(entry: CueEntry, name: str) -> Cue:
    where = f"{name}: cue {entry.id}"
    pattern = _pattern(entry.pattern, where, re.IGNORECASE)
    if not entry.examples:
        raise BadRules(f"{where}: needs at least one example line")
    cue = Cue(entry.id, entry.role, pattern, entry.max_words, entry.reach, entry.any_of)
    for line in entry.examples:
        if not cue.fits(line, line.lower(), len(line.split())):
            raise BadRules(f"{where}: example does not match its own pattern, or is longer than max_words: «{line}»")
    for line in entry.counterexamples:
        if cue.fits(line, line.lower(), len(line.split())):
            raise BadRules(f"{where}: counterexample matches: «{line}»; narrow the pattern")
    return cue
