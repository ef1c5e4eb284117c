"""What a clerk is told before anything is written, and the file of what stayed out, mended and handed in again."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from huiyin.cli import refusals
from huiyin.cli.judging import Judged, judge
from huiyin.cli.preview import preview_lines
from huiyin.cli.refusals import REFUSALS, write_refusals
from huiyin.cli.wording import FIELD_NAMES
from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Cell, read_sheet
from huiyin.process.opinions.rules.heading_words import FIELDS, meaning_of
from huiyin.process.opinions.rules.intake import Clash

HEAD = ["编号", "收集时间", "意见原文"]


def book_of(path: Path, **sheets: Sequence[Sequence[Cell]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    return path


def judged(path: Path, **told: str) -> Judged:
    return judge(path, sheet_name=None, overrides=told, year=2014, today=date(2014, 6, 30))


def seen(path: Path) -> str:
    return "\n".join(preview_lines(judged(path)))


def test_sheets_that_were_not_read_are_named_with_the_remedy(tmp_path: Path) -> None:
    rows: list[Sequence[Cell]] = [[*HEAD], ["1", "2014-05-23", "食堂太贵"], ["2", "2014-05-23", "停车太难"]]
    path = book_of(tmp_path / "a.xlsx", 目录=[["一中"], ["二中"]], 一中=rows, 二中=rows)
    text = seen(path)
    assert "读取工作表“一中”" in text
    assert "没有读取的工作表 2 张：“目录”、“二中”" in text
    assert "--sheet" in text
    assert judged(path).sheet.others == ("目录", "二中")


def test_a_single_sheet_has_nothing_beside_it(tmp_path: Path) -> None:
    assert "--sheet" not in seen(
        book_of(tmp_path / "a.xlsx", 意见=[[*HEAD], ["1", "2014-05-23", "食堂太贵"]])
    )


def test_rows_taken_for_notes_are_listed_up_to_ten(tmp_path: Path) -> None:
    rows: list[Sequence[Cell]] = [[*HEAD], ["1", "2014-05-23", "食堂太贵"], ["合计", None, None]]
    assert "附注跳过的是第 3 行" in seen(book_of(tmp_path / "a.xlsx", 意见=rows))
    text = seen(book_of(tmp_path / "b.xlsx", 意见=[*rows, *([["注：不记名", None, None]] * 14)]))
    assert "第 3、4、5、6、7、8、9、10、11、12 等 15 行" in text


def test_years_that_were_given_are_told_with_the_remedy(tmp_path: Path) -> None:
    rows: list[Sequence[Cell]] = [
        [*HEAD],
        ["1", "5.4", "食堂太贵"],
        ["2", "12.4", "停车难"],
        ["3", "2014.5.4", "作业多"],
    ]
    text = seen(book_of(tmp_path / "a.xlsx", 意见=rows))
    assert "没有写年份的日期 2 处，算作 2013 年（1 处）、2014 年（1 处）" in text
    assert "--year" in text
    assert "--year" not in seen(book_of(tmp_path / "b.xlsx", 意见=[rows[0], rows[3]]))


def test_fields_have_chinese_names_that_the_reader_knows_again(tmp_path: Path) -> None:
    text = seen(book_of(tmp_path / "a.xlsx", 意见=[[*HEAD], ["1", "5.4", "食堂太贵"]]))
    assert "→ 编号（source_no）：" in text
    assert "→ 意见原文（text）：" in text
    for field in FIELDS:
        meaning = meaning_of(FIELD_NAMES[field])
        assert meaning is not None
        assert (meaning.field, meaning.exact) == (field, True)


ODD = (
    "=1+1",
    "-食堂太贵",
    "+停车\n难",
    "@某处",
    "http://x.example",
    "'引号",
    " 前后空格 ",
    "007",
    "一\x01二_x000D_",
)


def test_refused_rows_stand_there_to_the_letter(tmp_path: Path) -> None:
    rows: list[Sequence[Cell]] = [
        [*HEAD, "备注"],
        *([str(at), None, words, words] for at, words in enumerate(ODD)),
    ]
    book_of(tmp_path / "a.xlsx", 意见=rows)
    found = judged(tmp_path / "a.xlsx")
    clashes = [Clash(at + 2, str(at)) for at in range(len(ODD))]
    assert write_refusals(found, clashes, tmp_path) == [REFUSALS]
    sheet = read_sheet(tmp_path / REFUSALS, sheet="未收录的行")
    assert sheet.rows[0] == ("行号", "未收录的原因", "Reason", *HEAD, "备注")
    assert [row[5] for row in sheet.rows[1:]] == list(ODD)
    assert [row[6] for row in sheet.rows[1:]] == list(ODD)
    page = openpyxl.load_workbook(tmp_path / REFUSALS).worksheets[0]
    assert {
        cell.data_type for row in page.iter_rows(min_row=2) for cell in row if cell.value is not None
    } == {"s"}
    assert all(cell.font.b for cell in page[1])


def refused(folder: Path) -> Path:
    """A list of which one row lacks its words and thirty have an odd date; what stayed out of it."""
    many: list[Sequence[Cell]] = [[f"N{at}", "下旬", f"第{at}盏路灯坏了"] for at in range(30)]
    path = book_of(folder / "a.xlsx", 意见=[[*HEAD], *many, ["M1", "5.20", None]])
    write_refusals(judged(path), [], folder)
    return folder / REFUSALS


def test_all_remarks_stand_on_a_sheet_of_their_own(tmp_path: Path) -> None:
    sheet = read_sheet(refused(tmp_path), sheet="请核对")
    assert sheet.rows[0] == ("行号", "说明", "Note")
    assert len(sheet.rows) == 31
    assert f"另有 20 处，收录后见“{REFUSALS}”的工作表“请核对”" in seen(tmp_path / "a.xlsx")


def test_the_mended_file_is_read_again_and_its_remarks_are_not(tmp_path: Path) -> None:
    path = refused(tmp_path)
    with pytest.raises(BadInput, match="没有可以收录的意见"):
        judged(path)
    book = openpyxl.load_workbook(path)
    book["未收录的行"]["F2"] = "-操场夜里一盏灯也没有"
    book.save(path)
    again = judged(path)
    assert again.sheet.name == "未收录的行"
    ((row, _),) = again.good
    assert (row.source_no, row.raised_on, row.body) == ("M1", date(2014, 5, 20), "-操场夜里一盏灯也没有")
    assert set(again.columns.ignored) == {"行号", "未收录的原因", "Reason"}


def test_columns_without_headings_are_called_by_what_they_were_taken_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "2014-05-01,食堂的饭菜太贵了\n2014-05-02,\n2014-05-03,学校门口停车太难\n", encoding="utf-8"
    )
    write_refusals(judged(path), [], tmp_path)
    assert read_sheet(tmp_path / REFUSALS).rows[0] == (
        "行号",
        "未收录的原因",
        "Reason",
        "反映时间",
        "意见原文",
    )


def test_a_number_that_may_be_two_days_stays_a_number(tmp_path: Path) -> None:
    path = book_of(tmp_path / "a.xlsx", 意见=[[*HEAD], ["1", "2014-5-1", "食堂太贵"], ["2", 5.2, None]])
    write_refusals(judged(path), [], tmp_path)
    assert read_sheet(tmp_path / REFUSALS).rows[1][4] == 5.2


def test_a_cell_too_long_for_a_workbook_is_cut_with_a_word_about_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("编号,意见原文\n1,食堂太贵\n2," + "苦" * 100_000 + "\n", encoding="utf-8")
    write_refusals(judged(path), [], tmp_path)
    cell = str(read_sheet(tmp_path / REFUSALS).rows[1][4])
    assert len(cell) <= 32_767
    assert cell.endswith("……（还有 67333 字，见原表）")


def test_an_older_file_goes_when_there_is_nothing_to_say(tmp_path: Path) -> None:
    refused(tmp_path)
    clean = book_of(tmp_path / "b.xlsx", 意见=[[*HEAD], ["1", "2014-5-1", "食堂太贵"]])
    assert write_refusals(judged(clean), [], tmp_path) == []
    assert not (tmp_path / REFUSALS).exists()


def test_more_remarks_than_a_sheet_holds_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "_MOST_ROWS", 10)
    rows = read_sheet(refused(tmp_path), sheet="请核对").rows
    assert len(rows) == 11
    assert rows[-1][1] == "一张工作表写不下，另有 21 行没有列出"
