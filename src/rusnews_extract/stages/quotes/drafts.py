"""A quote in the making: tokens and groups, before it is written out with offsets and names."""

from dataclasses import dataclass
from typing import Literal

from rusnews_extract.stages.quotes.cues import Cue
from rusnews_extract.stages.quotes.groups import Group
from rusnews_extract.stages.quotes.speakers import Speaker

__all__ = ["Draft"]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was said is ``[start, stop)`` in characters. ``waits`` marks a speaker to be inherited from before,
    ``forward`` one that the next quote names.

    ``relay`` is the group of the agency; ``unit`` numbers the reporter's sentence.
    """

    start: int
    stop: int
    kind: Literal["direct", "partial", "indirect"]
    rule: str
    unit: int
    cue: Cue | None = None
    speaker: Speaker | None = None
    relay: Group | None = None
    waits: bool = False
    forward: bool = False
