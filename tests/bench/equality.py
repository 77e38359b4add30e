"""Where our engine and stock Natasha differ. A head may differ where stock's own two best scores are a tie."""

from collections import Counter

from rusnews_extract.model import CleanDocument
from rusnews_extract.nlp.models import Models
from rusnews_extract.nlp.tagging import page_words, read
from rusnews_extract.stages.segment import segment
from tests.bench.stock import Found, Stock

TIE = 1e-4


def ours(pages: list[CleanDocument], models: Models) -> list[Found]:
    """Read pages with our engine, in the words of stock."""
    segmented = [segment(page) for page in pages]
    words = [page_words(one) for one in segmented]
    networks = models.networks
    found = []
    for one, text, reading in zip(segmented, words, read(segmented, words, models), strict=True):
        first = [s.token_start for s in one.sentences for _ in range(s.token_start, s.token_stop)]
        heads = reading.heads.tolist()
        found.append(
            Found(
                [(s.start, s.stop) for s in one.sentences],
                list(zip(one.token_start, one.token_stop, text, strict=True)),
                [s.token_stop - s.token_start for s in one.sentences],
                [networks.morph_labels[tag] for tag in reading.tags],
                [0 if head < 0 else head - start + 1 for head, start in zip(heads, first, strict=True)],
                [networks.relations[relation] for relation in reading.relations],
                [(one.token_start[a], one.token_stop[b - 1], kind) for a, b, kind in reading.names],
            )
        )
    return found


def differences(left: list[Found], right: list[Found], stock: Stock) -> Counter[str]:
    """Count what differs, by kind; ``tied heads`` are those that stock itself cannot tell apart."""
    found: Counter[str] = Counter()
    for mine, theirs in zip(left, right, strict=True):
        for name in ("sentences", "tokens", "names"):
            found[name] += len(set(getattr(mine, name)) ^ set(getattr(theirs, name)))
        for name in ("tags", "relations"):
            pairs = zip(getattr(mine, name), getattr(theirs, name), strict=True)
            found[name] += sum(a != b for a, b in pairs)
        if mine.heads != theirs.heads:
            for tie in _uneven_heads(mine, theirs, stock):
                found["tied heads" if tie < TIE else "heads"] += 1
    return +found


def _uneven_heads(mine: Found, theirs: Found, stock: Stock):
    start = 0
    for size in theirs.sizes:
        for token in range(size):
            one, other = mine.heads[start + token], theirs.heads[start + token]
            if one != other:
                words = [text for _, _, text in theirs.tokens[start : start + size]]
                yield stock.head_gap(words, token, one, other)
        start += size
