"""What the course of things tells where the clause does not: whose crime it is, who lets go, which court is asked.

A crime «за убийство», «в растрате» is that of the one who is charged or tried; who is released was arrested just
before, by the same body; what counsel and prosecutor ask for, they ask of the court of the case. Rejected: giving
every event without an actor the actor of the event before.
"""

from collections.abc import Sequence

from rusnews_extract.rules.coding import EventRules
from rusnews_extract.stages.events.draft import Draft
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.name import Name
from rusnews_extract.stages.events.naming import Naming

__all__ = ["charge", "infer_parties"]

DEEDS = frozenset({"CRIME", "ASSAULT"})
CHARGES = frozenset({"JUSTICE", "ACCUSE", "COERCE", "SANCTION"})
BECAUSE = frozenset({"в", "за", "о", "по", "об"})
RULINGS = frozenset({"sentence", "trial", "acquit"})
CUSTODY = frozenset({"arrest", "raid", "seize", None})
BACK = 3
COURT_BACK = 6


def infer_parties(g: Grammar, naming: Naming, drafts: Sequence[Draft], rules: EventRules) -> None:
    """Fill in the parties that the order of a case tells."""
    courts, parties = rules.cue("court"), rules.cue("court-party")
    for number, draft in enumerate(drafts):
        before = [d for d in reversed(drafts[:number]) if draft.sentence - d.sentence <= BACK]
        if draft.type == "CONCEDE" and draft.mode == "release":
            _released(g, draft, before)
        elif draft.type == "COERCE" and not draft.actors and draft.mode in CUSTODY:
            _same_body(g, draft, before, courts)
        elif draft.type == "ACCUSE" and not draft.recipients and _of_a_sentence(g, draft, rules.cue("sentence")):
            court = _court(g, naming, drafts[:number], draft, courts)
            draft.recipients = court if not _names(court) & _names(draft.actors) else ()
        elif draft.type == "REQUEST" and not draft.recipients and _in_court(g, naming, draft, parties, before, courts):
            court = _court(g, naming, drafts[:number], draft, courts)
            draft.recipients = court if court and not _names(court) & _names(draft.actors) else ()
        elif draft.type == "JUSTICE" and draft.mode in RULINGS and not draft.actors:
            court = _court(g, naming, drafts[:number], draft, courts)
            draft.actors = court if not _names(court) & _names(draft.recipients) else ()


def charge(g: Grammar, drafts: Sequence[Draft]) -> None:
    """«осуждён за убийство», «обвиняют в растрате»: the deed is that of the one who is charged with it."""
    at = {t: d for d in drafts for t in d.trigger.tokens}
    for draft in drafts:
        if draft.type not in DEEDS or draft.actors or not draft.trigger.noun:
            continue
        if g.preposition(draft.trigger.head) not in BECAUSE:
            continue
        over = next((at[a] for a in g.up(draft.trigger.head, 4) if a in at and at[a] is not draft), None)
        if over is not None and over.type in CHARGES:
            draft.actors = tuple(r for r in over.recipients if r.name not in _names(draft.recipients))
            draft.own_parties += len(draft.actors)


def _released(g: Grammar, draft: Draft, before: Sequence[Draft]) -> None:
    """«Двоих задержали, через час отпустили»: the same people, by the same body."""
    arrest = next((d for d in before if d.type == "COERCE" and d.mode in CUSTODY and d.recipients), None)
    if arrest is None:
        return
    if not draft.recipients:
        draft.recipients = arrest.recipients
    if not draft.actors and _nobody(g, draft) and _names(draft.recipients) & _names(arrest.recipients):
        draft.actors = arrest.actors


def _same_body(g: Grammar, draft: Draft, before: Sequence[Draft], courts: frozenset[str]) -> None:
    """«Полиция провела обыски. Слесаря увезли в отдел»: an impersonal plural goes on with the body that acts."""
    if not _nobody(g, draft):
        return
    line = g.sentences[draft.sentence].line
    last = next((d for d in before if d.type == "COERCE" and d.actors), None)
    if last is None or g.sentences[last.sentence].line != line or draft.sentence - last.sentence > 1:
        return
    if not any(_is_court(g, a, courts) for a in last.actors) and not _names(last.actors) & _names(draft.recipients):
        draft.actors = last.actors


def _nobody(g: Grammar, draft: Draft) -> bool:
    """Say whether the verb is a plural without subject: they, whoever they are."""
    verb = draft.trigger.predicate
    feats = g.feats[verb]
    plural = feats.get("Number") == "Plur" and feats.get("VerbForm") == "Fin" and not g.is_passive(verb)
    return plural and not g.of(verb, "nsubj")


def _of_a_sentence(g: Grammar, draft: Draft, words: frozenset[str]) -> bool:
    """«назвала приговор „насмешкой“»: who passed it is criticised."""
    return any(g.lemma[c] in words for t in draft.trigger.tokens for c in g.of(t, "obj", "obl"))


def _in_court(
    g: Grammar,
    naming: Naming,
    draft: Draft,
    parties: frozenset[str],
    before: Sequence[Draft],
    courts: frozenset[str],
) -> bool:
    """Say whether those who ask are a party of a case: «адвокат Белова», «прокурор», or whom a court has just tried."""
    last = before[0] if before else None
    near = last is not None and last.type in CHARGES and draft.sentence - last.sentence <= 1
    people = bool(draft.actors) and all(a.kind == "PER" for a in draft.actors)
    if last is not None and near and people and any(_is_court(g, a, courts) for a in last.actors):
        return True
    for actor in draft.actors:
        if g.lemma[actor.token] in parties:
            return True
        number = naming.mention_at.get(actor.token)
        first = actor.token if number is None else naming.mentions[number].token_start
        start, _ = g.sentence_span(first)
        if any(g.lemma[t] in parties for t in range(max(start, first - 3), first)):
            return True
    return False


def _court(
    g: Grammar, naming: Naming, drafts: Sequence[Draft], draft: Draft, courts: frozenset[str]
) -> tuple[Name, ...]:
    """Return the court that was named last, by name or as an actor."""
    for mention in reversed(naming.mentions):
        t = mention.token_start
        if t >= g.clause_span(draft.trigger.head)[1] or mention.type != "ORG":
            continue
        if draft.sentence - g.sentence[t] > COURT_BACK:
            break
        if any(g.lemma[i] in courts for i in range(t, mention.token_stop)):
            return (naming.mention(naming.mention_at[t], t),)
    for other in reversed(drafts):
        if draft.sentence - other.sentence > COURT_BACK:
            break
        found = tuple(a for a in other.actors if _is_court(g, a, courts))
        if found:
            return found
    return ()


def _is_court(g: Grammar, name: Name, courts: frozenset[str]) -> bool:
    return g.lemma[name.token] in courts or any(w.lower().startswith("суд") for w in name.name.split())


def _names(names: Sequence[Name]) -> set[str]:
    return {n.name for n in names}
