"""The ledger as drawn: opened again with another library and looked at (DOMAIN 8.4)."""

import io
import tempfile
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from huiyin.kit.errors import BadInput
from huiyin.kit.legible import legible
from huiyin.reports.layout.ledger import write_ledger
from huiyin.reports.layout.ledger_shape import (
    Cell,
    Column,
    LedgerSheet,
    legal_sheet_name,
    lines_needed,
    spans,
    utf16_length,
)
from tests.documents.samples import COLUMNS, DAY, HEADINGS, MARK, STATES, drawn, ledger_row, ledger_sheet

FIRST = 5  # title, unit, marks, headings stand above


def opened(sheet: LedgerSheet) -> Worksheet:
    return openpyxl.load_workbook(drawn(sheet)).worksheets[0]


def texts(page: Worksheet) -> list[str]:
    return [cell.value for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_lines_above_and_below_the_rows() -> None:
    page = opened(replace(ledger_sheet(), notes=("数据截至5月3日。",)))
    assert page["A1"].value == "班子问题清单"
    assert page["A2"].value == "填报单位（盖章）：示范局"
    assert "填报时间：2014年5月3日" in texts(page)
    assert page["A3"].value == f"【{MARK}】"
    assert [cell.value for cell in page[4]] == HEADINGS
    assert [page["A8"].value, page["B8"].value, page["E8"].value] == ["合计", 3, 12]
    assert [text for text in texts(page) if text.endswith("：")] == ["单位负责人：", "填表人：", "联系电话："]
    assert page["A10"].value == "注：数据截至5月3日。"


def test_numbers_dates_and_text_keep_their_types() -> None:
    page = opened(ledger_sheet())
    row = [cell.value for cell in page[FIRST]]
    assert row == [1, "001", "灯管坏了三个月没有人修。", datetime(2014, 5, 3), 2, "未销号", None]  # noqa: DTZ001 - openpyxl's
    assert page["D5"].number_format == 'yyyy"年"m"月"d"日"'
    assert page["G5"].border.left.style == "thin"


def test_paper_follows_the_number_of_columns() -> None:
    columns = tuple(Column(f"c{n}", f"栏{n}") for n in range(15))
    rows = [{column.key: "甲" for column in columns}]
    wide = opened(LedgerSheet("台账", columns, rows))
    narrow = opened(LedgerSheet("台账", columns[:14], rows))
    assert (wide.page_setup.paperSize, narrow.page_setup.paperSize) == (8, 9)
    assert (wide["A4"].font.sz, narrow["A4"].font.sz) == (10.5, 12)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=A1}", "＝1+1", "\t=1", "http://example.org", "123"]
)
def test_text_stays_text(text: str) -> None:
    book = openpyxl.load_workbook(drawn(ledger_sheet([ledger_row(1, text, text)])))
    cell = book.worksheets[0]["C5"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)
    # Without it an edited "=1+1" would turn into a formula.
    assert cell.quotePrefix == (text[0] not in "h{1")


def test_guard_holds_in_the_lines_around_the_rows() -> None:
    sheet = replace(ledger_sheet(), title="=1+1", unit="=2", marks=("=3",), notes=("=4",))
    page = openpyxl.load_workbook(drawn(sheet)).worksheets[0]
    assert not [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]


@settings(max_examples=40, deadline=None)  # each example is a whole workbook
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_any_text_comes_back_as_it_was_shown(words: list[str]) -> None:
    out = drawn(ledger_sheet([ledger_row(no, word or "甲") for no, word in enumerate(words)]))
    rows = CalamineWorkbook.from_filelike(out).get_sheet_by_index(0).to_python()
    shown = [row[2] for row in rows[FIRST - 1 : FIRST - 1 + len(words)]]
    assert shown == [legible(word or "甲")[0] for word in words]


def test_unprintable_characters_are_shown_counted_and_noted() -> None:
    out = io.BytesIO()
    written = write_ledger(out, ledger_sheet([ledger_row(1, "坏\x00了\x1b\ud800"), ledger_row(2)]))
    page = openpyxl.load_workbook(out).worksheets[0]
    assert page["C5"].value == "坏␀了␛�"
    assert written.replaced_cells == 1
    assert any(text.startswith("注：1 个单元格") for text in texts(page))


