"""What the imports of people and of units have in common: two steps, the unit below which, and the empty workbook."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

from huiyin.platform.orgs.access import get_unit, visible_units
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right, scopes_with
from huiyin.web.frame.fields import line
from huiyin.web.frame.two_steps import import_in_two_steps
from huiyin.web.frame.visit import Visit

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def two_steps(
    request: HttpRequest,
    visit: Visit,
    right: Right,
    template: str,
    checked: Callable[[HttpRequest, Visit], Mapping[str, object]],
    taken: Callable[[HttpRequest, Visit], HttpResponse],
) -> HttpResponse:
    """The page of an import into a part of the tree of units."""
    context = {"roots": importing_roots(visit, right)}
    return import_in_two_steps(request, visit, template, context, checked, taken)


def importing_roots(visit: Visit, right: Right) -> list[Unit]:
    """The units below which the visitor may import. One query."""
    scopes = scopes_with(visit.actors, right)
    paths = [path for path in scopes if path]
    units = Unit.objects.filter(path__in=paths) if paths else visible_units(visit.actors, right).roots()
    return list(units.order_by("path"))


def root_of(request: HttpRequest, visit: Visit, right: Right) -> Unit:
    """The unit below which to import: the one that was chosen, else the first of the visitor's."""
    chosen = line(request.POST, "root")
    if chosen.isdecimal():
        return get_unit(int(chosen), visit.actors, right)
    return importing_roots(visit, right)[0]


def workbook(data: bytes, name: str) -> HttpResponse:
    """A workbook to keep, never to be opened in the page."""
    return HttpResponse(
        data,
        content_type=_XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
