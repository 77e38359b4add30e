"""What one telling takes from the others: places, dates and parties of its event, and of the event it belongs to.

Only what the other told itself is handed on, and only to a telling that shares its parties or has none of its own.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.draft import Draft
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.name import Name

__all__ = ["complete"]

PHYSICAL = frozenset({"DEATH", "ACCIDENT", "DISASTER", "ASSAULT", "COERCE", "CRIME", "PROTEST", "SPORT"})
PLACED = frozenset({"DEATH", "ACCIDENT", "DISASTER", "ASSAULT", "CRIME", "PROTEST", "SPORT"})
FOLLOWING = frozenset({"DEATH", "ACCIDENT", "ASSAULT", "DISASTER", "SPORT"})
NEXT_DOOR = frozenset({"COERCE", "PROTEST", "CONCEDE"})
"""These follow what happened in the sentence before, not farther."""
TALKS = frozenset({"CONSULT", "COOPERATE"})
UNREAL = frozenset({"planned", "hypothetical", "negated"})
ANSWERED = frozenset({"ACCUSE", "REQUEST", "THREATEN", "ECONOMY"})
DECISIONS = frozenset({"JUSTICE", "SANCTION", "COERCE"})
BACK = 2
TOLD = 0.7


def complete(g: Grammar, drafts: Sequence[Draft], rules: EventRules) -> None:
    """Fill in parties, places and dates, first inside clusters, then along the line of the report."""
    _pairs(g, drafts, rules)
    _answers(drafts)
    _appeals(g, drafts, rules)
    clusters: dict[int, list[Draft]] = {}
    for draft in drafts:
        clusters.setdefault(draft.cluster, []).append(draft)
    for members in clusters.values():
        _share(members)
    _along(g, drafts, rules)
    _on_a_visit(drafts)
    for members in clusters.values():
        _share(members)


def _pairs(g: Grammar, drafts: Sequence[Draft], rules: EventRules) -> None:
    """«Стороны подписали…», «Переговоры шли…»: the parties of the event before, where two or more were named."""
    generic = rules.cue("generic-party")
    for number, draft in enumerate(drafts):
        if draft.trigger.rule.frame != "mutual" or any(
            g.lemma[a.token] not in generic or a.entity is not None for a in draft.actors
        ):
            continue
        for before in reversed(drafts[:number]):
            if draft.sentence - before.sentence > BACK + 1:
                break
            parties = [n for n in (*before.actors, *before.recipients) if n.entity is not None]
            bilateral = before.trigger.rule.frame == "mutual" or before.type in {"COOPERATE", "ECONOMY"}
            if len(parties) > 1 and bilateral:
                draft.actors = tuple(parties)
                break


def _answers(drafts: Sequence[Draft]) -> None:
    """Who rejects, rejects those who accused or asked him just before."""
    for number, draft in enumerate(drafts):
        if draft.type != "REJECT" or draft.recipients:
            continue
        for before in reversed(drafts[:number]):
            if draft.sentence - before.sentence > BACK:
                break
            if (
                before.type in ANSWERED
                and before.confidence >= TOLD
                and before.actors
                and not _names(before.actors) & _names(draft.actors)
            ):
                draft.recipients = before.actors
                draft.actors = draft.actors or before.recipients
                break


def _appeals(g: Grammar, drafts: Sequence[Draft], rules: EventRules) -> None:
    """Who appeals, appeals against those who decided: the court that sentenced, the office that fined."""
    words, courts = rules.cue("appeal"), rules.cue("court")
    appeals = [any(g.lemma[t] in words for t in d.trigger.tokens) for d in drafts]
    for number, draft in enumerate(drafts):
        if not appeals[number] or draft.type != "JUSTICE" or any(r.kind for r in draft.recipients):
            continue
        draft.recipients = ()  # a sentence is no party
        for before, again in zip(reversed(drafts[:number]), reversed(appeals[:number]), strict=True):
            decided = tuple(a for a in before.actors if a.kind != "PER" and a.name not in _names(draft.actors))
            if before.type in DECISIONS and not again and decided:
                # an office is named as the other side; a court that sentenced is not
                if not any(g.lemma[t] in courts for a in decided for t in _tokens(g, a)):
                    draft.recipients = decided
                break


def _tokens(g: Grammar, name: Name) -> range:
    return range(bisect_left(g.start, name.start), bisect_left(g.start, name.stop))


def _share(members: Sequence[Draft]) -> None:
    told = [d for d in members if d.time is not None and d.time_rank <= 4 and _may_date(d)]
    placed = [d for d in members if d.place is not None]
    actors, recipients = _of_all(d.actors for d in members), _of_all(d.recipients for d in members)
    for draft in members:
        near = [d for d in placed if _related(draft, d)]
        if draft.place is None and near:
            best = min(near, key=lambda d: (d.place_rank, d.zone != "body"))
            draft.place, draft.place_rank = best.place, max(best.place_rank, 4)
        dated = [d for d in told if _related(draft, d) and (draft.status in UNREAL) == (d.status in UNREAL)]
        if draft.time is None and dated:
            best = min(dated, key=lambda d: (d.time_rank, d.zone != "body"))
            draft.time, draft.basis, draft.time_rank = best.time, "inherited", 5
        if not draft.own_parties:
            draft.actors, draft.recipients = draft.actors or actors, draft.recipients or recipients
        elif not draft.actors and _names(draft.recipients) & _names(recipients):
            draft.actors = tuple(a for a in actors if a.name not in _names(draft.recipients))
        elif not draft.recipients and _names(draft.actors) & _names(actors):
            draft.recipients = tuple(r for r in recipients if r.name not in _names(draft.actors))


def _of_all(sides: Iterable[tuple[Name, ...]]) -> tuple[Name, ...]:
    """Return the fullest of the sides, unless two of them name different people (votes of several, say)."""
    told = sorted((side for side in sides if side), key=len, reverse=True)
    if not told or any(not _names(side) & _names(told[0]) for side in told[1:]):
        return ()
    return told[0]


def _may_date(draft: Draft) -> bool:
    """A bare noun has its clause's date only by the way («одобрила покупку на прошлой неделе»)."""
    return not draft.trigger.noun or draft.trigger.light >= 0 or draft.time_rank == 0


