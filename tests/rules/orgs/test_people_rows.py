"""A workbook of people."""

from datetime import date, datetime

import pytest

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Cell, Sheet
from huiyin.platform.orgs.rules.people_rows import PeopleRows, PersonRow, read_people
from huiyin.platform.orgs.rules.rights import Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.platform.orgs.rules.unit_names import UnitNames

UNITS = UnitNames.of(
    [
        ("1", ["市教育局", "局机关"]),
        ("2", ["市第三中学", "三中"]),
        ("3", ["东区实验小学"]),
        ("4", ["西区实验小学"]),
    ]
)
HEAD: list[Cell] = ["序号", "姓名", "登录名", "单位", "职务", "角色", "起止"]


def people(*rows: list[Cell], head: list[Cell] = HEAD) -> PeopleRows:
    return read_people(Sheet("人员", [tuple(row) for row in (head, *rows)]), UNITS)


def row(person: str, login: str, *held: Cell, unit: Cell = "三中") -> list[Cell]:
    return [1, person, login, unit, *held]


def test_a_clerk_s_table_becomes_rows() -> None:
    read = people(
        row("赵一", "Zhao1", "一把手", None, "2013年9月1日至今"),
        row("钱二", "qian2", None, "联络员", None),
        row("钱二", "qian2", None, "联络员、活动办", None, unit="局 机关"),
        row("孙三", "sun3", "临时主持工作", None, "2014.3.1—2014.6.30"),
        HEAD,
        row("李四", "li4", "班子成员", "联络员", datetime(2014, 3, 1)),  # noqa: DTZ001 - as a workbook gives it
    )
    assert read == PeopleRows(
        (
            PersonRow(2, "赵一", "zhao1", "2", PostKind.HEAD, (Role.HEAD,), date(2013, 9, 1), None, ""),
            PersonRow(3, "钱二", "qian2", "2", None, (Role.CLERK,), None, None, ""),
            PersonRow(4, "钱二", "qian2", "1", None, (Role.CLERK, Role.OFFICE), None, None, ""),
            PersonRow(
                5,
                "孙三",
                "sun3",
                "2",
                PostKind.ACTING_HEAD,
                (Role.HEAD,),
                date(2014, 3, 1),
                date(2014, 6, 30),
                "",
            ),
            PersonRow(7, "李四", "li4", "2", PostKind.MEMBER, (Role.CLERK,), date(2014, 3, 1), None, ""),
        ),
        (),
    )


def test_two_columns_may_hold_the_days() -> None:
    head: list[Cell] = ["姓名", "账号", "所在单位", "角色", "开始日期", "结束日期"]
    read = people(["赵一", "zhao1", "三中", "督导组", date(2014, 5, 1), "2014/7/31"], head=head)
    assert [(got.since, got.until) for got in read.rows] == [(date(2014, 5, 1), date(2014, 7, 31))]


def test_a_campaign_may_have_a_word_of_its_own_for_the_inspectors() -> None:
    read = people(row("赵一", "zhao1", None, "巡回指导组", "2025-05-01至2025-07-31"))
    assert [got.roles for got in read.rows] == [(Role.SUPERVISION,)]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (row("", "zhao1", "一把手", None, None), "姓名应为"),
        (row("赵一", "", "一把手", None, None), "登录名“”不能用"),
        (
            row("赵一", "zhao1", "一把手", None, None, unit="第九中学"),
            "“第九中学”不在单位名单中，请先导入单位或更正",
        ),
        (row("赵一", "zhao1", "一把手", None, None, unit="第三中学"), "可能是“市第三中学”，这里不作猜测"),
        (row("赵一", "zhao1", "一把手", None, None, unit="实验小学"), "可能是东区实验小学、西区实验小学"),
        (row("赵一", "zhao1", "一把手", None, None, unit=None), "没有填单位"),
        (row("赵一", "zhao1", "科长", None, None), "不认识的职务“科长”，可以填：主要负责人、"),
        (row("赵一", "zhao1", None, "超级用户", None), "不认识的角色“超级用户”，可以填：活动办、"),
        (row("赵一", "zhao1", None, None, None), "至少要填一项"),
        (row("赵一", "zhao1", "一把手", None, "去年秋天"), "日期“去年秋天”看不懂"),
        (row("赵一", "zhao1", "一把手", None, "2014-02-30"), "日期“2014-02-30”看不懂"),
        (row("赵一", "zhao1", "一把手", None, "2014-06-01至2014-05-01"), "早于起始日期"),
        (row("孙三", "qian2", "一把手", None, None), "登录名“qian2”在第 2 行是“钱二”，这里是“孙三”"),
        (row("钱二", "Qian2", None, "联络员", None), "与第 2 行重复"),
    ],
)
def test_a_row_that_is_not_understood_is_left_out_and_told(bad: list[Cell], why: str) -> None:
    read = people(row("钱二", "qian2", None, "联络员", None), bad)
    assert [good.row_no for good in read.rows] == [2]
    assert [problem.row_no for problem in read.problems] == [3]
    assert why in read.problems[0].zh
    assert read.problems[0].zh.endswith("本行未导入。")
    assert read.problems[0].en.endswith("The row was left out.")


@pytest.mark.parametrize("head", [["姓名", "单位"], ["登录名", "单位"], ["姓名", "登录名", "职务"]])
def test_a_table_without_its_columns_is_refused(head: list[Cell]) -> None:
    with pytest.raises(BadInput, match="人员表中找不到“姓名”、“登录名”、“单位”列"):
        people(head=head)
