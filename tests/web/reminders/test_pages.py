"""The pages of reminder slips."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_post
from huiyin.platform.orgs.rules.rights import Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.problems.models import Problem
from huiyin.process.reminders.models import Reminder
from tests.web.conftest import OFFICE, PASSWORD, SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
HOME = "/c/mass-line/reminders"


@pytest.fixture
def member(world: World, account: Callable[..., Account], at: datetime) -> tuple[Account, Client]:
    opened = account("fuxiao", (Role.MEMBER, world.school))
    give_post(opened, PostKind.MEMBER, world.school, since=date(2014, 1, 1), by=OFFICE, at=at)
    client = Client()
    client.post("/sign-in", {"login": "fuxiao", "password": PASSWORD})
    return opened, client


def test_a_slip_is_sent_signed_and_in_the_ledger(
    world: World, signed_in: SignedIn, member: tuple[Account, Client]
) -> None:
    inspector = signed_in(Role.SUPERVISION)
    assert "云河市第三中学" in inspector.get(f"{HOME}/send").content.decode()
    form = f"{HOME}/send?unit={world.school.pk}"
    assert "某fuxiao" in inspector.get(form).content.decode()
    given = {
        "unit": world.school.pk,
        "account": member[0].pk,
        "text.1": "一周开了七次会，三次没有议题。",
        "focus.1": "F1",
    }
    answer = inspector.post(f"{HOME}/send", given)
    assert answer.status_code == 302
    slip = Reminder.objects.get()
    assert "等您签收" in member[1].get(HOME).content.decode()
    page = member[1].get(f"{HOME}/{slip.number}").content.decode()
    assert Problem.objects.get().number in page
    assert member[1].post(f"{HOME}/{slip.number}/sign").status_code == 302
    assert "本人签收" in inspector.get(f"{HOME}/{slip.number}").content.decode()
    assert member[1].post(f"{HOME}/{slip.number}/sign").status_code == 422


def test_telling_words_are_shown_and_kept(
    world: World, signed_in: SignedIn, member: tuple[Account, Client]
) -> None:
    inspector = signed_in(Role.SUPERVISION)
    given = {"unit": world.school.pk, "account": member[0].pk, "text.1": "有家长打13800000000来问收费"}
    answer = inspector.post(f"{HOME}/send", given)
    assert answer.status_code == 422
    assert "13800000000" in answer.content.decode()
    assert inspector.post(f"{HOME}/send", given | {"looked": "yes"}).status_code == 302


def test_others_see_nothing(world: World, signed_in: SignedIn, member: tuple[Account, Client]) -> None:
    inspector = signed_in(Role.SUPERVISION)
    given = {"unit": world.school.pk, "account": member[0].pk, "text.1": "一周开了七次会。"}
    inspector.post(f"{HOME}/send", given)
    clerk = signed_in(Role.CLERK, world.school)
    assert "七次会" not in clerk.get(HOME).content.decode()
    assert clerk.get(f"{HOME}/1").status_code == 404
    assert clerk.get(f"{HOME}/send").status_code == 403
