"""Which column is what: by words, by content, as told."""

import pytest

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Cell
from huiyin.process.opinions.rules.columns import Columns, find_columns
from huiyin.process.opinions.rules.heading_words import FIELD_WORDS, OTHER_WORDS, POSITION_WORDS, meaning_of
from tests.rules.opinions.tables import sheet_of

FORM_2_1: list[Cell] = [
    "序号", "对象（班子/×××同志）", "类别（形式主义/官僚主义/享乐主义/奢靡之风/其他）", "存在的主要问题（请举具体事例）", "意见建议",
]  # fmt: skip
LEDGER_2_2: list[Cell] = [
    "编号", "收集时间", "收集渠道（座谈会/表格/意见箱/网络/个别谈话/督导组转）", "反映群体", "意见原文（原汁原味）", "对象（班子/个人）", "四风类别",
    "教育专题", "归并号", "责任领导", "责任处室", "是否立行立改", "办理时限", "办理情况", "反馈方式及时间", "备注",
]  # fmt: skip


def fields(columns: Columns) -> list[tuple[str, str]]:
    return [(guess.field, guess.header.split("（")[0]) for guess in columns.guesses]


def data(width: int) -> list[Cell]:
    return ["甲"] * width


def test_the_opinion_form_and_the_ledger_are_known_as_they_are_printed() -> None:
    form = find_columns(sheet_of(["征求意见表"], FORM_2_1, data(5)))
    assert fields(form) == [("about", "对象"), ("text", "存在的主要问题"), ("text", "意见建议")]
    ledger = find_columns(sheet_of(LEDGER_2_2, data(16)))
    assert fields(ledger) == [
        ("source_no", "编号"),
        ("raised_on", "收集时间"),
        ("channel", "收集渠道"),
        ("giver", "反映群体"),
        ("text", "意见原文"),
        ("about", "对象"),
    ]
    assert len(ledger.ignored) == 10


def test_the_heading_is_found_below_titles_notes_and_blank_lines() -> None:
    columns = find_columns(
        sheet_of(
            ["××市教育系统征求意见汇总表"],
            [],
            ["填报单位（盖章）：市第三中学", None, None, "填报时间：2014年5月"],
            [None, None],
            ["序 号", "单 位", "意见\n原文：", "收集日期"],
            [1, "三中", "食堂太贵", "5.23"],
        )
    )
    assert (columns.header_row, columns.first_data_row) == (5, 6)
    assert fields(columns) == [("unit", "单 位"), ("text", "意见\n原文："), ("raised_on", "收集日期")]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (
            ["msg_id", "user_id", "title", "time", "body", "likes"],
            ["source_no", "title", "raised_on", "text"],
        ),
        (["ID", "Unit", "Text", "Date"], ["source_no", "unit", "text", "raised_on"]),
        (
            ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"],
            ["source_no", "title", "raised_on", "text"],
        ),
        (["單位", "意見", "日期"], ["unit", "text", "raised_on"]),
        (["单位", "对领导班子的意见", "对班子成员个人的建议", "备注"], ["unit", "text", "text"]),
        (["您的身份", "您对学校有什么意见和建议？", "提交时间"], ["giver", "text", "raised_on"]),
        (["单位", "标题", "备注"], ["unit", "text"]),
        (["意见", "处理意见", "办结时间", "办理情况", "日期"], ["text", "raised_on"]),
    ],
)
def test_headings_of_other_systems_are_known(headers: list[Cell], expected: list[str]) -> None:
    columns = find_columns(sheet_of(headers, data(len(headers))))
    assert [guess.field for guess in columns.guesses] == expected


def test_a_column_of_the_original_stands_alone_and_an_empty_one_gives_way() -> None:
    headers: list[Cell] = ["意见原文", "具体内容"]
    assert find_columns(sheet_of(headers, ["甲", "乙"])).of("text") == (0,)
    assert find_columns(sheet_of(headers, [None, "乙"])).of("text") == (1,)


def test_a_serial_number_is_a_position_and_never_an_identity() -> None:
    for word in ("序号", "No.", "#"):
        assert find_columns(sheet_of([word, "意见", "单位"], [1, "甲", "乙"])).of("source_no") == ()


def test_fifty_columns_are_no_trouble() -> None:
    columns = find_columns(sheet_of([f"栏{at}" for at in range(60)] + ["意见原文", "单位"], data(62)))
    assert columns.of("text") == (60,)


def test_odd_headings_are_seen_through_by_content() -> None:
    rows: list[list[Cell]] = [
        ["甲项", f"2014-5-{day}", f"第{day}食堂的饭菜太贵，希望公布价格"] for day in range(1, 9)
    ]
    columns = find_columns(sheet_of(["A项", "何时", "说了啥"], *rows))
    assert (columns.header_row, columns.of("text"), columns.of("raised_on")) == (1, (2,), (1,))
    assert "按内容认出" in columns.guesses[1].zh


