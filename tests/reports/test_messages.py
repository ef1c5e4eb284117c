"""The weekly reminder and the half month's digest: for everybody with something to say to, once, and in the calendar, too."""

from datetime import UTC, date, datetime

import pytest

from huiyin.cli.composing import compose_desk
from huiyin.platform.accounts.models import Account
from huiyin.platform.notices.models import Message
from huiyin.platform.orgs.commands import give_grant, open_account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import report_progress
from huiyin.process.campaigns.commands.reporting import Progress
from huiyin.process.campaigns.models import PlanItem
from huiyin.reports.desk.feed import entries_of
from tests.process.campaigns.conftest import Planned

CLOCK = Actor("clock", Role.OFFICE)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 0, 0, tzinfo=UTC)


def off(day: date) -> bool:
    return day.isoweekday() > 5 or day == date(2014, 6, 2)


@pytest.fixture
def people(planned: Planned) -> dict[str, Account]:
    """A clerk of both schools, a team member of the first, and somebody of the office."""
    world = planned.world
    held: dict[str, list[tuple[Role, Unit]]] = {
        "clerk": [(Role.CLERK, world.school), (Role.CLERK, world.other_school)],
        "member": [(Role.MEMBER, world.school)],
        "office": [(Role.OFFICE, world.bureau)],
        "nobody": [],
    }
    found = {}
    for login, roles in held.items():
        found[login], _ = open_account(login, f"某{login}", by=world.office, at=world.at)
        for role, unit in roles:
            give_grant(found[login], role, unit, since=date(2014, 1, 1), by=world.office, at=world.at)
    return found


def told(account: Account) -> dict[str, list[str]]:
    """Kind of the section → its lines."""
    sections = [section for message in Message.objects.filter(account=account) for section in message.content]
    return {section.key.partition(":")[0]: [line.text for line in section.lines] for section in sections}


def test_the_weekly_reminder_comes_on_the_first_working_day_of_the_week(
    planned: Planned, people: dict[str, Account]
) -> None:
    PlanItem.objects.filter(ask__code="told").update(due_on=date(2014, 6, 10))
    assert compose_desk(CLOCK, at(date(2014, 6, 2)), off) == 0
    compose_desk(CLOCK, at(date(2014, 6, 3)), off)
    assert told(people["clerk"])["weekly"] == [
        "逾期 4 天：listen_on（云河市第三中学）",
        "6 月 10 日前：told（云河市第三中学）",
        "逾期 4 天：listen_on（云河市实验幼儿园）",
        "6 月 10 日前：told（云河市实验幼儿园）",
    ]
    assert (
        Message.objects.filter(account=people["clerk"]).count() == 1
    )  # the 1st was a Sunday: the digest is in it, too
    assert told(people["office"]) == {"weekly": ["3 个单位逾期未办：listen_on"]}
    assert told(people["member"]) == {"halfmonth": ["6 月 10 日前：told"]}
    assert told(people["nobody"]) == {}
    line = Message.objects.get(account=people["clerk"]).content[0].lines[0]
    item = planned.item("listen_on", planned.world.school)
    assert line.path == f"/c/planned/todo?item={item.pk}#item-{item.pk}"
    assert compose_desk(CLOCK, at(date(2014, 6, 3)), off) == 0
    assert compose_desk(CLOCK, at(date(2014, 6, 4)), off) == 0


def test_the_digest_tells_the_team_what_was_done_and_what_comes(
    planned: Planned, people: dict[str, Account]
) -> None:
    world = planned.world
    item = planned.item("listen_on", world.school)
    report_progress(item, Progress("", date(2014, 5, 23), ""), 1, by=world.clerk, at=world.at)
    PlanItem.objects.filter(ask__code="told").update(due_on=date(2014, 6, 30))
    PlanItem.objects.filter(pk=item.pk).update(done_on=date(2014, 6, 5))
    compose_desk(CLOCK, at(date(2014, 6, 16)), off)
    assert told(people["member"]) == {"halfmonth": ["6 月 5 日办结：listen_on", "6 月 30 日前：told"]}


def test_the_calendar_has_what_is_open_and_dated(planned: Planned, people: dict[str, Account]) -> None:
    on = date(2014, 6, 3)
    PlanItem.objects.filter(ask__code="held", participation__unit=planned.world.school).update(
        due_on=None, starts_on=None
    )
    (late, told_on) = entries_of(people["member"], on)
    assert (late.day, late.title) == (date(2014, 5, 30), "listen_on（云河市第三中学）")
    assert told_on.day == date(2014, 7, 4)
    before = late.changed_at
    PlanItem.objects.filter(ask__code="listen_on").update(version=2)
    assert entries_of(people["member"], on)[0].changed_at > before
    assert entries_of(people["nobody"], on) == entries_of(people["office"], on) == []
