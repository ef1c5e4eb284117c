"""One slip: what it points out, the problems that it became, who signed; and the press of who signs."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.reminders.access import get_reminder
from huiyin.process.reminders.commands import sign_reminder as sign
from huiyin.process.reminders.models import Reminder, ReminderPoint
from huiyin.process.reminders.queries import unsigned
from huiyin.reports.papers.reminders import title_of_slips, write_slip
from huiyin.web.frame.downloads import document
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@page(Right.CAMPAIGN_READ, "GET")
def reminder(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """The slip's page."""
    return _shown(request, visit, get_reminder(number, actors=visit.actors, campaign=visit.running))


@page(Right.CAMPAIGN_READ, "GET")
def reminder_docx(_request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """The slip as a paper."""
    found = get_reminder(number, actors=visit.actors, campaign=visit.running)
    people = names_of_people(code for code in (found.by, found.head_by) if code)
    title = title_of_slips(visit.running)
    return document(f"{title}-{number}", lambda path: write_slip(found, people, path))


@page(Right.REMINDER_SIGN, "POST")
def sign_reminder(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Sign for it in person."""
    found = get_reminder(number, actors=visit.actors, campaign=visit.running)
    try:
        sign(found, by=_by(visit, found), at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, found, error)
    messages.success(request, _("已签收。点到的问题在问题台账里，写材料时在旁边看得到。"))
    return HttpResponseRedirect(reverse("reminder", args=[visit.running.code, number]))


def _by(visit: Visit, found: Reminder) -> Actor:
    """The capacity of the very unit, where there is one."""
    path = found.unit.path
    here = (by for by in visit.actors if by.scope == path and by.may(Right.REMINDER_SIGN, path))
    return next(here, None) or visit.by(Right.REMINDER_SIGN, path)


def _shown(
    request: HttpRequest, visit: Visit, found: Reminder, error: HuiyinError | None = None
) -> HttpResponse:
    context = {
        "slip": found,
        "points": list(ReminderPoint.objects.filter(slip=found).select_related("problem").order_by("number")),
        "names": names_of(visit.running),
        "people": names_of_people([found.by, found.head_by]),
        "signs": unsigned(visit.actors, visit.running).filter(pk=found.pk).exists(),
        "reads_problems": visit.may(Right.PROBLEM_READ, found.unit.path),
        "said": sentence(error) if error else "",
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "reminders/reminder", context, status=status)
