"""What the weekly reminder and the half month's digest say of one unit's items (R20): dates and facts, nothing to be answered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from huiyin.platform.notices.rules.sections import Line
from huiyin.process.campaigns.queries.workload import ItemRow
from huiyin.process.campaigns.rules.forecast import Forecast
from huiyin.process.campaigns.rules.says import day_said

WEEK, HALF_MONTH = timedelta(days=7), timedelta(days=15)
MOST_LINES = 20

PathOf = Callable[[ItemRow], str]
"""The page on which an item is reported on."""


def weekly_lines(
    rows: Iterable[ItemRow], told: Mapping[int, Forecast], on: date, path: PathOf, *, named: bool
) -> list[Line]:
    """What is late, what is due within seven days, and what else will be missed at the present pace. `named`: with the unit,
    for who has several."""
    lines = []
    for row in _open(rows):
        if row.due_on is None:
            continue
        title = _title(row, named=named)
        if row.due_on < on:
            lines.append(Line(f"逾期 {(on - row.due_on).days} 天：{title}", path(row)))
        elif row.due_on <= on + WEEK:
            lines.append(Line(f"{_day(row.due_on, on)}前：{title}", path(row)))
        elif row.pk in told:
            lines.append(
                Line(
                    f"照现在的进度会误期：{title}（{_day(row.due_on, on)}前）。{told[row.pk].why.zh}",
                    path(row),
                )
            )
    return lines


def halfmonth_lines(rows: Sequence[ItemRow], on: date, path: PathOf, *, named: bool) -> list[Line]:
    """What was done in the last fifteen days, and what comes in the next fifteen."""
    done = [row for row in rows if row.done_on is not None and on - HALF_MONTH < row.done_on <= on]
    done.sort(key=lambda row: (row.done_on or on, row.pk))
    coming = [row for row in _open(rows) if row.due_on is not None and on <= row.due_on <= on + HALF_MONTH]
    finished = [Line(f"{_day(row.done_on, on)}办结：{_title(row, named=named)}", path(row)) for row in done]
    ahead = [Line(f"{_day(row.due_on, on)}前：{_title(row, named=named)}", path(row)) for row in coming]
    return [*finished, *ahead]


def shortened(lines: Sequence[Line], rest: str, where: str = "待办") -> tuple[Line, ...]:
    """Twenty lines at most; what is more is named as a number that leads to `rest`, the page called `where`."""
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    more = len(lines) - MOST_LINES
    return (*lines[:MOST_LINES], Line(f"其余 {more} 件见“{where}”。", rest))


def _open(rows: Iterable[ItemRow]) -> list[ItemRow]:
    left = [row for row in rows if row.done_on is None]
    return sorted(left, key=lambda row: (row.due_on or date.max, row.pk))


def _title(row: ItemRow, *, named: bool) -> str:
    return f"{row.title}（{row.unit}）" if named else row.title


def _day(day: date | None, on: date) -> str:
    return day_said(day, on).zh if day is not None else ""
