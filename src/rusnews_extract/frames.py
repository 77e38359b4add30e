"""Tables as pandas frames: how a notebook opens what a run has written."""

from pathlib import Path

import pandas as pd
import pyarrow.dataset as ds

from rusnews_extract.errors import BadConfig, BadInput
from rusnews_extract.generations import Generation, current_generation
from rusnews_extract.storage import Place, place_of
from rusnews_extract.tables import TABLES, columns, schema

__all__ = ["read_table"]

TRIES = 20


def read_table(name: str, folder: str | Place = "data/processed") -> pd.DataFrame:
    """Read one table of a finished run; ``folder`` may be an address such as ``s3://bucket/tables``.

    Dates come as ``datetime64`` (null is NaT), lists as Python lists, whole numbers with nulls as ``Int32``, text as
    pandas strings. Rows are sorted by document, then position. Raises ``BadConfig`` for a name that is no table and
    ``BadInput`` where the folder holds no such table.
    """
    if name not in TABLES:
        raise BadConfig(f"{name!r} is no table; the tables are {', '.join(TABLES)}")
    kind = TABLES[name]
    frame = _frame(name, place_of(folder))
    for column in columns(kind):
        if str(column.type) == "date32[day]":
            frame[column.name] = pd.to_datetime(frame[column.name]).astype("datetime64[s]")
        elif str(column.type) == "int32" and column.nullable:
            frame[column.name] = frame[column.name].astype("Int32")
        elif str(column.type) == "string":
            frame[column.name] = frame[column.name].astype("string")
        elif str(column.type).startswith("list"):
            frame[column.name] = frame[column.name].map(list)
    keys = [c for c in ("doc_id", "entity_id", "path", "record") if c in frame.columns][:1]
    return frame.sort_values(keys, kind="stable", ignore_index=True)


def _frame(name: str, folder: Place) -> pd.DataFrame:
    """Read the parts of one run; where a run that ends meanwhile removes them, those of that run."""
    for _ in range(TRIES):
        now = current_generation(folder)
        try:
            places, system = _parts(name, folder, now)
            frame: pd.DataFrame = ds.dataset(places, schema(TABLES[name]), "parquet", system).to_table().to_pandas()
            return frame
        except OSError:
            if now == current_generation(folder):
                raise
    raise BadInput(f"{folder}: changes faster than it can be read; read it when the runs have ended")


def _parts(name: str, folder: Place, now: Generation | None) -> tuple[Path | list[str], object]:
    """Return the parts of a table and their file system; None is this machine's."""
    manifest = None if now is None else now.manifest()
    if now is not None and manifest is not None and name in manifest.parts:
        parts = [now.folder / name / part for part in sorted(manifest.parts[name])]
        remote = [p.on_its_file_system() for p in parts if not isinstance(p, Path)]
        return ([path for _, path in remote], remote[0][0]) if remote else (list(map(str, parts)), None)
    place = folder / name
    if not isinstance(place, Path) or not place.is_dir():
        raise BadInput(f"{place}: no such table; run `python -m rusnews_extract run --output {folder}` first")
    return place, None
