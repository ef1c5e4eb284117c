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
from huiyin.process.problems.models import ProblemQuerySet
from huiyin.process.problems.queries import (
    MOST_COUNTED,
    MOST_GROUPED,
    LedgerPage,
    Sought,
    count_ledger,
    group_ledger,
    views_of,
)
from huiyin.process.problems.queries import ledger as ledger_page
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import address, triple_place, without_empty, written
from huiyin.web.frame.flow import PART_NAMES
from huiyin.web.frame.names import Names, names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.frame.watching import watch_ledger
from huiyin.web.problems.rows import Drawing, drawn_rows
from huiyin.web.problems.seeking import (
    ANY,
    KEPT,
    MOST_UNITS_IN_A_LIST,
    narrowed,
    read_sought,
    units_in_sight,
    visible_part,
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
        visible = visible_part(filters, visit)
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
    if not request.GET.keys() & {"before", "after"}:
        watch_ledger(visit, "ledger", filters, [row.problem.pk for row in found.rows])
    shown = standings(campaign)
    may_assign = visit.may(Right.PROBLEM_ASSIGN) and any(not row.owner for row in found.rows)
    drawing = Drawing(here, names, shown, visit.today, fewest_givers(campaign), may_assign)
    chosen = {name: value for name, value in filters.items() if name not in {"group", "size"}}
    context |= {
        "tabs": tabs(visit, "ledger"),
        "said": said,
        "rows": drawn_rows(found.rows, drawing),
        "earlier": address(here, {**filters, "before": written(found.before)}) if found.before else "",
        "later": address(here, {**filters, "after": written(found.after)}) if found.after else "",
        "filters": {**dict.fromkeys(KEPT, ""), **filters},
        "filtered": bool(chosen),
        "narrowed": bool(chosen.keys() - {"text", "phase", "owner", "focus", "late", "mine"}),
        "phases": _phases(here, filters),
        "states": {code: state.word for code, state in shown.items()},
        "groupings": [
            (word, address(here, {**filters, "group": name}), filters.get("group") == name)
            for name, (word, _column) in GROUPS.items()
        ],
        "ungrouped": address(here, {**filters, "group": ""}),
        "names": names,
        "owners": {str(unit.pk): unit.name for unit in units}
        if 1 < len(units) <= MOST_UNITS_IN_A_LIST
        else {},
        "shown": len(found.rows),
        "part": PART_NAMES.get(filters.get("part", ""), ""),
        "conditions": _conditions(filters, units, names, shown),
        "here": here,
        "views": [(view, address(here, {}) + "?" + view.query) for view in views_of(visit.account, campaign)],
        "query": address("", chosen).lstrip("?"),
        "may_raise": visit.may(Right.PROBLEM_RAISE),
        "may_group": visit.may(Right.OPINION_GROUP),
        "may_assign": may_assign,
        "export": address(reverse("export_problems", args=[campaign.code]), chosen),
        "large": address(here, {**filters, "size": LARGE}) if found.after and not filters.get("size") else "",
    }
    return show(request, visit, "problems/ledger", context, part="list", status=status)


def _phases(here: str, filters: Mapping[str, str]) -> list[tuple[str | Promise, str, bool]]:
    """(word, address, whether it's the one shown) of the tabs."""
    plain = {name: value for name, value in filters.items() if name not in {"phase", "state", "part"}}
    now = filters.get("phase", "")
    tabs: list[tuple[str | Promise, str, bool]] = [
        (_("全部"), address(here, plain), not now and not filters.get("state") and not filters.get("part"))
    ]
    tabs += [
        (word, address(here, {**plain, "phase": name}), now == name) for name, (word, _) in PHASES.items()
    ]
    return tabs


def _conditions(
    filters: Mapping[str, str], units: list[Unit], names: Names, shown: Mapping[str, Standing]
) -> list[str | Promise]:
    """What the list is narrowed to, in words: a sheet of paper has no form above it that says so."""
    phase = PHASES.get(filters.get("phase", ""))
    owners = {str(unit.pk): unit.name for unit in units} | {"none": _("责任单位还没有定")}
    works = {**names.key_work, ANY: _("服务重点工作")}
    states = {code: state.word for code, state in shown.items()}
    known: list[tuple[str, Mapping[str, str]]] = [
        ("owner", owners), ("state", states), ("topic", names.topic), ("key_work", works), ("source", names.source), ("horizon", names.horizon),
    ]  # fmt: skip
    said: list[str | Promise] = [phase[0]] if phase else []
    if part := PART_NAMES.get(filters.get("part", "")):
        said.append(part)
    said += [of[filters[name]] for name, of in known if filters.get(name) in of]
    if focus := filters.get("focus", ""):
        said.append(names.wind.get(focus, names.focus.get(focus, focus)))
    yes = {
        "late": _("只看逾期"),
        "due": _("只看到期的，不论销没销号"),
        "common": _("只看共性问题"),
        "mine": _("只看本单位"),
    }
    said += [word for name, word in yes.items() if filters.get(name) == "yes"]
    return [*said, f"“{filters['text']}”"] if filters.get("text") else said


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
