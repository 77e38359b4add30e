"""Mentions of one document gathered into entities: one person, one place, one organisation, one entity each.

Persons: full names first; then a bare surname goes to the full name that it fits, by gender, then to the one
last seen before it; a first name alone only where it is unambiguous. Places and organisations: by key, by an
abbreviation or a Latin spelling in brackets behind the full form, by an abbreviation of the only name that fits.
A wrong merge is worse than a missed one, so every doubt leaves two entities.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rusnews_extract.model import EntityType
from rusnews_extract.rules.names import NameRules
from rusnews_extract.stages.names.keys import (
    LATIN,
    abbreviates,
    is_initial,
    is_state_body,
    name_key,
    one_script,
    plain,
    skeleton,
)
from rusnews_extract.stages.names.persons import Person, surname_base

__all__ = ["Cluster", "Named", "link"]

LEAST_NAME = 4
VOWELS = "аеиоуыэюяй"
HOME = "россии"


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with its nominative, ready for linking."""

    start: int
    stop: int
    type: EntityType
    normal: str
    person: Person | None = None
    titled: bool = False
    """A title stands before it: «пророк Мухаммед» is no other Мухаммед of the page."""
    common: bool = False
    """Made of common nouns, as «верховный суд»: what it means, the page has to say."""


@dataclass(slots=True)
class Cluster:
    """An entity in the making; ``members`` index the mentions."""

    type: EntityType
    key: str
    members: list[int] = field(default_factory=list)
    person: Person | None = None
    title: str = ""
    """Its name with whose it is, where the mentions leave that out: «МИД Казахстана»."""


def link(text: str, names: Sequence[Named], rules: NameRules) -> list[Cluster]:
    """Return the entities in the order of their first mention."""
    clusters = _things(text, names, rules) + _persons(names)
    for cluster in clusters:
        cluster.members.sort()
    return sorted((c for c in clusters if c.members), key=lambda c: c.members[0])


def _things(text: str, names: Sequence[Named], rules: NameRules) -> list[Cluster]:
    found: dict[tuple[EntityType, str], Cluster] = {}
    owners = _owners(text, names, rules)
    for i, name in enumerate(names):
        if name.type != "PER":
            key, title = name_key(name.normal, rules), ""
            if key in owners:
                key, title = owners[key].get(i, owners[key].get(-1, (key, "")))
            cluster = found.setdefault((name.type, key), Cluster(name.type, key))
            cluster.members.append(i)
            cluster.title = cluster.title or title
    merged = _in_brackets(text, names, found, rules)
    clusters = [c for k, c in found.items() if k not in merged]
    return _shortened(names, _abbreviations(names, clusters), rules)


def _owners(text: str, names: Sequence[Named], rules: NameRules) -> dict[str, dict[int, tuple[str, str]]]:
    """«МИД Казахстана» and «МИД Таджикистана» are two bodies, though the mention is «МИД» both times.

    Maps key → mention → key and name with the state; under -1 stands what bare mentions get, where the page has one
    owner only. Russia's are left as they are, since most pages name them bare.
    """
    owners: dict[str, dict[int, tuple[str, str]]] = {}
    for i, (one, two) in enumerate(pairwise(names)):
        if one.type == "ORG" and two.type == "LOC" and text[one.stop : two.start] == " ":
            key = name_key(one.normal, rules)
            if is_state_body(key, rules) and (owner := _owner(plain(text[two.start : two.stop]), two, rules)):
                named = (key, "") if owner == HOME else (f"{key} {owner}", f"{one.normal} {text[two.start : two.stop]}")
                owners.setdefault(key, {})[i] = named
    for found in owners.values():
        if len({key for key, _ in found.values()}) == 1:
            found[-1] = next(iter(found.values()))
    return owners


def _owner(surface: str, place: Named, rules: NameRules) -> str | None:
    """The genitive of a state as keys have it, or of another place; none for a nominative («REGNUM, Киев»)."""
    return rules.states.get(surface) or (surface if surface != plain(place.normal) else None)


