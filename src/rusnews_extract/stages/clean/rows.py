"""Tell rows of cells from lines of text: menus, tickers, reactions, tags, whatever stood side by side on the page.

Cells are parted by two spaces, a tab or a sign. What they hold is short and says nothing together. Which part of the
frame a row is, its words and its place tell; a line of text that somebody typed with two spaces has long cells.
"""

import re
from collections.abc import Collection

from rusnews_extract.rules.cleaning import CleanRules
from rusnews_extract.stages.clean.looks import WORD, Look, stems_of

__all__ = ["cells_of", "is_row", "is_ticker", "speaks_of"]

SIGNS = re.compile(r"\s[^\w\s,.:;!?\"'«»„“”()%№+–—-]{1,2}\s|\s::\s|[|•▪]")
LONGEST = 30
MOST_WORDS = 5
MEAN_WORDS = 3.5
BEGIN = 4
FIGURES = re.compile(r"[\d$€₽£¥%°+−▲▼👍👎]")


def cells_of(item: Look) -> tuple[str, ...]:
    """Return the cells of a line, itself where it is no row."""
    cells = item.line.cells or tuple(SIGNS.split(item.text))
    return tuple(cell.strip() for cell in cells if cell.strip())


def is_row(item: Look, rules: CleanRules) -> bool:
    """Say whether a line is a row of short cells."""
    if item.words > LONGEST:
        return False
    cells = cells_of(item)
    words = [len(WORD.findall(cell)) for cell in cells]
    if (
        len(cells) < 2
        or (len(cells) == 2 and cells[0].rstrip(".)").isdigit())
        or max(words) > MOST_WORDS
        or sum(words) > MEAN_WORDS * len(cells)
    ):
        return False
    return len(cells) > 2 or not any(rules.shapes.verb.fullmatch(word) for word in item.text.lower().split())


def is_ticker(item: Look) -> bool:
    """Say whether most cells of a row hold figures: rates, weather, reactions."""
    cells = cells_of(item)
    return 2 * sum(FIGURES.search(cell) is not None for cell in cells) >= len(cells)


def speaks_of(cells: Collection[str], stems: frozenset[str]) -> bool:
    """Say whether at least half of the cells speak of what the stems do."""
    begins = {stem[:BEGIN] for stem in stems}
    return 2 * sum(any(stem[:BEGIN] in begins for stem in stems_of(cell)) for cell in cells) >= len(cells)
