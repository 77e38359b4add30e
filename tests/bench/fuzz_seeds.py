"""Well-formed files of every format, to be damaged: small, and written for this."""

import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

TEXT = """Главная  Новости  Спорт
В Костроме закрыли мост через Волгу
14 мая 2025, 09:30
Мост через Волгу закрыли в Костроме утром 14 мая, сообщила пресс-служба мэрии. Ремонт продлится до ноября 2025 года.
«Мы открыли объезд, — сказал мэр Пётр Ольховский журналистам. — Автобусы пойдут с понедельника».
По словам А. Б. Кольцовой, главы ООО «Мостотряд-5», в прошлом году на мосту пострадали 12 человек.
Читайте также: В Туле открыли парк
© Сетевое издание «Город 44», 2025. 16+
"""
HTML = f"""<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>Мост закрыли | Город 44</title>
<meta property="article:published_time" content="2025-05-14T09:30:00+03:00">
<script type="application/ld+json">
{{"@type": "NewsArticle", "headline": "Мост закрыли", "datePublished": "2025-05-14"}}</script>
</head><body><nav><ul><li><a href="/">Главная</a></li><li><a href="/s">Спорт</a></li></ul></nav>
<article><h1>В Костроме закрыли мост</h1><time datetime="2025-05-14">14 мая</time>
{"".join(f"<p>{line}</p>" for line in TEXT.splitlines()[3:6])}</article><footer>© 16+</footer></body></html>"""
ROWS = [{"title": f"Мост {n}", "text": TEXT, "date": "2025-05-14", "url": f"https://example.org/{n}"} for n in range(3)]


def seeds() -> list[tuple[str, bytes]]:
    """Return files with their names; the names' suffixes say the formats."""
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()
    plain = {
        "a.txt": TEXT.encode(),
        "old.txt": TEXT.encode("cp1251"),
        "wide.txt": TEXT.encode("utf-16"),
        "a.html": HTML.encode(),
        "old.html": HTML.replace("utf-8", "windows-1251").encode("cp1251"),
        "a.mhtml": _mhtml(),
        "a.json": json.dumps(ROWS[0]).encode(),
        "a.jsonl": lines,
        "a.csv": _csv(","),
        "a.tsv": _csv("\t"),
        "a.parquet": _parquet(),
        "a.warc": _warc(),
        "a.zip": _zip({"a.html": HTML.encode(), "b/c.jsonl": lines}),
        "a.tar": _tar({"a.txt": TEXT.encode(), "../b.jsonl": lines}),
    }
    packed = {
        "a.jsonl.gz": gzip.compress(lines, mtime=0),
        "a.txt.bz2": bz2.compress(plain["a.txt"]),
        "a.csv.xz": lzma.compress(plain["a.csv"]),
        "a.jsonl.zst": zstandard.ZstdCompressor().compress(lines),
        "a.warc.gz": gzip.compress(plain["a.warc"], mtime=0),
        "a.tar.gz": gzip.compress(plain["a.tar"], mtime=0),
    }
    return [*plain.items(), *packed.items()]


def _mhtml() -> bytes:
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\nSnapshot-Content-Location: https://example.org/a\n"
    part = "--B\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    return f"{head}\n{part}{HTML}\n--B--\n".encode()


def _csv(delimiter: str) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(ROWS[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return out.getvalue().encode()


def _parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROWS), out)
    return out.getvalue()


def _warc() -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + HTML.encode()
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\n"
    head += b"Content-Type: application/http\r\n"
    return (head + b"Content-Length: %d\r\n\r\n" % len(body) + body + b"\r\n\r\n") * 2


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()
