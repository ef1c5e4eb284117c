"""What gates may ask of a unit's meeting (facts.toml, room "lifemeetings")."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.lifemeetings.models import LifeMeeting, Seat
from huiyin.process.lifemeetings.rules.states import HELD, SeatKind, quorum_of

FACTS = ("meeting.held", "meeting.quorum_share")


def facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """By participation, on a day: whether its meeting was held and stands, and of that one the share of those due. 2 queries.

    A meeting that was broken off or is to be held again wasn't held; its share is no fact of the unit's.
    """
    pks = [one.pk for one in participations]
    held = LifeMeeting.objects.filter(participation__in=pks, state__in=HELD, held_on__lte=on)
    latest = {meeting.participation_id: meeting.pk for meeting in held.order_by("number")}
    presences: dict[int, list[str]] = defaultdict(list)
    seats = Seat.objects.filter(meeting__in=latest.values(), kind=SeatKind.MEMBER)
    for meeting, presence in seats.values_list("meeting_id", "presence"):
        presences[meeting].append(presence)
    found: dict[int, dict[str, Known]] = {}
    for pk in pks:
        found[pk] = {"meeting.held": Known(pk in latest)}
        if pk in latest:
            there = quorum_of(presences[latest[pk]], 0)
            found[pk]["meeting.quorum_share"] = Known(round(there.share, 4), there.due)
    return found
