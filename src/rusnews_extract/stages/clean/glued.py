"""Part what scraping has glued: a button before the text of a paragraph, a teaser or a call behind its last sentence.

Both parts become lines of their own, so that the one is kept and the other cut by a rule that has a name, as any line.
"""

from collections.abc import Iterator

from rusnews_extract.rules.cleaning import Glue
from rusnews_extract.stages.clean.lines import SourceLine, line_at
from rusnews_extract.stages.clean.looks import Verdict

__all__ = ["part_glued"]

LEAST_WORDS = 8
SHORTEST = 50


def part_glued(line: SourceLine, source: str, glues: tuple[Glue, ...]) -> Iterator[tuple[SourceLine, Verdict | None]]:
    """Yield the parts of a line, those of the frame with their verdict; a line that is whole comes back as it is."""
    if len(line.text) < SHORTEST or line.is_date_prefix:
        yield line, None
        return
    for glue in glues:
        cut = _cut(line, source, glue)
        if cut is None:
            continue
        verdict = Verdict(glue.role, glue.id, "none")
        if glue.where == "begin":
            yield line_at(source, line.start, cut, line.gap), verdict
            yield from part_glued(line_at(source, cut, line.stop, 0), source, glues)
        else:
            yield from part_glued(line_at(source, line.start, cut, line.gap), source, glues)
            yield line_at(source, cut, line.stop, 0), verdict
        return
    yield line, None


def _cut(line: SourceLine, source: str, glue: Glue) -> int | None:
    """Return where the parts meet, None where the line is not glued by this rule."""
    if not any(word in line.text for word in glue.any_of):
        return None
    if glue.where == "begin":
        match = glue.pattern.match(source, line.start, line.stop)
        cut = match.end() if match else None
    else:
        match = glue.pattern.search(source, line.start, line.stop)
        cut = match.start() if match else None
    if cut is None or not line.start < cut < line.stop:
        return None
    text = source[line.start : cut] if glue.where == "end" else source[cut : line.stop]
    return cut if len(text.split()) >= LEAST_WORDS else None
