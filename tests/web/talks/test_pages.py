"""Talks on their pages: from the roster to two presses, and points that open in one answer only."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from huiyin.kit import sealing
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import end_post, give_post
from huiyin.platform.orgs.models import Post, Unit
from huiyin.platform.orgs.rules.rights import Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.talks.models import Objection, Talk, TalkPoint
from huiyin.process.talks.queries.board import board
from huiyin.process.talks.rules.states import TalkState
from huiyin.reports.checker.official import check_official
from tests.web.conftest import PASSWORD
from tests.world import TEMPLATE, World

pytestmark = pytest.mark.django_db
OPEN_SESAME = {"zhao": "石桥 灯芯 麦田 渡口 一", "qian": "棉被 铁锹 黄昏 水塔 二"}
SAID = "貔貅会议室那次，结论是我先定的"


@dataclass
class School:
    """The school's participation, a client each of its head zhao, its members qian and sun, its clerk, an inspector."""

    part: Participation
    clients: dict[str, Client]
    people: dict[str, Account]

    def talk(self, one: str, other: str) -> Talk:
        names = {self.people[one], self.people[other]}
        return Talk.objects.get(required=True, one__in=names, other__in=names)


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "COST", sealing.Cost(n=2, r=1, p=1))


@pytest.fixture
def school(world: World, account: Callable[..., Account]) -> School:
    roles = {
        "zhao": (Role.HEAD, world.school),
        "qian": (Role.MEMBER, world.school),
        "sun": (Role.MEMBER, world.school),
        "clerk": (Role.CLERK, world.school),
        "inspector": (Role.SUPERVISION, world.bureau),
    }
    people = {login: account(login, role) for login, role in roles.items()}
    for login, kind in (("zhao", PostKind.HEAD), ("qian", PostKind.MEMBER), ("sun", PostKind.MEMBER)):
        give_post(people[login], kind, world.school, since=date(2014, 1, 1), by=world.office, at=world.at)
    clients = {}
    for login in roles:
        clients[login] = Client()
        clients[login].post("/sign-in", {"login": login, "password": PASSWORD})
    part = Participation.objects.get(campaign=world.campaign, unit=world.school)
    return School(part, clients, people)


@pytest.fixture
def laid(school: School) -> School:
    address = f"/c/mass-line/talks/{school.part.pk}/lay-out"
    assert school.clients["clerk"].post(address, {"round": "1"}).status_code == 302
    return school


def test_the_clerk_lays_out_by_the_roster_and_only_what_is_missing_after_a_change(
    world: World, school: School
) -> None:
    clerk, here = school.clients["clerk"], f"/c/mass-line/talks/{school.part.pk}"
    page = clerk.get(here).text
    assert "名册上有 6 对没有列出" in page
    assert clerk.get("/c/mass-line/talks").url == here  # type: ignore[attr-defined]
    clerk.post(f"{here}/lay-out", {"round": "1"})
    page = clerk.get(here).text
    assert "应谈 6 对，双方确认 0 对" in page
    assert "没有列出" not in page.split("还没有谈完的")[1]
    end_post(
        Post.objects.get(account=school.people["sun"]), last=date(2014, 5, 22), by=world.office, at=world.at
    )
    assert "有 3 对名册已不要求" in clerk.get(here).text
    clerk.post(f"{here}/lay-out", {"round": "1"})
    assert Talk.objects.filter(state=TalkState.DROPPED).count() == 3


