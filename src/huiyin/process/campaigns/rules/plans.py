"""The words of a plan: states of stages and items, where an ask comes from, what it costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StageState(StrEnum):
    """Of a unit in a stage."""

    WAITING = "waiting"
    OPEN = "open"
    PASSED = "passed"


STAGE_STATES: Mapping[StageState, str] = {
    StageState.WAITING: "未开始",
    StageState.OPEN: "进行中",
    StageState.PASSED: "已通过",
}


class AskOrigin(StrEnum):
    """Who asks: a rule of the template, the office by hand, a demand of a meeting, a return at a gate or of a sheet, inspectors on a
    visit."""

    TEMPLATE = "template"
    OFFICE = "office"
    MEETING = "meeting"
    RETURN = "return"
    INSPECTION = "inspection"


ASK_ORIGINS: Mapping[AskOrigin, str] = {
    AskOrigin.TEMPLATE: "活动模板",
    AskOrigin.OFFICE: "活动办",
    AskOrigin.MEETING: "会议要求",
    AskOrigin.RETURN: "退回要求",
    AskOrigin.INSPECTION: "督导要求",
}


class ItemState(StrEnum):
    """How a plan item, or the items of a step together, stand on a day."""

    NONE = "none"  # nothing asked of this unit
    UNDATED = "undated"
    AHEAD = "ahead"  # not begun, and needn't be
    RUNNING = "running"
    SOON = "soon"
    LATE = "late"
    DONE = "done"


ITEM_STATES: Mapping[ItemState, str] = {
    ItemState.NONE: "不涉及",
    ItemState.UNDATED: "日期待定",
    ItemState.AHEAD: "未到",
    ItemState.RUNNING: "进行中",
    ItemState.SOON: "将到期",
    ItemState.LATE: "逾期",
    ItemState.DONE: "已完成",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """The items of one step of one unit: how many, how many are done, and of those open the earliest dates."""

    items: int
    done: int
    first_due: date | None
    first_start: date | None


def item_state(
    *, starts_on: date | None, due_on: date | None, done_on: date | None, on: date, soon: date
) -> ItemState:
    """How one item stands on a day; `soon` is the latest last day that is called soon.

    What has no first day is ahead until then: a report that is due in September isn't under way in June.
    """
    if done_on is not None:
        return ItemState.DONE
    if due_on is None:
        return ItemState.UNDATED
    if due_on < on:
        return ItemState.LATE
    if due_on <= soon:
        return ItemState.SOON
    return ItemState.RUNNING if starts_on is not None and starts_on <= on else ItemState.AHEAD


def step_state(tally: Tally, on: date, soon: date) -> ItemState:
    """How a step stands: done when all is, else as its earliest open item."""
    if tally.items == 0:
        return ItemState.NONE
    if tally.done == tally.items:
        return ItemState.DONE
    state = item_state(starts_on=tally.first_start, due_on=tally.first_due, done_on=None, on=on, soon=soon)
    return ItemState.RUNNING if state is ItemState.AHEAD and tally.done else state


def cost(fields: Iterable[str], units: int) -> int:
    """What an ask costs all units together: the fields that each has to type itself, times the units (R07)."""
    return len(tuple(fields)) * units