def _in_brackets(
    text: str, names: Sequence[Named], found: Mapping[tuple[EntityType, str], Cluster], rules: NameRules
) -> set[tuple[EntityType, str]]:
    """«Международный валютный фонд (МВФ)»: the bracketed form joins the one before it; returns what was joined."""
    merged: dict[tuple[EntityType, str], tuple[EntityType, str]] = {}
    for one, two in pairwise(names):
        between = text[one.stop : two.start]
        if (
            one.type == "PER"
            or one.type != two.type
            or between.strip('«»"” ') != "("
            or text[two.stop : two.stop + 1] not in ')»",;'
        ):
            continue
        if not _same_thing(one.normal, two.normal):
            continue
        a: tuple[EntityType, str] = (one.type, name_key(one.normal, rules))
        b: tuple[EntityType, str] = (two.type, name_key(two.normal, rules))
        a, b = merged.get(a, a), merged.get(b, b)
        if a != b:
            long, short = (a, b) if len(a[1]) >= len(b[1]) else (b, a)
            found[long].members.extend(found[short].members)
            found[short].members.clear()
            merged[short] = long
    return set(merged)


def _same_thing(one: str, two: str) -> bool:
    if abbreviates(two, one) or abbreviates(one, two):
        return True
    return bool(LATIN.search(two)) != bool(LATIN.search(one)) and one.upper() != one


def _abbreviations(names: Sequence[Named], clusters: list[Cluster]) -> list[Cluster]:
    """An abbreviation without brackets joins the only organisation of the document that it can stand for."""
    full = [c for c in clusters if c.type == "ORG" and " " in c.key]
    for cluster in clusters:
        if cluster.type != "ORG" or " " in cluster.key or len(cluster.key) < 3:
            continue
        shown = one_script(names[cluster.members[0]].normal) if cluster.members else ""
        if sum(c.isupper() for c in shown) < 2:
            continue
        fits = [
            c
            for c in full
            if c.members and (abbreviates(shown, c.key) or any(abbreviates(shown, names[m].normal) for m in c.members))
        ]
        if len(fits) == 1:
            fits[0].members.extend(cluster.members)
            cluster.members.clear()
    return [c for c in clusters if c.members]


def _shortened(names: Sequence[Named], clusters: list[Cluster], rules: NameRules) -> list[Cluster]:
    """«Верховный суд» is the «Верховный суд Казахстана» of the page, «Сбербанк» its «Сбербанк России».

    Only one longer name may begin with the short one; «Газпром» and «Газпром нефть» are two firms.
    """
    for cluster in clusters:
        if cluster.type != "ORG" or not cluster.members:
            continue
        begin = f"{cluster.key} "
        longer = [c for c in clusters if c.type == "ORG" and c.members and c.key.startswith(begin)]
        if len(longer) != 1 or longer[0].key.removeprefix(begin).startswith("по "):
            continue
        if names[cluster.members[0]].common or longer[0].key.removeprefix(begin) in rules.states:
            longer[0].members.extend(cluster.members)
            cluster.members.clear()
    return [c for c in clusters if c.members]


def _persons(names: Sequence[Named]) -> list[Cluster]:
    people = [(i, n.person) for i, n in enumerate(names) if n.type == "PER" and n.person is not None]
    full: list[Cluster] = []
    for i, p in people:
        if p.full:
            _join(full, i, p)
    rest: dict[str, Cluster] = {}
    for i, p in people:
        if p.full:
            continue
        target = _bearer(full, i, p, names[i].titled)
        if target is None:
            key = f"? {plain(p.last or p.first or names[i].normal)}"
            target = rest.setdefault(key, Cluster("PER", key, [], p))
        target.members.append(i)
    for cluster in full:
        _name_by_majority(cluster, names)
    return full + list(rest.values())


