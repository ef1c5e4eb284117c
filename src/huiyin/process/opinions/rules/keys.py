"""What makes a row the same row when a file comes again: its own number, else its content and how-manieth it is.

Importing again then adds nothing, and a longer file adds only the surplus (DOMAIN R32).
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from huiyin.process.opinions.rules.rows import BadRow, GoodRow, Outcome, Skip, SkippedRow


def content_digest(row: GoodRow) -> str:
    """Return the SHA-256 (hex) of a row's recognised fields, verbatim, its own number left out.

    Empty fields are left out too, so that a column that a later file adds and leaves empty changes nothing; what the
    program made of a field (date, unit) has no part in it, so that a better program finds the same rows.
    """
    fields = (
        ("about", row.about_raw),
        ("body", row.body),
        ("channel", row.channel_raw),
        ("giver", row.giver_raw),
        ("raised", row.raised_raw),
        ("title", row.title),
        ("unit", row.unit_raw),
    )
    return _sha256("content", *(part for field in fields if field[1] for part in field))


def row_key(row: GoodRow, occurrence: int) -> str:
    """Return a row's key, a SHA-256 (hex): of its own number when it has one, else of its content and `occurrence` from 1.

    Numbers are compared by their half-width form without spaces round them: １２ and 12 are one number.
    """
    if row.source_no is not None:
        return _sha256("number", _plain_number(row.source_no))
    return _sha256("row", content_digest(row), str(occurrence))


def keyed(rows: Iterable[Outcome]) -> Iterator[tuple[GoodRow, str] | BadRow | SkippedRow]:
    """Yield (good row, key) for every opinion of one file, and all else as it comes.

    The same number with the same content again is SkippedRow(REPEATED); with other content it is a BadRow that names the
    row which came first and was kept. Memory: two digests a row.
    """
    seen: Counter[str] = Counter()
    numbered: dict[str, tuple[int, str]] = {}
    for row in rows:
        if not isinstance(row, GoodRow):
            yield row
            continue
        digest = content_digest(row)
        if row.source_no is None:
            seen[digest] += 1
            yield row, row_key(row, seen[digest])
            continue
        key = row_key(row, 1)
        first_row, first_digest = numbered.setdefault(key, (row.row_no, digest))
        if first_row == row.row_no:
            yield row, key
        elif first_digest == digest:
            yield SkippedRow(row.row_no, Skip.REPEATED)
        else:
            yield _clash(row, first_row)


def _clash(row: GoodRow, first_row: int) -> BadRow:
    return BadRow(
        row.row_no,
        f"编号“{row.source_no}”与第 {first_row} 行重复而内容不同，请改正编号；若该列只是序号，请用 --column source_no= 取消",
        f"the number “{row.source_no}” is that of row {first_row}, with other content; correct it, or, if the column only counts, "
        "say --column source_no=",
    )


def _plain_number(number: str) -> str:
    return unicodedata.normalize("NFKC", number).strip()


def _sha256(*parts: str) -> str:
    """Hash parts with their lengths in front, so that no two lists of parts are the same bytes."""
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()
