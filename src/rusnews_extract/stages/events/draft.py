"""An event under way: what the clause says of it, before the document completes it."""

from dataclasses import dataclass

from rusnews_extract.model import Time
from rusnews_extract.stages.events.name import Name
from rusnews_extract.stages.events.trigger import Trigger

__all__ = ["Draft"]


@dataclass(slots=True)
class Draft:
    """One telling. The only mutable record of the stage: places, dates and clusters are filled in one after another."""

    trigger: Trigger
    sentence: int
    zone: str
    actors: tuple[Name, ...]
    recipients: tuple[Name, ...]
    status: str
    place: Name | None = None
    place_rank: int = 9
    time: Time | None = None
    time_rank: int = 9
    basis: str = "none"
    source: str | None = None
    source_entity: int | None = None
    killed: int | None = None
    injured: int | None = None
    cluster: int = -1
    confidence: float = 1.0
    own_parties: int = 0
    quoted: bool = False
    dated_sentence: bool = False

    @property
    def type(self) -> str:
        """The event type."""
        return self.trigger.rule.type

    @property
    def mode(self) -> str | None:
        """The mode of the type."""
        return self.trigger.rule.mode
