"""What a unit will miss at its present pace, and why (S21 早打算: think ahead).

Three rules, each on what is known only, none a score. They look at open items that are due within `HORIZON` days and not late yet
(what is late needs no forecast). The first that holds speaks, in one sentence with its numbers:

1. *held up*: an item before it in the same step is late, and less than half of the time planned between the two is left;
2. *untouched*: nothing was reported, and at least half of its time has passed (only where that is `SHORTEST` days or more). Its
   time begins where the plan says so, else on the day after the last date before it in the same step; an item of which neither
   tells says nothing by this rule, however long ago the plan was laid;
3. *pace*: in the last `PACE_DAYS` days the unit finished `done` items. Taking what is open in the order of the dates, the item is
   finished today + position × days ÷ done, rounded up: after its last day. Said once, of the first such item, and only of a unit
   that finished `FEWEST` items or more in that time (`LEAST_DAYS` at least) and has something late: of a unit that is on time, the
   pace is the plan's and not its own.

Days are calendar days, both ends counted, holidays among them. Limits: items count alike, whether an hour's work or a month's;
"nothing reported" may only mean that nobody wrote it down; and where little was asked yet, nothing is said at all. The numbers
are ours and stand in no source document.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from huiyin.process.campaigns.rules.says import Says, day_said

HORIZON = 30
SHORTEST = 7
PACE_DAYS, LEAST_DAYS = 28, 14
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Item:
    """A plan item of one unit, as far as a forecast goes. `begins` is the day from which the unit could begin, where that is
    known. `touched`: something was reported."""

    pk: int
    title: str
    step: str
    position: int
    begins: date | None
    due_on: date | None
    done_on: date | None
    touched: bool


class Cause(StrEnum):
    """Which rule speaks."""

    HELD_UP = "held_up"
    UNTOUCHED = "untouched"
    PACE = "pace"


@dataclass(frozen=True)
class Forecast:
    """An item that will be missed at the present pace, and the sentence that says why."""

    item: int
    cause: Cause
    why: Says


def forecasts(items: Iterable[Item], on: date, *, since: date) -> tuple[Forecast, ...]:
    """What one unit will miss, seen from `on`, in the order of the dates. `since`: the campaign's first day. O(n log n)."""
    every = list(items)
    left = sorted((item for item in every if item.done_on is None and item.due_on), key=_by_date)
    late = [item for item in left if item.due_on is not None and item.due_on < on]
    steps = _dates_by_step(every)
    ahead = [
        _with_begin(item, steps)
        for item in left
        if item.due_on is not None and on <= item.due_on <= on + timedelta(days=HORIZON)
    ]
    told = {item.pk: found for item in ahead if (found := _told(item, late, on)) is not None}
    pace = _by_pace(every, left, [item for item in ahead if item.pk not in told], on, since) if late else None
    if pace is not None:
        told[pace.item] = pace
    return tuple(told[item.pk] for item in ahead if item.pk in told)


def _by_date(item: Item) -> tuple[date, int, int]:
    return item.due_on or date.max, item.position, item.pk


def _dates_by_step(items: Iterable[Item]) -> dict[str, list[date]]:
    """The last days of each step's items, in order."""
    found: dict[str, list[date]] = {}
    for item in items:
        if item.step and item.due_on is not None:
            found.setdefault(item.step, []).append(item.due_on)
    return {step: sorted(days) for step, days in found.items()}


def _with_begin(item: Item, steps: Mapping[str, Sequence[date]]) -> Item:
    if item.begins is not None or item.due_on is None:
        return item
    days = steps.get(item.step, ())
    before = bisect_left(days, item.due_on)
    return replace(item, begins=days[before - 1] + timedelta(days=1)) if before else item


def _told(item: Item, late: Sequence[Item], on: date) -> Forecast | None:
    """By the first two rules."""
    if item.due_on is None:
        return None
    held_up = _held_up(item, item.due_on, late, on)
    if held_up is not None:
        return Forecast(item.pk, Cause.HELD_UP, held_up)
    untouched = _untouched(item, item.due_on, on)
    return Forecast(item.pk, Cause.UNTOUCHED, untouched) if untouched is not None else None


def _held_up(item: Item, due_on: date, late: Sequence[Item], on: date) -> Says | None:
    """By the last one before it in the same step that is late."""
    before = [other for other in late if item.step and other.step == item.step]
    if not before or before[-1].due_on is None:
        return None
    held = before[-1]
    planned, left = (due_on - before[-1].due_on).days, (due_on - on).days
    if 2 * left >= planned:
        return None
    overdue = (on - before[-1].due_on).days
    return Says(
        f"同一步骤的“{held.title}”已逾期 {overdue} 天，还没有办结；两项之间原定 {planned} 天，只剩 {left} 天。",
        f"'{held.title}' in the same step is {overdue} day(s) late and not done; of the {planned} day(s) planned between the "
        f"two, {left} are left.",
    )


def _untouched(item: Item, due_on: date, on: date) -> Says | None:
    if item.touched or item.begins is None or item.begins > on:
        return None
    whole, gone = (due_on - item.begins).days + 1, (on - item.begins).days + 1
    if whole < SHORTEST or 2 * gone < whole:
        return None
    first = day_said(item.begins, on)
    return Says(
        f"从 {first.zh}起共 {whole} 天，已过 {gone} 天，还没有填报进展。",
        f"{gone} of its {whole} days from {first.en} on are over, and nothing was reported.",
    )


def _by_pace(
    every: Sequence[Item], left: Sequence[Item], ahead: Sequence[Item], on: date, since: date
) -> Forecast | None:
    """The first of the items `ahead` that the pace of the last weeks misses, with how many more; None where there is no pace."""
    days = min(PACE_DAYS, (on - since).days)
    begin = on - timedelta(days=days)
    done = sum(1 for item in every if item.done_on is not None and begin < item.done_on <= on)
    if days < LEAST_DAYS or done < FEWEST:
        return None
    finish = {item.pk: on + timedelta(days=-(-at * days // done)) for at, item in enumerate(left, start=1)}
    missed = [item for item in ahead if item.due_on is not None and finish[item.pk] > item.due_on]
    if not missed:
        return None
    first, more = missed[0], len(missed) - 1
    before = [item.pk for item in left].index(first.pk)
    day = day_said(finish[first.pk], on)
    return Forecast(
        first.pk,
        Cause.PACE,
        Says(
            f"近 {days} 天办结 {done} 项；它前面还有 {before} 项没有办结，照这样要到 {day.zh}"
            + (f"；今后 {HORIZON} 天内到期的，还有 {more} 项也会误期。" if more else "。"),
            f"{done} item(s) were done in the last {days} days, and {before} open one(s) come before it: at that pace it is done on "
            f"{day.en}"
            + (f", and {more} more of the next {HORIZON} days will be missed, too." if more else "."),
        ),
    )
