"""What the dates so far have told, for the expressions that refer back to them.

A story in the past tense refers back to days gone by: the deadline or the plan named in between is not what «тогда» or
«тремя неделями ранее» means. So two memories are kept, of any date and of the last one not after publication.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from rusnews_extract.model import DateInterval
from rusnews_extract.stages.times.calendar import Stretch
from rusnews_extract.stages.times.context import Context, Direction
from rusnews_extract.stages.times.tense import Tense
from rusnews_extract.stages.times.values import Resolved

__all__ = ["Story"]

NEAR_SENTENCES = 2
"""How many sentences a date stays the one that «в тот же день» refers to."""
SCENE_SENTENCES = 5
LATE, EARLY = 18, 6


@dataclass(slots=True)
class _Memory:
    told: Stretch | None = None
    day: Stretch | None = None

    def tell(self, stretch: Stretch) -> None:
        self.told = stretch
        if stretch.days == 1:
            self.day = stretch


@dataclass(slots=True)
class Story:
    """``at`` are the words of the date told last; ``here`` is a day told in the same sentence."""

    anchor: DateInterval | None
    at: tuple[int, int] = (-1, -1)
    here: Stretch | None = None
    sentence: int = -1
    nights: int = 0
    line: Stretch | None = None
    scene: Stretch | None = None
    _line: int = -1
    _scene: int = -1
    _hour: int = -1
    _any: _Memory = field(default_factory=_Memory)
    _gone: _Memory = field(default_factory=_Memory)

    def enter(self, sentence: int, line: int) -> None:
        """Go on to a sentence: a day is near for the rest of its own, a told date for two more."""
        if sentence != self.sentence:
            self.here = None
        if line != self._line:
            self.line, self._line = None, line
        if sentence > self._scene + SCENE_SENTENCES:
            self.scene = None
        if sentence > self.sentence + NEAR_SENTENCES:
            self._any, self._gone = _Memory(), _Memory()

    def tell(self, found: Resolved, sentence: int, at: tuple[int, int]) -> None:
        """Remember a date; a limit («до 1 марта») tells none."""
        self.sentence = sentence
        if found.start is None or found.end is None or found.type not in ("DATE", "TIME") or found.end == date.max:
            return
        stretch = Stretch(found.start, found.end + timedelta(1))
        if stretch.days == 1:
            self.here = stretch
        if found.mod == "BEFORE":
            return
        self.at = at
        self._any.tell(stretch)
        last = None if self.anchor is None else self.anchor.end or self.anchor.start
        if last is None or found.start <= last:
            self._gone.tell(stretch)
            if stretch.days == 1:
                self._set(stretch, found, sentence)

    def _set(self, day: Stretch, found: Resolved, sentence: int) -> None:
        self.line = day
        if found.anchor == "explicit":
            self._scene = sentence
        self.scene = day if found.anchor == "explicit" else None

    def strike(self, hour: int) -> None:
        """Note the hour that opens a line: where it falls from the evening to the night, a new day has begun."""
        if self._hour >= LATE and hour <= EARLY:
            self.nights += 1
        self._hour = hour

    def context(self, direction: Direction, said: Tense, follows: bool) -> Context:
        """Return what the next expression is read against; ``follows`` where it may count from the date told last."""
        memory = self._gone if said in ("past", "ahead") else self._any
        told, day = (memory.told, memory.day) if follows else (None, None)
        here = self.here or self._new_day()
        return Context(self.anchor, direction, told, day, here, said == "past", self.line, self.scene)

    def _new_day(self) -> Stretch | None:
        day = self.anchor.start if self.anchor is not None and self.anchor.start == self.anchor.end else None
        if day is None or not self.nights:
            return None
        return Stretch(day, day + timedelta(1)).moved(self.nights)
