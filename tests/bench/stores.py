"""Break runs whose input and output lie in an object store, and see that the next run ends with the right bytes.

    python -m tests.bench.stores --kills 10 --cuts 10

The store is moto's server on this machine. A run is killed, or its connection to the store is cut in mid-upload, at a
random moment; a reader polls ``read_table`` meanwhile. The same command is then run again and must give what a run on
this machine gives.
"""

import argparse
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from pyarrow import fs

from rusnews_extract import run
from rusnews_extract.generations import current_generation
from rusnews_extract.storage import place_of
from tests.bench.faults import finish, reader, seen, start, tables_of, write_pages

BUCKET = "news"
CHUNK = 65_536


def missing() -> str | None:
    """Say why there can be no store here, or None."""
    return None if find_spec("moto") and find_spec("flask") else "no moto: pip install '.[test]'"


@contextmanager
def store() -> Iterator[int]:
    """Serve an object store with one empty bucket on this machine; yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/", timeout=5).close()
                break
            time.sleep(0.1)
        fs.S3FileSystem(
            access_key="key",
            secret_key="secret",
            endpoint_override=f"127.0.0.1:{port}",
            scheme="http",
            region="us-east-1",
            allow_bucket_creation=True,
        ).create_dir(BUCKET)
        yield port
    finally:
        process.kill()
        process.wait()


def address(port: int, path: str) -> str:
    """Return the address of a folder in the store, with all that is needed to reach it."""
    return f"s3://key:secret@{BUCKET}/{path}?region=us-east-1&scheme=http&endpoint_override=127.0.0.1:{port}"


def upload(source: Path, place: str) -> None:
    """Copy a folder into the store."""
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        target = place_of(place)
        for part in path.relative_to(source).parts:
            target = target / part
        target.write_bytes(path.read_bytes())


def stored(place: str) -> dict[str, bytes]:
    """Return the bytes of all parts that readers see, by table and name."""
    now = current_generation(place_of(place))
    manifest = None if now is None else now.manifest()
    if now is None or manifest is None:
        return {}
    return {f"{t}/{p}": (now.folder / t / p).read_bytes() for t, parts in manifest.parts.items() for p in parts}


class Cutter:
    """A proxy that closes all connections, and refuses new ones, once ``most`` bytes have been sent to the store."""

    def __init__(self, port: int, most: int) -> None:
        self.port, self.left = port, most
        self.server = socket.create_server(("127.0.0.1", 0))
        self.own: int = self.server.getsockname()[1]
        self.open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Cut all connections."""
        self.left = 0
        for one in (self.server, *self.open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while self.left > 0:
                ours, _ = self.server.accept()
                theirs = socket.create_connection(("127.0.0.1", self.port))
                self.open += [ours, theirs]
                threading.Thread(target=self._pump, args=(ours, theirs, True), daemon=True).start()
                threading.Thread(target=self._pump, args=(theirs, ours, False), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if counted:
                    self.left -= len(data)
                    if self.left <= 0:
                        self.close()
                        return
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)


def broken(source: str, output: str, clean: Path, kill_after: float | None, through: int | None) -> list[str]:
    """Kill a run after some seconds, or let it end by itself, then see what the next one makes; say what is wrong.

    ``through`` is the port of a proxy by which the first run reaches the store.
    """
    earlier = seen(output)
    port = output.rpartition(":")[2]
    ways = [place.replace(f":{port}", f":{through or port}") for place in (source, output)]
    with reader(output, [earlier, seen(clean)]) as wrong:
        process = start(*ways, "--workers", "2")
        if kill_after is not None:
            time.sleep(kill_after)
            process.send_signal(signal.SIGKILL)
        code, text = finish(process)
        if through and (code != 2 or "Traceback" in text):
            wrong.append(f"exit code {code} after the cut: {text[-300:]}")
        run(source, output, workers=2)
        if stored(output) != tables_of(clean):
            wrong.append("other bytes than on this machine")
    return wrong


def main() -> None:
    """Run the whole of it and print one line of figures."""
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=10)
    options.add_argument("--cuts", type=int, default=10)
    options.add_argument("--pages", type=int, default=120)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    bad = 0
    with tempfile.TemporaryDirectory() as name, store() as port:
        place, source, small = Path(name), address(port, "in"), address(port, "small")
        upload(write_pages(place / "in", chosen.pages), source)
        upload(write_pages(place / "small", 5), small)
        run(place / "in", place / "clean", workers=2)
        clock = time.perf_counter()
        run(source, address(port, "whole"), workers=2)
        length = time.perf_counter() - clock
        for way, times in (("killed", chosen.kills), ("cut", chosen.cuts)):
            for number in range(times):
                output = address(port, f"{way}-{number}")
                run(small, output)
                cutter = Cutter(port, chance.randrange(20_000, 400_000)) if way == "cut" else None
                after = None if cutter else chance.uniform(0.5, length)
                wrong = broken(source, output, place / "clean", after, cutter and cutter.own)
                bad += bool(wrong)
                print(f"{way} {number + 1}/{times}: {'; '.join(dict.fromkeys(wrong)) or 'well'}")
    print(f"{chosen.kills} runs killed and {chosen.cuts} connections cut over an object store, {bad} ended badly")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
