"""The ledger: the problems that the visitor may see, with filters in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import ProblemQuerySet
from huiyin.process.problems.queries import (
    MOST_COUNTED,
    MOST_GROUPED,
    LedgerPage,
    LedgerRow,
    Sought,
    count_ledger,
    group_ledger,
    views_of,
)
from huiyin.process.problems.queries import ledger as ledger_page
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import address, triple_place, without_empty, written
from huiyin.web.frame.names import Names, names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.todos import late_word
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.seeking import (
    MOST_UNITS_IN_A_LIST,
    narrowed,
    read_sought,
    units_in_sight,
)
from huiyin.web.problems.states import PHASES, Standing, standings
from huiyin.web.problems.tabs import tabs

SIZE, LARGE = 50, 200
GROUPS: Mapping[str, tuple[Promise, str]] = {
    "owner": (gettext_lazy("责任单位"), "owner"),
    "focus": (gettext_lazy("类别"), "focus"),
    "topic": (gettext_lazy("教育专题"), "topic"),
    "state": (gettext_lazy("状态"), "state"),
}
"""By what a list is grouped: name in the address → its word, the problem's column."""


@page(Right.PROBLEM_READ, "GET")
def ledger(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One page of the ledger, in the order of the numbers."""
    return show_ledger(request, visit)


def show_ledger(request: HttpRequest, visit: Visit, *, said: str = "", status: int = 200) -> HttpResponse:
    """The ledger under the filters of the address, with what is to be said above it. At most 12 queries with those of the visit."""
    campaign = visit.running
    here = reverse("ledger", args=[campaign.code])
    filters = without_empty(request.GET, "before", "after")
    units = units_in_sight(visit)
    names = names_of(campaign)
    found, context = LedgerPage((), None, None), {}
    try:
        wanted = narrowed(read_sought(filters, visit, units), visit, units)
        visible = visible_problems(visit.actors, campaign)
        found = ledger_page(
            campaign,
            visible,
            wanted,
            actors=visit.actors,
            before=triple_place(request.GET, "before"),
            after=triple_place(request.GET, "after"),
            size=LARGE if filters.get("size") == str(LARGE) else SIZE,
        )
        context = _summed(visit, visible, wanted, filters, units, found)
    except BadInput as error:
        said, status = sentence(error), status_of(error)
    shown = standings(campaign)
    rows = [_drawn(row, here, shown, visit) for row in found.rows]
    chosen = {name: value for name, value in filters.items() if name not in {"group", "size"}}
    context |= {
        "tabs": tabs(visit, "ledger"),
        "said": said,
        "rows": rows,
        "earlier": address(here, {**filters, "before": written(found.before)}) if found.before else "",
        "later": address(here, {**filters, "after": written(found.after)}) if found.after else "",
        "filters": filters,
        "filtered": bool(chosen),
        "narrowed": bool(chosen.keys() - {"text", "phase", "owner", "focus", "late", "mine"}),
        "phases": _phases(here, filters),
        "states": shown,
        "groupings": [
            (word, address(here, {**filters, "group": name}), filters.get("group") == name)
            for name, (word, _column) in GROUPS.items()
        ],
        "ungrouped": address(here, {**filters, "group": ""}),
        "names": names,
        "units": units if 1 < len(units) <= MOST_UNITS_IN_A_LIST else [],
        "here": here,
        "views": [(view, address(here, {}) + "?" + view.query) for view in views_of(visit.account, campaign)],
        "query": address("", chosen).lstrip("?"),
        "may_raise": visit.may(Right.PROBLEM_RAISE),
        "may_group": visit.may(Right.OPINION_GROUP),
        "may_assign": visit.may(Right.PROBLEM_ASSIGN) and any(not row.row.owner for row in rows),
        "fewest": fewest_givers(campaign),
        "export": address(reverse("export_problems", args=[campaign.code]), chosen),
        "large": address(here, {**filters, "size": LARGE}) if found.after and not filters.get("size") else "",
    }
    return show(request, visit, "problems/ledger", context, part="list", status=status)


@dataclass(frozen=True)
class Drawn:
    """A row as the list shows it: how it stands, by how many days it is late, and for how many days it has been there."""

    row: LedgerRow
    address: str
    standing: Standing
    late: str
    days: int


_UNKNOWN = Standing("–", "none", "")


def _drawn(row: LedgerRow, here: str, shown: Mapping[str, Standing], visit: Visit) -> Drawn:
    closed = row.problem.closed_on
    late = (visit.today - row.due_on).days if row.due_on and closed is None else 0
    return Drawn(
        row=row,
        address=f"{here}/{row.number}",
        standing=shown.get(row.state, _UNKNOWN),
        late=late_word(late) if late > 0 else "",
        days=((closed or visit.today) - row.raised_on).days,
    )


def _phases(here: str, filters: Mapping[str, str]) -> list[tuple[str | Promise, str, bool]]:
    """(word, address, whether it's the one shown) of the tabs."""
    plain = {name: value for name, value in filters.items() if name not in {"phase", "state"}}
    now = filters.get("phase", "")
    tabs: list[tuple[str | Promise, str, bool]] = [
        (_("全部"), address(here, plain), not now and not filters.get("state"))
    ]
    tabs += [
        (word, address(here, {**plain, "phase": name}), now == name) for name, (word, _) in PHASES.items()
    ]
    return tabs


@dataclass(frozen=True)
class Group:
    """A value of what the list is grouped by: its name, how many, and the list of it alone."""

    name: str
    count: int
    address: str


def _summed(
    visit: Visit,
    visible: ProblemQuerySet,
    wanted: Sought,
    filters: Mapping[str, str],
    units: list[Unit],
    page: LedgerPage,
) -> dict[str, Any]:
    """How many were found, up to MOST_COUNTED, and the groups of them where the address asks for groups. 2 queries at most."""
    group = filters.get("group", "")
    if group not in GROUPS:
        whole = page.before is None and page.after is None
        count = len(page.rows) if whole else count_ledger(visible, wanted)
        return {"count": count, "counted": whole or count < MOST_COUNTED}
    found = group_ledger(visible, wanted, GROUPS[group][1])
    context = {"count": min(sum(found.counts.values()), MOST_GROUPED), "counted": found.whole}
    names = names_of(visit.running)
    counts = dict(found.counts)
    if group == "focus":
        counts = {}
        for leaf, n in found.counts.items():
            wind = names.wind_of.get(leaf, leaf)
            counts[wind] = counts.get(wind, 0) + n
    named = _names_by(group, visit, names, counts, units)
    here = reverse("ledger", args=[visit.running.code])
    rest = {name: value for name, value in filters.items() if name not in {"group", "phase"}}
    if group != "state":
        rest = {name: value for name, value in filters.items() if name != "group"}
    rows = [
        Group(name, counts[key], address(here, {**rest, group: key}) if key else "")
        for key, name in named.items()
        if counts.get(key)
    ]
    if group == "owner" and counts.get(""):
        rows.append(Group(_("责任单位还没有定"), counts[""], address(here, {**rest, "owner": "none"})))
    elif counts.get(""):
        rows.append(Group(_("没有写明"), counts[""], ""))
    return {**context, "group": group, "groups": rows, "whole": found.whole}


def _names_by(
    group: str, visit: Visit, names: Names, counts: Mapping[str, int], units: list[Unit]
) -> Mapping[str, str]:
    """Key → name, in the order in which groups stand: the template's, and units in that of the tree."""
    if group == "state":
        return {code: state.word for code, state in standings(visit.running).items()}
    if group == "focus":
        return names.wind
    if group == "topic":
        return names.topic
    if len(units) > MOST_UNITS_IN_A_LIST:
        units = list(Unit.objects.filter(pk__in=[int(key) for key in counts if key]))
    return {str(unit.pk): unit.name for unit in units}
