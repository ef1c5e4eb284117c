"""Asking units for something more: what it costs them is seen before it is sent (R07)."""

from http import HTTPStatus

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.commands.rehearsing import rehearse
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns import commands
from huiyin.process.campaigns.access import visible_participations
from huiyin.process.campaigns.commands.asking import Wanted
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.burden import AskPreview, ask_preview
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.units import participations_named
from huiyin.web.frame.visit import Visit

_LONGEST = 2000


@page(Right.PLAN_EDIT, "GET", "POST")
def ask_units(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Without `go=do` it shows the cost and writes nothing."""
    running = visit.running
    by = visit.by(Right.PLAN_EDIT, running.root.path)
    found: AskPreview | None = None
    try:
        if request.method == "POST":
            wanted, units = _wanted(request), list(_units(request, visit))
            if request.POST.get("go") == "do":
                made = commands.ask_units(running, wanted, units, by=by, at=visit.at)
                said = (
                    _("任务已下达。") if made.sent_on else _("任务已拟好，超出限额，等领导小组签批后下达。")
                )
                messages.success(request, said)
                return HttpResponseRedirect(reverse("ask", args=[running.code, made.code]))
            rehearse(
                commands.ask_units, running, wanted, units, by=by, at=visit.at
            )  # refuses now what it would then
            found = ask_preview(running, wanted.fields, units, wanted.due_on or visit.today)
    except HuiyinError as error:
        return _form(request, visit, error=error)
    return _form(request, visit, found=found)


def _form(
    request: HttpRequest, visit: Visit, *, found: AskPreview | None = None, error: HuiyinError | None = None
) -> HttpResponse:
    template = template_of(visit.running)
    there = visible_participations(visit.actors, visit.running, Right.PLAN_EDIT).filter(ended_on=None)
    context = {
        "typed": request.POST,
        "chosen_kinds": request.POST.getlist("kind"),
        "kinds": sorted({kind for kind in there.values_list("unit__kind", flat=True) if kind}),
        "tiers": [(tier.code, pick(tier.zh, tier.en)) for tier in template.tiers],
        "steps": [(step.code, pick(step.zh, step.en)) for _stage, step in template.steps()],
        "key_works": template.key_works(),
        "cost": found,
        "said": sentence(error) if error else "",
    }
    return show(
        request, visit, "campaigns/ask_units", context, status=status_of(error) if error else HTTPStatus.OK
    )


def _wanted(request: HttpRequest) -> Wanted:
    given = request.POST
    fields = [name.strip() for name in words(given, "fields", longest=_LONGEST).splitlines()]
    return Wanted(
        title=line(given, "title", longest=300),
        due_on=day(given, "due_on", "完成时间", "The last day"),
        demand=words(given, "demand", longest=_LONGEST),
        who=line(given, "who", longest=100),
        starts_on=day(given, "starts_on", "开始时间", "The first day"),
        step=line(given, "step", longest=40),
        key_work=line(given, "key_work", longest=40),
        product=line(given, "product", longest=100),
        fields=tuple(name for name in fields if name),
    )


def _units(request: HttpRequest, visit: Visit) -> QuerySet[Participation]:
    """The units of the kinds chosen, and those named one a line; nothing chosen, nobody asked."""
    there = visible_participations(visit.actors, visit.running, Right.PLAN_EDIT).filter(ended_on=None)
    named = participations_named(words(request.POST, "units", longest=20_000), visit, Right.PLAN_EDIT)
    found = there.filter(unit__kind__in=filter(None, request.POST.getlist("kind"))) | named
    return found.select_related("unit").order_by("unit__path")
