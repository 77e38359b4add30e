"""Names: from the network's spans to mentions with nominatives, and to one entity for each person, place, organisation.

``spans`` mends the spans, ``normal`` finds the nominatives, ``persons`` takes people's names apart, ``linking`` gathers
mentions by ``keys``, ``roles`` reads who somebody is, ``entities`` writes it down. ``find_names`` runs them in this
order; ``catalogue`` is for the corpus, when all documents are through.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from rusnews_extract.model import Entity, Mention, ParsedDocument
from rusnews_extract.nlp.inflect import Reading, profile, readings, singular
from rusnews_extract.nlp.vocab import Vocab
from rusnews_extract.rules.gazetteer import Listed
from rusnews_extract.rules.names import NameRules
from rusnews_extract.stages.names.bearers import his_reading, men_of
from rusnews_extract.stages.names.drafts import Draft, Page, make_page
from rusnews_extract.stages.names.entities import make_entity
from rusnews_extract.stages.names.linking import Named, link
from rusnews_extract.stages.names.listed import add_listed, join_listed, with_entry
from rusnews_extract.stages.names.normal import WORD, Word, context, evidence, nominative, respell, words_of
from rusnews_extract.stages.names.persons import person
from rusnews_extract.stages.names.places import is_street
from rusnews_extract.stages.names.roles import role_phrase
from rusnews_extract.stages.names.spans import repair

__all__ = ["find_names", "nominatives"]

ADJECTIVAL = re.compile(r"(?:[сц]к|[нв])(?:ой|ого)$")
OF_SEVERAL = re.compile(r"(?:[оеё]в|[иы]н|[сц]к)(?:ых|ыми|ым|их|ими|им)$")
PLURAL_ENDINGS = ("ых", "ыми", "ым", "их", "ими")


def find_names(
    parsed: ParsedDocument, rules: NameRules, vocab: Vocab
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Return the document's mentions in order and its entities in the order of their first mention."""
    page = make_page(parsed, rules, vocab)
    drafts = repair(page)
    listed = rules.gazetteer
    forms: Mapping[Draft, str] = {}
    if listed is not None:
        drafts, forms = add_listed(page, drafts, listed)
    names = nominatives(parsed, drafts, rules, vocab)
    if forms:
        names = [replace(n, normal=forms.get(d, n.normal)) for d, n in zip(drafts, names, strict=True)]
    clusters = link(parsed.text, names, rules)
    entries: list[Listed | None] = [None] * len(clusters)
    if listed is not None:
        clusters, entries = join_listed(clusters, names, listed)
    tokens = [page.tokens(d) for d in drafts]
    named = frozenset(i for t in tokens for i in t)
    entities = []
    for cluster, entry in zip(clusters, entries, strict=True):
        role = None
        if cluster.type == "PER":
            places = [(tokens[m].start, tokens[m].stop) for m in cluster.members]
            gender = {"male": "Masc", "female": "Fem", None: ""}[cluster.person.gender if cluster.person else None]
            role = role_phrase(parsed, places, gender, named, rules, vocab)
        entity = make_entity(cluster, names, role, rules)
        entities.append(with_entry(entity, entry) if entry else entity)
    entity_of = {m: e for e, cluster in enumerate(clusters) for m in cluster.members}
    sentence_of = _sentences(parsed, [t.start for t in tokens])
    mentions = tuple(
        Mention(
            d.start,
            d.stop,
            sentence_of[i],
            tokens[i].start,
            tokens[i].stop,
            parsed.text[d.start : d.stop],
            d.type,
            names[i].normal,
            entity_of[i],
        )
        for i, d in enumerate(drafts)
    )
    return mentions, tuple(entities)


def nominatives(parsed: ParsedDocument, drafts: Sequence[Draft], rules: NameRules, vocab: Vocab) -> list[Named]:
    """Return each draft with its nominative and, for a person, the parts of the name."""
    page = make_page(parsed, rules, vocab)
    tokens = [page.tokens(d) for d in drafts]
    words = [words_of(parsed, d, t, vocab) for d, t in zip(drafts, tokens, strict=True)]
    known = evidence(words)
    people = {i for d, t in zip(drafts, tokens, strict=True) if d.type == "PER" for i in t}
    out: list[Named] = []
    still = _streets(page, drafts, tokens, words)
    for draft, place, own in zip(drafts, tokens, words, strict=True):
        if not own:
            out.append(Named(draft.start, draft.stop, draft.type, parsed.text[draft.start : draft.stop]))
            continue
        around, _ = context(parsed, own, place, draft.type)
        kind = "ORG" if _has_owner(page, draft, place) else draft.type  # «столица Англии» keeps its genitive
        path = list(nominative(own, kind, around, known, rules, vocab))
        if draft.type == "PER":
            before = place.start - 2
            shared = before in people and parsed.tokens.text[place.start - 1] == "и"
            _one_of_many(own, path, shared, rules, vocab)
        elif draft.type == "LOC" and len(own) == 1 and own[0].low in still:
            path = [Reading(own[0].low)]
        out.append(_named(parsed, draft, place, own, path, rules, vocab))
    men = men_of(out)
    for i, (draft, place, own) in enumerate(zip(drafts, tokens, words, strict=True)):
        if men and draft.type == "PER" and own:
            around, _ = context(parsed, own, place, draft.type)
            if last := his_reading(out[i], own, around[1], men, rules, vocab):
                path = [*(Reading(w.low) for w in own[:-1]), last]
                out[i] = _named(parsed, draft, place, own, path, rules, vocab)
    return _shared_surnames(parsed.text, out)


