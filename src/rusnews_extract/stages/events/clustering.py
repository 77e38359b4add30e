"""Which tellings of a document are one event: in kindred words, of parties, days and places that do not contradict.

Tellings are taken in text order, each joins the latest event it fits. Kindred are triggers of one entry, of one family
of ``events_kin.toml`` («голосование», «выборы») and of one mode. Parties are compared side by side, by entity or by
head word; where a side is unknown, only nearness, a headline or a noun without parties of its own («эта встреча») makes
two tellings one. What is planned or only possible is no retelling of what happened, unless of the same days; two verbs
in one sentence are two deeds. A wrong merge is worse than a missed one: it counts an event less and hands its date and
place to another. Rejected: merging rows, which loses the contradictions («38 погибших», «более 30») that an analyst
wants to see side by side; a weighted sum of the same features, which at equal recall joined no better.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.draft import Draft
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.name import Name

__all__ = ["assign_clusters"]

SPEECH = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"})
UNREAL = frozenset({"planned", "hypothetical", "negated"})
DEEDS = frozenset({"release", "ease"})
"""Modes of CONCEDE that are no words."""
FACE_TO_FACE = frozenset({"meet", "third-party", "visit"})
TALKS = ({"phone", "negotiate"}, {"meet", "negotiate"}, {"third-party", "negotiate"}, {None, "negotiate"})
"""Modes of CONSULT that tell one event: «созвонились и обсудили»."""
STEM = 6
BACK, NEXT = 2, 4
Keys = frozenset[int | str]


@dataclass(frozen=True, slots=True)
class Side:
    """The parties of one side: entities and head words, and whether any of them is named."""

    keys: Keys
    named: bool


def assign_clusters(g: Grammar, drafts: Sequence[Draft], rules: EventRules) -> None:
    """Number the events of a document in ``Draft.cluster``."""
    clusters: list[list[Draft]] = []
    told = _Tellings(rules, rules.cue("anyone"), {})
    for draft in drafts:
        told.sides[id(draft)] = (told.side(g, draft.actors), told.side(g, draft.recipients))
        home = next((n for n in range(len(clusters) - 1, -1, -1) if told.fits(draft, clusters[n])), len(clusters))
        if home == len(clusters):
            clusters.append([])
        clusters[home].append(draft)
        draft.cluster = home


@dataclass(frozen=True, slots=True)
class _Tellings:
    """Compares tellings; ``sides`` are the actors and recipients of each."""

    rules: EventRules
    anyone: frozenset[str]
    sides: dict[int, tuple[Side, Side]]

    def side(self, g: Grammar, names: Sequence[Name]) -> Side:
        """«двое», «мужчина», «подозреваемый» may be anybody and give no key; a «лайнер» is a «самолёт»."""
        keys: set[int | str] = {
            n.entity if n.entity is not None else self.rules.things.get(g.lemma[n.token], g.lemma[n.token][:STEM])
            for n in names
            if n.entity is not None or g.lemma[n.token] not in self.anyone
        }
        return Side(frozenset(keys), any(n.entity is not None for n in names))

    def fits(self, draft: Draft, cluster: Sequence[Draft]) -> bool:
        """Say whether a telling is one more of this event: no member contradicts it and one is told again by it."""
        if draft.type != cluster[0].type:
            return False
        parties = [self._same_parties(draft, d) for d in cluster]
        if "differ" in parties or any(_clash(draft, d, p == "same") for d, p in zip(cluster, parties, strict=True)):
            return False
        return any(self._again(draft, d, p) for d, p in zip(cluster, parties, strict=True))

    def _again(self, a: Draft, b: Draft, parties: str) -> bool:
        """Say whether ``a`` tells again what ``b`` told before it."""
        kin = self._kin(a, b)
        gap = a.sentence - b.sentence
        if not kin and a.type == "CONSULT":
            return self._matter(a, b) and ((gap <= BACK and parties == "same") or (gap <= NEXT and _refers(a)))
        if not kin or (gap == 0 and kin != "rule" and a.type != "CONSULT" and not (a.trigger.noun or b.trigger.noun)):
            return False
        if a.type in SPEECH and a.mode not in DEEDS:
            return parties == "same" and self._said_again(a, b)
        close = gap <= 1 or (gap <= NEXT and (b.zone != "body" or (kin == "rule" and parties != "unlike")))
        if parties == "same":
            return close or kin != "mode" or self._named_alike(a, b)
        return close or _refers(a)

    def _matter(self, a: Draft, b: Draft) -> bool:
        """«созвонились и обсудили»: one tells what was talked about in the call or meeting of the other."""
        return {a.mode, b.mode} in TALKS and all(d.mode or d.trigger.rule.id in self.rules.families for d in (a, b))

    def _kin(self, a: Draft, b: Draft) -> str:
        """How kindred two triggers are: of one «rule», «family» or «mode», or not at all."""
        if a.trigger.rule.id == b.trigger.rule.id:
            return "rule"
        mine, theirs = (self.rules.families.get(d.trigger.rule.id) for d in (a, b))
        if mine and theirs:
            return "" if mine.isdisjoint(theirs) else "family"
        return "mode" if a.mode is not None and a.mode == b.mode else ""

    def _same_parties(self, a: Draft, b: Draft) -> str:
        """Compare actors and recipients side by side: same, differ, unlike («Иванов», «водитель») or open: not told."""
        (actors, recipients), (others, undergoers) = self.sides[id(a)], self.sides[id(b)]
        gap = a.sentence - b.sentence
        if a.trigger.rule.frame == "mutual" or b.trigger.rule.frame == "mutual":
            everyone = actors.keys | recipients.keys
            all_others = others.keys | undergoers.keys
            if not everyone or not all_others:
                return "open"
            return "same" if everyone & all_others else "differ"
        found = {_same_side(actors, others, gap), _same_side(recipients, undergoers, gap)}
        return next((verdict for verdict in ("differ", "same", "unlike") if verdict in found), "open")

    def _named_alike(self, a: Draft, b: Draft) -> bool:
        """Say whether they share a party that is an entity: «автобус» of one page may be two."""
        mine, theirs = (x.keys | y.keys for x, y in (self.sides[id(a)], self.sides[id(b)]))
        return any(isinstance(key, int) for key in mine & theirs)

    def _said_again(self, a: Draft, b: Draft) -> bool:
        """A speech act is told twice in the headline and the text, or by the same words to the same people."""
        if a.zone != b.zone:
            return True
        (actors, recipients), (others, undergoers) = self.sides[id(a)], self.sides[id(b)]
        return bool(actors.keys & others.keys) and bool(recipients.keys & undergoers.keys)


def _refers(draft: Draft) -> bool:
    """«эта встреча», «после аварии»: a noun without parties of its own."""
    return draft.trigger.noun and not draft.own_parties


def _bare(draft: Draft) -> bool:
    """A noun without a verb says nothing of whether it happened: «приобретение завода» may be a plan."""
    return draft.trigger.noun and draft.trigger.light < 0


def _same_side(a: Side, b: Side, gap: int) -> str:
    if not a.keys or not b.keys:
        return "open"
    if a.keys & b.keys:
        return "same"
    return "unlike" if a.named != b.named and gap <= NEXT else "differ"


def _clash(a: Draft, b: Draft, same_parties: bool) -> bool:
    """Say whether two tellings contradict each other in date, place or in whether it happened."""
    if (a.status in UNREAL or b.status in UNREAL) and a.status != b.status:
        if "negated" in {a.status, b.status}:
            return True
        meant = "hypothetical" in {a.status, b.status} and a.sentence - b.sentence <= 1
        untold = a.time is None or b.time is None
        if not (_same_days(a, b) or (untold and (meant or _bare(a) or _bare(b)))):
            return True
    if _apart(a, b) or ("phone" in {a.mode, b.mode} and {a.mode, b.mode} & FACE_TO_FACE):
        return True
    if same_parties or a.place is None or b.place is None:
        return False
    return a.place.entity != b.place.entity and a.place.name != b.place.name


def _same_days(a: Draft, b: Draft) -> bool:
    x, y = a.time, b.time
    return x is not None and y is not None and (x.start_date, x.end_date) == (y.start_date, y.end_date)


def _apart(a: Draft, b: Draft) -> bool:
    x, y = a.time, b.time
    if x is None or y is None:
        return False
    if x.end_date is not None and y.start_date is not None and x.end_date < y.start_date:
        return True
    return y.end_date is not None and x.start_date is not None and y.end_date < x.start_date
