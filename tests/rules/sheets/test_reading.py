"""Workbooks and text tables of every kind, written as real files and read back."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.workbook import Workbook

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Sheet, read_sheet, sheet_from, text_of
from tests.rules.sheets.biff import xls_of

MOMENT = datetime(2014, 5, 23, 8, 0, tzinfo=UTC).replace(tzinfo=None)  # a workbook's times have no zone


def written(path: Path, write: Callable[[Workbook], object]) -> Sheet:
    with xlsxwriter.Workbook(path) as book:
        write(book)
    return read_sheet(path)


def test_row_numbers_and_columns_are_those_that_excel_shows(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", lambda book: book.add_worksheet().write("C5", "意见"))
    assert (sheet.first_row, list(sheet.numbered())[-1]) == (1, (5, (None, None, "意见")))


def test_values_keep_their_kind(tmp_path: Path) -> None:
    def write(book: Workbook) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        clock = book.add_format({"num_format": "hh:mm"})
        page = book.add_worksheet()
        page.write_row("A1", [12, 12.5, True, "  前后空格 \n", 1e20])
        page.write_datetime("F1", MOMENT.date(), day)
        page.write_datetime("G1", MOMENT, moment)
        page.write_datetime("H1", time(8, 30), clock)

    row = written(tmp_path / "a.xlsx", write).rows[0]
    assert row == (
        12,
        12.5,
        "TRUE",
        "  前后空格 \n",
        1e20,
        date(2014, 5, 23),
        MOMENT,
        "08:30",
    )
    assert [type(cell) for cell in row[:2]] == [int, float]
    assert [text_of(cell) for cell in row[:2]] == ["12", "12.5"]


def test_line_breaks_and_control_characters_come_as_they_were_typed(tmp_path: Path) -> None:
    text = "一\r\n二\x01三\x0b四 _x000D_ 五\U0001f600"
    assert written(tmp_path / "a.xlsx", lambda book: book.add_worksheet().write("A1", text)).rows == [(text,)]


def test_a_vertical_merge_fills_every_row_and_a_merged_title_only_its_first_cell(tmp_path: Path) -> None:
    def write(book: Workbook) -> None:
        page = book.add_worksheet()
        page.merge_range("B1:D1", "汇总表")
        page.merge_range("B2:B4", "市第三中学")
        page.write_column("C2", ["甲", "乙", "丙"])

    sheet = written(tmp_path / "a.xlsx", write)
    assert sheet.rows[0] == (None, "汇总表", None)
    assert [row[1] for row in sheet.rows[1:]] == ["市第三中学"] * 3
    assert sheet.merged_down == {(3, 1), (4, 1)}


@pytest.mark.parametrize(
    ("formula", "value", "expected"),
    [
        ("=1+1", 2, 2),
        ("=-食堂太贵", "#NAME?", "=-食堂太贵"),
    ],
)
def test_a_formula_is_its_cached_value_else_its_text(
    tmp_path: Path, formula: str, value: str | int, expected: object
) -> None:
    def write(book: Workbook) -> None:
        page = book.add_worksheet("意见")
        page.write("C1", "末")
        page.write_formula("B1", formula, None, value)

    assert written(tmp_path / "a.xlsx", write).rows == [(None, expected, "末")]


def test_formulas_without_any_value_are_text_even_beyond_the_filled_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page["B2"], page["A1"], page["D4"] = "中", "=-食堂太贵", '=HYPERLINK("http://x","点")'
    book.save(tmp_path / "a.xlsx")
    sheet = read_sheet(tmp_path / "a.xlsx")
    assert [[cell for cell in row if cell] for row in sheet.rows] == [
        ["=-食堂太贵"],
        ["中"],
        [],
        ['=HYPERLINK("http://x","点")'],
    ]
    assert sheet.rows[3][3] == '=HYPERLINK("http://x","点")'


def three_sheets(book: Workbook) -> None:
    book.add_worksheet("说明").write_column("A1", ["说明"] * 50)
    for row in range(5):
        book.worksheets_objs[0].write(row + 50, 0, "注")
    page = book.add_worksheet("意见")
    for row in range(10):
        page.write_row(row, 0, [row, "意见"])
    hidden = book.add_worksheet("旧表")
    hidden.hide()
    for row in range(100):
        hidden.write_row(row, 0, [row, "旧"])


def test_the_visible_sheet_that_looks_most_like_a_table_is_taken_and_named(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", three_sheets)
    assert (sheet.name, sheet.others, len(sheet.rows)) == ("意见", ("说明",), 10)
    assert sheet.zh == "工作表“意见”（另有：说明）"


def test_a_named_sheet_is_taken_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    written(tmp_path / "a.xlsx", three_sheets)
    assert read_sheet(tmp_path / "a.xlsx", sheet="说明").name == "说明"
    with pytest.raises(BadInput, match="没有名为“表三”的工作表。现有：“说明”、“意见”"):
        read_sheet(tmp_path / "a.xlsx", sheet="表三")


def test_an_old_xls_is_read_whatever_its_name() -> None:
    data = xls_of({"说明": [["填表说明"]], "意见": [["编号", "意见原文"], [1.0, "食堂太贵"], [2.5, None]]})
    sheet = sheet_from(data, "意见.xlsx")
    assert (sheet.name, sheet.others) == ("意见", ("说明",))
    assert sheet.rows == [("编号", "意见原文"), (1, "食堂太贵"), (2.5, None)]


def test_an_xlsx_under_the_name_of_an_xls_or_csv_is_read_all_the_same(tmp_path: Path) -> None:
    written(tmp_path / "a.xlsx", lambda book: book.add_worksheet().write("A1", "意见"))
    data = (tmp_path / "a.xlsx").read_bytes()
    assert sheet_from(data, "a.xls").rows == sheet_from(data, "a.csv").rows == [("意见",)]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"), ("utf-16", "UTF-16-LE")],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_tables_of_every_encoding_and_delimiter(encoding: str, named: str, delimiter: str) -> None:
    lines = ['编号D标题D"内容D\n两行"', '1D甲D"他说""好"""', "", "2D乙D丙，丁"]
    sheet = sheet_from("\r\n".join(lines).replace("D", delimiter).encode(encoding), "意见.xlsx")
    assert sheet.rows == [
        ("编号", "标题", f"内容{delimiter}\n两行"),
        ("1", "甲", '他说"好"'),
        (),
        ("2", "乙", "丙，丁"),
    ]
    assert named in sheet.zh


def test_a_text_table_of_one_column_is_read_by_lines() -> None:
    assert sheet_from("意见\n食堂太贵；饭菜凉\n".encode(), "a.txt").rows == [("意见",), ("食堂太贵；饭菜凉",)]


def test_a_cell_of_a_million_characters_comes_through() -> None:
    long = "长" * 1_000_000
    assert sheet_from(f"意见原文\n{long}\n".encode(), "a.csv").rows[1] == (long,)


def test_a_workbook_of_a_million_characters_in_one_cell_comes_through() -> None:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("意见")
    cell = openpyxl.cell.WriteOnlyCell(page)
    cell._value, cell.data_type = "长" * 1_000_000, "s"  # type: ignore[attr-defined]  # past openpyxl's own limit
    page.append([cell])
    out = io.BytesIO()
    book.save(out)
    assert len(str(sheet_from(out.getvalue(), "a.xlsx").rows[0][0])) == 1_000_000
