"""Quotes by cases of one line, by the examples of every pattern, and where a forgotten mark must not hurt."""

import re
from dataclasses import dataclass, replace

import pytest

from rusnews_extract.model import Block, CleanDocument, Document, Line, Sentence, Zone
from rusnews_extract.nlp.tagging import tag
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.rules.names import load_name_rules
from rusnews_extract.rules.quotes import load_quote_rules
from rusnews_extract.rules.references import load_reference_rules
from rusnews_extract.spans import apply_edits
from rusnews_extract.stages.coreference import resolve_references
from rusnews_extract.stages.names import find_names
from rusnews_extract.stages.quotes import find_quotes
from rusnews_extract.stages.segment import segment
from tests.conftest import ROOT

CASES = ROOT / "tests/gold/cases/quotes.tsv"
PATTERNS = load_quote_rules(RuleFolders()).patterns


@dataclass(frozen=True)
class Case:
    text: str
    zone: Zone
    spans: tuple[tuple[int, int], ...]
    quotes: tuple[str, ...]


def unmark(marked, zone="body"):
    """Take ⟦ ⟧ out of a text and return where they stood; « / » parts lines."""
    out, spans, start = "", [], 0
    for part in re.split("([⟦⟧])", marked.replace(" / ", "\n")):
        if part == "⟦":
            start = len(out)
        elif part == "⟧":
            spans.append((start, start + len(out[start:].rstrip(". \n"))))
        else:
            out += part
    return out, tuple(spans)


def read_cases():
    for number, row in enumerate(CASES.read_text(encoding="utf-8").splitlines(), 1):
        if row and not row.startswith("#"):
            zone, marked, *expected = row.split("\t")
            text, spans = unmark(marked)
            quotes = tuple(q for q in (expected[0] if expected else "").split(" ; ") if q)
            yield pytest.param(Case(text, zone, spans, quotes), id=f"{number}")


def clean(text, zone):
    blocks, lines, at = [], [], 0
    for line in text.split("\n"):
        if line:
            lines.append(Line(at, at + len(line), zone, len(blocks)))
            blocks.append(Block(at, at + len(line), zone, "test"))
        at += len(line) + 1
    same, offsets = apply_edits(text, ())
    return CleanDocument(Document("0" * 16, "x.txt", text, ""), tuple(blocks), tuple(lines), same, offsets)


@pytest.fixture(scope="module")
def quotes_of(models, rules):
    """A function from a text to its quotes."""
    names, references, quotes = load_name_rules(rules), load_reference_rules(rules), load_quote_rules(rules)

    def find(text, zone="body"):
        parsed = tag([segment(clean(text, zone))], models)[0]
        mentions, entities = find_names(parsed, names, models.vocab)
        found = resolve_references(parsed, mentions, entities, references)
        return find_quotes(parsed, mentions, entities, found, quotes)

    return find


@pytest.mark.parametrize("case", tuple(read_cases()))
def test_case(case, quotes_of):
    """Span, kind, speaker and relay of every quote of the case, and no other quote."""
    found = quotes_of(case.text, case.zone)
    told = [f"{q.kind} {q.speaker or '?'}" + (f" < {q.relay}" if q.relay else "") for q in found]
    assert [case.text[q.start : q.stop] for q in found] == [case.text[a:b] for a, b in case.spans]
    assert told == list(case.quotes)


def example_params(field):
    for pattern in PATTERNS.values():
        for number, example in enumerate(getattr(pattern, field)):
            yield pytest.param(pattern, example, id=f"quotes.toml::{pattern.id}-{number}")


def zone_of(example):
    return ("title", example.removeprefix("title: ")) if example.startswith("title: ") else ("body", example)


