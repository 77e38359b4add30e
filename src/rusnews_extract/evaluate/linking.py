"""Score which mentions are one entity: B³ over ``entity_id``.

Groups run over the whole corpus, as ``entity_id`` does; apart, the same inside each document. Both on the matched
mentions alone and with detection counted, where a mention that only one side has is wrong there.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from rusnews_extract.evaluate.matching import b_cubed
from rusnews_extract.evaluate.mentions import MentionMatch
from rusnews_extract.evaluate.report import Report, Tally

__all__ = ["score_linking"]

Item = tuple[int, str, int]
Groups = dict[Item, tuple[int, str]]


def score_linking(matches: Sequence[MentionMatch]) -> Report:
    """Return ``linking.*`` with detection counted, ``linking.matched.*`` without, and ``….document.*`` for each."""
    tally = Tally("linking")
    gold, found = _groups(matches)
    paired = [item for item in gold if item in found]
    tally.counts["linking.mentions"] = len(paired)
    sides = {
        "linking": (gold, found),
        "linking.matched": ({i: gold[i] for i in paired}, {i: found[i] for i in paired}),
    }
    for name, (want, have) in sides.items():
        if not want and not have:
            continue
        whole = b_cubed(_names(want), _names(have))
        inside = b_cubed(want, have)
        tally.harmonic(name, whole.precision, whole.recall)
        tally.harmonic(f"{name}.document", inside.precision, inside.recall)
    _note(matches, paired, gold, found, tally)
    return tally.report()


def _groups(matches: Sequence[MentionMatch]) -> tuple[Groups, Groups]:
    """Return the document and the group of each mention; a mention without a group is one of its own."""
    gold: Groups = {}
    found: Groups = {}
    for p, match in enumerate(matches):
        wanted, got = match.page.gold.mentions, match.page.found.mentions
        items = [((p, "pair", i), i, j) for i, j, _ in match.pairs]
        for item, i in [(item, i) for item, i, _ in items] + [((p, "gold", i), i) for i in match.missed]:
            gold[item] = p, f"{wanted[i].type} {wanted[i].entity or (p, i)}"
        for item, j in [(item, j) for item, _, j in items] + [((p, "found", j), j) for j in match.extra]:
            found[item] = p, got[j].entity_id or str((p, j))
    return gold, found


def _names(groups: Groups) -> Mapping[Item, str]:
    return {item: name for item, (_, name) in groups.items()}


def _note(matches: Sequence[MentionMatch], paired: Sequence[Item], gold: Groups, found: Groups, tally: Tally) -> None:
    """Note each mention that its group does not belong to by majority, or that lies outside its entity's main group."""
    pairs = Counter((gold[item][1], found[item][1]) for item in paired)
    owner: dict[str, str] = {}
    home: dict[str, str] = {}
    for (entity, group), _ in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
        owner.setdefault(group, entity)
        home.setdefault(entity, group)
    for item in paired:
        entity, group = gold[item][1], found[item][1]
        mention = matches[item[0]].page.gold.mentions[item[2]]
        if owner[group] != entity:
            detail = f"linked with «{owner[group]}» for «{entity}»"
        elif home[entity] != group:
            detail = f"apart from the other mentions of «{entity}»"
        else:
            continue
        tally.differ(matches[item[0]].page.gold, "wrong", mention.start, mention.stop, detail)
