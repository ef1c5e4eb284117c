"""The page of a person: what may be done, what is refused, and what stays typed."""

import re
from datetime import date, datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.commands import open_account
from huiyin.platform.orgs.models import Grant, Post, Unit
from huiyin.platform.orgs.rules.rights import Role
from tests.web.conftest import GIVERS, OFFICE, SignedIn
from tests.web.people.conftest import Foreign
from tests.world import World

CODE = re.compile(r"(?:[A-Z]{4}-){3}[A-Z]{4}")


def test_a_person_outside_of_the_scope_is_not_there(signed_in: SignedIn, foreign: Foreign) -> None:
    client = signed_in(Role.OFFICE)
    pk = foreign.account.pk
    grant = Grant.objects.get(account=foreign.account)
    assert client.get(f"/people/{pk}").status_code == 404
    assert client.get("/people/99999999999999999999").status_code == 404
    for act in ("grant", "post", "slip", "close", "hand-over", f"grant/{grant.pk}/end", "post/1/end"):
        assert client.post(f"/people/{pk}/{act}", {"last": "2014-05-23"}).status_code == 404
    foreign.account.refresh_from_db()
    assert foreign.account.active
    grant.refresh_from_db()
    assert grant.until is None


def test_a_role_of_another_unit_is_not_ended_through_a_person_in_sight(
    signed_in: SignedIn, head: Account, foreign: Foreign
) -> None:
    grant = Grant.objects.get(account=foreign.account)
    answer = signed_in(Role.OFFICE).post(f"/people/{head.pk}/grant/{grant.pk}/end", {"last": "2014-05-23"})
    assert answer.status_code == 404


def test_a_role_is_given_and_ended_and_stays_as_history(
    signed_in: SignedIn, world: World, head: Account
) -> None:
    client = signed_in(Role.OFFICE)
    typed = {
        "role": "clerk",
        "unit": "云河市实验幼儿园",
        "since": "2014-05-22",
        "until": "",
        "campaign": "mass-line",
    }
    answer = client.post(f"/people/{head.pk}/grant", typed)
    assert answer.headers["Location"] == f"/people/{head.pk}"
    grant = Grant.objects.get(account=head, role=Role.CLERK)
    assert (grant.unit, grant.since, grant.campaign) == (world.other_school, date(2014, 5, 22), "mass-line")
    assert "角色已授予" in client.get(f"/people/{head.pk}").text
    client.post(f"/people/{head.pk}/grant/{grant.pk}/end", {"last": "2014-05-22"})
    page = client.get(f"/people/{head.pk}")
    assert "以往" in page.text
    assert "2014 年 5 月 22 日" in page.text


def test_a_refused_form_stays_open_with_what_was_typed(signed_in: SignedIn, head: Account) -> None:
    client = signed_in(Role.OFFICE)
    typed = {"role": "supervision", "unit": "云河市第三中学", "since": "2014-05-24", "until": ""}
    answer = client.post(f"/people/{head.pk}/grant", typed)
    assert answer.status_code == 422
    assert "必须写明截止日期" in answer.text
    assert 'value="2014-05-24"' in answer.text
    assert '<option value="supervision" selected>' in answer.text
    answer = client.post(f"/people/{head.pk}/grant", {**typed, "unit": "第三中学"})
    assert "这里不作猜测" in answer.text
    assert 'value="第三中学"' in answer.text
    assert client.post(f"/people/{head.pk}/grant", {**typed, "since": "昨天"}).status_code == 422
    assert client.post(f"/people/{head.pk}/grant", {**typed, "campaign": "zzz"}).status_code == 422


def test_a_refused_end_keeps_its_day(signed_in: SignedIn, head: Account) -> None:
    client = signed_in(Role.OFFICE)
    grant = Grant.objects.get(account=head)
    answer = client.post(f"/people/{head.pk}/grant/{grant.pk}/end", {"last": "2013-12-31"})
    assert answer.status_code == 422
    assert "已经过去的日子不再改动" in answer.text
    assert 'value="2013-12-31"' in answer.text
    assert "<details open>" in answer.text
    grant.refresh_from_db()
    assert grant.until is None


def test_what_has_not_begun_is_taken_back_whole(signed_in: SignedIn, world: World, head: Account) -> None:
    client = signed_in(Role.OFFICE)
    typed = {"role": "clerk", "unit": "云河市第三中学", "since": "2014-07-01"}
    client.post(f"/people/{head.pk}/grant", typed)
    grant = Grant.objects.get(account=head, role=Role.CLERK)
    client.post(f"/people/{head.pk}/grant/{grant.pk}/end", {"last": "2014-05-23"})
    assert "已整个收回" in client.get(f"/people/{head.pk}").text
    assert not Grant.objects.filter(pk=grant.pk).exists()


