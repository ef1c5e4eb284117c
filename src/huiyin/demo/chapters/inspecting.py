"""The inspectors' own work: one stays away from a school, two go and look, a matter gets its papers as far as the reminder, and a school has the
one whole inspection of its year, by its number in the yearly list and with a month's notice."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from huiyin.demo.world import World, moment
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import declare_recusal
from huiyin.platform.orgs.rules.recusing import RecusalKind
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.inspections.commands import (
    add_revisit,
    answer_paper,
    confirm_entry,
    draft_step,
    enter_visit,
    issue_step,
    open_ladder,
    plan_visit,
    sign_step,
)
from huiyin.process.inspections.models import Ladder, LadderPaper, LogEntry, Visit
from huiyin.process.inspections.queries.visits import rows_of
from huiyin.process.inspections.rules.entries import Demanded, Entered, Found, digest_of
from huiyin.process.inspections.rules.visits import Planned

_FILE = Path(__file__).parents[2] / "library" / "demo" / "inspections.toml"
_OTHER, _TIED = "ddz-12", "ddz-13"
_MINUTE = timedelta(minutes=1)


def begin(world: World) -> None:
    """26 May, early: an inspector whose wife teaches at a school declares it; a matter is opened and the first paper issued."""
    told, at = _told(), moment(5, 26, 7, 10)
    tied = Account.objects.get(login=_TIED)
    by = world.actor(tied, Role.SUPERVISION, at)
    unit = world.units[told["recusal"]["unit"]]
    declare_recusal(tied, unit, RecusalKind.KIN, told["recusal"]["reason"], by=by, at=at)
    drafts = world.cast("inspector", Role.SUPERVISION, at)
    matter = told["ladder"]
    open_ladder(world.campaign, world.units[matter["unit"]], matter["matter"], by=drafts, at=at + _MINUTE)
    _issue(world, "urge", 2)


def go_on(world: World) -> None:
    """30 May: the second paper, signed for by the head and answered; two visits are planned and announced, and one of the yearly list."""
    at = moment(5, 30, 7, 45)
    _issue(world, "guide", 0, at=at)
    told, head = _told(), world.actor(world.accounts["head"], Role.HEAD, at, _told()["ladder"]["unit"])
    [paper] = [one for one in _papers() if one.step == "guide"]
    sign_step(paper, by=head, at=at + 3 * _MINUTE)
    answer_paper(paper, told["ladder"]["answer"], by=head, at=at + 4 * _MINUTE)
    by = world.cast("inspector", Role.SUPERVISION, at)
    pair = [world.accounts["inspector"], Account.objects.get(login=_OTHER)]
    for minutes, row in enumerate((*told["visits"], told["yearly"]), 5):
        number = row.get("list_number", "")
        planned = Planned(row["kind"], date.fromisoformat(row["day"]), row["scope"], number, at.date())
        unit = world.units[row["unit"]]
        plan_visit(world.campaign, unit, planned, pair, by=by, at=at + minutes * _MINUTE)


def look(world: World) -> None:
    """11 June, in the evening: both visits are entered, one is confirmed and looked at again; the reminder goes out before the last day."""
    told, at = _told(), moment(6, 11, 18, 59)
    one = world.cast("inspector", Role.SUPERVISION, at)
    other = world.actor(Account.objects.get(login=_OTHER), Role.SUPERVISION, at)
    for row, visit in zip(
        told["visits"], Visit.objects.filter(list_number="").order_by("number"), strict=True
    ):
        enters, confirms = (one, other) if row["confirmed"] else (other, one)
        entry = enter_visit(visit, _entered(row), by=enters, at=at)
        if row["confirmed"]:
            _confirm(entry, confirms, at)
            add_revisit(entry, at.date(), row["revisit"], by=confirms, at=at)
    _issue(world, "remind", 0, at=at)


def inspect(world: World) -> None:
    """1 July, in the evening: the visit of the yearly list is entered by one and confirmed by the other."""
    told, at = _told()["yearly"], moment(7, 1, 17, 40)
    enters = world.actor(Account.objects.get(login=_OTHER), Role.SUPERVISION, at)
    visit = Visit.objects.get(list_number=told["list_number"])
    entry = enter_visit(visit, _entered(told), by=enters, at=at)
    confirms = world.cast("inspector", Role.SUPERVISION, at)
    _confirm(entry, confirms, at + 20 * _MINUTE)


def _entered(row: Mapping[str, Any]) -> Entered:
    return Entered(
        date.fromisoformat(row["day"]),
        tuple(row["ways"]),
        row["learned"],
        row["told"],
        tuple(Found(said["text"], said["focus"]) for said in row["found"]),
        tuple(Demanded(said["text"], date.fromisoformat(said["due"])) for said in row["demanded"]),
    )


def _confirm(entry: LogEntry, by: Actor, at: datetime) -> None:
    shown = rows_of([LogEntry.objects.select_related("visit").get(pk=entry.pk)])[0].entered
    confirm_entry(entry, digest_of(shown), looked=True, by=by, at=at)


def _issue(world: World, step: str, minutes: int, at: datetime | None = None) -> None:
    """Drafted by the group's leader, issued by another of the group."""
    at = at or moment(5, 26, 7, 10)
    words = _told()["ladder"][step]
    ladder = Ladder.objects.select_related("campaign__root", "unit").get()
    due = date.fromisoformat(words["due"]) if "due" in words else None
    drafts = world.cast("inspector", Role.SUPERVISION, at)
    issues = world.actor(Account.objects.get(login=_OTHER), Role.SUPERVISION, at)
    at += minutes * _MINUTE
    paper = draft_step(ladder, step, words["text"], due_on=due, by=drafts, at=at)
    issue_step(paper, 1, looked=True, by=issues, at=at)


def _papers() -> "QuerySet[LadderPaper]":
    return LadderPaper.objects.select_related("ladder__campaign__root", "ladder__unit")


@cache
def _told() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
