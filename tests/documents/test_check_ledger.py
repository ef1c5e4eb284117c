"""The checker of ledgers: finds nothing in a good one, and each single thing that was spoiled in it."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Font
from openpyxl.worksheet.worksheet import Worksheet

from huiyin.kit.errors import BadInput
from huiyin.reports.checker.ledger import check_ledger
from huiyin.reports.layout.ledger_shape import Column, Kind, LedgerSheet
from tests.documents.samples import (
    COLUMNS,
    HEADINGS,
    KINDS,
    drawn,
    ledger_row,
    ledger_sheet,
    with_part_edited,
)

Spoil = Callable[[Worksheet], object]


def found(ledger: io.BytesIO, kinds: dict[str, Kind] = KINDS) -> list[tuple[str, str]]:
    faults = check_ledger(ledger, HEADINGS, kinds)
    assert all(fault.zh.endswith("。") and fault.en.endswith(".") for fault in faults)
    return [(fault.where.rpartition(" / ")[2], fault.en) for fault in faults]


def spoiled(spoil: Spoil) -> io.BytesIO:
    book = openpyxl.load_workbook(drawn(ledger_sheet()))
    spoil(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def edited(part: str, old: str, new: str) -> io.BytesIO:
    """The good ledger with the first `old` (a pattern) in one of its parts replaced."""
    return with_part_edited(drawn(ledger_sheet()), part, old, new)


def put(cell: str, value: object) -> Spoil:
    return lambda page: setattr(page[cell], "value", value)


def lettered(cell: str, name: str, size: float) -> Spoil:
    return lambda page: setattr(page[cell], "font", Font(name=name, sz=size))


@pytest.mark.parametrize("kinds", [KINDS, {}])
def test_good_ledgers_have_no_fault(kinds: dict[str, Kind]) -> None:
    assert found(drawn(ledger_sheet()), kinds) == []
    assert found(spoiled(lambda page: None), kinds) == []
    assert found(drawn(ledger_sheet([])), kinds) == []
    assert found(drawn(replace(ledger_sheet(), marks=(), counted=False, notes=("甲",))), kinds) == []
    assert found(drawn(ledger_sheet([ledger_row(1, "=1+1", "2014-05-03")])), kinds) == []


def test_good_wide_ledger_with_a_long_list_has_no_fault() -> None:
    choices = tuple(f"第{n}类问题的一种表现" for n in range(40))
    columns = tuple(Column(f"c{n}", f"栏{n}", "choice", choices=choices) for n in range(15))
    sheet = LedgerSheet("台账", columns, [{column.key: choices[-1] for column in columns}])
    assert check_ledger(drawn(sheet), [f"栏{n}" for n in range(15)], {"栏3": "choice"}) == []


def unnumber(page: Worksheet) -> None:
    assert page.oddFooter is not None
    page.oddFooter.center.text = "示范局"


SHEET: list[tuple[str, str, Spoil]] = [
    ("B5", "The cell is a formula.", put("B5", "=1+1")),
    ("A9", "The cell is a formula.", put("A9", "=1+1")),
    ("A1", "There is no title.", put("A1", None)),
    ("A1", "The title should be in 小标宋 of 22 pt.", lettered("A1", "黑体", 22)),
    ("A1", "The title should be in 小标宋 of 22 pt.", lettered("A1", "方正小标宋简体", 16)),
    ("A1", "The title should span all columns.", lambda page: page.unmerge_cells("A1:G1")),
    ("row 4, column 3", "The headings differ from the form.", put("C4", "存在问题")),
    ("row 4, column 7", "The headings differ from the form.", put("G4", None)),
    ("row 4, column 8", "The headings differ from the form.", put("H4", "多出的一栏")),
    ("row 4", "The headings should be in 黑体 of 12 pt.", lettered("B4", "仿宋_GB2312", 12)),
    ("row 4", "The headings should wrap.", lambda page: setattr(page["C4"], "alignment", Alignment())),
    ("row 4", "The headings should have thin borders.", lambda page: setattr(page["C4"], "border", Border())),
    ("window", "The header row is not frozen.", lambda page: setattr(page, "freeze_panes", None)),
    ("window", "The header row is not frozen.", lambda page: setattr(page, "freeze_panes", "B4")),
    (
        "filter",
        "The autofilter doesn't cover header and rows.",
        lambda page: setattr(page.auto_filter, "ref", None),
    ),
    (
        "filter",
        "The autofilter doesn't cover header and rows.",
        lambda page: setattr(page.auto_filter, "ref", "A4:G6"),
    ),
    ("printing", "The paper should be A4.", lambda page: setattr(page.page_setup, "paperSize", 8)),
    (
        "printing",
        "The paper should lie across (landscape).",
        lambda page: setattr(page.page_setup, "orientation", "portrait"),
    ),
    (
        "printing",
        "The sheet should be fitted to one page across.",
        lambda page: setattr(page.sheet_properties.pageSetUpPr, "fitToPage", False),
    ),
    (
        "printing",
        "The sheet should be fitted to one page across.",
        lambda page: setattr(page.page_setup, "fitToHeight", 1),
    ),
    (
        "printing",
        "The header row doesn't repeat on each page.",
        lambda page: setattr(page, "print_title_rows", "1:1"),
    ),
    (
        "printing",
        "The footer doesn't number the pages.",
        unnumber,
    ),
]


@pytest.mark.parametrize(
    ("where", "fault", "spoil"), SHEET, ids=[f"{where}: {fault}" for where, fault, _ in SHEET]
)
def test_sheet(where: str, fault: str, spoil: Spoil) -> None:
    assert (where, fault) in found(spoiled(spoil))
    # A formula is also a cell of a wrong type; nothing else is faulted twice.
    assert len(found(spoiled(spoil))) == 1 + (where == "B5")


CELLS: list[tuple[str, str, Spoil]] = [
    ("A6", "The cell should be a number.", put("A6", "2")),
    ("E7", "The cell should be a number.", put("E7", "6人")),
    ("D6", "The cell should be a date.", put("D6", "2014年5月3日")),
    ("D6", "The cell should be a date.", lambda page: setattr(page["D6"], "number_format", "0")),
    ("B5", "The cell should be text.", put("B5", 1)),
    ("C6", "The cell should be text.", put("C6", 5)),
    ("F6", "The value is not in its validation list.", put("F6", "快了")),
    (
        "D5",
        "The date should show as 2014年5月23日.",
        lambda page: setattr(page["D5"], "number_format", "yyyy-mm-dd"),
    ),
    ("C5", "The body should be in 仿宋 of 10 to 12 pt.", lettered("C5", "宋体", 12)),
    ("C5", "The body should be in 仿宋 of 10 to 12 pt.", lettered("C5", "仿宋_GB2312", 9)),
]


@pytest.mark.parametrize(
    ("where", "fault", "spoil"), CELLS, ids=[f"{where}: {fault}" for where, fault, _ in CELLS]
)
def test_cells(where: str, fault: str, spoil: Spoil) -> None:
    assert found(spoiled(spoil)) == [(where, fault)]


@pytest.mark.parametrize(
    ("where", "fault", "spoil"),
    [
        ("A6", "The cell should be a number.", put("A6", "2")),
        ("E7", "The cell should be a number.", put("E7", "6人")),
        ("D6", "The cell should be a date.", put("D6", "2014.5.3")),
        ("B6", "The cell should be text.", put("B6", 2)),
    ],
)
def test_without_kinds_what_shows_by_itself_is_still_found(where: str, fault: str, spoil: Spoil) -> None:
    assert found(spoiled(spoil), {}) == [(where, fault)]


def test_a_column_of_dates_written_as_text_shows_by_its_heading() -> None:
    columns = tuple(replace(c, kind="text") if c.key == "until" else c for c in COLUMNS)
    rows = [ledger_row(no) | {"until": "2014年5月3日"} for no in (1, 2)]
    assert found(drawn(replace(ledger_sheet(rows), columns=columns)), {}) == [
        ("D5", "The cell should be a date.")
    ]


@pytest.mark.parametrize("area", [None, "F5:F6"])
def test_list_must_cover_all_rows(area: str | None) -> None:
    def shorten(page: Worksheet) -> None:
        rules = page.data_validations.dataValidation
        if area is None:
            rules.clear()
        else:
            rules[0].sqref = type(rules[0].sqref)(area)

    assert found(spoiled(shorten)) == [("column F", "No validation list covers its rows.")]


def test_scrolling_does_not_unfreeze() -> None:
    ledger = edited("xl/worksheets/sheet1.xml", 'topLeftCell="B5"', 'topLeftCell="C7"')
    assert found(ledger) == []


def test_date_format_may_be_quoted_as_libreoffice_does() -> None:
    ledger = edited(
        "xl/styles.xml", 'formatCode="yyyy&quot;年&quot;m&quot;月&quot;', r'formatCode="yyyy\\年m\\月'
    )
    assert found(ledger) == []


def test_too_long_a_sheet_name() -> None:
    ledger = edited("xl/workbook.xml", '<sheet name="班子问题清单"', f'<sheet name="{"长" * 32}"')
    assert ("sheet name", "The sheet name is too long or illegal.") in found(ledger)


def test_header_row_that_is_not_repeated_at_all() -> None:
    ledger = edited("xl/workbook.xml", '<definedName name="_xlnm.Print_Titles".*?</definedName>', "")
    assert found(ledger) == [("printing", "The header row doesn't repeat on each page.")]


def test_formula_on_another_sheet() -> None:
    def hide_one(page: Worksheet) -> None:
        assert page.parent is not None
        page.parent.create_sheet("附页")["B2"] = "=1+1"

    assert found(spoiled(hide_one)) == [("附页!B2", "The cell is a formula.")]


@pytest.mark.parametrize("content", [b"", b"no ledger", b"PK\x03\x04broken"])
def test_what_is_no_ledger_is_bad_input(tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "l.xlsx"
    target.write_bytes(content)
    with pytest.raises(BadInput, match=r"\.xlsx"):
        check_ledger(target, HEADINGS)


def test_missing_file_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"\.xlsx"):
        check_ledger(tmp_path / "missing.xlsx", HEADINGS)
