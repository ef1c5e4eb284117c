"""The to-do list, the report in place, the forecast and the burden as pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.models import PlanItem
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.web.desk import todo
from tests.process.campaigns.conftest import Planned
from tests.process.campaigns.conftest import planned as planned
from tests.web.conftest import SignedIn

AT = "/c/planned/todo"


@pytest.fixture(autouse=True)
def _in_june(planned: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_DEMO_DAY", "2014-06-03")


@contextmanager
def at_most(queries: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as captured:
        yield
    assert len(captured) <= queries, [query["sql"] for query in captured]


def clerk(planned: Planned, signed_in: SignedIn) -> Client:
    return signed_in(Role.CLERK, planned.world.school)


def test_a_clerk_reports_where_the_item_stands_and_may_take_it_back(
    planned: Planned, signed_in: SignedIn
) -> None:
    client = clerk(planned, signed_in)
    item = planned.item("listen_on", planned.world.school)
    with at_most(12):  # with what waits in the ledger and in talks
        page = client.get(AT).text
    assert "逾期 4 天" in page
    form = {
        "version": "1",
        "progress": "已开两次座谈会",
        "done": "yes",
        "done_on": "2014-06-02",
        "late_reason": "考试",
    }
    answer = client.post(f"{AT}/items/{item.pk}", form, follow=True)
    assert "已记为办结" in answer.text
    item.refresh_from_db()
    assert (item.done_on, item.late_reason, item.version) == (date(2014, 6, 2), "考试", 2)
    assert "近两周办结的 1 件" in answer.text
    back = {"version": "2", "progress": item.progress, "late_reason": item.late_reason}
    assert "的进展已记下" in client.post(f"{AT}/items/{item.pk}", back, follow=True).text
    assert PlanItem.objects.get(pk=item.pk).done_on is None
    assert Record.objects.filter(act="item.reported").count() == 2


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"version": "0", "progress": "我写的"}, 409, "刚被别人改过"),
        ({"version": "1", "progress": "我写的", "done": "yes", "done_on": "2014-07-01"}, 422, "今天之后"),
        ({"version": "1", "progress": "我写的", "done": "yes", "done_on": "六月"}, 422, "完成日期不认识"),
    ],
)
def test_what_is_not_taken_stays_in_the_form(
    planned: Planned, signed_in: SignedIn, form: dict[str, str], status: int, said: str
) -> None:
    item = planned.item("held", planned.world.school)
    answer = clerk(planned, signed_in).post(f"{AT}/items/{item.pk}", form)
    assert answer.status_code == status
    assert said in answer.text
    assert "我写的</textarea>" in answer.text


def test_the_office_comes_from_a_count_to_the_units(planned: Planned, signed_in: SignedIn) -> None:
    client = signed_in(Role.OFFICE)
    with at_most(12):  # the list is at most ten (tests/reports/test_todo.py)
        page = client.get(AT).text
    assert "3 个单位逾期未办：listen_on" in page
    with at_most(10):
        late = client.get("/c/planned/todo/late/listen_on").text
    assert late.index("云河市教育局") < late.index("云河市第三中学") < late.index("云河市实验幼儿园")
    assert client.get("/c/planned/todo/late/nothing").status_code == 404


def test_what_units_are_late_with_pushes_nothing_off_the_page(
    planned: Planned, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(todo, "LINES_A_PAGE", 1)
    raise_problem(
        planned.campaign, Wording("没有人管", "masses"), by=planned.world.office, at=planned.world.at
    )
    page = signed_in(Role.OFFICE).get(AT).text
    assert "3 个单位逾期未办：listen_on" in page
    assert "1 个问题" in page


def test_each_sees_the_forecast_and_the_burden_that_are_theirs(planned: Planned, signed_in: SignedIn) -> None:
    PlanItem.objects.filter(ask__code="told").update(starts_on=date(2014, 5, 23), due_on=date(2014, 6, 12))
    own, leader = clerk(planned, signed_in), signed_in(Role.LEADER)
    for client, units in ((own, 1), (leader, 3)):
        with at_most(11):  # with what waits in the ledger
            page = client.get("/c/planned/forecast").text
        assert page.count("从 5 月 23 日起共 21 天，已过 12 天，还没有填报进展。") == units
    with at_most(11):  # with what waits in the ledger
        burden = leader.get("/c/planned/burden").text
    assert "只看分布，不列单位" in burden
    assert "云河市第三中学" not in burden
    with at_most(11):  # with what waits in the ledger
        burden = own.get("/c/planned/burden").text
    assert "共 3 项任务，须填 1 栏" in burden
    part = planned.part(planned.world.school).pk
    assert "备注" in own.get(f"/c/planned/burden?unit={part}&week=2014-05-26").text
    assert own.get(f"/c/planned/burden?unit={part - 1}&week=2014-05-26").status_code == 404
    assert own.get(f"/c/planned/burden?unit={part}&week=x").status_code == 422


def test_the_first_lines_stand_on_the_first_page(planned: Planned, signed_in: SignedIn) -> None:
    item = planned.item("listen_on", planned.world.school)
    page = clerk(planned, signed_in).get("/").text
    assert f'href="{AT}?item={item.pk}#item-{item.pk}"' in page
