"""One's own messages and how one wants them, through the client."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from django.test import Client
from icalendar import Calendar

from huiyin.platform.accounts.models import Account
from huiyin.platform.notices.commands import put_message, send_due
from huiyin.platform.notices.models import Message, Preference
from huiyin.platform.notices.queries import wishes_of
from huiyin.platform.notices.rules.feed import Entry
from huiyin.platform.notices.rules.sections import Line, Section
from huiyin.platform.orgs.commands import close_account
from huiyin.platform.orgs.rules.rights import Role
from huiyin.web.notices import feed
from tests.web.conftest import OFFICE, PASSWORD, SignedIn
from tests.world import World

TOKEN = "0123abcd-4567-89ef-0123-456789abcdef"  # noqa: S105 - of no robot
CHOSEN = {"email": "lin@example.cn", "weekly": "yes", "quiet_from": "21:00", "quiet_to": "07:30"}
SECTION = Section("direct:1", "退回一件", (Line("认领问题 2014-001", "/c/mass-line/problems/2014-001"),))


@pytest.fixture
def clerk(signed_in: SignedIn, world: World) -> Client:
    return signed_in(Role.CLERK, world.school)


@pytest.fixture
def lin(clerk: Client) -> Account:
    return Account.objects.get(login="clerk1")


@pytest.fixture(autouse=True)
def _patient() -> Iterator[None]:
    feed._wrong.clear()
    yield
    feed._wrong.clear()


def tell(account: Account, at: datetime) -> Message:
    put_message(account, date(2014, 5, 23), [SECTION], by=OFFICE, at=at)
    send_due(by=OFFICE, at=at, deliver=lambda _: True, off=lambda _: False)
    return Message.objects.get()


def test_a_message_lies_on_the_desk_until_it_is_put_away(
    clerk: Client, lin: Account, at: datetime, django_assert_max_num_queries: Callable[..., object]
) -> None:
    assert "桌上没有消息" in clerk.get("/messages").text
    message = tell(lin, at)
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        text = clerk.get("/messages").text
    assert '<a href="/c/mass-line/problems/2014-001">认领问题 2014-001</a>' in text
    assert '消息 <span class="tag wait">1</span>' in clerk.get("/").text
    assert clerk.post(f"/messages/{message.pk}/put-away").headers["Location"] == "/messages"
    assert "认领问题" not in clerk.get("/messages").text
    assert "认领问题" in clerk.get("/messages?show=put-away").text
    assert 'class="tag wait">1<' not in clerk.get("/").text


def test_the_list_goes_on(clerk: Client, lin: Account, at: datetime) -> None:
    Message.objects.bulk_create(
        Message(account=lin, day=date(2014, 4, day), sections=[], ready_after=at, sent_at=at)
        for day in range(1, 23)
    )
    first = clerk.get("/messages").text
    later = re.search(r'href="(/messages\?[^"]+)" rel="next"', first)
    assert later is not None
    text = clerk.get(later[1].replace("&amp;", "&")).text
    assert "2014 年 4 月 2 日" in text
    assert "2014 年 4 月 3 日" not in text
    assert clerk.get("/messages?before=yesterday").status_code == 422


def test_settings_are_kept_and_a_refusal_keeps_what_was_typed(clerk: Client, lin: Account) -> None:
    assert clerk.post("/messages/settings", CHOSEN).headers["Location"] == "/messages/settings"
    wishes = wishes_of(lin)
    assert (wishes.email, wishes.weekly, wishes.halfmonth) == ("lin@example.cn", True, False)
    assert f"{wishes.quiet.since:%H:%M}–{wishes.quiet.until:%H:%M}" == "21:00–07:30"
    answer = clerk.post("/messages/settings", {**CHOSEN, "email": "lin@", "quiet_from": "22:00"})
    assert answer.status_code == 422
    assert 'value="lin@"' in answer.text
    assert 'value="22:00"' in answer.text
    assert clerk.post("/messages/settings", {**CHOSEN, "quiet_to": "noon"}).status_code == 422


def test_a_channel_is_never_shown_again_in_full(clerk: Client, lin: Account) -> None:
    typed = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}"
    clerk.post("/messages/settings/channel", {"channel": typed})
    text = clerk.get("/messages/settings").text
    assert "企业微信群机器人" in text
    assert "…cdef" in text
    assert "0123abcd" not in text
    again = clerk.post("/messages/settings/channel", {"channel": typed})
    assert again.status_code == 422
    assert "0123abcd" not in again.text
    channel = wishes_of(lin).channels[0].id
    clerk.post("/messages/settings/channel/remove", {"id": channel})
    assert wishes_of(lin).channels == ()
    assert clerk.post("/messages/settings/channel/remove", {"id": channel}).status_code == 404


def test_a_channel_isnt_kept_in_the_page_of_an_ended_session(clerk: Client) -> None:
    clerk.cookies.pop("huiyin")
    answer = clerk.post("/messages/settings/channel", {"channel": f"wecombot://{TOKEN}/"})
    assert answer.status_code == 401
    assert 'name="pending" value=""' in answer.text or "pending" not in answer.text


def test_the_calendar_opens_by_its_address_alone(
    clerk: Client, lin: Account, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Entry("plan:1", date(2014, 5, 31), "报送对照检查材料", "", "/messages", at)
    monkeypatch.setattr(feed, "entries_of", lambda account, on: [entry] if account == lin else [])
    answer = clerk.post("/messages/settings/feed")
    found = re.search(r'value="http://testserver(/calendar-feed/[^"]+\.ics)"', answer.text)
    assert found is not None
    assert answer.headers["Cache-Control"] == "no-store"
    assert "/calendar-feed/" not in clerk.get("/messages/settings").text
    stranger = Client()
    calendar = stranger.get(found[1])
    assert calendar.headers["Content-Type"].startswith("text/calendar")
    [event] = Calendar.from_ical(calendar.content).walk("VEVENT")
    assert (str(event["summary"]), str(event["url"])) == (entry.title, "http://testserver/messages")
    clerk.post("/messages/settings/feed")
    assert stranger.get(found[1]).status_code == 404


def test_a_closed_accounts_calendar_is_not_there(clerk: Client, lin: Account, at: datetime) -> None:
    found = re.search(r"/calendar-feed/[^\"]+\.ics", clerk.post("/messages/settings/feed").text)
    assert found is not None
    close_account(lin, by=OFFICE, at=at)
    assert Client().get(found[0]).status_code == 404


def test_who_tries_many_addresses_is_slowed_down_and_nobody_else(clerk: Client) -> None:
    found = re.search(r"/calendar-feed/[^\"]+\.ics", clerk.post("/messages/settings/feed").text)
    assert found is not None
    wrong = "/calendar-feed/" + "a" * 43 + ".ics"
    answers = [Client().get(wrong).status_code for _ in range(feed.MOST_WRONG + 1)]
    assert answers == [404] * feed.MOST_WRONG + [429]
    assert Client().get(found[0]).status_code == 200


def test_everything_is_ones_own_even_without_a_role(
    signed_in: SignedIn, account: Callable[..., Account], world: World
) -> None:
    account("bare")
    client = Client()
    client.post("/sign-in", {"login": "bare", "password": PASSWORD})
    assert client.get("/messages").status_code == 200
    client.post("/messages/settings", CHOSEN)
    assert Preference.objects.get().account.login == "bare"