def _related(draft: Draft, other: Draft) -> bool:
    """Say whether what one tells holds of the other: shared parties, a title, or a telling without parties."""
    if not draft.own_parties or draft.zone != "body" or other.zone != "body":
        return True
    if not other.own_parties:
        return other.sentence < draft.sentence
    mine, theirs = _names((*draft.actors, *draft.recipients)), _names((*other.actors, *other.recipients))
    return bool(mine & theirs) or draft.type in FOLLOWING


def _names(names: Sequence[Name]) -> set[str]:
    return {n.name for n in names}


def _along(g: Grammar, drafts: Sequence[Draft], rules: EventRules) -> None:
    """What happens to people goes on from the telling before: «В Омске сгорел дом. Погибли двое»."""
    same_time = rules.cue("same-time")
    for number, draft in enumerate(drafts):
        if draft.status in UNREAL:
            continue
        at_once = draft.time is None and _opens_with(g, draft, same_time)
        if draft.type not in PHYSICAL | NEXT_DOOR and not at_once:
            continue
        for before in reversed(drafts[:number]):
            if draft.sentence - before.sentence > BACK:
                break
            if at_once and before.time is not None and before.sentence < draft.sentence:
                draft.time, draft.basis, draft.time_rank = before.time, "anaphoric", 4
            if before.type not in PHYSICAL or before.status in UNREAL or before.confidence < TOLD:
                continue
            if (draft.type == "SPORT") != (before.type == "SPORT"):
                continue
            if draft.type in PLACED and draft.place is None and before.place is not None:
                draft.place, draft.place_rank = before.place, 6
            if draft.time is None and before.time is not None and (_follows(draft) or _next_door(g, draft, before)):
                draft.time, draft.basis, draft.time_rank = before.time, "inherited", 6
            break


def _on_a_visit(drafts: Sequence[Draft]) -> None:
    """«прибыл в Каир. Он встретился с коллегой»: talks of a visitor are held where he came to."""
    for number, draft in enumerate(drafts):
        if draft.type not in TALKS or draft.place is not None or draft.status in UNREAL or draft.mode == "phone":
            continue
        for before in reversed(drafts[:number]):
            if draft.sentence - before.sentence > BACK:
                break
            visit = before.type == "CONSULT" and before.mode == "visit" and before.place is not None
            if visit and _names(before.actors) & _names(draft.actors):
                draft.place, draft.place_rank = before.place, 6
                break


def _next_door(g: Grammar, draft: Draft, before: Draft) -> bool:
    """«Акция прошла в субботу. Полицейские задержали двоих»: the next sentence of the paragraph, in the past."""
    near = draft.sentence - before.sentence == 1
    same_line = g.sentences[draft.sentence].line == g.sentences[before.sentence].line
    past = g.feats[draft.trigger.predicate].get("Tense") == "Past"
    return draft.type in NEXT_DOOR and near and same_line and past and not draft.dated_sentence


def _follows(draft: Draft) -> bool:
    """A sentence with a date of its own does not take that of the sentence before."""
    return draft.type in FOLLOWING and not draft.dated_sentence


def _opens_with(g: Grammar, draft: Draft, words: frozenset[str]) -> bool:
    start, _ = g.sentence_span(draft.trigger.head)
    return g.lemma[start] in words
