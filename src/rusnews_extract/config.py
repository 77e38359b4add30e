"""What a run is told, as one frozen record."""

from dataclasses import dataclass
from pathlib import Path

from rusnews_extract.errors import BadConfig
from rusnews_extract.storage import Place, holds

__all__ = ["RunConfig"]

ENGINES = ("local", "spark")


@dataclass(frozen=True, slots=True)
class RunConfig:
    """Options of a run. Raises ``BadConfig`` for options that do not fit together.

    ``force`` makes anew what another version or other rules have made. ``isolate`` gives the pages to worker
    processes even where one is enough, so that a page that hangs or eats the memory costs that page alone.
    ``time_limit`` is how many seconds a batch of pages may take on top of what its length explains; only worker
    processes are held to it. ``gazetteer`` is a table of entities with ids of the user's own. ``fields`` are pairs of
    a meaning and the name that records give it; ``learned`` is the file of the lines that sites repeat, None where
    nothing was learned. ``engine`` names what maps the work over processes or machines.
    """

    input: Place
    output: Place
    workers: int = 1
    rules: Path | None = None
    gazetteer: Path | None = None
    limit: int | None = None
    force: bool = False
    isolate: bool = False
    time_limit: float = 120.0
    fields: tuple[tuple[str, str], ...] = ()
    any_language: bool = False
    skip_duplicates: bool = False
    learned: Place | None = None
    engine: str = "local"

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise BadConfig(f"--workers {self.workers}: at least one worker is needed")
        if self.engine not in ENGINES:
            raise BadConfig(f"--engine {self.engine}: is no engine; the engines are {', '.join(ENGINES)}")
        if self.limit is not None and self.limit < 1:
            raise BadConfig(f"--limit {self.limit}: must be at least 1; leave it out to read everything")
        if not self.time_limit > 0:
            raise BadConfig(f"time_limit {self.time_limit}: must be more than 0 seconds")
        if holds(self.output, self.input):
            raise BadConfig(f"--output {self.output} holds the input {self.input}; choose a folder of its own")
