"""What each unit is asked for in each week, and what one more ask would add (R07, SPEC rule 10 and section 5)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Sum

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign, Participation, PlanItem
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.burden import Load, Spread, WeekLoad, spread, week_load
from huiyin.process.campaigns.rules.plans import AskOrigin, cost
from huiyin.process.campaigns.rules.weeks import sunday_of, week_of, weeks_between

Week = date | None
"""A Monday; None for what has no date yet."""

MOST_ITEMS = 200


class _Entries(Func):
    """How many entries a list kept as JSON has: the same question, under another name on each engine."""

    function = "JSON_ARRAY_LENGTH"
    output_field = IntegerField()

    def as_postgresql(self, compiler, connection, **context):  # type: ignore[no-untyped-def] # noqa: ANN001 - Django's own signature
        return self.as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH", **context)


def burden_of(participations: Iterable[Participation]) -> dict[int, dict[Week, WeekLoad]]:
    """Participation → week → what it asks, weeks in order and the undated last. One query, grouped by the database."""
    rows = _grouped(PlanItem.objects.filter(participation__in=list(participations)))
    found: dict[int, dict[Week, list[tuple[AskOrigin, Load]]]] = defaultdict(lambda: defaultdict(list))
    for participation, due_on, origin, load in rows:
        found[participation][week_of(due_on) if due_on else None].append((origin, load))
    return {
        participation: {week: week_load(weeks[week]) for week in sorted(weeks, key=_undated_last)}
        for participation, weeks in found.items()
    }


def _undated_last(week: Week) -> tuple[bool, date]:
    return week is None, week or date.max


def _grouped(items: QuerySet[PlanItem]) -> Iterable[tuple[int, date | None, AskOrigin, Load]]:
    """(participation, last day, origin, load). Weeks are made of days in Python, so both engines agree on them."""
    rows = (
        items.filter(ask__sent_on__isnull=False)
        .order_by()
        .values_list("participation_id", "due_on", "ask__origin")
        .annotate(items=Count("pk"), typed=Sum(_Entries(F("ask__fields"))))
    )
    for participation, due_on, origin, count, typed in rows:
        yield participation, due_on, AskOrigin(origin), Load(count, typed or 0)


@dataclass(frozen=True)
class WeekSpread:
    """One week over many units: what it asks of all together, by origin, and how that is spread over them."""

    week: date
    total: WeekLoad
    items: Spread
    fields: Spread


def burden_spread(
    campaign: Campaign, scopes: Collection[str], first: date, last: date
) -> tuple[WeekSpread, ...]:
    """Every week with a day from `first` to `last`, over the units below `scopes` that take part now. 2 queries.

    A distribution on purpose: no unit is named, and none is ahead of another.
    """
    taking_part = Participation.objects.filter(
        campaign=campaign, ended_on=None, unit__in=Unit.objects.in_scopes(scopes)
    )
    units = list(taking_part.order_by("pk").values_list("pk", flat=True))
    weeks = list(weeks_between(first, last))
    if not weeks:
        return ()
    rows = _grouped(
        PlanItem.objects.filter(participation__in=taking_part, due_on__range=(weeks[0], sunday_of(weeks[-1])))
    )
    parts: dict[date, list[tuple[AskOrigin, Load]]] = defaultdict(list)
    loads: dict[date, dict[int, Load]] = defaultdict(lambda: defaultdict(Load))
    for participation, due_on, origin, load in rows:
        if due_on is not None:
            parts[week_of(due_on)].append((origin, load))
            loads[week_of(due_on)][participation] += load
    return tuple(_week_spread(week, parts[week], [loads[week][unit] for unit in units]) for week in weeks)


def _week_spread(week: date, parts: Sequence[tuple[AskOrigin, Load]], loads: Sequence[Load]) -> WeekSpread:
    return WeekSpread(
        week=week,
        total=week_load(parts),
        items=spread([load.items for load in loads]),
        fields=spread([load.fields for load in loads]),
    )


@dataclass(frozen=True)
class Asked:
    """One item of a unit's week: what, until when, the fields to type, who asks and where that is written."""

    title: str
    due_on: date | None
    fields: tuple[str, ...]
    origin: AskOrigin
    source: str


def asked_in(participation: Participation, week: Week) -> list[Asked]:
    """What is behind a week's numbers: the items themselves, 200 at most. One query."""
    when = Q(due_on=None) if week is None else Q(due_on__range=(week, sunday_of(week)))
    rows = PlanItem.objects.sent().filter(when, participation=participation)
    values = rows.order_by("due_on", "ask__position", "pk").values_list(
        "ask__title", "due_on", "ask__fields", "ask__origin", "ask__source"
    )
    return [
        Asked(title, due_on, tuple(fields), AskOrigin(origin), source)
        for title, due_on, fields, origin, source in values[:MOST_ITEMS]
    ]


def ask_budget(campaign: Campaign) -> int | float | None:
    """Above how many fields of one unit in one week the template wants an ask signed; None where it sets no such number."""
    parameters = {parameter.code: parameter.value for parameter in template_of(campaign).parameters}
    return parameters.get("ask_budget")


def needs_signature(
    campaign: Campaign, fields: Collection[str], participations: Collection[Participation], due_on: date
) -> bool:
    """Whether an ask costs more than the template lets the office ask for by itself. One query."""
    return ask_preview(campaign, fields, participations, due_on).needs_signature


@dataclass(frozen=True)
class AskPreview:
    """What an ask would cost before it is sent, in the week in which it is due.

    `cost`: fields over all its units. `before` and `after`: the fields that these units type in that week, without it and
    with it; `items_before` counts what they are asked for then. It needs a signature where it asks for fields and `after` is
    above the template's `budget` for any of the units (None: it sets none).
    """

    week: date
    units: int
    fields: int
    cost: int
    budget: int | float | None
    items_before: Spread
    before: Spread
    after: Spread

    @property
    def needs_signature(self) -> bool:
        return self.budget is not None and self.fields > 0 and self.after.most > self.budget


def ask_preview(
    campaign: Campaign, fields: Collection[str], participations: Collection[Participation], week: date
) -> AskPreview:
    """What asking `participations` to type `fields` would cost them; `week` is any day of the week. One query."""
    monday = week_of(week)
    rows = _grouped(
        PlanItem.objects.filter(participation__in=participations, due_on__range=(monday, sunday_of(monday)))
    )
    loads: dict[int, Load] = defaultdict(Load)
    for participation, _, _, load in rows:
        loads[participation] += load
    there = [loads[unit.pk] for unit in participations]
    return AskPreview(
        week=monday,
        units=len(there),
        fields=len(fields),
        cost=cost(fields, len(there)),
        budget=ask_budget(campaign),
        items_before=spread([load.items for load in there]),
        before=spread([load.fields for load in there]),
        after=spread([load.fields + len(fields) for load in there]),
    )
