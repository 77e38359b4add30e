"""Gold: a page with what a careful reader says of it, the one model behind every gold format.

All offsets are code points of the source text, as in the tables. An empty value means that gold does not say; a scorer
then does not ask. Two loaders build these records: ``ann.py`` the project's own format, ``seeds.py`` the seed labels.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rusnews_extract.model import KEPT_ROLES

__all__ = [
    "Alternative",
    "GoldBlock",
    "GoldDoc",
    "GoldEvent",
    "GoldMention",
    "GoldQuote",
    "GoldTime",
    "Trap",
]


@dataclass(frozen=True, slots=True)
class GoldBlock:
    """A line of the source and what it is."""

    start: int
    stop: int
    role: str

    @property
    def kept(self) -> bool:
        """Say whether its text is part of the article."""
        return self.role in KEPT_ROLES


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another span that counts as right, with the normal form that it would have."""

    start: int
    stop: int
    normal: str | None = None


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A name. ``entity`` is its canonical name; an ``optional`` one is neither asked for nor wrong."""

    start: int
    stop: int
    text: str
    type: str
    normal: str | None = None
    entity: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldTime:
    """A temporal expression; its dates are inclusive, None where open or unknown."""

    start: int
    stop: int
    text: str
    type: str
    value: str | None = None
    mod: str | None = None
    edtf: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    granularity: str | None = None
    anchor: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Trap:
    """A place that looks like a time or a quote and is none."""

    start: int
    stop: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """Something said, without its quote marks; ``aliases`` are other right names of the speaker."""

    start: int
    stop: int
    text: str
    kind: str
    speaker: str | None = None
    aliases: tuple[str, ...] = ()
    via: str | None = None
    speaker_text: str | None = None
    cue: str | None = None
    relay: str | None = None


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An event at its trigger; one that is not ``core`` is free to give or not. ``sources`` are all right answers."""

    start: int
    stop: int
    text: str
    type: str
    mode: str | None = None
    status: str = "asserted"
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    place: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    basis: str | None = None
    sources: tuple[str, ...] = ()
    cluster: str | None = None
    core: bool = True
    killed: int | None = None
    injured: int | None = None


@dataclass(frozen=True, slots=True)
class GoldDoc:
    """One labelled page. ``name`` is the stem of its file, by which tables are joined.

    ``dated`` says whether gold knows the publication date, ``published`` None then meaning that the page tells none.
    """

    name: str
    text: str
    split: Literal["dev", "held"] = "dev"
    dated: bool = False
    published: date | None = None
    blocks: tuple[GoldBlock, ...] = ()
    mentions: tuple[GoldMention, ...] = ()
    times: tuple[GoldTime, ...] = ()
    not_times: tuple[Trap, ...] = ()
    quotes: tuple[GoldQuote, ...] = ()
    not_quotes: tuple[Trap, ...] = ()
    events: tuple[GoldEvent, ...] = ()

    def zone(self, start: int, stop: int) -> Literal["kept", "caption", "cut"]:
        """Say in what kind of line a place lies; a place that touches a kept line counts as kept."""
        touched = {b.role for b in self.blocks if b.start < stop and start < b.stop}
        if touched & KEPT_ROLES:
            return "kept"
        return "caption" if "caption" in touched else "cut"
