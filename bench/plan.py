"""How long a notice takes to become a dated plan, at two sizes, beside the same rows made without the product.

    python -m bench.plan [--rows 60 3000] [--postgres ADDRESS]

--rows are units here; each gets the items of mass-line-2014, the demo's largest template.

bare dating   for each unit and item the date by the library chinesecalendar, day by day, from its event's date, which is handed to it
bare writing  Django's bulk_create of those rows, four columns into a table without constraints, on the same engine
dating        every date of every unit, pauses, rolls and trails included; units in the same situation share them
… no two alike  as though each unit had a situation of its own
launch        `launch_campaign`: template frozen, units enrolled, stages and items laid, recorded
shifts        what would move if the bureau's meeting were held on another day
redate        the same, done

Neither side has the other's checks: the peer knows no pauses, tiers or missing years, and keeps no trail. It says how many dates came out alike.
Milliseconds are medians of three rounds in one process, the two sides taking turns.
"""

import statistics
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from bench.inbox import compare, timed

if TYPE_CHECKING:
    from huiyin.platform.orgs.models import Unit
    from huiyin.platform.orgs.rules.rights import Actor
    from huiyin.process.campaigns.models import Campaign
    from huiyin.process.campaigns.queries.timetable import Timetable
    from huiyin.process.campaigns.rules.schedule import When
    from huiyin.process.campaigns.rules.template import Template

AT = datetime(2014, 5, 16, 4, tzinfo=UTC)
FIRST = {"city_meeting": date(2014, 5, 16)}
MOVED = ("bureau_meeting", date(2014, 7, 2))
KINDS = ("机关处室", "直属单位", "小学", "初中", "高中", "幼儿园")
TIMES = 3
ROLLS = {"next": 1, "previous": -1}


Days = tuple[date | None, date]


class Row(NamedTuple):
    """An item of a unit before it has dates: its rules, and the dates of the events that they hang on."""

    ask: int
    participation: int
    start: "When | None"
    due: "When"
    events: dict[str, date]


def main() -> int:
    return compare("bench.plan", measure, peer="bare writing", page="launch", sizes=(60, 3000))


def measure(units: int) -> int:
    """In the child: print each step with its milliseconds and CPU."""
    office, root, taking_part = _units(units)
    figures: dict[str, list[tuple[float, float]]] = {}
    bare = _bare_table()
    for number in range(TIMES):
        for name, step in _round(number, office, root, taking_part, bare):
            figures.setdefault(name, []).append(timed(step))
    for name, found in figures.items():
        walls, cpus = zip(*found, strict=True)
        print(name, statistics.median(walls), statistics.median(cpus), sep="\t", flush=True)
    return 0


def _round(
    number: int, office: "Actor", root: "Unit", units: "list[Unit]", bare: Any
) -> Iterator[tuple[str, Callable[[], object]]]:
    """The steps of a round, in their order: each is run before the next is asked for."""
    from huiyin.process.campaigns.commands import launch_campaign, redate_event  # noqa: PLC0415
    from huiyin.process.campaigns.models import Campaign  # noqa: PLC0415
    from huiyin.process.campaigns.queries.redating import shifts  # noqa: PLC0415
    from huiyin.process.campaigns.queries.timetable import Given  # noqa: PLC0415

    template = _template()
    code = f"bench-{number}"
    given = {"root": root, "units": units, "events": FIRST, "by": office, "at": AT}
    yield "launch", lambda: launch_campaign(template, code=code, name=code, **given)  # type: ignore[arg-type]
    campaign = Campaign.objects.get(code=code)
    yield "dating", lambda: _dated(campaign)
    table = _dated(campaign)
    yield "dating, no two alike", lambda: _dated_alone(table)
    rows = _rows(campaign, table)
    dated: list[Days] = []
    yield f"bare dating ({len(rows)} rows)", lambda: dated.extend(_naive(rows))
    yield "bare writing", lambda: _written(bare, rows, dated)
    if number == 0:
        _compare_dates(campaign, rows, dated)
    yield "shifts", lambda: shifts(campaign, Given(*MOVED))
    yield "redate", lambda: redate_event(campaign, Given(*MOVED), by=office, at=AT)


def _template() -> "Template":
    from huiyin.process.campaigns.rules import library_folder, load_template  # noqa: PLC0415

    return load_template(library_folder("mass-line-2014"))


