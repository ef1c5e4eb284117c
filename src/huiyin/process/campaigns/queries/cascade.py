"""Where circulars are: who takes part below whom, how long each level took, who hasn't acknowledged yet."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q

from huiyin.kit.clock import CHINA, day_in_china
from huiyin.platform.calendar.queries import calendar
from huiyin.platform.calendar.rules import WorkCalendar, YearMissing
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import (
    Campaign,
    Circular,
    CircularQuerySet,
    CircularStop,
    CircularStopQuerySet,
    Participation,
)
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.cascade import (
    InTime,
    Spread,
    in_time,
    last_day,
    spread,
    tops_below,
    work_hours,
)
from huiyin.process.campaigns.rules.forms import Form
from huiyin.process.campaigns.rules.judging import Known


def next_below(campaign: Campaign, unit: Unit) -> list[Participation]:
    """The units taking part that are next below `unit`, in tree order: what lies between and takes no part is stepped over. 1 query."""
    rows = Participation.objects.filter(
        campaign=campaign, ended_on=None, unit__in=Unit.objects.under(unit.path)
    )
    below = {row.unit.path: row for row in rows.exclude(unit=unit).select_related("unit")}
    return [below[path] for path in tops_below(below)]


def participation_of(campaign: Campaign, unit: Unit) -> Participation | None:
    """The unit's part in the campaign, None where it has none (any more). 1 query."""
    rows = Participation.objects.filter(campaign=campaign, unit=unit, ended_on=None)
    return rows.select_related("unit").first()


def kinds_of_circular(campaign: Campaign) -> dict[str, Form]:
    """The kinds of paper that can go down the tree, by code: the template's forms that are texts and not tables or briefings."""
    forms = template_of(campaign).forms
    marked = {code: form for code, form in forms.items() if form.circular}
    return marked or {code: form for code, form in forms.items() if not form.columns and form.head is None}


@dataclass(frozen=True)
class Listed:
    """A circular in a list. `reached`, `waiting`: the stops that the reader may see, and those of them not yet acknowledged."""

    circular: Circular
    reached: int
    waiting: int


def listed(
    circulars: CircularQuerySet, stops: CircularStopQuerySet, *, size: int, before: int | None = None
) -> tuple[list[Listed], int | None]:
    """A page of circulars, the newest first, and the place where the next one begins (None: no more). 2 queries."""
    rows = circulars.order_by("-pk").select_related("issued_by")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: size + 1])
    page = found[:size]
    counted = (
        stops.filter(circular__in=[row.pk for row in page])
        .order_by()
        .values_list("circular")
        .annotate(reached=Count("pk"), waiting=Count("pk", filter=Q(acknowledged_at=None)))
    )
    numbers = {pk: (reached, waiting) for pk, reached, waiting in counted}
    more = page[-1].pk if len(found) > size else None
    return [Listed(row, *numbers.get(row.pk, (0, 0))) for row in page], more


def chain_of(stop: CircularStop) -> list[CircularStop]:
    """The stops above, from the issuer's side down, with their units: whose additions a unit reads. One query a level."""
    found, pk = [], stop.above_id
    while pk is not None:
        above = CircularStop.objects.select_related("participation__unit").get(pk=pk)
        found.append(above)
        pk = above.above_id
    return found[::-1]


def reached_by(circular: Circular) -> set[int]:
    """The participations that have it. One query."""
    return set(CircularStop.objects.filter(circular=circular).values_list("participation", flat=True))


@dataclass(frozen=True)
class Waiting:
    """A unit that hasn't acknowledged yet: to be chased. `due` None where there is no limit; `late` once that day is over."""

    unit: str
    reached_at: datetime
    due: date | None
    late: bool


@dataclass(frozen=True)
class LevelDelay:
    """One level below the issuer: how long from reaching to acknowledging, and, of the units that have others below them, to
    passing on. `in_time` None where there is no limit."""

    level: int
    acknowledged: Spread
    passed_on: Spread | None
    in_time: InTime | None


