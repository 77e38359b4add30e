"""What a row of readings of a person's name must not be, whatever the learnt weights say.

The weights come from made sentences, where every ending is as likely as grammar has it; a page has harder facts: a
woman's first name goes with a woman's surname, a form that the dictionary has only in an oblique case is no
nominative, and the verb behind the name tells the sex. Each breach costs more than any learnt evidence usually gives.
"""

import re

from rusnews_extract.nlp.inflect import Reading, profile
from rusnews_extract.nlp.vocab import Vocab
from rusnews_extract.stages.names.features import Word

__all__ = ["breach_alone", "breach_together"]

COST = 25.0
DECISIVE = 150.0
"""More than a wrong tag and a guessing dictionary give together."""
VOWELS = frozenset("аеёиоуыэюяь")
HERS = re.compile(r"(?:[оеё]ва|[иы]на|[сц]кая)$")
LIKE_PLURAL = re.compile(r"[ыи]х$")
MADE_PLURAL = re.compile(r"(?:[оеё]в|[иы]н|[сц]к)[ыи]х$")
HIS = re.compile(r"(?:[оеё]в|[иы]н|[сц]кий)$")


def breach_alone(word: Word, r: Reading, right: str, vocab: Vocab) -> float:
    """«Тамиле» as a nominative; «Исрапилова», tagged as a woman's nominative, taken for a man's genitive.

    ``right`` is the feature of what follows the name.
    """
    if word.low.endswith("и") and r.form in {word.low[:-1], word.low[:-1] + "ь"} and r.number != "Plur":
        return 0.0 if r.attested and r.kind == "Name" else COST  # «Саркози» is no oblique form of «Саркозь»
    if r.source == "keep":
        if (
            r.attested
            or word.place == "half"
            or word.low[-1] not in "аяе"
            or (word.case == "Nom" and word.low[-1] != "е")
        ):
            return 0.0  # «Асия», which the dictionary has only as a genitive, may be a woman
        return COST if profile(vocab, word.low).kinds == {"Name"} else 0.0
    return COST if HIS.search(r.form) and _is_hers(word, right) else 0.0


def _is_hers(word: Word, right: str) -> bool:
    """Say whether the tag or the verb behind makes a surname in «-ова» a woman's."""
    return HERS.search(word.low) is not None and (
        (word.case == "Nom" and word.gender == "Fem") or right.endswith("VERBFemSing")
    )


def breach_together(before: Word, a: Reading, word: Word, b: Reading, right: str, vocab: Vocab) -> float:
    """«Гаянэ» with «Мурадов»; «Эдуард» with «Саркисьянца» left as it is; «Хав» from «Хава Исрапилова»."""
    if word.place != "last":
        return 0.0
    if LIKE_PLURAL.search(word.low) and not MADE_PLURAL.search(word.low) and b.form != word.low and a.number != "Plur":
        return COST  # «Павла Седых»: a surname that is never declined
    if a.form == before.low and before.low[-1] not in VOWELS and HERS.search(word.low) and HIS.search(b.form):
        return DECISIVE  # «Айнур Сафарова»: a man's first name would stand in the genitive with his surname
    if not a.attested and a.form != before.low and before.low[-1] in "ая" and _is_hers(word, right):
        return DECISIVE
    sexes = profile(vocab, a.form).sexes
    if len(sexes) == 1:
        woman = "femn" in sexes
        if (woman and HIS.search(b.form)) or (not woman and HERS.search(b.form)):
            return COST
    if a.form != before.low and b.source == "keep" and word.low[-1] in "ая" and not b.attested:
        return COST
    return 0.0
