"""To-do lines as pages show them: a state by shape, colour and word, and the address of the place."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from huiyin.process.campaigns.rules.plans import ItemState
from huiyin.reports.desk.addresses import path_of
from huiyin.reports.desk.todos import Todo
from huiyin.web.frame.states import ITEMS, Shown
from huiyin.web.frame.visit import Visit

# What waits for a person without a date.
_WAITS = Shown("□", "wait", _("等您处理"))


@dataclass(frozen=True)
class TodoRow:
    """A line with its state; `word` says of what is late by how much; `address` is "" where no page does it yet."""

    todo: Todo
    shown: Shown
    word: str | Promise
    address: str


def todo_rows(visit: Visit, todos: Iterable[Todo]) -> list[TodoRow]:
    """The lines as rows."""
    return [_row(visit, todo) for todo in todos]


def _row(visit: Visit, todo: Todo) -> TodoRow:
    shown = ITEMS[todo.state] if todo.state is not None else _WAITS
    late = (visit.today - todo.due_on).days if todo.due_on and todo.state is ItemState.LATE else 0
    return TodoRow(todo, shown, late_word(late) if late else shown.word, path_of(visit.running, todo.place))


def late_word(days: int) -> str:
    """By how many days something is late."""
    return ngettext("逾期 %(days)d 天", "逾期 %(days)d 天", days) % {"days": days}
