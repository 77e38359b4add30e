"""The event ontology and its lexicon, read from ``events.toml`` and ``events/<TYPE>.toml``.

An entry names head words (verbs, nouns), what must or must not stand beside them, and who is who in their frame. The
compiled form is indexed by head lemma, so a look-up costs the same for a hundred entries or ten thousand. Entries of
one lemma are sorted from the most to the least demanding: a collocation is tried before the bare word.
Rejected: patterns over word forms (Russian has too many forms) and one list for each inflected phrase.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rusnews_extract.errors import BadRules
from rusnews_extract.rules.loading import RuleFolders

__all__ = ["CompiledRule", "EventType", "LexiconRule", "Slot", "compile_lexicon", "load_ontology", "split_example"]

Frame = Literal["act", "undergo", "mutual", "none"]
Genitive = Literal["recipient", "actor", "mutual", "none", "auto"]

CARRIED = frozenset({"в", "на", "за", "по", "со", "с"})
"""Prepositions that a noun carries to its genitive: «в адрес кого», «в отношении кого»."""
CASES: Mapping[str, str] = {"gen": "Gen", "dat": "Dat", "acc": "Acc", "ins": "Ins", "loc": "Loc"}


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of the ontology. ``quad`` is empty for extensions of PLOVER."""

    id: str
    covers: str
    modes: tuple[str, ...] = ()
    quad: str = ""


