"""The verdicts that a page has so far, by the number of the line."""

from collections.abc import Mapping

from rusnews_extract.stages.clean.looks import Verdict

__all__ = ["Settled", "role_at", "rule_at"]

Settled = Mapping[int, Verdict]


def role_at(settled: Settled, number: int) -> str | None:
    """Return the role of a line, None where it has none yet."""
    return settled[number].role if number in settled else None


def rule_at(settled: Settled, number: int) -> str | None:
    """Return the rule that settled a line, None where none has."""
    return settled[number].rule_id if number in settled else None
