"""Keys: what two names must share to be one place or organisation, whatever they look like.

A key is lower case, «е» for «ё», without quotes and legal form, each word in one script («АZAL» with a Cyrillic «А» is
«azal»); the alias table then sends «рф» to «россия». Rejected: fuzzy distance, which merges Иран with Ирак.
"""

import re
from functools import lru_cache

from rusnews_extract.rules.names import NameRules

__all__ = ["abbreviates", "is_initial", "is_state_body", "name_key", "one_script", "plain", "skeleton"]

CYRILLIC_LOOKS, LATIN_LOOKS = "АВСЕНКМОРТХаеорсухіј", "ABCEHKMOPTXaeopcyxij"
TO_CYRILLIC = str.maketrans(LATIN_LOOKS, CYRILLIC_LOOKS)
TO_LATIN = str.maketrans(CYRILLIC_LOOKS, LATIN_LOOKS)
CYRILLIC = re.compile(r"[а-яёА-ЯЁ]")
LATIN = re.compile(r"[A-Za-z]")
MARKS = re.compile(r"[«»\"„“”'’`.,()*]")
DASHES = re.compile(r"[‐‑–—]")
INITIAL = re.compile(r"\w|[бвгджзклмнпрстфхцчшщ]{2}")
SMALL = 3
KEYS_KEPT = 20_000
ADJECTIVE_ENDINGS = frozenset({"ий", "ая", "ое", "ие"})
DOMAINS = frozenset({"ru", "com", "net", "org"})
ENGLISH_PARTICLES = frozenset({"of", "the"})
WORDS_KEPT = 50_000
SMALL_WORDS = re.compile(r"[\s-]+")
ROMAN_LETTERS = "a b v g d e e zh z i i k l m n o p r s t u f h ts ch sh sh  y  e yu ya"
ROMAN = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", ROMAN_LETTERS.split(" "), strict=True))


@lru_cache(WORDS_KEPT)
def plain(word: str) -> str:
    """Lower case with «е» for «ё»."""
    return word.lower().replace("ё", "е")


def is_initial(name: str) -> bool:
    """«П.» stands for a first name, and so does «Дж.»."""
    return INITIAL.fullmatch(plain(name)) is not None


def one_script(name: str) -> str:
    """Write each word of mixed script in the script that most of its letters have beyond doubt.

    >>> one_script("АZAL") == "AZAL"
    True
    """
    return " ".join(_one_script(w) for w in name.split(" "))


def _one_script(word: str) -> str:
    if not (CYRILLIC.search(word) and LATIN.search(word)):
        return word
    sure_latin = sum(1 for c in word if LATIN.match(c) and c not in LATIN_LOOKS)
    sure_cyrillic = sum(1 for c in word if CYRILLIC.match(c) and c not in CYRILLIC_LOOKS)
    if sure_latin and not sure_cyrillic:
        return word.translate(TO_LATIN)
    return word.translate(TO_CYRILLIC) if sure_cyrillic and not sure_latin else word


@lru_cache(KEYS_KEPT)
def name_key(name: str, rules: NameRules) -> str:
    """Return the key of a place or an organisation, given in the nominative."""
    words = MARKS.sub(" ", DASHES.sub("-", one_script(name))).split()
    while len(words) > 1 and words[0] in rules.legal_forms:
        words = words[1:]
    words = _without_tail(plain(" ".join(words)).split(), rules)
    key = " ".join(words)
    if LATIN.search(key):
        key = _translated(words, rules)
    if key in rules.aliases:
        return plain(rules.aliases[key])
    head, state = _state(key, rules)
    if state:
        full = plain(rules.aliases.get(head, head))
        key = f"{full if ' ' in full else head} {state}"  # «МИД РФ» is «Министерство иностранных дел России»
    return plain(rules.aliases.get(key, key))


def _without_tail(words: list[str], rules: NameRules) -> list[str]:
    """«Nord Stream 2 AG» and «Газпром Б.В.» without the legal form, «Interfax.ru» without «ru»."""
    if len(words) > 2 and " ".join(words[-2:]) in rules.firm_tails:
        return _without_tail(words[:-2], rules)
    if len(words) > 1 and (words[-1] in rules.firm_tails or words[-1] in DOMAINS):
        return _without_tail(words[:-1], rules)
    return words


