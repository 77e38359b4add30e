"""Find the article among the lines: the heaviest run of paragraphs, grown over gaps that its weight pays for.

A run is a row of lines that read as text. The heaviest is the seed. A neighbouring run joins where its weight, scaled
by how much it speaks of the same things (word stems seen before), exceeds the cost of the lines in between. Site
slogans and teasers in full sentences speak of other things, and an ``end`` cue between costs most. Rejected: a best
sum over single lines (Kadane), which swallows any list of teasers with full-sentence summaries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rusnews_extract.rules.cleaning import CleanRules, Scores
from rusnews_extract.stages.clean.looks import Look, Verdict
from rusnews_extract.stages.clean.speech import addresses_reader, frame_role

__all__ = ["Core", "find_core"]


SEEDS = 5
HEAD = 12
FOREIGN = 0.3
MOST_STEMS = 250
MOST_BETWEEN = 2
TRUSTED_PRICE = 0.7
DIALOGUE_PRICE = 0.3
SPOKEN = ("—", "–", "-")
MOST_TRUSTED = 6
HEADING_WORDS = 5


@dataclass(frozen=True, slots=True)
class Run:
    """Lines ``[start, stop)`` that read as text."""

    start: int
    stop: int
    weight: float
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Core:
    """The article's lines lie in ``[start, stop)``; ``text`` are those that read as text, ``stems`` their words."""

    start: int
    stop: int
    text: frozenset[int]
    stems: frozenset[str]


def find_core(looks: Sequence[Look], rules: CleanRules) -> Core | None:
    """Return the article, or None where nothing on the page reads as running text."""
    runs = _runs(looks, rules)
    heavy = sorted((run for run in runs if run.paragraphs), key=lambda run: (-run.weight, run.start))[:SEEDS]
    if not heavy:
        return None
    seed = max(heavy, key=lambda run: (run.weight * _headed(run, looks, rules), -run.start))
    at = runs.index(seed)
    seen = _stems(looks, seed)
    bareness = _bareness(looks, rules.scores)
    trusted = _trusted(runs[at:], looks, rules)
    last = _grow(runs[at:], 1, looks, seen, bareness, rules, trusted)
    first = _grow(runs[at::-1], -1, looks, seen, bareness, rules)
    joined = runs[at - first : at + last + 1]
    text = frozenset(line for run in joined for line in range(run.start, run.stop))
    return Core(joined[0].start, joined[-1].stop, text, frozenset(seen))


def _headed(run: Run, looks: Sequence[Look], rules: CleanRules) -> float:
    """Favour a run under a line that shares words with it, its headline; disfavour one under the page's foot."""
    words = _stems(looks, run)
    above = looks[max(run.start - HEAD, 0) : run.start]
    if any(item.verdict is not None and item.verdict.role == "footer" for item in above):
        return 1 / rules.scores.headed
    for item in above:
        if item.verdict is None and item.kind == "headline" and item.words >= 4:
            own = item.stems
            if len(own & words) >= max(2, rules.scores.title_overlap * len(own)):
                return rules.scores.headed
    return 1.0


def _runs(looks: Sequence[Look], rules: CleanRules) -> list[Run]:
    texts = [number for number, item in enumerate(looks) if item.is_text and not _site_talk(item, rules)]
    starts = [at for at, (before, here) in enumerate(pairwise([-2, *texts])) if here != before + 1]
    runs = []
    for begin, end in pairwise([*starts, len(texts)]):
        members = texts[begin:end]
        weight = sum(_weight(looks[number], rules.scores) for number in members)
        weight *= _own_share([looks[number] for number in members], rules)
        paragraphs = sum(looks[number].kind == "paragraph" for number in members)
        runs.append(Run(members[0], members[-1] + 1, weight, paragraphs))
    return runs


def _weight(item: Look, scores: Scores) -> float:
    if item.kind == "paragraph":
        return float(min(item.words, scores.word_cap))
    return min(item.words, scores.word_cap) / 2 if item.kind == "sentence" else item.words / 4


def _gap_cost(looks: Sequence[Look], start: int, stop: int, step: int, rules: CleanRules) -> float:
    """Price the lines between two runs; what ends an article ends it only downwards."""
    scores = rules.scores
    cost = scores.cost_gap
    for item in looks[start:stop]:
        if item.verdict is None:
            cost += scores.cost_cue if step > 0 and frame_role(item, rules) is not None else scores.cost_line
        elif item.verdict.reach == "none":
            continue
        elif step > 0 and item.verdict.reach == "end":
            cost += scores.cost_end
        elif step > 0 and (item.verdict.reach in {"entry", "list"} or item.verdict.role == "byline"):
            cost += scores.cost_list
        else:
            cost += scores.cost_cue
    return cost


