"""A large file cut into pieces holds what it holds whole: the same records, numbers and ids, each once."""

import csv
import gzip
import io
import json
import tarfile
import zipfile
from dataclasses import replace
from itertools import pairwise

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from rusnews_extract import readers
from rusnews_extract.config import RunConfig
from rusnews_extract.model import Document
from rusnews_extract.readers import pieces, read_file, split_file, splitting
from rusnews_extract.readers.pieces import Piece, cut, piece_checksum, without_bytes
from rusnews_extract.runs import plan_shards

ROWS = [
    {
        "title": f"Мост {i}",
        "text": f"Мост №{i} закрыли.\n\nРемонт «до ноября», сообщили в мэрии Костромы. " + "Да. " * (i % 7),
    }
    for i in range(120)
]


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Cut every two thousand bytes, so that a small file has many pieces."""
    monkeypatch.setattr(pieces, "HEAD", 200)
    monkeypatch.setattr(splitting, "PIECE", 2000)
    monkeypatch.setattr(splitting, "MARKUP", 1)
    monkeypatch.setattr(splitting, "cut", lambda marks, least=2000: cut(marks, least))
    monkeypatch.setattr("rusnews_extract.readers.tabular.cut", lambda marks, least=2000: cut(marks, least))


def jsonl():
    lines = [json.dumps(row, ensure_ascii=False) for row in ROWS]
    lines[5] = "{broken"
    lines[30] = ""
    return ("\n".join(lines) + "\n").encode()


def table(encoding="utf-8", delimiter=","):
    out = io.StringIO()
    writer = csv.DictWriter(out, ["title", "text"], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return out.getvalue().encode(encoding, "replace")


def parquet(group):
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROWS), out, row_group_size=group)
    return out.getvalue()


def warc(pack=lambda data: data, kinds=("response", "request")):
    found = []
    for i, row in enumerate(ROWS):
        answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        body = f"{answer}<html><p>{row['text']}</p></html>".encode()
        head = f"WARC/1.0\r\nWARC-Type: {kinds[i % len(kinds)]}\r\nWARC-Target-URI: https://example.org/{i}\r\n"
        head += f"Content-Type: application/http\r\nContent-Length: {len(body)}\r\n\r\n"
        found.append(pack(head.encode() + body + b"\r\n\r\n"))
    return b"".join(found)


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pages/", "")
        for i, row in enumerate(ROWS):
            archive.writestr(f"pages/{i}.txt", row["text"])
    return out.getvalue()


def tarred():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for i, row in enumerate(ROWS):
            data = row["text"].encode()
            info = tarfile.TarInfo(f"./{i}.txt" if i != 7 else ".hidden")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


FILES = {
    "a.jsonl": jsonl,
    "a.jsonl.gz": lambda: gzip.compress(jsonl()),
    "a.ndjson.zst": lambda: zstandard.ZstdCompressor().compress(jsonl()),
    "a.csv": table,
    "marked.csv": lambda: table("utf-8-sig"),
    "old.csv": lambda: table("cp1251", ";"),
    "a.csv.gz": lambda: gzip.compress(table()),
    "one.parquet": lambda: parquet(1000),
    "many.parquet": lambda: parquet(7),
    "a.warc": warc,
    "a.warc.gz": lambda: warc(gzip.compress),
    "a.zip": zipped,
    "a.tar": tarred,
    "a.tar.gz": lambda: gzip.compress(tarred()),
}


def seen(found):
    return [(r.doc_id, r.text, r.title) if isinstance(r, Document) else (r.path, r.record, r.message) for r in found]


@pytest.mark.parametrize("name", FILES)
def test_pieces_hold_the_file(tmp_path, name):
    """Read piece by piece, a file gives what it gives at once."""
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    found = split_file(path, path.stat().st_size)
    assert len(found) > 3
    assert seen(r for piece in found for r in read_file(path, name, piece=piece)) == seen(read_file(path, name))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("wide.jsonl", lambda: jsonl().decode().encode("utf-16")),
        ("wide.csv", lambda: table("utf-16")),
        ("labels.jsonl", lambda: b'{"start": 1, "stop": 2, "text": "a"}\n' * 300),
        ("lone.csv", lambda: table() + b"a,b\rc,d\n"),
        ("one.warc.gz", lambda: gzip.compress(warc())),
        ("broken.parquet", lambda: parquet(9)[:-40]),
        ("broken.jsonl.gz", lambda: gzip.compress(jsonl())[:-400]),
        ("no.zip", lambda: b"PK" * 3000),
        ("page.txt", lambda: "Мост закрыли. ".encode() * 500),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_cut_is_one_piece(tmp_path, name, data):
    """A file that cannot be entered in the middle, or is damaged, stays whole; reading it tells what is wrong."""
    path = tmp_path / name
    path.write_bytes(data())
    assert split_file(path, path.stat().st_size) == [readers.WHOLE]


@given(st.lists(st.integers(1, 500), min_size=1, max_size=300), st.integers(1, 900))
def test_pieces_meet(sizes, least):
    """Pieces follow one another without gap or overlap, however long the records are."""
    marks = [(i + 1, sum(sizes[:i])) for i in range(len(sizes))]
    found = cut(marks, least)
    assert found[0].first == 1
    assert found[-1].stop is None
    assert all(a.stop == b.first and a.end == b.offset for a, b in pairwise(found))
    assert sum(p.records for p in found) == len(sizes)
    few = without_bytes(found, 3)
    assert len(few) <= 3
    assert [few[0].first, few[-1].stop, sum(p.records for p in few)] == [1, None, len(sizes)]


def test_a_file_that_grows_keeps_its_earlier_pieces(tmp_path):
    """Lines added at the end change the last piece's checksum and add pieces; the others stay as they are."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl())
    before = [(p.first, piece_checksum(path, p)) for p in split_file(path, path.stat().st_size)]
    with path.open("ab") as stream:
        stream.write(jsonl())
    after = [(p.first, piece_checksum(path, p)) for p in split_file(path, path.stat().st_size)]
    assert after[: len(before) - 1] == before[:-1]
    assert len(after) > len(before)


def test_pieces_are_shards_of_their_own(tmp_path):
    """Each piece is a shard with an id of its own, which stays when the file grows; a limit holds over them."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl())
    shards = plan_shards(RunConfig(tmp_path, tmp_path / "out"))
    assert len({s.shard_id for s in shards}) == len(shards) > 3
    with path.open("ab") as stream:
        stream.write(jsonl())
    assert {s.shard_id for s in shards} < {s.shard_id for s in plan_shards(RunConfig(tmp_path, tmp_path / "out"))}
    few = plan_shards(RunConfig(tmp_path, tmp_path / "out", limit=20))
    assert sum(f.take or 0 for s in few for f in s.files) == 20


def test_a_checksum_covers_the_head_and_the_piece(tmp_path):
    """A change of the head or of a piece's own bytes changes its checksum, a change elsewhere does not."""
    path = tmp_path / "a.csv"
    data = bytearray(b"x" * 300_000)
    piece = Piece(9, 20, 200_000, 200_100)
    path.write_bytes(data)
    clean = piece_checksum(path, piece)
    for at, same in ((10, False), (200_050, False), (150_000, True), (200_100, True)):
        path.write_bytes(data[:at] + b"y" + data[at + 1 :])
        assert (piece_checksum(path, piece) == clean) is same
    assert piece_checksum(tmp_path / "none", piece) is None
    assert piece_checksum(path, replace(piece, stop=21)) != clean