def test_two_presses_by_two_people(laid: School) -> None:
    talk = laid.talk("zhao", "qian")
    head, member, here = laid.clients["zhao"], laid.clients["qian"], f"/my/talks/{talk.pk}"
    assert "要谈的" in head.get("/my/talks").text
    sent = {"day": "2014-05-23", "part": "am", "place": "三楼"}
    assert head.post(f"{here}/plan", sent).status_code == 302
    assert "约在 5 月 23 日" in member.get(here).text
    assert head.post(f"{here}/held", {"held_on": "2014-05-23"}).status_code == 302
    assert "只有一个人说，还不算" in head.get(here).text
    page = member.get("/my/talks").text
    assert page.index("等您办") < page.index(f"/my/talks/{talk.pk}")
    assert member.post(f"{here}/confirm", {"held_on": "2014-05-23"}).status_code == 302
    talk.refresh_from_db()
    assert talk.state == TalkState.CONFIRMED
    unit = laid.clients["clerk"].get(f"/c/mass-line/talks/{laid.part.pk}").text
    assert "双方确认 1 对" in unit


def test_pressed_when_the_other_was_faster_it_is_explained(laid: School) -> None:
    here = f"/my/talks/{laid.talk('zhao', 'qian').pk}"
    laid.clients["zhao"].post(f"{here}/held", {"held_on": "2014-05-23"})
    page = laid.clients["qian"].post(f"{here}/held", {"held_on": "2014-05-23"})
    assert page.status_code == 409
    assert "对方刚刚写下谈过了" in page.text
    assert "确认</button>" in page.text


def test_an_objection_keeps_it_from_counting(laid: School) -> None:
    here = f"/my/talks/{laid.talk('zhao', 'qian').pk}"
    laid.clients["zhao"].post(f"{here}/held", {"held_on": "2014-05-23"})
    assert laid.clients["qian"].post(f"{here}/object", {"reason": ""}).status_code == 422
    laid.clients["qian"].post(f"{here}/object", {"reason": "not_held", "note": "还在出差"})
    assert Objection.objects.get().note == "还在出差"
    assert "没有谈过" in laid.clients["zhao"].get(here).text
    assert "有异议" in laid.clients["clerk"].get(f"/c/mass-line/talks/{laid.part.pk}").text
    assert "还在出差" not in laid.clients["clerk"].get(f"/c/mass-line/talks/{laid.part.pk}").text
    assert laid.clients["zhao"].post(f"{here}/not-held").status_code == 302


def test_a_talk_is_there_for_the_two_alone(laid: School) -> None:
    here = f"/my/talks/{laid.talk('zhao', 'qian').pk}"
    for login in ("sun", "clerk", "inspector"):
        assert laid.clients[login].get(here).status_code == 404
        assert laid.clients[login].post(f"{here}/held", {"held_on": "2014-05-23"}).status_code == 404


def test_points_open_in_one_answer_and_nowhere_else(laid: School) -> None:
    talk = laid.talk("zhao", "qian")
    here = f"/my/talks/{talk.pk}/points"
    head, member = laid.clients["zhao"], laid.clients["qian"]
    assert "设谈话口令" in head.get(here).text
    for login in ("zhao", "qian"):
        word = OPEN_SESAME[login]
        sent = {"act": "new", "passphrase": word, "passphrase_again": word}
        assert laid.clients[login].post("/my/talks/key", {**sent, "passphrase_again": "x"}).status_code == 422
        assert laid.clients[login].post("/my/talks/key", sent).status_code == 302
    sent = {"heading": "points_given", "focus": "G", "point": SAID}
    assert head.post(f"{here}/write", sent).status_code == 302
    assert SAID not in head.get(here).text
    assert "两个人都忘了" in head.get(here).text
    wrong = member.post(here, {"passphrase": OPEN_SESAME["zhao"]})
    assert (wrong.status_code, SAID in wrong.text) == (403, False)
    opened = member.post(here, {"passphrase": OPEN_SESAME["qian"]})
    assert SAID in opened.text
    assert opened.headers["Cache-Control"] == "no-store"
    assert OPEN_SESAME["qian"] not in opened.text
    assert SAID not in member.get(here).text
    assert dict(member.session) == {key: member.session[key] for key in ("account", "hash")}
    for login in ("sun", "clerk", "inspector"):
        assert laid.clients[login].post(here, {"passphrase": OPEN_SESAME["qian"]}).status_code == 404


