"""A user's gazetteer at work: listed names that the network missed become mentions, and entities get the listed id.

A form is found where its words stand one after another, each as written or as the lemma of what is written; the first
word must have a capital if the form has one. The longest form wins, and a longer span of the network stays:
«Лугов» in a list does not cut «улица Лугова».
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rusnews_extract.model import Entity
from rusnews_extract.rules.gazetteer import Gazetteer, Listed
from rusnews_extract.stages.names.drafts import CLOSING, OPENING, Draft, Drafts, Page
from rusnews_extract.stages.names.keys import plain
from rusnews_extract.stages.names.linking import Cluster, Named

__all__ = ["add_listed", "join_listed", "with_entry"]


def add_listed(page: Page, drafts: Drafts, listed: Gazetteer) -> tuple[Drafts, Mapping[Draft, str]]:
    """Return the drafts with the listed names among them, and the form that each listed name has in the list."""
    forms: dict[Draft, str] = {}
    lemma, text, i = page.parsed.tokens.lemma, page.parsed.tokens.text, 0
    while i < len(text):
        found = _at(page, i, listed.by_first_word.get(plain(text[i]), ()))
        found = found or _at(page, i, listed.by_first_word.get(lemma[i], ()))
        if found is None:
            i += 1
            continue
        draft, form = found
        forms[draft] = form
        i = page.tokens(draft).stop
    out: Drafts = []
    for d in drafts:
        around = [f for f in forms if f.start < d.stop and d.start < f.stop]
        wider = [f for f in around if d.start < f.start or f.stop < d.stop]
        for f in wider:
            del forms[f]  # the network's span is longer, or lies across
        if len(wider) == len(around):
            out.append(d)
    return sorted([*out, *forms]), forms


def _at(page: Page, i: int, forms: Sequence[tuple[tuple[str, ...], str, Listed]]) -> tuple[Draft, str] | None:
    tokens = page.parsed.tokens
    for words, form, entry in forms:
        if form[:1].isupper() and not tokens.text[i][0].isupper():
            continue
        if len(form) < 4 and form.isupper() and not tokens.text[i].isupper():
            continue
        at, last = i, i
        for word in words:
            while at > i and at < len(tokens) and tokens.text[at] in OPENING + CLOSING:
                at += 1
            if at >= len(tokens) or word not in (plain(tokens.text[at]), tokens.lemma[at]):
                break
            last, at = at, at + 1
        else:
            stop = tokens.stop[last]
            if "\n" in page.text[tokens.start[i] : stop]:
                continue
            if any(t in OPENING for t in tokens.text[i:last]) and page.text[stop : stop + 1] in CLOSING:
                stop += 1
            return Draft(tokens.start[i], min(stop, len(page.text)), entry.type), form
    return None


def join_listed(
    clusters: Sequence[Cluster], names: Sequence[Named], listed: Gazetteer
) -> tuple[list[Cluster], list[Listed | None]]:
    """Join the clusters of one entry; returns them with the entry of each."""
    out: list[Cluster] = []
    entries: list[Listed | None] = []
    place: dict[str, int] = {}
    for cluster in clusters:
        entry = _entry(cluster, names, listed)
        if entry is not None and entry.id in place:
            into = out[place[entry.id]]
            into.members = sorted([*into.members, *cluster.members])
            if cluster.person and cluster.person.full and not (into.person and into.person.full):
                into.person = cluster.person
            continue
        if entry is not None:
            place[entry.id] = len(out)
        out.append(cluster)
        entries.append(entry)
    return out, entries


def _entry(cluster: Cluster, names: Sequence[Named], listed: Gazetteer) -> Listed | None:
    """The entry that all listed forms of a cluster name; none where they differ."""
    forms = {names[m].normal for m in cluster.members}
    if (who := cluster.person) is not None and who.full:
        forms |= {who.name, f"{who.first} {who.last}"}
    found = {entry.id: entry for form in forms if (entry := listed.find(cluster.type, form))}
    return next(iter(found.values())) if len(found) == 1 else None


def with_entry(entity: Entity, entry: Listed) -> Entity:
    """Give an entity the name and the id of its entry; the key is the same in every document."""
    aliases = tuple(sorted({entity.name, *entity.aliases} - {entry.name}))
    return replace(entity, name=entry.name, key=f"= {entry.id}", aliases=aliases, external_id=entry.id)
