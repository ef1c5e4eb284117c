"""Placing texts in the index: each finds its near duplicates among those before it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db import connection, transaction

from huiyin.analysis.nearduplicates import (
    MOST_IN_BAND,
    SAME,
    WORTH_COMPARING,
    bands,
    estimate,
    jaccard,
    promising,
    shingles,
    signature,
)
from huiyin.analysis.normalise import Text, normalise
from huiyin.platform.bulk import insert_many
from huiyin.platform.texts.models import Band, IndexedText, Meaning, SearchableText
from huiyin.platform.texts.queries import signatures, texts_by_band
from huiyin.platform.texts.rules import as_document, as_tsvector, as_words

Reader = Callable[[Sequence[int]], Mapping[int, Text]]


@transaction.atomic(savepoint=False)
def index_texts(
    corpus: int, texts: Sequence[tuple[int, Text]], read: Reader, names: Mapping[int, str] | None = None
) -> int:
    """Index `texts` ((id, text), in the order in which an earlier one counts as the original); how many were near duplicates.

    `read` gives the words of already indexed texts by id (the index keeps none). Only originals are indexed by band: a
    near duplicate points at the first text like it, so chains of small edits tie nothing together, and a letter sent five
    hundred times costs no more than one. `names` are what a text is found by beside its words, such as its number.
    Queries: 2, one a 400 bands, one an insert batch; growth with `texts` only.
    """
    block = _Block(corpus, texts, read)
    rows = [block.place(text) for text, _ in texts]
    insert_many(
        IndexedText, ("text", "near_duplicate_of", "jaccard_permille", "signature"), rows, {"corpus": corpus}
    )
    insert_many(Band, ("key", "text"), block.new_bands)
    _make_searchable(corpus, texts, names or {})
    return sum(original is not None for _, original, *_ in rows)


@transaction.atomic
def forget_text(text: int, *, merged: bool = True) -> None:
    """Take a text out of both indexes, when its words must go. What was near it keeps pointing at it.

    FTS5 only notes that a row is gone; the search index is merged at once, so that its words don't stay in an older part.
    That takes the longer the larger the index is: whoever forgets many does it once at the end (`merged` False, `merge_search`).
    """
    Band.objects.filter(text=text).delete()
    IndexedText.objects.filter(text=text).delete()
    Meaning.objects.filter(text=text).delete()
    SearchableText.objects.filter(text=text).delete()
    if merged:
        merge_search()


def merge_search() -> None:
    """Merge the parts of the search index on SQLite, so that the words of forgotten texts are in none of them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO texts_search (texts_search) VALUES ('optimize')")


def _make_searchable(corpus: int, texts: Sequence[tuple[int, Text]], names: Mapping[int, str]) -> None:
    parts = [(text, (normalise(words.whole), normalise(names.get(text, "")))) for text, words in texts]
    if connection.vendor == "sqlite":
        insert_many(
            SearchableText, ("text", "pairs"), ((text, as_document(corpus, some)) for text, some in parts)
        )
    else:
        _copy((text, as_tsvector(corpus, some), as_words(some)) for text, some in parts)


def _copy(rows: Iterable[tuple[int, str, str]]) -> None:
    """PostgreSQL keeps the words beside their pairs; the model knows only what both engines have."""
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY texts_search (rowid, pairs, words) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


class _Block:
    """A chunk of texts with everything that placing them needs, read in a few queries.

    Three sieves, each dearer than the one before: bands in common, the guess of the signatures, the exact comparison.
    """

    def __init__(self, corpus: int, texts: Sequence[tuple[int, Text]], read: Reader) -> None:
        self.words = dict(texts)
        self.shingles = {text: shingles(words) for text, words in texts}
        self.signatures = {text: signature(found) for text, found in self.shingles.items()}
        self.keys = {text: _keys(corpus, signed) for text, signed in self.signatures.items()}
        self.by_band = texts_by_band({key for keys in self.keys.values() for key in keys})
        self.signatures.update(signatures({other for text in self.words for other in self._sharing(text)}))
        self.words.update(
            read(sorted({other for text in self.keys for other in self._promising(text)} - self.keys.keys()))
        )
        self.new_bands: list[tuple[int, int]] = []

    def place(self, text: int) -> tuple[int, int | None, int | None, bytes | None]:
        """(text, the original that it repeats, their likeness in ‰, None); of an original, its signature alone."""
        for other in self._promising(text):
            likeness = jaccard(self.shingles[text], self._shingles_of(other))
            if likeness >= SAME:
                return text, other, round(likeness * 1000), None
        for key in self.keys[text]:
            if len(self.by_band.setdefault(key, [])) < MOST_IN_BAND:
                self.by_band[key].append(text)
                self.new_bands.append((key, text))
        return text, None, None, self.signatures[text]

    def _sharing(self, text: int) -> list[int]:
        """The originals that share most bands with `text`."""
        return promising(Counter(other for key in self.keys[text] for other in self.by_band.get(key, ())))

    def _promising(self, text: int) -> list[int]:
        """Those of them whose signatures say that it's worth comparing."""
        mine = self.signatures[text]
        sharing = self._sharing(text)
        return [
            other for other in sharing if estimate(mine, self.signatures.get(other, b"")) >= WORTH_COMPARING
        ]

    def _shingles_of(self, text: int) -> frozenset[str]:
        if text not in self.shingles:
            self.shingles[text] = shingles(self.words.get(text, Text("", "")))
        return self.shingles[text]


def _keys(corpus: int, signed: bytes) -> list[int]:
    """A text's bands within its corpus: another campaign's texts must not be found, so the corpus goes into the key."""
    return [key ^ (corpus << 40) for key in bands(signed)]
