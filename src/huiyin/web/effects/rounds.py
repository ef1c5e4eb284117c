"""Second rounds of listening: which units one would help and how large it must be; planning one; what came in by those that were."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.effects.access import visible_effects
from huiyin.process.effects.commands import plan_round
from huiyin.process.effects.queries import last_run
from huiyin.process.effects.queries.rounds import needs_of, rounds_of
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@page(Right.PLAN_EDIT, "GET", "POST")
def listening_rounds(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The sizes unit by unit, the form, and the rounds; POST plans one."""
    campaign, error = visit.running, None
    by = visit.by(Right.PLAN_EDIT, campaign.root.path)
    if request.method == "POST":
        try:
            first = day(request.POST, "opens_on", "开始日期", "opens on")
            last = day(request.POST, "closes_on", "截止日期", "closes on")
            if first is None or last is None:
                raise BadInput("请填开始和截止日期。", "Say when it opens and closes.")
            made = plan_round(campaign, _units(request), opens_on=first, closes_on=last, by=by, at=visit.at)
        except HuiyinError as refused:
            error = refused
        else:
            messages.success(request, _("第 %(n)s 轮听取已列入计划。") % {"n": made.number})
            return HttpResponseRedirect(reverse("listening_rounds", args=[campaign.code]))
    needs = needs_of(campaign, visible_effects(visit.actors, campaign))
    within = [one for one in needs if one.size.tells]
    context: dict[str, Any] = {
        "run": last_run(campaign),
        "needs": needs,
        "beyond": [one for one in needs if one.size.beyond],
        "chosen": _units(request) if error else {one.unit.pk for one in within},
        "tells": sum(one.size.tells for one in within),
        "opinions": sum(one.size.opinions for one in within),
        "inspects": visit.may(Right.INSPECTION_WORK),
        "rounds": rounds_of(campaign),
        "names": names_of(campaign),
        "typed": request.POST,
        "said": sentence(error) if error else "",
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "effects/listening_rounds", context, status=status)


def _units(request: HttpRequest) -> set[int]:
    return {
        int(one) for one in request.POST.getlist("unit") if one.isascii() and one.isdigit() and len(one) < 18
    }
