"""An answer on its way: written beside the words, returned with a reason, written anew, approved by another."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.answers.commands import add_under_receipt, draft_answer, report_retaliation
from huiyin.process.answers.models import Answer, Message, Receipt
from huiyin.process.answers.queries import receipt_of
from huiyin.process.answers.rules.receipts import fresh_nonce
from huiyin.process.channels.commands import open_entrance, submit_opinion
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.rules.given import Given
from huiyin.process.opinions.models import Opinion
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
HERE = "/c/mass-line"
SAID = "食堂账目从来不公布。能不能多开一个窗口？"


@pytest.fixture
def entrance(world: World) -> Entrance:
    return open_entrance(
        world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=world.at
    )


def say(world: World, entrance: Entrance, text: str = SAID) -> Receipt:
    code = submit_opinion(entrance, Given(text, giver_kind="parent"), nonce=fresh_nonce(), at=world.at).code
    found = receipt_of(code)
    assert found is not None
    return found


def test_draft_return_redraft_approve(world: World, entrance: Entrance, signed_in: SignedIn) -> None:
    writer, approver = signed_in(Role.OFFICE, login="writer"), signed_in(Role.OFFICE, login="approver")
    pk = say(world, entrance).pk
    address = f"{HERE}/answers/new?opinion={pk}"
    assert SAID in writer.get(address).text
    sent = {"opinion": str(pk), "opinion_of": str(pk), "body": "账目每月五日公布。", "settles": "yes"}
    looked = writer.post(f"{HERE}/answers/new", {**sent, "then": "look"})
    assert '<mark class="ask">能不能多开一个窗口？</mark>' in looked.text
    assert not Answer.objects.exists()
    assert writer.post(f"{HERE}/answers/new", sent).status_code == 302
    first = Answer.objects.get()
    page = f"{HERE}/answers/{first.pk}"
    assert "不审批" in writer.get(page).text
    assert writer.post(f"{page}/give", {"version": "1"}).status_code == 403
    assert "请写明退回的理由" in approver.post(f"{page}/return", {"version": "1", "why": ""}).text
    approver.post(f"{page}/return", {"version": "1", "why": "窗口的事没有答"})
    assert "窗口的事没有答" in writer.get(f"{page}/edit").text
    writer.post(f"{page}/edit", {"body": "账目每月五日公布，六月起多开一个窗口。", "settles": "yes"})
    again = Answer.objects.get(follows=first)
    page = f"{HERE}/answers/{again.pk}"
    assert "<mark" not in approver.get(page).text
    assert approver.post(f"{page}/give", {"version": "1"}).status_code == 302
    opinion = Opinion.objects.get(pk=pk)
    assert (opinion.disposition, opinion.answered_on) == ("answered", world.at.date())
    assert approver.post(f"{page}/give", {"version": "1"}).status_code == 409
    assert "六月起多开一个窗口" in writer.get(f"{HERE}/opinions/{pk}").text


def test_a_phrase_is_inserted_and_nothing_is_handed_in(
    world: World, entrance: Entrance, signed_in: SignedIn
) -> None:
    office = signed_in(Role.OFFICE)
    pk = say(world, entrance).pk
    office.post(f"{HERE}/answers/phrases", {"title": "电话", "body": "有疑问请打局办公室电话。"})
    form = office.get(f"{HERE}/answers/new?opinion={pk}").text
    then = form.partition('value="phrase-')[2].partition('"')[0]
    sent = {"opinion": str(pk), "opinion_of": str(pk), "body": "每月公布。", "then": f"phrase-{then}"}
    assert "每月公布。\n有疑问请打局办公室电话。" in office.post(f"{HERE}/answers/new", sent).text
    assert not Answer.objects.exists()
    assert office.post(f"{HERE}/answers/phrases", {"title": "", "body": "x"}).status_code == 422


def test_what_is_not_taken_stays_in_the_form(world: World, entrance: Entrance, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    pk = say(world, entrance).pk
    long = "字" * 5001
    answer = office.post(f"{HERE}/answers/new", {"opinion": str(pk), "opinion_of": str(pk), "body": long})
    assert answer.status_code == 422
    assert long in answer.text
    none = office.post(f"{HERE}/answers/new", {"opinion": str(pk), "body": "每月公布。"})
    assert none.status_code == 422
    assert "每月公布。" in none.text


def test_a_stock_answer_is_said(world: World, entrance: Entrance, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    for number in range(4):
        receipt = say(world, entrance, f"第{number}件事没有人管")
        draft_answer(world.campaign, [receipt.pk], "感谢反映，正在研究。", by=world.office, at=world.at)
    answer = Answer.objects.latest("pk")
    assert "另有 3 份答复与它一字不差" in office.get(f"{HERE}/answers/{answer.pk}").text


def test_the_office_asks_and_reads_what_comes(world: World, entrance: Entrance, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    receipt = say(world, entrance)
    page = f"{HERE}/opinions/{receipt.pk}"
    assert office.post(f"{page}/ask", {"question": " "}).status_code == 422
    assert office.post(f"{page}/ask", {"question": "是哪个食堂？"}).status_code == 302
    assert "是哪个食堂？" in office.get(page).text
    add_under_receipt(receipt, "还有一件：菜是凉的", at=world.at)
    report_retaliation(receipt, "班主任找我谈话了", at=world.at)
    shown = office.get(page).text
    assert "菜是凉的" in shown
    assert "班主任" not in shown
    assert "1 条意见，反映人又说了话" in office.get(f"{HERE}/todo").text
    assert "菜是凉的" not in office.get(f"{HERE}/answers?due=unread").text
    unread = Message.objects.get(kind="addition")
    office.post(f"{page}/read", {"message": [str(unread.pk), "x", "9" * 30]})
    unread.refresh_from_db()
    assert unread.read_on == world.at.date()
    assert "反映人又说了话，还没有看" not in office.get(f"{HERE}/todo").text
    inspector = signed_in(Role.SUPERVISION)
    assert "班主任找我谈话了" in inspector.get(page).text
    assert "1 条意见，反映人又说了话" in inspector.get(f"{HERE}/todo").text


def test_without_a_receipt_nobody_is_asked(world: World, signed_in: SignedIn) -> None:
    (listed,) = world.take("校车晚点没有人管")
    office = signed_in(Role.OFFICE)
    assert "给反映人的回音" not in office.get(f"{HERE}/opinions/{listed.pk}").text
    answer = office.post(f"{HERE}/opinions/{listed.pk}/ask", {"question": "哪一路？"})
    assert answer.status_code == 422
    assert "没有回执" in answer.text


@pytest.mark.parametrize(
    "query", ["?due=unknown", "?after=x", "?before=9999999999999999999"], ids=["filter", "after", "before"]
)
def test_a_bad_address_is_answered_by_a_sentence(world: World, signed_in: SignedIn, query: str) -> None:
    assert signed_in(Role.OFFICE).get(f"{HERE}/answers{query}").status_code == 422


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_lists_cost_the_same_however_much_there_is(
    world: World, entrance: Entrance, signed_in: SignedIn
) -> None:
    office = signed_in(Role.OFFICE)
    addresses = [f"{HERE}/answers", f"{HERE}/answers/drafts", f"{HERE}/answers/rates"]

    def more(number: int) -> None:
        receipt = say(world, entrance, f"第{number}件事没有人管")
        draft_answer(world.campaign, [receipt.pk], f"答{number}", by=world.office, at=world.at)
        say(world, entrance, f"又第{number}件事没有人管")

    more(0)
    before = [_queries(office, address) for address in addresses]
    for number in range(1, 8):
        more(number)
    assert [_queries(office, address) for address in addresses] == before
    assert max(before) <= 14