def _translated(words: list[str], rules: NameRules) -> str:
    """«azerbaijan airlines» is «авиалинии азербайджана»; a name of which one word is unknown stays as it is."""
    key = " ".join(words)
    if (looks := key.translate(TO_CYRILLIC)).upper() in rules.aliases.values() and not LATIN.search(looks):
        return looks  # «EC» in Latin letters
    state = next((rules.english[w] for w in words if rules.english.get(w) in rules.states), None)
    rest = [w for w in words if w not in ENGLISH_PARTICLES and rules.english.get(w) not in rules.states]
    if state is None or not rest:
        return key
    whole = rules.english.get(" ".join(w for w in words if rules.english.get(w) not in rules.states and w != "the"))
    body = whole or rules.english.get(" ".join(rest))
    return f"{body} {state}" if body else key


def _state(key: str, rules: NameRules) -> tuple[str, str]:
    """Return what a state has and the state: of «парламент британии», of «британский парламент»; else no state."""
    words = key.split()
    for size in range(min(4, len(words) - 1), 0, -1):
        if state := rules.states.get(" ".join(words[-size:])):
            return " ".join(words[:-size]), state
    if len(words) > 1 and words[0][-2:] in ADJECTIVE_ENDINGS and (state := rules.state_adjectives.get(words[0][:-2])):
        head = " ".join(words[1:])
        if is_state_body(head, rules):
            return head, state
    return key, ""


def is_state_body(key: str, rules: NameRules) -> bool:
    """Say whether each state has such a body: «верховный суд», «олимпийская сборная», «мид»."""
    words = key.split()
    known = rules.state_bodies
    return key in known or words[0] in known or words[-1] in known or " ".join(words[:2]) in known


def abbreviates(short: str, long: str) -> bool:
    """Say whether ``short`` is made of the beginnings of the words of ``long``, in order: «МВФ», «AZAL».

    Each letter of the abbreviation must continue the current word or begin the next; small words may be skipped.

    >>> abbreviates("МВФ", "Международный валютный фонд"), abbreviates("AZAL", "Azerbaijan Airlines")
    (True, True)
    >>> abbreviates("МВД", "Международный валютный фонд")
    False
    """
    letters = plain(re.sub(r"\W", "", one_script(short)))
    words = [w for w in SMALL_WORDS.split(plain(MARKS.sub(" ", one_script(long))).strip()) if w]
    if len(letters) < 2 or len(words) < 2 or letters[0] != words[0][0]:
        return False
    return _covers(letters, words)


def _covers(letters: str, words: list[str]) -> bool:
    """Follow how many letters may be used up after each word: a word gives one to four, its first among them."""
    reach = {0}
    for word in words:
        step = set(reach) if len(word) <= SMALL else set()
        for used in reach:
            step.update(used + taken for taken in _taken(letters[used:], word))
        reach = step
    return len(letters) in reach


def _taken(letters: str, word: str) -> list[int]:
    """How many letters a word may give: its first, then others of it in order."""
    if not letters or letters[0] != word[0]:
        return []
    counts, at = [1], 1
    for n, letter in enumerate(letters[1:4], 2):
        at = word.find(letter, at) + 1
        if at == 0:
            break
        counts.append(n)
    return counts


def skeleton(key: str) -> str:
    """Reduce a key to its consonants in Latin letters: «Цукерберг» and «Zuckerberg» come near each other."""
    roman = "".join(ROMAN.get(c, c) for c in key)
    for old, new in (
        ("kh", "h"),
        ("ck", "k"),
        ("ph", "f"),
        ("x", "ks"),
        ("w", "v"),
        ("c", "k"),
        ("q", "k"),
        ("j", "y"),
    ):
        roman = roman.replace(old, new)
    words = [w[:1] + re.sub(r"[aeiouyh\W]+", "", w[1:]) for w in roman.split()]
    return re.sub(r"(.)\1+", r"\1", " ".join(words))