def _named(
    parsed: ParsedDocument,
    draft: Draft,
    place: range,
    own: Sequence[Word],
    path: Sequence[Reading],
    rules: NameRules,
    vocab: Vocab,
) -> Named:
    normal = _written(parsed.text, draft, own, path)
    who = person(_parts(own, path, rules), vocab) if draft.type == "PER" else None
    titled = place.start > 0 and parsed.tokens.lemma[place.start - 1] in rules.titles
    common = draft.type == "ORG" and all(_is_common(w, vocab) for w in own)
    return Named(draft.start, draft.stop, draft.type, normal, who, titled, common)


def _has_owner(page: Page, draft: Draft, place: range) -> bool:
    """A place that a common noun names, with whose it is: not «город Тула», where the name itself is declined."""
    tokens, first = page.parsed.tokens, place.start
    if draft.type != "LOC" or len(place) < 2 or tokens.pos[first] != "NOUN":
        return False
    known = profile(page.vocab, tokens.text[first].lower())
    return known.known and not known.kinds and tokens.lemma[first] not in page.rules.place_kinds


def _streets(
    page: Page, drafts: Sequence[Draft], tokens: Sequence[range], words: Sequence[Sequence[Word]]
) -> frozenset[str]:
    """Names that stand behind «улица» in the genitive: they stay so, also in «на Кирова»."""
    return frozenset(
        own[0].low
        for d, place, own in zip(drafts, tokens, words, strict=True)
        if d.type == "LOC" and len(own) == 1 and own[0].case == "Gen" and is_street(page, place.start)
        if profile(page.vocab, own[0].low).kinds != {"Geox"}  # «набережная Ялты»
        and not ADJECTIVAL.search(own[0].low)  # «улица Шефская»
    )


def _is_common(word: Word, vocab: Vocab) -> bool:
    known = profile(vocab, word.low)
    return known.known and not (known.kinds or known.abbreviation or word.quoted)


def _one_of_many(own: Sequence[Word], path: list[Reading], shared: bool, rules: NameRules, vocab: Vocab) -> None:
    """«Гусейна и Зияддина Сафаровых»: one of several bearers, so the surname goes into the singular."""
    if len(path) < 2:
        return
    last = path[-1]
    if last.number != "Plur" and shared and OF_SEVERAL.search(own[-1].low):
        found = readings(vocab, rules.endings, own[-1].low)
        last = next((r for r in found if r.kind == "Surn" and r.number == "Plur" and r.form.endswith("ы")), last)
    if last.number == "Plur" and last.case and path[0].number != "Plur":  # «Ли» is the same in the plural
        one = singular(vocab, last.form, path[0].gender)
        if one:
            path[-1] = replace(last, form=one, number="Sing", gender=path[0].gender)


def _shared_surnames(text: str, names: list[Named]) -> list[Named]:
    """«Гусейна и Зияддина Сафаровых»: the first of the two bears the surname too."""
    out = list(names)
    for i, (one, two) in enumerate(pairwise(names)):
        a, b = one.person, two.person
        if a is None or b is None or not a.first or a.last or not b.full or text[one.stop : two.start] != " и ":
            continue
        if text[two.start : two.stop].endswith(PLURAL_ENDINGS):
            out[i] = replace(one, person=replace(a, last=b.last, gender=a.gender or b.gender))
    return out


def _written(text: str, draft: Draft, words: Sequence[Word], path: Sequence[Reading]) -> str:
    out, at = "", draft.start
    for place, word, reading in zip(WORD.finditer(text, draft.start, draft.stop), words, path, strict=True):
        out += text[at : place.start()] + respell(word.text, reading.form)
        at = place.end()
    return " ".join((out + text[at : draft.stop]).split())


def _parts(words: Sequence[Word], path: Sequence[Reading], rules: NameRules) -> list[tuple[str, Reading, str]]:
    """The words of a person's name; a calling in front («пророк Мухаммед») is no part of it."""
    parts: list[tuple[str, Reading, str]] = []
    for word, reading in zip(words, path, strict=True):
        shown = respell(word.text, reading.form)
        if word.place == "half" and parts:
            parts[-1] = (f"{parts[-1][0]}-{shown}", reading, word.gender)
        else:
            parts.append((shown, reading, word.gender))
    while len(parts) > 1 and parts[0][0].lower() in rules.titles:
        parts = parts[1:]
    return parts


def _sentences(parsed: ParsedDocument, tokens: Sequence[int]) -> list[int]:
    out, at = [], 0
    for token in tokens:
        while at + 1 < len(parsed.sentences) and parsed.sentences[at + 1].token_start <= token:
            at += 1
        out.append(at)
    return out
