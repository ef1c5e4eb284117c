from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest

from huiyin.kit.errors import NotAllowed
from huiyin.kit.sheets import sheet_from
from huiyin.platform.accounts.commands import redeem_slip, sign_in
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.commands import close_account, end_grant, hand_over, import_people
from huiyin.platform.orgs.commands.people import PeopleTaken
from huiyin.platform.orgs.models import Grant, Post, Unit
from huiyin.platform.orgs.queries import acting_for, actors_of
from huiyin.platform.orgs.rules.people_rows import PeopleRows, read_people
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.unit_names import UnitNames
from tests.platform.conftest import ADMINISTRATOR, LEADER, OFFICE, PASSWORD, last_record

pytestmark = pytest.mark.django_db

HEAD: list[str | None] = ["姓名", "登录名", "单位", "职务", "角色", "起止"]
LIST: list[list[str | None]] = [
    ["赵一", "zhao1", "云河市第三中学", "一把手", None, "2013-09-01至今"],
    ["钱二", "qian2", "云河市第三中学", None, "联络员", None],
    ["钱二", "qian2", "云河市实验幼儿园", None, "联络员", None],
    ["孙三", "sun3", "云河市教育局", None, "督导组", "2014-05-01至2014-07-31"],
    ["李四", "li4", "云河市教育局", "班子成员", "活动办、班子成员", None],
]


def read(*rows: list[str | None]) -> PeopleRows:
    """Through a real workbook, as it would come."""
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.worksheets[0].append(row)
    data = BytesIO()
    book.save(data)
    names = UnitNames.of((str(unit.pk), [unit.name, *unit.aliases]) for unit in Unit.objects.all())
    return read_people(sheet_from(data.getvalue(), "人员.xlsx"), names)


def take(root: Unit, at: datetime, *rows: list[str | None], by: Actor = OFFICE) -> PeopleTaken:
    return import_people(read(*rows).rows, root, by=by, at=at)


def test_a_list_becomes_accounts_with_slips_posts_and_roles(
    bureau: Unit, school: Unit, at: datetime, today: date
) -> None:
    taken = take(bureau, at, *LIST)
    assert [slip.login for slip in taken.slips] == ["zhao1", "qian2", "sun3", "li4"]
    assert (taken.posts, taken.grants, taken.problems) == (2, 6, [])
    head = acting_for(school, today)
    assert head is not None
    assert head.account.name == "赵一"
    qian, sun = Account.objects.get(login="qian2"), Account.objects.get(login="sun3")
    assert [actor.role for actor in actors_of(qian, today)] == [Role.CLERK, Role.CLERK]
    assert actors_of(sun, date(2014, 8, 1)) == ()
    redeem_slip("qian2", taken.slips[1].code, PASSWORD, at=at)
    assert sign_in("qian2", PASSWORD, at=at) == qian
    facts = last_record("people.imported")
    assert facts["accounts"] == 4
    assert len(facts["held"]) == 8  # type: ignore[arg-type]
    assert not [slip for slip in taken.slips if slip.code in str(facts)]


def test_importing_again_adds_nothing_and_records_nothing(bureau: Unit, at: datetime) -> None:
    take(bureau, at, *LIST)
    records = Record.objects.count()
    again = take(bureau, at + timedelta(days=40), *LIST)
    assert again == PeopleTaken()
    assert (Account.objects.count(), Post.objects.count(), Grant.objects.count()) == (4, 2, 6)
    assert Record.objects.count() == records


def test_an_old_list_does_not_bring_back_what_was_ended(bureau: Unit, at: datetime, today: date) -> None:
    take(bureau, at, *LIST)
    later = at + timedelta(days=9)
    for grant in Grant.objects.filter(role=Role.CLERK):
        end_grant(grant, last=today + timedelta(days=8), by=OFFICE, at=later)
    again = take(bureau, later, *LIST)
    assert (again.slips, again.grants) == ([], 0)
    assert [(problem.row_no, problem.zh) for problem in again.problems] == [
        (row_no, "“钱二”的这一项已于 2014-05-31 结束；要重新任命，请填写起始日期。本行未导入。")
        for row_no in (3, 4)
    ]


def test_an_old_list_does_not_undo_a_hand_over(bureau: Unit, school: Unit, at: datetime, today: date) -> None:
    take(bureau, at, *LIST)
    zhao, li = Account.objects.get(login="zhao1"), Account.objects.get(login="li4")
    hand_over(zhao, li, school, on=today, by=OFFICE, at=at)
    assert take(bureau, at, *LIST) == PeopleTaken()
    assert actors_of(zhao, today) == ()


def test_a_refused_row_is_left_out_whole_and_told(bureau: Unit, school: Unit, at: datetime) -> None:
    take(bureau, at, *LIST)
    close_account(Account.objects.get(login="qian2"), by=OFFICE, at=at)
    grants = Grant.objects.count()
    taken = take(
        bureau,
        at,
        ["周五", "zhou5", "云河市第三中学", "一把手", None, None],
        ["吴六", "li4", "云河市第三中学", None, "联络员", None],
        ["孙三", "sun3", "云河市教育局", None, "督导组", "2014-05-01至2014-12-31"],
        ["郑七", "zheng7", "云河市教育局", None, "督导组", None],
        ["王甲", "wang8", "云河市教育局", None, "联络员、纪检", None],
        ["钱二", "qian2", "云河市教育局", None, "联络员", None],
        ["冯九", "feng9", "云河市教育局", None, "联络员", None],
    )
    assert [slip.login for slip in taken.slips] == ["feng9"]
    assert Grant.objects.count() == grants + 1
    assert [problem.row_no for problem in taken.problems] == [2, 3, 4, 5, 6, 7]
    said = [problem.zh for problem in taken.problems]
    assert "“主要负责人”已是“赵一”" in said[0]
    assert "“li4”已有人用" in said[1]
    assert "已登记到 2014-07-31，表中写的是 2014-12-31" in said[2]
    assert "必须写明截止日期" in said[3]
    assert "“纪检”由领导小组任命" in said[4]
    assert "已停用" in said[5]
    assert not Account.objects.filter(login__in=["zhou5", "zheng7", "wang8"]).exists()


def test_a_unit_outside_of_the_root_is_told(bureau: Unit, school: Unit, at: datetime) -> None:
    taken = take(school, at, *LIST[1:3], by=Actor("x", Role.OFFICE, school.path))
    assert taken.grants == 1
    assert [problem.row_no for problem in taken.problems] == [3]


def test_nobody_imports_a_role_for_themselves(bureau: Unit, at: datetime) -> None:
    take(bureau, at, *LIST)
    li = Account.objects.get(login="li4")
    taken = take(
        bureau, at, ["李四", "li4", "云河市教育局", None, "领导小组", None], by=Actor(li.code, Role.OFFICE)
    )
    assert "不能为自己授权" in taken.problems[0].zh


def test_who_may_not(bureau: Unit, school: Unit, at: datetime) -> None:
    for by in (LEADER, Actor("x", Role.CLERK), Actor("x", Role.OFFICE, school.path)):
        with pytest.raises(NotAllowed):
            take(bureau, at, *LIST, by=by)
    taken = take(bureau, at, *LIST, by=ADMINISTRATOR)
    assert (taken.slips, taken.grants, len(taken.problems)) == ([], 0, 5)
