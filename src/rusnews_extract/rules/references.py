"""The word lists behind ``stages.coreference``: offices, bodies, states, capitals, pronouns.

All of it is general: no name of a person stands here. Who is president of what comes out of the document itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rusnews_extract.errors import BadRules
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.wordsets import word_sets

__all__ = ["ReferenceRules", "load_reference_rules"]

ROLE_CLASSES = frozenset({"state", "government", "office", "person"})
PAIR_KINDS = frozenset({"persons", "states", "both"})
BODY_KINDS = frozenset({"office", "firm", "media", "club", "body", "bank", "court", "school", "party"})
AGREEMENTS = frozenset({"male", "female", "plural"})


@dataclass(frozen=True, slots=True)
class ReferenceWords:
    """Small closed classes, from ``[words]`` of ``references.toml``, which says what each is."""

    ages: frozenset[str]
    both: frozenset[str]
    colleagues: frozenset[str]
    company: frozenset[str]
    land: frozenset[str]
    lands: frozenset[str]
    parties: frozenset[str]
    addressed: frozenset[str]
    areas: frozenset[str]
    places: frozenset[str]
    pointing: frozenset[str]
    quantifiers: frozenset[str]
    small_numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReferenceRules:
    """Look-ups by lemma or form, lower case with «е» for «ё».

    ``states`` maps every name of a state to the one that the tables use, ``capitals``, ``palaces`` and
    ``adjectives`` lead to the same names. ``kinds`` are word beginnings that tell what an organisation is,
    ``named_bodies`` those that a noun such as «прокуратура» demands.
    """

    roles: Mapping[str, str]
    bodies: Mapping[str, str]
    kinds: Mapping[str, str]
    named_bodies: Mapping[str, tuple[str, ...]]
    pronouns: Mapping[str, frozenset[str]]
    pairs: Mapping[str, str]
    states: Mapping[str, str]
    capitals: Mapping[str, str]
    palaces: Mapping[str, str]
    adjectives: Mapping[str, str]
    state_verbs: frozenset[str]
    state_nouns: frozenset[str]
    speech_verbs: frozenset[str]
    heads: frozenset[str]
    state_words: Mapping[str, str]
    plain_modifiers: frozenset[str]
    words: ReferenceWords
    synonyms: Mapping[str, frozenset[str]]


def load_reference_rules(folders: RuleFolders) -> ReferenceRules:
    """Read the lexicons; raises ``BadRules`` for a class or a state that nothing knows."""

    def pairs(name: str) -> Mapping[str, str]:
        return folders.pairs(f"lexicons/references_{name}.tsv")

    states = pairs("states")
    for name in ("capitals", "palaces", "country_adjectives"):
        _demand(name, pairs(name), frozenset(states.values()), "add the state to references_states.tsv")
    _demand("roles", pairs("roles"), ROLE_CLASSES, "use one of them")
    _demand("state_words", pairs("state_words"), ROLE_CLASSES, "use one of them")
    _demand("pairs", pairs("pairs"), PAIR_KINDS, "use one of them")
    _demand("institutions", pairs("institutions"), BODY_KINDS, "use one of them")
    _demand("organisation_kinds", pairs("organisation_kinds"), BODY_KINDS, "use one of them")
    pronouns = {form: frozenset(value.split()) for form, value in pairs("pronouns").items()}
    for form, agreement in pronouns.items():
        if not agreement or agreement - AGREEMENTS:
            raise BadRules(f"lexicons/references_pronouns.tsv: «{form}» agrees with none of male, female, plural")
    return ReferenceRules(
        roles=pairs("roles"),
        bodies=pairs("institutions"),
        kinds=pairs("organisation_kinds"),
        named_bodies={noun: tuple(begin.split()) for noun, begin in pairs("named_bodies").items()},
        pronouns=pronouns,
        pairs=pairs("pairs"),
        states=states,
        capitals=pairs("capitals"),
        palaces=pairs("palaces"),
        adjectives=pairs("country_adjectives"),
        state_verbs=frozenset(folders.words("lexicons/references_state_verbs.txt")),
        state_nouns=frozenset(folders.words("lexicons/references_state_nouns.txt")),
        speech_verbs=frozenset(folders.pairs("lexicons/quotes_verbs.tsv")),
        heads=frozenset(folders.words("lexicons/references_heads.txt")),
        state_words=pairs("state_words"),
        synonyms={noun: frozenset(others.split()) for noun, others in pairs("synonyms").items()},
        words=word_sets(folders, "references.toml", ReferenceWords),
        plain_modifiers=frozenset(folders.words("lexicons/references_plain_modifiers.txt")),
    )


def _demand(name: str, found: Mapping[str, str], allowed: frozenset[str], mend: str) -> None:
    for key, value in found.items():
        if value not in allowed:
            raise BadRules(f"lexicons/references_{name}.tsv: «{key}» has the unknown value «{value}»; {mend}")
