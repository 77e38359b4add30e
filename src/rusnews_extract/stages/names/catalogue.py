"""Keys of one entity over the whole corpus: which keys of single documents mean the same.

A document knows only itself: it leaves «? иванов» for a surname whose bearer it does not name, «azal» for a firm that
another document gives in full. Here each such key goes to the one that most documents pair it with, and
stays apart where no one has three fifths of them. Works on keys and counts alone, never on texts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from rusnews_extract.model import Entity, EntityType
from rusnews_extract.rules.names import NameRules
from rusnews_extract.stages.names.keys import LATIN, is_initial, is_state_body, name_key, plain, skeleton
from rusnews_extract.stages.names.persons import surname_base

__all__ = ["Key", "may_be", "same_entities"]

Key = tuple[EntityType, str]
MAJORITY = 0.6
LEAST_CONSONANTS: Mapping[EntityType, int] = {"PER": 3, "LOC": 4, "ORG": 4}
LONG = 9


def same_entities(found: Iterable[tuple[Entity, int]], rules: NameRules) -> Mapping[Key, Key]:
    """Map keys to the key that stands for them.

    ``found`` gives each document's entities with a weight (mentions, or 1). Keys that stand for themselves are left
    out, and a target is never itself mapped.
    """
    weight: Counter[Key] = Counter()
    entities: dict[Key, Entity] = {}
    shared: dict[Key, Counter[Key]] = defaultdict(Counter)
    for entity, count in found:
        key = (entity.type, entity.key)
        weight[key] += count
        entities.setdefault(key, entity)
        if entity.type != "PER":
            for form in (entity.name, *entity.aliases):
                other = (entity.type, name_key(form, rules))
                if other != key and not (
                    is_state_body(other[1], rules) and key[1].startswith(f"{other[1]} ")
                ):  # «МИД» of a page is its own
                    shared[other][key] += count
    links = _surnames(entities, weight)
    for short, longer in shared.items():
        if short in weight and (target := _dominant(longer)):
            links[short] = target
    _spellings(weight, entities, links, rules)
    return {key: end for key in links if (end := _end(key, links)) != key}


def _surnames(entities: Mapping[Key, Entity], weight: Counter[Key]) -> dict[Key, Key]:
    bearers: dict[str, list[Key]] = defaultdict(list)
    for key, entity in entities.items():
        if entity.type == "PER" and entity.first_name and entity.last_name:
            bearers[plain(entity.last_name)].append(key)
    links: dict[Key, Key] = {}
    for key, entity in entities.items():
        bare = entity.last_name or entity.first_name  # «Джонсон» may be either
        if entity.type != "PER" or not bare:
            continue
        fits = [b for b in bearers[plain(bare)] if b != key and may_be(entity, entities[b])]
        if target := _dominant(Counter({b: weight[b] for b in fits})):
            links[key] = target
    return links


def may_be(short: Entity, full: Entity) -> bool:
    """A bare surname, or one with an initial, may be the full name's."""
    if short.gender and full.gender and short.gender != full.gender and short.last_name:
        return False
    if not short.first_name or not short.last_name:
        return not is_initial(full.first_name or "x")
    one, two = plain(short.first_name), plain(full.first_name or "")
    return is_initial(one) and not is_initial(two) and two.startswith(one)


def _dominant(counts: Counter[Key]) -> Key | None:
    if not counts:
        return None
    best, count = min(counts.items(), key=lambda x: (-x[1], x[0]))
    return best if count >= MAJORITY * sum(counts.values()) else None


def _spellings(weight: Counter[Key], entities: Mapping[Key, Entity], links: dict[Key, Key], rules: NameRules) -> None:
    """The same name in two scripts, or a long name in two spellings, goes to the more frequent one.

    «Валерия Лугова» is no spelling of «Валерий Лугов».
    """
    groups: dict[tuple[EntityType, str], list[Key]] = defaultdict(list)
    for key in weight:
        consonants = skeleton(key[1]).replace("z", "s")
        if not key[1].startswith("? ") and len(consonants.replace(" ", "")) >= LEAST_CONSONANTS[key[0]]:
            groups[key[0], consonants].append(key)
    for keys in groups.values():
        if len(keys) < 2:
            continue
        best, *others = sorted(keys, key=lambda k: (-weight[k], k))
        for other in others:
            if other in links or _end(best, links) == other:
                continue
            often = weight[best] > weight[other]
            person = best[0] == "PER"
            if _same_spelt(entities[best], entities[other], often, rules) if person else _thing_spelt(best, other):
                links[other] = best


def _thing_spelt(best: Key, other: Key) -> bool:
    two_scripts = bool(LATIN.search(other[1])) != bool(LATIN.search(best[1]))
    return two_scripts or (" " in other[1] and len(other[1]) > LONG)


def _same_spelt(best: Entity, other: Entity, often: bool, rules: NameRules) -> bool:
    """Both with a first name, of which one at least is rare; of two sexes only where the surname does not tell them.

    Nor where the rarer first name is misread: «Хав Лугов» beside «Хава Лугова».
    """
    a, b = plain(best.first_name or ""), plain(other.first_name or "")
    if not (a and b and best.last_name and other.last_name):
        return bool(LATIN.search(best.name)) != bool(LATIN.search(other.name))
    if a != b and a in rules.first_names and b in rules.first_names:
        return a.replace("ь", "и") == b.replace("ь", "и")  # «Наталья», «Наталия»
    one, two = best.last_name, other.last_name
    if best.gender in {None, other.gender} or other.gender is None or plain(one) == plain(two):
        return True
    return often and b not in rules.first_names and surname_base(one) == surname_base(two)


def _end(key: Key, links: Mapping[Key, Key]) -> Key:
    seen = {key}
    while key in links and links[key] not in seen:
        key = links[key]
        seen.add(key)
    return key
