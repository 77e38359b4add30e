"""Names declined through all cases, to learn nominatives from: persons, places and organisations.

The lexemes are pymorphy3's (OpenCorpora, CC BY-SA) and Natasha's lists of first and last names (MIT); what neither
declines follows the school rules for foreign names. ``organisations.toml`` beside this file lists heads and tails.
"""

import random
import tomllib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import natasha
from pymorphy3 import MorphAnalyzer

HERE = Path(__file__).parent
CASES = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
HARD = {"Gen": "а", "Dat": "у", "Acc": "а", "Ins": "ом", "Loc": "е"}
SOFT = {"Gen": "я", "Dat": "ю", "Acc": "я", "Ins": "ем", "Loc": "е"}
FEM_A = {"Gen": "ы", "Dat": "е", "Acc": "у", "Ins": "ой", "Loc": "е"}
FEM_JA = {"Gen": "и", "Dat": "е", "Acc": "ю", "Ins": "ей", "Loc": "е"}
OWNED_M = {"Gen": "а", "Dat": "у", "Acc": "а", "Ins": "ым", "Loc": "е"}
OWNED_F = {"Gen": "ой", "Dat": "ой", "Acc": "у", "Ins": "ой", "Loc": "ой"}
MASKED_SHARES = (("Geox", 0.25), ("Name masc", 0.25), ("Name femn", 0.25), ("Surn masc", 0.2), ("Surn femn", 0.2))
SIBILANT = set("жшчщцгкх")


@dataclass(frozen=True, slots=True)
class Form:
    """A name in some case: what stands in the text, its nominative, and how its verb agrees (0 man … 3 many)."""

    text: str
    nominative: str
    agreement: int


