"""Slips of the tagger that cost whole events: finite verbs taken for converbs, short participles for adjectives.

The vocabulary knows better where it has one reading only: «разморозила» is no converb and «приобретён» no adjective.
Rejected: tagging anew from the vocabulary, which is right about single words and wrong about words in a sentence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rusnews_extract.nlp.vocab import Vocab

__all__ = ["Reading", "mended"]

PAST = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись")
SHORT = (
    "ён",
    "ен",
    "ена",
    "ено",
    "ены",
    "ан",
    "ана",
    "ано",
    "аны",
    "ят",
    "ята",
    "ято",
    "яты",
    "ыт",
    "ыта",
    "ыто",
    "ыты",
)
NUMBERS = {"sing": "Sing", "plur": "Plur"}
GENDERS = {"masc": "Masc", "femn": "Fem", "neut": "Neut"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a token is instead."""

    lemma: str
    pos: str
    feats: dict[str, str]


def mended(
    vocab: Vocab, texts: Sequence[str], pos: Sequence[str], feats: Sequence[Mapping[str, str]]
) -> dict[int, Reading]:
    """Return the better readings by token."""
    found: dict[int, Reading] = {}
    for i, text in enumerate(texts):
        if feats[i].get("VerbForm") == "Conv" and text.endswith(PAST):
            reading = _read(vocab, text, "VERB", {"VerbForm": "Fin", "Voice": "Act", "Mood": "Ind", "Tense": "Past"})
        elif pos[i] == "ADJ" and "Case" not in feats[i] and text.endswith(SHORT):
            reading = _read(vocab, text, "PRTS", {"VerbForm": "Part", "Variant": "Short", "Voice": "Pass"})
        else:
            continue
        if reading is not None:
            found[i] = reading
    return found


def _read(vocab: Vocab, text: str, part: str, feats: dict[str, str]) -> Reading | None:
    parses = vocab.parse(text)
    parse = next((p for p in parses if part == p.tag.POS), None)
    if parse is None or any(p.tag.POS in {"GRND", "NOUN", "ADJS"} for p in parses):
        return None
    more = {"Aspect": "Perf" if parse.tag.aspect == "perf" else "Imp"}
    if parse.tag.number in NUMBERS:
        more["Number"] = NUMBERS[parse.tag.number]
    if parse.tag.gender in GENDERS:
        more["Gender"] = GENDERS[parse.tag.gender]
    return Reading(str(parse.normal_form).replace("ё", "е"), "VERB", feats | more)
