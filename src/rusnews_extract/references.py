"""Who «он», «глава государства», «ведомство», «Баку» or «стороны» stand for, looked up by token.

One map a document, made once by ``stages.coreference`` and read by the quote and the event stage, which so never
disagree on who «президент страны» is. It sits beside the model because stages do not import one another. Rejected:
writing the answer into ``Mention`` (a pronoun is no mention of the mentions table) and a list of chains, as from a
coreference model (a look-up by token is all that both stages need).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Reference", "References", "Via"]

Via = Literal["pronoun", "role", "institution", "name", "adjective"]
"""How the phrase points: «он», «его» · «глава ведомства», «стороны» · «министерство», «в ведомстве» · a capital or a
palace that stands for its state («Баку») · a country's adjective («российский»), on the adjective itself."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What one phrase points at.

    ``entities`` are indices of the document's entities, several for a plural («президенты», «стороны», «они»); empty
    where the referent is no entity of this document, and then ``name`` says who it is («Азербайджан» for «Баку»).
    ``token_start``/``token_stop`` is the phrase with its modifiers («азербайджанский лидер»); its head is the key of
    ``References.by_token``; every token of a capital's name leads to it. A role beside its person's name («президент
    Чехии Ян Новак») is in the map too. ``literal`` marks a capital that is a plain place here («в Баку», «улицы
    Москвы»): it stands for its state only where such a phrase speaks («в Баку заявили»).
    """

    entities: tuple[int, ...]
    via: Via
    token_start: int
    token_stop: int
    name: str | None = None
    literal: bool = False


@dataclass(frozen=True, slots=True)
class References:
    """The references of a document by the index of their head token: a pronoun, a role noun, a capital."""

    by_token: Mapping[int, Reference] = field(default_factory=dict)

    def at(self, token: int) -> Reference | None:
        """Return what the token points at, None where it points at nothing known."""
        return self.by_token.get(token)
