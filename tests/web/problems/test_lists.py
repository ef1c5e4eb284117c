"""One ledger, many lists: each form that a template calls a list, of what the filters show, in memory that doesn't grow."""

import io
from collections.abc import Sequence
from datetime import timedelta

import openpyxl
import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.answers.queries import receipt_of
from huiyin.process.answers.rules.receipts import fresh_nonce
from huiyin.process.channels.commands import open_entrance, submit_opinion
from huiyin.process.channels.rules.given import Given
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.queries import Sought
from huiyin.process.rectification.commands import rate_fix
from huiyin.process.rectification.queries.voices import NOT_FIXED
from huiyin.reports.papers.lists import Wanted, blocks, list_rows
from tests.process.rectification.conftest import Ledger
from tests.web.conftest import SignedIn
from tests.web.problems.rectified import HERE, ledger, rows_of, second, sheet_of
from tests.world import TEMPLATE, World

__all__ = ["ledger"]


def test_every_list_has_the_headings_of_its_form(signed_in: SignedIn, ledger: Ledger) -> None:
    office = signed_in(Role.OFFICE)
    page = office.get(f"{HERE}/lists").text
    lists = {code: form for code, form in TEMPLATE.forms.items() if form.rows or form.parts}
    assert len(lists) >= 12
    for code, form in lists.items():
        assert form.title in page
        answer = office.get(f"{HERE}/lists/{code}.xlsx")
        drawn = [TEMPLATE.forms[part] for part in form.parts] or [form]
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        shown = [name for name in book.sheetnames if book[name].sheet_state == "visible"]
        assert shown == [one.title for one in drawn]
        for one in drawn:
            assert rows_of(book[one.title])[0] == list(one.headings)


def test_the_ledger_tells_the_whole_life(signed_in: SignedIn, ledger: Ledger) -> None:
    second(ledger)
    _, (row,) = rows_of(sheet_of(signed_in(Role.OFFICE).get(f"{HERE}/lists/rectification_ledger.xlsx")))
    due = ledger.now().due_on
    assert due is not None
    assert row["问题"] == "食堂菜价不公开"
    assert row["具体表现"] == "学生不知道每餐多少钱"
    assert row["整改目标"] == "食堂价格公开"
    assert (
        row["整改措施"] == f"1. 每周一公示食堂菜价（总务主任，{due.isoformat()} 前）\n2. =每月 5 日公布账目"
    )
    assert row["责任单位"] == "云河市第三中学"
    assert row["整改时限"].date() == due  # type: ignore[union-attr]
    assert row["时限类型（立行立改/限期/长期坚持）"] == "限期整改"
    assert row["完成程度"] == "2 条措施，已完成 0 条"
    assert row["销号状态"] == "已认领"
    assert ledger.problem.number in str(row["备注"])


def test_a_closed_problem_shows_what_was_judged(signed_in: SignedIn, world: World) -> None:
    wording = Wording(title="操场晚上不开", source="own", manifestation="天黑前就锁门")
    problem = raise_problem(world.campaign, wording, owner=world.school, by=world.clerk, at=world.at)
    closed = Ledger(world, problem, world.at)
    closed.close()
    office = signed_in(Role.OFFICE)
    _, (row,) = rows_of(sheet_of(office.get(f"{HERE}/lists/rectification_ledger.xlsx")))
    assert row["销号状态"] == "销号"
    assert row["完成程度"] == "1 条措施，已完成 1 条"
    assert row["佐证材料"] == "食堂每周价目表（食堂门口公示栏）"
    assert row["建章立制成果"] == "不需要建章立制：已有食堂管理办法，照办即可"
    assert row["验收意见"] == "通过：按要求办理，情况属实"
    assert row["自查意见"] == "按要求办理，情况属实"
    _, rules = rows_of(sheet_of(office.get(f"{HERE}/lists/rules_list.xlsx")))
    assert [rule["制度名称"] for rule in rules] == ["已有食堂管理办法，照办即可"]


def test_a_measure_has_a_row_and_so_has_a_problem_without_any(signed_in: SignedIn, ledger: Ledger) -> None:
    second(ledger)
    wording = Wording(title="作业太多", source="own")
    world = ledger.world
    raise_problem(world.campaign, wording, owner=world.school, by=world.clerk, at=world.at)
    _, rows = rows_of(sheet_of(signed_in(Role.OFFICE).get(f"{HERE}/lists/measure_list.xlsx")))
    assert [(row["问题"], row["整改措施"]) for row in rows] == [
        ("食堂菜价不公开", "每周一公示食堂菜价"),
        ("食堂菜价不公开", "=每月 5 日公布账目"),
        ("作业太多", None),
    ]
    assert [row["办理状态"] for row in rows] == ["办理中", "办理中", None]


