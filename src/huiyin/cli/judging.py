"""The workbook of opinions, read and judged before anything is written."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Sheet, read_sheet
from huiyin.platform.orgs.rules.unit_names import UnitNames, match_unit
from huiyin.process.campaigns.rules import Template
from huiyin.process.opinions.rules.codes import match_code
from huiyin.process.opinions.rules.columns import Columns, find_columns
from huiyin.process.opinions.rules.intake import Said
from huiyin.process.opinions.rules.keys import keyed
from huiyin.process.opinions.rules.returned import REFUSED_SHEET, REMARKS_SHEET
from huiyin.process.opinions.rules.rows import BadRow, GoodRow, Note, Skip, SkippedRow, read_rows


@dataclass(frozen=True)
class Judged:
    """A workbook of opinions: what its columns were taken for, its good rows with their keys, its bad rows, the rest counted."""

    path: Path
    digest: str
    sheet: Sheet
    columns: Columns
    good: tuple[tuple[GoodRow, str], ...]
    bad: tuple[BadRow, ...]
    skipped: Mapping[str, int]
    feet: tuple[int, ...] = ()  # the numbers of the rows skipped as totals, signatures and notes

    def notes(self) -> list[tuple[int, Note]]:
        """Remarks on rows that were kept: row number and remark."""
        return [(row.row_no, note) for row, _ in self.good for note in row.notes]

    def years_given(self) -> Mapping[int, int]:
        """The years that dates without one were given → how many of them."""
        return Counter(
            row.raised_on.year for row, _ in self.good if row.year_given and row.raised_on is not None
        )


def judge(
    path: Path, *, sheet_name: str | None, overrides: Mapping[str, str], year: int, today: date
) -> Judged:
    """Read and judge every row. BadInput when the file can't be read or holds nothing to take in. O(rows)."""
    sheet = _read(path, sheet_name)
    columns = find_columns(sheet, overrides=overrides)
    good: list[tuple[GoodRow, str]] = []
    bad: list[BadRow] = []
    skipped: Counter[str] = Counter()
    feet: list[int] = []
    for outcome in keyed(read_rows(sheet, columns, default_year=year, today=today)):
        if isinstance(outcome, BadRow):
            bad.append(outcome)
        elif isinstance(outcome, SkippedRow):
            skipped[outcome.why.value] += 1
            if outcome.why is Skip.FOOT:
                feet.append(outcome.row_no)
        else:
            good.append(outcome)
    if not good:
        why = f"例如第 {bad[0].row_no} 行：{bad[0].zh}。" if bad else "表头以下没有内容。"
        raise BadInput(
            f"“{path.name}”的工作表“{sheet.name}”里没有可以收录的意见。{why}",
            f"'{path.name}' holds no opinion that can be taken in.",
        )
    return Judged(path, _digest(path), sheet, columns, tuple(good), tuple(bad), skipped, tuple(feet))


def _read(path: Path, sheet_name: str | None) -> Sheet:
    """Read the sheet; of a mended file of refused rows the rows, be there ever so many remarks beside them."""
    sheet = read_sheet(path, sheet=sheet_name)
    if sheet_name is None and sheet.name == REMARKS_SHEET and REFUSED_SHEET in sheet.others:
        return read_sheet(path, sheet=REFUSED_SHEET)
    return sheet


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Sayer:
    """Turns good rows into what take_opinions takes: raw words matched to the template's codes and to units."""

    def __init__(self, template: Template, units: UnitNames, intake_number: int) -> None:
        self.channels = [(row.code, (row.zh,)) for row in template.channels]
        self.givers = [(row.code, (row.zh,)) for row in template.giver_kinds]
        self.units = units
        self.intake_number = intake_number
        self.unmatched: Counter[str] = Counter()
        self._codes: dict[tuple[str, str], str] = {}

    def said(self, row: GoodRow, key: str) -> Said:
        match = match_unit(row.unit_raw, self.units)
        if row.unit_raw and match.key is None:
            self.unmatched[row.unit_raw] += 1
        return Said(
            key=key,
            source_id=row.source_no or f"{self.intake_number}-{row.row_no}",
            title=row.title,
            body=row.body,
            row_no=row.row_no,
            raised_on=row.raised_on,
            channel=self._code("channel", row.channel_raw),
            channel_as_written=row.channel_raw,
            giver_kind=self._code("giver", row.giver_raw),
            giver_as_written=row.giver_raw,
            about=int(match.key) if match.key else None,
            unit_as_written=row.unit_raw,
            about_as_written=row.about_raw,
        )

    def _code(self, which: str, raw: str) -> str:
        """The template's code for a raw word, "" where it names none; each word is looked up once."""
        if (which, raw) not in self._codes:
            choices = self.channels if which == "channel" else self.givers
            self._codes[which, raw] = match_code(raw, choices).code or ""
        return self._codes[which, raw]
