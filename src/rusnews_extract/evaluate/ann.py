"""Read the project's own gold: a page ``<id>.txt`` with its labels ``<id>.ann``, one a line.

``layer ⇥ label ⇥ start ⇥ stop ⇥ surface ⇥ key=value…``, sorted by start, stop, layer. The surface repeats the text so
that a reviewer can read a label in a diff, and so that a shifted offset cannot hide: everything is checked against the
page, and a mistake is reported with file, line and mend. Rejected: brat's stand-off files, whose running numbers make a
diff of every insertion.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rusnews_extract.errors import BadGold
from rusnews_extract.evaluate.ann_lines import LAYERS, AnnLine, read_lines
from rusnews_extract.evaluate.gold import (
    Alternative,
    GoldBlock,
    GoldDoc,
    GoldEvent,
    GoldMention,
    GoldQuote,
    GoldTime,
    Trap,
)
from rusnews_extract.evaluate.labels import allowed

__all__ = ["digest", "load_ann"]


def load_ann(folder: str | Path) -> tuple[GoldDoc, ...]:
    """Read all pages of a folder with their labels, in the order of their names.

    Raises ``BadGold`` for a page without labels or the reverse, and for every label that contradicts its page.
    """
    place = Path(folder)
    if not place.is_dir():
        raise BadGold(f"{place}: no such folder; gold is a folder of <id>.txt with <id>.ann")
    texts = {p.stem: p for p in place.glob("*.txt")}
    labels = {p.stem: p for p in place.glob("*.ann")}
    for name in sorted(texts.keys() ^ labels.keys()):
        have, lack = (".txt", ".ann") if name in texts else (".ann", ".txt")
        raise BadGold(f"{place / name}{have}: there is no {name}{lack} beside it; add it, or take this one away")
    return tuple(_document(texts[name], labels[name]) for name in sorted(texts))


def digest(paths: Iterable[Path]) -> str:
    """Return a digest over the names and bytes of gold files: equal digests mean equal gold."""
    total = hashlib.sha256()
    for path in sorted(paths, key=lambda p: p.name):
        total.update(path.name.encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def _document(text_path: Path, ann_path: Path) -> GoldDoc:
    try:
        text = text_path.read_bytes().decode("utf-8")
        raw = ann_path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadGold(f"{text_path.with_suffix('')}: is not UTF-8; save both files as UTF-8") from error
    lines = read_lines(raw, text, ann_path)
    _check_blocks([line for line in lines if line.layer == "block"], text, ann_path)
    by_layer = {layer: [line for line in lines if line.layer == layer] for layer in LAYERS}
    facts = _doc_facts(by_layer["doc"], ann_path)
    doc = GoldDoc(
        name=text_path.stem,
        text=text,
        blocks=tuple(GoldBlock(b.start, b.stop, b.label) for b in by_layer["block"]),
        mentions=tuple(map(_mention, by_layer["mention"])),
        times=tuple(map(_time, by_layer["time"])),
        not_times=tuple(Trap(t.start, t.stop, t.text, t.label) for t in by_layer["not_time"]),
        quotes=tuple(map(_quote, by_layer["quote"])),
        not_quotes=tuple(Trap(t.start, t.stop, t.text, t.label) for t in by_layer["not_quote"]),
        events=tuple(map(_event, by_layer["event"])),
        **facts,
    )
    _check_places(doc, by_layer)
    return doc


def _check_blocks(blocks: Sequence[AnnLine], text: str, path: Path) -> None:
    at = 0
    for block in blocks:
        if block.start < at:
            raise block.bad("overlaps the block before it; a character belongs to one block")
        _check_covered(text, at, block.start, path)
        at = block.stop
    _check_covered(text, at, len(text), path)


def _check_covered(text: str, start: int, stop: int, path: Path) -> None:
    gap = text[start:stop]
    if gap.strip():
        first = start + len(gap) - len(gap.lstrip())
        raise BadGold(
            f"{path}: no block covers «{gap.strip()[:40]}» at {first}; every line that is not blank needs one"
        )


def _check_places(doc: GoldDoc, by_layer: Mapping[str, Sequence[AnnLine]]) -> None:
    for layer in ("mention", "time", "quote", "event"):
        last: AnnLine | None = None
        for line in by_layer[layer]:
            free = line.values.get("optional") == "1"
            if not free and doc.zone(line.start, line.stop) != "kept":
                raise line.bad("lies outside title, lead and body; label those only, or mark it optional=1")
            if layer in {"mention", "time"} and not free:
                if last is not None and line.start < last.stop:
                    raise line.bad(f"overlaps «{last.surface}»; keep one and give the other as alt or optional=1")
                last = line


def _doc_facts(lines: Sequence[AnnLine], path: Path) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for line in lines:
        value = line.values["value"]
        if line.label == "split":
            if value not in allowed("split"):
                raise line.bad(f"value={value}: known are {', '.join(sorted(allowed('split')))}")
            facts["split"] = value
        else:
            facts["dated"] = True
            facts["published"] = None if value == "none" else line.day("value")
    if "dated" not in facts:
        raise BadGold(f"{path}: no line says when the page was published; add doc published with value=none or a day")
    return facts


def _mention(line: AnnLine) -> GoldMention:
    values = line.values
    return GoldMention(
        line.start,
        line.stop,
        line.text,
        line.label,
        values.get("normal"),
        values.get("entity"),
        tuple(_alternative(line, pair) for pair in line.names("alt")),
        line.flag("optional"),
    )


def _alternative(line: AnnLine, pair: str) -> Alternative:
    start, _, stop = pair.partition("-")
    if not (start.isdecimal() and stop.isdecimal()) or not int(start) < int(stop):
        raise line.bad(f"alt={pair}: write start-stop, several between |")
    if not (int(start) < line.stop and line.start < int(stop)):
        raise line.bad(f"alt={pair}: does not overlap the mention; mend its offsets")
    return Alternative(int(start), int(stop))


def _time(line: AnnLine) -> GoldTime:
    start, end = line.interval()
    return GoldTime(
        line.start,
        line.stop,
        line.text,
        line.label,
        line.values.get("value"),
        line.choice("mod"),
        line.values.get("edtf"),
        start,
        end,
        line.choice("granularity"),
        line.choice("anchor"),
        line.flag("optional"),
    )


def _quote(line: AnnLine) -> GoldQuote:
    values = line.values
    return GoldQuote(
        line.start,
        line.stop,
        line.text,
        line.label,
        values.get("speaker"),
        line.names("aliases"),
        line.choice("via"),
        values.get("speaker_text"),
        values.get("cue"),
        values.get("relay"),
    )


def _event(line: AnnLine) -> GoldEvent:
    kind, _, mode = line.label.partition("/")
    start, end = line.interval()
    return GoldEvent(
        line.start,
        line.stop,
        line.text,
        kind,
        mode or None,
        line.choice("status") or "asserted",
        line.names("actors"),
        line.names("recipients"),
        line.values.get("place"),
        start,
        end,
        line.choice("basis"),
        line.names("source"),
        line.values.get("cluster"),
        line.flag("core", default=True),
        line.number("killed"),
        line.number("injured"),
    )
