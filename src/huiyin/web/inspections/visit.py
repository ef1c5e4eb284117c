"""A visit: what was announced, who goes, how it was moved, what was written of it; and its pack."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.inspections.access import get_visit, inspected_units, inspected_visit
from huiyin.process.inspections.commands import cancel_visit, move_visit
from huiyin.process.inspections.models import LogEntry, VisitChange
from huiyin.process.inspections.models import Visit as UnitVisit
from huiyin.process.inspections.queries.visits import going, rows_of
from huiyin.process.inspections.rules.entries import digest_of
from huiyin.process.inspections.rules.visits import VISIT_STATES, VisitState
from huiyin.process.reminders.queries import telling_parts
from huiyin.reports.papers.visit_pack import pack_name, pack_of, write_visit_pack
from huiyin.web.frame.downloads import document
from huiyin.web.frame.fields import day, line
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.inspections.frame import done, inspector, said, status, words_of

_LONGEST = 2000  # the command says what is too long


@page(Right.CAMPAIGN_READ, "GET")
def visit(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """The visit's page."""
    return shown(request, visit, get_visit(number, actors=visit.actors, campaign=visit.running))


@page(Right.INSPECTION_WORK, "POST")
def change_visit(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Move it to another day, or cancel it."""
    found = inspected_visit(number, actors=visit.actors, campaign=visit.running)
    by, reason = inspector(visit, found.unit.path), line(request.POST, "reason", longest=_LONGEST)
    try:
        if line(request.POST, "what") == "cancel":
            cancel_visit(found, reason, by=by, at=visit.at)
            return done(request, visit, _("走访已取消，原来的安排还留着。"), "visit", number)
        to = day(request.POST, "day", "新日期", "the new day")
        if to is None:
            raise BadInput("请写新的日期。", "Give the new day.")
        move_visit(found, to, reason, by=by, at=visit.at)
    except HuiyinError as error:
        return shown(request, visit, found, error)
    return done(request, visit, _("日期已改，原来的日期还留着。"), "visit", number)


@page(Right.INSPECTION_WORK, "GET")
def visit_pack(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """The pack, to be printed."""
    found = inspected_visit(number, actors=visit.actors, campaign=visit.running)
    context = {"pack": pack_of(found, visit.actors, visit.today), "found": found}
    return show(request, visit, "inspections/visit_pack", context)


@page(Right.INSPECTION_WORK, "GET")
def visit_pack_docx(_request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """The pack as a document."""
    found = inspected_visit(number, actors=visit.actors, campaign=visit.running)
    pack = pack_of(found, visit.actors, visit.today)
    return document(pack_name(pack), lambda path: write_visit_pack(pack, path, visit.today))


def shown(
    request: HttpRequest, visit: Visit, found: UnitVisit, error: HuiyinError | None = None
) -> HttpResponse:
    """The page, with a sentence where something was refused. Some 10 queries beside the visit's."""
    works = inspected_units(visit.actors).filter(pk=found.unit_id).exists()
    entries = LogEntry.objects.filter(visit=found).select_related("visit__unit").order_by("number")
    rows = rows_of(entries) if works else []
    changes = list(VisitChange.objects.filter(visit=found).order_by("pk"))
    people = going([found.pk])[found.pk]
    telling = {
        row.entry.pk: telling_parts(visit.running, [one.text for one in (*row.found, *row.demanded)])
        for row in rows
        if row.entry.confirmed_on is None
    }
    codes = [found.planned_by, *(one.by for one in changes)]
    codes += [code for row in rows for code in (row.entry.entered_by, row.entry.confirmed_by) if code]
    codes += [one.by for row in rows for one in row.corrections]
    codes += [one.by for row in rows for one in row.revisits]
    context = {
        "found": found,
        "works": works,
        "goes": works and any(one.pk == visit.account.pk for one in people),
        "mine": visit.account.code,
        "going": people,
        "changes": changes if works else [],
        "rows": [(row, digest_of(row.entered), telling.get(row.entry.pk, [])) for row in rows],
        "people": names_of_people(codes),
        "words": words_of(visit.running),
        "state": _(VISIT_STATES[VisitState(found.state)]),
        "typed": request.POST if error else {},
        "said": said(error),
    }
    return show(request, visit, "inspections/visit", context, status=status(error))
