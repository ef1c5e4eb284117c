"""The event that a meeting is: whether the plan still has it on another day."""

from dataclasses import dataclass
from datetime import date

from huiyin.process.campaigns.models import EventDate
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.timetable import Given, given_dates, members_of, timetable
from huiyin.process.meetings.models import Meeting
from huiyin.process.meetings.rules.records import MeetingState


@dataclass(frozen=True)
class EventOffer:
    """An event of the plan that took place on another day than the plan says: `given` is what `redate_event` would be told."""

    zh: str
    en: str
    planned: date | None
    given: Given


def event_offer(meeting: Meeting, held_on: date | None) -> EventOffer | None:
    """What could be re-dated, since the meeting of this kind is an event of the plan and was held on `held_on`; None else.

    The organiser's meeting dates the event for the campaign, a unit's own for the unit. Nothing is moved by itself. 6 queries.
    """
    template = template_of(meeting.campaign)
    kind = next((kind for kind in template.meetings if kind.code == meeting.kind), None)
    events = {event.code: event for event in template.events if not event.occasional}
    if kind is None or kind.event not in events or held_on is None or meeting.state != MeetingState.HELD:
        return None
    if not EventDate.objects.filter(campaign=meeting.campaign).exists():
        return None
    own = meeting.host.unit_id != meeting.campaign.root_id
    given = Given(kind.event, held_on, participation=meeting.host_id if own else None)
    table = timetable(
        meeting.campaign, members_of(meeting.campaign, [meeting.host_id]), given_dates(meeting.campaign)
    )
    for situation in table.members:
        dated = table.schedule(situation).events.get(kind.event)
        planned = dated.day if dated else None
        if planned != held_on:
            event = events[kind.event]
            return EventOffer(event.zh, event.en, planned, given)
    return None
