"""Lists of other systems: which column is what, what one cell of measures holds, and that nothing is lost."""

from datetime import date

import pytest

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Cell, Sheet
from huiyin.process.rectification.rules.foreign import Lists, read_foreign, split_measures, too_long

TODAY = date(2014, 5, 23)
LISTS = Lists(
    source=[("masses", ("群众提",)), ("own", ("自己找",))],
    focus=[("F1", ("会议多",))],
    cause=[("ability", ("能力本领不足",))],
    horizon=[("at_once", ("立行立改",)), ("lasting", ("长期坚持",))],
)


def sheet(*rows: tuple[Cell, ...]) -> Sheet:
    return Sheet("清单", [*rows])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("公示菜价", ["公示菜价"]),
        ("1. 公示菜价", ["公示菜价"]),
        ("1.公示菜价；2.请家长看账。", ["公示菜价", "请家长看账"]),
        ("一、公示菜价\n二、请家长看账", ["公示菜价", "请家长看账"]),
        ("①公示②看账③张榜", ["公示", "看账", "张榜"]),
        ("（1）甲；（2）乙", ["甲", "乙"]),
        ("先说明：1.甲；2.乙", ["先说明：1.甲；2.乙"]),
        ("涨价不超过 3.5 元。2.5 元的不涨", ["涨价不超过 3.5 元。2.5 元的不涨"]),
    ],
)
def test_a_cell_of_measures_is_cut_at_its_numbers(text: str, parts: list[str]) -> None:
    assert split_measures(text) == parts


def test_everything_has_its_place_or_is_kept_as_words() -> None:
    found = read_foreign(
        sheet(
            ("某县教育局整改台账",),
            ("填报单位：", None, None, "2014年5月"),
            (
                "序号",
                "存在问题",
                "问题来源",
                "整 改 措施",
                "责任单位（盖章）",
                "责任人",
                "完成时限",
                "销号状态",
                "备注",
            ),
            (
                1,
                "食堂菜价不公开",
                "群众提",
                "1.公示；2.看账",
                "市三中",
                "总务主任",
                "2014年6月30日",
                "已销号",
                "重点",
            ),
            (2, "操场晚上不开", "看别处的", "开到八点", "市三中", None, "2014.3.1", None, None),
            (3, "作业太多", None, None, "实验小学", None, "长期坚持", "整改中", None),
            (None, None, None, "另一条措施", None, None, None, None, None),
            (4, None, None, None, "实验小学", None, None, None, None),
            ("合计", 3),
            ("填表人：", None),
        ),
        LISTS,
        TODAY,
    )
    one, other, third = found.problems
    assert (one.title, one.unit, one.source, one.responsible) == (
        "食堂菜价不公开",
        "市三中",
        "masses",
        "总务主任",
    )
    assert (one.measures, one.due_on) == (["公示", "看账"], date(2014, 6, 30))
    assert one.manifestation == "销号状态：已销号\n备注：重点"
    assert (other.due_on, other.source) == (None, "")
    assert "问题来源：看别处的" in other.manifestation
    assert "完成时限：2014.3.1" in other.manifestation
    assert (third.horizon, third.due_on, third.measures) == ("lasting", None, ["另一条措施"])
    assert [note.row_no for note in found.notes] == [5]
    assert "2014-03-01 已经过了" in found.notes[0].zh
    assert [(fault.row_no, fault.zh) for fault in found.faults] == [(8, "没有写问题是什么，没有读入")]
    assert found.states == ["销号状态"]
    assert {column.heading: column.field for column in found.columns}["备注"] == ""


def test_rows_of_one_problem_are_one_problem() -> None:
    found = read_foreign(
        sheet(
            ("问题", "责任单位", "整改措施", "完成时限", "牵头领导"),
            ("食堂", "甲", "公示", "6月30日", "张"),
            ("食堂", "甲", "看账", "7月30日", "李"),
            ("食堂", "甲", "看账", "7月30日", "李"),
            ("食堂", "乙", "公示", None, None),
        ),
        LISTS,
        TODAY,
    )
    first, second = found.problems
    assert (first.measures, second.measures) == (["公示", "看账"], ["公示"])
    assert first.manifestation == "牵头领导：李\n完成时限：7月30日"
    assert first.leader == "张"


def test_a_long_problem_keeps_all_of_its_words() -> None:
    long = "食堂的价目表两个月没有换。" + "家长问过三次，" * 40
    (one,) = read_foreign(sheet(("存在问题", "责任单位"), (long, "甲")), LISTS, TODAY).problems
    assert one.title == "食堂的价目表两个月没有换"
    assert one.manifestation == long
    assert too_long(one) is None
    (one,) = read_foreign(sheet(("存在问题", "整改措施"), ("长" * 4100, "措" * 501)), LISTS, TODAY).problems
    assert one.measures == []
    assert too_long(one) is not None


def test_who_may_not_work_on_it_gets_the_measures_as_words() -> None:
    rows = (("问题", "整改措施", "整改时限", "责任人"), ("食堂", "公示", "6月30日", "张"))
    (one,) = read_foreign(sheet(*rows), LISTS, TODAY).problems
    one.as_words()
    assert one.manifestation == "责任人：张\n整改时限：2014-06-30\n整改措施：公示"
    assert (one.measures, one.due_on, one.responsible) == ([], None, "")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((("编号", "意见原文", "来源"), (1, "食堂太贵", "网络")), "像是意见汇总表"),
        ((("姓名", "电话"), ("张三", 1)), "找不到写问题的一列"),
        ((("问题",), ("食堂",)), "找不到写问题的一列"),
        ((), "找不到写问题的一列"),
    ],
)
def test_other_tables_are_refused(rows: tuple[tuple[Cell, ...], ...], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_foreign(sheet(*rows), LISTS, TODAY)
