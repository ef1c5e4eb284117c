"""The dates of a campaign: who takes part, which dates were given, and what the template's rules make of them."""

from collections.abc import Iterable

from huiyin.platform.calendar.queries import calendar
from huiyin.process.campaigns.models import Campaign, EventDate, Participation
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.timetable import Given, Member, Timetable, timetable_of

__all__ = ["Given", "Member", "Timetable", "given_dates", "members_of", "timetable", "timetable_of"]


def members_of(campaign: Campaign, participations: Iterable[int] | None = None) -> list[Member]:
    """Who takes part now, by path of the unit; only those named, where some are. One query."""
    rows = Participation.objects.filter(campaign=campaign, ended_on=None)
    if participations is not None:
        rows = rows.filter(pk__in=list(participations))
    values = rows.order_by("unit__path").values_list("pk", "unit_id", "unit__name", "tier", "unit__kind")
    return [Member(*row) for row in values]


def given_dates(campaign: Campaign) -> list[Given]:
    """Every date that was given. One query."""
    rows = EventDate.objects.filter(campaign=campaign).order_by("pk")
    return [Given(row.event, row.day, row.tier, row.participation_id) for row in rows]


def timetable(campaign: Campaign, members: Iterable[Member], given: Iterable[Given]) -> Timetable:
    """The dates of `members` with these dates given. 2 queries for the calendar; O(members + situations × rules)."""
    template = template_of(campaign)
    return timetable_of(template, calendar(), members, given)
