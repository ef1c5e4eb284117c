"""One matter: as everybody would read it, what is to be looked at before that, and the decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.process.publicity import commands
from huiyin.process.publicity.access import get_matter
from huiyin.process.publicity.models import PublicMatter
from huiyin.process.publicity.queries import care_of_matter, editions_of, givers_behind
from huiyin.process.publicity.rules.matters import LONGEST, Assured, MatterState
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import words
from huiyin.web.frame.filters import place
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.publicity.states import STATES


@page(Right.ANSWER_WRITE, "GET")
def matter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The page of one edition."""
    visit.by(Right.ANSWER_WRITE, visit.running.root.path)
    return _shown(request, visit, pk)


@page(Right.ANSWER_APPROVE, "POST")
def approve_matter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Let it out, with what the approver says to have looked at."""
    by = visit.by(Right.ANSWER_APPROVE, visit.running.root.path)
    found = get_matter(pk, actors=visit.actors, campaign=visit.running)
    assured = Assured(request.POST.get("nobody") == "yes", request.POST.get("looked") == "yes")
    try:
        commands.approve_matter(found, place(request.POST, "version") or 0, assured, by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, pk, error)
    messages.success(request, _("已公示，谁都能看到。"))
    return HttpResponseRedirect(reverse("matter", args=[visit.running.code, pk]))


@page(Right.ANSWER_APPROVE, "POST")
def return_matter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Send it back with a reason."""
    by = visit.by(Right.ANSWER_APPROVE, visit.running.root.path)
    found = get_matter(pk, actors=visit.actors, campaign=visit.running)
    try:
        why = words(request.POST, "why", longest=LONGEST["why"])
        commands.return_matter(found, place(request.POST, "version") or 0, why, by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, pk, error)
    messages.success(request, _("已退回，理由写在稿子旁边。"))
    return HttpResponseRedirect(reverse("matter", args=[visit.running.code, pk]))


@page(Right.ANSWER_APPROVE, "POST")
def withdraw_matter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Take it down."""
    by = visit.by(Right.ANSWER_APPROVE, visit.running.root.path)
    found = get_matter(pk, actors=visit.actors, campaign=visit.running)
    try:
        why = words(request.POST, "why", longest=LONGEST["why"])
        commands.withdraw_matter(found, why, by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, pk, error)
    messages.success(request, _("已撤下。公示页上留一行“已撤下”。"))
    return HttpResponseRedirect(reverse("matter", args=[visit.running.code, pk]))


def _shown(request: HttpRequest, visit: Visit, pk: int, error: HuiyinError | None = None) -> HttpResponse:
    found = get_matter(pk, actors=visit.actors, campaign=visit.running)
    editions = editions_of(found)
    waits = found.state == MatterState.DRAFT
    may_decide = visit.may(Right.ANSWER_APPROVE, visit.running.root.path)
    context: dict[str, Any] = {
        "matter": found,
        "state": STATES[found.state],
        "states": STATES,
        "editions": [one for one in editions if one.pk != found.pk],
        "last": editions[0].pk == found.pk,
        "mine": found.drafted_by == visit.account.code,
        "may_decide": may_decide,
        "topics": names_of(visit.running).topic,
        "people": names_of_people([found.drafted_by, found.decided_by, found.withdrawn_by]),
        "longest": LONGEST,
        "typed": request.POST.dict(),
        "said": sentence(error) if error else "",
        **(_to_look_at(visit, found) if waits else {}),
    }
    return show(request, visit, "publicity/matter", context, status=status_of(error) if error else 200)


def _to_look_at(visit: Visit, found: PublicMatter) -> dict[str, Any]:
    givers, fewest = givers_behind(found.problem), fewest_givers(visit.running)
    return {
        "givers": givers,
        "fewest": fewest,
        "few": givers is None or givers < fewest,
        "telling": care_of_matter(found, visit.actors),
    }
