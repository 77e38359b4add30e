"""What the names stage must know of Russian besides morphology, read from ``names.toml`` and ``lexicons/names_*``.

Words are matched by lemma where a token stands in a sentence, and by pattern where only a surface is at hand: in a
pattern ``*`` is an inflectional ending of at most three letters, and a word written in capitals matches only capitals
(«ЕС» is a union, «ес» is nothing). Rejected: listing the inflected forms, and regular expressions in the data, which
few editors of a word list can check.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rusnews_extract.errors import BadRules
from rusnews_extract.model import EntityType
from rusnews_extract.rules.gazetteer import Gazetteer
from rusnews_extract.rules.loading import RuleFolders

__all__ = [
    "Endings",
    "FixedType",
    "NameRules",
    "WordPattern",
    "load_name_rules",
    "surface_pattern",
    "with_gazetteer",
]

FILE = "names.toml"


@dataclass(frozen=True, slots=True)
class FixedType:
    """A ``[[type]]``: names that have one type whatever the network says."""

    id: str
    type: EntityType
    words: tuple[str, ...]
    why: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordPattern:
    """A ``[[drop]]``: surfaces that are no mention; ``types`` are the network's labels that it holds for."""

    id: str
    types: tuple[EntityType, ...]
    words: tuple[str, ...]
    why: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Endings:
    """Ending → (what the nominative has in its place, case, gender, number). Equal only to itself: a cache key."""

    table: Mapping[str, tuple[tuple[str, str, str, str], ...]]
    unborne: frozenset[str] = frozenset()
    """Women's names of the dictionary that no woman bears."""


@dataclass(frozen=True, slots=True, eq=False)
class NameRules:
    """The rules, compiled. Sets hold lemmas in lower case with «е» for «ё» unless said otherwise."""

    types: tuple[tuple[re.Pattern[str], EntityType], ...]
    drops: tuple[tuple[re.Pattern[str], frozenset[str]], ...]
    services: re.Pattern[str]
    """Networks and sites that are named as the place where something was written."""
    service_kinds: frozenset[str]
    """Words before a service that make it a place: «в», «канал»."""
    craft_kinds: frozenset[str]
    """Words before the carrier's name in Latin letters: «самолет», «рейс»."""
    street_kinds: frozenset[str]
    """Kinds of street: «улица»."""
    body_parts: frozenset[str]
    """Parts of unions, before their name: «совет»."""
    body_heads: frozenset[str]
    """Heads of names of several words that are organisations: «суд»."""
    known_bodies: re.Pattern[str]
    """Bodies that are mentions wherever they stand."""
    report_verbs: frozenset[str]
    """Verbs that a medium's name in quotes follows."""
    things: frozenset[str]
    """Words before a name in quotes that make it a ship or a work: «шаттл», «роман»."""
    makers: frozenset[str]
    """Makers of aircraft, which stand in the carrier's place."""
    titles: frozenset[str]
    """Words before a person's name that are no part of it."""
    particles: frozenset[str]
    """Words inside a person's name that stay in lower case."""
    legal_forms: frozenset[str]
    """Legal forms as they are written."""
    org_kinds: frozenset[str]
    """Kinds of organisation that a name follows: «компания», «газета»."""
    place_kinds: frozenset[str]
    """Kinds of place that a name follows: «город», «село»."""
    kin: frozenset[str]
    """Words that take a person in the genitive and mean another person: «супруга», «сын»."""
    no_roles: frozenset[str]
    """Words for persons that say nothing of who somebody is: «господин»."""
    aliases: Mapping[str, str]
    """Key of a name → the name that stands for both in the catalogue, as it is written."""
    states: Mapping[str, str]
    """Genitive of a state → the one that keys are written with."""
    state_adjectives: Mapping[str, str]
    """Adjective of a state without its ending → the same genitive."""
    state_bodies: frozenset[str]
    """Heads of bodies that each state has one of."""
    english: Mapping[str, str]
    """English words and phrases of names → Russian ones; a state in the genitive."""
    firm_tails: frozenset[str]
    """Legal forms behind a firm's name."""
    first_names: frozenset[str]
    """First names that the press uses often."""
    endings: Endings
    weights: Mapping[str, float]
    """What the scorer of nominatives has learnt: feature → weight."""
    gazetteer: Gazetteer | None = None
    """A user's own list, if there is one."""


