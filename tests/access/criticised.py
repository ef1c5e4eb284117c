"""A meeting of the first school's team that is being held: the head and a member are there, the clerk records; and a plan of the second
school that waits to be looked at, a branch meeting of the first."""

from collections.abc import Mapping
from datetime import date

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Participation
from huiyin.process.lifemeetings.models import BranchMeeting, Criticism, LifeMeeting, Recorder, Seat
from huiyin.process.lifemeetings.rules.states import MeetingState, Presence, SeatKind
from tests.world import World

DAY = date(2014, 5, 23)


def _part(world: World, unit: Unit) -> Participation:
    return Participation.objects.get(campaign=world.campaign, unit=unit)


def criticise(world: World, accounts: Mapping[str, Account], words: str) -> dict[str, int]:
    """Ids by the names that the cast knows them by."""
    sitting = LifeMeeting.objects.create(
        participation=_part(world, world.school),
        number=1,
        plan="五项议程",
        planned_on=DAY,
        held_on=DAY,
        state=MeetingState.OPEN,
        drafted_by=accounts["clerk"].code,
    )
    seats = [
        Seat.objects.create(
            meeting=sitting,
            kind=SeatKind.MEMBER,
            account=accounts[who],
            head=who == "head",
            position=place,
            presence=Presence.PRESENT,
        )
        for place, who in enumerate(("head", "member"), start=1)
    ]
    Recorder.objects.create(meeting=sitting, account=accounts["clerk"], by=accounts["clerk"].code, on=DAY)
    said = Criticism.objects.create(
        meeting=sitting,
        from_seat=seats[0],
        to_seat=seats[1],
        words=words,
        key="k" * 20,
        by=accounts["clerk"].code,
        at=world.at,
    )
    waiting = LifeMeeting.objects.create(
        participation=_part(world, world.other_school),
        number=1,
        plan="五项议程",
        planned_on=DAY,
        state=MeetingState.SUBMITTED,
        drafted_by=accounts["foreign_clerk"].code,
    )
    branch = BranchMeeting.objects.create(
        participation=_part(world, world.school),
        branch="第一支部",
        held_on=DAY,
        due=9,
        present=8,
        raised="调研少",
        recorder=accounts["clerk"].code,
        recorded_on=DAY,
    )
    return {"sitting": sitting.pk, "criticism": said.pk, "waiting_plan": waiting.pk, "branch": branch.pk}
