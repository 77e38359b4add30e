"""What only the dictionary tells: the nominative of a group that is no named entity, and whether a verb has an object.

«представителя завода» → «представитель завода»; «обсудить» takes an object, «приехать» does not.
"""

from rusnews_extract.nlp.vocab import load_vocab
from rusnews_extract.stages.quotes.reading import Reading

__all__ = ["is_participle", "nominative", "takes_object"]

CASES = {"Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
GENDERS = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}


def nominative(reading: Reading, start: int, head: int, stop: int) -> str:
    """Put the head and the adjectives before it into the nominative; what follows the head stays as it is."""
    tokens = reading.tokens
    if reading.feat(head, "Case") in (None, "Nom"):
        return _plain(reading, start, stop)
    number = "plur" if reading.feat(head, "Number") == "Plur" else "sing"
    gender = GENDERS.get(reading.feat(head, "Gender") or "", "masc")
    case = CASES.get(reading.feat(head, "Case") or "", "gent")
    words = [_inflect(tokens.text[t], case, number, gender) for t in range(start, head + 1)]
    rest = _plain(reading, head + 1, stop) if head + 1 < stop else ""
    return " ".join([*words, rest]).strip()


def _inflect(word: str, case: str, number: str, gender: str) -> str:
    if word.isupper():
        return word
    parses = load_vocab().parse(word)
    for parse in [*(p for p in parses if {case, number} in p.tag), *parses]:
        wanted = {"nomn", number}
        if number == "sing" and parse.tag.POS in ("ADJF", "PRTF"):
            wanted.add(gender)
        if parse.tag.POS in ("NOUN", "ADJF", "PRTF", "NPRO"):
            form = parse.inflect(wanted)
            if form is not None:
                return str(form.word).capitalize() if word[:1].isupper() else str(form.word)
    return word


def _plain(reading: Reading, start: int, stop: int) -> str:
    text = reading.text(start, stop)
    first = text.split(" ", 1)[0]
    common = reading.tokens.pos[start] != "PROPN" or (
        "NOUN" in {p.tag.POS for p in load_vocab().parse(first)[:1]} and not _named(first)
    )
    if reading.mention_at[start] < 0 and first[:1].isupper() and not first.isupper() and common:
        text = text[0].lower() + text[1:]
    return text


def _named(word: str) -> bool:
    return any(kind in load_vocab().parse(word)[0].tag for kind in ("Name", "Surn", "Patr", "Orgn", "Geox"))


def is_participle(word: str) -> bool:
    """Say whether the dictionary knows the form as a participle, whatever the network tagged it."""
    parses = load_vocab().parse(word)
    return bool(parses) and parses[0].tag.POS == "PRTF"


def takes_object(word: str) -> bool:
    """Say whether a verb form is transitive by the dictionary's first reading."""
    parses = load_vocab().parse(word)
    return bool(parses) and parses[0].tag.transitivity == "tran" and not word.endswith(("ся", "сь"))
