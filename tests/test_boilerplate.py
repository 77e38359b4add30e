"""Lines that a site repeats are learned from a sample of its pages, in any order and in any number of parts."""

import random
from dataclasses import replace

from rusnews_extract.corpus.boilerplate import PAGES, SiteLines, digest_of, dump_learned, learn
from rusnews_extract.model import Document
from rusnews_extract.stages.clean import clean
from rusnews_extract.stages.clean.learned import parse_learned
from tests.test_clean import FIRST, RULES, SECOND, THIRD, TITLE

SLOGAN = "Костромской листок рассказывает о городе и области каждое утро, в будни и в праздники."


def page(number, folder="listok", body=None):
    text = (
        f"Листок сегодня\n{TITLE} {number}\n\n{body or FIRST}\n\n{SECOND} {number * 'Х'}\n\n{SLOGAN}\nОтзывов: {number}"
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


def test_few_pages_teach_nothing():
    assert learned([page(n) for n in range(4)]) == {}


def test_one_page_read_many_times_teaches_nothing():
    """Equal pages count once: a reprint must not take itself for boilerplate."""
    assert learned([replace(page(1), doc_id=f"{n:016x}") for n in range(9)]) == {}


def test_sites_are_apart():
    """A line is learned for its own site only; the digest of a shard follows its own sites."""
    known = learned([page(n) for n in range(9)] + [page(n, "vestnik") for n in range(100, 103)])
    assert list(known) == ["folder:listok"]
    assert digest_of(known, ["folder:vestnik"]) == digest_of({}, []) != digest_of(known, known)


def test_it_can_be_written_down():
    known = learned([page(n) for n in range(9)])
    assert parse_learned(dump_learned(known)) == known
