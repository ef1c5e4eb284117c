"""Importing again adds nothing; a longer file adds only the surplus."""

import io
from collections import Counter
from datetime import date

import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kit.sheets import Cell, Sheet, sheet_from
from huiyin.process.opinions.rules.columns import find_columns
from huiyin.process.opinions.rules.keys import content_digest, keyed, row_key
from huiyin.process.opinions.rules.rows import BadRow, GoodRow, Skip, SkippedRow, read_rows
from tests.rules.opinions.tables import TODAY, good, read, sheet_of

HEAD: list[Cell] = ["序号", "意见原文", "单位", "收集时间"]


def keys(sheet: Sheet, *, year: int = 2014, today: date = TODAY) -> list[str]:
    rows = read_rows(sheet, find_columns(sheet), default_year=year, today=today)
    return [row[1] for row in keyed(rows) if isinstance(row, tuple)]


LINES = st.lists(
    st.tuples(
        st.sampled_from(["食堂太贵", "停车难", "作业太多", " 作业太多"]),
        st.sampled_from(["三中", "五中", None]),
    ),
    max_size=12,
)


@given(LINES, LINES)
def test_reading_again_gives_the_same_keys_and_a_longer_file_only_the_surplus(
    first: list[tuple[str, str | None]], more: list[tuple[str, str | None]]
) -> None:
    def sheet(lines: list[tuple[str, str | None]]) -> Sheet:
        return sheet_of(
            HEAD,
            *[[at, text, unit, "5.23"] for at, (text, unit) in enumerate([("首条意见", "局"), *lines], 1)],
        )

    once = keys(sheet(first))
    assert keys(sheet(first)) == once
    assert len(set(once)) == len(first) + 1
    longer = keys(sheet([*more, *first]))
    assert set(once) <= set(longer)
    assert len(set(longer) - set(once)) == len(more)


def test_the_key_is_the_same_whatever_the_format_and_whenever_it_is_read() -> None:
    out = io.BytesIO()
    lines: list[list[str | int]] = [
        ["编号", "意见原文", "收集时间"],
        [12, "食堂太贵", "5.23"],
        [13, "停车难\n请解决", "5.24"],
    ]
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for at, line in enumerate(lines):
            page.write_row(at, 0, line)
    text = "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    workbook = sheet_from(out.getvalue(), "a.xlsx")
    assert keys(workbook) == keys(sheet_from(text.encode("gb18030"), "a.csv"))
    assert keys(workbook) == keys(workbook, year=2010, today=date(2020, 1, 1))


def test_an_added_empty_column_changes_nothing() -> None:
    assert keys(sheet_of(["意见原文", "单位"], ["甲", "三中"])) == keys(
        sheet_of(["意见原文", "单位", "渠道"], ["甲", "三中", None])
    )


def test_the_same_number_twice_is_one_item_and_with_other_words_a_bad_row() -> None:
    rows = list(
        keyed(
            read(
                sheet_of(
                    ["编号", "意见原文"],
                    [1, "食堂太贵"],
                    ["１", "食堂太贵"],
                    [1, "停车难"],
                    *[(number, "食堂太贵") for number in range(2, 6)],
                )
            )
        )
    )
    assert [type(row) for row in rows] == [tuple, SkippedRow, BadRow] + [tuple] * 4
    assert rows[1] == SkippedRow(3, Skip.REPEATED)
    clash = rows[2]
    assert isinstance(clash, BadRow)
    assert (clash.row_no, clash.zh.split("，")[0]) == (4, "编号“1”与第 2 行重复而内容不同")
    assert "停车" not in clash.zh


def test_cells_cannot_be_shifted_into_one_another() -> None:
    head: list[Cell] = ["标题", "意见原文", "单位", "对象"]
    rows = good(
        read(sheet_of(head, ["甲", "乙", "丙", None], ["甲", "乙", None, "丙"], ["", "甲乙", "丙", None]))
    )
    assert len({content_digest(row) for row in rows}) == 3


def test_a_number_never_meets_a_digest() -> None:
    row = GoodRow(2, None, "", "甲", None, "", "", "", "", "")
    by_content = row_key(row, 1)
    assert row_key(GoodRow(2, content_digest(row), "", "甲", None, "", "", "", "", ""), 1) != by_content
    assert row_key(row, 2) != by_content


def test_outcomes_pass_through_in_order() -> None:
    rows = read(sheet_of(["单位", "意见原文"], ["三中", "甲"], ["三中", None], [None, None], ["三中", "甲"]))
    kinds = Counter(type(row).__name__ for row in keyed(rows))
    assert kinds == {"tuple": 2, "BadRow": 1, "SkippedRow": 1}
