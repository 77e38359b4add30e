"""Lines that a site repeats are learned from a sample of its pages, in any order and in any number of parts."""

import random
from dataclasses import replace

from rusnews_extract import read_table, run
from rusnews_extract.corpus.boilerplate import PAGES, SiteLines, digest_of, dump_learned, learn
from rusnews_extract.model import Document
from rusnews_extract.stages.clean import clean
from rusnews_extract.stages.clean.learned import parse_learned
from tests.test_clean import FIRST, RULES, SECOND, THIRD, TITLE

SLOGAN = "Костромской листок рассказывает о городе и области каждое утро, в будни и в праздники."


def page(number, folder="listok", body=None):
    text = (
        f"Листок сегодня и всегда\n{TITLE} {number * 'х'}\n\n{body or FIRST + number * ' Х' + '.'}\n\n"
        f"{SECOND} {number * 'Х'}.\n\n"
        f"{SLOGAN}\nОтзывов: {number}"
    )
    return Document(f"{number:016x}", f"{folder}/{number}.txt", text, "")


def learned(pages):
    sample = SiteLines()
    for one in pages:
        sample.add(one)
    return learn(sample)


def test_a_slogan_is_learned_and_cut():
    """A sentence of every page goes, whatever its place; the text that differs stays."""
    rules = replace(RULES, learned=learned([page(n, body=f"{FIRST} {n * 'а'}") for n in range(1, 8)]))
    result = clean(page(9, body=THIRD), rules)
    assert SLOGAN not in result.text and THIRD in result.text
    assert {b.rule_id for b in result.blocks} >= {"site-line"}


def test_order_and_parts_do_not_matter():
    """A sample of parts that are merged is the sample of the whole."""
    pages = [page(n) for n in range(3 * PAGES)]
    random.Random(1).shuffle(pages)
    parts = [SiteLines(), SiteLines()]
    for number, one in enumerate(pages):
        parts[number % 2].add(one)
    parts[0].merge(parts[1])
    assert learn(parts[0]) == learned(sorted(pages, key=lambda p: p.doc_id)) != {}


def test_two_pages_teach_nothing():
    assert learned([page(n) for n in range(2)]) == {}


def test_three_pages_teach_what_stands_on_all():
    """Few pages teach their mastheads; no paragraph, which may end a series, no word, which may be a heading."""
    series = [page(n, body=f"{FIRST} {n * 'а'}.\n\nИтоги\n\n{THIRD}") for n in range(1, 4)]
    rules = replace(RULES, learned=learned(series))
    result = clean(series[0], rules)
    cut = {series[0].text[b.start : b.stop] for b in result.blocks if b.rule_id == "site-line"}
    assert cut == {"Листок сегодня и всегда"}
    assert THIRD in result.text
    assert "Итоги" in result.text


def test_a_line_of_most_pages_is_none_of_three():
    """Of three pages, two are chance."""
    pages = [page(n) for n in range(1, 3)] + [Document("f" * 16, "listok/9.txt", f"{TITLE}\n\n{THIRD}\n\n{SECOND}", "")]
    assert learned(pages) == {}


def test_reprints_of_an_article_count_once():
    """An article that three pages tell, each under another date, does not take itself for boilerplate."""
    pages = [
        Document(f"{n:016x}", f"listok/{n}.txt", f"{TITLE}\n{n} октября\n\n{FIRST}\n\n{SECOND}", "") for n in range(9)
    ]
    assert learned(pages) == {}


def test_a_run_learns_its_sites(tmp_path):
    """A run cuts what the pages of a folder repeat, and says so in the blocks."""
    source = tmp_path / "pages" / "listok"
    source.mkdir(parents=True)
    line = "Костромской листок от зари до зари"
    for number, body in enumerate((FIRST, SECOND, THIRD), 1):
        more = f"{body[:-1]} снова, {'ах, ' * number}так говорят в городе и области."
        text = f"{TITLE}{'!' * number}\n\n{body}\n{line}\n{more}"
        (source / f"{number}.txt").write_text(text, encoding="utf-8")
    run(tmp_path / "pages", tmp_path / "out")
    blocks = read_table("blocks", tmp_path / "out").to_dict("records")
    assert {(row["rule_id"], row["kept"]) for row in blocks if row["text"] == line} == {("site-line", False)}


def test_one_page_read_many_times_teaches_nothing():
    """Equal pages count once: a reprint must not take itself for boilerplate."""
    assert learned([replace(page(1), doc_id=f"{n:016x}") for n in range(9)]) == {}


def test_sites_are_apart():
    """A line is learned for its own site only; the digest of a shard follows its own sites."""
    known = learned([page(n) for n in range(9)] + [page(n, "vestnik") for n in range(100, 102)])
    assert list(known) == ["folder:listok"]
    assert digest_of(known, ["folder:vestnik"]) == digest_of({}, []) != digest_of(known, known)


def test_it_can_be_written_down():
    known = learned([page(n) for n in range(9)])
    assert parse_learned(dump_learned(known)) == known
