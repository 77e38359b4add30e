"""Files of all formats, compressed and in archives; damage and bombs become failures that say so."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from rusnews_extract.errors import BadConfig
from rusnews_extract.model import Document, Failure
from rusnews_extract.readers import count_records, files, read_file
from rusnews_extract.readers.stdin import spool
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.reading import load_read_rules

TEXT = "Мост через Волгу закрыли\n\nРемонт продлится до ноября, сообщили в мэрии Костромы.\n"
LINE = json.dumps({"title": "Мост", "text": TEXT, "date": "2025-10-09"}, ensure_ascii=False) + "\n"
PACK = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstandard.ZstdCompressor().compress}
READ = load_read_rules(RuleFolders())


def read(folder, name, data, rules=None):
    path = folder / name
    path.write_bytes(data)
    return list(read_file(path, name, rules))


def tar(members, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("suffix", PACK)
@pytest.mark.parametrize(("name", "data"), [("a.txt", TEXT.encode()), ("a.jsonl", LINE.encode() * 3)])
def test_compressed(tmp_path, suffix, name, data):
    """A compressed file holds what the plain one holds."""
    plain, packed = read(tmp_path, name, data), read(tmp_path, name + suffix, PACK[suffix](data))
    assert [d.text for d in packed] == [d.text for d in plain]


MEMBERS = {
    "n/a.txt": TEXT.encode(),
    "n/b.html": f"<html><body><p>{TEXT}</p></body></html>".encode(),
    "c.jsonl": LINE.encode() * 2,
}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.zip", zipped(MEMBERS)),
        ("x.tar", tar(MEMBERS)),
        ("x.tar.gz", tar(MEMBERS, "w:gz")),
        ("x.tgz", tar(MEMBERS, "w:gz")),
        ("x.tar.bz2", tar(MEMBERS, "w:bz2")),
        ("x.tar.zst", PACK[".zst"](tar(MEMBERS))),
    ],
)
def test_archives(tmp_path, name, data):
    """Members are read by their own suffixes, under the archive's path."""
    found = read(tmp_path, name, data)
    assert [(d.path, d.record) for d in found] == [
        (f"{name}/n/a.txt", None), (f"{name}/n/b.html", None), (f"{name}/c.jsonl", 1), (f"{name}/c.jsonl", 2),
    ]  # fmt: skip
    assert count_records(tmp_path / name) > 1


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt.gz", b"no gzip", "cannot be read"),
        ("a.jsonl.gz", gzip.compress(LINE.encode() * 50)[:-40], "cannot be read"),
        ("a.zip", b"PK\x03\x04broken", "cannot be read"),
        ("a.tar", b"x" * 2000, "cannot be read"),
        ("a.zip", zipped({"b.zip": zipped({"c.txt": b"x"})}), "inside an archive"),
        ("a.zip", zipped({"b.png": b"\x89PNG"}), "the suffix .png"),
        ("a.parquet", b"no parquet", "no Parquet file"),
        ("a.csv", "имя,возраст\nАнна,5\n".encode(), "no column of text"),
        ("a.warc", b"hello\r\n", "WARC"),
        ("a.json", b"[1", "no JSON"),
    ],
)
def test_damage_is_told(tmp_path, name, data, message):
    """Each bad file or member gives a failure that names it and says what was expected."""
    found = read(tmp_path, name, data)
    assert isinstance(found[-1], Failure)
    assert message in found[-1].message and found[-1].message.startswith(name)


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    """What expands without measure ends as a failure, in a page as in records."""
    monkeypatch.setattr(files, "ALLOWED", 2**20)
    (page,) = read(tmp_path, "a.txt.gz", gzip.compress(b" " * 2**22))
    records = read(tmp_path, "a.jsonl.zip", zipped({"a.jsonl": b"\n" * 2**22}))
    assert "expands" in page.message and "expands" in records[-1].message


