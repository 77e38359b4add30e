"""Tags of the morphology network as records, and the lemma of a word under such a tag.

The network knows 753 tags, so each is parsed once and its features are shared by all tokens that have it. A lemma
depends on word and tag alone and is remembered by them. Natasha compares every reading of the word with the tag; how
well a dictionary tag fits a network tag is asked again and again, so that number is remembered, too.
"""

from collections.abc import Iterable, Mapping, Sequence

from natasha.morph.lemma import grams_sim, normal_word
from slovnet.conll import parse_conll_tag

from rusnews_extract.nlp.vocab import Form, Vocab

__all__ = ["Morphology"]

LEMMAS_KEPT = 50_000
FITS_KEPT = 100_000
EXACT = 1_000


class Morphology:
    """Reads tag ids. The dictionaries in ``feats`` are shared by all tokens: never change one."""

    def __init__(self, labels: Sequence[str], vocab: Vocab) -> None:
        parsed = [parse_conll_tag(label) for label in labels]
        self.pos: list[str] = [pos for pos, _ in parsed]
        self.feats: list[Mapping[str, str]] = [feats for _, feats in parsed]
        self._vocab = vocab
        self._lemmas: dict[tuple[str, int], str] = {}
        self._fits: dict[tuple[int, int], int] = {}

    def lemmas(self, words: Iterable[str], tags: Sequence[int]) -> list[str]:
        """Return the lemma of each word under its tag, as Natasha chooses it: lower case, «е» for «ё»."""
        if len(self._lemmas) > LEMMAS_KEPT:
            self._lemmas = {}
        if len(self._fits) > FITS_KEPT:
            self._fits = {}
        known = self._lemmas
        found = []
        for key in zip(words, tags, strict=True):
            lemma = known.get(key)
            if lemma is None:
                lemma = known[key] = self._lemma(*key)
            found.append(lemma)
        return found

    def _lemma(self, word: str, tag: int) -> str:
        bare = normal_word(word)
        most, best = 0, bare
        for form in self._vocab.forms(bare, self.pos[tag] == "PROPN"):
            fit = self._fit(form, tag)
            if fit > most:
                most, best = fit, normal_word(form.normal)
        return str(best)

    def _fit(self, form: Form, tag: int) -> int:
        # readings of equal grammar share one dictionary of features, which the vocabulary keeps for good
        key = id(form.feats), tag
        fit = self._fits.get(key)
        if fit is None:
            pos, feats = self.pos[tag], self.feats[tag]
            exact = form.pos == pos and form.feats == feats
            fit = self._fits[key] = EXACT if exact else grams_sim(form.pos, form.feats, pos, feats)
        return fit