def test_a_dead_session_keeps_neither_the_words_nor_the_passphrase(laid: School) -> None:
    """Elsewhere what was typed is signed into the page; here nobody but the two may ever see it."""
    here = f"/my/talks/{laid.talk('zhao', 'qian').pk}/points"
    nobody = Client()
    for address, sent in (
        (f"{here}/write", {"heading": "points_given", "point": SAID}),
        (here, {"passphrase": OPEN_SESAME["zhao"]}),
    ):
        page = nobody.post(address, sent)
        assert page.status_code == 401
        assert not re.search(r'name="pending" value="[^"]+"', page.text) or SAID not in _unpacked(page.text)
        assert SAID not in page.text
        assert OPEN_SESAME["zhao"] not in page.text


def _unpacked(text: str) -> str:
    from django.core import signing  # noqa: PLC0415 - only here

    found = re.search(r'name="pending" value="([^"]+)"', text)
    return str(signing.loads(found[1], salt="huiyin.pending")) if found else ""


def test_the_author_shares_a_line_with_the_team(laid: School) -> None:
    talk = laid.talk("zhao", "qian")
    here, unit = f"/my/talks/{talk.pk}/points", f"/c/mass-line/talks/{laid.part.pk}"
    for login, word in OPEN_SESAME.items():
        laid.clients[login].post("/my/talks/key", {"passphrase": word, "passphrase_again": word})
    laid.clients["zhao"].post(f"{here}/write", {"heading": "next_step", "point": SAID})
    point = TalkPoint.objects.get()
    sent = {"shared": "结论先听大家的", "readers": ["team"]}
    assert laid.clients["qian"].post(f"{here}/{point.pk}/share", sent).status_code == 403
    assert laid.clients["zhao"].post(f"{here}/{point.pk}/share", {"shared": "话"}).status_code == 422
    assert laid.clients["zhao"].post(f"{here}/{point.pk}/share", sent).status_code == 302
    assert "结论先听大家的" in laid.clients["sun"].get(unit).text
    assert "结论先听大家的" not in laid.clients["inspector"].get(unit).text
    assert "结论先听大家的" not in laid.clients["clerk"].get(unit).text
    laid.clients["zhao"].post(f"{here}/{point.pk}/share", {"act": "back"})
    assert "结论先听大家的" not in laid.clients["sun"].get(unit).text


def test_a_schedule_is_looked_at_and_taken(laid: School) -> None:
    clerk, here = laid.clients["clerk"], f"/c/mass-line/talks/{laid.part.pk}"
    clerk.post(
        f"{here}/roster",
        {"act": "away", "who": laid.people["sun"].pk, "since": "2014-05-26", "until": "2014-05-27"},
    )
    page = clerk.post(f"{here}/schedule", {"first": "2014-05-26", "last": "2014-05-30"}).text
    slots = re.findall(r'name="slot" value="([^"]+)"', page)
    assert len(slots) == 6
    assert not Talk.objects.filter(state=TalkState.PLANNED).exists()
    assert clerk.post(f"{here}/schedule", {"go": "do", "slot": slots}).status_code == 302
    planned = Talk.objects.filter(state=TalkState.PLANNED)
    assert planned.count() == 6
    away = planned.filter(one=laid.people["sun"]) | planned.filter(other=laid.people["sun"])
    assert min(talk.planned_on for talk in away if talk.planned_on) == date(2014, 5, 28)
    ics = clerk.get(f"{here}.ics")
    events = Calendar.from_ical(ics.content).walk("VEVENT")
    assert len(events) == 6
    assert "某zhao—某qian" in {str(event["SUMMARY"])[:12] for event in events} | {
        str(event["SUMMARY"]).split(" ")[0] for event in events
    }
    mine = Calendar.from_ical(laid.clients["qian"].get("/my/talks.ics").content).walk("VEVENT")
    assert len(mine) == 3
    for nonsense in ({"go": "do"}, {"go": "do", "slot": "x"}, {"first": "2014-05-30", "last": "2014-05-01"}):
        assert clerk.post(f"{here}/schedule", nonsense).status_code == 422


