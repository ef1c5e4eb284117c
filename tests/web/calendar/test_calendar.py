"""The calendar's page: a year in twelve months, a day changed, a year that is missing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.platform.calendar.queries import calendar, known_years
from huiyin.platform.orgs.rules.rights import Role
from tests.rules.calendar.test_notice import NOTICE_2026
from tests.web.conftest import SignedIn
from tests.world import World

NOTICE_2027 = NOTICE_2026.replace(
    "10月10日（周六）", "10月9日（周六）"
)  # invented: the real one isn't known here
SOURCE = "国务院办公厅关于2027年部分节假日安排的通知"


def test_everybody_sees_the_year_and_only_its_keepers_the_forms(signed_in: SignedIn, world: World) -> None:
    clerk = signed_in(Role.CLERK, world.school)
    with CaptureQueriesContext(connection) as queries:
        page = clerk.get("/calendar").text
    assert len(queries) <= 9
    assert page.count('<table class="month">') == 12
    assert "2014 年年历" in page
    assert "250 个工作日" in page
    cells = re.findall(r'<td class="(\w+)"[^>]*><span>(\d+)(?:<i>(.)</i>)?', page.split("5 月 <span")[1])
    assert cells[:5] == [
        ("off", "1", "休"),
        ("off", "2", "休"),
        ("off", "3", "休"),
        ("made_up", "4", "班"),
        ("worked", "5", ""),
    ]
    assert "国办发明电〔2013〕28号" in page
    assert '<form method="post" action="/calendar' not in page
    for keeper in (Role.OFFICE, Role.ADMINISTRATOR):
        assert 'action="/calendar/2014/day"' in signed_in(keeper).get("/calendar/2014").text
    school_office = signed_in(Role.OFFICE, world.school, login="school-office")
    assert 'action="/calendar' not in school_office.get("/calendar/2014").text
    assert clerk.get("/calendar/1066").status_code == 404


def test_a_day_is_changed_and_taken_back(signed_in: SignedIn, world: World) -> None:
    client = signed_in(Role.OFFICE)
    typed = {"day": "2014-06-03", "works": "off", "name": "补端午"}
    page = client.post("/calendar/2014/day", typed, follow=True).text
    assert "6 月 3 日已改" in page
    assert "补端午" in page
    assert 'class="off own"' in page
    again = client.post("/calendar/2014/day", typed)
    assert again.status_code == 422
    assert "已经是这样" in again.text
    assert 'value="补端午"' in again.text
    assert client.post("/calendar/2014/day", {"day": "2014-06-03"}).status_code == 422
    assert "看不懂" in client.post("/calendar/2014/clear", {"day": "六月三日"}).text
    page = client.post("/calendar/2014/clear", {"day": "2014-06-03"}, follow=True).text
    assert "6 月 3 日已恢复" in page
    assert "补端午" not in page


def test_a_missing_year_says_so_and_takes_in_the_notice(signed_in: SignedIn, world: World) -> None:
    clerk, client = signed_in(Role.CLERK, world.school), signed_in(Role.OFFICE)
    page = clerk.get("/calendar/2027").text
    assert "2027 年还没有录入" in page
    assert "活动办或系统管理员" in page
    assert '<table class="month">' not in page
    assert f'value="{SOURCE}"' in client.get("/calendar/2027").text
    faulty = client.post(
        "/calendar/2027/whole", {"lines": NOTICE_2027 + "\n2月30日 休\n<b>某日</b>", "source": "某通知"}
    )
    assert faulty.status_code == 422
    assert "第 9 行" in faulty.text
    assert "没有“2月30日”这一天" in faulty.text
    assert "第 10 行" in faulty.text
    assert "春节：2月15日（农历腊月二十八、周日）至23日" in faulty.text
    assert 'value="某通知"' in faulty.text
    assert "<b>某日" not in faulty.text
    assert 2027 not in known_years()
    taken = client.post("/calendar/2027/whole", {"lines": NOTICE_2027, "source": SOURCE}, follow=True).text
    assert "2027 年已录入" in taken
    assert taken.count('<table class="month">') == 12
    lines = re.search(r"<textarea[^>]*>([^<]+)</textarea>", taken)
    assert lines is not None
    before = calendar()
    client.post("/calendar/2027/whole", {"lines": lines[1], "source": SOURCE})
    assert calendar() == before, "what the form shows of a year is the year"


@pytest.mark.parametrize("path", ["/calendar/2014/day", "/calendar/2014/clear", "/calendar/2027/whole"])
def test_who_does_not_keep_it_cannot_change_it(path: str, signed_in: SignedIn, world: World) -> None:
    answer = signed_in(Role.OFFICE, world.school).post(path, {"day": "2014-06-03", "works": "off"})
    assert answer.status_code == 403
    assert "编辑年历" in answer.text