def test_too_long_a_page(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_PAGE", 100)
    (failure,) = read(tmp_path, "a.txt", b"x" * 101)
    assert "longer than" in failure.message


@pytest.mark.parametrize(("name", "sign"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_tables(tmp_path, name, sign, encoding):
    """The lenta dump's columns, quoted line ends included, in any usual encoding and separator."""
    header = sign.join(["url", "title", "text", "topic", "tags", "date"])
    row = sign.join(["https://lenta.ru/1/", '"Мост закрыли"', f'"{TEXT}"', "Россия", "Все", "2025/10/09"])
    first, second = read(tmp_path, name, f"{header}\n{row}\n{row}\n".encode(encoding))
    assert (first.title, str(first.published), first.site, first.record) == (
        "Мост закрыли",
        "2025-10-09",
        "lenta.ru",
        1,
    )
    assert first.text == f"Мост закрыли\n\n{TEXT}" == second.text


def test_parquet(tmp_path):
    """Rows of a Parquet file are records."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"title": ["Мост", None], "text": [TEXT, ""]}), path)
    good, bad = read_file(path, "a.parquet")
    assert (good.title, bad.record, count_records(path)) == ("Мост", 2, 2)


def test_names_of_fields_from_the_command_line(tmp_path):
    """A mapped name wins over the known ones; a meaning that there is not is refused."""
    rules = READ.mapped({"text": "тело"})
    (document,) = read(tmp_path, "a.jsonl", json.dumps({"тело": TEXT, "text": "не то"}).encode(), rules)
    assert document.text == TEXT
    with pytest.raises(BadConfig):
        READ.mapped({"headline": "title"})


def test_json_of_one_article_and_of_many(tmp_path):
    one, many = read(tmp_path, "a.json", LINE.encode()), read(tmp_path, "b.json", f"[{LINE},{LINE}]".encode())
    assert [d.record for d in one + many] == [None, 1, 2]


def test_html_under_another_name(tmp_path):
    """Mirrored pages keep names like «index.php»: the first bytes decide."""
    data = f"<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>".encode()
    assert all(isinstance(read(tmp_path, name, data)[0], Document) for name in ("a.txt", "index.php", "news"))


def record(kind, url, content, extra=""):
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: {extra}\r\n"
    return head.encode() + f"Content-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n\r\n"


def response(status, kind, body):
    return f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_warc(tmp_path, suffix):
    """Answers with a page are read; pictures and errors are passed over; the crawl's date is not the page's."""
    page = f"<html><body><p>{TEXT}</p></body></html>".encode()
    http = "application/http; msgtype=response"
    data = [
        record("response", "https://www.example.org/1", response(200, "text/html; charset=utf-8", page), http),
        record("response", "https://example.org/a.png", response(200, "image/png", b"\x89PNG"), http),
        record("response", "https://example.org/2", response(404, "text/html", page), http),
        record("conversion", "https://example.org/3", TEXT.encode(), "text/plain"),
    ]
    packed = b"".join(map(gzip.compress, data)) if suffix else b"".join(data)
    found = read(tmp_path, "a.warc" + suffix, packed)
    assert [(d.record, d.url, d.site, d.extractor) for d in found] == [
        (1, "https://www.example.org/1", "example.org", "html"),
        (4, "https://example.org/3", "example.org", "wet"),
    ]
    assert all(d.published is None for d in found)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "stdin.txt"),
        (LINE.encode(), "stdin.jsonl"),
        (gzip.compress(LINE.encode()), "stdin.jsonl.gz"),
        (b"<!doctype html><html>", "stdin.html"),
        (zipped(MEMBERS), "stdin.zip"),
        (b"WARC/1.0\r\n", "stdin.warc"),
    ],
)
def test_standard_input(tmp_path, data, name):
    """A pipe becomes a file that is named by its first bytes and holds all of them."""
    path = spool(io.BytesIO(data), tmp_path)
    assert (path.name, path.read_bytes()) == (name, data)
