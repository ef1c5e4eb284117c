"""What moving an event would move, before anybody moves it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huiyin.platform.calendar.queries import calendar
from huiyin.process.campaigns.models import Campaign, PlanItem
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.queries.timetable import (
    Given,
    Member,
    Timetable,
    given_dates,
    members_of,
    timetable_of,
)
from huiyin.process.campaigns.rules.dating import Situation, Span
from huiyin.process.campaigns.rules.schedule import PlanItem as Rule

Dates = tuple[date | None, date | None]


@dataclass(frozen=True)
class Shift:
    """An item that moves, for all the units for which it moves alike: (start, due) before and after."""

    item: Rule
    members: tuple[Member, ...]
    before: Dates
    after: Dates


def tables(campaign: Campaign, given: Given) -> tuple[Timetable, Timetable]:
    """The dates as they are, and as they would be with `given`. 4 queries."""
    members, there, days = members_of(campaign), given_dates(campaign), calendar()
    same = (given.event, given.tier, given.participation)
    others = [one for one in there if (one.event, one.tier, one.participation) != same]
    template = template_of(campaign)
    return timetable_of(template, days, members, there), timetable_of(
        template, days, members, [*others, given]
    )


def shifts(campaign: Campaign, given: Given) -> list[Shift]:
    """Every item that would move, in the order of the plan; done ones and dates set by hand stay. 5 queries."""
    before, after = tables(campaign, given)
    was = {member.pk: situation for situation, members in before.members.items() for member in members}
    pairs: dict[tuple[Situation, Situation], list[Member]] = defaultdict(list)
    for situation, members in after.members.items():
        for member in members:
            pairs[was[member.pk], situation].append(member)
    found = [
        Shift(item, tuple(members), old, new)
        for (then, now), members in pairs.items()
        for item, old, new in _moved(before.schedule(then).spans, after.schedule(now).spans)
    ]
    staying = _staying(campaign, {shift.item.code for shift in found})
    order = {item.code: at for at, item in enumerate(before.template.plan)}
    kept = [
        Shift(shift.item, still, shift.before, shift.after)
        for shift in found
        if (still := tuple(one for one in shift.members if (shift.item.code, one.pk) not in staying))
    ]
    return sorted(kept, key=lambda shift: (order[shift.item.code], shift.members[0].pk))


def drift(campaign: Campaign) -> list[Shift]:
    """Open items that aren't where the rules put them by the calendar of today: a year was entered, or a day corrected, after
    the plan was laid. Dates set by hand stay. 5 queries; O(open items).
    """
    table = timetable_of(template_of(campaign), calendar(), members_of(campaign), given_dates(campaign))
    rows = PlanItem.objects.filter(ask__campaign=campaign, done_on=None, by_hand=False)
    there = {(code, pk): (start, due) for code, pk, start, due in rows.values_list(
        "ask__code", "participation", "starts_on", "due_on")}  # fmt: skip
    found: dict[tuple[str, Dates, Dates], tuple[Rule, list[Member]]] = {}
    for situation, members in table.members.items():
        for span in table.schedule(situation).spans:
            for member in members:
                old = there.get((span.item.code, member.pk))
                if old is not None and old != (new := _dates(span)):
                    found.setdefault((span.item.code, old, new), (span.item, []))[1].append(member)
    return [Shift(item, tuple(members), old, new) for (_, old, new), (item, members) in found.items()]


def _moved(before: tuple[Span, ...], after: tuple[Span, ...]) -> Iterator[tuple[Rule, Dates, Dates]]:
    old = {span.item.code: _dates(span) for span in before}
    for span in after:
        if (new := _dates(span)) != old[span.item.code]:
            yield span.item, old[span.item.code], new


def _dates(span: Span) -> Dates:
    return span.start.day if span.start else None, span.due.day


def _staying(campaign: Campaign, codes: set[str]) -> set[tuple[str, int]]:
    rows = PlanItem.objects.filter(ask__campaign=campaign, ask__code__in=codes)
    rows = rows.filter(Q(by_hand=True) | Q(done_on__isnull=False))
    return set(rows.values_list("ask__code", "participation_id"))
