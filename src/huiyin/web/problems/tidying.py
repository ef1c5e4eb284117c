"""What is done from the ledger's list: one's own saved views, and giving several problems that nobody owns to a unit.

Nothing else is done to several at once: problems are closed one by one, each on its own page (R17).
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import Conflict, HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.commands import assign_problems as assign_problems_command
from huiyin.process.problems.commands import drop_view as drop_view_command
from huiyin.process.problems.commands import save_view as save_view_command
from huiyin.process.problems.models import Problem
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import address
from huiyin.web.frame.page import page
from huiyin.web.frame.units import unit_named
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.ledger import LARGE, show_ledger
from huiyin.web.problems.seeking import KEPT


@page(Right.PROBLEM_READ, "POST")
def save_view(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Keep the filters of the list under a name."""
    query = _kept(str(request.POST.get("query", "")))
    name = str(request.POST.get("name", ""))
    try:
        save_view_command(visit.account, visit.running, name, query, at=visit.at)
    except HuiyinError as error:
        return show_ledger(request, visit, said=sentence(error), status=status_of(error))
    messages.success(request, _("已存下：%(name)s。") % {"name": " ".join(name.split())})
    return HttpResponseRedirect(f"{reverse('ledger', args=[visit.running.code])}?{query}")


@page(Right.PROBLEM_READ, "POST")
def drop_view(request: HttpRequest, visit: Visit, view: int) -> HttpResponse:
    """Delete one of one's own saved views."""
    drop_view_command(visit.account, view, at=visit.at)
    messages.success(request, _("已删去。"))
    return HttpResponseRedirect(reverse("ledger", args=[visit.running.code]))


@page(Right.PROBLEM_ASSIGN, "POST")
def assign_problems(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the ticked problems, which nobody owns yet, to one unit."""
    try:
        owner = unit_named(str(request.POST.get("owner", "")), visit, Right.PROBLEM_ASSIGN)
        found = _ticked(request, visit)
        assign_problems_command(found, owner, by=visit.by(Right.PROBLEM_ASSIGN, owner.path), at=visit.at)
    except HuiyinError as error:
        return show_ledger(request, visit, said=sentence(error), status=status_of(error))
    messages.success(
        request,
        _("%(n)s 个问题的责任单位是%(unit)s。") % {"n": len(found), "unit": owner.name},
    )
    query = _kept(str(request.POST.get("query", "")))
    here = reverse("ledger", args=[visit.running.code])
    return HttpResponseRedirect(f"{here}?{query}" if query else here)


def _ticked(request: HttpRequest, visit: Visit) -> list[Problem]:
    numbers = dict.fromkeys(str(number)[:20] for number in request.POST.getlist("problem")[:LARGE])
    visible = visible_problems(visit.actors, visit.running).filter(number__in=numbers)
    found = {problem.number: problem for problem in visible.select_related("campaign__root", "owner")}
    if missing := [number for number in numbers if number not in found]:
        raise Conflict(
            f"这些问题不在您的台账里了：{'、'.join(missing)}。请刷新后再选。",
            f"These aren't in your ledger any more: {', '.join(missing)}. Look again.",
        )
    return [found[number] for number in numbers]


def _kept(query: str) -> str:
    """What of an address's query a view keeps: filters that the ledger knows, each once."""
    given = QueryDict(query[:2000])
    return address("", {name: str(given.get(name, ""))[:100] for name in KEPT}).lstrip("?")
