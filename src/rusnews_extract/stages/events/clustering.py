"""Which tellings of a document are one event: same type, parties, dates and places that do not contradict.

Tellings are taken in text order, each joins the latest event it fits. Parties are compared side by side, by entity or
by head word; a description («подозреваемый») fits a name near by. A noun without parties of its own («эта встреча»)
joins the nearest; a speech act joins only one between the same parties. Rejected: merging rows, which loses the
contradictions («38 погибших», «более 30») that an analyst wants to see side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.draft import Draft
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.name import Name

__all__ = ["assign_clusters"]

SPEECH = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"})
UNSORTED = frozenset({"LIFE", "AWARD", "SPORT", "CULTURE", "ELECTION", "DISASTER", "ECONOMY", "SCIENCE", "LEGISLATE"})
STEM = 6
NEAR = 12
NEXT = 4
Keys = frozenset[int | str]


@dataclass(frozen=True, slots=True)
class Side:
    """The parties of one side: entities and head words, and whether any of them is named."""

    keys: Keys
    named: bool


def assign_clusters(g: Grammar, drafts: Sequence[Draft], rules: EventRules) -> None:
    """Number the events of a document in ``Draft.cluster``."""
    anyone = rules.cue("anyone")
    clusters: list[list[Draft]] = []
    sides: dict[int, tuple[Side, Side]] = {}
    for draft in drafts:
        sides[id(draft)] = (_side(g, draft.actors, anyone), _side(g, draft.recipients, anyone))
        home = next((n for n in range(len(clusters) - 1, -1, -1) if _fits(draft, clusters[n], sides)), len(clusters))
        if home == len(clusters):
            clusters.append([])
        clusters[home].append(draft)
        draft.cluster = home


def _side(g: Grammar, names: Sequence[Name], anyone: frozenset[str]) -> Side:
    """«двое», «мужчина», «подозреваемый» may be anybody and give no key."""
    keys: set[int | str] = {
        n.entity if n.entity is not None else g.lemma[n.token][:STEM]
        for n in names
        if n.entity is not None or g.lemma[n.token] not in anyone
    }
    return Side(frozenset(keys), any(n.entity is not None for n in names))


def _fits(draft: Draft, cluster: Sequence[Draft], sides: dict[int, tuple[Side, Side]]) -> bool:
    if draft.type != cluster[0].type:
        return False
    if not all(_modes_agree(draft, d) for d in cluster) or any(_clash(draft, d) for d in cluster):
        return False
    gap = draft.sentence - cluster[-1].sentence
    verdicts = [_same_parties(draft, d, sides, gap) for d in cluster]
    if "same" not in verdicts and _both_told(draft, cluster):
        return False
    if "differ" in verdicts:
        return False
    if "same" in verdicts:
        return draft.type not in SPEECH or _said_again(draft, cluster)
    return draft.type not in SPEECH and gap <= NEAR


def _both_told(draft: Draft, cluster: Sequence[Draft]) -> bool:
    """Two verbs of different entries are two events, unless their parties say otherwise."""
    if draft.trigger.noun or not draft.own_parties:
        return False
    return all(not d.trigger.noun and d.trigger.rule.id != draft.trigger.rule.id and d.own_parties for d in cluster)


def _same_parties(a: Draft, b: Draft, sides: dict[int, tuple[Side, Side]], gap: int) -> str:
    """Compare actors and recipients side by side: «same», «differ», or «open» where a side is unknown."""
    (actors, recipients), (others, undergoers) = sides[id(a)], sides[id(b)]
    if a.trigger.rule.frame == "mutual" or b.trigger.rule.frame == "mutual":
        everyone = actors.keys | recipients.keys
        all_others = others.keys | undergoers.keys
        if not everyone or not all_others:
            return "open"
        return "same" if everyone & all_others else "differ"
    found = {_same_side(actors, others, gap), _same_side(recipients, undergoers, gap)}
    if "differ" in found:
        return "differ"
    return "same" if "same" in found else "open"


def _same_side(a: Side, b: Side, gap: int) -> str:
    if not a.keys or not b.keys:
        return "open"
    if a.keys & b.keys:
        return "same"
    return "open" if a.named != b.named and gap <= NEXT else "differ"


def _modes_agree(a: Draft, b: Draft) -> bool:
    if a.type in UNSORTED and a.trigger.rule.id != b.trigger.rule.id:
        return a.trigger.noun and not a.own_parties
    if a.type == "JUSTICE" and a.mode != b.mode:
        return False  # an appeal is no retelling of the sentence
    if a.mode == b.mode or not a.mode or not b.mode:
        return True
    if a.type != "CONSULT":
        return False
    if a.trigger.noun and not a.own_parties:
        return True
    return "phone" not in {a.mode, b.mode} and "visit" not in {a.mode, b.mode}


def _clash(a: Draft, b: Draft) -> bool:
    """Say whether two tellings contradict each other in date, place or in whether it happened."""
    if "negated" in {a.status, b.status} and a.status != b.status:
        return True
    if a.time is not None and b.time is not None and max(a.time_rank, b.time_rank) < 3 and _apart(a, b):
        return True
    if any(d.trigger.noun and d.trigger.light < 0 for d in (a, b)):
        return False
    if a.place is not None and b.place is not None and max(a.place_rank, b.place_rank) < 2:
        return a.place.entity != b.place.entity and a.type not in {"CONSULT", "ACCIDENT", "DISASTER"}
    return False


def _apart(a: Draft, b: Draft) -> bool:
    x, y = a.time, b.time
    if x is None or y is None:
        return False
    if x.end_date is not None and y.start_date is not None and x.end_date < y.start_date:
        return True
    return y.end_date is not None and x.start_date is not None and y.end_date < x.start_date


def _said_again(draft: Draft, cluster: Sequence[Draft]) -> bool:
    """A speech act is told twice in the headline and the text, or by the same words to the same people."""
    last = cluster[-1]
    if draft.zone != last.zone:
        return True
    actors = {n.name for n in draft.actors} & {n.name for d in cluster for n in d.actors}
    recipients = {n.name for n in draft.recipients} & {n.name for d in cluster for n in d.recipients}
    return bool(actors) and bool(recipients)