class Forms:
    """Random names in a given case."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.morph = MorphAnalyzer()
        self.weights: dict[str, list[float]] = {}
        """For each kind the running sums of the words' weights: names that are frequent in the news come often."""
        self.masked: set[str] = set()
        """Lemmas of names whose dictionary entry the learner must not see, so that it learns to do without."""
        self._lexemes()
        with (HERE / "organisations.toml").open("rb") as file:
            self.org = tomllib.load(file)

    def _lexemes(self) -> None:
        found: dict[str, list[str]] = defaultdict(list)
        for word, tag, lemma, _, _ in self.morph.dictionary.iter_known_words():
            if tag.case != "nomn" or (word != lemma and not ("Patr" in tag or "Surn" in tag)):
                continue
            for kind in ("Name", "Patr", "Surn", "Geox"):
                if kind in tag and not {"Abbr", "Init", "Arch", "Infr", "Erro"} & tag.grammemes:
                    if kind == "Geox":
                        found["Geox" if tag.number == "sing" else "Geox plur"].append(word)
                    elif tag.number == "sing":
                        found[f"{kind} {tag.gender}"].append(word)
            if tag.POS == "ADJF" and word.endswith(("ский", "цкий")) and "Subx" not in tag:
                found["adj"].append(word)
            if (
                tag.POS == "NOUN"
                and "inan" in tag
                and tag.number == "sing"
                and len(word) > 4
                and not tag.grammemes & {"Geox", "Orgn", "Abbr", "Arch", "Infr", "Erro", "Surn", "Name"}
            ):
                found["noun"].append(word)
        lists = Path(natasha.__file__).parent / "data" / "dict"
        known = {w for k, words in found.items() if k.startswith(("Surn", "Name")) for w in words}
        odd = ("ска", "цка", "овый", "евый", "иный", "яный", "аный", "ий", "ый", "ой", "ая", "ые", "ых")
        for kind, name in (("Name", "first.txt"), ("Surn", "last.txt")):
            for line in (lists / name).read_text(encoding="utf-8").splitlines():
                word = line.split("#")[0].strip()
                if (
                    len(word) > 2
                    and word.isalpha()
                    and word not in known
                    and not (kind == "Surn" and word.endswith(odd))
                ):
                    found[f"{kind} list"].append(word)
        for kind in ("Name", "Surn"):
            found[f"{kind} vowel"] = [
                w for w in found[f"{kind} list"] if w[-1] in "иоеуэ" and not w.endswith(("ко", "не"))
            ]
        self.found = {k: sorted(set(v)) for k, v in found.items()}
        news = natasha.NewsEmbedding().vocab
        for kind, words in self.found.items():
            counts = [news.counts[i] if (i := news.word_ids.get(w)) is not None else 0 for w in words]
            if kind == "Name femn":  # «геннадия» is no woman: what counts is «геннадией»
                counts = [min(c, self._seen(w, "ablt", news)) for w, c in zip(words, counts, strict=True)]
            self.weights[kind] = list(accumulate(c**0.5 for c in counts))
        for kind, share in MASKED_SHARES:
            for word in self.found[kind]:
                if self.random.random() < share:
                    self.masked.update(p.normal_form for p in self.morph.parse(word) if kind[:4] in p.tag)

    def _seen(self, name: str, case: str, news: Any) -> int:
        """How often the news have a woman's name in a case that no man's name has."""
        made = next((p.inflect({case}) for p in self.morph.parse(name) if "Name" in p.tag and "femn" in p.tag), None)
        number = news.word_ids.get(made.word) if made else None
        return 0 if number is None else int(news.counts[number])

    def any(self, kind: str) -> str:
        words = self.found[kind]
        # a rare name may be anybody's, but half the women's names of the dictionary are men's in the genitive
        if self.random.random() < (0.15 if kind == "Name femn" else 0.35):
            return self.random.choice(words)
        return self.random.choices(words, cum_weights=self.weights[kind])[0]

    def inflect(self, word: str, case: str, number: str = "sing", gender: str = "", kind: str = "") -> str | None:
        for parse in self.morph.parse(word):
            if (
                parse.tag.case == "nomn"
                and parse.word == word
                and (not kind or kind in parse.tag)
                and (not gender or parse.tag.gender == gender)
                and (number == "any" or parse.tag.number == number)
            ):
                if "Fixd" in parse.tag:
                    return word
                want = {CASES[case]} if number == "any" else {CASES[case], number}
                made = parse.inflect(want)
                return made.word if made else None
        return None

    def by_rule(self, word: str, case: str, woman: bool, surname: bool = False) -> str:
        """Decline a name that the dictionary lacks, as grammars want foreign names declined."""
        if case == "Nom" or word[-1] in "оеиуюэыё":
            return word
        stem, last = word[:-1], word[-1]
        if surname and word.endswith(("ов", "ев", "ин", "ын")) and not woman:
            return word + OWNED_M[case]
        if surname and woman and word.endswith(("ова", "ева", "ина", "ына")):
            return stem + OWNED_F[case]
        if last == "а":
            ending = FEM_A[case]
            if stem[-1:] in SIBILANT:
                ending = {"ы": "и"}.get(ending, ending)
            if stem[-1:] in "жшчщц" and case == "Ins":
                ending = "ей"
            return stem + ending
        if last == "я":
            ending = FEM_JA[case]
            return stem + ("и" if stem[-1:] == "и" and ending == "е" else ending)
        if woman:
            return word
        if last in "йь":
            return stem + SOFT[case]
        return word + ("ем" if case == "Ins" and last in "жшчщц" else HARD[case])

    def first(self, case: str, woman: bool) -> tuple[str, str]:
        if self.random.random() < 0.03:  # «Гаянэ», «Джованни»: never declined
            word = self.any("Name vowel")
            return word, word
        if self.random.random() < 0.3:
            for _ in range(30):
                word = self.any("Name list")
                if word[-1] in "ая":
                    if woman:
                        return self.by_rule(word, case, True), word
                elif not woman or self.random.random() < 0.2:
                    return self.by_rule(word, case, woman), word
        word = self.any("Name femn" if woman else "Name masc")
        made = self.inflect(word, case, gender="femn" if woman else "masc", kind="Name")
        return made or self.by_rule(word, case, woman), word

    def surname(self, case: str, woman: bool, plural: bool = False) -> tuple[str, str]:
        chance = self.random.random()
        if not plural and self.random.random() < 0.06:  # «Каладзе», «Моретти»
            word = self.any("Surn vowel")
            return word, word
        if plural or chance < 0.45:
            if not plural and self.random.random() < 0.1:
                word = self.any("Surn None")
                return self.by_rule(word, case, True, True), word
            for _ in range(30):
                word = self.any("Surn masc")
                if plural:
                    parse = next((p for p in self.morph.parse(word) if "Surn" in p.tag and p.tag.case == "nomn"), None)
                    made = parse.inflect({CASES[case], "plur"}) if parse else None
                    nomn = parse.inflect({"nomn", "plur"}) if parse else None
                    if nomn and made and word.endswith(("ов", "ев", "ин", "кий")):
                        return made.word, nomn.word
                    continue
                parse = next((p for p in self.morph.parse(word) if "Surn" in p.tag and p.tag.case == "nomn"), None)
                if parse is None:
                    continue
                gender = "femn" if woman else "masc"
                nomn = parse.inflect({"nomn", gender, "sing"}) if woman and "ms-f" not in parse.tag else parse
                if woman and (nomn is None or nomn.tag.gender != "femn"):
                    return self.by_rule(word, case, True, True), word
                made = nomn.inflect({CASES[case], "sing"}) if "Fixd" not in parse.tag else nomn
                if made:
                    return made.word, nomn.word
        word = self.any("Surn list")
        if woman and word.endswith(("ов", "ев", "ин", "ын")):
            word += "а"
        return self.by_rule(word, case, woman, True), word

    def _clan(self, case: str) -> tuple[str, str]:
        """A foreign surname in the plural: Трампы, Скрипали."""
        while True:
            word = self.any("Surn list") if self.random.random() < 0.5 else self.any("Surn masc")
            if word[-1] in "бвгджзклмнпрстфхцчшщ" and not word.endswith(("ов", "ев", "ин", "ын")):
                base, ends = word, ("и" if word[-1] in SIBILANT else "ы", "ов", "ам", "ов", "ами", "ах")
                if word[-1] in "жшчщ":
                    ends = ("и", "ей", "ам", "ей", "ами", "ах")
            elif word[-1] == "ь":
                base, ends = word[:-1], ("и", "ей", "ям", "ей", "ями", "ях")
            else:
                continue
            return base + ends[list(CASES).index(case)], base + ends[0]

    def person(self, case: str, shape: float | None = None) -> Form:
        woman = self.random.random() < 0.42
        chance = self.random.random()
        if shape is not None and chance >= 0.05:
            chance = shape
        if chance < 0.05:
            last = self.surname(case, False, plural=True) if self.random.random() < 0.6 else self._clan(case)
            return Form(_title(last[0]), _title(last[1]), 3)
        last, first = self.surname(case, woman), self.first(case, woman)
        if self.random.random() < 0.03:
            other = self.surname(case, woman)
            last = (f"{last[0]}-{_title(other[0])}", f"{last[1]}-{_title(other[1])}")
        if self.random.random() < 0.06:
            mark = self.random.choice(["аль-", "эль-", "ван ", "де ", "бен "])
            parts = [mark + _title(p) for p in last]
            text, nominative = (f"{_title(f)} {p}" for f, p in zip(first, parts, strict=True))
            return Form(text, nominative, int(woman))
        parts = [first, last]
        if chance < 0.30:
            parts = [last]
        elif chance < 0.36:
            parts = [last, first]
        elif chance < 0.41:
            parts = [first]
        elif chance < 0.55:
            word = self.any("Patr femn" if woman else "Patr masc")
            middle = (self.inflect(word, case, kind="Patr") or word, word)
            parts = self.random.choice(
                [[first, middle, last], [first, middle, last], [first, middle], [last, first, middle]]
            )
        elif chance < 0.60:
            letter = self.random.choice(["А. ", "М. ", "С. В. ", "Е.А. ", "К."])
            return Form(letter + _title(last[0]), letter + _title(last[1]), int(woman))
        elif chance < 0.68:
            second = self.first(case, woman)
            parts = [first, second, last]
        text = " ".join(_title(p[0]) for p in parts)
        return Form(text, " ".join(_title(p[1]) for p in parts), int(woman))

    def place(self, case: str) -> Form:
        chance = self.random.random()
        if chance < 0.16:
            head, gender, many = self.random.choice(self.org["place_heads"]).split()
            word = self.any("adj")
            return self._pair(word, head, gender, case, many == "plur", self.random.random() < 0.6)
        if chance < 0.22:
            word = self.random.choice(self.org["place_adjectives"])
            name = self.any("Geox")
            tag = next((p.tag for p in self.morph.parse(name) if "Geox" in p.tag and p.tag.case == "nomn"), None)
            if tag and tag.gender in {"masc", "femn", "neut"}:
                return self._pair(word, name, tag.gender, case, False, False, "Geox")
        if chance < 0.32:
            return self._described(case)
        many = chance > 0.93
        for _ in range(50):
            name = self.any("Geox plur" if many else "Geox")
            made = self.inflect(name, case, "plur" if many else "sing", kind="Geox")
            if made:
                if name.endswith(("ово", "ево", "ино", "ыно")) and self.random.random() < 0.4:
                    made = name  # «в Иваново» is written as often as «в Иванове»
                tag = next(p.tag for p in self.morph.parse(name) if "Geox" in p.tag)
                extra = self.random.random()
                if extra < 0.05 and not many:
                    stem = self.any("Geox")
                    made, name = f"{stem}-{made}", f"{stem}-{name}"
                elif extra < 0.08:
                    tail = self.random.choice(self.org["place_tails"])
                    return Form(_title(made) + tail, _title(name) + tail, 3 if many else _agreement(tag.gender))
                elif extra < 0.1 and not many:
                    other = self.any("Geox")
                    second = self.inflect(other, case, kind="Geox")
                    if second:
                        return Form(f"{_title(made)} и {_title(second)}", f"{_title(name)} и {_title(other)}", 3)
                return Form(_title(made), _title(name), 3 if many else _agreement(tag.gender))
        raise RuntimeError("no place could be declined")

    def _described(self, case: str) -> Form:
        """«города Тулы», «штата Миннесота»: the name behind its kind is declined or stays."""
        head, gender, still = self.random.choice(self.org["place_kinds"]).split()
        for _ in range(50):
            name = self.any("Geox")
            made = self.inflect(name, case, kind="Geox")
            if made:
                break
        shown = name if self.random.random() < float(still) else made
        kind = self.inflect(head, case) or head
        shape = _title if self.random.random() < 0.3 else str
        return Form(f"{shape(kind)} {_title(shown)}", f"{shape(head)} {_title(name)}", _agreement(gender))

    def _pair(self, adjective: str, noun: str, gender: str, case: str, many: bool, low: bool, kind: str = "") -> Form:
        number = "plur" if many else "sing"
        parse = next(p for p in self.morph.parse(adjective) if p.tag.POS == "ADJF")
        want = {number} if many else {number, gender}
        nomn = parse.inflect({"nomn", *want})
        animacy = {"inan"} if case == "Acc" and (many or gender == "masc") else set()
        made = parse.inflect({CASES[case], *want, *animacy}) or parse.inflect({CASES[case], *want})
        head = self.inflect(noun, case, number, kind=kind) or noun
        shape = str if low else _title
        return Form(
            f"{_title(made.word)} {shape(head)}",
            f"{_title(nomn.word)} {shape(noun)}",
            3 if many else _agreement(gender),
        )

    def organisation(self, case: str) -> Form:
        chance = self.random.random()
        if chance < 0.16:
            word = self.random.choice(self.org["abbreviations"])
            tail = f" {_title(self._place_genitive())}" if self.random.random() < 0.3 else ""
            return Form(word + tail, word + tail, 2)
        if chance < 0.24:
            word = self.random.choice(self.org["declined_brands"])
            made = self.by_rule(word.lower(), case, False)
            if case == "Acc" and word[-1] not in "ая":
                made = word.lower()
            tail = made[len(word) :] if made.startswith(word.lower()) else None
            shown = word + tail if tail is not None else _title(made)
            return Form(shown, word, _agreement("femn" if word[-1] in "ая" else "masc"))
        if chance < 0.36:
            return self._brand(case)
        head, gender, number = self.random.choice(self.org["heads"]).split()
        many = number == "plur"
        adjectives = [*self.org["adjectives"], self.any("adj")]
        parts = (self.inflect(head, case, "plur" if many else "sing") or head, head)
        if self.random.random() < 0.6:
            pair = self._pair(self.random.choice(adjectives), head, gender, case, many, True)
            parts = (pair.text, pair.nominative)
            if self.random.random() < 0.2:
                more = self._pair(self.random.choice(adjectives), head, gender, case, many, True)
                parts = (f"{more.text.split()[0]} {_low(parts[0])}", f"{more.nominative.split()[0]} {_low(parts[1])}")
        shape = _low if self.random.random() < 0.25 else _title
        tail = ""
        if self.random.random() < 0.6:
            tail += " " + self.random.choice(self.org["tails"])
        chance = self.random.random()
        if chance < 0.35:
            tail += " " + _title(self._place_genitive())
        elif chance < 0.5:
            tail += " " + self.place("Gen").text
        elif chance < 0.56:
            tail += " по " + self.place("Dat").text
        elif chance < 0.6:
            tail += " " + self.person("Gen", 0.9).text
        if not tail and self.random.random() < 0.4:
            tail = f" «{_title(self.any('noun'))}»"
        return Form(_head(parts[0], shape) + tail, _head(parts[1], shape) + tail, 3 if many else _agreement(gender))

    def _hyphened(self, case: str) -> Form:
        """«Гранит-Инвест», «Вагранка-банк», «Орбита-Металл»: the last half is declined, the first sometimes with it."""
        first = self.any(self.random.choice(["noun", "Geox", "noun"]))
        if self.random.random() < 0.3:
            first = first[: self.random.choice([3, 4, 5])]
        last = self.random.choice([*self.org["brand_tails"], self.any("noun"), self.any("noun")])
        made = last if last in self.org["still_tails"] else self.inflect(last, case) or self.by_rule(last, case, False)
        if case == "Acc" and last[-1] not in "ая":
            made = last
        along = self.inflect(first, case) if self.random.random() < 0.2 and made != last else None
        shape = _title if self.random.random() < 0.7 else str
        tag = self.morph.parse(last)[0].tag
        return Form(
            f"{_title(along or first)}-{shape(made)}",
            f"{_title(first)}-{shape(last)}",
            _agreement(tag.gender or "masc"),
        )

    def _brand(self, case: str) -> Form:
        if self.random.random() < 0.25:
            return self._hyphened(case)
        if self.random.random() < 0.3:
            noun = self.any("noun")
            tag = next(p.tag for p in self.morph.parse(noun) if p.tag.POS == "NOUN")
            if tag.gender:
                adjective = self.random.choice([*self.org["place_adjectives"], self.any("adj")])
                return self._pair(adjective, noun, tag.gender, case, False, True)
        noun = self.any("noun")
        made = self.inflect(noun, case) or noun
        tag = next(p.tag for p in self.morph.parse(noun) if p.tag.POS == "NOUN")
        if self.random.random() < 0.25:
            form = self.random.choice(self.org["legal_forms"])
            text = f"{form} «{_title(noun)}»"
            return Form(text, text, 2)
        return Form(_title(made), _title(noun), _agreement(tag.gender))

    def _place_genitive(self) -> str:
        for _ in range(50):
            made = self.inflect(self.any("Geox"), "Gen", kind="Geox")
            if made:
                return made
        return "россии"


def _agreement(gender: str | None) -> int:
    return {"masc": 0, "femn": 1, "neut": 2}.get(gender or "", 0)


def _low(words: str) -> str:
    return words[:1].lower() + words[1:]


def _head(words: str, shape: Callable[[str], str]) -> str:
    first, space, rest = words.partition(" ")
    return shape(first) + space + rest


def _title(word: str) -> str:
    return "-".join(w[:1].upper() + w[1:] for w in word.split("-")) if word.count("-") < 2 else word.capitalize()
