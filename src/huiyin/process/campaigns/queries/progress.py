"""How far units are: the matrix of units and steps, the plan by ask, where units stand in their stages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet

from huiyin.platform.calendar.queries import calendar
from huiyin.platform.calendar.rules import WorkCalendar, YearMissing
from huiyin.process.campaigns.models import Ask, Campaign, Participation, PlanItemQuerySet, UnitStage
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.plans import StageState, Tally

_OPEN = Q(done_on=None)
_SOON = 3  # working days, where the template doesn't say


def soon_until(campaign: Campaign, on: date, known: WorkCalendar | None = None) -> date:
    """The latest last day that is called soon due on `on`: the template's `soon_overdue_days` working days ahead. 2 queries, none
    where the calendar is `known`.

    Where the year's calendar is missing, as many days: a warning colour may be early, a date may not be guessed.
    """
    numbers = {parameter.code: parameter.value for parameter in template_of(campaign).parameters}
    days = int(numbers.get("soon_overdue_days", _SOON))
    try:
        return (known or calendar()).move(on, days, "working")
    except YearMissing:
        return on + timedelta(days=days)


@dataclass(frozen=True)
class MatrixRow:
    """A unit with its open stage ("" for none) and, by step, how its items stand."""

    participation: int
    unit_id: int
    unit: str
    path: str
    tier: str
    stage: str
    steps: Mapping[str, Tally]


@dataclass(frozen=True)
class MatrixPage:
    """Units in the order of the tree; `after` is the path from which the next page goes on, "" on the last."""

    rows: Sequence[MatrixRow]
    after: str


def matrix(
    visible: QuerySet[Participation], items: PlanItemQuerySet, *, after: str = "", size: int = 60
) -> MatrixPage:
    """A page of units × steps. 3 queries, whatever the number of units; O(items of the page)."""
    rows = visible.filter(ended_on=None, unit__path__gt=after).order_by("unit__path")
    found = list(rows.values_list("pk", "unit_id", "unit__name", "unit__path", "tier")[: size + 1])
    shown = found[:size]
    tallies = step_tallies(items, [row[0] for row in shown])
    stages = open_stages(row[0] for row in shown)
    page = [
        MatrixRow(pk, unit_id, unit, path, tier, stages.get(pk, ""), tallies[pk])
        for pk, unit_id, unit, path, tier in shown
    ]
    return MatrixPage(page, shown[-1][3] if len(found) > size else "")


def step_tallies(items: PlanItemQuerySet, participations: Sequence[int]) -> dict[int, dict[str, Tally]]:
    """By participation and step: how many items, how many done, the first dates of the open ones. One query."""
    rows = (
        items.sent()
        .filter(participation__in=participations)
        .order_by()
        .values_list("participation", "ask__step")
        .annotate(
            all=Count("pk"),
            done=Count("pk", filter=~_OPEN),
            due=Min("due_on", filter=_OPEN),
            start=Min("starts_on", filter=_OPEN),
        )
    )
    found: dict[int, dict[str, Tally]] = defaultdict(dict)
    for pk, step, everything, done, due, start in rows:
        found[pk][step] = Tally(everything, done, due, start)
    return found


def open_stages(participations: Iterable[int]) -> dict[int, str]:
    """The stage that each is in; who has passed all isn't there. One query."""
    rows = UnitStage.objects.filter(participation__in=list(participations), state=StageState.OPEN)
    return dict(rows.values_list("participation", "stage"))


@dataclass(frozen=True)
class AskRow:
    """An ask over the units that a reader sees: how many have it, have done it, are late; its earliest and last day."""

    ask: Ask
    units: int
    done: int
    late: int
    first_due: date | None
    last_due: date | None
    undated: int


def ask_rows(campaign: Campaign, items: PlanItemQuerySet, on: date) -> list[AskRow]:
    """The plan by ask, in its order. 2 queries; O(items)."""
    late = _OPEN & Q(due_on__lt=on)
    counted = (
        items.filter(participation__ended_on=None)
        .order_by()
        .values("ask")
        .annotate(
            units=Count("pk"),
            done=Count("pk", filter=~_OPEN),
            late=Count("pk", filter=late),
            first=Min("due_on"),
            last=Max("due_on"),
            undated=Count("pk", filter=_OPEN & Q(due_on=None)),
        )
    )
    found = {row["ask"]: row for row in counted}
    asks = Ask.objects.filter(campaign=campaign, pk__in=found).order_by("position", "pk")
    return [
        AskRow(ask, row["units"], row["done"], row["late"], row["first"], row["last"], row["undated"])
        for ask in asks
        for row in [found[ask.pk]]
    ]


@dataclass(frozen=True)
class StageCounts:
    """Units in a stage: not there yet, in it, through."""

    waiting: int
    open: int
    passed: int

    @property
    def all(self) -> int:
        return self.waiting + self.open + self.passed


def stage_counts(visible: QuerySet[Participation]) -> dict[str, StageCounts]:
    """By stage, of the units that still take part. One query."""
    rows = (
        UnitStage.objects.filter(participation__in=visible.filter(ended_on=None)).order_by().values("stage")
    )
    counted = rows.annotate(
        waiting=Count("pk", filter=Q(state=StageState.WAITING)),
        open=Count("pk", filter=Q(state=StageState.OPEN)),
        passed=Count("pk", filter=Q(state=StageState.PASSED)),
    )
    return {row["stage"]: StageCounts(row["waiting"], row["open"], row["passed"]) for row in counted}
