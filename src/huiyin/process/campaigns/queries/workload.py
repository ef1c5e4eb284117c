"""Questions about what is asked of units and how far they are: for desks, not for any one page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, Min, OuterRef, Q

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import (
    Campaign,
    Participation,
    PlanItem,
    PlanItemQuerySet,
    UnitStage,
)
from huiyin.process.campaigns.rules.forecast import Forecast, Item, forecasts
from huiyin.process.campaigns.rules.plans import AskOrigin, StageState, cost

MOST_ASKS = 51


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of one unit, done or not. `code` is the ask's."""

    pk: int
    code: str
    title: str
    demand: str
    who: str
    step: str
    position: int
    participation: int
    unit: str
    path: str
    origin: str
    sent_on: date
    starts_on: date | None
    due_on: date | None
    done_on: date | None
    progress: str
    late_reason: str
    version: int

    def for_forecast(self) -> Item:
        """What the template asks was known from the first day: only another ask begins with the day on which it was sent."""
        sent = None if self.origin == AskOrigin.TEMPLATE else self.sent_on
        return Item(
            pk=self.pk,
            title=self.title,
            step=self.step,
            position=self.position,
            begins=self.starts_on or sent,
            due_on=self.due_on,
            done_on=self.done_on,
            touched=bool(self.progress),
        )


_COLUMNS = (
    "pk",
    "ask__code",
    "ask__title",
    "ask__demand",
    "ask__who",
    "ask__step",
    "ask__position",
    "participation_id",
    "participation__unit__name",
    "participation__unit__path",
    "ask__origin",
    "ask__sent_on",
    "starts_on",
    "due_on",
    "done_on",
    "progress",
    "late_reason",
    "version",
)


def items_of_units(campaign: Campaign, units: Collection[str]) -> list[ItemRow]:
    """Every item that was sent to the very units with these paths, open or done, by unit and date. One query."""
    return _rows(campaign, Q(participation__unit__path__in=list(units)))


def _rows(campaign: Campaign, which: Q) -> list[ItemRow]:
    rows = (
        PlanItem.objects.sent().filter(which, ask__campaign=campaign, participation__ended_on=None)
    ).order_by("participation__unit__path", "due_on", "ask__position", "pk")
    return [ItemRow(*row) for row in rows.values_list(*_COLUMNS)]


@dataclass(frozen=True)
class LateAsk:
    """An ask with the units that are late with it: how many, and since when the first."""

    code: str
    title: str
    units: int
    first_due: date


def late_asks(campaign: Campaign, scopes: Collection[str], apart: Collection[str], on: date) -> list[LateAsk]:
    """What units below `scopes` are late with, by ask, those late the longest first; 51 asks at most. One query.

    `apart`: paths of units that are left out, since they see their own items one by one.
    """
    rows = (
        _late(campaign, scopes, on)
        .exclude(participation__unit__path__in=list(apart))
        .values_list("ask__code", "ask__title")
        .annotate(units=Count("pk"), first=Min("due_on"))
        .order_by("first", "ask__position")
    )
    return [LateAsk(*row) for row in rows[:MOST_ASKS]]


def late_units(
    campaign: Campaign, code: str, scopes: Collection[str], on: date, *, after: str = "", size: int = 100
) -> list[ItemRow]:
    """The units below `scopes` that are late with an ask, in the order of the tree, from behind the path `after`. One query."""
    late = _late(campaign, scopes, on).filter(ask__code=code, participation__unit__path__gt=after)
    rows = late.order_by("participation__unit__path").values_list(*_COLUMNS)
    return [ItemRow(*row) for row in rows[:size]]


def _late(campaign: Campaign, scopes: Collection[str], on: date) -> PlanItemQuerySet:
    return PlanItem.objects.overdue(on).of_units(scopes).filter(ask__campaign=campaign)


