"""When a visit may take place: the yearly list, the notice in time, the yearly limit (DOMAIN 5.1, R38). Numbers are the template's."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiyin.kit.errors import BadInput, Refused
from huiyin.process.campaigns.rules.inspections import Inspections, VisitKind

LONGEST_SCOPE, LONGEST_NUMBER, LONGEST_REASON = 1000, 60, 500
FEWEST_INSPECTORS = 2
"""Two go, one enters and the other confirms."""


class VisitState(StrEnum):
    """How a visit stands."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    HELD = "held"


VISIT_STATES: Mapping[VisitState, str] = {
    VisitState.PLANNED: "已安排",
    VisitState.CANCELLED: "已取消",
    VisitState.HELD: "已走访",
}


@dataclass(frozen=True)
class Planned:
    """What is planned: kind, day, what is looked at as announced, the number in the yearly list, the day of the notice."""

    kind: str
    day: date
    scope: str = ""
    list_number: str = ""
    noticed_on: date | None = None


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month.

    >>> months_later(date(2014, 1, 31), 1)
    datetime.date(2014, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def checked_kind(rules: Inspections, planned: Planned, today: date, whole_that_year: int) -> VisitKind:
    """The kind of a visit that may be planned; Refused, in a sentence, without a list number, the notice in time, or over the limit.

    `whole_that_year`: the unit's whole inspections in the year of the day, this one not counted.
    """
    kind = rules.kind(planned.kind)
    if kind is None:
        raise BadInput("请选择走访的方式。", "Choose a kind of visit.")
    if len(planned.scope) > LONGEST_SCOPE or len(planned.list_number) > LONGEST_NUMBER:
        raise BadInput("内容太长，请写短一些。", "That is too long.")
    if kind.listed:
        _needs_notice(rules, kind, planned, today)
    if kind.whole and whole_that_year >= rules.most_whole:
        raise Refused(
            f"该单位 {planned.day.year} 年已有 {whole_that_year} 次“{kind.zh}”，一年最多 {rules.most_whole} 次。",
            f"The unit has {whole_that_year} such inspections in {planned.day.year} already; {rules.most_whole} a year at most.",
        )
    return kind


def _needs_notice(rules: Inspections, kind: VisitKind, planned: Planned, today: date) -> None:
    if not planned.list_number.strip():
        raise Refused(
            f"“{kind.zh}”要填年度督查检查清单里的编号；清单里没有的不能开展，谈话和帮扶除外。",
            "This kind of visit takes its number in the yearly list of inspections; what isn't in it isn't done.",
        )
    if not planned.scope.strip():
        raise Refused(
            f"“{kind.zh}”要提前告知看什么，请写明范围。", "Say what will be looked at: the unit is told."
        )
    if planned.noticed_on is None or planned.noticed_on > today:
        raise Refused(
            "先通知单位，再安排：请填已经发出通知的日期。", "Tell the unit first: give the day of the notice."
        )
    earliest = months_later(planned.noticed_on, rules.notice_months)
    if planned.day < earliest:
        raise Refused(
            f"{planned.noticed_on} 通知的，最早 {earliest} 才能去：要提前 {rules.notice_months} 个月告知。",
            f"Announced on {planned.noticed_on}, the visit is on {earliest} at the earliest.",
        )


def needs_reason(reason: str) -> None:
    """BadInput for a change without a word of why."""
    if not reason.strip():
        raise BadInput("请写明理由。", "Say why.")
    if len(reason) > LONGEST_REASON:
        raise BadInput(
            f"理由最多 {LONGEST_REASON} 字。", f"The reason has {LONGEST_REASON} characters at most."
        )
