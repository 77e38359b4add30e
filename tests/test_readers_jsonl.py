"""Records of crawls and dumps: the names of their fields, and lines that are no record."""

import codecs
import json
from datetime import date, datetime

import pytest

from rusnews_extract.errors import BadRules
from rusnews_extract.model import Document, Failure
from rusnews_extract.readers import count_records, read_file
from rusnews_extract.rules.loading import BUILT_IN, RuleFolders
from rusnews_extract.rules.reading import load_read_rules

TEXT = "Ремонт продлится до ноября, сообщили в мэрии."
TITLE = "Мост закрыли"


def read(folder, *lines, name="crawl.jsonl", encoding="utf-8"):
    """Write lines (objects are dumped) and read them back."""
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    (folder / name).write_bytes("\n".join(texts).encode(encoding))
    return list(read_file(folder / name, name))


def read_one(folder, **fields):
    (document,) = read(folder, fields)
    return document


@pytest.mark.parametrize(
    "fields",
    [
        {
            "title": TITLE,
            "maintext": TEXT,
            "date_publish": "2025-10-09 14:30:00",
            "source_domain": "example.org",
            "language": "ru",
        },
        {
            "title": TITLE,
            "plaintext": TEXT,
            "publishing_date": "2025-10-09T14:30:00+03:00",
            "url": "https://www.example.org/a",
        },
        {"headline": TITLE, "body": TEXT, "published_at": "2025-10-09T14:30:00Z", "site": "www.example.org"},
        {"title": TITLE, "content": TEXT, "pubDate": "Thu, 09 Oct 2025 14:30:00 +0300", "domain": "example.org"},
        {"title": TITLE, "text": TEXT, "date": "09.10.2025 14:30", "link": "http://example.org/a"},
        {"title": TITLE, "text": TEXT, "published": 1760020200, "url": "http://example.org/a"},
    ],
    ids=["news-please", "fundus", "headline-body", "feed", "figures", "seconds"],
)
def test_field_names(tmp_path, fields):
    """Records of known crawlers give title, text, site and the time of publication as the page prints it."""
    document = read_one(tmp_path, **fields)
    assert document.title == TITLE
    assert document.text == f"{TITLE}\n\n{TEXT}"
    assert document.site == "example.org"
    assert document.published == date(2025, 10, 9)
    assert document.published_at == datetime(2025, 10, 9, 14, 30)
    assert document.published_basis == "metadata"
    assert document.record == 1


def test_the_lenta_dump(tmp_path):
    """A day without a time gives no time; without a field the address tells the day."""
    by_field = read_one(
        tmp_path,
        url="https://lenta.ru/news/2019/05/07/most/",
        title=TITLE,
        text=TEXT,
        topic="Россия",
        date="2019/05/07",
    )
    assert (by_field.published, by_field.published_at) == (date(2019, 5, 7), None)
    by_path = read_one(tmp_path, url="https://lenta.ru/news/2019/05/07/most/", title=TITLE, text=TEXT)
    assert (by_path.published, by_path.published_basis) == (date(2019, 5, 7), "path")


def test_the_title_is_not_doubled(tmp_path):
    """A text that begins with its headline stays as it is."""
    assert read_one(tmp_path, title=TITLE, text=f" {TITLE}\n{TEXT}").text == f" {TITLE}\n{TEXT}"


def test_nested_bodies(tmp_path):
    """The sections of a fundus body become lines; so does a list of paragraphs."""
    body = {"summary": ["Коротко."], "sections": [{"headline": ["Раздел"], "paragraphs": ["Раз.", "Два."]}]}
    assert read_one(tmp_path, title=TITLE, body=body).text == f"{TITLE}\n\nКоротко.\nРаздел\nРаз.\nДва."
    assert read_one(tmp_path, text=["Раз.", "Два."]).text == "Раз.\nДва."


def test_each_line_stands_by_itself(tmp_path):
    """Bad lines are failures with their number and a reason; blank lines are none; the others are read."""
    found = read(tmp_path, {"text": "раз"}, "", "{broken", "[1]", {"title": "x"}, {"text": " "}, {"text": "два"})
    assert [(type(item), item.record) for item in found] == [
        (Document, 1),
        (Failure, 3),
        (Failure, 4),
        (Failure, 5),
        (Failure, 6),
        (Document, 7),
    ]
    messages = [item.message for item in found if isinstance(item, Failure)]
    assert "is no JSON" in messages[0]
    assert "no JSON object" in messages[1]
    assert "has no text; looked for maintext" in messages[2]
    assert all("crawl.jsonl: record" in message for message in messages)
    assert count_records(tmp_path / "crawl.jsonl") == len(found)
    assert len({item.doc_id for item in found if isinstance(item, Document)}) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_encodings_of_lines(tmp_path, encoding):
    """Lines are decoded like pages."""
    found = read(tmp_path, {"text": TEXT}, {"text": TEXT}, encoding=encoding, name="crawl.ndjson")
    assert [item.text for item in found] == [TEXT, TEXT]


def test_no_half_characters(tmp_path):
    """Half of a surrogate pair, as some crawlers write it, becomes the sign for a broken character."""
    assert read(tmp_path, '{"text": "мост \\ud83d закрыт"}')[0].text == "мост \ufffd закрыт"


def test_deep_nesting_is_told(tmp_path):
    """A line nested beyond reason is a failure, not a crash."""
    (failure,) = read(tmp_path, "[" * 100_000)
    assert isinstance(failure, Failure)


def test_a_users_field_name(tmp_path):
    """A line in a user's list of fields makes another name known; an unknown meaning is refused."""
    folder = tmp_path / "rules" / "lexicons"
    folder.mkdir(parents=True)
    (folder / "reading_fields.tsv").write_text("novost\ttext\n", encoding="utf-8")
    rules = load_read_rules(RuleFolders((BUILT_IN, tmp_path / "rules")))
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"novost": TEXT}), encoding="utf-8")
    assert next(read_file(path, "a.jsonl", rules)).text == TEXT
    (folder / "reading_fields.tsv").write_text("novost\tauthor\n", encoding="utf-8")
    with pytest.raises(BadRules, match="author"):
        load_read_rules(RuleFolders((BUILT_IN, tmp_path / "rules")))


def test_utf16_marks_are_known():
    """The marks that make a file wide are those of the standard library."""
    from rusnews_extract.readers.jsonl import WIDE_MARKS

    assert WIDE_MARKS == (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def test_a_file_of_labels_is_one_failure(tmp_path):
    """Stand-off labels of other pages are no pages: the whole file is one failure that says so."""
    path = tmp_path / "labels.jsonl"
    row = '{"doc": "a.txt", "start": 3, "stop": 8, "text": "мост"}\n'
    path.write_text(row * 3, encoding="utf-8")
    (failure,) = read_file(path, "labels.jsonl")
    assert "labels of pages" in failure.message
    assert count_records(path) == 1
