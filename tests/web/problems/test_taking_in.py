"""A list of another system: every guess is shown, nothing is lost, and the same file twice makes nothing twice."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.models import Measure
from tests.web.conftest import SignedIn
from tests.web.problems.rectified import HERE
from tests.world import World

UP = f"{HERE}/take-in"
ROWS: list[list[object]] = [
    ["市教育局整改台账（旧系统导出）"],
    [
        "序号",
        "存在问题",
        "问题来源",
        "整改目标",
        "整改措施",
        "责任单位",
        "责任人",
        "完成时限",
        "销号状态",
        "备注",
    ],
    [
        1,
        "食堂菜价不公开",
        "群众提",
        "公开",
        "1.公示；2.看账",
        "云河市第三中学",
        "总务主任",
        "2014年6月30日",
        "已销号",
        "重点",
    ],
    [2, "操场晚上不开", None, None, "开到八点", "云河市第三中学", None, "2014.3.1", None, None],
    [3, "外县的问题", None, None, None, "外县中学", None, None, None, None],
    [4, "没有写单位的问题", "上级点", None, None, None, None, None, None, None],
    ["填表人：", None],
]


def sent(client: Client, rows: list[list[object]] = ROWS, **fields: str) -> HttpResponse:
    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(data)
    file = SimpleUploadedFile("旧台账.xlsx", data.getvalue())
    return client.post(UP, {"step": "check", "source": "own", "file": file, **fields})


def taken(client: Client, checked: HttpResponse) -> HttpResponse:
    kept = checked.text.split('name="kept" value="')[1].split('"')[0]
    return client.post(UP, {"step": "take", "kept": kept})


def test_the_office_takes_in_an_old_ledger(signed_in: SignedIn, world: World) -> None:
    office = signed_in(Role.OFFICE)
    before = Record.objects.count()
    checked = sent(office)
    for said in (
        "会立 3 个问题", "会写 3 条措施", "读不进来 1 行", "单位“外县中学”不在单位名单中", "这些列写的是状态", "销号状态", "照抄在具体表现下面",
        "2014-03-01 已经过了",
    ):  # fmt: skip
        assert said in checked.text
    assert (Problem.objects.count(), Record.objects.count()) == (0, before)
    assert taken(office, checked).status_code == 302
    one, other, third = Problem.objects.order_by("serial")
    assert (one.title, one.source, one.goal, one.responsible) == (
        "食堂菜价不公开",
        "masses",
        "公开",
        "总务主任",
    )
    assert (one.owner, str(one.due_on), one.state) == (world.school, "2014-06-30", "drafted")
    assert one.manifestation == "销号状态：已销号\n备注：重点"
    assert (other.source, other.manifestation, other.due_on) == ("own", "完成时限：2014.3.1", None)
    assert (third.owner, third.source) == (None, "above")
    assert [
        (row.problem_id, row.what, row.doer) for row in Measure.objects.order_by("problem", "number")
    ] == [
        (one.pk, "公示", "总务主任"),
        (one.pk, "看账", "总务主任"),
        (other.pk, "开到八点", ""),
    ]
    acts = set(Record.objects.filter(seq__gt=before).values_list("act", flat=True))
    assert {"problem.raised", "problem.planned", "measure.written"} <= acts
    again = sent(office)
    assert "没有要写入的：台账里已有 3 个" in again.text
    assert f"已有 {one.number}，不再立" in again.text
    taken(office, checked)
    assert (Problem.objects.count(), Measure.objects.count()) == (3, 3)


def test_a_clerk_takes_in_the_own_school_s_alone(signed_in: SignedIn, world: World) -> None:
    clerk = signed_in(Role.CLERK, world.school)
    others = [
        *ROWS[:3],
        [5, "别校的", None, None, None, world.other_school.name, None, None, None, None],
        ROWS[5],
    ]
    checked = sent(clerk, others)
    assert "不在单位名单中，没有读入" in checked.text
    taken(clerk, checked)
    assert {problem.owner for problem in Problem.objects.all()} == {world.school}
    assert Problem.objects.count() == 2


def test_inspectors_raise_and_leave_measures_as_words(signed_in: SignedIn, world: World) -> None:
    inspector = signed_in(Role.SUPERVISION)
    checked = sent(inspector, ROWS[:3], source="supervision")
    assert taken(inspector, checked).status_code == 302
    assert Measure.objects.count() == 0
    assert "整改措施：公示" in Problem.objects.get().manifestation


def test_what_a_command_refuses_is_told_before(signed_in: SignedIn, world: World) -> None:
    clerk = signed_in(Role.CLERK, world.school)
    rows = [*ROWS[:2], [1, "督导组指出的", "督导组反馈", None, None, None, None, None, None, None], ROWS[2]]
    checked = sent(clerk, rows)
    assert "只能由督导组或活动办登记" in checked.text
    assert "会立 1 个问题" in checked.text


def test_files_that_are_no_list_and_fields_that_mean_nothing(signed_in: SignedIn, world: World) -> None:
    office = signed_in(Role.OFFICE)
    assert "像是意见汇总表" in sent(office, [["编号", "意见原文", "收集渠道"], [1, "太贵", "网络"]]).text
    assert "请选择问题来源" in sent(office, source="x").text
    assert sent(office, owner="没有的学校").status_code == 422
    assert office.post(UP, {"step": "check", "source": "own"}).status_code == 422
    assert office.post(UP, {"step": "take", "kept": "x"}).status_code == 409


def test_our_own_printed_ledger_brought_back_here_makes_nothing(signed_in: SignedIn, world: World) -> None:
    office = signed_in(Role.OFFICE)
    taken(office, sent(office))
    out = office.get(f"{HERE}/lists/rectification_ledger.xlsx").content
    file = SimpleUploadedFile("整改台账.xlsx", out)
    checked = office.post(UP, {"step": "check", "source": "own", "file": file})
    assert "没有要写入的：台账里已有 3 个" in checked.text
