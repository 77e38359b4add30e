"""A whole run: all tables, each offset true, the same bytes every time, nothing lost."""

import json
from pathlib import Path

import pandas as pd
import pytest

import rusnews_extract
from rusnews_extract import read_table, run
from rusnews_extract.config import RunConfig
from rusnews_extract.errors import BadConfig, BadInput, BadOutput
from rusnews_extract.runs import plan_shards
from rusnews_extract.tables import TABLES

SAMPLE = Path(__file__).parents[1] / "data" / "raw"
PAGE = (
    "Мэр Тулы встретился с рыбаками\n\n"
    "Мэр Тулы Анна Кольцова 5 мая 2025 года встретилась с рыбаками в Калуге, сообщила пресс-служба мэрии.\n\n"
    "«Мы договорились обо всём», — сказала Кольцова журналистам после встречи.\n"
)


@pytest.fixture(scope="session")
def sample_tables(tmp_path_factory):
    """The tables of the sample corpus."""
    folder = tmp_path_factory.mktemp("sample")
    run(SAMPLE, folder)
    return folder


@pytest.fixture(scope="session")
def seed_tables(tmp_path_factory, corpora):
    """The tables of the five real pages."""
    folder = tmp_path_factory.mktemp("seeds")
    run(corpora / "seeds", folder)
    return folder


def pages(folder, **files):
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def files_of(folder):
    return {f"{t}/{p.name}": p.read_bytes() for t in TABLES for p in sorted((Path(folder) / t).glob("*.parquet"))}


@pytest.mark.parametrize("name", TABLES)
def test_the_sample_fills_every_table(sample_tables, name):
    """After a run on the sample each table is there and, but for failures, has rows."""
    frame = read_table(name, sample_tables)
    assert name == "failures" or len(frame) > 0


def assert_slices(folder):
    texts = read_table("documents", folder).set_index("doc_id")["text"]
    for name in ("blocks", "sentences", "mentions", "times", "events", "participants", "quotes"):
        frame = read_table(name, folder)
        for row in frame.itertuples():
            found = texts[row.doc_id][row.start : row.stop]
            equal = found == row.text if name == "blocks" else same(found, row.text)
            assert equal, f"{name}: {found!r} is not {row.text!r}"
    quotes = read_table("quotes", folder)
    for row in quotes.itertuples():
        for part in ("speaker", "cue"):
            start = getattr(row, f"{part}_start")
            if not pd.isna(start):
                surface = row.speaker_text if part == "speaker" else row.cue
                assert same(texts[row.doc_id][start : getattr(row, f"{part}_stop")], surface)


def same(source, surface):
    """A surface is its slice but for what cleaning edits: spaces, entities, invisible characters, cut lines."""
    plain = source.replace("&nbsp;", " ").replace("\xa0", " ").replace("\xad", "").replace("\u200b", "")
    if plain == surface or plain.split() == surface.split():
        return True
    left = iter(plain)
    return all(c in left for c in surface if not c.isspace())


def test_every_offset_of_the_sample_is_true(sample_tables):
    """Each start and stop of each table slices the source."""
    assert_slices(sample_tables)


def test_every_offset_of_the_seeds_is_true(seed_tables):
    """Each start and stop of each table slices the source of the real pages."""
    assert_slices(seed_tables)


def test_keys_join(sample_tables):
    """Every id that a table refers to is in the table it refers to."""
    catalogue = set(read_table("catalogue", sample_tables)["entity_id"])
    for name, column in (
        ("mentions", "entity_id"),
        ("entities", "entity_id"),
        ("participants", "entity_id"),
        ("events", "place_entity_id"),
        ("events", "source_entity_id"),
        ("quotes", "speaker_entity_id"),
    ):
        assert set(read_table(name, sample_tables)[column].dropna()) <= catalogue, f"{name}.{column}"
    assert set(read_table("participants", sample_tables)["event_id"]) <= set(
        read_table("events", sample_tables)["event_id"]
    )
    documents = read_table("documents", sample_tables)
    assert set(documents["duplicate_of"].dropna()) <= set(documents["doc_id"])
    assert read_table("events", sample_tables)["event_id"].is_unique
    assert read_table("quotes", sample_tables)["quote_id"].is_unique
    assert not read_table("entities", sample_tables).duplicated(["doc_id", "entity_id"]).any()


