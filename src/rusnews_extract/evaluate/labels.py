"""The closed sets of labels that gold may use.

They are read from where the product defines them, the record types and the ontology, so that gold and output cannot
drift apart. Only the granularities, which the records leave open, are listed here.
"""

import tomllib
from functools import cache
from importlib import resources
from typing import Any, get_args, get_type_hints

from rusnews_extract.model import EntityType, Event, Quote, Role, Time

__all__ = ["GRANULARITIES", "allowed", "event_modes"]

GRANULARITIES = (
    "minute", "day", "week", "month_part", "month", "quarter", "season", "year", "decade", "century", "vague",
)  # fmt: skip


@cache
def allowed(what: str) -> frozenset[str]:
    """Return the values of a label or key, such as ``block`` (roles), ``mention`` (types) or ``status``."""
    return {
        "block": frozenset(get_args(Role)),
        "mention": frozenset(get_args(EntityType)),
        "time": _literals(Time, "type"),
        "mod": _literals(Time, "mod"),
        "anchor": _literals(Time, "anchor"),
        "granularity": frozenset(GRANULARITIES),
        "quote": _literals(Quote, "kind"),
        "via": _literals(Quote, "speaker_via"),
        "status": _literals(Event, "status"),
        "basis": _literals(Event, "date_basis"),
        "split": frozenset({"dev", "held"}),
        "doc": frozenset({"published", "split"}),
    }[what]


@cache
def event_modes() -> dict[str, frozenset[str]]:
    """Return the event types of the ontology, each with its modes."""
    ontology = tomllib.loads((resources.files("rusnews_extract.rules") / "events.toml").read_text(encoding="utf-8"))
    return {entry["id"]: frozenset(entry.get("modes", ())) for entry in ontology["type"]}


def _literals(record: type[Any], field: str) -> frozenset[str]:
    hint = get_type_hints(record)[field]
    return frozenset(v for part in (get_args(hint) or ()) for v in (get_args(part) or (part,)) if isinstance(v, str))
