"""A trigger: the words that name an event, and the entry that says so."""

from dataclasses import dataclass

from rusnews_extract.rules.lexicon import CompiledRule

__all__ = ["Trigger"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A match: ``head`` names the event, ``tokens`` are its words in text order, ``light`` the verb that carries it.

    ``people``: the head stands for people who underwent the event («число погибших»).
    """

    head: int
    tokens: tuple[int, ...]
    rule: CompiledRule
    noun: bool
    light: int = -1
    light_kind: str = ""
    people: bool = False

    @property
    def predicate(self) -> int:
        """The verb of the event where it has one, else its noun."""
        return self.light if self.light >= 0 else self.head
