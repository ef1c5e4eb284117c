from datetime import date, datetime

import pytest
from django.db import DatabaseError, transaction

from huiyin.kit.errors import NotAllowed, Refused, Unseen
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.commands import give_post, open_account
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.problems.models import Problem
from huiyin.process.reminders.access import get_reminder, visible_reminders
from huiyin.process.reminders.commands import send_reminder, sign_reminder
from huiyin.process.reminders.models import Reminder, ReminderPoint
from huiyin.process.reminders.queries import points_to, unsigned
from huiyin.process.reminders.rules.wording import Pointed
from tests.world import World

pytestmark = pytest.mark.django_db
TOLD = Pointed("一周开了七次会，三次没有议题。会后没有人落实。", "F1")


@pytest.fixture
def people(world: World, at: datetime) -> dict[str, Account]:
    found = {}
    for login, post in (("head", PostKind.HEAD), ("member", PostKind.MEMBER)):
        account, _ = open_account(login, f"某{login}", by=world.office, at=at)
        give_post(account, post, world.school, since=date(2014, 1, 1), by=world.office, at=at)
        found[login] = account
    return found


def actor(world: World, account: Account, role: Role) -> Actor:
    return Actor(account.code, role, world.school.path, own=frozenset({world.school.path}))


def inspector(world: World) -> Actor:
    return Actor("inspector", Role.SUPERVISION, world.bureau.path)


def send(
    world: World,
    to: Account,
    *points: Pointed,
    together: bool = False,
    looked: bool = False,
    by: Actor | None = None,
) -> Reminder:
    return send_reminder(
        world.campaign,
        world.school,
        to,
        points or (TOLD,),
        together=together,
        looked=looked,
        by=by or inspector(world),
        at=world.at,
    )


def test_each_point_becomes_a_problem_pointed_out_from_above(
    world: World, people: dict[str, Account]
) -> None:
    slip = send(world, people["member"], TOLD, Pointed("教师反映的事三个月没有答复"))
    rows = Problem.objects.order_by("pk").values_list("title", "source", "owner", "focus")
    assert list(rows) == [
        ("一周开了七次会，三次没有议题", "above", world.school.pk, "F1"),
        ("教师反映的事三个月没有答复", "above", world.school.pk, ""),
    ]
    assert [point.problem for point in points_to(world.campaign, world.school, people["member"])] == list(
        ReminderPoint.objects.filter(slip=slip).order_by("number").values_list("problem__number", flat=True)
    )
    record = Record.objects.get(act="reminder.sent")
    assert "会" not in str(record.facts)


def test_a_slip_is_signed_by_whom_it_speaks_to_and_by_nobody_else(
    world: World, people: dict[str, Account]
) -> None:
    slip = send(world, people["member"])
    head, member = actor(world, people["head"], Role.HEAD), actor(world, people["member"], Role.MEMBER)
    assert list(unsigned([member], world.campaign)) == [slip]
    assert list(unsigned([head], world.campaign)) == []
    with pytest.raises(NotAllowed):
        sign_reminder(slip, by=head, at=world.at)
    with pytest.raises(NotAllowed):
        sign_reminder(slip, by=inspector(world), at=world.at)
    sign_reminder(slip, by=member, at=world.at)
    slip.refresh_from_db()
    assert slip.signed_on == date(2014, 5, 23)
    with pytest.raises(Refused):
        sign_reminder(slip, by=member, at=world.at)


def test_together_the_head_signs_too(world: World, people: dict[str, Account]) -> None:
    slip = send(world, people["member"], together=True)
    head = actor(world, people["head"], Role.HEAD)
    assert list(unsigned([head], world.campaign)) == [slip]
    sign_reminder(slip, by=head, at=world.at)
    slip.refresh_from_db()
    assert (slip.signed_on, slip.head_signed_on) == (None, date(2014, 5, 23))


def test_to_the_head_alone_nobody_signs_beside(world: World, people: dict[str, Account]) -> None:
    assert send(world, people["head"], together=True).together is False


@pytest.mark.parametrize("text", ["有家长打13800000000来问收费", "校长贪污食堂的钱"])
def test_what_tells_of_a_giver_or_accuses_is_looked_at_first(
    world: World, people: dict[str, Account], text: str
) -> None:
    with pytest.raises(Refused):
        send(world, people["member"], Pointed(text))
    send(world, people["member"], Pointed(text), looked=True)
    assert '"looked":true' in Record.objects.get(act="reminder.sent").facts.replace(" ", "")


def test_only_who_stands_above_sends_and_only_to_who_is_on_the_team(
    world: World, people: dict[str, Account]
) -> None:
    own_office = Actor("office-3", Role.OFFICE, world.school.path)
    with pytest.raises(NotAllowed):
        send(world, people["member"], by=own_office)
    for by in (actor(world, people["head"], Role.HEAD), world.clerk):
        with pytest.raises(NotAllowed):
            send(world, people["member"], by=by)
    stranger, _ = open_account("stranger", "某人", by=world.office, at=world.at)
    with pytest.raises(Refused):
        send(world, stranger)
    send(world, people["member"], by=Actor("office", Role.OFFICE, world.bureau.path))


def test_who_sees_a_slip(world: World, people: dict[str, Account]) -> None:
    alone = send(world, people["member"])
    both = send(world, people["member"], together=True)
    head, member = actor(world, people["head"], Role.HEAD), actor(world, people["member"], Role.MEMBER)
    assert set(visible_reminders([member], world.campaign)) == {alone, both}
    assert set(visible_reminders([head], world.campaign)) == {both}
    assert set(visible_reminders([inspector(world)], world.campaign)) == {alone, both}
    assert not visible_reminders([world.clerk], world.campaign).exists()
    with pytest.raises(Unseen):
        get_reminder(alone.number, actors=[head], campaign=world.campaign)


def test_a_slip_and_its_points_never_change(world: World, people: dict[str, Account]) -> None:
    slip = send(world, people["member"])
    with pytest.raises(DatabaseError), transaction.atomic():
        ReminderPoint.objects.filter(slip=slip).update(text="别的")
    with pytest.raises(DatabaseError), transaction.atomic():
        Reminder.objects.filter(pk=slip.pk).update(opening="别的")
    with pytest.raises(DatabaseError), transaction.atomic():
        slip.delete()


@pytest.mark.parametrize(
    "points", [(Pointed("  "),), tuple(Pointed(f"第{n}条") for n in range(21)), (Pointed("字" * 1001),)]
)
def test_a_slip_has_points_of_some_length(
    world: World, people: dict[str, Account], points: tuple[Pointed, ...]
) -> None:
    with pytest.raises(Refused):
        send(world, people["member"], *points)
    assert not Problem.objects.exists()
