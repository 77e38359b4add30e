"""A surname is read as its bearer bears it: beside «Аслан Тлисов» the word «Тлисова» is no woman.

The scorer sees one mention at a time. Here the page's full names settle the short forms: a bare surname, or one with
initials, that may be an oblique form of the only bearer's surname becomes it. The verb behind may forbid it («Лугова
сказала»), and a woman of that surname on the page leaves everything as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rusnews_extract.nlp.inflect import Reading, readings
from rusnews_extract.nlp.vocab import Vocab
from rusnews_extract.rules.names import NameRules
from rusnews_extract.stages.names.features import Word
from rusnews_extract.stages.names.keys import is_initial, plain
from rusnews_extract.stages.names.linking import Named
from rusnews_extract.stages.names.persons import surname_base

__all__ = ["his_reading", "men_of"]


def men_of(names: Sequence[Named]) -> Mapping[str, str]:
    """Map the surnames of the page's men, which no woman of the page shares, to the first letter of the first name."""
    men: dict[str, str] = {}
    women: set[str] = set()
    for name in names:
        who = name.person
        if who is None or not who.full or is_initial(who.first):
            continue
        if who.gender == "male":
            men[plain(who.last)] = plain(who.first)[0]
        elif who.gender == "female":
            women.add(surname_base(who.last))
    return {last: letter for last, letter in men.items() if surname_base(last) not in women}


def his_reading(
    name: Named, words: Sequence[Word], right: str, men: Mapping[str, str], rules: NameRules, vocab: Vocab
) -> Reading | None:
    """Return the reading of the last word that makes it a man's of the page, if it is now read as a woman's or kept."""
    who = name.person
    if who is None or not words or not who.last or who.plural or " " in who.last:
        return None
    if who.first and not is_initial(who.first):
        return None
    base = surname_base(who.last)
    if base == plain(who.last) or base not in men or (who.first and plain(who.first)[0] != men[base]):
        return None
    word = words[-1]
    if right.endswith("VERBFemSing") or (word.case == "Nom" and not who.first):
        return None
    found = [r for r in readings(vocab, rules.endings, word.low) if plain(r.form) == base and r.case != "Nom"]
    return replace(found[0], gender="Masc", number="Sing") if found else None
