"""Every change to the calendar. Days that are already planned stay where they are: whoever runs the campaign dates them anew."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.calendar.access import needs_to_edit
from huiyin.platform.calendar.models import Day, Year
from huiyin.platform.calendar.queries import ShownYear, days_of
from huiyin.platform.calendar.rules import Noted, YearMissing
from huiyin.platform.calendar.rules.notice import LONGEST_NAME
from huiyin.platform.calendar.rules.years import needs_plausible
from huiyin.platform.orgs.rules.rights import Actor

_LONGEST_SOURCE = 200


@transaction.atomic
def set_day(day: date, works: bool, name: str, *, by: Actor, at: datetime) -> Day:  # noqa: FBT001 - a column of the table
    """Say of one day whether it works, over the arrangement of its year.

    YearMissing when that isn't known: one day doesn't make a year. Refused when the day is so already.
    """
    needs_to_edit(by)
    _needs_name(name)
    take_turn()
    year = days_of(day.year)
    was = _was(day, year)
    if (was[0], was[1]) == (works, name):
        raise Refused("这一天已经是这样，没有要改的。", "The day is so already; there is nothing to change.")
    if not Day.objects.filter(day=day).update(works=works, name=name):
        Day.objects.create(day=day, works=works, name=name)
    facts = {"works": works, "name": name, "was": was[0]}
    record(act="calendar.day_set", subject=f"day:{day.isoformat()}", by=by.code, at=at, facts=facts)
    return Day.objects.get(day=day)


@transaction.atomic
def clear_day(day: date, *, by: Actor, at: datetime) -> None:
    """Forget what was entered about one day: the shipped arrangement counts again; of a year entered in full, the weekday."""
    needs_to_edit(by)
    take_turn()
    row = Day.objects.filter(day=day).first()
    if row is None:
        raise Refused(
            "这一天没有改过，不用恢复。",
            "Nothing was entered about this day, so there is nothing to take back.",
        )
    row.delete()
    facts = {"works": row.works, "name": row.name}
    record(act="calendar.day_cleared", subject=f"day:{day.isoformat()}", by=by.code, at=at, facts=facts)


@transaction.atomic
def take_in_year(
    year: int, days: Iterable[tuple[date, bool, str]], source: str, *, by: Actor, at: datetime
) -> int:
    """Enter the whole arrangement of a year, in place of what was known of it; how many days. O(days).

    `days`: (day, whether it works, name of the festival). Days of another year, a day twice and no source are BadInput; a
    Saturday off, which says nothing new, is fine.
    """
    needs_to_edit(by)
    noted = [Noted(*each) for each in days]
    _refuse_impossible(year, noted, source)
    take_turn()
    Day.objects.filter(day__year=year).delete()
    Day.objects.bulk_create(Day(day=each.day, works=each.works, name=each.name) for each in noted)
    if not Year.objects.filter(year=year).update(source=source):
        Year.objects.create(year=year, source=source)
    facts = {
        "source": source,
        "days": [[each.day.isoformat(), each.works, each.name] for each in sorted(noted)],
    }
    record(act="calendar.year_taken_in", subject=f"year:{year}", by=by.code, at=at, facts=facts)
    return len(noted)


def _was(day: date, year: ShownYear) -> tuple[bool, str]:
    """Whether the day works and what it is called before the change."""
    if not year.known:
        raise YearMissing(day.year)
    shown = year.days.get(day)
    return (shown.works, shown.zh) if shown else (day.weekday() < 5, "")


def _needs_name(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise BadInput(
            f"名称最多 {LONGEST_NAME} 个字，请写短些。", f"The name has {LONGEST_NAME} characters at most."
        )


def _refuse_impossible(year: int, days: list[Noted], source: str) -> None:
    needs_plausible(year)
    if not source.strip() or len(source) > _LONGEST_SOURCE:
        raise BadInput(
            f"请写明依据哪个通知（{_LONGEST_SOURCE} 字以内），例如“国务院办公厅关于{year}年部分节假日安排的通知”。",
            f"Name the notice that the arrangement comes from, in {_LONGEST_SOURCE} characters at most.",
        )
    if not days:
        raise BadInput("没有一天放假，不像全年的安排。", "No day is off: that isn't a year's arrangement.")
    for each in days:
        _needs_name(each.name)
        if each.day.year != year:
            raise BadInput(
                f"{each.day} 不是 {year} 年的，请到那一年录入。",
                f"{each.day} isn't of {year}: enter it there.",
            )
    twice = [day for day, times in Counter(each.day for each in days).items() if times > 1]
    if twice:
        raise BadInput(
            f"{min(twice)} 出现了不止一次，请留一处。", f"{min(twice)} stands there more than once; keep one."
        )