def test_lists_hold_what_the_filters_show(signed_in: SignedIn, ledger: Ledger) -> None:
    office = signed_in(Role.OFFICE)

    def titles(query: str) -> list[object]:
        return [
            row["问题"] for row in rows_of(sheet_of(office.get(f"{HERE}/lists/duty_list.xlsx{query}")))[1]
        ]

    assert titles("?text=食堂") == ["食堂菜价不公开"]
    assert titles("?text=操场") == []
    assert titles("?who=总务") == ["食堂菜价不公开"]
    assert titles("?who=校长") == []
    assert "?text=%E9%A3%9F%E5%A0%82" in office.get(f"{HERE}/lists?text=食堂").text
    assert office.get(f"{HERE}/lists/opinion_summary.xlsx").status_code == 404
    other = signed_in(Role.CLERK, ledger.world.other_school)
    assert rows_of(sheet_of(other.get(f"{HERE}/lists/duty_list.xlsx")))[1] == []


def test_a_block_of_problems_costs_the_same_whatever_is_in_it(
    ledger: Ledger, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world = ledger.world
    for number in range(6):
        wording = Wording(title=f"问题 {number}", source="own")
        raise_problem(world.campaign, wording, owner=world.school, by=world.clerk, at=world.at)
        second(ledger, f"措施 {number}")
    visible = visible_problems([world.office], world.campaign)
    wanted = Wanted(world.campaign, visible, Sought(), (world.office,))
    with django_assert_num_queries(7):
        assert sum(len(block.rows) for block in blocks(wanted, size=50)) == 7
    with django_assert_num_queries(7 * 3):
        assert [len(block.rows) for block in blocks(wanted, size=3)] == [3, 3, 1]
    assert ledger.now().due_on == world.at.date() + timedelta(days=30)


@pytest.mark.parametrize("query", ["?owner=x", "?who=%00"])
def test_a_filter_that_means_nothing_is_said(signed_in: SignedIn, world: World, query: str) -> None:
    assert signed_in(Role.OFFICE).get(f"{HERE}/lists/duty_list.xlsx{query}").status_code in (400, 422)


def _rated(world: World, title: str, said: Sequence[str]) -> None:
    """A problem handed in, with a giver for each of `said`, who says that of the fix; "" says nothing."""
    entrance = open_entrance(
        world.campaign, name=title, channel="online", about=world.school, by=world.office, at=world.at
    )
    receipts = []
    for number in range(len(said)):
        sent = submit_opinion(entrance, Given(f"{title}，第 {number} 次说"), nonce=fresh_nonce(), at=world.at)
        receipt = receipt_of(sent.code)
        assert receipt is not None
        receipts.append(receipt)
    behind = [receipt.matter for receipt in receipts]
    wording = Wording(title=title, source="masses", manifestation=title, checked=True)
    problem = raise_problem(
        world.campaign, wording, opinions=behind, owner=world.school, by=world.office, at=world.at
    )
    Ledger(world, problem, world.at).hand_in()
    for receipt, level in zip(receipts, said, strict=True):
        if level:
            rate_fix(receipt, problem.number, level, "牌子又摘了" if level == NOT_FIXED else "", at=world.at)


def test_lists_say_what_the_givers_say_and_nothing_of_a_few(signed_in: SignedIn, world: World) -> None:
    """For everybody alike, since a list goes from hand to hand: the office, too, gets no figure over fewer than five on it."""
    _rated(world, "食堂菜价不公开", ["satisfied"] * 12 + [NOT_FIXED] * 5 + [""] * 6)
    _rated(world, "操场晚上不开", ["satisfied"] * 3)
    _rated(world, "校门口堵车", ["satisfied"] * 6 + [""] * 2)
    _rated(world, "厕所没有水", ["satisfied"] * 7)
    _rated(world, "作业太多", [])
    for role in (Role.OFFICE, Role.CLERK):
        client = signed_in(role) if role == Role.OFFICE else signed_in(role, world.school)
        for name in ("rectification_ledger", "effect_list"):
            _, rows = rows_of(sheet_of(client.get(f"{HERE}/lists/{name}.xlsx")))
            assert [row["群众评价"] for row in rows] == [
                "17 人评价，6 人未评\n满意 12\n没有真改 5\n满意率（满意、比较满意）12/17＝71%",
                "人数不足，不显示",
                "请 8 人评价；人数不足，不显示",
                "7 人评价，0 人未评\n满意 7\n满意率（满意、比较满意）7/7（不足 10 人，不算率）",
                "人数不足，不显示",
            ]


def test_what_givers_say_costs_the_same_for_one_problem_and_for_many(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    visible = visible_problems([world.office], world.campaign)
    wanted = Wanted(world.campaign, visible, Sought(), (world.office,))
    form = TEMPLATE.forms["effect_list"]
    for problems in (1, 3):
        for number in range(problems):
            _rated(world, f"第 {problems} 轮第 {number} 个问题", ["satisfied"] * 6)
        with django_assert_num_queries(7 + 5):
            assert all(row.voices is not None for row in list_rows(wanted, form))
