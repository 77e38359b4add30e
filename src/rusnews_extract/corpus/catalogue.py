"""One row an entity over all documents, and the persons that a document names by surname only.

A bare surname goes to the person of that surname who dominates the documents of its time; where nobody does it stays
apart, because a wrong merge is worse than a missed one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from rusnews_extract.keys import EntityKey
from rusnews_extract.tables import CatalogueRow

__all__ = ["build_catalogue", "link_surnames"]

WINDOW = timedelta(days=180)
DOMINANT = 0.8
"""Share of the full names of a surname that one bearer must hold, in the window, to get the bare surname."""
_Bearer = tuple[date | None, str | None, str]
"""Day of publication, gender and entity id of a full name: equal ones are counted, not compared one by one."""


def link_surnames(keys: Sequence[EntityKey]) -> Mapping[tuple[str, str], str]:
    """Map ``(doc_id, entity_id)`` of a bare surname to the entity id of its dominant bearer."""
    bearers: dict[str, Counter[_Bearer]] = defaultdict(Counter)
    present: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        present[key.doc_id].add(key.entity_id)
        if key.type == "PER" and key.last_name and key.first_name:
            bearers[_fold(key.last_name)][key.published, key.gender, key.entity_id] += 1
    links: dict[tuple[str, str], str] = {}
    known: dict[tuple[str, date | None, str | None], Counter[str]] = {}
    for key in keys:
        if key.type != "PER" or key.first_name or not key.last_name:
            continue
        asked = (_fold(key.last_name), key.published, key.gender)
        if asked not in known:
            known[asked] = _near(bearers[asked[0]], key)
        near = known[asked]
        if not near:
            continue
        best, count = max(near.items(), key=lambda item: (item[1], item[0]))
        if count >= DOMINANT * near.total() and best not in present[key.doc_id]:
            links[key.doc_id, key.entity_id] = best
            present[key.doc_id].add(best)
    return links


def _near(bearers: Counter[_Bearer], bare: EntityKey) -> Counter[str]:
    """Count the documents that name each bearer of the surname in full, of a like gender and about that time."""
    near: Counter[str] = Counter()
    for (published, gender, entity_id), count in bearers.items():
        if bare.gender and gender and bare.gender != gender:
            continue
        if bare.published is None or published is None or abs(bare.published - published) <= WINDOW:
            near[entity_id] += count
    return near


def build_catalogue(keys: Iterable[EntityKey], links: Mapping[tuple[str, str], str]) -> list[CatalogueRow]:
    """Return the catalogue, sorted by id."""
    groups: dict[str, list[EntityKey]] = defaultdict(list)
    for key in keys:
        own = links.get((key.doc_id, key.entity_id), key.entity_id)
        groups[own].append(replace(key, entity_id=own))
    return [_row(entity_id, groups[entity_id]) for entity_id in sorted(groups)]


def _row(entity_id: str, group: list[EntityKey]) -> CatalogueRow:
    dated = sorted(k.published for k in group if k.published)
    full = [k for k in group if k.first_name] or group
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
