"""A pilot school's team meets: once on 29 May, politely; held again on 11 June, with forty-two criticisms, and being signed when visitors come."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import cycle, islice, permutations
from pathlib import Path
from typing import Any

from huiyin.demo.world import World, moment
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Participation
from huiyin.process.lifemeetings.commands import (
    Entry,
    PlanText,
    add_guest,
    close_lifemeeting,
    draft_lifemeeting,
    judge_lifemeeting,
    mark_presence,
    notify_lifemeeting,
    open_lifemeeting,
    order_rehold,
    raise_criticism,
    record_answer,
    record_criticism,
    record_turn,
    sign_record,
    submit_plan,
)
from huiyin.process.lifemeetings.models import LifeMeeting, Seat
from huiyin.process.lifemeetings.queries.record import record_of
from huiyin.process.lifemeetings.rules.states import Presence, SeatKind
from huiyin.process.problems.commands import Wording
from huiyin.process.supervision.commands import look_at_plan
from huiyin.process.supervision.rules.standing import LookSaid

_FILE = Path(__file__).parents[2] / "library" / "demo" / "criticisms.toml"
_SAID = 42
_MINUTE = timedelta(minutes=1)


def first(world: World) -> None:
    """29 May: nobody says anything, and the inspectors have it held again; the next plan is approved the same evening."""
    told, at = _told(), moment(5, 29, 20, 10)
    clerk = _clerk(world, told, at)
    meeting = _prepared(world, PlanText(date(2014, 5, 29), "小会议室", told["first_plan"]), at)
    seats = _open(meeting, clerk, at + 5 * _MINUTE)
    for number, (by, to) in enumerate(islice(permutations(seats, 2), len(told["polite"]))):
        entry = Entry(by.pk, to.pk, told["polite"][number])
        moment_ = at + (10 + number) * _MINUTE
        record_criticism(meeting, entry, f"demo-first-{number:08d}", by=clerk, at=moment_)
    close_lifemeeting(meeting, by=clerk, at=at + 60 * _MINUTE)
    inspector = world.cast("inspector", Role.SUPERVISION, at)
    meeting = _again(meeting)
    judge_lifemeeting(meeting, "show", told["show"], by=inspector, at=at + 70 * _MINUTE)
    order_rehold(meeting, told["ground"], told["order"], by=inspector, at=at + 75 * _MINUTE)
    _prepared(world, PlanText(date(2014, 6, 11), "小会议室", told["plan"]), at + 80 * _MINUTE)


def second(world: World) -> None:
    """11 June: the evening on which it is said to the point; by morning some have signed."""
    told, at = _told(), moment(6, 11, 20)
    clerk = _clerk(world, told, at)
    meeting = _again(LifeMeeting.objects.order_by("-number")[0])
    seats = _open(meeting, clerk, at)
    guest = add_guest(meeting, SeatKind.INSPECTOR, told["guest"], by=clerk, at=at)
    for number, (point, words) in enumerate(told["turns"].items()):
        seat = guest if point == "comment" else seats[0]
        record_turn(meeting, point, seat.pk, words, f"demo-turn-{number:08d}", by=clerk, at=at)
    pairs = cycle(permutations(seats, 2))
    for number, said in enumerate(islice(cycle(told["said"]), _SAID)):
        _criticise(meeting, next(pairs), said, number, told, clerk, at + (number + 1) * _MINUTE)
    close_lifemeeting(meeting, by=clerk, at=at + 100 * _MINUTE)
    inspector = world.cast("inspector", Role.SUPERVISION, at)
    meeting = _again(meeting)
    judge_lifemeeting(meeting, "good", told["looked"], by=inspector, at=at + 105 * _MINUTE)
    digest = record_of(meeting).digest
    for seat in seats[2:]:
        if seat.account is not None:
            member = world.actor(seat.account, Role.MEMBER, at, told["unit"])
            sign_record(meeting, digest, by=member, at=at + 110 * _MINUTE)


def _criticise(
    meeting: LifeMeeting,
    pair: tuple[Seat, Seat],
    said: Mapping[str, str],
    number: int,
    told: Mapping[str, Any],
    clerk: Actor,
    at: datetime,
) -> None:
    entry = Entry(pair[0].pk, pair[1].pk, said["words"], said["wind"], said["fact"])
    row = record_criticism(meeting, entry, f"demo-said-{number:08d}", by=clerk, at=at)
    if number % 3 == 0:
        answers = told["answers"]
        words = answers[(number // 3) % len(answers)]
        record_answer(row, words, f"demo-answer-{number:08d}", by=clerk, at=at)
    if number in {0, 6}:
        title = "例会长、念文件多" if number == 0 else "检查表重复填报"
        raise_criticism(row, Wording(title, "", f"{title}，老师负担重。"), by=clerk, at=at)


def _prepared(world: World, text: PlanText, at: datetime) -> LifeMeeting:
    """Drafted, handed in, let pass by the leading group with its reason, told to everybody."""
    told = _told()
    clerk = _clerk(world, told, at)
    meeting = draft_lifemeeting(_part(world, told), text, by=clerk, at=at)
    submit_plan(_again(meeting), by=clerk, at=at)
    said = {look.code: LookSaid(passed=True) for look in world.template.lifemeetings.looks}
    leader = world.cast("leader", Role.LEADER, at)
    look_at_plan(_again(meeting), said, told["override"], by=leader, at=at + 2 * _MINUTE)
    notify_lifemeeting(_again(meeting), by=clerk, at=at + 3 * _MINUTE)
    return _again(meeting)


def _open(meeting: LifeMeeting, clerk: Actor, at: datetime) -> list[Seat]:
    seats = list(
        Seat.objects.filter(meeting=meeting, kind=SeatKind.MEMBER)
        .select_related("account")
        .order_by("position")
    )
    for seat in seats:
        mark_presence(meeting, seat.pk, Presence.PRESENT, by=clerk, at=at)
    open_lifemeeting(meeting, by=clerk, at=at)
    meeting.refresh_from_db(fields=["state", "held_on"])
    return seats


def _told() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _clerk(world: World, told: Mapping[str, Any], at: datetime) -> Actor:
    return world.actor(world.accounts["clerk"], Role.CLERK, at, told["unit"])


def _part(world: World, told: Mapping[str, Any]) -> Participation:
    related = ("unit", "campaign__root")
    return Participation.objects.select_related(*related).get(
        campaign=world.campaign, unit=world.units[told["unit"]]
    )


def _again(meeting: LifeMeeting) -> LifeMeeting:
    related = ("participation__unit", "participation__campaign__root")
    return LifeMeeting.objects.select_related(*related).get(pk=meeting.pk)
