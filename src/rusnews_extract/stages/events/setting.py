"""Where a page is set: what happens without a place of its own happens where its report was written.

Two grounds: the dateline of the section («КАЗАНЬ, 14 марта – …»), and the one place where most of what the page tells
of happened. Rejected: the place that is named most often, which is a capital or a firm's seat as often as the scene.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from rusnews_extract.stages.events.draft import Draft
from rusnews_extract.stages.events.grammar import Grammar
from rusnews_extract.stages.events.name import Name
from rusnews_extract.stages.events.naming import Naming

__all__ = ["set_places"]

SCENIC = frozenset({"DEATH", "ACCIDENT", "DISASTER", "PROTEST", "COERCE", "CRIME", "ASSAULT"})
"""These happen somewhere; a speech, a law or a deal need not."""
ANYWHERE = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONSULT", "COOPERATE", "ECONOMY"})
DATED = SCENIC | {"JUSTICE"}
REAL = frozenset({"asserted", "negated"})
"""What is alleged or planned is often set elsewhere."""
DASHES = frozenset({"—", "–", "-", ".", ":"})
OWN = 3
SET = 7
LONGEST = 12
SHARE = 0.6
HEADED = 3
TWICE = 2


def set_places(g: Grammar, naming: Naming, drafts: Sequence[Draft], published_year: int | None) -> None:
    """Give the place of the section, else of the page, to events that have none."""
    lines = _datelines(g, naming)
    home = _headed(g, naming) or _home(drafts)
    for draft in drafts:
        if draft.place is not None or draft.status not in REAL or _past(draft, published_year):
            continue
        dateline = lines.get(g.sentences[draft.sentence].line)
        if dateline is not None and draft.type in DATED:
            draft.place, draft.place_rank = dateline, SET
        elif home is not None and draft.type in SCENIC:
            draft.place, draft.place_rank = home, SET


def _headed(g: Grammar, naming: Naming) -> Name | None:
    """«Самара, 1 сентября: …» over the page says where all of it is set."""
    for sentence in g.sentences:
        if sentence.zone == "body":
            return None
        found = _dateline(g, naming, sentence.token_start, sentence.token_stop)
        if found is not None:
            return found
    return None


def _past(draft: Draft, published_year: int | None) -> bool:
    """Background happened elsewhere as often as not."""
    end = draft.time.end_date if draft.time is not None else None
    return end is not None and published_year is not None and end.year < published_year - 1


def _home(drafts: Sequence[Draft]) -> Name | None:
    """The scene of the page: the place of most of what has one."""
    placed = [d for d in drafts if d.place is not None and d.place_rank <= OWN and d.type not in ANYWHERE]
    counts: Counter[int | None] = Counter()
    for draft in placed:
        if draft.place is not None:
            counts[draft.place.entity] += 1 if draft.zone == "body" else HEADED
    if not counts:
        return None
    best, number = counts.most_common(1)[0]
    if number < max(SHARE * counts.total(), TWICE):
        return None
    return next(d.place for d in placed if d.place is not None and d.place.entity == best)


def _datelines(g: Grammar, naming: Naming) -> Mapping[int, Name]:
    """The town that opens a line before a date and a dash, for this line and those behind it."""
    found: dict[int, Name] = {}
    current: Name | None = None
    seen = -1
    for sentence in g.sentences:
        if sentence.line == seen:
            continue
        seen = sentence.line
        if sentence.zone != "body":
            current = None
        else:
            current = _dateline(g, naming, sentence.token_start, sentence.token_stop) or current
        if current is not None:
            found[sentence.line] = current
    return found


def _dateline(g: Grammar, naming: Naming, start: int, stop: int) -> Name | None:
    while start < stop and g.pos[start] in {"SYM", "PUNCT", "X"} and start not in naming.mention_at:
        start += 1  # «🌊 КУЛЯБ.»
    number = naming.mention_at.get(start)
    if number is None or naming.mentions[number].type != "LOC":
        return None
    mention = naming.mentions[number]
    dated = mention.text.isupper() and mention.token_stop < stop and g.text[mention.token_stop] in {".", ":"}
    for i in range(mention.token_stop, min(stop, start + LONGEST)):
        if g.text[i] in DASHES and dated:
            capital = naming.references.at(start) is not None
            name = naming.entities[mention.entity].name
            return None if capital else Name(name, mention.start, mention.stop, start, "LOC", mention.entity)
        dated = dated or i in g.timed
        if i not in g.timed and g.text[i] not in {",", "(", ")", "."} and i not in naming.mention_at:
            return None
    return None