@pytest.mark.parametrize(("pattern", "example"), tuple(example_params("examples")))
def test_example_of_pattern(pattern, example, quotes_of):
    """Each example yields its quotes by the pattern it stands at, with the speaker it names."""
    zone, rest = zone_of(example)
    marked, speaker = rest.rsplit(" => ", 1)
    text, spans = unmark(marked)
    found = [q for q in quotes_of(text, zone) if q.rule_id == pattern.id]
    wanted = [(text[a:b], pattern.kind, None if speaker == "?" else speaker) for a, b in spans]
    assert [w for w in wanted if w not in [(q.text, q.kind, q.speaker) for q in found]] == []


@pytest.mark.parametrize(("pattern", "example"), tuple(example_params("counterexamples")))
def test_counterexample_of_pattern(pattern, example, quotes_of):
    """A counterexample yields nothing by the pattern it stands at."""
    zone, text = zone_of(example)
    assert [q.text for q in quotes_of(text.replace(" / ", "\n"), zone) if q.rule_id == pattern.id] == []


@pytest.mark.parametrize("pattern", tuple(PATTERNS.values()), ids=lambda p: p.id)
def test_pattern_shows_examples(pattern):
    """Every pattern says why it is there and shows itself."""
    assert len(pattern.why) > 20
    assert pattern.examples


def test_fields_of_a_quote(quotes_of):
    """A quote tells the words of its cue and of its speaker, and where they stand."""
    text = "«Мост готов», — сказал мэр Тулы Иван Петров."
    quote = quotes_of(text)[0]
    assert (quote.text, quote.cue, quote.speaker_text) == ("Мост готов", "сказал", "мэр Тулы Иван Петров")
    assert text[quote.speaker_start : quote.speaker_stop] == quote.speaker_text
    assert text[quote.cue_start : quote.cue_stop] == quote.cue
    assert (quote.speaker, quote.speaker_via, quote.rule_id) == ("Иван Петров", "name", "quote-then-cue")


def test_pronoun_and_role_say_how_they_point(quotes_of):
    """``speaker_via`` tells a pronoun from a role."""
    text = "Мост осмотрел мэр Тулы Иван Петров. Он сказал, что опоры целы. Мэр добавил, что работы идут."
    assert [(q.speaker, q.speaker_via) for q in quotes_of(text)] == [
        ("Иван Петров", "pronoun"),
        ("Иван Петров", "role"),
    ]


def test_blank_document_has_no_quotes(quotes_of):
    """Nothing is said where nothing stands."""
    assert quotes_of("") == ()


def test_a_sentence_without_tokens_says_nothing(models, rules):
    """A sentence that holds no token, as of a line of blanks, is passed over and leaves its neighbours alone."""
    text = "Мэр Иван Петров заявил, что мост готов.\n\u00a0"
    parsed = tag([segment(clean(text, "body"))], models)[0]
    count, stop = len(parsed.tokens), len(parsed.text)
    parsed = replace(parsed, sentences=(*parsed.sentences, Sentence(stop, stop, "body", 1, count, count)))
    mentions, entities = find_names(parsed, load_name_rules(rules), models.vocab)
    map_ = resolve_references(parsed, mentions, entities, load_reference_rules(rules))
    assert [q.text for q in find_quotes(parsed, mentions, entities, map_, load_quote_rules(rules))] == ["мост готов"]


def test_a_pattern_can_be_switched_off(tmp_path, rules):
    """A user's file replaces a pattern by its id."""
    (tmp_path / "quotes.toml").write_text(
        '[[pattern]]\nid = "about-this"\nwhy = "not wanted"\nkind = "indirect"\nexamples = []\noff = true\n',
        encoding="utf-8",
    )
    changed = load_quote_rules(RuleFolders.with_extra(tmp_path))
    assert not changed.on("about-this")
    assert changed.on("clause")


def test_offsets_rise(quotes_of):
    """Quotes come by position."""
    text = "По словам мэра, мост готов. «Откроем в мае», — сказал Иван Петров.\nКак сообщает ТАСС, дорогу чинят."
    found = quotes_of(text)
    assert len(found) == 3
    assert [q.start for q in found] == sorted(q.start for q in found)
