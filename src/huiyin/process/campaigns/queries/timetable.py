"""The dates of a campaign: which units share a situation, and what the template's rules make of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from huiyin.platform.calendar.queries import calendar
from huiyin.platform.calendar.rules import WorkCalendar
from huiyin.process.campaigns.models import Campaign, EventDate, Participation
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.dating import Schedule, Situation, schedule
from huiyin.process.campaigns.rules.template import Template


@dataclass(frozen=True)
class Given:
    """A date that somebody gave an event: of the campaign, of a tier, or of one participation."""

    event: str
    day: date
    tier: str = ""
    participation: int | None = None


@dataclass(frozen=True)
class Member:
    """A participation with what its dates depend on."""

    pk: int
    unit_id: int
    unit: str
    tier: str
    kind: str


@dataclass
class Timetable:
    """The schedules of a campaign, computed once for each situation however many units share it."""

    template: Template
    calendar: WorkCalendar
    members: Mapping[Situation, list[Member]]
    _schedules: dict[Situation, Schedule] = field(default_factory=dict)

    def schedule(self, situation: Situation) -> Schedule:
        if situation not in self._schedules:
            self._schedules[situation] = schedule(self.template, self.calendar, situation)
        return self._schedules[situation]

    def missing_years(self) -> list[int]:
        """The years without which some date can't be told."""
        found: set[int] = set()
        for situation in self.members:
            found |= self.schedule(situation).missing_years()
        return sorted(found)


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


def timetable_of(
    template: Template, days: WorkCalendar, members: Iterable[Member], given: Iterable[Given]
) -> Timetable:
    """The same from plain values."""
    dates = _Given(template, given)
    shared: dict[Situation, list[Member]] = defaultdict(list)
    for member in members:
        shared[Situation(member.tier, member.kind, dates.of(member))].append(member)
    return Timetable(template, days, shared)


class _Given:
    """Which given dates hold for whom: one's own before the tier's before the campaign's.

    The campaign's date doesn't reach a tier for which the template has a rule of its own: schools half a month later stay half a
    month later, whatever date the bureau's meeting gets.
    """

    def __init__(self, template: Template, given: Iterable[Given]) -> None:
        own_rules = {event.code: set(event.tiers) for event in template.events}
        tiers = ["", *(tier.code for tier in template.tiers)]
        self.tiers: dict[str, dict[str, date]] = {tier: {} for tier in tiers}
        self.own: dict[int, dict[str, date]] = defaultdict(dict)
        for one in sorted(given, key=lambda one: bool(one.tier)):
            if one.participation is not None:
                self.own[one.participation][one.event] = one.day
                continue
            for tier in [one.tier] if one.tier else tiers:
                if one.tier or tier not in own_rules.get(one.event, ()):
                    self.tiers.setdefault(tier, {})[one.event] = one.day
        self.shared = {tier: tuple(sorted(dates.items())) for tier, dates in self.tiers.items()}

    def of(self, member: Member) -> tuple[tuple[str, date], ...]:
        own = self.own.get(member.pk)
        if not own:
            return self.shared.get(member.tier, ())
        return tuple(sorted({**self.tiers.get(member.tier, {}), **own}.items()))