def test_a_foreign_unit_can_not_be_named(signed_in: SignedIn, head: Account, foreign: Foreign) -> None:
    typed = {"role": "clerk", "unit": "山南市第一中学"}
    answer = signed_in(Role.OFFICE).post(f"/people/{head.pk}/grant", typed)
    assert answer.status_code == 422
    assert "不在单位名单中" in answer.text


def test_a_second_head_is_a_conflict_that_names_the_first(
    signed_in: SignedIn, world: World, head: Account, at: datetime
) -> None:
    second, _ = open_account("mei", "梅某", by=OFFICE, at=at)
    client = signed_in(Role.OFFICE)
    answer = client.post(f"/people/{second.pk}/post", {"post": "head", "unit": "云河市第三中学"})
    assert answer.status_code == 409
    assert "林某校" in answer.text
    typed = {"post": "member", "unit": "云河市第三中学", "since": "2014-05-20"}
    client.post(f"/people/{second.pk}/post", typed)
    post = Post.objects.get(account=second)
    client.post(f"/people/{second.pk}/post/{post.pk}/end", {"last": "2014-05-23"})
    post.refresh_from_db()
    assert post.until == date(2014, 5, 23)


def test_the_page_offers_only_what_may_be_given_and_says_who_gives_the_rest(
    signed_in: SignedIn, head: Account
) -> None:
    page = signed_in(Role.OFFICE).get(f"/people/{head.pk}").text
    assert '<option value="clerk"' in page
    assert '<option value="discipline"' not in page
    assert "“纪检”由领导小组任命" in page
    page = signed_in(Role.LEADER).get(f"/people/{head.pk}").text
    assert '<option value="discipline"' in page
    assert '<option value="clerk"' not in page
    assert "登记职务" not in page


def test_both_capacities_of_one_person_count(
    signed_in: SignedIn, world: World, head: Account, at: datetime
) -> None:
    client = signed_in(Role.OFFICE)
    account = Account.objects.get(login="office1")
    Grant.objects.create(account=account, role=Role.LEADER, unit=world.bureau, since=date(2014, 1, 1))
    answer = client.post(f"/people/{head.pk}/grant", {"role": "discipline", "unit": world.bureau.name})
    assert answer.status_code == 422
    assert "新登录条" in answer.text


def test_nobody_appoints_themselves(signed_in: SignedIn, world: World) -> None:
    client = signed_in(Role.OFFICE)
    own = Account.objects.get(login="office1")
    page = client.get(f"/people/{own.pk}")
    assert "不能为自己授权" in page.text
    assert '<form method="post" action="/people' not in page.text
    answer = client.post(f"/people/{own.pk}/grant", {"role": "leader", "unit": world.bureau.name})
    assert answer.status_code == 403


def test_a_new_slip_is_shown_once_and_kept_nowhere(signed_in: SignedIn, head: Account) -> None:
    client = signed_in(Role.OFFICE)
    answer = press_slip(client, head)
    assert answer.status_code == 200
    found = CODE.findall(answer.text)
    assert len(found) == 1
    assert "用过即作废，请勿拍照转发" in answer.text
    assert "http://testserver/slip" in answer.text
    assert "云河市教育局" in answer.text
    assert "云河市第三中学" in answer.text
    for address in ("/people", f"/people/{head.pk}"):
        assert found[0] not in client.get(address).text
    assert found[0] not in str(dict(client.session))
    assert found[0] not in "".join(Record.objects.values_list("facts", flat=True))
    assert "no-store" in answer.headers["Cache-Control"]


def press_slip(client: Client, account: Account) -> HttpResponse:
    page = client.get(f"/people/{account.pk}").text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    return client.post(f"/people/{account.pk}/slip", {"seen": seen[1]})


def test_a_slip_form_sent_twice_makes_one_slip(signed_in: SignedIn, head: Account) -> None:
    client = signed_in(Role.OFFICE)
    seen = re.search(r'name="seen" value="(\w+)"', client.get(f"/people/{head.pk}").text)
    assert seen is not None
    client.post(f"/people/{head.pk}/slip", {"seen": seen[1]})
    head.refresh_from_db()
    slip = head.slip
    again = client.post(f"/people/{head.pk}/slip", {"seen": seen[1]})
    assert again.status_code == 409
    assert "没有再发新的" in again.text
    head.refresh_from_db()
    assert head.slip == slip


def test_the_office_hands_out_no_slip_of_the_discipline_officer(
    signed_in: SignedIn, world: World, at: datetime
) -> None:
    officer, _ = open_account("ji", "纪某", by=OFFICE, at=at)
    Grant.objects.create(account=officer, role=Role.DISCIPLINE, unit=world.bureau, since=date(2014, 1, 1))
    client = signed_in(Role.OFFICE)
    page = client.get(f"/people/{officer.pk}").text
    assert "发新登录条</button>" not in page
    assert "要由能任命它全部角色的人办理" in page
    assert client.post(f"/people/{officer.pk}/close").status_code == 403
    assert press_slip(signed_in(Role.LEADER), officer).status_code == 200
    assert GIVERS[Role.DISCIPLINE].role is Role.LEADER


