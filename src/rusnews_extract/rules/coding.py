"""Everything the event stage knows, read once: the ontology, the lexicon by lemma, and sets of cue words.

Cue words (light verbs, «намерен», «якобы») are rules like the others, with their examples, because a user who adds
an event type of his own often has to add one of them. Rejected: naming them in the code that uses them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rusnews_extract.errors import BadRules
from rusnews_extract.rules.lexicon import CompiledRule, EventType, compile_lexicon, load_ontology
from rusnews_extract.rules.loading import RuleFolders

__all__ = ["Cue", "EventRules", "load_event_rules"]

BODIES = ("lexicons/names_org_kinds.txt", "lexicons/quotes_institutions.txt")
"""Lists of bodies that other stages keep; what speaks or has a name also acts."""
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cue:
    """A set of words that mean the same to the coder."""

    id: str
    why: str
    examples: tuple[str, ...]
    lemmas: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fixed:
    """A word that is no event beside certain others: «рождение» in «день рождения»."""

    id: str
    why: str
    lemma: str
    beside: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Entries of the lexicon that name one event in other words: «голосование», «выборы»."""

    id: str
    why: str
    rules: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """Words for one thing: «самолёт», «лайнер»."""

    id: str
    why: str
    lemmas: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """What a row's confidence is read from, and its log-odds; ``rows`` had it when it was fitted, ``right`` of them."""

    id: str
    why: str
    weight: float
    rows: int = 0
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class EventRules:
    """The compiled rules. ``cues`` are by id; ``cue`` names one that must be there."""

    types: Mapping[str, EventType]
    verbs: Mapping[str, tuple[CompiledRule, ...]]
    nouns: Mapping[str, tuple[CompiledRule, ...]]
    cues: Mapping[str, frozenset[str]]
    fixed: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]
    floor: float = 0.0
    """Tellings of less evidence make no row."""
    families: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The families of each entry of the lexicon that has some."""
    things: Mapping[str, str] = field(default_factory=dict)
    """Lemmas to the thing they are words for."""
    weights: Mapping[str, float] = field(default_factory=dict)
    """The log-odds of each sign of ``events_confidence.toml``."""

    def cue(self, name: str) -> frozenset[str]:
        """Return the lemmas of a cue; raises ``BadRules`` for one that events.toml does not have."""
        if name not in self.cues:
            raise BadRules(f"events.toml: the coder needs the cue {name!r}")
        return self.cues[name]

    def kin(self, one: str, other: str) -> bool:
        """Say whether two entries of the lexicon name one event in other words."""
        return not self.families.get(one, NONE).isdisjoint(self.families.get(other, NONE))


def load_event_rules(folders: RuleFolders) -> EventRules:
    """Read ``events.toml``, ``events/*.toml`` and the word classes they name."""
    types = load_ontology(folders)
    verbs, nouns = compile_lexicon(folders, types)
    cues = {
        cue.id: frozenset(lemma.lower().replace("ё", "е") for lemma in cue.lemmas)
        for cue in folders.entries("events.toml", "cue", Cue)
    }
    for name in BODIES:
        bodies = {w.lower().replace("ё", "е") for w in folders.words(name)}
        cues["acting-noun"] = cues.get("acting-noun", frozenset()) | bodies
    cues["kin"] = frozenset(w.lower().replace("ё", "е") for w in folders.words("lexicons/names_kin.txt"))
    fixed = {f.lemma: frozenset(f.beside) for f in folders.entries("events.toml", "fixed", Fixed)}
    floor = folders.table("events.toml", "settings").get("floor", 0.0)
    if not isinstance(floor, float) or not 0 <= floor < 1:
        raise BadRules(f"events.toml: [settings] floor must be a number from 0 to 1, such as 0.3, not {floor!r}")
    families = _families(folders, verbs, nouns)
    things = {lemma: t.id for t in folders.entries("events_kin.toml", "thing", Thing) for lemma in t.lemmas}
    weights = {s.id: s.weight for s in folders.entries("events_confidence.toml", "sign", Sign)}
    return EventRules(types, verbs, nouns, cues, fixed, _numbers(folders), floor, families, things, weights)


def _families(folders: RuleFolders, *lexicons: Mapping[str, tuple[CompiledRule, ...]]) -> Mapping[str, frozenset[str]]:
    """Read ``events_kin.toml``; a family must name entries that there are, of one type."""
    types = {rule.id: rule.type for lexicon in lexicons for rules in lexicon.values() for rule in rules}
    found: dict[str, frozenset[str]] = {}
    for family in folders.entries("events_kin.toml", "family", Family):
        unknown = [rule for rule in family.rules if rule not in types]
        if unknown or len({types[rule] for rule in family.rules}) != 1:
            wrong = f"{', '.join(unknown)} is no entry of events/" if unknown else "its rules are of several types"
            raise BadRules(f"events_kin.toml: family {family.id}: {wrong}")
        for rule in family.rules:
            found[rule] = found.get(rule, NONE) | {family.id}
    return found


def _numbers(folders: RuleFolders) -> Mapping[str, int]:
    name = "lexicons/events_numbers.tsv"
    found = {}
    for word, value in folders.pairs(name).items():
        if not value.isdigit():
            raise BadRules(f"{name}: «{word}» needs a whole number in its second column, not {value!r}")
        found[word] = int(value)
    return found
