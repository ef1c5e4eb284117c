"""What waits for the visitor, overdue and soon first; and reporting on a plan item where it stands in the list."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import get_item
from huiyin.process.campaigns.commands import report_progress as report_progress_command
from huiyin.process.campaigns.commands.reporting import LONGEST_PROGRESS, Progress
from huiyin.process.campaigns.rules.plans import ItemState
from huiyin.reports.desk.todo import own_units
from huiyin.reports.desk.todo import todo as todo_of
from huiyin.reports.desk.todos import Kind, Todo
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.todos import todo_rows
from huiyin.web.frame.visit import Visit

LINES_A_PAGE = 50
LATE_SHOWN = 6
_PRESSING = {ItemState.LATE, ItemState.SOON}
_LATER = {ItemState.AHEAD, ItemState.UNDATED}


@dataclass(frozen=True)
class Typed:
    """What somebody typed of an item that wasn't taken, with the sentence that says why."""

    item: int
    said: str
    progress: str
    done: bool
    done_on: str
    late_reason: str


@page(Right.CAMPAIGN_READ, "GET")
def todo(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list, 50 lines a page."""
    return _shown(request, visit)


@page(Right.PLAN_REPORT, "POST")
def report_progress(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Write down how far an item is; what isn't taken stays in its form."""
    item = get_item(pk, visit.actors, visit.running, Right.PLAN_REPORT)
    if item.ask.sent_on is None:
        raise Unseen  # who asks sees it before it is signed, but nobody reports on it
    typed = _typed(request, pk)
    try:
        by = visit.by(Right.PLAN_REPORT, item.participation.unit.path)
        version = place(request.POST, "version")
        changed = report_progress_command(
            item, _progress(typed, visit.today), version or 0, by=by, at=visit.at
        )
    except HuiyinError as error:
        refused = Typed(pk, sentence(error), typed.progress, typed.done, typed.done_on, typed.late_reason)
        return _shown(request, visit, typed=refused, status=status_of(error))
    messages.success(request, _said(item.ask.title, changed=changed, done=typed.done))
    return HttpResponseRedirect(reverse("todo", args=[visit.running.code]))


def _said(title: str, *, changed: bool, done: bool) -> str:
    if not changed:
        return _("“%(title)s”没有变化。") % {"title": title}
    if done:
        return _("“%(title)s”已记为办结。") % {"title": title}
    return _("“%(title)s”的进展已记下。") % {"title": title}


def _typed(request: HttpRequest, pk: int) -> Typed:
    given = {name: str(request.POST.get(name, "")).strip() for name in ("progress", "done_on", "late_reason")}
    return Typed(item=pk, said="", done=bool(request.POST.get("done")), **given)


def _progress(typed: Typed, today: date) -> Progress:
    """Done without a day means today. BadInput for what is no day."""
    try:
        written = date.fromisoformat(typed.done_on) if typed.done_on else today
    except ValueError:
        raise BadInput(
            "完成日期不认识，请写成 2014-05-30 这样。", "The day isn't one: write it like 2014-05-30."
        ) from None
    return Progress(typed.progress, written if typed.done else None, typed.late_reason)


def _shown(
    request: HttpRequest, visit: Visit, *, typed: Typed | None = None, status: int = 200
) -> HttpResponse:
    campaign = visit.running
    listed = todo_of(visit.actors, campaign, visit.today)
    # What many units are late with must not push what waits for the visitor off the page: it is folded, and on the first page only.
    lines = tuple(line for line in listed.lines if line.kind is not Kind.LATE_UNITS)
    opened = typed.item if typed else place(request.GET, "item")
    start = _start(request, lines, opened)
    rows = todo_rows(visit, lines[start : start + LINES_A_PAGE])
    late = [] if start else [line for line in listed.lines if line.kind is Kind.LATE_UNITS]
    late_units = todo_rows(visit, late)
    here = reverse("todo", args=[campaign.code])
    own = own_units(visit.actors)
    context = {
        "late_units": late_units[:LATE_SHOWN],
        "late_folded": late_units[LATE_SHOWN:],
        "pressing": [row for row in rows if row.todo.state in _PRESSING],
        "running": [row for row in rows if row.todo.state not in _PRESSING | _LATER],
        "later": [row for row in rows if row.todo.state in _LATER],
        "late_count": sum(1 for line in listed.lines if line.state is ItemState.LATE),
        "soon_count": sum(1 for line in listed.lines if line.state is ItemState.SOON),
        "forecast_count": sum(1 for line in listed.lines if line.forecast is not None),
        "done": listed.done if visit.may(Right.PLAN_REPORT) else (),
        "several": len(own) > 1,
        "in_unit": bool(own),
        "typed": typed,
        "opened": opened,
        "longest": LONGEST_PROGRESS,
        "earlier": _at(here, start - LINES_A_PAGE) if start else "",
        "more": _at(here, start + LINES_A_PAGE) if len(lines) > start + LINES_A_PAGE else "",
        "may_overview": visit.may(Right.OVERVIEW_READ),
    }
    return show(request, visit, "desk/todo", context, status=status)


def _start(request: HttpRequest, lines: tuple[Todo, ...], opened: int | None) -> int:
    """Where the page begins: at the item that is to be opened, else where the address says."""
    if opened is not None:
        at = next((at for at, line in enumerate(lines) if line.item and line.item.pk == opened), 0)
        return at - at % LINES_A_PAGE
    return min(place(request.GET, "from") or 0, len(lines))


def _at(here: str, start: int) -> str:
    return f"{here}?{urlencode({'from': max(0, start)})}" if start > 0 else here
