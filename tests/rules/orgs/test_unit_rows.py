"""A workbook of units, and units by the names that people give them."""

import pytest

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Cell, Sheet
from huiyin.platform.orgs.rules.unit_names import UnitNames, match_unit
from huiyin.platform.orgs.rules.unit_rows import UnitRow, UnitRows, read_units

HEAD: list[Cell] = ["序号", "单位名称", "单位代码", "上级单位", "类别", "简称", "负责人"]


def units(*rows: list[Cell], known: tuple[str, ...] = ()) -> UnitRows:
    return read_units(Sheet("单位", [tuple(row) for row in rows]), known=known)


def test_a_clerk_s_table_becomes_a_tree_with_parents_first() -> None:
    read = units(
        ["教育系统单位表"],
        [],
        HEAD,
        [1, "市第三中学", 3203, "市教育局", "中学", "三中、市三中", "某某"],
        [2, "市 教育局", "3200", None, "局机关", None, None],
        HEAD,
        [3, None, None, None, None, None, None],
        ["注：以公章为准"],
    )
    assert read == UnitRows(
        (
            UnitRow(5, "3200", "市 教育局", None, "局机关", ()),
            UnitRow(4, "3203", "市第三中学", "市 教育局", "中学", ("三中", "市三中")),
        ),
        (),
    )


def test_a_parent_is_known_by_code_alias_or_from_before() -> None:
    head: list[Cell] = ["名称", "代码", "上级单位", "简称"]
    read = units(
        head,
        ["局", "1", "市委", "教育局"],
        ["甲校", "2", 1, None],
        ["乙校", "3", "教育局", None],
        known=("市委",),
    )
    assert [(row.name, row.parent_name) for row in read.rows] == [
        ("局", "市委"),
        ("甲校", "局"),
        ("乙校", "局"),
    ]
    assert read.problems == ()


def test_every_problem_is_told_with_its_row_and_the_rest_is_kept() -> None:
    head: list[Cell] = ["单位名称", "单位代码", "上级单位"]
    read = units(
        head,
        ["局", "1", None],
        ["甲校", "2", "局"],
        ["甲 校", "3", "局"],
        ["乙校", "2", "局"],
        ["丙校", "4", "无此局"],
        [None, "5", "局"],
        ["子", "6", "丑"],
        ["丑", "7", "寅"],
        ["寅", "8", "子"],
        ["卯", "9", "子"],
        ["自", "10", "自"],
        ["长" * 101, "11", None],
        ["坏\x00", "12", None],
    )
    assert [row.name for row in read.rows] == ["局", "丙校", "甲校"]
    assert [(problem.row_no, problem.zh.split("；")[0][:30]) for problem in read.problems] == [
        (4, "单位“甲 校”的名称与第 3 行重复，未导入"),
        (5, "单位“乙校”的代码与第 3 行重复，未导入"),
        (6, "找不到“丙校”的上级单位“无此局”，暂列为一级单位"),
        (7, "没有单位名称，未导入"),
        (8, "上级关系成环：子 → 丑 → 寅 → 子，未导入"),
        (9, "上级关系成环：丑 → 寅 → 子 → 丑，未导入"),
        (10, "上级关系成环：寅 → 子 → 丑 → 寅，未导入"),
        (11, "上级关系成环：卯 → 子 → 丑 → 寅 → 子，未导入"),
        (12, "上级关系成环：自 → 自，未导入"),
        (13, "单位名称（A 列）超过 100 字或代码超过 40 字，未导"),
        (14, "含有控制字符，未导入"),
    ]
    assert all(problem.en for problem in read.problems)


@pytest.mark.parametrize("rows", [[], [["甲", "乙"], ["丙", "丁"]]])
def test_a_table_that_names_no_column_is_refused(rows: list[list[Cell]]) -> None:
    with pytest.raises(BadInput, match=r"没有任何内容|找不到“单位名称”列。第 1 行是：甲、乙"):
        units(*rows)


NAMES = UnitNames.of(
    [
        ("03", ["市第三中学", "三中"]),
        ("13", ["市第十三中学", "十三中"]),
        ("sy", ["城东区实验小学"]),
        ("sy2", ["城西区实验小学"]),
        ("fs", ["师范学院附属中学"]),
        ("yz", ["城东区育才（东校区）小学", "育才"]),
    ]
)


@pytest.mark.parametrize(
    ("raw", "key", "noted"),
    [
        ("市第三中学", "03", False),
        ("　市第三 中学", "03", False),
        ("三中", "03", False),
        ("十三中", "13", False),
        ("第三中学", "03", True),
        ("某某市第三中学", "03", True),
        ("城东区育才(东校区)小学", "yz", False),
        ("实验小学", None, True),
        ("城北区实验小学", None, True),
        ("附属中学", None, True),
        ("中学", None, True),
        ("市", None, True),
        ("二十三中", None, True),
        ("", None, False),
        ("　", None, False),
    ],
)
def test_a_unit_is_found_or_left_open_but_never_guessed(raw: str, key: str | None, *, noted: bool) -> None:
    match = match_unit(raw, NAMES)
    assert (match.key, bool(match.zh)) == (key, noted)
    assert match_unit(raw, NAMES) == match


def test_two_possible_units_are_both_named() -> None:
    assert match_unit("实验小学", NAMES).zh == "单位“实验小学”可能是城东区实验小学、城西区实验小学，未认定"


def test_an_alias_that_two_units_share_names_neither() -> None:
    names = UnitNames.of([("a", ["甲校", "一校"]), ("b", ["乙校", "一校"])])
    assert match_unit("一校", names).key is None
