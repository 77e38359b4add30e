"""``results.tsv``: what was measured, where and when. Rows are only ever added."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).with_name("results.tsv")
COLUMNS = ("date", "commit", "machine", "engine", "workers", "docs", "tokens", "seconds", "ratio")


def record(engine: str, workers: int, docs: int, tokens: int, seconds: float, ratio: float) -> None:
    """Append a row; ``ratio`` is stock's time over the engine's, the median of paired batches."""
    if not RESULTS.exists():
        RESULTS.write_text("\t".join(COLUMNS) + "\n", encoding="utf-8")
    today = datetime.now(UTC).date().isoformat()
    row = (today, _commit(), _machine(), engine, workers, docs, tokens, f"{seconds:.1f}", f"{ratio:.2f}")
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write("\t".join(map(str, row)) + "\n")


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=RESULTS.parent).stdout.strip()


def _machine() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} cores"
