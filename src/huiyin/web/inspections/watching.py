"""Odd searches, small filters and small exports, for the inspectors alone (R39)."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Right
from huiyin.process.inspections.access import visible_watches
from huiyin.process.inspections.queries.watches import Odd, odd_ones
from huiyin.process.inspections.rules.watching import WATCH_KINDS
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.inspections.frame import rules_of

MOST = 2000
_OF_OPINIONS = {"inbox", "export_opinions"}


@page(Right.INSPECTION_WORK, "GET")
def watches(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was odd, by day and person, the latest first."""
    rows = visible_watches(visit.actors, visit.running).select_related("unit").order_by("-day", "-pk")
    times = rules_of(visit.running).narrow_times
    odd = odd_ones(rows[:MOST], times)
    context = {
        "rows": [(one, _places(one)) for one in odd[:100]],
        "kinds": {kind.value: _(name) for kind, name in WATCH_KINDS.items()},
        "roles": {role.value: _(name) for role, name in ROLE_NAMES.items()},
        "fewest": fewest_givers(visit.running),
        "times": times,
        "people": names_of_people(one.by for one in odd),
    }
    return show(request, visit, "inspections/watches", context)


def _places(one: Odd) -> list[str]:
    words = (_("意见") if where in _OF_OPINIONS else _("问题台账") for where in one.where)
    return list(dict.fromkeys(words))