def test_without_headings_the_first_row_is_an_opinion() -> None:
    rows: list[list[Cell]] = [
        [f"2014-5-{day}", f"第{day}食堂的饭菜太贵，希望公布价格"] for day in range(1, 9)
    ]
    columns = find_columns(sheet_of(["意见收集"], *rows))
    assert (columns.header_row, columns.first_data_row, columns.of("text")) == (None, 2, (1,))
    lone = find_columns(sheet_of(["希望解决食堂太贵的问题"], ["希望解决停车的问题"]))
    assert (lone.header_row, lone.first_data_row, lone.of("text")) == (None, 1, (0,))


def test_headings_of_two_levels_are_read_together() -> None:
    columns = find_columns(
        sheet_of(
            ["单位", "意见建议", None, "收集时间"],
            ["单位", "班子", "个人", "收集时间"],
            ["三中", "会多", "不听课", "5.23"],
            merged=frozenset({(2, 0), (2, 3)}),
        )
    )
    assert (columns.header_row, columns.first_data_row) == (1, 3)
    assert columns.headers == ("单位", "班子意见建议", "个人意见建议", "收集时间")
    assert columns.of("text") == (1, 2)


def test_what_is_told_wins_over_every_guess() -> None:
    sheet = sheet_of(["编号", "意见原文", "备 注"], ["1", "甲", "乙"])
    assert find_columns(sheet, overrides={"text": "备注"}).of("text") == (2,)
    assert find_columns(sheet, overrides={"text": "C"}).of("text") == (2,)
    assert find_columns(sheet, overrides={"text": "意见原文+备 注"}).of("text") == (1, 2)
    assert find_columns(sheet, overrides={"source_no": ""}).of("source_no") == ()
    assert find_columns(sheet, overrides={"text": "备注"}).guesses[-1].zh == "按 --column 指定"


def test_headings_that_nobody_knows_are_found_when_told() -> None:
    sheet = sheet_of(["某某表"], ["甲栏", "乙栏"], ["长" * 30, "短"])
    columns = find_columns(sheet, overrides={"text": "乙栏"})
    assert (columns.header_row, columns.of("text")) == (2, (1,))


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"text": "丙"}, "表里没有“丙”这一列。现有的列：编号、意见原文"),
        ({"texte": "意见原文"}, "不认识“texte”。可用的有：text、title"),
    ],
)
def test_what_is_told_wrongly_is_refused_with_what_there_is(told: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        find_columns(sheet_of(["编号", "意见原文"], [1, "甲"]), overrides=told)


def test_a_table_without_text_is_refused_with_its_headings_and_the_way_out() -> None:
    with pytest.raises(BadInput, match="表头有：单位、负责人、年龄。请用 --column text=列名 指明"):
        find_columns(sheet_of(["单位", "负责人", "年龄"], ["三中", "某", 50]))
    with pytest.raises(BadInput, match="没有任何内容"):
        find_columns(sheet_of([], [None]))


def test_no_word_has_two_meanings() -> None:
    words = [word for known in FIELD_WORDS.values() for word in known] + [*POSITION_WORDS, *OTHER_WORDS]
    assert len(words) == len(set(words))
    assert all(meaning_of(word) for word in words)


def test_a_date_column_that_holds_no_dates_is_pointed_out() -> None:
    columns = find_columns(sheet_of(["时间", "意见"], ["食堂", "甲"], ["操场", "乙"]))
    assert "请核对" in columns.guesses[0].zh


def test_numbers_that_start_again_for_each_unit_identify_nothing() -> None:
    rows: list[list[Cell]] = [
        [number, f"{unit}的第{number}条"] for unit in ("三中", "五中") for number in range(1, 9)
    ]
    columns = find_columns(sheet_of(["编号", "意见原文"], *rows))
    assert (columns.of("source_no"), columns.guesses[0].field) == ((), "position")
    assert "只当序号" in columns.guesses[0].zh
    assert find_columns(sheet_of(["编号", "意见原文"], *rows), overrides={"source_no": "编号"}).of(
        "source_no"
    ) == (0,)
    assert find_columns(sheet_of(["编号", "意见原文"], *rows[:8], *rows[:8])).of("source_no") == (0,)


@pytest.mark.parametrize(
    ("cells", "doubted"), [(["5.23", "5月6日", "2014.6.1"], False), (["看情况", "随时", "5.23"], True)]
)
def test_a_date_column_is_doubted_only_when_its_cells_are_no_dates(cells: list[Cell], doubted: bool) -> None:  # noqa: FBT001
    sheet = sheet_of(["收集时间", "意见原文"], *([cell, "食堂饭菜太贵了"] for cell in cells))
    dates = next(guess for guess in find_columns(sheet).guesses if guess.field == "raised_on")
    assert ("请核对" in dates.zh) == doubted
