"""The rows that stayed out, with reasons, so that a clerk can mend and import them again: nothing is lost."""

import csv
from collections.abc import Sequence
from pathlib import Path

from huiyin.cli.judging import Judged
from huiyin.kit.outputs import written_whole
from huiyin.kit.sheets import text_of
from huiyin.process.opinions.rules.intake import Clash

REFUSALS = "未收录的行.csv"


def write_refusals(judged: Judged, clashes: Sequence[Clash], out: Path) -> list[str]:
    """Write row number, reason and the row as it stood; the file's name, or nothing when no row stayed out.

    An older list goes: it would speak of rows that are in by now.
    """
    reasons = {row.row_no: (row.zh, row.en) for row in judged.bad}
    reasons.update((clash.row_no or 0, (clash.zh, clash.en)) for clash in clashes)
    path = out / REFUSALS
    if not reasons:
        path.unlink(missing_ok=True)
        return []
    with written_whole(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["行号", "未收录的原因", "Reason", *judged.columns.headers])
        for row_no, (zh, en) in sorted(reasons.items()):
            writer.writerow([row_no, zh, en, *_cells(judged, row_no)])
    return [REFUSALS]


def _cells(judged: Judged, row_no: int) -> list[str]:
    """The row's cells as text. A sign that a spreadsheet would run as a formula gets an apostrophe before it."""
    row = judged.sheet.rows[row_no - judged.sheet.first_row]
    return [f"'{text}" if text[:1] in "=+-@\t" and text else text for text in map(text_of, row)]