def _units(count: int) -> "tuple[Actor, Unit, list[Unit]]":
    """Django on the child's empty database, with a bureau and `count` units in all."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from huiyin.platform.orgs.commands import ensure_root, import_units  # noqa: PLC0415
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415
    from huiyin.platform.orgs.rules.unit_rows import UnitRow  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    office = Actor("office", Role.OFFICE)
    root = ensure_root("云河市教育局", by=office, at=AT)
    if Unit.objects.count() < count:
        rows = [UnitRow(n + 1, None, f"单位{n}", None, KINDS[n % 6], ()) for n in range(1, count)]
        import_units(rows, root, by=office, at=AT)
    return office, root, list(Unit.objects.all())


# ── This side ──


def _dated(campaign: "Campaign") -> "Timetable":
    """Every date of every unit, as lay_plan has them before it writes."""
    from huiyin.process.campaigns.queries.timetable import given_dates, members_of, timetable  # noqa: PLC0415

    members = members_of(campaign)
    table = timetable(campaign, members, given_dates(campaign))
    for situation, sharing in table.members.items():
        for span in table.schedule(situation).spans:
            for member in sharing:
                _ = (span.item.code, member.pk, span.start.day if span.start else None, span.due.day)
    return table


def _dated_alone(table: "Timetable") -> None:
    """As though no two units shared a situation: what sharing saves, and what a campaign of exceptions costs."""
    from huiyin.process.campaigns.rules.dating import schedule  # noqa: PLC0415

    for situation, sharing in table.members.items():
        for _ in sharing:
            schedule(table.template, table.calendar, situation)


# ── The peer ──


def _rows(campaign: "Campaign", table: "Timetable") -> list[Row]:
    """What has to be dated, with the dates of the events given away."""
    from huiyin.process.campaigns.models import Ask  # noqa: PLC0415

    asks = dict(Ask.objects.filter(campaign=campaign).values_list("code", "pk"))
    found = []
    for situation, members in table.members.items():
        dates = table.schedule(situation)
        events = {code: dated.day for code, dated in dates.events.items() if dated.day is not None}
        for span in dates.spans:
            rule = span.item
            found += [Row(asks[rule.code], member.pk, rule.start, rule.due, events) for member in members]
    return found


def _naive(rows: list[Row]) -> list[Days]:
    from chinese_calendar import is_workday  # noqa: PLC0415

    return [
        (
            _counted(row.start, row.events, is_workday) if row.start else None,
            _counted(row.due, row.events, is_workday),
        )
        for row in rows
    ]


def _counted(rule: "When", events: dict[str, date], is_workday: Callable[[date], bool]) -> date:
    """Day by day, as one writes it with the library in an afternoon."""
    day, left = events[rule.event], abs(rule.offset)
    step = timedelta(days=1 if rule.offset > 0 else -1)
    if rule.days == "working":
        while left:
            day += step
            left -= is_workday(day)
    else:
        day += step * left
    while rule.roll in ROLLS and not is_workday(day):
        day += timedelta(days=ROLLS[rule.roll])
    return day


def _bare_table() -> Any:
    """A table of four columns without constraints."""
    from django.db import connection, models  # noqa: PLC0415

    fields: dict[str, Any] = {
        "ask": models.BigIntegerField(),
        "participation": models.BigIntegerField(),
        "starts_on": models.DateField(null=True),
        "due_on": models.DateField(),
    }
    meta = type("Meta", (), {"app_label": "bench"})
    table = type("BarePlan", (models.Model,), {**fields, "Meta": meta, "__module__": "bench"})
    with connection.schema_editor() as editor:
        editor.create_model(table)
    return table


def _written(table: Any, rows: list[Row], dated: list[Days]) -> None:
    table.objects.bulk_create(
        table(ask=row.ask, participation=row.participation, starts_on=start, due_on=due)
        for row, (start, due) in zip(rows, dated, strict=True)
    )


def _compare_dates(campaign: "Campaign", rows: list[Row], dated: list[Days]) -> None:
    from huiyin.process.campaigns.models import PlanItem  # noqa: PLC0415

    kept = PlanItem.objects.filter(ask__campaign=campaign)
    ours = {(ask, pk): due for ask, pk, due in kept.values_list("ask", "participation", "due_on")}
    alike = sum(ours[row.ask, row.participation] == due for row, (_, due) in zip(rows, dated, strict=True))
    print(f"{alike} of {len(rows)} dates are the peer's, too", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