def load_name_rules(folders: RuleFolders) -> NameRules:
    """Read and check the rules; raises ``BadRules`` where an example contradicts its own entry."""
    genitives = folders.pairs("lexicons/names_state_genitives.tsv")
    genitive_of = {state: genitive for genitive, state in reversed(list(genitives.items()))}
    states = {genitive: genitive_of[state] for genitive, state in genitives.items()}
    return NameRules(
        types=tuple((_checked(e), e.type) for e in folders.entries(FILE, "type", FixedType)),
        drops=tuple((_checked(e), frozenset(e.types)) for e in folders.entries(FILE, "drop", WordPattern)),
        services=surface_pattern(folders.words("lexicons/names_services.txt")),
        service_kinds=_lemmas(folders, "service_kinds"),
        craft_kinds=_lemmas(folders, "craft_kinds"),
        street_kinds=_lemmas(folders, "street_kinds"),
        body_parts=_lemmas(folders, "body_parts"),
        body_heads=_lemmas(folders, "body_heads"),
        known_bodies=surface_pattern(folders.words("lexicons/names_known_bodies.txt")),
        report_verbs=_lemmas(folders, "report_verbs"),
        things=_lemmas(folders, "things"),
        makers=_lemmas(folders, "makers"),
        titles=_lemmas(folders, "titles"),
        particles=_lemmas(folders, "particles"),
        legal_forms=frozenset(folders.words("lexicons/names_legal_forms.txt")),
        org_kinds=_lemmas(folders, "org_kinds"),
        place_kinds=_lemmas(folders, "place_kinds"),
        kin=_lemmas(folders, "kin"),
        no_roles=_lemmas(folders, "no_roles"),
        aliases=_aliases(folders.pairs("lexicons/names_aliases.tsv")),
        states=states,
        state_adjectives=_state_adjectives(folders.pairs("lexicons/references_country_adjectives.tsv"), genitive_of),
        state_bodies=_lemmas(folders, "state_bodies"),
        english=folders.pairs("lexicons/names_english.tsv"),
        firm_tails=_lemmas(folders, "firm_tails"),
        first_names=_lemmas(folders, "first_names"),
        endings=_endings(folders.pairs("lexicons/names_endings.tsv"), _lemmas(folders, "unborne")),
        weights=_weights(folders.pairs("lexicons/names_weights.tsv")),
    )


def with_gazetteer(rules: NameRules, gazetteer: Gazetteer) -> NameRules:
    """Return the rules with a user's own list of names."""
    return replace(rules, gazetteer=gazetteer)


def surface_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Compile the words of an entry into one pattern for ``fullmatch``."""
    return re.compile("|".join(r"\s+".join(_word(w) for w in phrase.split()) for phrase in words))


def _word(word: str) -> str:
    stem = word.removesuffix("*")
    ending = r"\w{0,3}" if word.endswith("*") else ""
    if stem.isupper():
        return re.escape(stem) + ending
    return "(?i:" + re.escape(stem).replace("е", "[её]") + ending + ")"


def _checked(entry: FixedType | WordPattern) -> re.Pattern[str]:
    pattern = surface_pattern(entry.words)
    if not entry.examples:
        raise BadRules(f"{FILE}: {entry.id}: needs an example")
    for example in entry.examples:
        if not pattern.fullmatch(example):
            raise BadRules(f"{FILE}: {entry.id}: the example «{example}» does not match; mend the words or the example")
    for example in entry.counterexamples:
        if pattern.fullmatch(example):
            raise BadRules(f"{FILE}: {entry.id}: the counterexample «{example}» matches; narrow the words")
    return pattern


def _lemmas(folders: RuleFolders, name: str) -> frozenset[str]:
    return frozenset(w.lower().replace("ё", "е") for w in folders.words(f"lexicons/names_{name}.txt"))


def _aliases(pairs: Mapping[str, str]) -> Mapping[str, str]:
    for alias, name in pairs.items():
        if name.lower().replace("ё", "е") in pairs:
            raise BadRules(f"lexicons/names_aliases.tsv: «{alias}» leads to «{name}», which is an alias itself")
        if alias != alias.lower().replace("ё", "е"):
            raise BadRules(f"lexicons/names_aliases.tsv: write «{alias}» in lower case with «е» for «ё»")
    return dict(pairs)


def _state_adjectives(pairs: Mapping[str, str], genitive_of: Mapping[str, str]) -> Mapping[str, str]:
    for adjective, state in pairs.items():
        if state not in genitive_of:
            raise BadRules(f"lexicons/names_state_genitives.tsv: needs a genitive of «{state}» («{adjective}»)")
    return {adjective[:-2]: genitive_of[state] for adjective, state in pairs.items()}


def _endings(pairs: Mapping[str, str], unborne: frozenset[str]) -> Endings:
    table = {}
    for ending, readings in pairs.items():
        found = []
        for reading in readings.split("|"):
            parts = reading.split(" ")
            if len(parts) != 4:
                raise BadRules(
                    f"lexicons/names_endings.tsv: {ending}: «{reading}» needs an ending, a case, a gender and a number"
                    " with one space between them"
                )
            swap, case, gender, number = parts
            found.append(("" if swap == "-" else swap, case, gender, number))
        table[ending] = tuple(found)
    return Endings(table, unborne)


def _weights(pairs: Mapping[str, str]) -> Mapping[str, float]:
    try:
        return {feature: float(weight) for feature, weight in pairs.items()}
    except ValueError as error:
        raise BadRules(f"lexicons/names_weights.tsv: a weight is no number: {error}") from error
