"""Tables as pandas frames: how a notebook opens what a run has written."""

from pathlib import Path

import pandas as pd
import pyarrow.dataset as ds

from rusnews_extract.errors import BadConfig, BadInput
from rusnews_extract.tables import TABLES, columns, schema

__all__ = ["read_table"]


def read_table(name: str, folder: str | Path = "data/processed") -> pd.DataFrame:
    """Read one table of a finished run.

    Dates come as ``datetime64`` (null is NaT), lists as Python lists, whole numbers with nulls as ``Int32``, text as
    pandas strings. Rows are sorted by document, then position. Raises ``BadConfig`` for a name that is no table and
    ``BadInput`` where the folder holds no such table.
    """
    if name not in TABLES:
        raise BadConfig(f"{name!r} is no table; the tables are {', '.join(TABLES)}")
    place = Path(folder) / name
    if not place.is_dir():
        raise BadInput(f"{place}: no such table; run `python -m rusnews_extract run --output {folder}` first")
    kind = TABLES[name]
    frame: pd.DataFrame = ds.dataset(place, schema=schema(kind), format="parquet").to_table().to_pandas()
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
