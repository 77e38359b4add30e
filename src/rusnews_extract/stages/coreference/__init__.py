"""Resolve what stands for a name: pronouns, role nouns, bodies, pairs and capitals, as one map by token.

The document is read once from left to right with a memory of who was spoken of; offices are learnt beforehand, so
that a lead may speak of «президент страны» before the body names him. Names in quotations are no antecedents for what
stands outside. Rejected: a coreference network (no model ships with the package) and clustering all mentions (the
names stage has done that for names).
"""

from collections.abc import Sequence

from rusnews_extract.model import Entity, Mention, ParsedDocument
from rusnews_extract.references import References
from rusnews_extract.rules.references import ReferenceRules
from rusnews_extract.stages.coreference.offices import learn_offices
from rusnews_extract.stages.coreference.states import find_states
from rusnews_extract.stages.coreference.view import build_view
from rusnews_extract.stages.coreference.walk import Walk

__all__ = ["resolve_references"]


def resolve_references(
    parsed: ParsedDocument, mentions: Sequence[Mention], entities: Sequence[Entity], rules: ReferenceRules
) -> References:
    """Return the document map of references; ``entities`` is what ``Mention.entity`` indexes."""
    view = build_view(parsed, mentions, entities, rules)
    found = find_states(view)
    offices, apposed = learn_offices(view)
    Walk(view, offices, apposed, found).run()
    return References(found)