def _name_by_majority(cluster: Cluster, names: Sequence[Named]) -> None:
    """Where first names of one stem met, the one that the page says most often is right."""
    people = [p for m in cluster.members if (p := names[m].person) is not None and p.full and not is_initial(p.first)]
    said = Counter(p.first for p in people)
    if cluster.person is None or len(said) < 2 or all(p.known for p in people):
        return
    first = max(said, key=lambda f: (said[f], f))
    cluster.person = max((p for p in people if p.first == first), key=lambda p: len(p.name))
    cluster.key = _person_key(cluster.person)


def _join(full: list[Cluster], i: int, p: Person) -> None:
    """Put a full name to the person that it names already, or make a new one."""
    for cluster in full:
        known = cluster.person
        if known is not None and _same_person(known, p):
            cluster.members.append(i)
            if len(p.name.replace(".", "")) > len(known.name.replace(".", "")):
                cluster.person = p
                cluster.key = _person_key(p)
            return
    full.append(Cluster("PER", _person_key(p), [i], p))


def _person_key(p: Person) -> str:
    return plain(f"{p.first} {p.last}")


def _same_person(a: Person, b: Person) -> bool:
    if _same_stem(a, b):
        return True
    if a.gender and b.gender and a.gender != b.gender:
        return False
    if plain(a.last) != plain(b.last) and not (
        bool(LATIN.search(a.last)) != bool(LATIN.search(b.last)) and skeleton(plain(a.last)) == skeleton(plain(b.last))
    ):
        return False
    return _agrees(a.first, b.first) and (not (a.patronymic and b.patronymic) or _agrees(a.patronymic, b.patronymic))


def _same_stem(a: Person, b: Person) -> bool:
    """«Асия Биби» and «Асии Биби»: a first name that the dictionary lacks, once with its ending misread."""
    if (a.known and b.known) or plain(a.last) != plain(b.last):
        return False
    one, two = plain(a.first), plain(b.first)
    return min(len(one), len(two)) >= LEAST_NAME and one[:-1].rstrip(VOWELS) == two[:-1].rstrip(VOWELS)


def _agrees(one: str, two: str) -> bool:
    """Equal, an initial of, or the same in another script."""
    a, b = plain(one), plain(two)
    if is_initial(a) or is_initial(b):
        return a.startswith(b) or b.startswith(a)
    if bool(LATIN.search(a)) != bool(LATIN.search(b)):
        return skeleton(a) == skeleton(b)
    return a == b


def _bearer(full: Sequence[Cluster], i: int, p: Person, titled: bool) -> Cluster | None:
    """Return the one whom a bare surname or first name means, if that is clear.

    The dictionary takes some surnames for first names («Джонсон»), so a lone word is tried as a surname first.
    """
    if p.plural:
        return None
    fits = [c for c in full if c.person is not None and _bears(c.person, p)]
    if not fits and not p.last and not titled:
        fits = [c for c in full if c.person is not None and _is_called(c.person, p)]
        return fits[0] if len(fits) == 1 else None
    if len(fits) <= 1:
        return fits[0] if fits else None
    agree = [c for c in fits if c.person and c.person.gender == p.gender] if p.gender else fits
    before = [(max(m for m in c.members if m < i), c) for c in agree or fits if c.members[0] < i]
    return max(before, key=lambda x: x[0])[1] if before else None


def _bears(known: Person, p: Person) -> bool:
    """The surname is his, and the sexes do not differ."""
    if known.gender and p.gender and p.last and known.gender != p.gender:
        return False
    one, two = plain(known.last), plain(p.last or p.first)
    if one == two or (known.gender is None and surname_base(one) == surname_base(two)):
        return True
    return one.split(" ")[-1] == two or one.endswith("-" + two)


def _is_called(known: Person, p: Person) -> bool:
    return plain(known.first) == plain(p.first) and not (known.gender and p.gender and known.gender != p.gender)
