"""One row an entity over all documents, and the entities that a document names by a short or foreign form only.

A bare surname («Лугов»), one that the dictionary takes for a first name («Джонсон») and one with initials («Г. П.
Лугов») go to the person of that surname who dominates the documents of their time; an abbreviation and a name in Latin
letters go to what most documents pair them with. Where nobody dominates they stay apart, because a wrong merge is worse
than a missed one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from rusnews_extract.keys import EntityKey
from rusnews_extract.model import Entity
from rusnews_extract.rules.names import NameRules
from rusnews_extract.stages.names.catalogue import may_be, same_entities
from rusnews_extract.tables import CatalogueRow

__all__ = ["build_catalogue", "link_entities", "link_surnames"]

WINDOW = timedelta(days=180)
DOMINANT = 0.8
"""Share of the full names of a surname that one bearer must hold, in the window, to get the bare surname."""
_Bearer = tuple[date | None, str | None, str, str]
"""Day of publication, gender, first name and entity id of a full name: equal ones are counted."""


def link_entities(keys: Sequence[EntityKey], rules: NameRules) -> Mapping[tuple[str, str], str]:
    """Map ``(doc_id, entity_id)`` to the entity id that stands for it in the catalogue."""
    same = same_entities(((_entity(k), k.n_mentions) for k in keys if not _is_short(k)), rules)
    ids = {(k.type, k.key): k.entity_id for k in keys}
    long = {k.entity_id: ids[same[k.type, k.key]] for k in keys if (k.type, k.key) in same}  # type: ignore[index]
    present: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        present[key.doc_id].add(key.entity_id)
    links = {pair: long.get(target, target) for pair, target in link_surnames(keys).items()}
    for key in keys:
        target = long.get(key.entity_id)
        if target is not None and target not in present[key.doc_id]:
            links[key.doc_id, key.entity_id] = target
    return links


def link_surnames(keys: Sequence[EntityKey]) -> Mapping[tuple[str, str], str]:
    """Map ``(doc_id, entity_id)`` of a short form of a person to the entity id of its dominant bearer."""
    bearers: dict[str, Counter[_Bearer]] = defaultdict(Counter)
    present: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        present[key.doc_id].add(key.entity_id)
        if key.type == "PER" and key.last_name and len(key.first_name or "") > 1:
            bearers[_fold(key.last_name)][key.published, key.gender, key.first_name or "", key.entity_id] += 1
    links: dict[tuple[str, str], str] = {}
    known: dict[tuple[str | None, ...], Counter[str]] = {}
    for key in keys:
        if not _is_short(key):
            continue
        surname = _fold(key.last_name or key.first_name or "")
        asked = (surname, str(key.published), key.gender, key.first_name, key.last_name)
        if asked not in known:
            known[asked] = _near(bearers[surname], key)
        near = known[asked]
        if not near:
            continue
        best, count = max(near.items(), key=lambda item: (item[1], item[0]))
        if count >= DOMINANT * near.total() and best not in present[key.doc_id]:
            links[key.doc_id, key.entity_id] = best
            present[key.doc_id].add(best)
    return links


def _is_short(key: EntityKey) -> bool:
    """Say whether a person has a surname only, a lone word, or initials."""
    if key.type != "PER" or not (key.first_name or key.last_name):
        return False
    return not key.last_name or len(key.first_name or "") <= 1


def _near(bearers: Counter[_Bearer], short: EntityKey) -> Counter[str]:
    """Count the documents that name each bearer of the surname in full, if the short form may be his."""
    near: Counter[str] = Counter()
    form = _entity(short)
    for (published, gender, first, entity_id), count in bearers.items():
        full = Entity("PER", "", "", first_name=first, last_name=short.last_name, gender=gender)  # type: ignore[arg-type]
        if not may_be(form, full):
            continue
        if short.published is None or published is None or abs(short.published - published) <= WINDOW:
            near[entity_id] += count
    return near


def _entity(key: EntityKey) -> Entity:
    return Entity(
        key.type,  # type: ignore[arg-type]
        key.name,
        key.key,
        key.aliases,
        None,
        key.first_name,
        key.patronymic,
        key.last_name,
        key.gender,  # type: ignore[arg-type]
    )


def build_catalogue(keys: Iterable[EntityKey], links: Mapping[tuple[str, str], str]) -> list[CatalogueRow]:
    """Return the catalogue, sorted by id."""
    groups: dict[str, list[EntityKey]] = defaultdict(list)
    for key in keys:
        own = links.get((key.doc_id, key.entity_id), key.entity_id)
        groups[own].append(key)
    return [_row(entity_id, groups[entity_id]) for entity_id in sorted(groups)]


def _row(entity_id: str, group: list[EntityKey]) -> CatalogueRow:
    dated = sorted(k.published for k in group if k.published)
    full = [k for k in group if len(k.first_name or "") > 1] or group
    names: Counter[str] = Counter()
    for key in full:
        names[key.name] += key.n_mentions
    name = _best(names) or group[0].name
    aliases = Counter(a for k in group for a in (k.name, *k.aliases) if a != name)
    return CatalogueRow(
        entity_id=entity_id,
        type=group[0].type,
        name=name,
        first_name=_best(Counter(k.first_name for k in group if k.first_name)),
        patronymic=_best(Counter(k.patronymic for k in group if k.patronymic)),
        last_name=_best(Counter(k.last_name for k in full if k.last_name)),
        gender=_best(Counter(k.gender for k in group if k.gender)),
        aliases=tuple(sorted(aliases, key=lambda a: (-aliases[a], a))),
        roles=_roles(group),
        n_docs=len({k.doc_id for k in group}),
        n_mentions=sum(k.n_mentions for k in group),
        first_published=_first(dated),
        last_published=_first(dated[::-1]),
        external_id=_best(Counter(k.external_id for k in group if k.external_id)),
    )


def _roles(group: list[EntityKey]) -> tuple[str, ...]:
    roles = Counter(k.role_phrase for k in group if k.role_phrase)
    return tuple(sorted(roles, key=lambda r: (-roles[r], r)))


def _best(counts: Counter[str]) -> str | None:
    return min(counts, key=lambda c: (-counts[c], -len(c), c)) if counts else None


def _first(dates: list[date]) -> date | None:
    return dates[0] if dates else None


def _fold(name: str) -> str:
    return name.lower().replace("ё", "е")
