"""The plan over time: when each step is due in each tier, and how far each unit is (the timeline's two views)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, QuerySet

from huiyin.platform.calendar.queries import calendar
from huiyin.process.campaigns.models import Campaign, Participation, PlanItem, UnitStage
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.queries.timetable import Member, given_dates, timetable_of
from huiyin.process.campaigns.rules.dating import Schedule


@dataclass(frozen=True, slots=True)
class DueDay:
    """The items of one step that the units of one tier have with these dates: how many, how many are done."""

    stage: str
    step: str
    tier: str
    starts_on: date | None
    due_on: date | None
    items: int
    done: int


@dataclass(frozen=True, slots=True)
class OpenDay:
    """Open items of one unit that are due on one day (None: not told yet)."""

    due_on: date | None
    items: int


@dataclass(frozen=True)
class UnitLine:
    """A unit that takes part: its stages in order, its items and those of them that are open, by their last day."""

    participation: int
    unit: int
    name: str
    path: str
    tier: str
    stages: tuple[UnitStage, ...]
    items: int
    done: int
    open: tuple[OpenDay, ...]


def due_days(campaign: Campaign, parts: QuerySet[Participation]) -> list[DueDay]:
    """Every step of every tier by its dates, of `parts` that still take part. A query a tier.

    O(items) in the database, and rows bounded by steps × days. A tier at a time takes half as long as the tier as a key.
    """
    found: list[DueDay] = []
    for tier in [tier.code for tier in template_of(campaign).tiers] or [""]:
        mine = PlanItem.objects.filter(participation__in=parts.filter(ended_on=None, tier=tier)).sent()
        rows = mine.order_by().values_list("ask__stage", "ask__step", "starts_on", "due_on")
        for stage, step, *rest in rows.annotate(items=Count("pk"), done=Count("done_on")):
            found.append(DueDay(stage, step, tier, *rest))
    return found


def tier_schedules(campaign: Campaign) -> Mapping[str, Schedule]:
    """The dates of events and stages of each tier, as of a unit of it that has no dates of its own. 3 queries."""
    template = template_of(campaign)
    tiers = [tier.code for tier in template.tiers] or [""]
    members = [Member(0, 0, "", tier, "") for tier in tiers]
    shared = [given for given in given_dates(campaign) if given.participation is None]
    table = timetable_of(template, calendar(), members, shared)
    return {
        member.tier: table.schedule(situation)
        for situation, found in table.members.items()
        for member in found
    }


def span_of_plan(campaign: Campaign, schedules: Iterable[Schedule]) -> tuple[date, date] | None:
    """The first and the last day of a campaign's plan; None where nothing has a date. One query."""
    dated = [one.day for schedule in schedules for one in schedule.events.values()]
    dated += [
        one.day for schedule in schedules for span in schedule.spans for one in (span.start, span.due) if one
    ]
    found = PlanItem.objects.filter(ask__campaign=campaign).aggregate(first=Min("due_on"), last=Max("due_on"))
    days = [day for day in (*dated, found["first"], found["last"]) if day is not None]
    return (min(days), max(days)) if days else None


def unit_lines(
    parts: QuerySet[Participation], *, after: str = "", size: int = 60
) -> tuple[list[UnitLine], bool]:
    """The next `size` units of `parts` behind the path `after`, in the order of the tree, and whether there are more. 3 queries."""
    page = list(
        parts.filter(ended_on=None, unit__path__gt=after)
        .select_related("unit")
        .order_by("unit__path")[: size + 1]
    )
    shown = [part.pk for part in page[:size]]
    stages, days = _stages(shown), _days(shown)
    lines = [
        UnitLine(
            part.pk,
            part.unit_id,
            part.unit.name,
            part.unit.path,
            part.tier,
            tuple(stages[part.pk]),
            sum(items for _, items, _ in days[part.pk]),
            sum(done for _, _, done in days[part.pk]),
            tuple(OpenDay(day, items - done) for day, items, done in days[part.pk] if items > done),
        )
        for part in page[:size]
    ]
    return lines, len(page) > size


def _stages(parts: Iterable[int]) -> Mapping[int, list[UnitStage]]:
    found: dict[int, list[UnitStage]] = defaultdict(list)
    for stage in UnitStage.objects.filter(participation__in=parts).order_by("position"):
        found[stage.participation_id].append(stage)
    return found


def _days(parts: Iterable[int]) -> Mapping[int, list[tuple[date | None, int, int]]]:
    """By participation: (last day, items, those that are done)."""
    rows = PlanItem.objects.sent().filter(participation__in=parts).order_by("due_on")
    counted = rows.values_list("participation", "due_on").annotate(items=Count("pk"), done=Count("done_on"))
    found: dict[int, list[tuple[date | None, int, int]]] = defaultdict(list)
    for pk, *day in counted:
        found[pk].append((day[0], day[1], day[2]))
    return found