@pytest.mark.parametrize("text", ["长" * 32_768, "😀" * 16_384])
def test_too_long_a_text_is_refused_and_nothing_is_left(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(BadInput, match="32,767"):
        write_ledger(tmp_path / "l.xlsx", ledger_sheet([ledger_row(1), ledger_row(2, text)]))
    assert list(tmp_path.iterdir()) == []


def test_longest_text_is_kept_whole() -> None:
    text = "长" * 32_767
    assert opened(ledger_sheet([ledger_row(1, text)]))["C5"].value == text


def test_day_before_sheets_begin_is_refused() -> None:
    with pytest.raises(BadInput, match="1900"):
        drawn(ledger_sheet([ledger_row(1) | {"until": date(1014, 5, 3)}]))


@pytest.mark.parametrize(
    "spoilt",
    [{"no": "1"}, {"until": "2014-05-03"}, {"until": datetime(2014, 5, 3)}, {"no": True}, {"text": 5}],  # noqa: DTZ001
)
def test_value_of_another_kind_is_a_type_error(spoilt: dict[str, Cell]) -> None:
    with pytest.raises(TypeError, match=next(iter(spoilt))):
        drawn(ledger_sheet([ledger_row(1) | spoilt]))


def test_forgotten_value_is_a_key_error() -> None:
    row = ledger_row(1)
    del row["remark"]
    with pytest.raises(KeyError, match="remark"):
        drawn(ledger_sheet([row]))


def test_rows_grow_with_their_text_up_to_what_excel_allows() -> None:
    out = io.BytesIO()
    written = write_ledger(
        out, ledger_sheet([ledger_row(1, text * 10) for text in ("字", "字" * 20, "字" * 500)])
    )
    page = openpyxl.load_workbook(out).worksheets[0]
    heights = [page.row_dimensions[row].height or 0 for row in (5, 6, 7)]
    assert heights[0] < heights[1] < 200
    assert 408 < heights[2] <= 409
    assert written.cut_rows == 1
    assert page["C7"].alignment.vertical == "top"
    assert any(text.startswith("注：1 行文字过长") for text in texts(page))


def test_the_only_long_text_may_spread() -> None:
    long = Column("甲", "甲", "long_text")
    others = tuple(Column(f"c{n}", f"栏{n}") for n in range(14))
    one, two = LedgerSheet("台账", (long, *others), []), LedgerSheet("台账", (long, long, *others), [])
    assert one.widths[0] == 60 > two.widths[0] >= 40
    assert replace(one, columns=(replace(long, width=30), *others)).widths[0] == 30


def test_short_list_is_in_its_rule_and_a_long_one_on_a_hidden_sheet() -> None:
    for choices, source in (
        (STATES, '"未销号,已销号"'),
        (tuple(f"第{n}类问题的一种表现" for n in range(40)), "'选项'!$A$1:$A$40"),
        (("甲,乙", "丙"), "'选项'!$A$1:$A$2"),
    ):
        columns = tuple(replace(c, choices=choices) if c.kind == "choice" else c for c in COLUMNS)
        book = openpyxl.load_workbook(drawn(replace(ledger_sheet(), columns=columns)))
        rule = book.worksheets[0].data_validations.dataValidation[0]
        assert (rule.formula1, str(rule.sqref)) == (source, "F5:F7")
        assert [sheet.sheet_state for sheet in book.worksheets[1:]] == ["hidden"] * (source[0] == "'")


def test_uncounted_ledger_has_no_last_row() -> None:
    assert "合计" not in texts(opened(replace(ledger_sheet(), counted=False)))


def test_mark_is_printed_on_every_page_with_its_ampersand() -> None:
    with zipfile.ZipFile(drawn(replace(ledger_sheet(), marks=("甲&乙",)))) as parts:
        assert "甲&amp;&amp;乙</oddHeader>" in parts.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_few_columns_are_enough(columns: int) -> None:
    page = opened(replace(ledger_sheet(), columns=COLUMNS[:columns]))
    assert any("填报时间" in text for text in texts(page))
    assert any("联系电话" in text for text in texts(page))


def test_same_ledger_gives_the_same_bytes() -> None:
    assert drawn(ledger_sheet()).read() == drawn(ledger_sheet()).read()


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("整改台账", "整改台账"),
        ("[甲]:乙*丙?/丁\\", "_甲__乙_丙__丁_"),
        ("'引号'", "引号"),
        ("", "台账"),
        ("History", "台账"),
        ("字" * 40, "字" * 31),
        ("😀" * 16, "😀" * 15),
    ],
)
def test_sheet_names(name: str, legal: str) -> None:
    assert legal_sheet_name(name) == legal


@given(st.text())
def test_every_sheet_name_becomes_legal(name: str) -> None:
    legal = legal_sheet_name(name)
    assert 1 <= utf16_length(legal) <= 31
    assert not set(legal) & set("[]:*?/\\")
    assert not legal.startswith("'")
    assert not legal.endswith("'")


@given(st.lists(st.floats(1, 80), min_size=3, max_size=30), st.integers(1, 3))
def test_spans_cover_every_column_once(widths: list[float], parts: int) -> None:
    cut = spans(widths, parts)
    assert len(cut) == parts
    assert [column for first, last in cut for column in range(first, last + 1)] == list(range(len(widths)))


@given(st.text(max_size=300), st.floats(5, 80))
def test_more_text_never_needs_fewer_lines(text: str, width: float) -> None:
    lines = lines_needed(text, width, 12)
    assert lines >= text.count("\n") + 1
    assert lines_needed(text + "字", width, 12) >= lines
    assert lines_needed(text, width / 2, 12) >= lines


def test_a_line_holds_what_the_width_allows() -> None:
    # 54 units are 283.5 pt; 5 % stay unused: 22 characters of 12 pt.
    assert [lines_needed("字" * n, 54, 12) for n in (0, 22, 23, 44, 45)] == [1, 1, 2, 2, 3]


def test_day_left_open_is_a_line_to_fill_in() -> None:
    page = opened(replace(ledger_sheet(), filled_on=None, unit=""))
    assert any(text.startswith("填报时间：　") for text in texts(page))
    assert DAY.isoformat() not in "".join(texts(page))
