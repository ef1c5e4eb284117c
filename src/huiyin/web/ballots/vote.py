"""One vote: while it runs, what is asked and how many codes are out; once counted, everything that came back."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError, Refused
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.ballots import commands
from huiyin.process.ballots.access import get_vote
from huiyin.process.ballots.models import Vote
from huiyin.process.ballots.queries import issued, result_of, tallies_agree
from huiyin.process.ballots.rules.counting import FEWEST_FOR_A_SHARE, Form
from huiyin.reports.papers.ballot_count import BALLOT_COUNT, fits, write_ballot_count
from huiyin.reports.papers.material import Material
from huiyin.web.ballots.names import FormNames, names_of_form
from huiyin.web.ballots.results import drawn, percent
from huiyin.web.frame.downloads import workbook
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

MOST_SLIPS = 480
"""At once: twenty sheets of A4, which a browser still prints."""


@page(Right.CAMPAIGN_READ, "GET")
def vote(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The vote's page."""
    return vote_page(request, visit, get_vote(pk, actors=visit.actors, campaign=visit.running))


@page(Right.BALLOT_HOLD, "POST")
def close_vote(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Count it."""
    found = get_vote(pk, actors=visit.actors, campaign=visit.running)
    try:
        commands.close_vote(found, by=visit.by(Right.BALLOT_HOLD, found.unit.path), at=visit.at)
    except HuiyinError as error:
        return vote_page(request, visit, found, error=error)
    messages.success(request, _("已计票，结果从此不变。"))
    return HttpResponseRedirect(reverse("vote", args=[visit.running.code, pk]))


@page(Right.BALLOT_HOLD, "POST")
def publish_vote(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Let the unit see it."""
    found = get_vote(pk, actors=visit.actors, campaign=visit.running)
    try:
        commands.publish_vote(found, by=visit.by(Right.BALLOT_HOLD, found.unit.path), at=visit.at)
    except HuiyinError as error:
        return vote_page(request, visit, found, error=error)
    messages.success(request, _("已公布，被测评的单位现在看得到结果。"))
    return HttpResponseRedirect(reverse("vote", args=[visit.running.code, pk]))


@page(Right.CAMPAIGN_READ, "GET")
def export_vote(_request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The result on the template's form."""
    found = get_vote(pk, actors=visit.actors, campaign=visit.running)
    material, result = Material(visit.running), result_of(found)
    form = material.template.forms.get(BALLOT_COUNT)
    if result is None or result.total is None:
        raise Refused("还没有可以导出的结果。", "There is no result to download yet.")
    if form is None or not fits(form, result.form):
        raise Refused(
            "模板里的统计表没有这种测评的等次，请直接打印结果那一页。",
            "The template's form doesn't have the levels of this vote: print the page of the result.",
        )
    name = f"{form.title}-{found.unit.name}-{found.number}"
    return workbook(name, lambda path: write_ballot_count(material, found, result, path, visit.today))


def vote_page(
    request: HttpRequest,
    visit: Visit,
    found: Vote,
    *,
    error: HuiyinError | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """The page, with what went wrong and what had been typed."""
    form, holds = Form.of_json(found.form), visit.may(Right.BALLOT_HOLD, found.unit.path)
    names = names_of_form(found, form)
    result = result_of(found)
    context: dict[str, Any] = {
        "vote": found,
        "form": form,
        "names": names,
        "summed": names.sum_of(form),
        "holds": holds,
        "over": visit.today > found.closes_on,
        "open": found.opens_on <= visit.today <= found.closes_on,
        "result": drawn(result, names) if result else None,
        "line": percent(form.line) if form.line is not None else "",
        "fewest": FEWEST_FOR_A_SHARE,
        "said": sentence(error) if error else "",
        "typed": typed or {},
    }
    if holds and result is None:
        context |= _running(found, names)
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "ballots/vote", context, status=status)


def _running(found: Vote, names: FormNames) -> dict[str, object]:
    """How many codes were given out, and whether tellers agree: nothing of what came back. 2 queries."""
    out, agree = issued(found), tallies_agree(found)
    return {
        "issued": [(names.groups[code], out[code]) for code in names.groups if code in out],
        "issued_all": sum(out.values()),
        "tallies": [(names.groups[code], agree[code]) for code in names.groups if code in agree],
        "most": MOST_SLIPS,
    }