@dataclass(frozen=True)
class WaitingAsk:
    """An ask that waits for a signature: what it asks, of how many units, and what it costs all of them together."""

    code: str
    title: str
    asked_on: date
    first_due: date | None
    units: int
    cost: int


def asks_to_sign(campaign: Campaign) -> list[WaitingAsk]:
    """What nobody has signed yet, the oldest first; 51 at most. One query."""
    rows = PlanItem.objects.filter(ask__campaign=campaign, ask__sent_on=None).order_by()
    found = (
        rows.values_list("ask__code", "ask__title", "ask__asked_on", "ask__fields")
        .annotate(first=Min("due_on"), units=Count("pk"))
        .order_by("ask__asked_on", "ask__code")
    )
    return [
        WaitingAsk(code, title, asked_on, first, units, cost(fields, units))
        for code, title, asked_on, fields, first, units in found[:MOST_ASKS]
    ]


@dataclass(frozen=True)
class FinishedStage:
    """A stage in which `units` units have done everything that it asked, and that nobody has decided yet."""

    stage: str
    units: int


def finished_stages(campaign: Campaign, decided: Mapping[str, Collection[str]]) -> list[FinishedStage]:
    """Where units are in a stage with nothing left to do. `decided`: code of the stage → paths below which somebody decides
    it. One query, none for no stage. A stage that asks for nothing is never finished by that alone.
    """
    if not decided:
        return []
    items = PlanItem.objects.sent().filter(
        participation=OuterRef("participation"), ask__stage=OuterRef("stage")
    )
    theirs = (
        Q(stage=stage, participation__unit__in=Unit.objects.in_scopes(scopes))
        for stage, scopes in decided.items()
    )
    rows = (
        UnitStage.objects.filter(reduce(or_, theirs), participation__campaign=campaign)
        .filter(Exists(items), ~Exists(items.filter(done_on=None)))
        .filter(participation__ended_on=None, state=StageState.OPEN)
        .order_by()
        .values_list("stage", "position")
        .annotate(units=Count("pk"))
        .order_by("position")
    )
    return [FinishedStage(stage, units) for stage, _, units in rows]


@dataclass(frozen=True)
class UnitForecast:
    """What one unit will miss at its present pace: each item with why."""

    unit: str
    path: str
    misses: Sequence[tuple[ItemRow, Forecast]]


@dataclass(frozen=True)
class ForecastPage:
    """`units` of `looked_at` units have something to miss; `after` is the path from behind which the next page goes on ("" none)."""

    units: Sequence[UnitForecast]
    looked_at: int
    after: str


def forecast_page(
    campaign: Campaign, scopes: Collection[str], on: date, *, after: str = "", size: int = 100
) -> ForecastPage:
    """What will be missed by the next `size` units below `scopes`, in the order of the tree. 2 queries."""
    parts = Participation.objects.filter(
        campaign=campaign, ended_on=None, unit__in=Unit.objects.in_scopes(scopes), unit__path__gt=after
    )
    chosen = list(parts.order_by("unit__path").values_list("pk", "unit__path")[: size + 1])
    shown = chosen[:size]
    rows = _rows(campaign, Q(participation__in=[pk for pk, _ in shown])) if shown else []
    return ForecastPage(
        units=unit_forecasts(rows, on, since=campaign.started_on),
        looked_at=len(shown),
        after=shown[-1][1] if len(chosen) > size else "",
    )


def unit_forecasts(rows: Sequence[ItemRow], on: date, *, since: date) -> list[UnitForecast]:
    """What each of the units in `rows` will miss; units that miss nothing are left out. The order stays."""
    by_unit: dict[int, list[ItemRow]] = {}
    for row in rows:
        by_unit.setdefault(row.participation, []).append(row)
    found = []
    for own in by_unit.values():
        of_pk = {row.pk: row for row in own}
        told = forecasts((row.for_forecast() for row in own), on, since=since)
        if told:
            misses = [(of_pk[one.item], one) for one in told]
            found.append(UnitForecast(own[0].unit, own[0].path, misses))
    return found
