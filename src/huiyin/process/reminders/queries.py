"""Questions about reminder slips: what was pointed out to whom, and by what of its words a giver may be known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import teams
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.queries.protection import care_of
from huiyin.process.reminders.models import Reminder, ReminderPoint

_SHOWN = 40


@dataclass(frozen=True)
class Point:
    """One thing pointed out: its words, its leaf, the slip and the problem that it became."""

    text: str
    focus: str
    slip: int
    slip_number: int
    problem: str
    sent_on: date


def points_to(campaign: Campaign, unit: Unit, account: Account | None) -> list[Point]:
    """What slips point out to somebody of a unit; without one, to the unit's head and to whom the head signs with. One query."""
    rows = ReminderPoint.objects.filter(slip__campaign=campaign, slip__unit=unit).select_related(
        "slip", "problem"
    )
    rows = rows.filter(slip__account=account) if account else rows.filter(slip__together=True)
    return [
        Point(row.text, row.focus, row.slip_id, row.slip.number, row.problem.number, row.slip.sent_on)
        for row in rows.order_by("slip__number", "number")
    ]


def telling_parts(campaign: Campaign, texts: Iterable[str]) -> list[str]:
    """The parts of texts by which a giver may be known, or that accuse somebody, each once. Reads the template's words only."""
    return list(dict.fromkeys(part for text in texts for part in _telling(campaign, text)))


def _telling(campaign: Campaign, text: str) -> Iterator[str]:
    care = care_of(campaign, text)
    for one in care.tellings:
        yield text[one.start : one.end]
    for sentence in care.accusations:
        part = text[sentence.start : sentence.end].strip()
        yield part if len(part) <= _SHOWN else f"{part[:_SHOWN]}……"


def heads_of(unit: Unit, on: date) -> list[Account]:
    """The head of a unit on a day, and who acts for one. One query."""
    return [seat.account for seat in teams([unit.pk], on)[unit.pk] if seat.head]


def unsigned(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[Reminder]":
    """The slips that wait for the signature of one of the capacities: their own, and with the head those of the head's unit."""
    actors = tuple(actors)
    pks = {int(pk) for actor in actors if (pk := actor.code.removeprefix("account:")).isdecimal()}
    headed = {actor.scope for actor in actors if actor.role is Role.HEAD}
    alone = Q(account__in=pks, signed_on=None)
    with_head = Q(together=True, head_signed_on=None, unit__path__in=headed) & ~Q(account__in=pks)
    return Reminder.objects.filter(campaign=campaign).filter(alone | with_head)
