"""Questions to the text index."""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from huiyin.analysis.vectors import Frequencies
from huiyin.kit.blocks import in_blocks
from huiyin.platform.texts.models import Band, IndexedText, Posting, SearchableText, Vocabulary
from huiyin.platform.texts.rules import Sought, posting_keys

_KEYS_A_QUERY = 400
MANY_HITS = 1000


def texts_by_band(keys: Collection[int]) -> dict[int, list[int]]:
    """Which indexed texts hold each band, the earlier indexed first. One query a 400 bands."""
    found: dict[int, list[int]] = {}
    for some in in_blocks(sorted(keys), _KEYS_A_QUERY):
        for key, text in Band.objects.filter(key__in=some).order_by("pk").values_list("key", "text"):
            found.setdefault(key, []).append(text)
    return found


def signatures(texts: Collection[int]) -> dict[int, bytes]:
    """The signatures of originals. One query a 400 texts."""
    found: dict[int, bytes] = {}
    for some in in_blocks(sorted(texts), _KEYS_A_QUERY):
        rows = IndexedText.objects.filter(text__in=some).exclude(signature=None)
        found.update(
            (text, bytes(signed)) for text, signed in rows.values_list("text", "signature") if signed
        )
    return found


def near_duplicates(corpus: int, among: Collection[int] | None = None) -> dict[int, int]:
    """Near duplicate → the earlier text that it repeats, for a whole corpus or `among` some texts. One query."""
    pairs = IndexedText.objects.filter(corpus=corpus).exclude(near_duplicate_of=None)
    if among is not None:
        pairs = pairs.filter(text__in=among)
    rows = pairs.values_list("text", "near_duplicate_of").iterator()
    return {text: original for text, original in rows if original is not None}


def copies_of(original: int) -> list[int]:
    """The near duplicates of a text. One query."""
    return list(IndexedText.objects.filter(near_duplicate_of=original).values_list("text", flat=True))


def indexed(corpus: int, among: Collection[int] | None = None) -> set[int]:
    """The ids of the indexed texts of a corpus, all or those `among` some. One query."""
    known = IndexedText.objects.filter(corpus=corpus)
    if among is not None:
        known = known.filter(text__in=among)
    return set(known.values_list("text", flat=True).iterator())


def is_frequent(sought: Sought) -> bool:
    """Whether so many texts hold the words that walking past all texts finds a page of them sooner. One query, on PostgreSQL.

    There the planner takes pairs that always stand together for a rare coincidence, expects a handful of hits, and sorts all
    ten thousand. SQLite walks its hits in order anyway.
    """
    if connection.vendor != "postgresql" or not sought.longer:
        return False
    return SearchableText.objects.filter(pairs__holds=sought).values("pk")[:MANY_HITS].count() == MANY_HITS


class Listed(NamedTuple):
    """The texts listed under a piece, the earlier listed first; `full`: there were too many, so it tells nothing."""

    holders: tuple[int, ...]
    full: bool


def listed(shelf: int, pieces: NDArray[np.int64]) -> dict[int, Listed]:
    """Which texts of a shelf are listed under each of `pieces`; none for a piece that nobody is. One query a 400 pieces."""
    keys = posting_keys(shelf, pieces).tolist()
    piece_of = dict(zip(keys, pieces.tolist(), strict=True))
    found: dict[int, Listed] = {}
    for some in in_blocks(keys, _KEYS_A_QUERY):
        rows = Posting.objects.filter(key__in=some).values_list("key", "holders", "full")
        for key, holders, full in rows:
            found[piece_of[key]] = Listed(tuple(np.frombuffer(holders, "<i8").tolist()), full)
    return found


def text_count(corpus: int) -> int | None:
    """How many texts a corpus had when its pieces were last counted; None before. One query."""
    return Vocabulary.objects.filter(corpus=corpus).values_list("texts", flat=True).first()


def shelf_sizes(corpus: int) -> dict[int, int]:
    """How many texts each shelf of a corpus held when its pieces were last counted. One query."""
    kept = Vocabulary.objects.filter(corpus=corpus).values_list("shelves", flat=True).first()
    return {int(shelf): texts for shelf, texts in (kept or {}).items()}


_loaded: dict[str, Frequencies] = {}  # by digest
_MOST_LOADED = 4


def frequencies(corpus: int) -> Frequencies | None:
    """What pieces of a corpus's texts are weighed with, as last counted; None before the first count. One query, two after a count.

    Kept by the process until the next count: up to 32 MB. Not to be changed.
    """
    digest = Vocabulary.objects.filter(corpus=corpus).values_list("digest", flat=True).first()
    if digest is None:
        return None
    known = _loaded.get(digest)
    if known is None:
        row = Vocabulary.objects.get(corpus=corpus)
        known = Frequencies.from_bytes(bytes(row.frequencies))
        while len(_loaded) >= _MOST_LOADED:
            _loaded.pop(next(iter(_loaded)), None)
        _loaded[row.digest] = known
    return known
