"""The ledger as a workbook: the problems that the visitor may see."""

from django.http import HttpRequest, HttpResponse

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.problems.queries import ledger
from huiyin.reports.papers.material import Material
from huiyin.reports.papers.selections import write_selected_problems
from huiyin.web.frame.downloads import workbook
from huiyin.web.frame.filters import without_empty
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.frame.watching import watch_ledger
from huiyin.web.problems.seeking import read_sought, visible_part

MOST_ROWS = 5000


@page(Right.PROBLEM_READ, "GET")
def export_problems(request: HttpRequest, visit: Visit) -> HttpResponse:
    """班子问题清单 of what the ledger shows under its filters."""
    filters = without_empty(request.GET)
    found = ledger(
        visit.running,
        visible_part(filters, visit),
        read_sought(filters, visit),
        actors=visit.actors,
        size=MOST_ROWS,
    )
    if found.after is not None:
        raise BadInput(
            f"超过 {MOST_ROWS} 个，请先缩小范围再导出。",
            f"More than {MOST_ROWS} rows: narrow the list first.",
        )
    problems = [row.problem.pk for row in found.rows]
    watch_ledger(visit, "export_problems", filters, problems, taken_out=True)
    material = Material(visit.running)
    return workbook(
        material.template.forms["team_problem_list"].title,
        lambda path: write_selected_problems(material, found.rows, path, visit.today),
    )
