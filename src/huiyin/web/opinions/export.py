"""The inbox as a workbook: the rows of the visitor's filters."""

from django.http import HttpRequest, HttpResponse

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.queries import inbox
from huiyin.process.opinions.rules.wanted import read_wanted
from huiyin.reports.papers.material import Material
from huiyin.reports.papers.selections import write_selected_opinions
from huiyin.web.frame.downloads import workbook
from huiyin.web.frame.filters import without_empty
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.frame.watching import watch_export

MOST_ROWS = 5000


@page(Right.OPINION_READ_RAW, "GET")
def export_opinions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """意见建议汇总表 of what the list shows. BadInput for more rows than a sheet is read with: `huiyin run` writes them all."""
    visible = visible_opinions(visit.actors, visit.running)
    filters = without_empty(request.GET)
    found = inbox(visible, read_wanted(filters), campaign=visit.running, size=MOST_ROWS)
    if found.older is not None:
        raise BadInput(
            f"超过 {MOST_ROWS} 条，一张表看不过来。请先用单位、日期或类别缩小范围，再导出。",
            f"More than {MOST_ROWS} rows. Narrow the list by unit, day or label first.",
        )
    watch_export(visit, Right.OPINION_READ_RAW, "export_opinions", filters, len(found.rows))
    material = Material(visit.running)
    return workbook(
        material.template.forms["opinion_summary"].title,
        lambda path: write_selected_opinions(material, found.rows, path, visit.today),
    )
