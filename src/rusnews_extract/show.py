"""One article in the terminal: what was cut, what was found, and by which rule."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from rusnews_extract.model import Annotations, Block, Event, Participant

__all__ = ["draw"]

STYLES = {
    "PER": "underline green",
    "LOC": "underline cyan",
    "ORG": "underline yellow",
    "TIME": "underline magenta",
    "EVENT": "underline bold red",
    "QUOTE": "underline blue",
}
Mark = tuple[int, int, str]


def draw(found: Annotations) -> RenderableType:
    """Return the page as Rich draws it: source lines, cut ones struck through, then its events and quotes."""
    return Group(_head(found), _page(found), _events(found), _quotes(found))


def _head(found: Annotations) -> Text:
    d = found.clean.document
    when = f"{d.published} ({d.published_basis})" if d.published else "no date"
    return Text(f"{d.path} · {when} · {len(found.clean.text)} of {len(d.text)} characters kept\n", style="bold")


def _page(found: Annotations) -> Table:
    page = Table.grid(padding=(0, 1))
    page.add_column(justify="right", style="dim", no_wrap=True)
    page.add_column(overflow="fold")
    marks = sorted(_marks(found))
    for block in found.clean.blocks:
        line = _marked(found, block, marks) if block.kept else _struck(found, block)
        page.add_row(block.role, line)
    return page


def _marks(found: Annotations) -> Iterator[Mark]:
    for m in found.mentions:
        yield (*found.clean.source(m.start, m.stop), m.type)
    for t in found.times:
        yield (*found.clean.source(t.start, t.stop), "TIME")
    for e in found.events:
        yield (*found.clean.source(e.start, e.stop), "EVENT")


def _struck(found: Annotations, block: Block) -> Text:
    line = _plain(found.clean.document.text[block.start : block.stop])
    return Text.assemble((line, "strike dim"), (f"  ✂ {block.rule_id}", "dim italic"))


def _marked(found: Annotations, block: Block, marks: Iterable[Mark]) -> Text:
    text = found.clean.document.text
    line, at = Text(), block.start
    for start, stop, kind in marks:
        if start < at or stop > block.stop:
            continue
        line.append(_plain(text[at:start]))
        line.append(_plain(text[start:stop]), style=STYLES[kind])
        line.append(f"⟨{kind}⟩", style="dim")
        at = stop
    line.append(_plain(text[at : block.stop]))
    return line


def _events(found: Annotations) -> Table:
    table = Table("event", "status", "actors", "recipients", "place", "when", "says", "rule", title="Events")
    for e in found.events:
        kind = f"{e.type}/{e.mode}" if e.mode else e.type
        table.add_row(
            Text(f"{kind}\n{_plain(e.text)}"),
            e.status,
            _names(e, "actor"),
            _names(e, "recipient"),
            _names(e, "place"),
            Text(_when(e)),
            Text(_plain(e.source or "")),
            Text(e.rule_id, style="dim"),
        )
    return table


def _quotes(found: Annotations) -> Table:
    table = Table("speaker", "cue", "quote", "kind", "relay", title="Quotes")
    for q in found.quotes:
        cells = (q.speaker or "?", q.cue or "", q.text, q.kind, q.relay or "")
        table.add_row(*(Text(_plain(c)) for c in cells))
    return table


def _names(event: Event, role: str) -> Text:
    named = [p for p in event.participants if p.role == role]
    return Text("\n".join(_plain(p.name) + _ticked(p) for p in named))


def _ticked(participant: Participant) -> str:
    return "" if participant.entity is None else " ●"


def _when(event: Event) -> str:
    if event.start_date is None and event.end_date is None:
        return event.date_basis
    first, last = str(event.start_date or ".."), str(event.end_date or "..")
    days = first if first == last else f"{first} – {last}"
    return f"{days}\n{event.date_basis}"


def _plain(text: str) -> str:
    """Show control characters as symbols: a page must not steer the terminal that draws it."""
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    if character.isspace() and ord(character) > 32:  # no-break space and its kin
        return " "
    return chr(0x2400 + ord(character)) if ord(character) < 32 else "\N{SYMBOL FOR SUBSTITUTE FORM TWO}"
