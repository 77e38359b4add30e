"""Reading files: encodings, the choice of a reader, and failures that say why."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rusnews_extract.errors import BadInput
from rusnews_extract.model import Document, Failure
from rusnews_extract.readers import count_records, read_file
from rusnews_extract.readers.encodings import decode

PAGE = (
    "Мост через Волгу закрыли\r\n\r\nРемонт продлится до ноября, сообщили в мэрии Костромы. «Успеем», — сказал мэр.\n"
)


def read(folder, name, data):
    """Write bytes under a name and read them back."""
    path = folder / name
    path.write_bytes(data)
    return list(read_file(path, name))


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PAGE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + PAGE.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + PAGE.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + PAGE.encode("utf-16-be"), "utf-16"),
        (PAGE.encode("cp1251"), "cp1251"),
        (PAGE.replace("«", '"').replace("»", '"').replace("—", "-").encode("koi8_r"), "koi8_r"),
        (PAGE.replace("«", '"').replace("»", '"').replace("—", "-").encode("cp866"), "cp866"),
    ],
)
def test_encodings(tmp_path, data, encoding):
    """The text comes out as it was written, line ends included, and says its encoding."""
    (document,) = read(tmp_path, "page.txt", data)
    assert document.encoding == encoding
    assert (
        document.text.replace('"', "").replace("-", "—") == PAGE.replace("«", "").replace("»", "")
        or document.text == PAGE
    )


def test_a_file_cut_in_mid_letter(tmp_path):
    """A broken last byte costs one sign, not the page."""
    (document,) = read(tmp_path, "page.txt", PAGE.strip().encode() + "я".encode()[:1])
    assert document.text == PAGE.strip() + "\ufffd"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("page.txt", b"", "is empty"),
        ("page.txt", b" \n\t\n", "is empty"),
        ("page.txt", bytes(range(256)) * 20, "neither UTF-8 nor"),
        ("page.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "neither UTF-8 nor"),
        ("page.txt", b"text\0text", "zero bytes"),
        ("page.txt", codecs.BOM_UTF16_LE + b"a", "utf-16"),
        ("page.pdf", b"%PDF", "the suffix .pdf; expected one of .txt,"),
        ("page", b"text", "no suffix"),
    ],
)
def test_failures_say_why(tmp_path, name, data, message):
    """What cannot be read is one failure with a reason."""
    (failure,) = read(tmp_path, name, data)
    assert isinstance(failure, Failure)
    assert (failure.path, failure.record, failure.stage, failure.error) == (name, None, "read", "BadInput")
    assert message in failure.message


def test_a_missing_file_is_a_failure(tmp_path):
    """A file that went away between listing and reading is told, not raised."""
    for name in ("gone.txt", "gone.jsonl"):
        (failure,) = read_file(tmp_path / name, name)
        assert "cannot be read" in failure.message
        assert count_records(tmp_path / name) == 1


def test_doc_id_depends_on_the_name_alone(tmp_path):
    """The same path keeps its id when the text changes; another path has another."""
    first, second = (read(tmp_path, "a.txt", data)[0] for data in ("раз".encode(), "два".encode()))
    (other,) = read(tmp_path, "b.txt", "раз".encode())
    assert first.doc_id == second.doc_id != other.doc_id
    assert first.sha256 == other.sha256 != second.sha256
    assert len(first.doc_id) == 16


def test_the_suffix_counts_in_any_case(tmp_path):
    """PAGE.TXT is a page too."""
    assert isinstance(read(tmp_path, "PAGE.TXT", PAGE.encode())[0], Document)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_utf8_comes_back(text):
    """Whatever UTF-8 holds is read as it is, but for a byte order mark at its head."""
    assert decode(text.encode(), "page.txt")[0] == text.removeprefix("\ufeff")


@given(st.binary())
def test_any_bytes_are_text_or_told(data):
    """Bytes either decode or raise ``BadInput``, never anything else."""
    try:
        text, encoding = decode(data, "page.txt")
    except BadInput as error:
        assert "page.txt" in str(error)
    else:
        assert isinstance(text, str)
        assert encoding
