"""Placing texts in the index: each finds its near duplicates among those before it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from django.db import transaction

from huiyin.analysis.nearduplicates import MOST_IN_BAND, SAME, bands, jaccard, promising, shingles, signature
from huiyin.analysis.normalise import Text
from huiyin.platform.texts.models import Band, IndexedText
from huiyin.platform.texts.queries import texts_by_band

Reader = Callable[[Sequence[int]], Mapping[int, Text]]


@transaction.atomic
def index_texts(corpus: int, texts: Sequence[tuple[int, Text]], read: Reader) -> int:
    """Index `texts` ((id, text), in the order in which an earlier one counts as the original); how many were near duplicates.

    `read` gives the words of already indexed texts by id (the index keeps none). Only originals are indexed by band: a
    near duplicate points at the first text like it, so chains of small edits tie nothing together, and a letter sent five
    hundred times costs no more than one. Queries: 2, one a 400 bands, one an insert batch; growth with `texts` only.
    """
    block = _Block(corpus, texts, read)
    rows = [block.place(text) for text, _ in texts]
    IndexedText.objects.bulk_create(rows)
    Band.objects.bulk_create(block.new_bands)
    return sum(row.near_duplicate_of is not None for row in rows)


@transaction.atomic
def forget_text(text: int) -> None:
    """Take a text out of the index, when its words must go. What was near it keeps pointing at it."""
    Band.objects.filter(text=text).delete()
    IndexedText.objects.filter(text=text).delete()


class _Block:
    """A chunk of texts with everything that placing them needs, read in a few queries."""

    def __init__(self, corpus: int, texts: Sequence[tuple[int, Text]], read: Reader) -> None:
        self.corpus = corpus
        self.words = {text: shingles(words) for text, words in texts}
        self.keys = {text: _keys(corpus, words) for text, words in self.words.items()}
        self.by_band = texts_by_band({key for keys in self.keys.values() for key in keys})
        known = {original for text in self.words for original in self._promising(text)}
        self.words.update((text, shingles(words)) for text, words in read(sorted(known)).items())
        self.new_bands: list[Band] = []

    def place(self, text: int) -> IndexedText:
        """The row for `text`; when nothing before it is near, its bands join the index."""
        for other in self._promising(text):
            likeness = jaccard(self.words[text], self.words[other])
            if likeness >= SAME:
                permille = round(likeness * 1000)
                return IndexedText(
                    text=text, corpus=self.corpus, near_duplicate_of=other, jaccard_permille=permille
                )
        for key in self.keys[text]:
            if len(self.by_band.setdefault(key, [])) < MOST_IN_BAND:
                self.by_band[key].append(text)
                self.new_bands.append(Band(key=key, text=text))
        return IndexedText(text=text, corpus=self.corpus)

    def _promising(self, text: int) -> list[int]:
        """The originals that share most bands with `text`."""
        return promising(Counter(other for key in self.keys[text] for other in self.by_band.get(key, ())))


def _keys(corpus: int, words: frozenset[str]) -> list[int]:
    """A text's bands within its corpus: another campaign's texts must not be found, so the corpus goes into the key."""
    return [key ^ (corpus << 40) for key in bands(signature(words))]
