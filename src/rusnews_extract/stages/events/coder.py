"""Code one document: triggers, then for each of them who, whether and where, then what its cluster knows, then when."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, cast

from rusnews_extract.model import Event, ParsedDocument, Participant, Quote, Time
from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.bargains import bargain
from rusnews_extract.stages.events.blocking import blocked_tokens
from rusnews_extract.stages.events.casualties import count_casualties
from rusnews_extract.stages.events.clustering import assign_clusters
from rusnews_extract.stages.events.confidence import Judge, likelihood, signs
from rusnews_extract.stages.events.dating import Dates, basis_of
from rusnews_extract.stages.events.draft import Draft
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.inheritance import complete
from rusnews_extract.stages.events.name import Name
from rusnews_extract.stages.events.naming import Naming
from rusnews_extract.stages.events.participants import Parties
from rusnews_extract.stages.events.place import Places
from rusnews_extract.stages.events.procedure import charge, infer_parties
from rusnews_extract.stages.events.selection import find_triggers
from rusnews_extract.stages.events.setting import set_places
from rusnews_extract.stages.events.source import Sources
from rusnews_extract.stages.events.status import StatusReader, aged
from rusnews_extract.stages.events.subjects import Subjects
from rusnews_extract.stages.events.trigger import Trigger
from rusnews_extract.stages.events.triggers import Matcher

__all__ = ["code"]

LONGEST_TRIGGER = 45
Status = Literal["asserted", "alleged", "planned", "negated", "hypothetical", "historical"]
Basis = Literal["explicit", "dct", "anaphoric", "inherited", "entity", "none"]


def code(
    parsed: ParsedDocument,
    g: Grammar,
    naming: Naming,
    times: Sequence[Time],
    quotes: Sequence[Quote],
    rules: EventRules,
) -> tuple[Event, ...]:
    """Return the events of a document."""
    drafts = _drafts(parsed, g, naming, times, quotes, rules)
    charge(g, drafts)
    bargain(g, drafts)
    assign_clusters(g, drafts, rules)
    judge = Judge(g, rules)
    for draft in drafts:
        draft.confidence = judge.confidence(draft)
    infer_parties(g, naming, drafts, rules)
    complete(g, drafts, rules)
    published = parsed.clean.document.published
    set_places(g, naming, drafts, published.year if published is not None else None)
    count_casualties(g, drafts, rules)
    kept = [d for d in drafts if d.confidence >= rules.floor]
    numbers = {c: n for n, c in enumerate(dict.fromkeys(d.cluster for d in kept))}
    tellings = Counter(d.cluster for d in kept)
    found = []
    for draft in kept:
        event = _event(parsed, g, draft, numbers[draft.cluster], published)
        seen = signs(event, [g.pos[t] for t in draft.trigger.tokens], tellings[draft.cluster])
        found.append(replace(event, confidence=likelihood(seen, rules)))
    return tuple(found)


def _drafts(
    parsed: ParsedDocument,
    g: Grammar,
    naming: Naming,
    times: Sequence[Time],
    quotes: Sequence[Quote],
    rules: EventRules,
) -> list[Draft]:
    """Read each trigger on its own, in its clause."""
    subjects = Subjects(g, rules.cue("object-control"))
    matcher = Matcher(g, subjects, naming.kinds(), blocked_tokens(g, naming, rules), rules)
    triggers = find_triggers(matcher)
    sources = Sources(g, naming, quotes, rules)
    heads = frozenset(t.head for t in triggers if t.noun)
    dates = Dates(parsed, g, times, triggers, rules)
    parties = Parties(g, subjects, naming, heads, sources, rules)
    statuses, places = StatusReader(g, rules), Places(g, naming, quotes, rules)
    drafts = []
    for trigger in triggers:
        roles = parties.of(trigger)
        number = g.sentence[trigger.head]
        draft = Draft(trigger, number, g.sentences[number].zone, roles.actors, roles.recipients, statuses.of(trigger))
        draft.quoted = any(q.start <= g.start[trigger.head] < q.stop for q in quotes)
        draft.own_parties = len(roles.actors) + max(
            len(roles.recipients), trigger.rule.type == "CRIME" and roles.filled
        )
        found = places.of(trigger, parties.where(trigger), roles.actors)
        if found is not None:
            draft.place, draft.place_rank = found
        when = dates.of(trigger)
        draft.dated_sentence = number in dates.by_sentence
        if when is not None:
            draft.time_rank, draft.time = when
            draft.basis = basis_of(when[1])
        draft.source, draft.source_entity = sources.of(trigger)
        if _complete_enough(draft, roles.filled):
            drafts.append(draft)
    return drafts


def _complete_enough(draft: Draft, governs: bool) -> bool:
    """Say whether the event has what its entry demands."""
    needs = draft.trigger.rule.needs
    if not needs:
        return True
    has = {
        "actor": bool(draft.actors),
        "recipient": bool(draft.recipients) or governs,
        "name": any(n.entity is not None for n in (*draft.actors, *draft.recipients)),
        "place": draft.place is not None and draft.place_rank <= 1,
        "date": draft.time is not None and draft.time_rank <= 1,
        "finite": not draft.trigger.noun or draft.trigger.light >= 0,
    }
    return all(has[need] for need in needs)


def _event(parsed: ParsedDocument, g: Grammar, draft: Draft, cluster: int, published: date | None) -> Event:
    trigger = draft.trigger
    start, stop = _span(g, trigger)
    time = draft.time
    end = time.end_date if time is not None else None
    people = [_participant("actor", n, parsed.text) for n in draft.actors]
    people += [_participant("recipient", n, parsed.text) for n in draft.recipients]
    if draft.place is not None:
        people.append(_participant("place", draft.place, parsed.text))
    return Event(
        start=start,
        stop=stop,
        sentence=draft.sentence,
        text=parsed.text[start:stop],
        lemma=" ".join(g.lemma[t] for t in trigger.tokens),
        type=draft.type,
        rule_id=trigger.rule.id,
        cluster=cluster,
        mode=draft.mode,
        status=aged(cast(Status, draft.status), end, published),
        participants=tuple(people),
        date_text=time.text if time is not None else None,
        date_value=time.value if time is not None else None,
        start_date=time.start_date if time is not None else None,
        end_date=end,
        granularity=time.granularity if time is not None else None,
        date_basis=cast(Basis, draft.basis),
        source=draft.source,
        source_entity=draft.source_entity,
        killed=draft.killed,
        injured=draft.injured,
    )


def _participant(role: Literal["actor", "recipient", "place"], name: Name, text: str) -> Participant:
    return Participant(role, name.name, text[name.start : name.stop], name.start, name.stop, name.entity)


def _span(g: Grammar, trigger: Trigger) -> tuple[int, int]:
    start, stop = g.start[trigger.tokens[0]], g.stop[trigger.tokens[-1]]
    if stop - start > LONGEST_TRIGGER:
        return g.start[trigger.head], g.stop[trigger.head]
    return start, stop
