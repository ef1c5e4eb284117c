"""A problem is put right in the pages: from the sitting to the acceptance, each by whose hand it takes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_post
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.models import Evidence, Extension, Measure, Step
from tests.web.conftest import OFFICE, PASSWORD
from tests.world import World

LEDGER = "/c/mass-line/problems"
DUE = "2014-06-30"


@dataclass
class Hands:
    """A problem of the school and the people around it, each signed in."""

    world: World
    problem: Problem
    clients: dict[Role, Client]

    @property
    def place(self) -> str:
        return f"{LEDGER}/{self.problem.number}"

    def page(self, role: Role) -> str:
        answer = self.clients[role].get(self.place)
        assert answer.status_code == 200
        return answer.text

    def send(self, role: Role, where: str, expect: int = 302, /, **fields: str) -> str:
        """What the form at `where` answers, sent with the hidden fields that it was drawn with."""
        place = f"{self.place}/{where}"
        drawn = self.clients[role].get(place)
        form = drawn.text if drawn.status_code == 200 else self.page(role)
        hidden = dict(re.findall(r'<input type="hidden" name="(seen|shown)" value="([^"]*)"', form))
        answer = self.clients[role].post(place, {**hidden, **fields})
        assert answer.status_code == expect, answer.text[:3000]
        self.problem.refresh_from_db()
        return answer.text

    def decide(self) -> None:
        self.send(
            Role.CLERK,
            "decide",
            held_on="2014-05-23",
            present="校长、书记、两位副校长",
            conclusion="由总务处牵头",
        )

    def claim(self) -> None:
        self.send(Role.HEAD, "steps/claim", password=PASSWORD)

    def work(self) -> None:
        clerk = Role.CLERK
        self.send(clerk, "plan", goal="菜价公开", responsible="总务主任", due_on=DUE, horizon="by_date")
        self.send(
            clerk, "measures", what="每周一公示菜价", doer="总务主任", until=DUE, result="公示栏有当周价目表"
        )


@pytest.fixture
def hands(
    world: World,
    account: Callable[..., Account],
    client_of: Callable[..., Client],
    settings: Settings,
    tmp_path: object,
) -> Hands:
    settings.HUIYIN_FILES = str(tmp_path)
    problem = raise_problem(
        world.campaign,
        Wording(title="食堂菜价不公开", source="own", manifestation="菜价没有公示"),
        owner=world.school,
        by=world.clerk,
        at=world.at,
    )
    people = {
        Role.HEAD: account("xiaozhang", (Role.HEAD, world.school)),
        Role.CLERK: account("lianluo", (Role.CLERK, world.school)),
        Role.OFFICE: account("ganshi", (Role.OFFICE, world.bureau)),
        Role.SUPERVISION: account("dudao", (Role.SUPERVISION, world.bureau)),
    }
    give_post(people[Role.HEAD], PostKind.HEAD, world.school, since=date(2014, 1, 1), by=OFFICE, at=world.at)
    return Hands(world, problem, {role: client_of(one) for role, one in people.items()})


@pytest.fixture
def client_of() -> Callable[[Account], Client]:
    def make(account: Account) -> Client:
        client = Client()
        assert client.post("/sign-in", {"login": account.login, "password": PASSWORD}).status_code == 302
        return client

    return make


def test_from_the_sitting_to_the_acceptance(hands: Hands) -> None:
    assert "下一步：集体议定" in hands.page(Role.CLERK)
    hands.decide()
    assert "由总务处牵头" in hands.page(Role.OFFICE)
    assert "等主要负责人、班子成员：认领" in hands.page(Role.CLERK)
    hands.claim()
    page = hands.page(Role.CLERK)
    assert "还没有整改措施" in page
    assert "还没有整改时限" in page
    hands.work()
    hands.send(Role.CLERK, "steps/start")
    seen = Measure.objects.get().version
    done = hands.clients[Role.CLERK].post(
        f"{hands.place}/measures/1/end", {"seen": seen, "state": "done", "line": "已连续公示四周"}
    )
    assert done.status_code == 302
    hands.send(Role.CLERK, "evidence", kind="prices", title="价目表", where="公示栏")
    hands.send(Role.CLERK, "rules", kind="none", title="已有规定，照办即可")
    hands.send(Role.CLERK, "steps/check", reason="已连续公示四周")
    assert "等主要负责人：报请验收" in hands.page(Role.CLERK)
    hands.send(Role.HEAD, "steps/submit", password=PASSWORD)
    hands.send(Role.OFFICE, "steps/accept", reason="到现场看过公示栏")
    assert hands.problem.state == "closed"
    page = hands.page(Role.HEAD)
    assert "2014 年 5 月 23 日销号" in page
    assert "到现场看过公示栏" in page
    acts = list(Step.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["decide", "claim", "start", "check", "submit", "accept"]
    signed = dict(Step.objects.values_list("act", "shown"))
    assert len(signed["claim"]) == len(signed["submit"]) == 64
    assert signed["accept"] == ""


def test_one_sitting_concludes_on_each_of_its_problems(hands: Hands) -> None:
    other = raise_problem(
        hands.problem.campaign,
        Wording(title="操场晚上不开", source="own"),
        owner=hands.problem.owner,
        by=Actor("office", Role.OFFICE),
        at=datetime(2014, 5, 23, 4, tzinfo=UTC),
    )
    drawn = hands.clients[Role.CLERK].get(f"{hands.place}/decide").text
    assert f'name="on-{other.number}"' in drawn
    said = {f"on-{hands.problem.number}": "总务处周五前贴出来", f"on-{other.number}": "体育组排班"}
    form = {"held_on": "2014-05-23", "present": "校长、书记", "also": other.number, **said}
    kept = hands.send(Role.CLERK, "decide", 422, **form)
    assert 'value="体育组排班"' in kept
    hands.send(Role.CLERK, "decide", conclusion="两件事都由副校长牵头", **form)
    page = hands.page(Role.OFFICE)
    assert "两件事都由副校长牵头" in page
    assert "总务处周五前贴出来" in page
    assert "体育组排班" not in page
    beside = hands.clients[Role.OFFICE].get(f"/c/mass-line/problems/{other.number}").text
    assert "体育组排班" in beside
    assert "两件事都由副校长牵头" in beside


def test_the_own_hand_takes_the_own_password(hands: Hands) -> None:
    hands.decide()
    said = hands.send(Role.HEAD, "steps/claim", 403, password="不是这个密码")  # noqa: S106 - a wrong one
    assert "密码不对，没有办理" in said
    assert hands.problem.state == "decided"
    assert "没有“认领问题”的权限" in hands.send(Role.CLERK, "steps/claim", 403, password=PASSWORD)


def test_what_changed_under_the_signing_hand_is_not_signed(hands: Hands) -> None:
    hands.decide()
    place = f"{hands.place}/steps/claim"
    drawn = hands.clients[Role.HEAD].get(place).text
    hands.send(Role.CLERK, "plan", goal="另一个目标")
    hidden = dict(re.findall(r'<input type="hidden" name="(seen|shown)" value="([^"]*)"', drawn))
    answer = hands.clients[Role.HEAD].post(place, {**hidden, "password": PASSWORD})
    assert answer.status_code == 403
    assert "还没有签" in answer.text
    assert not Step.objects.filter(act="claim").exists()


def test_fixed_at_once_in_one_form(hands: Hands) -> None:
    page = hands.page(Role.CLERK)
    assert f"{hands.place}/fix" in page
    hands.send(
        Role.CLERK,
        "fix",
        what="当天贴出菜价",
        on="2014-05-23",
        kind="prices",
        title="价目表",
        where="食堂门口",
    )
    assert hands.problem.state == "checked"
    assert hands.problem.horizon == "at_once"


def test_what_was_typed_stays_where_it_is_refused(hands: Hands) -> None:
    said = hands.send(
        Role.CLERK, "fix", 422, what="当天贴出菜价", on="2013-01-01", kind="prices", title="价目表"
    )
    assert "哪天改好的" in said
    assert 'value="当天贴出菜价"' in said
    assert not Measure.objects.exists()


def test_a_later_date_is_decided_by_another(hands: Hands) -> None:
    hands.work()
    hands.send(Role.CLERK, "extension", wanted="2014-07-31", reason="要等施工")
    assert "审批延期" not in hands.page(Role.CLERK)
    assert "审批延期" in hands.page(Role.OFFICE)
    hands.send(Role.OFFICE, "extension/answer", granted="yes")
    assert hands.problem.due_on == date(2014, 7, 31)
    assert Extension.objects.get().answer == "granted"


def test_a_measure_without_a_deed_is_kept_with_a_hint(hands: Hands) -> None:
    hands.send(Role.CLERK, "measures", what="进一步提高认识")
    page = hands.page(Role.OFFICE)
    assert "进一步提高认识" in page
    assert "看不出具体做什么" in page
    assert "没有写哪天前完成" in page


def test_evidence_is_a_file_among_others_and_says_what_is_odd(hands: Hands) -> None:
    place = f"{hands.place}/evidence"
    sent = {"kind": "file", "title": "会议记录", "dated": "2014-01-05"}
    upload = SimpleUploadedFile("minutes.txt", "菜价记录".encode())
    assert hands.clients[Role.CLERK].post(place, {**sent, "file": upload}).status_code == 302
    row = Evidence.objects.get()
    assert "早于问题提出" in hands.page(Role.OFFICE)
    kept = hands.clients[Role.OFFICE].get(f"{place}/{row.pk}/file")
    assert kept.content == "菜价记录".encode()
    assert "attachment" in kept.headers["Content-Disposition"]
    hands.clients[Role.CLERK].post(f"{place}/{row.pk}/withdraw")
    assert "撤下" in hands.page(Role.OFFICE)


def test_a_page_costs_the_same_however_much_was_done(
    hands: Hands, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hands.decide()
    hands.work()
    client = hands.clients[Role.CLERK]
    client.get(hands.place)
    with django_assert_num_queries(PAGE):
        client.get(hands.place)
    for number in range(4):
        hands.send(Role.CLERK, "measures", what=f"每周公示第 {number} 项", until=DUE)
        hands.send(Role.CLERK, "evidence", kind="paper", title=f"第 {number} 份")
    with django_assert_num_queries(PAGE):
        client.get(hands.place)


PAGE = 23


def test_the_trace_leads_to_everything_on_the_way(hands: Hands) -> None:
    hands.decide()
    hands.work()
    page = hands.clients[Role.HEAD].get(f"{hands.place}/trace").text
    assert "每周一公示菜价" in page
    assert f'href="{hands.place}"' in page
    assert page.count("<rect") == 2  # the problem and its measure


def handed_in(hands: Hands) -> None:
    hands.send(
        Role.CLERK,
        "fix",
        what="当天贴出菜价",
        on="2014-05-23",
        kind="prices",
        title="价目表",
        where="食堂门口",
    )
    hands.send(Role.HEAD, "steps/submit", password=PASSWORD)


def closed(hands: Hands) -> None:
    handed_in(hands)
    hands.send(Role.OFFICE, "steps/accept", reason="到现场看过")
    assert hands.problem.state == "closed"


def test_what_is_returned_is_put_right_anew_and_what_was_not_really_fixed_comes_back(hands: Hands) -> None:
    handed_in(hands)
    returned = {"reason_code": "paper_only", "reason": "公示栏是空的", "until": "2014-06-06"}
    hands.send(Role.SUPERVISION, "steps/return", **returned)
    assert (hands.problem.state, hands.problem.due_on) == ("returned", date(2014, 6, 6))
    page = hands.page(Role.CLERK)
    assert "只有材料，没有做法" in page
    assert "下一步：继续整改" in page


def test_a_closed_one_is_reopened_by_a_person_under_its_number(hands: Hands) -> None:
    closed(hands)
    number = hands.problem.number
    assert "销号以后" in hands.page(Role.SUPERVISION)
    hands.send(
        Role.SUPERVISION, "steps/reopen", reason_code="sample", reason="抽查时没有公示", until="2014-06-06"
    )
    assert (hands.problem.number, hands.problem.round) == (number, 2)
    assert (hands.problem.state, hands.problem.closed_on) == ("rectifying", None)
    page = hands.page(Role.CLERK)
    assert "第 1 轮" in page  # what was done then stays
    assert "下一步：已立行立改" in page


def test_who_did_it_can_not_accept_it_through_any_door(hands: Hands) -> None:
    hands.send(Role.OFFICE, "evidence", kind="paper", title="陪餐记录", where="总务处")
    handed_in(hands)
    assert "等活动办、领导小组：验收通过" in hands.page(Role.OFFICE)
    assert "您参与了这个问题的整改" in hands.send(Role.OFFICE, "steps/accept", 403, reason="属实")
    assert hands.problem.state == "awaiting"