@dataclass(frozen=True)
class Delays:
    """The whole cascade. `missing_year`: the calendar doesn't know that year, so working time can't be counted."""

    levels: tuple[LevelDelay, ...]
    waiting: tuple[Waiting, ...]
    missing_year: int | None = None


def delays(circular: Circular, stops: CircularStopQuerySet, on: date) -> Delays:
    """How long each level took, over the `stops` that the reader may see, as they stood at the end of a day. 4 queries; O(n log n)."""
    rows = list(
        stops.filter(circular=circular, reached_at__lte=end_of(on))
        .select_related("participation__unit")
        .order_by("participation__unit__path")
    )
    days, heads = calendar(), _with_units_below(circular.campaign)
    try:
        levels = _levels(circular, rows, days, heads, on)
        dues = {row.pk: last_day(days, row.reached_at, circular.ack_days) for row in rows}
    except YearMissing as missing:
        return Delays((), tuple(_waiting(rows, {}, on)), missing.year)
    return Delays(levels, tuple(_waiting(rows, dues, on)))


def end_of(day: date) -> datetime:
    """The last moment of a day in China."""
    return datetime.combine(day, time.max, tzinfo=CHINA)


def _levels(
    circular: Circular, rows: Sequence[CircularStop], days: WorkCalendar, heads: Collection[str], on: date
) -> tuple[LevelDelay, ...]:
    by_level: dict[int, list[CircularStop]] = defaultdict(list)
    for row in rows:
        by_level[row.level].append(row)
    found = []
    for level, stops in sorted(by_level.items()):
        passing = [stop for stop in stops if stop.participation.unit.path in heads]
        due = [
            (_by(stop.acknowledged_at, on), last_day(days, stop.reached_at, circular.ack_days))
            for stop in stops
        ]
        found.append(
            LevelDelay(
                level=level,
                acknowledged=spread(
                    _took(days, stop.reached_at, _by(stop.acknowledged_at, on)) for stop in stops
                ),
                passed_on=spread(_took(days, stop.reached_at, _by(stop.passed_on_at, on)) for stop in passing)
                if passing
                else None,
                in_time=in_time(due, on) if circular.ack_days is not None else None,
            )
        )
    return tuple(found)


def _by(at: datetime | None, on: date) -> datetime | None:
    """What had happened by the end of a day."""
    return at if at is not None and day_in_china(at) <= on else None


def _took(days: WorkCalendar, start: datetime, end: datetime | None) -> float | None:
    return None if end is None else work_hours(days, start, end)


def _waiting(rows: Iterable[CircularStop], dues: dict[int, date | None], on: date) -> Iterable[Waiting]:
    for row in rows:
        if _by(row.acknowledged_at, on) is None:
            due = dues.get(row.pk)
            yield Waiting(row.participation.unit.name, row.reached_at, due, late=due is not None and due < on)


def _with_units_below(campaign: Campaign) -> set[str]:
    """The paths of units that have other units of the campaign below them. One query."""
    rows = Participation.objects.filter(campaign=campaign, ended_on=None).order_by("unit__path")
    paths = list(rows.values_list("unit__path", flat=True))
    return {
        path
        for path in paths
        if (at := bisect_right(paths, path)) < len(paths) and paths[at].startswith(path)
    }


def cascade_facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """`cascade.acknowledged` by participation: every standing circular that had reached it by the end of a day was acknowledged by then
    (so where none had). One query."""
    reached = CircularStop.objects.filter(
        participation__in=participations, circular__withdrawn_on=None, reached_at__lte=end_of(on)
    )
    late = Q(acknowledged_at=None) | Q(acknowledged_at__gt=end_of(on))
    open_at = set(reached.filter(late).values_list("participation", flat=True))
    return {part.pk: {"cascade.acknowledged": Known(part.pk not in open_at)} for part in participations}
