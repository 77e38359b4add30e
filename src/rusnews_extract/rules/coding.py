"""Everything the event stage knows, read once: the ontology, the lexicon by lemma, and sets of cue words.

Cue words (light verbs, «намерен», «якобы») are rules like the others, with their examples, because a user who adds
an event type of his own often has to add one of them. Rejected: naming them in the code that uses them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rusnews_extract.errors import BadRules
from rusnews_extract.rules.lexicon import CompiledRule, EventType, compile_lexicon, load_ontology
from rusnews_extract.rules.loading import RuleFolders

__all__ = ["Cue", "EventRules", "load_event_rules"]

BODIES = ("lexicons/names_org_kinds.txt", "lexicons/quotes_institutions.txt")
"""Lists of bodies that other stages keep; what speaks or has a name also acts."""


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
class EventRules:
    """The compiled rules. ``cues`` are by id; ``cue`` names one that must be there."""

    types: Mapping[str, EventType]
    verbs: Mapping[str, tuple[CompiledRule, ...]]
    nouns: Mapping[str, tuple[CompiledRule, ...]]
    cues: Mapping[str, frozenset[str]]
    fixed: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]
    floor: float = 0.0
    """Tellings of less confidence make no row."""

    def cue(self, name: str) -> frozenset[str]:
        """Return the lemmas of a cue; raises ``BadRules`` for one that events.toml does not have."""
        if name not in self.cues:
            raise BadRules(f"events.toml: the coder needs the cue {name!r}")
        return self.cues[name]


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
    return EventRules(types, verbs, nouns, cues, fixed, _numbers(folders), floor)


def _numbers(folders: RuleFolders) -> Mapping[str, int]:
    name = "lexicons/events_numbers.tsv"
    found = {}
    for word, value in folders.pairs(name).items():
        if not value.isdigit():
            raise BadRules(f"{name}: «{word}» needs a whole number in its second column, not {value!r}")
        found[word] = int(value)
    return found