def _bareness(looks: Sequence[Look], scores: Scores) -> float:
    """Say how far the page is nothing but text: 0 with a full frame around it, 1 where nearly all words are text."""
    words = sum(item.words for item in looks)
    text = sum(item.words for item in looks if item.is_text)
    return min(max(text / words - scores.framed, 0.0) / (scores.bare - scores.framed), 1.0)


def _grow(
    runs: Sequence[Run],
    step: int,
    looks: Sequence[Look],
    seen: set[str],
    bareness: float,
    rules: CleanRules,
    trusted: frozenset[int] = frozenset(),
) -> int:
    """Return how many of the runs after the first join it; the stems of those that join are added to ``seen``.

    A run that is ``trusted`` reads as the article's by itself, whatever words it shares.
    """
    scores = rules.scores
    trust, price = scores.trust * bareness, 1.0 - scores.discount * bareness
    joined, gain = 0, 0.0
    waiting: set[str] = set()
    for number, (before, here) in enumerate(pairwise(runs), 1):
        start, stop = (before.stop, here.start) if step > 0 else (here.stop, before.start)
        words = _stems(looks, here)
        expected = scores.cohesion + scores.cohesion_growth * min(len(seen), MOST_STEMS)
        share = (len(words & seen) + trust * expected) / (len(words) + trust) if words else expected
        fit = max(min(share / expected, 1.5), scores.trusted if here.start in trusted else 0.0)
        cheap = TRUSTED_PRICE if here.start in trusted else 1.0
        if looks[here.start].text.startswith(SPOKEN) and looks[before.stop - 1].text.startswith(SPOKEN):
            cheap = DIALOGUE_PRICE  # an interview goes on behind whatever stands between two of its lines
        gain += here.weight * fit - cheap * price * _gap_cost(looks, start, stop, step, rules)
        waiting |= words
        if gain < -scores.cost_end:
            break
        if gain > 0:
            joined, gain = number, 0.0
            seen |= waiting
            waiting = set()
    return joined


def _trusted(runs: Sequence[Run], looks: Sequence[Look], rules: CleanRules) -> frozenset[int]:
    """Return the starts of the runs below the first that go on with the article, for all their words are new.

    They stand above the first cue of the frame, do not speak to the reader or of the site, and read as news: with a
    source, in several sentences, or below a sub-heading. A list of teasers with summaries has more of them in a row.
    """
    found: list[int] = []
    for before, here in pairwise(runs):
        between = looks[before.stop : here.start]
        lines = [looks[number] for number in range(here.start, here.stop)]
        framed = any(_frames(item.verdict) for item in between)
        if framed or len(between) > MOST_BETWEEN or not _reads_on(lines, between, rules):
            break
        found.append(here.start)
    return frozenset(found if len(found) <= MOST_TRUSTED else found[:0])


def _frames(verdict: Verdict | None) -> bool:
    """Say whether a cue belongs below an article; a single teaser or call may stand inside it as well."""
    if verdict is None or verdict.reach == "none":
        return False
    return verdict.reach != "line" or verdict.role not in {"related", "promo"}


def _reads_on(lines: Sequence[Look], between: Sequence[Look], rules: CleanRules) -> bool:
    if any(addresses_reader(item, rules) or frame_role(item, rules) is not None for item in lines):
        return False
    headed = len(between) == 1 and between[0].words <= HEADING_WORDS and not between[0].rubric
    told = any(item.breaks or rules.attribution.count(item.text.lower(), item.stems, 1) for item in lines)
    return headed or told or len(lines) > 1


def _stems(looks: Sequence[Look], run: Run) -> set[str]:
    return set().union(*(looks[number].stems for number in range(run.start, run.stop)))


def _own_share(items: Sequence[Look], rules: CleanRules) -> float:
    """Return the share of lines that are not house rules or terms of use; a few such lines do not count."""
    foreign = sum(rules.house_rules.count(item.text.lower(), item.stems, 1) for item in items)
    return 1.0 if foreign < max(2, FOREIGN * len(items)) else (1.0 - foreign / len(items)) / 2


def _site_talk(item: Look, rules: CleanRules) -> bool:
    """Say whether a line speaks of the site itself («наши новости», «в прямом эфире»), at least twice."""
    if item.words > 2 * rules.scores.word_cap + 20:
        return False
    return rules.site_talk.count(item.text.lower(), item.stems, 2) == 2
