"""Other tools that take the text out of an HTML page, where they are installed, and «keep all».

Each is called as its documentation shows it, with comments left out. A tool that raises gives nothing for the page.
"""

import html
import importlib
import re
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from rusnews_extract.readers.html import read_html
from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.rules.reading import ReadRules
from rusnews_extract.stages.clean import clean

Extract = Callable[[str], str]


def ours(read: ReadRules, rules: CleanRules) -> Extract:
    return lambda page: clean(read_html(page.encode(), "page.html", read), rules).text


def others(read: ReadRules) -> dict[str, Extract]:
    """Return the extractors that are installed."""
    found: dict[str, Extract] = {"keep all": lambda page: read_html(page.encode(), "page.html", read).text}
    for name, module, make in TOOLS:
        try:
            found |= {f"{key} {version(name)}": tool for key, tool in make(importlib.import_module(module)).items()}
        except ImportError:
            print(f"{name}: not installed")
    return found


def _trafilatura(module: Any) -> dict[str, Extract]:
    return {
        "trafilatura": lambda page: module.extract(page, include_comments=False) or "",
        "trafilatura precision": lambda page: module.extract(page, include_comments=False, favor_precision=True) or "",
    }


def _readability(module: Any) -> dict[str, Extract]:
    def extract(page: str) -> str:
        return html.unescape(re.sub(r"<[^>]+>", " ", module.Document(page).summary()))

    return {"readability-lxml": extract}


def _justext(module: Any) -> dict[str, Extract]:
    words = module.get_stoplist("Russian")

    def extract(page: str) -> str:
        return "\n".join(p.text for p in module.justext(page.encode(), words, encoding="utf-8") if not p.is_boilerplate)

    return {"jusText": extract}


TOOLS = (
    ("trafilatura", "trafilatura", _trafilatura),
    ("readability-lxml", "readability", _readability),
    ("jusText", "justext", _justext),
)
