"""Listing texts under their telling pieces, so that a new one finds those worth comparing (analysis.placing)."""

import hashlib
from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from huiyin.analysis.neighbours import MOST_TEXTS
from huiyin.analysis.vectors import Frequencies
from huiyin.platform.bulk import insert_many
from huiyin.platform.texts.models import Posting, Vocabulary
from huiyin.platform.texts.queries import Listed
from huiyin.platform.texts.rules import posting_keys, shelf_range

Row = tuple[int, bytes, bool]

_NOBODY = Listed(b"", full=False)


@transaction.atomic
def keep_vocabulary(corpus: int, frequencies: Frequencies, shelves: Mapping[int, int]) -> str:
    """Keep what was counted over a corpus and how many texts each shelf holds, in the place of what was kept before; its digest. 2 queries."""
    blob = frequencies.to_bytes()
    digest = hashlib.blake2b(blob, digest_size=16).hexdigest()
    kept = {"digest": digest, "texts": frequencies.texts, "frequencies": blob, "shelves": dict(shelves)}
    Vocabulary.objects.update_or_create(corpus=corpus, defaults=kept)
    return digest


@transaction.atomic(savepoint=False)
def list_text(shelf: int, text: int, pieces: NDArray[np.int64], known: Mapping[int, Listed]) -> None:
    """List one more text under its pieces; `known` is what queries.listed says of them. One write of as many rows."""
    rows: list[Row] = []
    written = np.int64(text).astype("<i8").tobytes()
    for key, piece in zip(posting_keys(shelf, pieces).tolist(), pieces.tolist(), strict=True):
        before = known.get(piece, _NOBODY)
        # To look for it number by number takes twenty times as long as to find that its bytes are nowhere.
        if before.full or (written in before.ids and text in before.holders):
            continue
        holders = before.ids + written
        full = len(holders) > len(written) * MOST_TEXTS
        rows.append((key, b"" if full else holders, full))
    _upsert(rows)


@transaction.atomic
def unlist_text(shelf: int, text: int) -> None:
    """Take a text off a shelf, under whichever pieces it was listed. One query and one a piece; grows with the shelf."""
    low, high = shelf_range(shelf, shelf)
    rows = Posting.objects.filter(key__gte=low, key__lt=high).values_list("key", "holders")
    for key, holders in list(rows.iterator()):
        there = np.frombuffer(holders, "<i8")
        if text in there:
            left = there[there != text]
            Posting.objects.filter(key=key).update(holders=left.tobytes())


@transaction.atomic
def list_anew(
    first_shelf: int,
    last_shelf: int,
    rows: Iterable[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]],
) -> None:
    """Forget what is listed on shelves from `first_shelf` to `last_shelf`, and list `rows` instead.

    A row is (shelves, pieces, texts): three arrays of equal length, text k listed on shelf k under piece k; all texts under a piece of a
    shelf come in one row. Memory: one row, sorted.
    """
    low, high = shelf_range(first_shelf, last_shelf)
    Posting.objects.filter(key__gte=low, key__lt=high).delete()
    for shelves, pieces, texts in rows:
        insert_many(Posting, ("key", "holders", "full"), _postings(posting_keys(shelves, pieces), texts))


def _postings(keys: NDArray[np.int64], texts: NDArray[np.int64]) -> Iterable[Row]:
    order = np.argsort(keys, kind="stable")
    keys, holders = keys[order], texts[order].astype("<i8")
    starts = np.append(np.flatnonzero(np.diff(keys, prepend=-1)), len(keys))
    for key, (start, end) in zip(keys[starts[:-1]].tolist(), pairwise(starts.tolist()), strict=True):
        full = end - start > MOST_TEXTS
        yield key, b"" if full else holders[start:end].tobytes(), full


def _upsert(rows: list[Row]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Each row would be a statement of its own here: as one they take half the time.
            marks = ", ".join([_ROW] * len(rows))
            cursor.execute(_UPSERT.format(marks), [value for row in rows for value in row])
        else:
            cursor.executemany(_UPSERT.format(_ROW), rows)


_UPSERT = (
    'INSERT INTO texts_posting ("key", "holders", "full") VALUES {} '
    'ON CONFLICT ("key") DO UPDATE SET "holders" = excluded."holders", "full" = excluded."full"'
)
_ROW = "(%s, %s, %s)"
