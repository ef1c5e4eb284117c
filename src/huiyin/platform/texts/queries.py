"""Questions to the text index."""

from collections.abc import Collection

from django.db import connection

from huiyin.kit.blocks import in_blocks
from huiyin.platform.texts.models import Band, IndexedText, SearchableText
from huiyin.platform.texts.rules import Sought

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


def near_duplicates(corpus: int) -> dict[int, int]:
    """Near duplicate → the earlier text that it repeats, for a whole corpus. One query."""
    pairs = IndexedText.objects.filter(corpus=corpus).exclude(near_duplicate_of=None)
    rows = pairs.values_list("text", "near_duplicate_of").iterator()
    return {text: original for text, original in rows if original is not None}


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
