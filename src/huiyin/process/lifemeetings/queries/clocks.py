"""By when what follows a meeting is due, each date with its trail; and by when one is held again (DOMAIN 1.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.platform.calendar.queries import calendar
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.timetable import given_dates
from huiyin.process.campaigns.rules.dating import Dated, Situation, schedule
from huiyin.process.campaigns.rules.schedule import Event, PlanItem
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.campaigns.rules.wording import Told, names_in, trail_in_words
from huiyin.process.lifemeetings.models import LifeMeeting


@dataclass(frozen=True, slots=True)
class Clock:
    """What is due (an item of the plan), by when and how that came to be, and since when it is done."""

    item: PlanItem
    due: Dated
    trail: tuple[Told, ...]
    done_on: date | None

    def late(self, on: date) -> bool:
        return self.done_on is None and self.due.day is not None and self.due.day < on


def clocks_of(meeting: LifeMeeting, ordered_on: date | None = None) -> tuple[Clock, ...]:
    """Before a meeting: by when it is told. After it: notice and report. Ordered to be held again on a day: by when. 3 queries at most.

    They count from the day on which it was held, or on which it is planned.
    """
    template = template_of(meeting.participation.campaign)
    rules = template.lifemeetings
    wanted: list[tuple[str | None, date | None]] = [
        (rules.told, meeting.notified_on),
        (rules.notice, meeting.noticed_on),
        (rules.report, meeting.reported_on),
    ]
    day: date | None
    if ordered_on is not None:
        template, day, wanted = _again(template, rules.held_again), ordered_on, [(rules.held_again, None)]
        event = next((item.due.event for item in template.plan if item.code == rules.held_again), "")
    else:
        day, event = meeting.held_on or meeting.planned_on, rules.event
    if day is None or not event:
        return ()
    dated = _dated(meeting, template, {event: day})
    names = names_in(template)
    items = {item.code: item for item in template.plan}
    return tuple(
        Clock(items[code], dated[code], trail_in_words(dated[code], names), done)
        for code, done in wanted
        if code in dated
    )


def _dated(meeting: LifeMeeting, template: Template, days: dict[str, date]) -> dict[str, Dated]:
    part = meeting.participation
    given = {
        one.event: one.day
        for one in sorted(
            given_dates(part.campaign), key=lambda one: (bool(one.participation), bool(one.tier))
        )
        if one.participation in {None, part.pk} and one.tier in {"", part.tier}
    }
    situation = Situation(part.tier, part.unit.kind, tuple({**given, **days}.items()))
    return {span.item.code: span.due for span in schedule(template, calendar(), situation).spans}


def _again(template: Template, code: str | None) -> Template:
    """The template with the clock of holding again as if its event happened once: it has a date now."""
    item = next((one for one in template.plan if one.code == code), None)
    if item is None:
        return template
    events: Sequence[Event] = [
        event.model_copy(update={"occasional": False}) if event.code == item.due.event else event
        for event in template.events
    ]
    return template.model_copy(update={"events": tuple(events), "plan": (item,)})
