"""Rows: verbatim when good, with a reason when bad, counted when no opinion."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kit.sheets import Cell, Sheet, sheet_from
from huiyin.platform.orgs.rules.unit_names import UnitNames
from tests.rules.opinions.tables import bad, good, read, sheet_of, skipped

HEAD: list[Cell] = ["序号", "单位", "收集时间", "意见原文"]


def test_a_clerk_s_sheet_from_title_to_signature() -> None:
    rows = read(
        sheet_of(
            ["征求意见汇总表"],
            ["填报单位（盖章）：", None, None, "填报时间："],
            HEAD,
            [1, "三中", "５．２３", "食堂太贵"],
            [None, None, None, None],
            [2, "三中", "2013.12.1", "  停车难\n请解决  "],
            [3, None, None, None],
            ["小计", None, None, 2],
            ["征求意见汇总表"],
            HEAD,
            [4, "五中", "下旬", "注：作业太多"],
            ["合　计", None, None, "3"],
            ["注：本表不记名。"],
            ["单位负责人：", None, "填表人：某", "联系电话：123"],
            ["以上内容已核对"],
        )
    )
    assert [(row.row_no, row.unit_raw, row.raised_on, row.body) for row in good(rows)] == [
        (4, "三中", date(2013, 5, 23), "食堂太贵"),
        (6, "三中", date(2013, 12, 1), "  停车难\n请解决  "),
        (11, "五中", None, "注：作业太多"),
    ]
    assert good(rows)[2].notes[0].zh == "日期未采用：“下旬”不是具体的某一天"
    assert bad(rows) == []
    assert skipped(rows) == [
        (5, "blank"), (7, "blank"), (8, "foot"), (9, "head"), (10, "head"), (12, "foot"), (13, "foot"), (14, "foot"), (15, "foot"),
    ]  # fmt: skip


def test_in_the_middle_of_a_table_a_note_is_an_opinion() -> None:
    rows = read(sheet_of(["意见"], ["注：食堂太贵"], ["说明：停车难"], ["作业太多"]))
    assert [row.body for row in good(rows)] == ["注：食堂太贵", "说明：停车难", "作业太多"]


@pytest.mark.parametrize(
    "words",
    [
        "本表一年要填三次，老师负担太重了",
        "以上意见每年都提，没人答复",
        "电话：打不通",
        "单位：食堂太贵",
        "日期",
        "审核：环节太多，一张发票跑五个处室",
        "第2页的收费标准看不懂",
    ],
)
def test_the_last_words_of_a_one_column_file_are_an_opinion(words: str) -> None:
    rows = read(sheet_of(["意见"], ["食堂太贵"], [words]))
    assert [row.body for row in good(rows)] == ["食堂太贵", words]


@pytest.mark.parametrize(
    "words",
    [
        "注：本表不记名。",
        "填表说明：一行一条",
        "填表人：某某",
        "单位负责人：　　填表人：　　联系电话：",
        "填报单位（盖章）：市一中",
        "填表人（签字）",
        "联系电话：0571-123456",
        "日期：2014年6月1日",
        "第1页 共3页",
    ],
)
def test_a_clear_note_below_a_one_column_file_is_none(words: str) -> None:
    rows = read(sheet_of(["意见"], ["食堂太贵"], [words]))
    assert [row.body for row in good(rows)] == ["食堂太贵"]
    assert skipped(rows) == [(3, "foot")]


def test_a_short_opinion_beside_a_word_that_signatures_have_too_is_no_foot() -> None:
    rows = read(sheet_of(["收集渠道", "意见原文"], ["表格", "停车难"], ["电话", "停电"]))
    assert [row.body for row in good(rows)] == ["停车难", "停电"]


def test_a_date_that_was_given_its_year_is_marked() -> None:
    rows = good(
        read(
            sheet_of(
                ["收集时间", "意见原文"], ["5.4", "甲"], ["2013.5.4", "乙"], ["下旬", "丙"], [None, "丁"]
            )
        )
    )
    assert [row.year_given for row in rows] == [True, False, False, False]


def test_two_text_columns_are_joined_by_a_line_break_and_a_title_stands_apart() -> None:
    rows = good(
        read(
            sheet_of(
                ["主题", "存在的主要问题", "意见建议"],
                ["食堂", "太贵 ", " 降价"],
                ["停车", None, "拓宽"],
                ["仅标题", None, None],
            )
        )
    )
    assert [(row.title, row.body) for row in rows] == [
        ("食堂", "太贵 \n 降价"),
        ("停车", "拓宽"),
        ("", "仅标题"),
    ]
    assert "以标题作原文" in rows[2].notes[0].zh


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "没有意见原文"),
        (" \u200b\u3000", "没有意见原文"),
        ("长" * 20_001, "原文有 20,001 字，超过 20,000 字"),
        ("长" * 1_000_000, "原文有 1,000,000 字"),
        ("食堂\x00太贵", "NUL"),
        ("食堂\ud800太贵", "残缺的文字"),
        ("\x01\x02\x03食", "二进制"),
    ],
)
def test_a_row_whose_words_cannot_be_kept_is_bad_and_the_others_are_not(
    text: str | None, reason: str
) -> None:
    rows = read(sheet_of(["单位", "意见原文"], ["三中", "甲"], ["三中", text], ["三中", "乙"]))
    assert [row.body for row in good(rows)] == ["甲", "乙"]
    assert [row.row_no for row in bad(rows)] == [3]
    assert reason in bad(rows)[0].zh
    assert "食堂" not in bad(rows)[0].zh


def test_overlong_titles_and_numbers_are_bad_and_overlong_remarks_are_left_out() -> None:
    head: list[Cell] = ["编号", "标题", "意见原文", "渠道"]
    rows = read(
        sheet_of(head, [1, "题" * 501, "甲", "网"], ["9" * 81, "题", "乙", "网"], [3, "题", "丙", "网" * 201])
    )
    assert [row.zh[:2] for row in bad(rows)] == ["标题", "编号"]
    assert (good(rows)[0].channel_raw, good(rows)[0].notes[0].zh) == ("", "“渠道”一栏过长，未采用")


def test_a_lone_control_character_is_kept_and_noted() -> None:
    row = good(read(sheet_of(["单位", "意见原文"], ["三中", "食堂太贵\x0b价格要公布，而且要公开透明"])))[0]
    assert "\x0b" in row.body
    assert "控制字符" in row.notes[0].zh


def test_an_opinion_merged_over_several_rows_is_one_opinion_and_a_merged_unit_is_on_each() -> None:
    merged = frozenset({(3, 0), (4, 0), (4, 1)})
    rows = read(
        sheet_of(
            ["单位", "意见原文", "备注"],
            ["三中", "甲", "一"],
            ["三中", "乙", "二"],
            ["三中", "乙", "三"],
            merged=merged,
        )
    )
    assert [(row.unit_raw, row.body) for row in good(rows)] == [("三中", "甲"), ("三中", "乙")]
    assert skipped(rows) == [(4, "merged")]


def test_rows_below_that_only_a_merge_reaches_are_blank() -> None:
    rows = read(sheet_of(["单位", "意见原文"], ["三中", "甲"], ["三中", None], merged=frozenset({(3, 0)})))
    assert skipped(rows) == [(3, "blank")]


def test_units_are_matched_and_an_unknown_one_is_only_noted() -> None:
    units = UnitNames.of([("03", ["市第三中学", "三中"])])
    rows = good(
        read(
            sheet_of(
                ["单位", "意见原文"], ["三 中", "甲"], ["第三中学", "乙"], ["火星小学", "丙"], [None, "丁"]
            ),
            units=units,
        )
    )
    assert [row.unit for row in rows] == ["03", "03", None, None]
    assert [[note.zh for note in row.notes] for row in rows] == [
        [],
        ["单位“第三中学”按“市第三中学”处理，请核对"],
        ["单位“火星小学”不在单位名单中"],
        [],
    ]


@pytest.mark.parametrize("none", ["", None, "无", "/", "—"])
def test_a_cell_that_says_there_is_no_number_is_none(none: str | None) -> None:
    assert good(read(sheet_of(["编号", "意见原文"], [none, "甲"], [7, "乙"])))[0].source_no is None


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    lambda text: text.strip(" \u200b\ufeff\u3000")
)


@given(st.lists(WORDS, min_size=1, max_size=20))
def test_no_row_is_lost_and_every_text_is_verbatim(texts: list[str]) -> None:
    rows = read(
        Sheet(
            "意见", [("编号", "意见原文"), *[(f"a{at}", text) for at, text in enumerate(texts)], ("末", "末")]
        )
    )
    assert len(rows) == len(texts) + 1
    by_row = {row.row_no: row for row in good(rows)}
    assert all(by_row[at + 2].body == text for at, text in enumerate(texts) if at + 2 in by_row)
    assert len(good(rows)) + len(bad(rows)) + len(skipped(rows)) == len(rows)


def test_formula_injection_is_just_text() -> None:
    sheet = sheet_from(
        '编号,意见原文\n1,"=HYPERLINK(""http://x"")"\n2,+1\n3,@SUM\n4,-食堂\n'.encode(), "a.csv"
    )
    assert [row.body for row in good(read(sheet))] == ['=HYPERLINK("http://x")', "+1", "@SUM", "-食堂"]
