"""Bodies without a name: «ведомство», «компания», «издание» go back to the last organisation of their kind."""

from collections import Counter

from rusnews_extract.stages.coreference.memory import Memory, Seen
from rusnews_extract.stages.coreference.view import View

__all__ = ["body_of"]

LINES_BACK = 6
ASIDE, OFTEN, WEIGHT = 1.2, 5, 0.3


def body_of(view: View, memory: Memory, t: int) -> int | None:
    """Return the organisation that «ведомство» or «компания» goes back to; none if a name or genitive follows."""
    nxt = t + 1
    if nxt < len(view.lower) and view.sentence_at[nxt] == view.sentence_at[t]:
        number = view.mention_at[nxt]
        follows = number >= 0 or view.lower[nxt] in {"«", '"', "“", "„"}
        if follows or (view.case(nxt) == "Gen" and view.tokens.pos[nxt] in ("NOUN", "ADJ", "PROPN")):
            return None
    if t > view.first_of_sentence[view.sentence_at[t]] and view.tokens.pos[t - 1] in ("ADJ", "DET", "NUM"):
        modifier = view.tokens.lemma[t - 1]
        if modifier not in view.rules.words.pointing and modifier not in view.rules.adjectives:
            return None
    wanted = view.rules.bodies[view.tokens.lemma[t]]
    return _last_body(view, memory, t, wanted)


def _last_body(view: View, memory: Memory, t: int, wanted: str) -> int | None:
    near = []
    counts = Counter(s.entity for s in memory.seen)
    for seen in reversed(memory.seen):
        if view.line_at[t] - seen.line > LINES_BACK:
            break
        if seen.kind == "ORG" and (seen.speech < 0 or seen.speech == view.speech_at[t]):
            near.append(seen)
    # «завод «Луч» входит в холдинг «Заря» … В холдинге отметили»: the same noun says more than nearness
    for seen in near:
        if wanted == "firm" and _noun(view, seen.token) == view.tokens.lemma[t]:
            return seen.entity
    fitting = []
    for seen in near:
        kind = _kind(view, seen.token)
        fits = kind == wanted or wanted == "body" or (kind is None and wanted in ("firm", "club", "party"))
        if fits and _bears(view, seen.token, view.tokens.lemma[t]):
            fitting.append(seen)
    return min(fitting, key=lambda s: _cost(view, s, t, counts)).entity if fitting else None


def _bears(view: View, token: int, noun: str) -> bool:
    """«прокуратура» is a body whose name or descriptor says so, not whatever office was named last."""
    begin = view.rules.named_bodies.get(noun)
    number = view.mention_at[token]
    if begin is None or number < 0:
        return begin is None
    mention = view.mentions[number]
    words = [*view.lower[mention.token_start : mention.token_stop], _noun(view, token)]
    entity = view.entities[mention.entity].name.lower().replace("ё", "е")
    return any(part.startswith(begin) for w in (*words, *entity.split()) for part in w.strip('«»"').split("-"))


def _cost(view: View, seen: Seen, t: int, counts: Counter[int]) -> tuple[float, int]:
    """Who acts and who the page is about is meant before who was named last by the way."""
    away = view.sentence_at[t] - seen.sentence
    aside = 0.0 if seen.subject else ASIDE
    return away + aside - min(counts[seen.entity], OFTEN) * WEIGHT, -seen.token


def _noun(view: View, token: int) -> str:
    """Return the noun that heads an organisation's name: the one before its marks, or its first word."""
    number = view.mention_at[token]
    if number < 0:
        return ""
    start = view.mentions[number].token_start
    if view.tokens.lemma[start] in view.rules.bodies:
        return view.tokens.lemma[start]
    while start > 0 and view.lower[start - 1] in {"«", '"', "“", "„"}:
        start -= 1
    return view.tokens.lemma[start - 1] if start else ""


def _kind(view: View, token: int) -> str | None:
    """Tell what an organisation is by its words, or by the noun before its name."""
    number = view.mention_at[token]
    if number < 0:
        return None
    mention = view.mentions[number]
    words = [part for w in view.lower[mention.token_start : mention.token_stop] for part in w.split("-")]
    noun = _noun(view, token)
    if noun in view.rules.bodies:
        return view.rules.bodies[noun]
    for word in words:
        for length in range(min(len(word), 12), 1, -1):
            kind = view.rules.kinds.get(word[:length])
            if kind is not None:
                return kind
    return None
