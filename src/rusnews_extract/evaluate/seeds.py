"""Read seed labels: pages with one JSON-lines file a layer under ``gold/``, columns named as in the tables.

Only read, never copied: the seed pages are not the project's. The same records come out as from the project's own
gold, so that both are scored by the same code.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rusnews_extract.errors import BadGold
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
from rusnews_extract.evaluate.labels import allowed, event_modes

__all__ = ["load_seeds"]

LAYERS = ("blocks", "mentions", "times", "not_times", "quotes", "not_quotes", "events")
Row = Mapping[str, Any]


def load_seeds(folder: str | Path) -> tuple[GoldDoc, ...]:
    """Read the labelled pages of a folder of seeds, in the order of their names.

    ``folder`` holds the pages and ``gold/*.jsonl``. Raises ``BadGold`` for a label that contradicts its page.
    """
    place = Path(folder)
    rows: dict[str, dict[str, list[Row]]] = defaultdict(lambda: {layer: [] for layer in LAYERS})
    texts: dict[str, str] = {}
    for layer in LAYERS:
        for where, row in _rows(place / "gold" / f"{layer}.jsonl"):
            name = row["doc"]
            if name not in texts:
                texts[name] = _page(place / name, where)
            _check(layer, row, texts[name], where)
            rows[name][layer].append(row)
    return tuple(_document(name, texts[name], rows[name]) for name in sorted(rows))


def _rows(path: Path) -> list[tuple[str, Row]]:
    if not path.is_file():
        raise BadGold(f"{path}: no such file; a seed folder needs gold/ with one file a layer")
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            rows.append((f"{path}:{number}", json.loads(line)))
        except json.JSONDecodeError as error:
            raise BadGold(f"{path}:{number}: is no JSON: {error}") from error
    return rows


def _page(path: Path, where: str) -> str:
    if not path.is_file():
        raise BadGold(f"{where}: the page {path} is missing; put it there")
    return path.read_bytes().decode("utf-8")


def _check(layer: str, row: Row, text: str, where: str) -> None:
    found = text[row["start"] : row["stop"]]
    if found != row["text"]:
        raise BadGold(f"{where}: the page has «{found}», the label «{row['text']}»; mend start and stop")
    known = {
        "blocks": ("role", allowed("block")),
        "mentions": ("type", allowed("mention")),
        "times": ("type", allowed("time")),
        "quotes": ("kind", allowed("quote")),
        "events": ("type", frozenset(event_modes())),
    }.get(layer)
    if known is not None and row[known[0]] not in known[1]:
        raise BadGold(f"{where}: {known[0]} {row[known[0]]!r} is none of {', '.join(sorted(known[1]))}")


def _document(name: str, text: str, rows: Mapping[str, Sequence[Row]]) -> GoldDoc:
    rows = {layer: sorted(rows[layer], key=lambda r: (r["start"], r["stop"])) for layer in LAYERS}
    # A header date that says only the month dates the page, but names no day: then the right answer is null.
    headers = [r for r in rows["times"] if r["expect"] == "dct"]
    days = [_day(r["start_date"]) for r in headers if r["granularity"] == "day"]
    return GoldDoc(
        name=Path(name).stem,
        text=text,
        dated=bool(headers),
        published=days[0] if days else None,
        blocks=tuple(GoldBlock(r["start"], r["stop"], r["role"]) for r in rows["blocks"]),
        mentions=tuple(map(_mention, rows["mentions"])),
        times=tuple(map(_time, rows["times"])),
        not_times=tuple(map(_trap, rows["not_times"])),
        quotes=tuple(map(_quote, rows["quotes"])),
        not_quotes=tuple(map(_trap, rows["not_quotes"])),
        events=tuple(map(_event, rows["events"])),
    )


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _trap(row: Row) -> Trap:
    return Trap(row["start"], row["stop"], row["text"], row["why"])


def _mention(row: Row) -> GoldMention:
    spans = row.get("alt") or []
    normals = row.get("alt_normal") or [None] * len(spans)
    return GoldMention(
        row["start"],
        row["stop"],
        row["text"],
        row["type"],
        row["normal"],
        row["entity"],
        tuple(Alternative(start, stop, normal) for (start, stop), normal in zip(spans, normals, strict=True)),
        bool(row.get("optional")),
    )


def _time(row: Row) -> GoldTime:
    return GoldTime(
        row["start"],
        row["stop"],
        row["text"],
        row["type"],
        row["value"],
        row["mod"],
        row["edtf"],
        _day(row["start_date"]),
        _day(row["end_date"]),
        row["granularity"],
        row["anchor"],
        bool(row["optional"]),
    )


def _quote(row: Row) -> GoldQuote:
    return GoldQuote(
        row["start"],
        row["stop"],
        row["text"],
        row["kind"],
        row["speaker"],
        tuple(row["speaker_aliases"] or ()),
        row["speaker_via"],
        row["speaker_text"],
        row["cue"],
        row["relay"],
    )


def _event(row: Row) -> GoldEvent:
    return GoldEvent(
        row["start"],
        row["stop"],
        row["text"],
        row["type"],
        row["mode"],
        row["status"],
        tuple(row["actors"] or ()),
        tuple(row["recipients"] or ()),
        row["place"],
        _day(row["start_date"]),
        _day(row["end_date"]),
        row["date_basis"],
        tuple(row["source"] or ()),
        row["cluster_id"],
        bool(row["core"]),
        row["killed"],
    )
