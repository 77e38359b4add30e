"""Keys of one entity over the whole corpus: which keys of single documents mean the same.

A document knows only itself: it leaves «? иванов» for a surname whose bearer it does not name, «azal» for a firm that
another document gives in full. Here each such key goes to the one that most documents pair it with, and
stays apart where no one has three fifths of them. Works on keys and counts alone, never on texts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from rusnews_extract.model import Entity, EntityType
from rusnews_extract.rules.names import NameRules
from rusnews_extract.stages.names.keys import LATIN, name_key, plain, skeleton

__all__ = ["Key", "may_be", "same_entities"]

Key = tuple[EntityType, str]
MAJORITY = 0.6
LEAST_CONSONANTS = 4


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
                if other != key:
                    shared[other][key] += count
    links = _surnames(entities, weight)
    for short, longer in shared.items():
        if short in weight and (target := _dominant(longer)):
            links[short] = target
    _spellings(weight, entities, links)
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
        return len(full.first_name or "") > 1
    one, two = plain(short.first_name), plain(full.first_name or "")
    return len(one) == 1 < len(two) and two.startswith(one)


def _dominant(counts: Counter[Key]) -> Key | None:
    if not counts:
        return None
    best, count = min(counts.items(), key=lambda x: (-x[1], x[0]))
    return best if count >= MAJORITY * sum(counts.values()) else None


def _spellings(weight: Counter[Key], entities: Mapping[Key, Entity], links: dict[Key, Key]) -> None:
    """The same name in two scripts, or a long name in two spellings, goes to the more frequent one.

    «Валерия Лугова» is no spelling of «Валерий Лугов».
    """
    groups: dict[tuple[EntityType, str], list[Key]] = defaultdict(list)
    for key in weight:
        consonants = skeleton(key[1])
        if not key[1].startswith("? ") and len(consonants.replace(" ", "")) >= LEAST_CONSONANTS:
            groups[key[0], consonants].append(key)
    for keys in groups.values():
        if len(keys) < 2:
            continue
        best, *others = sorted(keys, key=lambda k: (-weight[k], k))
        for other in others:
            two_scripts = bool(LATIN.search(other[1])) != bool(LATIN.search(best[1]))
            long = " " in other[1] and (other[0] == "PER" or len(other[1]) > 9)
            sexes = {g for k in (best, other) if (g := entities[k].gender)}
            if (two_scripts or long) and len(sexes) < 2 and other not in links and _end(best, links) != other:
                links[other] = best


def _end(key: Key, links: Mapping[Key, Key]) -> Key:
    seen = {key}
    while key in links and links[key] not in seen:
        key = links[key]
        seen.add(key)
    return key
