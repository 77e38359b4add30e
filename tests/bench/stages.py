"""Where the CPU time of a run goes: the functions of the run are replaced by ones that hold a stop-watch.

A stage inside another counts for itself alone. What none of them takes is the ``rest``.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rusnews_extract import pipeline, runs, shard
from rusnews_extract.nlp import tagging

STAGES = (
    (shard, "read_file", "reading"),
    (runs, "_learn", "lines of sites"),
    (pipeline, "clean", "cleaning"),
    (pipeline, "segment", "sentences and tokens"),
    (tagging, "read", "networks"),
    (tagging, "assemble", "lemmas"),
    (pipeline, "find_names", "names"),
    (pipeline, "resolve_references", "references"),
    (pipeline, "find_times", "times"),
    (pipeline, "find_quotes", "quotes"),
    (pipeline, "find_events", "events"),
    (shard, "document_rows", "rows and keys"),
    (shard, "document_keys", "rows and keys"),
    (shard, "to_arrow", "tables"),
    (shard, "write_arrow", "tables"),
    (runs, "publish", "corpus phase"),
)
"""Where a function is looked up, its name, and the stage that it belongs to."""
GENERATORS = frozenset({"read_file", "document_rows", "document_keys"})


class Watch:
    """CPU seconds a stage."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self.tokens = 0
        self._inside: list[float] = []

    def call(self, stage: str, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Call a function for a stage."""
        self._inside.append(0.0)
        begin = time.process_time()
        try:
            return function(*args, **options)
        finally:
            whole = time.process_time() - begin
            self.spent[stage] += whole - self._inside.pop()  # type: ignore[assignment]
            if self._inside:
                self._inside[-1] += whole

    def watched(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that is the same but for the watch."""
        return lambda *args, **options: self.call(stage, function, *args, **options)

    def watched_generator(self, stage: str, function: Callable[..., Any]) -> Callable[..., Iterator[Any]]:
        """Return a generator function that is the same but for the watch."""

        def generate(*args: Any, **options: Any) -> Iterator[Any]:
            found, end = iter(function(*args, **options)), object()
            while (item := self.call(stage, next, found, end)) is not end:
                yield item

        return generate


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch the stages of what is run inside, with one worker."""
    watch = Watch()
    kept = [(place, name, getattr(place, name)) for place, name, _ in STAGES] + [(pipeline, "tag", pipeline.tag)]

    def tag(batch: Any, models: Any) -> Any:
        parsed = tagging.tag(batch, models)
        watch.tokens += sum(len(page.tokens) for page in parsed)
        return parsed

    try:
        pipeline.tag = tag
        for place, name, stage in STAGES:
            wrap = watch.watched_generator if name in GENERATORS else watch.watched
            setattr(place, name, wrap(stage, getattr(place, name)))
        yield watch
    finally:
        for place, name, function in kept:
            setattr(place, name, function)


def shares(watch: Watch, whole: float) -> Iterator[str]:
    """Yield a table of the stages: CPU milliseconds per 1,000 tokens, and the share of the run."""
    spent = {**watch.spent, "rest": whole - watch.spent.total()}
    for stage, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        yield f"  {stage:22} {seconds / watch.tokens * 1e6:7.2f} {seconds / whole:6.1%}"
    yield f"  {'all':22} {whole / watch.tokens * 1e6:7.2f}        ms per 1,000 of {watch.tokens} tokens"
