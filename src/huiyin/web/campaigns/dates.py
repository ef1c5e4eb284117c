"""Events with their dates, tier by tier, as the pages of a plan show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from huiyin.process.campaigns.queries.timetable import Timetable
from huiyin.process.campaigns.rules.dating import Dated
from huiyin.process.campaigns.rules.schedule import Event
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.campaigns.rules.wording import event_in_words, names_in
from huiyin.web.frame.fields import day
from huiyin.web.frame.language import pick


@dataclass(frozen=True)
class TierDate:
    """When an event is for a tier ("" where all share it); `given` where somebody said so, else by the default distance."""

    tier: str
    day: date | None
    last: date | None
    given: bool
    missing: int | None


@dataclass(frozen=True)
class EventRow:
    """An event with the rule for it in words and its dates: one where all tiers share it."""

    code: str
    name: str
    rule: str
    first: bool
    dates: tuple[TierDate, ...]


def event_rows(table: Timetable) -> list[EventRow]:
    """The events that have a date, in the order of their earliest one."""
    names = names_in(table.template)
    rows = [
        EventRow(
            event.code,
            pick(event.zh, event.en),
            pick(*event_in_words(event, names)),
            event.after is None,
            tuple(_dates(table, event)),
        )
        for event in table.template.events
        if not event.occasional
    ]
    return sorted(rows, key=lambda row: min((one.day for one in row.dates if one.day), default=date.max))


def _dates(table: Timetable, event: Event) -> Iterator[TierDate]:
    """By tier, from the earliest of its units to the last; a single line where all agree."""
    by_tier: dict[str, list[Dated]] = {}
    for situation in table.members:
        dated = table.schedule(situation).events.get(event.code)
        if dated is not None:
            by_tier.setdefault(situation.tier, []).append(dated)
    names = {tier.code: pick(tier.zh, tier.en) for tier in table.template.tiers}
    found = [_joined(names.get(tier, ""), dates) for tier, dates in by_tier.items()]
    if len({(one.day, one.last, one.given, one.missing) for one in found}) == 1:
        yield TierDate("", found[0].day, found[0].last, found[0].given, found[0].missing)
        return
    order = [names[tier.code] for tier in table.template.tiers]
    yield from sorted(found, key=lambda one: order.index(one.tier) if one.tier in order else -1)


def _joined(tier: str, dates: Iterable[Dated]) -> TierDate:
    found = list(dates)
    days = sorted(one.day for one in found if one.day is not None)
    given = any(one.trail and one.trail[-1].why == "given" for one in found)
    missing = next((one.missing for one in found if one.missing is not None), None)
    first, last = (days[0], days[-1]) if days else (None, None)
    return TierDate(tier, first, last if last != first else None, given, missing)


def typed_dates(given: QueryDict, template: Template) -> dict[str, date]:
    """The dates typed for events: the field of an event is called `event-` and its code."""
    found = {}
    for event in template.events:
        typed = day(given, f"event-{event.code}", f"“{event.zh}”的日期", f"the date of '{event.en}'")
        if typed is not None and not event.occasional:
            found[event.code] = typed
    return found
