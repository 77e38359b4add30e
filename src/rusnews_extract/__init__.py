"""Russian news pages in, analysis-ready tables out.

The names below are loaded when they are first used, so that ``import rusnews_extract`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rusnews_extract.version import __version__

if TYPE_CHECKING:
    from rusnews_extract.api import annotate, document
    from rusnews_extract.frames import read_table
    from rusnews_extract.model import Document
    from rusnews_extract.runs import run
    from rusnews_extract.stages.times import times_in_text as find_times

__all__ = ["Document", "__version__", "annotate", "document", "find_times", "read_table", "run"]

HOMES = {
    "Document": ("model", "Document"),
    "annotate": ("api", "annotate"),
    "document": ("api", "document"),
    "find_times": ("stages.times", "times_in_text"),
    "read_table": ("frames", "read_table"),
    "run": ("runs", "run"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = HOMES[name]
    return getattr(import_module(f"{__name__}.{module}"), attribute)