@dataclass(frozen=True, slots=True)
class LexiconRule:
    """One ``[[rule]]`` of a file of types, as written."""

    id: str
    examples: tuple[str, ...]
    why: str = ""
    counterexamples: tuple[str, ...] = ()
    mode: str | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    plus: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_subject: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()
    number: Literal["singular", "plural"] | None = None
    negated: bool = False
    frame: Frame = "act"
    genitive: Genitive = "auto"
    to: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    noun_to: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a participant stands: a preposition (empty for none) and a case (empty for any)."""

    preposition: str
    case: str


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """An entry ready for matching; ``demand`` orders the entries of one lemma."""

    id: str
    type: str
    mode: str | None
    demand: int
    plus: Mapping[str, frozenset[str]]
    subject: frozenset[str]
    object: frozenset[str]
    near: frozenset[str]
    unless: Mapping[str, frozenset[str]]
    unless_subject: frozenset[str]
    unless_near: frozenset[str]
    number: Literal["singular", "plural"] | None
    negated: bool
    frame: Frame
    genitive: Genitive
    to: tuple[Slot, ...]
    also: tuple[Slot, ...]
    noun_to: tuple[Slot, ...]
    where: tuple[Slot, ...]
    by: tuple[Slot, ...]
    needs: frozenset[str]
    weak: bool


LABELS = frozenset({"PER", "LOC", "ORG", "ANIM", "QUOTED"})
"""What a word may be instead of itself: a name of this type, people without a name, a judgement in quotes."""
NEEDS = frozenset({"actor", "recipient", "name", "place", "date", "finite"})


def load_ontology(folders: RuleFolders) -> Mapping[str, EventType]:
    """Read the types of ``events.toml`` by name."""
    return {kind.id: kind for kind in folders.entries("events.toml", "type", EventType)}


def compile_lexicon(
    folders: RuleFolders, types: Mapping[str, EventType]
) -> tuple[Mapping[str, tuple[CompiledRule, ...]], Mapping[str, tuple[CompiledRule, ...]]]:
    """Return the entries by verb lemma and by noun lemma; raises ``BadRules`` for what cannot work."""
    verbs: dict[str, list[CompiledRule]] = {}
    nouns: dict[str, list[CompiledRule]] = {}
    classes = _Classes(folders)
    ids: dict[str, str] = {}
    for name in folders.names("events/*.toml"):
        kind = name.removeprefix("events/").removesuffix(".toml")
        if kind not in types:
            raise BadRules(f"{name}: no type {kind!r} in events.toml; known are {', '.join(sorted(types))}")
        for rule in folders.entries(name, "rule", LexiconRule):
            where = f"{name}: {rule.id}"
            if rule.id in ids:
                raise BadRules(f"{where}: the id also stands in {ids[rule.id]}; ids are unique over all types")
            ids[rule.id] = name
            compiled = _compile(rule, types[kind], classes, where)
            for table, lemmas in ((verbs, rule.verbs), (nouns, rule.nouns)):
                for lemma in lemmas:
                    table.setdefault(_plain(lemma), []).append(compiled)
    return _sorted(verbs), _sorted(nouns)


def split_example(example: str) -> tuple[str, tuple[tuple[int, int], ...], Mapping[str, tuple[str, ...]]]:
    """Take the marks out of an example: text, places of the ``[triggers]``, and what is expected after `` | ``.

    >>> split_example("Полиция [задержала] двоих | A: полиция | R: двое")
    ('Полиция задержала двоих', ((8, 17),), {'A': ('полиция',), 'R': ('двое',)})
    """
    marked, *expected = example.split(" | ")
    text, spans, start = "", [], -1
    for char in marked:
        if char == "[":
            start = len(text)
        elif char == "]" and start >= 0:
            spans.append((start, len(text)))
            start = -1
        else:
            text += char
    wanted = {}
    for part in expected:
        key, _, names = part.partition(":")
        wanted[key.strip()] = tuple(n.strip() for n in names.split(";") if n.strip())
    return text, tuple(spans), wanted


class _Classes:
    """Word classes: ``@aircraft`` is every entry of ``lexicons/events_aircraft.txt``."""

    def __init__(self, folders: RuleFolders) -> None:
        self._folders = folders
        self._known: dict[str, tuple[str, ...]] = {}

    def expand(self, items: Iterable[str], where: str) -> Iterable[str]:
        for item in items:
            if not item.startswith("@"):
                yield _plain(item)
                continue
            if item not in self._known:
                name = f"lexicons/events_{item[1:]}.txt"
                try:
                    self._known[item] = tuple(_plain(w) for w in self._folders.words(name))
                except BadRules as error:
                    raise BadRules(f"{where}: {item} needs the file {name}") from error
            yield from self._known[item]


def _compile(rule: LexiconRule, kind: EventType, classes: _Classes, where: str) -> CompiledRule:
    if not rule.verbs and not rule.nouns:
        raise BadRules(f"{where}: needs verbs or nouns")
    if not rule.examples:
        raise BadRules(f"{where}: needs an example")
    if rule.mode is not None and rule.mode not in kind.modes:
        raise BadRules(f"{where}: {kind.id} has no mode {rule.mode!r}; known are {', '.join(kind.modes)}")
    for example in rule.examples:
        if not split_example(example)[1]:
            raise BadRules(f"{where}: mark the trigger in «{example}» with square brackets")
    for need in rule.needs:
        if need not in NEEDS:
            raise BadRules(f"{where}: needs {need!r} is none of {', '.join(sorted(NEEDS))}")
    plus = _beside(classes.expand(rule.plus, where))
    subject = frozenset(classes.expand(rule.subject, where))
    obj = frozenset(classes.expand(rule.object, where))
    near = frozenset(classes.expand(rule.near, where))
    return CompiledRule(
        id=rule.id,
        type=kind.id,
        mode=rule.mode,
        demand=4 * bool(plus) + 3 * bool(obj) + 3 * bool(subject) + bool(near) + bool(rule.number) + 5 * rule.negated,
        plus=plus,
        subject=subject,
        object=obj,
        near=near,
        unless=_beside(classes.expand(rule.unless, where)),
        unless_subject=frozenset(classes.expand(rule.unless_subject, where)),
        unless_near=frozenset(classes.expand(rule.unless_near, where)),
        number=rule.number,
        negated=rule.negated,
        frame=rule.frame,
        genitive=_genitive(rule),
        to=tuple(_slot(s, where) for s in rule.to),
        also=tuple(_slot(s, where) for s in rule.also),
        noun_to=tuple(_slot(s, where) for s in rule.noun_to or rule.to if s != "acc"),
        where=tuple(_slot(s, where) for s in rule.where),
        by=tuple(_slot(s, where) for s in rule.by),
        needs=frozenset(rule.needs),
        weak=rule.weak,
    )


def _genitive(rule: LexiconRule) -> Genitive:
    if rule.genitive != "auto":
        return rule.genitive
    if rule.frame == "act":
        return "recipient" if "acc" in rule.to else "actor"
    return "recipient" if rule.frame == "undergo" else rule.frame


def _slot(text: str, where: str) -> Slot:
    words = text.split()
    if len(words) == 1:
        return Slot("", CASES[words[0]]) if words[0] in CASES else Slot(_plain(words[0]), "")
    if len(words) == 2 and words[1] in CASES:
        return Slot(_plain(words[0]), CASES[words[1]])
    if len(words) > 1 and words[0] in CARRIED:
        return Slot(_plain(f"{words[0]} {words[1]}"), "Gen")
    raise BadRules(f"{where}: {text!r} is no slot; write acc, dat, ins, or a preposition, or both: «на acc»")


def _beside(items: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Lemma → the prepositions it may stand under; «» among them means any."""
    found: dict[str, set[str]] = {}
    for item in items:
        preposition, _, lemma = item.rpartition(" ")
        found.setdefault(lemma, set()).add(preposition)
    return {lemma: frozenset(p) for lemma, p in found.items()}


def _plain(word: str) -> str:
    preposition, _, last = word.strip().rpartition(" ")
    if last in LABELS:
        return f"{preposition.lower()} {last}".strip()
    return word.strip().lower().replace("ё", "е")


def _sorted(table: Mapping[str, list[CompiledRule]]) -> Mapping[str, tuple[CompiledRule, ...]]:
    return {lemma: tuple(sorted(rules, key=lambda r: (-r.demand, r.id))) for lemma, rules in table.items()}
