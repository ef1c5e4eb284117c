"""What givers say of a fix, on the office's side: the list of "not really fixed", and how a person decides."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.answers.models import Message
from huiyin.process.answers.queries import receipt_of
from huiyin.process.channels.commands import open_entrance, submit_opinion
from huiyin.process.channels.rules.given import Given
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.rectification.commands import rate_fix
from huiyin.process.rectification.models import Upheld
from tests.process.rectification.conftest import Ledger
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
LIST = "/c/mass-line/problems/not-fixed"
ONE = "/c/mass-line/problems/2014-001/not-fixed"
STILL = "菜价牌挂了一天就摘了"


@pytest.fixture
def ledger(world: World) -> Ledger:
    """A problem handed in, of which one of two givers says that it isn't really fixed."""
    entrance = open_entrance(
        world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=world.at
    )
    receipts = []
    for number, words in enumerate(("食堂菜价从来不贴出来", "一餐多少钱没有人知道")):
        sent = submit_opinion(entrance, Given(words), nonce=bytes([number] * 16), at=world.at)
        receipts.append(receipt_of(sent.code))
    wording = Wording(title="食堂菜价不公开", source="masses", manifestation="不知道每餐多少钱", checked=True)
    problem = raise_problem(
        world.campaign,
        wording,
        opinions=[receipt.matter for receipt in receipts if receipt],
        owner=world.school,
        by=world.office,
        at=world.at,
    )
    made = Ledger(world, problem, world.at)
    made.hand_in()
    assert receipts[0] is not None
    rate_fix(receipts[0], problem.number, "not_fixed", STILL, at=world.at)
    return made


def test_the_list_and_what_they_say(signed_in: SignedIn, ledger: Ledger) -> None:
    office = signed_in(Role.OFFICE)
    page = office.get(LIST).text
    assert "食堂菜价不公开" in page
    assert ONE in page
    page = office.get(ONE).text
    assert STILL in page
    assert "请 2 人评价" in page
    assert "不足 10 人评价，不算率" in page
    assert "1 个问题，反映人说没有真改，等您定" in office.get("/c/mass-line/todo").text


def test_upheld_with_a_reason(signed_in: SignedIn, ledger: Ledger) -> None:
    inspector = signed_in(Role.SUPERVISION)
    assert "为什么维持" in inspector.post(ONE, {"decision": "uphold", "seen": "1", "reason": " "}).text
    stale = inspector.post(ONE, {"decision": "uphold", "seen": "3", "reason": "已换成电子屏"})
    assert stale.status_code == 409
    assert "已换成电子屏" in stale.text
    assert (
        inspector.post(ONE, {"decision": "uphold", "seen": "1", "reason": "已换成电子屏"}).status_code == 302
    )
    assert Upheld.objects.get().reason == "已换成电子屏"
    assert "没有等着处理的" in inspector.get(LIST).text
    assert "没有等着处理的了" in inspector.get(ONE).text


def test_back_to_be_put_right(signed_in: SignedIn, ledger: Ledger) -> None:
    office = signed_in(Role.OFFICE)
    sent = {
        "decision": "return",
        "round": "1",
        "state": "awaiting",
        "reason": "反映人说没有挂",
        "reason_code": "givers_disagree",
        "until": (ledger.today + timedelta(days=20)).isoformat(),
    }
    assert office.post(ONE, {**sent, "reason_code": ""}).status_code == 422
    assert office.post(ONE, {**sent, "state": "closed"}).status_code == 409
    assert office.post(ONE, {**sent, "decision": "reopen"}).status_code == 422
    assert ledger.now().state == "awaiting"
    assert office.post(ONE, sent).status_code == 302
    assert ledger.now().state == "returned"
    assert Message.objects.get().read_on == ledger.today
    assert "没有等着处理的" in office.get(LIST).text


def test_the_unit_doesnt_judge_itself(signed_in: SignedIn, ledger: Ledger) -> None:
    own = signed_in(Role.OFFICE, ledger.world.school)
    assert "食堂菜价不公开" not in own.get(LIST).text
    assert own.get(ONE).status_code == 404
    head = signed_in(Role.HEAD, ledger.world.school)
    assert head.get(LIST).status_code == 403


def test_few_queries(
    signed_in: SignedIn, ledger: Ledger, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office: Client = signed_in(Role.OFFICE)
    office.get(LIST)
    with django_assert_max_num_queries(10):
        office.get(LIST)
    with django_assert_max_num_queries(22):
        office.get(ONE)
