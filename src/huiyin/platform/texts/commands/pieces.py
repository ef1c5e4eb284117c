"""Keeping the pieces of texts that are weighed again and again (analysis.pieces)."""

from collections.abc import Mapping

from django.db import connection, transaction

from huiyin.platform.texts.models import IndexedText
from huiyin.platform.texts.rules import STAMP


@transaction.atomic
def keep_pieces(read: Mapping[int, tuple[bytes, bytes]]) -> None:
    """Keep of each text (id) a stamp that says how its words were read, and its pieces; of one that was forgotten meanwhile, nothing.

    ValueError for a stamp that isn't of STAMP bytes. One prepared statement.
    """
    if any(len(stamp) != STAMP for stamp, _ in read.values()):
        raise ValueError("a stamp of another length")
    table = connection.ops.quote_name(IndexedText._meta.db_table)
    rows = [(stamp + pieces, text) for text, (stamp, pieces) in sorted(read.items())]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET pieces = %s WHERE text = %s", rows)  # noqa: S608 - a name of our own
