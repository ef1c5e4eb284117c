"""What the desk of a recorder shows: who is there, who spoke to whom, what was said; and the rows of the list of meetings."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from huiyin.process.lifemeetings.models import Criticism, LifeMeeting, MeetingJudgement, ReholdOrder, Seat
from huiyin.process.lifemeetings.queries.circles import name_of, quorum
from huiyin.process.lifemeetings.queries.record import Record, record_of
from huiyin.process.lifemeetings.rules.pairs import Row, matrix
from huiyin.process.lifemeetings.rules.states import PRESENCES, WERE_THERE, Presence, Quorum, SeatKind


@dataclass(frozen=True, slots=True)
class Sitting:
    """A seat as the desk shows it: `number` is the key that chooses it (1-9, then letters), `name` the person or office."""

    seat: Seat
    name: str
    number: str
    there: bool
    presence: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A meeting at the desk."""

    members: tuple[Sitting, ...]
    guests: tuple[Sitting, ...]
    quorum: Quorum
    matrix: tuple[Row, ...]
    record: Record

    @property
    def missing(self) -> tuple[Sitting, ...]:
        return tuple(one for one in self.members if not one.there and one.seat.presence != Presence.OFF)


_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"


def desk_of(meeting: LifeMeeting) -> Desk:
    """The desk. 5 queries, however many members and criticisms."""
    record = record_of(meeting)
    sittings = [
        Sitting(
            seat,
            name_of(seat),
            _KEYS[number] if number < len(_KEYS) else "",
            seat.presence in WERE_THERE,
            PRESENCES[Presence(seat.presence)],
        )
        for number, seat in enumerate(record.seats)
    ]
    members = tuple(one for one in sittings if one.seat.kind == SeatKind.MEMBER)
    return Desk(
        members,
        tuple(one for one in sittings if one.seat.kind != SeatKind.MEMBER),
        quorum(meeting, record.seats),
        matrix(
            [one.seat.pk for one in members],
            [(said.row.from_seat_id, said.row.to_seat_id) for said in record.counted],
        ),
        record,
    )


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list: counts and no words. `ground`: on which it is to be held again."""

    meeting: LifeMeeting
    due: int
    present: int
    criticisms: int
    ground: str
    verdict: str


def lifemeeting_rows(meetings: QuerySet[LifeMeeting], first: int, most: int) -> list[MeetingRow]:
    """The meetings by unit and number. 5 queries."""
    related = ("participation__unit", "participation__campaign", "again_of")
    found = list(
        meetings.select_related(*related).order_by("participation__unit__path", "number")[
            first : first + most
        ]
    )
    pks = [one.pk for one in found]
    said = Counter(Criticism.objects.filter(meeting__in=pks).values_list("meeting_id", flat=True))
    seats = list(
        Seat.objects.filter(meeting__in=pks, kind=SeatKind.MEMBER)
        .exclude(presence=Presence.OFF)
        .values_list("meeting_id", "presence")
    )
    due = Counter(meeting for meeting, _ in seats)
    there = Counter(meeting for meeting, presence in seats if presence == Presence.PRESENT)
    orders = dict(ReholdOrder.objects.filter(meeting__in=pks).values_list("meeting_id", "ground"))
    judged = dict(
        MeetingJudgement.objects.filter(meeting__in=pks).order_by("pk").values_list("meeting_id", "verdict")
    )
    return [
        MeetingRow(
            one, due[one.pk], there[one.pk], said[one.pk], orders.get(one.pk, ""), judged.get(one.pk, "")
        )
        for one in found
    ]
