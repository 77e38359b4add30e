"""What a run is told, as one frozen record."""

from dataclasses import dataclass
from pathlib import Path

from rusnews_extract.errors import BadConfig

__all__ = ["RunConfig"]


@dataclass(frozen=True, slots=True)
class RunConfig:
    """Options of a run. Raises ``BadConfig`` for options that do not fit together."""

    input: Path
    output: Path
    workers: int = 1
    rules: Path | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise BadConfig(f"--workers {self.workers}: at least one worker is needed")
        if self.limit is not None and self.limit < 1:
            raise BadConfig(f"--limit {self.limit}: must be at least 1; leave it out to read everything")
        here, there = self.input.resolve(), self.output.resolve()
        if there == here or there in here.parents:
            raise BadConfig(f"--output {self.output} holds the input {self.input}; choose a folder of its own")