def test_an_account_is_closed_once(signed_in: SignedIn, head: Account) -> None:
    client = signed_in(Role.OFFICE)
    assert client.post(f"/people/{head.pk}/close").status_code == 302
    page = client.get(f"/people/{head.pk}").text
    assert "已停用" in page
    assert "授予角色" not in page
    assert client.post(f"/people/{head.pk}/close").status_code == 422


def test_a_hand_over_is_shown_before_it_happens(
    signed_in: SignedIn, world: World, head: Account, at: datetime
) -> None:
    taker, _ = open_account("mei", "梅某", by=OFFICE, at=at)
    client = signed_in(Role.OFFICE)
    typed = {"unit": str(world.school.pk), "taker": "MEI", "on": "2014-06-01", "step": "check"}
    answer = client.post(f"/people/{head.pk}/hand-over", typed)
    assert answer.status_code == 200
    for words in ("从 2014 年 6 月 1 日 起", "梅某（mei）", "主要负责人", "没办完的事跟着职务和角色走"):
        assert words in answer.text
    assert not Grant.objects.filter(account=taker).exists()
    answer = client.post(f"/people/{head.pk}/hand-over", {**typed, "step": "do"})
    assert answer.headers["Location"] == f"/people/{head.pk}"
    assert Grant.objects.get(account=taker).since == date(2014, 6, 1)
    assert Grant.objects.get(account=head).until == date(2014, 5, 31)
    assert Post.objects.get(account=taker).kind == "head"
    assert Record.objects.filter(act="unit.handed_over").count() == 1


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"taker": "nobody"}, 422, "找不到“nobody”"),
        ({"taker": "waibian"}, 422, "找不到“waibian”"),
        ({"taker": "lin"}, 422, "另一个在用的账号"),
        ({"on": "2014-05-01"}, 422, "已经过去"),
        ({"on": ""}, 422, "哪一天"),
        ({"unit": "0"}, 422, "选择在哪个单位"),
    ],
)
def test_a_refused_hand_over_keeps_what_was_typed(
    signed_in: SignedIn,
    world: World,
    head: Account,
    foreign: Foreign,
    at: datetime,
    change: dict[str, str],
    status: int,
    words: str,
) -> None:
    open_account("mei", "梅某", by=OFFICE, at=at)
    typed = {"unit": str(world.school.pk), "taker": "mei", "on": "2014-06-01", "step": "check", **change}
    answer = signed_in(Role.OFFICE).post(f"/people/{head.pk}/hand-over", typed)
    assert answer.status_code == status
    assert words in answer.text
    assert f'value="{typed["taker"]}"' in answer.text


def test_an_account_is_opened_with_its_first_role_by_one_act(signed_in: SignedIn, world: World) -> None:
    client = signed_in(Role.OFFICE)
    typed = {
        "login": "Qian.Er",
        "name": "钱某",
        "role": "clerk",
        "unit": "云河市第三中学",
        "until": "2014-12-31",
    }
    answer = client.post("/people/open", typed)
    assert answer.status_code == 200
    assert len(CODE.findall(answer.text)) == 1
    grant = Grant.objects.get(account__login="qian.er")
    assert (grant.role, grant.unit, grant.until) == ("clerk", world.school, date(2014, 12, 31))
    assert Record.objects.filter(act="people.imported").count() == 1
    again = client.post("/people/open", typed)
    assert again.status_code == 409
    assert not CODE.findall(again.text)
    assert 'value="Qian.Er"' in again.text


def test_an_account_is_opened_without_a_role(signed_in: SignedIn, world: World) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    answer = client.post("/people/open", {"login": "qian", "name": "钱某"})
    assert len(CODE.findall(answer.text)) == 1
    assert Record.objects.get(act="account.opened", subject=Account.objects.get(login="qian").code)
    assert client.get(f"/people/{Account.objects.get(login='qian').pk}").status_code == 200


def test_neither_account_nor_role_when_the_role_is_refused(signed_in: SignedIn, world: World) -> None:
    client = signed_in(Role.OFFICE)
    typed = {"login": "qian", "name": "钱某", "role": "discipline", "unit": "云河市第三中学"}
    answer = client.post("/people/open", typed)
    assert answer.status_code == 409
    assert "由领导小组任命" in answer.text
    assert "本行" not in answer.text
    assert 'value="钱某"' in answer.text
    assert not Account.objects.filter(login="qian").exists()
    assert client.post("/people/open", {**typed, "name": " "}).status_code == 422
    assert Unit.objects.count() == 3
