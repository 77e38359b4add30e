"""Somebody or something that an event can have as a participant or a place."""

from dataclasses import dataclass

__all__ = ["Name"]


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody or something named in the text; ``token`` is the head, ``kind`` PER, LOC, ORG or empty."""

    name: str
    start: int
    stop: int
    token: int
    kind: str = ""
    entity: int | None = None
    literal: bool = False