def test_charges_are_written_down_and_nobody_else_is_named(
    world: World, laid: School, account: Callable[..., Account]
) -> None:
    clerk, here = laid.clients["clerk"], f"/c/mass-line/talks/{laid.part.pk}"
    stranger = account("li", (Role.CLERK, world.other_school))
    department = account("zhou", (Role.CLERK, world.school))
    sent = {"act": "charge", "member": laid.people["qian"].pk, "thing": f"account-{department.pk}"}
    assert clerk.post(f"{here}/roster", sent).status_code == 302
    assert "名册上有 1 对没有列出" in clerk.get(here).text
    refused = clerk.post(f"{here}/roster", {**sent, "thing": f"account-{stranger.pk}"})
    assert (refused.status_code, "某li" in refused.text) == (422, False)
    for thing in ("", "unit-9999999", "account-", f"unit-{Unit.objects.get(pk=world.other_school.pk).pk}"):
        assert clerk.post(f"{here}/roster", {**sent, "thing": thing}).status_code == 422
    clerk.post(f"{here}/lay-out", {"round": "1"})
    zhou = Client()
    zhou.post("/sign-in", {"login": "zhou", "password": PASSWORD})
    assert "班子成员与分管部门负责人" in zhou.get("/my/talks").text


def test_an_inspector_asks_the_head_and_a_member_asks_for_a_talk(laid: School) -> None:
    here = f"/c/mass-line/talks/{laid.part.pk}"
    made = laid.clients["inspector"].post(f"{here}/remind")
    assert made.status_code == 302
    assert "约谈提醒" in laid.clients["zhao"].get("/my/talks").text
    unit = laid.clients["inspector"].get(here).text
    assert f'<a href="{made.headers["Location"]}">您已经约了，还没有定时间</a>' in unit
    assert f'action="{here}/remind"' not in unit
    assert "您已经约了" not in laid.clients["zhao"].get(here).text
    page = laid.clients["zhao"].get(made.headers["Location"]).text
    assert page.index("约在哪天") < page.index("已经谈过的，不用再约：") < page.index("哪天谈的")
    day = {"day": "2014-06-03", "part": "", "place": ""}
    laid.clients["zhao"].post(f"{made.headers['Location']}/plan", day)
    assert "您约在 6 月 3 日" in laid.clients["inspector"].get(here).text
    assert laid.clients["clerk"].post(f"{here}/remind").status_code == 403
    asked = laid.clients["sun"].post("/my/talks/ask", {"unit": laid.part.pk, "who": laid.people["zhao"].pk})
    assert asked.status_code == 302
    assert laid.clients["sun"].post("/my/talks/ask", {"unit": laid.part.pk}).status_code == 422


@contextmanager
def three_rounds(campaign: Campaign) -> Iterator[None]:
    more = [
        one.model_copy(update={"value": 3}) if one.code == "talk_rounds" else one
        for one in TEMPLATE.parameters
    ]
    changed = TEMPLATE.model_copy(update={"parameters": tuple(more)})
    rows = Campaign.objects.filter(pk=campaign.pk)
    rows.update(template=changed.model_dump_json(), template_digest=changed.digest)
    yield


