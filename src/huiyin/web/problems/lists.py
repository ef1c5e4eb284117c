"""问题清单, 责任清单, 措施清单 and their like: documents over the ledger, of what its filters show."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.kit.errors import BadInput, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.rules.forms import Form
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.queries import sought
from huiyin.process.rectification.queries import of_person
from huiyin.reports.papers.lists import Wanted, lists_of, write_list
from huiyin.web.frame.downloads import workbook
from huiyin.web.frame.fields import line
from huiyin.web.frame.filters import address, without_empty
from huiyin.web.frame.language import in_english
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.frame.watching import watch_ledger_export, watch_search
from huiyin.web.problems.seeking import read_sought
from huiyin.web.problems.tabs import tabs

MOST_PROBLEMS = 50_000


@dataclass(frozen=True)
class Offered:
    """A list that may be downloaded: its title, what its rows are, the headings or the parts, and where."""

    title: str
    zh: str
    form: Form
    holds: tuple[str, ...]
    href: str


@page(Right.PROBLEM_READ, "GET")
def problem_lists(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every list that the template knows, for what the filters in the address show; `who` narrows to one person."""
    filters = without_empty(request.GET, "before", "after")
    wanted = wanted_by(request, visit)
    watch_search(visit, Right.PROBLEM_READ, "problem_lists", filters)
    forms = lists_of(wanted.template)
    offered = [
        Offered(
            form.en if in_english() else form.title,
            form.title,
            form,
            tuple(forms[part].title for part in form.parts if part in forms) or form.headings,
            address(reverse("export_list", args=[visit.running.code, code]), filters),
        )
        for code, form in forms.items()
    ]
    context = {
        "tabs": tabs(visit, "problem_lists"),
        "lists": offered,
        "count": sought(wanted.visible, wanted.sought).count(),
        "filters": filters,
        "who": line(request.GET, "who", longest=40),
        "exchange": address(reverse("export_ledger", args=[visit.running.code]), filters),
        "may_raise": visit.may(Right.PROBLEM_RAISE),
        "may_work": visit.may(Right.PROBLEM_WORK),
        "here": reverse("problem_lists", args=[visit.running.code]),
        "ledger": address(reverse("ledger", args=[visit.running.code]), {**filters, "who": ""}),
    }
    return show(request, visit, "problems/lists", context)


@page(Right.PROBLEM_READ, "GET")
def export_list(request: HttpRequest, visit: Visit, form: str) -> HttpResponse:
    """One of them as a workbook."""
    wanted = wanted_by(request, visit)
    forms = lists_of(wanted.template)
    if form not in forms:
        raise Unseen
    needs_few_problems(wanted)
    watch_taking_out(request, visit, "export_list", wanted)
    return workbook(forms[form].title, lambda path: write_list(wanted, form, path, visit.today))


def watch_taking_out(request: HttpRequest, visit: Visit, where: str, wanted: Wanted) -> None:
    """Note a workbook that few givers stand behind. 3 queries where filters narrow, none else."""
    filters = without_empty(request.GET, "before", "after")
    watch_ledger_export(visit, where, filters, sought(wanted.visible, wanted.sought))


def wanted_by(request: HttpRequest, visit: Visit) -> Wanted:
    """What the filters of the address show of what the visitor may see."""
    seen = of_person(visible_problems(visit.actors, visit.running), line(request.GET, "who", longest=40))
    filters = without_empty(request.GET, "before", "after", "who")
    return Wanted(visit.running, seen, read_sought(filters, visit), tuple(visit.actors))


def needs_few_problems(wanted: Wanted, most: int = MOST_PROBLEMS) -> None:
    """BadInput for more problems than go into one workbook. One query."""
    if sought(wanted.visible, wanted.sought)[: most + 1].count() > most:
        raise BadInput(
            f"超过 {most:,} 个问题，请先在台账上缩小范围再导出。",
            f"More than {most:,} problems: narrow the ledger first.",
        )
