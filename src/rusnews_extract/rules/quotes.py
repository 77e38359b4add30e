"""Speech verbs and nouns, and the patterns that turn them into quotes.

The lexicons say which word governs what; ``quotes.toml`` describes each pattern with examples that run as tests, and
lets a user's folder switch one off (``off = true``). An example marks what is said with ⟦ ⟧ and names the speaker
after « => ».
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rusnews_extract.errors import BadRules
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.wordsets import word_sets

__all__ = ["QuotePattern", "QuoteRules", "load_quote_rules"]

VERB_FLAGS = frozenset(
    {
        "quote",
        "clause",
        "post",
        "part",
        "name",
        "relay",
        "about",
        "cause",
        "doc",
        "weak",
        "neg",
        "passive",
        "from",
        "deed",
        "aside",
    }
)
PHRASE_FLAGS = VERB_FLAGS | {"words", "noun"}
EVIDENCE_FLAGS = frozenset({"words", "bare", "relay", "doc", "apart"})


@dataclass(frozen=True, slots=True)
class QuotePattern:
    """One way in which news quote. ``off`` takes it out of use."""

    id: str
    why: str
    kind: Literal["direct", "partial", "indirect"]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()
    off: bool = False


@dataclass(frozen=True, slots=True)
class QuoteWords:
    """Small closed classes that the patterns ask for, from ``[words]`` of ``quotes.toml``, which says what each is."""

    about: frozenset[str]
    answered: frozenset[str]
    asking: frozenset[str]
    asserting: frozenset[str]
    accusative: frozenset[str]
    accused: frozenset[str]
    adversatives: frozenset[str]
    before_as: frozenset[str]
    between: frozenset[str]
    citing: frozenset[str]
    complementisers: frozenset[str]
    counts: frozenset[str]
    denying: frozenset[str]
    her: frozenset[str]
    idiom: frozenset[str]
    insertions: frozenset[str]
    inside: frozenset[str]
    joints: frozenset[str]
    no_speakers: frozenset[str]
    onto: frozenset[str]
    places: frozenset[str]
    possessives: frozenset[str]
    press_verbs: frozenset[str]
    referring: frozenset[str]
    relatives: frozenset[str]
    seats: frozenset[str]
    shares: frozenset[str]
    sides: frozenset[str]
    sites: frozenset[str]
    sources: frozenset[str]
    strong_adversatives: frozenset[str]
    strong_joints: frozenset[str]
    talks: frozenset[str]
    that: frozenset[str]
    to: frozenset[str]
    tight: frozenset[str]
    told: frozenset[str]
    trailing: frozenset[str]
    unreal: frozenset[str]


@dataclass(frozen=True, slots=True)
class QuoteRules:
    """Look-ups by lemma, lower case with «е» for «ё».

    ``phrases`` leads from a verb to the nouns that make it speak, ``evidence`` from a preposition to its nouns.
    ``openers`` are the first words of a clause that no longer belongs to what was said, ``connectives`` the words
    that only tie a sentence to the one before, ``back`` those that open a sentence about what was said before.
    ``newsroom`` are labels of a transcript, ``cue_lemmas`` all words that may make a verbal cue.
    """

    verbs: Mapping[str, frozenset[str]]
    phrases: Mapping[str, Mapping[str, frozenset[str]]]
    evidence: Mapping[str, Mapping[str, frozenset[str]]]
    documents: frozenset[str]
    press_documents: frozenset[str]
    institutions: frozenset[str]
    speakers: frozenset[str]
    named: frozenset[str]
    sources: frozenset[str]
    predicates: frozenset[str]
    causes: frozenset[str]
    openers: frozenset[str]
    connectives: frozenset[str]
    palaces: frozenset[str]
    back: frozenset[str]
    newsroom: frozenset[str]
    words: QuoteWords
    patterns: Mapping[str, QuotePattern]
    cue_lemmas: frozenset[str]

    def on(self, pattern: str) -> bool:
        """Say whether a pattern is in use."""
        return not self.patterns[pattern].off


def load_quote_rules(folders: RuleFolders) -> QuoteRules:
    """Read the lexicons and patterns; raises ``BadRules`` for an unknown flag or a missing pattern."""

    def words(name: str) -> frozenset[str]:
        return frozenset(folders.words(f"lexicons/quotes_{name}.txt"))

    verbs = _flags(folders, "verbs", VERB_FLAGS)
    phrases = _by_first(_flags(folders, "phrases", PHRASE_FLAGS), "phrases")
    predicates = words("predicates")
    patterns = {p.id: p for p in folders.entries("quotes.toml", "pattern", QuotePattern)}
    return QuoteRules(
        verbs=verbs,
        phrases=phrases,
        evidence=_by_first(_flags(folders, "evidence", EVIDENCE_FLAGS), "evidence"),
        documents=words("documents"),
        press_documents=words("press_documents"),
        institutions=words("institutions"),
        speakers=words("speakers"),
        named=words("named"),
        sources=words("sources"),
        predicates=predicates,
        causes=words("causes"),
        openers=words("openers"),
        connectives=words("connectives"),
        palaces=frozenset(folders.pairs("lexicons/references_palaces.tsv")),
        back=words("back"),
        newsroom=words("newsroom"),
        words=word_sets(folders, "quotes.toml", QuoteWords),
        patterns=patterns,
        cue_lemmas=frozenset({*verbs, *phrases, *predicates}),
    )


def _flags(folders: RuleFolders, name: str, allowed: frozenset[str]) -> dict[str, frozenset[str]]:
    found = {}
    for key, value in folders.pairs(f"lexicons/quotes_{name}.tsv").items():
        flags = frozenset(value.split())
        if flags - allowed:
            unknown = ", ".join(sorted(flags - allowed))
            raise BadRules(
                f"lexicons/quotes_{name}.tsv: «{key}» has the unknown flag {unknown}; known are {sorted(allowed)}"
            )
        found[key] = flags
    return found


def _by_first(flat: Mapping[str, frozenset[str]], name: str) -> Mapping[str, Mapping[str, frozenset[str]]]:
    found: dict[str, dict[str, frozenset[str]]] = {}
    for key, flags in flat.items():
        first, space, second = key.partition(" ")
        if not space:
            raise BadRules(f"lexicons/quotes_{name}.tsv: «{key}» needs two words with a space between")
        found.setdefault(first, {})[second] = flags
    return found
