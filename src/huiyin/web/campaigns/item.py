"""One unit's item: where its date comes from, how far it is, and what the unit says of it."""

from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.platform.texts.queries import Source
from huiyin.process.campaigns import commands
from huiyin.process.campaigns.access import get_item
from huiyin.process.campaigns.commands.filling import fields_of
from huiyin.process.campaigns.commands.reporting import Progress
from huiyin.process.campaigns.models import PlanItem
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.formal_texts import TextKind, filled_text
from huiyin.process.campaigns.queries.progress import soon_until
from huiyin.process.campaigns.queries.timetable import given_dates, members_of, timetable
from huiyin.process.campaigns.rules.dating import Span
from huiyin.process.campaigns.rules.plans import ASK_ORIGINS, AskOrigin, item_state
from huiyin.process.campaigns.rules.wording import names_in, trail_in_words
from huiyin.process.problems.queries.notes import Checked
from huiyin.web.campaigns.states import ITEMS
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.language import pick
from huiyin.web.frame.notes import Margin, margin
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_TYPED_LONGEST = 2000  # the command says what is too long


@page(Right.CAMPAIGN_READ, "GET", "POST")
def item(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The item; a POST says how far it is."""
    found = get_item(pk, visit.actors, visit.running)
    if request.method == "POST":
        by = visit.by(Right.PLAN_REPORT, found.participation.unit.path)
        try:
            changed = commands.report_progress(
                found, _said(request, visit), _version(request), by=by, at=visit.at
            )
        except HuiyinError as error:
            return _show(request, visit, found, error=error)
        if changed:
            messages.success(request, _("已记下。"))
        return HttpResponseRedirect(reverse("item", args=[visit.running.code, pk]))
    return _show(request, visit, found)


@page(Right.PLAN_EDIT, "POST")
def set_item_date(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Give this unit its own last day."""
    found = get_item(pk, visit.actors, visit.running, Right.PLAN_EDIT)
    by = visit.by(Right.PLAN_EDIT, visit.running.root.path)
    try:
        due = day(request.POST, "due_on", "完成时间", "The last day")
        if due is None:
            raise BadInput("请填新的完成时间。", "Give the new last day.")
        commands.set_item_date(found, due, _version(request), by=by, at=visit.at)
    except HuiyinError as error:
        return _show(request, visit, found, error=error)
    messages.success(request, _("完成时间已改；以后调整事件日期时，这一项不再跟着变。"))
    return HttpResponseRedirect(reverse("item", args=[visit.running.code, pk]))


@page(Right.PLAN_REPORT, "POST")
def fill_item(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Fill in what the ask asks for beside progress; the field of the n-th is called `field-n`."""
    found = get_item(pk, visit.actors, visit.running, Right.PLAN_REPORT)
    by = visit.by(Right.PLAN_REPORT, found.participation.unit.path)
    try:
        answers = {
            name: words(request.POST, f"field-{at}", longest=_TYPED_LONGEST)
            for at, name in enumerate(fields_of(found))
        }
        changed = commands.fill_item(found, answers, _version(request), by=by, at=visit.at)
    except HuiyinError as error:
        return _show(request, visit, found, error=error)
    if changed:
        messages.success(request, _("已记下。"))
    return HttpResponseRedirect(reverse("item", args=[visit.running.code, pk]))


def _said(request: HttpRequest, visit: Visit) -> Progress:
    done: date | None = day(request.POST, "done_on", "完成日期", "The day on which it was done")
    if request.POST.get("done") and done is None:
        done = visit.today
    if not request.POST.get("done"):
        done = None
    return Progress(
        words(request.POST, "progress", longest=_TYPED_LONGEST),
        done,
        words(request.POST, "late_reason", longest=_TYPED_LONGEST),
    )


def _version(request: HttpRequest) -> int:
    typed = line(request.POST, "version", longest=9)
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def _show(
    request: HttpRequest, visit: Visit, found: PlanItem, *, error: HuiyinError | None = None
) -> HttpResponse:
    running = visit.running
    unit, names = found.participation.unit, names_in(template_of(running))
    span = _span(visit, found)
    soon = soon_until(running, visit.today)
    state = item_state(
        starts_on=found.starts_on, due_on=found.due_on, done_on=found.done_on, on=visit.today, soon=soon
    )
    context = {
        "item": found,
        "unit": unit,
        "shown": ITEMS[state],
        "origin": _(ASK_ORIGINS[AskOrigin(found.ask.origin)]),
        "trail": [(step.day, pick(step.zh, step.en)) for step in trail_in_words(span.due, names)]
        if span
        else [],
        "missing": span.due.missing if span else None,
        "rule_says": span.due.day if span else None,
        "step": names.steps.get(found.ask.step),
        "typed": request.POST,
        "fields": [
            (
                at,
                name,
                line(request.POST, f"field-{at}", longest=_TYPED_LONGEST)
                or (found.filled or {}).get(name, ""),
            )
            for at, name in enumerate(fields_of(found))
        ],
        "reports": visit.may(Right.PLAN_REPORT, unit.path) and found.ask.sent_on is not None,
        "edits": visit.may(Right.PLAN_EDIT, running.root.path) and found.done_on is None,
        "margin": _margin(visit, found),
        "said": sentence(error) if error else "",
    }
    return show(
        request, visit, "campaigns/item", context, status=status_of(error) if error else HTTPStatus.OK
    )


def _margin(visit: Visit, found: PlanItem) -> Margin | None:
    """The notes on what was filled in, for who fills it in and for the office that reads it."""
    unit, text = found.participation.unit, filled_text(found.filled)
    reads = visit.may(Right.PLAN_REPORT, unit.path) or visit.may(Right.PLAN_EDIT, unit.path)
    if not reads or not text or not fields_of(found):
        return None
    itself = Source(TextKind.ITEM, found.pk)
    return margin(visit, text, Checked(visit.running, unit, found.done_on or visit.today, itself))


def _span(visit: Visit, found: PlanItem) -> Span | None:
    """The rule's own dating of this item, computed anew: the trail is never stored. None for an ask without a rule."""
    members = members_of(visit.running, [found.participation_id])
    table = timetable(visit.running, members, given_dates(visit.running))
    spans = [span for situation in table.members for span in table.schedule(situation).spans]
    return next((span for span in spans if span.item.code == found.ask.code), None)
