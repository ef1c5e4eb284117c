"""The ledger: the problems that the visitor may see, with filters in the address."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.queries import LedgerPage, Sought
from huiyin.process.problems.queries import ledger as ledger_page
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import address, pair_place, without_empty, written
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

MOST_UNITS_IN_A_LIST = 150


@page(Right.PROBLEM_READ, "GET")
def ledger(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One page of the ledger, in the order of the numbers."""
    campaign = visit.running
    here = reverse("ledger", args=[campaign.code])
    filters = without_empty(request.GET, "before", "after")
    found, said, status = LedgerPage((), None, None), "", 200
    try:
        found = ledger_page(
            campaign,
            visible_problems(visit.actors, campaign),
            read_sought(filters),
            actors=visit.actors,
            before=pair_place(request.GET, "before"),
            after=pair_place(request.GET, "after"),
        )
    except BadInput as error:
        said, status = sentence(error), status_of(error)
    units = list(Unit.objects.in_scopes(visit.scopes(Right.PROBLEM_READ))[: MOST_UNITS_IN_A_LIST + 1])
    context = {
        "said": said,
        "rows": found.rows,
        "earlier": address(here, {**filters, "before": written(found.before)}) if found.before else "",
        "later": address(here, {**filters, "after": written(found.after)}) if found.after else "",
        "filters": filters,
        "names": names_of(campaign),
        "units": units if 1 < len(units) <= MOST_UNITS_IN_A_LIST else [],
        "here": here,
        "may_raise": visit.may(Right.PROBLEM_RAISE),
        "may_group": visit.may(Right.OPINION_GROUP),
        "fewest": fewest_givers(campaign),
        "export": reverse("export_problems", args=[campaign.code]),
    }
    return show(request, visit, "problems/ledger", context, part="list", status=status)


def read_sought(filters: dict[str, str]) -> Sought:
    """The filters of the address. A code that nobody knows finds nothing; a unit must be a number."""
    owner = filters.get("owner", "")
    if owner and not (owner.isascii() and owner.isdigit() and len(owner) <= 18):
        raise BadInput(
            "筛选条件“责任单位”的值不认识，请重新选择。",
            "The filter 'owner' has no known value; choose again.",
        )
    codes = {name: filters.get(name, "")[:40] for name in ("source", "focus", "topic", "horizon")}
    return Sought(
        text=filters.get("text", "").replace("\0", ""), owner=int(owner) if owner else None, **codes
    )
