"""To-do lines as pages show them: a state by shape, colour and word, and the address of the place."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.process.campaigns.rules.plans import ITEM_STATES, ItemState
from huiyin.reports.desk.addresses import path_of
from huiyin.reports.desk.todos import Todo
from huiyin.web.frame.visit import Visit

# Shape and colour class; the word stands beside them.
_MARKS: dict[ItemState, tuple[str, str]] = {
    ItemState.NONE: ("·", ""),
    ItemState.UNDATED: ("┄", ""),
    ItemState.AHEAD: ("○", ""),
    ItemState.RUNNING: ("◐", ""),
    ItemState.SOON: ("△", "wait"),
    ItemState.LATE: ("▲", "act"),
    ItemState.DONE: ("✓", "go"),
}


@dataclass(frozen=True)
class Mark:
    """A state to look at. `kind` is the class of its colour."""

    shape: str
    kind: str
    word: str


@dataclass(frozen=True)
class TodoRow:
    """A line with its mark; `address` is "" where no page does it yet."""

    todo: Todo
    mark: Mark
    address: str


def mark_of(state: ItemState | None, late_days: int = 0) -> Mark:
    """The mark of a state; None is what waits for a person without a date."""
    if state is None:
        return Mark("□", "wait", _("等您处理"))
    shape, kind = _MARKS[state]
    word = _(ITEM_STATES[state])
    if state is ItemState.LATE and late_days > 0:
        word = ngettext("逾期 %(days)d 天", "逾期 %(days)d 天", late_days) % {"days": late_days}
    return Mark(shape, kind, word)


def todo_rows(visit: Visit, todos: Iterable[Todo]) -> list[TodoRow]:
    """The lines as rows."""
    return [
        TodoRow(
            todo,
            mark_of(todo.state, (visit.today - todo.due_on).days if todo.due_on else 0),
            path_of(visit.running, todo.place),
        )
        for todo in todos
    ]