def test_the_record_form_has_facts_and_only_who_opens_their_own_points_gets_those(school: School) -> None:
    zhao, qian = school.clients["zhao"], school.clients["qian"]
    school.clients["clerk"].post(f"/c/mass-line/talks/{school.part.pk}/lay-out", {"round": "1"})
    talk = school.talk("zhao", "qian")
    here = f"/my/talks/{talk.pk}"
    for login in ("zhao", "qian"):
        twice = {"passphrase": OPEN_SESAME[login], "passphrase_again": OPEN_SESAME[login]}
        school.clients[login].post("/my/talks/key", twice)
    zhao.post(f"{here}/plan", {"day": date(2014, 5, 23).isoformat(), "place": "三楼小会议室"})
    zhao.post(f"{here}/held", {"held_on": "2014-05-23"})
    zhao.post(f"{here}/points/write", {"heading": "points_given", "point": SAID})
    qian.post(f"{here}/points/write", {"heading": "points_given", "point": "獬豸一样的话"})
    sealed = {"给对方指出的问题（聚焦四风）", "对方指出本人的问题", "交换意见情况", "达成共识/下一步"}
    facts = printed(zhao.get(f"{here}/record.docx"))
    assert facts["谈话人"] == "某zhao"
    assert facts["谈话对象"] == "某qian"
    assert facts["职务"] == "云河市第三中学班子成员"
    assert (facts["时间"], facts["地点"]) == ("2014年5月23日", "三楼小会议室")
    assert facts["双方确认"] == "某zhao 2014年5月23日；某qian 未确认"
    assert not sealed & set(facts)
    wrong = zhao.post(f"{here}/record.docx", {"passphrase": "不对的口令 一二三四五"})
    assert wrong.status_code == 403
    answer = zhao.post(f"{here}/record.docx", {"passphrase": OPEN_SESAME["zhao"]})
    assert answer.headers["Cache-Control"] == "no-store"
    opened = printed(answer)
    assert sealed < set(opened)
    assert opened["给对方指出的问题（聚焦四风）"] == SAID
    assert "獬豸" not in "".join(opened.values())  # what the other wrote is the other's to print
    assert not sealed & set(printed(zhao.get(f"{here}/record.docx")))
    assert school.clients["sun"].get(f"{here}/record.docx").status_code == 404


def printed(answer: HttpResponse) -> dict[str, str]:
    """The rows of a record form, by heading."""
    assert answer.status_code == 200
    assert check_official(BytesIO(answer.content), "未经双方确认") == []
    (table,) = Document(BytesIO(answer.content)).tables
    return {row.cells[0].text: row.cells[1].text for row in table.rows}


def test_ones_own_list_takes_as_many_queries_for_sixty_talks_as_for_three(
    world: World, school: School, account: Callable[..., Account]
) -> None:
    clerk, here = school.clients["clerk"], f"/c/mass-line/talks/{school.part.pk}"
    clerk.post(f"{here}/lay-out", {"round": "1"})

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert school.clients["zhao"].get("/my/talks").status_code == 200
        return len(captured)

    few = asked()
    for place in range(20):
        post = PostKind.MEMBER
        give_post(
            account(f"m{place}"), post, world.school, since=date(2014, 1, 1), by=world.office, at=world.at
        )
    with three_rounds(world.campaign):
        for number in (1, 2, 3):
            clerk.post(f"{here}/lay-out", {"round": str(number)})
        mine = Talk.objects.filter(one=school.people["zhao"]) | Talk.objects.filter(
            other=school.people["zhao"]
        )
        assert mine.count() > 60
        assert asked() <= few
    assert few <= 14


def test_eleven_by_eleven_by_three_takes_few_queries(
    world: World,
    school: School,
    account: Callable[..., Account],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for place in range(8):
        give_post(
            account(f"m{place}"),
            PostKind.MEMBER,
            world.school,
            since=date(2014, 1, 1),
            by=world.office,
            at=world.at,
        )
    clerk, here = school.clients["clerk"], f"/c/mass-line/talks/{school.part.pk}"
    with three_rounds(world.campaign):
        for number in (1, 2, 3):
            clerk.post(f"{here}/lay-out", {"round": str(number)})
        assert Talk.objects.count() == 3 * (10 + 45 + 11)
        part = Participation.objects.select_related("unit", "campaign__root").get(pk=school.part.pk)
        with django_assert_num_queries(7):
            found = board(part, date(2014, 5, 23))
        assert len(found.marks) == 66
        with CaptureQueriesContext(connection) as captured:
            assert clerk.get(here).text.count("第 3 轮") >= 66
        assert len(captured) <= 15  # five of them are the frame's: who looks, in what capacity
