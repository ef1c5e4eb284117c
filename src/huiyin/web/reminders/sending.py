"""Sending a slip: first the unit, then to whom of its team, then what is pointed out."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import teams
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.rectification.rules.hands import from_above
from huiyin.process.reminders.access import units_below
from huiyin.process.reminders.commands import send_reminder as send
from huiyin.process.reminders.queries import telling_parts
from huiyin.process.reminders.rules.wording import Pointed
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line, words
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

ROWS = 5
_LONGEST = 4000  # the command says what is too long
_MOST_UNITS = 400


@page(Right.REMINDER_SEND, "GET", "POST")
def send_reminder(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form; POST sends it."""
    given = request.POST if request.method == "POST" else request.GET
    unit = _unit(visit, line(given, "unit"))
    error: HuiyinError | None = None
    points = _points(request)
    if request.method == "POST":
        try:
            if unit is None:
                raise BadInput("请选单位。", "Choose a unit.")
            seats = teams([unit.pk], visit.today)[unit.pk]
            to = next(
                (seat.account for seat in seats if str(seat.account.pk) == line(given, "account")), None
            )
            if to is None:
                raise BadInput("请选提醒谁。", "Choose whom to remind.")
            made = send(
                visit.running,
                unit,
                to,
                [one for one in points if one.text],
                opening=words(request.POST, "opening", longest=_LONGEST),
                together=line(given, "together") == "yes",
                looked=line(given, "looked") == "yes",
                by=_by(visit, unit),
                at=visit.at,
            )
        except HuiyinError as refused:
            error = refused
        else:
            messages.success(request, _("已发出，等对方签收。点到的问题已进问题台账。"))
            return HttpResponseRedirect(reverse("reminder", args=[visit.running.code, made.number]))
    context = _context(visit, unit, points)
    context |= {"typed": given, "said": sentence(error) if error else ""}
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "reminders/send_reminder", context, status=status)


def _by(visit: Visit, unit: Unit) -> Actor:
    """The capacity that looks at the unit from above, else some, for the command to refuse."""
    able = [by for by in visit.actors if by.may(Right.REMINDER_SEND, unit.path)]
    return next((by for by in able if from_above(by, unit.path)), None) or visit.by(
        Right.REMINDER_SEND, unit.path
    )


def _unit(visit: Visit, typed: str) -> Unit | None:
    """The unit of that name or number, among those that may be reminded; Unseen for another number."""
    if not typed:
        return None
    units = _units(visit)
    found = next((unit for unit in units if typed in {unit.name, str(unit.pk)}), None)
    if found is None:
        raise Unseen
    return found


def _units(visit: Visit) -> list[Unit]:
    """Units that take part and that one of the capacities looks at from above. One query a capacity."""
    taking = Participation.objects.filter(campaign=visit.running, ended_on=None).values("unit")
    found: dict[int, Unit] = {}
    for by in visit.actors:
        if by.may(Right.REMINDER_SEND, by.scope):
            rows = units_below(by).filter(pk__in=taking).order_by("path")
            found |= {unit.pk: unit for unit in rows[:_MOST_UNITS]}
    return list(found.values())


def _points(request: HttpRequest) -> list[Pointed]:
    given = request.POST
    return [
        Pointed(words(given, f"text.{at}", longest=_LONGEST), line(given, f"focus.{at}", longest=20))
        for at in range(1, ROWS + 1)
    ]


def _context(visit: Visit, unit: Unit | None, points: list[Pointed]) -> dict[str, Any]:
    telling = telling_parts(visit.running, [one.text for one in points if one.text])
    return {
        "unit": unit,
        "units": _units(visit) if unit is None else (),
        "seats": teams([unit.pk], visit.today)[unit.pk] if unit else (),
        "points": list(enumerate(points, 1)),
        "names": names_of(visit.running),
        "together_from": template_of(visit.running).selfchecks.together_from,
        "telling": telling,
    }
