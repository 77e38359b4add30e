"""Entities as the tables want them, from clusters of mentions."""

from collections import Counter
from collections.abc import Sequence

from rusnews_extract.model import Entity
from rusnews_extract.rules.names import NameRules
from rusnews_extract.stages.names.keys import plain
from rusnews_extract.stages.names.linking import Cluster, Named
from rusnews_extract.stages.names.persons import Person

__all__ = ["make_entity"]


def make_entity(cluster: Cluster, names: Sequence[Named], role: str | None, rules: NameRules) -> Entity:
    """Write an entity down: its fullest name in the document, the other forms, the parts of a person's name."""
    forms = Counter(names[m].normal for m in cluster.members)
    who = cluster.person
    name = _person_name(who, forms) if who is not None else _thing_name(cluster, forms, rules)
    aliases = tuple(sorted(f for f in forms if f != name))
    if who is None:
        return Entity(cluster.type, name, cluster.key, aliases)
    return Entity(
        cluster.type,
        name,
        cluster.key,
        aliases,
        role,
        who.first or None,
        who.patronymic or None,
        who.last or None,
        who.gender,
    )


def _person_name(who: Person, forms: Counter[str]) -> str:
    return who.name if who.full else max(forms, key=lambda f: (forms[f], len(f), f))


def _thing_name(cluster: Cluster, forms: Counter[str], rules: NameRules) -> str:
    """The fullest form that is no abbreviation; a country known only as «РФ» gets its name from the alias table."""
    own = {f: n for f, n in forms.items() if cluster.type != "LOC" or plain(f) == cluster.key} or dict(forms)
    best = max(own, key=lambda f: (not f.isupper(), len(f.split()), own[f], f))
    if cluster.title and " " not in best:
        return cluster.title
    if cluster.type == "LOC" and plain(best) != cluster.key:
        return next((v for v in rules.aliases.values() if plain(v) == cluster.key), best)
    return best
