"""Pages of HTML: text line by line, hints of the markup, and the facts of publication."""

from datetime import date, datetime

import pytest

from rusnews_extract.errors import BadInput
from rusnews_extract.readers.html import is_html, read_html, read_mhtml
from rusnews_extract.rules.cleaning import load_clean_rules
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.markup import load_markup_rules, words_of
from rusnews_extract.rules.reading import load_read_rules
from rusnews_extract.stages.clean import clean
from tests.test_clean import FIRST, SECOND, THIRD, TITLE

READ = load_read_rules(RuleFolders())
RULES = load_clean_rules(RuleFolders())
BODY = f"<h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def read(body=BODY, head="", name="page.html", **more):
    return read_html(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), name, READ, **more)


def test_text_and_hints_agree():
    """Each line has one hint, at its start; scripts and fields are no text; entities and line ends are resolved."""
    page = read("<div>Мост&nbsp;через\n Волгу<br>закрыт</div><script>var a</script><select><option>x</select><p>Да</p>")
    assert page.text == "Мост через Волгу\nзакрыт\n\nДа"
    assert [hint.start for hint in page.hints] == [0, 17, 25]


def test_the_article_alone_is_kept():
    """Menu, comments, teasers and footer go by their class, tag or links, whatever sentences they hold."""
    teaser = "<a href='/1'>В Ярославле открыли новую школу на двести мест, сообщили в мэрии города.</a>"
    comment = "Давно пора было закрыть этот мост, ездить по нему было страшно всем водителям города Костромы."
    page = read(
        f"<div class='top-menu'><a href='/'>Главная</a><a href='/n'>Новости</a></div>{BODY}"
        f"<div class='read-also'>{teaser}</div><ul><li>{teaser}</li></ul>"
        f"<div id='comments'><p>{comment}</p><p>{comment}</p></div><footer>Костромской листок пишет о городе.</footer>"
    )
    assert clean(page, RULES).text == "\n".join([TITLE, FIRST, SECOND, THIRD])


def test_a_name_that_lies_does_not_count():
    """A wrapper that is called a sidebar or comments but holds the article is no part of the frame."""
    page = read(f"<div class='sidebar comments'>{BODY}</div>")
    assert clean(page, RULES).text == "\n".join([TITLE, FIRST, SECOND, THIRD])


LD = (
    '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", '
    '"headline": "Мост", "datePublished": "2025-10-09T14:30:00+03:00", "dateModified": "2025-11-01"}]}</script>'
)


META = '<meta property="article:published_time" content="2025-10-09T14:30+03:00">'
MICRO = '<time datetime="2025-10-09 14:30" itemprop="datePublished">вчера</time>'
CANONICAL = "https://www.example.org/n/1"


@pytest.mark.parametrize(
    ("head", "body", "published", "basis"),
    [
        (LD, BODY, datetime(2025, 10, 9, 14, 30), "metadata"),
        (META, BODY, datetime(2025, 10, 9, 14, 30), "metadata"),
        ("", MICRO + BODY, datetime(2025, 10, 9, 14, 30), "metadata"),
        ("", f"<p>9 октября 2025, 14:30</p>{BODY}", datetime(2025, 10, 9, 14, 30), "header"),
        ('<meta property="article:modified_time" content="2025-11-01">', BODY, None, "none"),
        ("", f'{BODY}<a href="/x">1 ноября 2025, 10:00 В Ярославле открыли школу</a>', None, "none"),
        ("", f'{BODY}<time datetime="2025-11-01">1</time><time datetime="2025-11-02">2</time>', None, "none"),
    ],
)  # fmt: skip
def test_publication_dates(head, body, published, basis):
    """JSON-LD, meta, microdata, then the visible header; never a change, a teaser or one of several times."""
    page = read(body, head)
    assert (page.published_at, page.published_basis) == (published, basis)


def test_local_time_wins_over_greenwich():
    """Where the markup counts in Greenwich time, the day is the one that the page shows."""
    head = '<meta property="article:published_time" content="2025-10-09T21:30:00Z">'
    page = read(f"<h1>{TITLE}</h1><p>10 октября 2025, 00:30</p><p>{FIRST}</p><p>{SECOND}</p>", head)
    assert (page.published, page.published_at) == (date(2025, 10, 10), datetime(2025, 10, 10, 0, 30))


def test_title_without_the_site():
    """The title is the line of the page that the window's title names, without the site."""
    assert read(head=f"<title>{TITLE} — Костромской листок</title>").title == TITLE


@pytest.mark.parametrize(
    ("head", "name", "url", "site"),
    [
        (f'<link rel="canonical" href="{CANONICAL}">', "a.html", CANONICAL, "example.org"),
        ('<base href="http://example.org/">', "a.html", None, "example.org"),
        ("", "crawl/www.example.org/n/1.html", None, "example.org"),
        ("", "crawl.zip/www.example.org/1.html", None, "example.org"),
        ("", "crawl.zip/1.html", None, None),
    ],
)  # fmt: skip
def test_address(head, name, url, site):
    """Canonical link, base, or the path of a mirrored site."""
    page = read(head=head, name=name)
    assert (page.url, page.site) == (url, site)


@pytest.mark.parametrize("real", ["cp1251", "koi8_r", "utf-8"])
@pytest.mark.parametrize("claimed", ["windows-1251", "utf-8", "iso-8859-1", "nonsense"])
def test_lying_charset(real, claimed):
    """What comes out decides, not what the page claims."""
    markup = f'<html><head><meta charset="{claimed}"></head><body>{BODY}</body></html>'
    page = read_html(markup.encode(real, "replace"), "page.html", READ)
    assert (FIRST in page.text, page.encoding) == (True, real)


def test_a_page_without_text():
    """A page of scripts alone is told, not written as an empty document."""
    with pytest.raises(BadInput, match="without text"):
        read("<script>var a = 1;</script>")


def test_deep_nesting():
    """Two hundred nested elements are read like any others."""
    assert "Мост" in read("<div>" * 200 + "Мост" + "</div>" * 200).text


def test_saved_web_archive():
    """The HTML part of a saved web archive is read, its address known."""
    data = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        f"Content-Location: https://example.org/n/1\r\n\r\n<html><body>{BODY}</body></html>\r\n--b--\r\n"
    )
    page = read_mhtml(data.encode(), "page.mhtml", READ)
    assert (page.url, page.title is None, FIRST in page.text) == ("https://example.org/n/1", True, True)


def test_what_begins_like_html():
    assert (
        is_html(b"\n<!DOCTYPE html><html>")
        and is_html(b'<?xml version="1.0"?>\n<html>')
        and not is_html("Мост".encode())
    )


def test_every_part_explains_itself():
    """Parts have a reason and examples; words are read out of class names."""
    assert load_markup_rules(RuleFolders()).parts
    assert words_of("news-item__shareBar", "Top2") == " news item share bar top 2 "
