"""A page's markup as lines of plain text, each with what the markup says of it.

Every block element begins a line, a paragraph leaves a blank line above; nothing is left out but scripts, forms' fields
and the like, because what looks like frame in the markup may be the article: cleaning decides that, with the hints.
Rejected: an extractor's text (what it drops cannot be shown, and offsets into it lead nowhere).
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from rusnews_extract.rules.markup import Hint, MarkupRules, Part, words_of

__all__ = ["Rendered", "render"]

SPACES = re.compile(r"\s+")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
TEXT_WORDS = 8
TEXT_LINKS = 0.5
HELD_HEADING = frozenset({"h1", "article", "main"})


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text and the hints of its lines."""

    text: str
    hints: tuple[Hint, ...]


@dataclass(slots=True)
class _Frame:
    """An element that may be a part of the frame; ``core`` says that it holds the headline or the article."""

    part: Part
    text: int = 0
    core: bool = False


@dataclass(slots=True)
class _Line:
    text: str
    gap: bool
    links: float
    frames: tuple[int, ...]
    parent: int
    heading: int
    main: bool


@dataclass(slots=True)
class _Writer:
    """Gathers lines while the tree is walked; the stacks hold the elements that are open."""

    rules: MarkupRules
    lines: list[_Line] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)
    open_frames: list[int] = field(default_factory=list)
    blocks: list[int] = field(default_factory=lambda: [0])
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    main: int = 0
    heading: int = 0
    gap: bool = False
    count: int = 0

    def text(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            if self.links:
                self.linked += len(text.strip())

    def end_line(self, paragraph: bool) -> None:
        if self.pieces:
            text = SPACES.sub(" ", "".join(self.pieces)).strip()
            if text:
                share = min(self.linked / len(text), 1.0)
                parent = self.blocks[-2] if len(self.blocks) > 1 else 0
                self.lines.append(
                    _Line(text, self.gap, share, tuple(self.open_frames), parent, self.heading, self.main > 0)
                )
                self.gap = False
            self.pieces.clear()
            self.linked = 0
        self.gap = self.gap or paragraph

    def open(self, tag: str, element: etree._Element) -> None:
        self.count += 1
        if tag in self.rules.blocks:
            self.end_line(tag in self.rules.paragraphs)
            self.blocks.append(self.count)
        self.heading = HEADINGS.get(tag, self.heading)
        self.links += tag == "a"
        if tag in HELD_HEADING:
            for number in self.open_frames:
                self.frames[number].core = True

    def close(self, tag: str) -> None:
        if tag in self.rules.blocks:
            self.end_line(tag in self.rules.paragraphs)
            self.blocks.pop()
        if tag in HEADINGS:
            self.heading = 0
        self.links -= tag == "a"


def render(tree: etree._Element, rules: MarkupRules) -> Rendered:
    """Return the text of a page, and a hint for each of its lines."""
    writer = _Writer(rules)
    marks: dict[etree._Element, tuple[bool, bool]] = {}
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("comment", "pi"):
            writer.text(element.tail)
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in rules.skipped:
                walk.skip_subtree()
                continue
            marks[element] = _enter(writer, tag, element)
            writer.text(element.text)
        else:
            if tag not in rules.skipped:
                writer.close(tag)
                framed, main = marks.pop(element)
                if framed:
                    writer.open_frames.pop()
                writer.main -= main
            writer.text(element.tail)
    writer.end_line(False)
    return _laid_out(writer)


def _enter(writer: _Writer, tag: str, element: etree._Element) -> tuple[bool, bool]:
    """Open an element; return whether it is a part of the frame, and whether it is the article's text."""
    words = words_of(element.get("class"), element.get("id"), element.get("role"))
    itemprop = (element.get("itemprop") or "").lower()
    main = itemprop == "articlebody" or (bool(words) and writer.rules.main.search(words) is not None)
    part = None if main or tag in {"html", "body", "h1"} else writer.rules.part(tag, words)
    writer.open(tag, element)
    if main:
        for number in writer.open_frames:
            writer.frames[number].core = True
    if part is not None:
        writer.open_frames.append(len(writer.frames))
        writer.frames.append(_Frame(part))
    writer.main += main
    return part is not None, main


def _laid_out(writer: _Writer) -> Rendered:
    sizes = [_size(line) for line in writer.lines]
    total = sum(sizes) or 1
    for line, size in zip(writer.lines, sizes, strict=True):
        for number in line.frames:
            writer.frames[number].text += size
    pieces: list[str] = []
    hints: list[Hint] = []
    at = 0
    for line in writer.lines:
        joint = "" if not pieces else "\n\n" if line.gap else "\n"
        at += len(joint)
        part = next((f.part for f in map(writer.frames.__getitem__, line.frames) if _counts(f, total)), None)
        role = None if part is None else part.role
        rule_id = "" if part is None else part.id
        hints.append(Hint(at, role, rule_id, round(line.links, 2), line.parent, line.heading, line.main))
        pieces += joint, line.text
        at += len(line.text)
    return Rendered("".join(pieces), tuple(hints))


def _size(line: _Line) -> int:
    """Return the words of a line that may be text, 0 for links and short lines."""
    words = line.text.count(" ") + 1
    return words if words >= TEXT_WORDS and line.links < TEXT_LINKS else 0


def _counts(frame: _Frame, total: int) -> bool:
    return not frame.core and frame.text <= frame.part.most * total
