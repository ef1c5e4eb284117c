"""Who is around a meeting: the seats, who was there, who records."""

from collections.abc import Sequence

from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings.models import LifeMeeting, Recorder, Seat
from huiyin.process.lifemeetings.rules.reach import Circle
from huiyin.process.lifemeetings.rules.states import (
    WERE_THERE,
    Presence,
    Quorum,
    SeatKind,
    quorum_of,
)


def seats_of(meeting: LifeMeeting) -> list[Seat]:
    """The seats in their order, with accounts. One query."""
    return list(Seat.objects.filter(meeting=meeting).select_related("account").order_by("position"))


def circle_of(meeting: LifeMeeting, seats: Sequence[Seat] | None = None) -> Circle:
    """Codes of the people around it. 2 queries at most."""
    seats = seats_of(meeting) if seats is None else seats
    recorders = Recorder.objects.filter(meeting=meeting).values_list("account_id", flat=True)
    there = [seat for seat in seats if seat.presence in WERE_THERE]
    away = [
        seat
        for seat in seats
        if seat.kind == SeatKind.MEMBER and seat.presence in {Presence.ABSENT, Presence.EXCUSED}
    ]
    return Circle(
        meeting.participation.unit.path,
        frozenset(seat.account.code for seat in there if seat.account),
        frozenset(seat.account.code for seat in away if seat.account),
        frozenset(f"account:{pk}" for pk in recorders),
    )


def quorum(meeting: LifeMeeting, seats: Sequence[Seat] | None = None) -> Quorum:
    """How many of the team are there, of how many due, against the template's share. One query at most."""
    seats = seats_of(meeting) if seats is None else seats
    template = template_of(meeting.participation.campaign)
    asked = float(template.parameter(template.lifemeetings.quorum))
    return quorum_of([seat.presence for seat in seats if seat.kind == SeatKind.MEMBER], asked)


def name_of(seat: Seat) -> str:
    """The person, or the office of who isn't of the team."""
    return seat.account.name if seat.account else seat.office
