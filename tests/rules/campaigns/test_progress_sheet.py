"""推进表 as clerks bring it back: what they do to sheets, and what each row comes to beside the plan."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Cell, Sheet
from huiyin.process.campaigns.rules.progress_sheet import (
    Progress,
    ProgressRows,
    compared,
    key_of,
    on_time,
    read_key,
    read_progress,
)

TODAY = date(2014, 6, 20)
HEADINGS: tuple[Cell, ...] = (
    "序号",
    "单位",
    "工作任务",
    "完成时间",
    "进展情况",
    "是否按期",
    "未完成原因",
    "完成日期",
    "编号",
)
NOW = {
    1: Progress("", None, ""),
    2: Progress("已开两场座谈会", None, ""),
    3: Progress("完成", date(2014, 6, 3), ""),
}
Table = list[list[Cell]]


def made() -> Table:
    """A sheet as it is downloaded: title, unit, headings, three items, total, signatures, notes."""
    rows: Table = [["工作推进表"], ["填报单位（盖章）：第一中学"], list(HEADINGS)]
    for pk, said in NOW.items():
        key = key_of("c", pk, 1, said)
        rows.append(
            [
                pk,
                "第一中学",
                f"任务{pk}",
                date(2014, 6, 10),
                said.progress or None,
                None,
                None,
                said.done_on,
                key,
            ]
        )
    return [*rows, ["合计", 3], ["单位负责人："], ["注：只填三栏。"]]


def read(rows: Table) -> ProgressRows:
    return read_progress(Sheet("表", [tuple(row) for row in rows]), "c", TODAY)


def outcomes(rows: Table, versions: dict[int, int] | None = None) -> dict[int, str]:
    found = read(rows)
    versions = versions or {}
    return {
        row.key.item: compared(row, NOW[row.key.item], versions.get(row.key.item, 1)).outcome
        for row in found.rows
    }


def test_there_and_back_changes_nothing() -> None:
    found = read(made())
    assert found.faults == []
    assert found.missing == []
    assert outcomes(made()) == {1: "same", 2: "same", 3: "same"}


def _sorted(rows: Table) -> Table:
    return [*rows[:3], *reversed(rows[3:6]), *rows[6:]]


def _moved_columns(rows: Table) -> Table:
    return [[*reversed(row)] if len(row) == len(HEADINGS) else row for row in rows]


def _deleted(rows: Table) -> Table:
    return [*rows[:3], rows[4]]


def _titled(rows: Table) -> Table:
    new = [*rows[3:6]]
    for row in new:
        row[2] = "改了名的任务"
    return [
        ["我校推进表（修改稿）"],
        ["说明：见附件"],
        [None],
        [*HEADINGS[:4], "进 展 情 况（截至6月20日）", *HEADINGS[5:]],
        *new,
    ]


def _more_columns(rows: Table) -> Table:
    return [[*row[:3], "校内分工", *row[3:]] if len(row) == len(HEADINGS) else row for row in rows]


def _headless(rows: Table) -> Table:
    """The heading of the number was emptied."""
    return [[*row[:-1], None] if row and row[-1] == "编号" else row for row in rows]


def _repeated_head(rows: Table) -> Table:
    return [*rows[:5], list(HEADINGS), *rows[5:]]


def _lower_case(rows: Table) -> Table:
    return [
        [*row[:-1], f" {row[-1]} ".lower()] if len(row) == len(HEADINGS) and row[0] != "序号" else row
        for row in rows
    ]


@pytest.mark.parametrize(
    "done",
    [_sorted, _moved_columns, _deleted, _titled, _more_columns, _headless, _repeated_head, _lower_case],
)
def test_what_clerks_do_to_a_sheet_changes_nothing(done: Callable[[Table], Table]) -> None:
    found = read(done(made()))
    assert found.faults == []
    assert set(outcomes(done(made())).values()) == {"same"}


def _row(rows: Table, item: int) -> list[Cell]:
    return rows[2 + item]


@pytest.mark.parametrize(
    ("fill", "wanted"),
    [
        ({4: "开了动员会"}, Progress("开了动员会", None, "")),
        ({4: 0.8}, Progress("0.8", None, "")),
        ({7: date(2014, 6, 9)}, Progress("", date(2014, 6, 9), "")),
        ({7: "6月9日"}, Progress("", date(2014, 6, 9), "")),
        ({7: 20140609}, Progress("", date(2014, 6, 9), "")),
        ({5: "是", 7: "2014.6.9"}, Progress("", date(2014, 6, 9), "")),
        ({5: "否", 6: "校长出差"}, Progress("", None, "校长出差")),
        ({4: "=HYPERLINK(1)"}, Progress("=HYPERLINK(1)", None, "")),
    ],
)
def test_what_was_filled_in(fill: dict[int, Cell], wanted: Progress) -> None:
    rows = made()
    for at, cell in fill.items():
        _row(rows, 1)[at] = cell
    (row,) = (row for row in read(rows).rows if row.key.item == 1)
    found = compared(row, NOW[1], 1)
    assert (found.outcome, found.wanted) == ("change", wanted)


def test_done_can_be_taken_back() -> None:
    rows = made()
    _row(rows, 3)[7] = None
    (row,) = (row for row in read(rows).rows if row.key.item == 3)
    assert compared(row, NOW[3], 1).wanted == Progress("完成", None, "")


@pytest.mark.parametrize(
    ("fill", "says"),
    [
        ({7: "6月31日"}, "没有这一天"),
        ({7: "下旬"}, "不是具体的某一天"),
        ({7: date(2014, 7, 1)}, "在今天之后"),
        ({5: "是"}, "请填哪天完成"),
        ({8: None}, "没有编号"),
        ({8: "1-2-ABCDEFG"}, "不是本活动的"),
        ({8: key_of("other", 1, 1, NOW[1])}, "不是本活动的"),
        ({8: key_of("c", 2, 1, NOW[2]), 4: "另一句"}, "编号相同、内容不同"),
    ],
)
def test_a_row_that_cant_be_taken_says_why_and_keeps_no_other_out(fill: dict[int, Cell], says: str) -> None:
    rows = made()
    for at, cell in fill.items():
        _row(rows, 1)[at] = cell
    found = read(rows)
    assert says in found.faults[0].zh
    assert found.faults[0].row_no == 4
    assert "任务1" in found.faults[0].what
    assert 3 in {row.key.item for row in found.rows}


def test_a_number_filled_down_by_excel_is_known() -> None:
    """Dragging 1-1-XXXXXXX down counts its digits up: no other item is hit."""
    key = key_of("c", 1, 1, NOW[1])
    for other in ("2" + key[1:], key.replace("-1-", "-2-")):
        assert read_key("c", other) is None


def test_extra_rows_are_told_and_not_taken() -> None:
    rows = made()
    rows.insert(6, [4, "第一中学", "自己加的一项", None, "已完成", None, None, None, None])
    found = read(rows)
    assert [(fault.row_no, fault.what) for fault in found.faults] == [(7, "第一中学 自己加的一项")]
    assert len(found.rows) == 3


def test_a_row_that_was_copied_counts_once() -> None:
    rows = made()
    rows.insert(6, list(rows[4]))
    assert read(rows).faults == []
    assert len(read(rows).rows) == 3


def test_columns_that_are_gone_say_nothing() -> None:
    rows = [
        [cell for at, cell in enumerate(row) if at not in (4, 7)] if len(row) == 9 else row for row in made()
    ]
    found = read(rows)
    assert found.missing == ["进展情况", "完成日期"]
    assert set(outcomes(rows).values()) == {"same"}
    rows[3][4] = "是"  # 是否按期, with nowhere to say the day
    assert compared(read(rows).rows[0], NOW[1], 1).outcome == "no_day"


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["工作推进表"]],
        [list(HEADINGS), [1, "第一中学", "任务1"]],
        [["编号"], [key_of("c", 1, 1, NOW[1])]],
    ],
)
def test_a_sheet_that_isnt_one_is_refused_whole(rows: Table) -> None:
    with pytest.raises(BadInput):
        read(rows)


def test_what_somebody_else_changed_meanwhile() -> None:
    rows = made()
    newer = {1: 2, 2: 2, 3: 2}
    # The date alone was moved: what stands there is what the sheet was made of.
    _row(rows, 1)[4] = "开了动员会"
    assert outcomes(rows, newer) == {1: "change", 2: "same", 3: "same"}
    # Somebody wrote, the clerk didn't: nothing to do.
    (_, second, _) = read(rows).rows
    elsewhere = Progress("开了三场", None, "")
    assert compared(second, elsewhere, 2).outcome == "untouched"
    # Both wrote the same, or something else.
    first = read(rows).rows[0]
    assert compared(first, Progress("开了动员会", None, ""), 2).outcome == "same"
    both = compared(first, elsewhere, 2)
    assert (both.outcome, both.wanted.progress) == ("conflict", "开了动员会")


@given(
    st.text(max_size=60),
    st.none() | st.dates(date(2014, 1, 1), TODAY),
    st.text(max_size=60),
    st.integers(1, 10**9),
)
def test_whatever_stands_there_comes_back_as_it_was(
    words: str, day: date | None, reason: str, version: int
) -> None:
    said = Progress(words, day, reason)
    key = key_of("c", 7, version, said)
    row: list[Cell] = [1, "单位", "任务", None, words or None, None, reason or None, day, key]
    (read_row,) = read([list(HEADINGS), row]).rows
    assert compared(read_row, said, version).outcome == "same"
    assert compared(read_row, said, version + 1).outcome == "same"


@given(
    st.lists(
        st.lists(
            st.one_of(st.none(), st.text(max_size=12), st.integers(), st.sampled_from(HEADINGS)), max_size=9
        ),
        max_size=8,
    )
)
def test_any_table_is_read_or_refused(rows: Table) -> None:
    with suppress(BadInput):
        read([*rows, *made()])


@pytest.mark.parametrize(
    ("due", "done", "says"),
    [
        (date(2014, 6, 10), None, "否"),
        (date(2014, 6, 20), None, ""),
        (date(2014, 6, 10), date(2014, 6, 10), "是"),
        (date(2014, 6, 10), date(2014, 6, 11), "否"),
        (None, date(2014, 6, 11), ""),
    ],
)
def test_on_time(due: date | None, done: date | None, says: str) -> None:
    assert on_time(due, done, TODAY) == says


def test_a_number_on_thousands_of_rows_is_told_in_few_words() -> None:
    rows = made()
    for count in range(2000):
        rows.append([*_row(rows, 1)[:4], f"第{count}句", *_row(rows, 1)[5:]])
    found = read(rows)
    assert len(found.faults) == 2001
    assert found.faults[0].zh.startswith("与第 10、11、12、13、14 等 2000 行编号相同")
    assert found.faults[2000].en.startswith("the same number as row 4, 10, 11, 12, 13 and 1995 more and")