def test_blocks_cover_the_source(sample_tables):
    """Between two blocks of a page there is nothing but white space."""
    texts = read_table("documents", sample_tables).set_index("doc_id")["text"]
    for doc_id, blocks in read_table("blocks", sample_tables).groupby("doc_id"):
        at = 0
        for block in blocks.sort_values("start").itertuples():
            assert not texts[doc_id][at : block.start].strip("\ufeff \t\r\n\xa0\u200b")
            at = block.stop
        assert not texts[doc_id][at:].strip("\ufeff \t\r\n\xa0\u200b")


@pytest.mark.engine
def test_workers_do_not_change_a_byte(sample_tables, tmp_path):
    """Two workers write the bytes that one writes."""
    run(SAMPLE, tmp_path / "two", workers=2)
    assert files_of(tmp_path / "two") == files_of(sample_tables)


def test_a_second_run_writes_the_same_and_does_nothing(tmp_path):
    """A rerun finds its work done and leaves the same bytes."""
    source = pages(tmp_path / "in", a__txt=PAGE)
    first = run(source, tmp_path / "out")
    before = files_of(tmp_path / "out")
    second = run(source, tmp_path / "out")
    assert (first.skipped, second.skipped) == (0, 1)
    assert files_of(tmp_path / "out") == before


def test_a_changed_page_is_done_anew(tmp_path):
    """A rerun over a changed page gives the tables of a fresh run."""
    source = pages(tmp_path / "in", a__txt=PAGE, b__txt=PAGE.replace("Тулы", "Калуги"))
    run(source, tmp_path / "out")
    pages(source, a__txt=PAGE.replace("5 мая", "6 мая"))
    (source / "b.txt").unlink()
    run(source, tmp_path / "out")
    run(source, tmp_path / "fresh")
    assert files_of(tmp_path / "out") == files_of(tmp_path / "fresh")


