"""What the campaign asks of units, week by week: a unit sees its own, the office how it is spread (R07). No unit is compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.kit.errors import BadInput, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries.burden import (
    Asked,
    Week,
    WeekSpread,
    ask_budget,
    asked_in,
    burden_of,
    burden_spread,
)
from huiyin.process.campaigns.rules.burden import Load, Spread, WeekLoad
from huiyin.process.campaigns.rules.plans import AskOrigin
from huiyin.process.campaigns.rules.weeks import SEVEN, sunday_of, week_of
from huiyin.reports.desk.todo import own_units
from huiyin.web.frame.charts import WHOLE, length
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

WEEKS_BACK, WEEKS_ON = 3, 8
_UNDATED = "undated"


@dataclass(frozen=True)
class WeekRow:
    """A week of one unit. `first` is None for what has no date; `parts` are codes of origins with what each asks."""

    first: date | None
    last: date | None
    load: Load
    parts: Sequence[tuple[str, Load]]
    length: int
    now: bool
    address: str


@dataclass(frozen=True)
class UnitWeeks:
    """One's own unit with its weeks and their sum."""

    unit: str
    weeks: Sequence[WeekRow]
    total: WeekLoad


@dataclass(frozen=True)
class SpreadRow:
    """A week over all units, and its fields as a drawn box: where quartiles, median and most lie on a line of WHOLE."""

    week: WeekSpread
    last: date
    parts: Sequence[tuple[str, Load]]
    box: Mapping[str, int]
    now: bool


@page(Right.CAMPAIGN_READ, "GET")
def burden(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Own weeks, the items of one week where one is asked for, and the spread for who looks at the whole."""
    campaign = visit.running
    own = list(
        Participation.objects.filter(campaign=campaign, unit__path__in=own_units(visit.actors))
        .select_related("unit")
        .order_by("unit__path")
    )
    loads = burden_of(own) if own else {}
    first = week_of(visit.today) - WEEKS_BACK * SEVEN
    last = week_of(visit.today) + WEEKS_ON * SEVEN
    context = {
        "units": [_unit_weeks(visit, part, loads.get(part.pk, {})) for part in own],
        "opened": _opened(request, own),
        "spread": _spread(visit, first, last) if visit.may(Right.OVERVIEW_READ) else (),
        "budget": ask_budget(campaign),
        "sees_formalism": visit.may(Right.OVERVIEW_READ),
    }
    return show(request, visit, "desk/burden", context)


def _unit_weeks(visit: Visit, part: Participation, weeks: Mapping[Week, WeekLoad]) -> UnitWeeks:
    most = max((load.total.fields for load in weeks.values()), default=0)
    here = reverse("burden", args=[visit.running.code])
    rows = [
        WeekRow(
            first=week,
            last=sunday_of(week) if week else None,
            load=load.total,
            parts=_parts(load),
            length=length(load.total.fields, most),
            now=week == week_of(visit.today),
            address=address(here, {"unit": part.pk, "week": week.isoformat() if week else _UNDATED})
            + "#items",
        )
        for week, load in weeks.items()
    ]
    total: dict[AskOrigin, Load] = {}
    for load in weeks.values():
        for origin, one in load.by_origin.items():
            total[origin] = total.get(origin, Load()) + one
    return UnitWeeks(part.unit.name, rows, WeekLoad(sum(total.values(), Load()), total))


def _parts(load: WeekLoad) -> list[tuple[str, Load]]:
    return [(origin.value, one) for origin, one in load.by_origin.items()]


@dataclass(frozen=True)
class _Opened:
    """The items of one week of one unit."""

    unit: str
    first: date | None
    last: date | None
    items: Sequence[Asked]


def _opened(request: HttpRequest, own: Sequence[Participation]) -> _Opened | None:
    """What the address asks to open: Unseen for another's unit, BadInput for what is no week."""
    written = str(request.GET.get("week", ""))
    if not written:
        return None
    part = next((part for part in own if part.pk == place(request.GET, "unit")), None)
    if part is None:
        raise Unseen
    week = None if written == _UNDATED else week_of(_day(written))
    return _Opened(part.unit.name, week, sunday_of(week) if week else None, asked_in(part, week))


def _day(written: str) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = date.min
    if not 1900 < day.year < 9000:
        raise BadInput(
            "这个地址里的日期不对，请回到“负担”页。",
            "The address names no day; go back to the page 'Burden'.",
        )
    return day


def _spread(visit: Visit, first: date, last: date) -> list[SpreadRow]:
    weeks = burden_spread(visit.running, visit.scopes(Right.OVERVIEW_READ), first, last)
    most = max((week.fields.most for week in weeks), default=0)
    return [
        SpreadRow(
            week,
            week.week + timedelta(days=6),
            _parts(week.total),
            _box(week.fields, most),
            week.week == week_of(visit.today),
        )
        for week in weeks
    ]


def _box(spread: Spread, most: int) -> dict[str, int]:
    """From the lower to the upper quartile a box, the median a line in it, the most a line at its end."""
    at = {
        name: round(getattr(spread, name) * WHOLE / most) if most else 0
        for name in ("lower", "median", "upper", "most")
    }
    return {**at, "width": max(6, at["upper"] - at["lower"])}