BAD = {
    "empty__txt": (b"", "empty"),
    "bytes__txt": (bytes(range(256)) * 20, "text"),
    "page__xyz": (PAGE, ".txt"),
    "lines__jsonl": ('{"text": "' + "Мэр встретился с рыбаками. " * 5 + '"}\nno json\n[1]\n{"title": "x"}\n', "JSON"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_a_row_of_failures(tmp_path, name):
    """A record that cannot be read is told with its reason, and the others are done."""
    content, reason = BAD[name]
    source = pages(tmp_path / "in", **{name: content, "good__txt": PAGE})
    report = run(source, tmp_path / "out")
    failures = read_table("failures", tmp_path / "out")
    assert report.read == report.written + report.failed
    assert len(failures) == report.failed >= 1
    assert failures["message"].str.contains(reason).any()
    assert "good.txt" in set(read_table("documents", tmp_path / "out")["path"])


def test_a_stage_that_breaks_costs_one_page(tmp_path, monkeypatch):
    """Where a stage raises on one page, that page is a failure and the others are done."""
    from rusnews_extract import pipeline

    whole = pipeline.clean

    def broken(document, rules):
        if document.path == "a.txt":
            raise RuntimeError("a page from hell")
        return whole(document, rules)

    monkeypatch.setattr(pipeline, "clean", broken)
    report = run(pages(tmp_path / "in", a__txt=PAGE, b__txt=PAGE), tmp_path / "out")
    assert (report.written, report.failed) == (1, 1)
    failure = read_table("failures", tmp_path / "out").iloc[0]
    assert (failure["path"], failure["stage"], failure["error"]) == ("a.txt", "annotate", "RuntimeError")


def test_a_run_that_cannot_start_says_why(tmp_path):
    """A missing or empty input, an output that is no folder and options that clash are told at once."""
    (tmp_path / "empty").mkdir()
    source = pages(tmp_path / "in", a__txt=PAGE)
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="no such file or folder"):
        run(tmp_path / "nowhere", tmp_path / "out")
    with pytest.raises(BadInput, match="has no files"):
        run(tmp_path / "empty", tmp_path / "out")
    with pytest.raises(BadOutput, match="cannot be written"):
        run(source, tmp_path / "file" / "out")
    with pytest.raises(BadConfig, match="--workers 0"):
        run(source, tmp_path / "out", workers=0)
    with pytest.raises(BadConfig, match="holds the input"):
        run(source, tmp_path)


def test_limit_reads_the_first_records(tmp_path):
    """--limit takes records in order of path, also from the middle of a many-document file."""
    lines = [json.dumps({"text": PAGE, "title": f"Новость {n}"}) for n in range(5)]
    source = pages(tmp_path / "in", a__txt=PAGE, b__jsonl="\n".join(lines))
    assert run(source, tmp_path / "out", limit=3).read == 3
    documents = read_table("documents", tmp_path / "out")
    assert sorted(documents["path"]) == ["a.txt", "b.jsonl", "b.jsonl"]


def test_shards_do_not_depend_on_other_files(tmp_path):
    """The shard of a many-document file keeps its id when other files come."""
    source = pages(tmp_path / "in", b__jsonl='{"text": "x"}\n{"text": "y"}\n')
    (before,) = plan_shards(RunConfig(source, tmp_path / "out"))
    pages(source, a__txt=PAGE)
    assert before.shard_id in {s.shard_id for s in plan_shards(RunConfig(source, tmp_path / "out"))}


def test_annotate_takes_texts_and_documents():
    """The Python interface annotates pages in memory, in order."""
    from datetime import date

    page = rusnews_extract.document(PAGE, published=date(2025, 5, 6))
    first, second = rusnews_extract.annotate([page, "Вчера в Туле прошёл митинг."])
    assert {m.normal for m in first.mentions} >= {"Анна Кольцова", "Калуга"}
    assert second.clean.text == "Вчера в Туле прошёл митинг."


def test_read_table_gives_proper_types(sample_tables):
    """Dates are dates, lists are lists, whole numbers stay whole where some are missing."""
    events = read_table("events", sample_tables)
    assert str(events["start_date"].dtype).startswith("datetime64")
    assert isinstance(events["actors"].iloc[0], list)
    assert str(events["killed"].dtype) == "Int32"
    assert read_table("documents", sample_tables)["published"].notna().any()


def test_read_table_says_what_is_wrong(tmp_path):
    """A name that is no table, or a folder without tables, is told with the mend."""
    with pytest.raises(BadConfig, match="is no table"):
        read_table("event", tmp_path)
    with pytest.raises(BadInput, match="no such table"):
        read_table("events", tmp_path)


def test_a_gazetteer_gives_its_ids(tmp_path):
    """A listed name gets the user's id in the catalogue; a broken list is told with its line."""
    source = pages(tmp_path / "in", a__txt=PAGE)
    listed = tmp_path / "list.csv"
    listed.write_text("id,type,name,aliases\nQ1,PER,Анна Кольцова,\n", encoding="utf-8")
    run(source, tmp_path / "out", gazetteer=listed)
    catalogue = read_table("catalogue", tmp_path / "out").set_index("external_id")
    assert catalogue.loc["Q1", "name"] == "Анна Кольцова"
    listed.write_text("name\nАнна\n", encoding="utf-8")
    with pytest.raises(BadConfig, match=r"list\.csv, line 1"):
        run(source, tmp_path / "other", gazetteer=listed)
