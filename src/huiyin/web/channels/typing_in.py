"""Typing in from the scan: the page on the left, the fields of the form on the right, sheet after sheet."""

from itertools import zip_longest
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.channels import commands
from huiyin.process.channels.access import get_batch
from huiyin.process.channels.models import PaperBatch
from huiyin.process.channels.queries import pages_of
from huiyin.process.channels.rules.paper import (
    ASIDE,
    FORM,
    LONGEST_CELL,
    MOST_ROWS,
    STATE_NAMES,
    Fields,
    Row,
    Sheet,
    SheetState,
    fields_of,
    needs_number,
    row_of,
    short_heading,
)
from huiyin.web.channels.fields import fresh_token, nonce_of, typist, verbatim
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line, one_of
from huiyin.web.frame.filters import place
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_FORM = "sheet"


@page(Right.OPINION_TAKE, "GET", "POST")
def type_sheet(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Type in one sheet and go on with the next page; `more` only gives one more row."""
    one = get_batch(pk, actors=visit.actors, campaign=visit.running)
    by = typist(visit, one)
    if request.method == "GET":
        return _form(request, visit, one, QueryDict(request.GET.urlencode()))
    given = request.POST
    if "more" in given:
        return _form(request, visit, one, given, more=1)
    try:
        nonce = nonce_of(given, visit, f"{_FORM}:{pk}")
        sheet = Sheet(
            number=needs_number(line(given, "number")),
            rows=tuple(row for row in _rows(given, _fields(one)) if not row.empty),
            written_on=day(given, "written_on", "填表日期", "Day on the sheet"),
            giver_kind=line(given, "giver_kind"),
            stub_there=bool(line(given, "stub_there")),
        )
        new = commands.type_sheet(one, sheet, scan=place(given, "scan"), nonce=nonce, by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, one, given, error)
    messages.success(request, _("录好一张。") if new else _("这张刚才已经收下，没有重复收。"))
    return _next(visit, one, given)


@page(Right.OPINION_TAKE, "POST")
def set_sheet_aside(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Say that a sheet is blank, unreadable or void, and go on."""
    one, given = get_batch(pk, actors=visit.actors, campaign=visit.running), request.POST
    by = typist(visit, one)
    try:
        state = one_of(given, "as", SheetState, "是哪种情况", "state")
        number = needs_number(line(given, "number"))
        commands.set_sheet_aside(one, number, state, scan=place(given, "scan"), by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, one, given, error)
    messages.success(request, _("已记为“%(state)s”。") % {"state": _(STATE_NAMES[state])})
    return _next(visit, one, given)


@page(Right.OPINION_TAKE, "POST")
def skip_scan(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Say that a page needs no typing, and go on."""
    one, given = get_batch(pk, actors=visit.actors, campaign=visit.running), request.POST
    by = typist(visit, one)
    commands.skip_scan(one, place(given, "scan") or 0, by=by, at=visit.at)
    return _next(visit, one, given)


def _next(visit: Visit, one: PaperBatch, given: QueryDict) -> HttpResponse:
    """The next page that waits, with the day and the kind that were typed last; the batch, once none does."""
    here = place(given, "scan")
    pages = pages_of(one)
    at = next((number for pk, number, _done in pages if pk == here), 0)
    waiting = [(number <= at, number, pk) for pk, number, done in pages if not done]
    if pages and not waiting:
        return HttpResponseRedirect(reverse("paper_batch", args=[visit.running.code, one.pk]))
    kept = {name: line(given, name) for name in ("written_on", "giver_kind") if line(given, name)}
    if waiting:
        kept["scan"] = str(min(waiting)[2])
    query = f"?{urlencode(kept)}" if kept else ""
    return HttpResponseRedirect(reverse("type_sheet", args=[visit.running.code, one.pk]) + query)


def _form(
    request: HttpRequest,
    visit: Visit,
    one: PaperBatch,
    typed: QueryDict,
    error: HuiyinError | None = None,
    *,
    more: int = 0,
) -> HttpResponse:
    fields = _fields(one)
    cells = _cells(typed, fields)
    count = min(max(len(cells), 1) + more, MOST_ROWS)
    asked = [fields.main, *fields.beside]
    pages = pages_of(one)
    context = {
        "batch": one,
        "typed": typed.dict(),
        "rows": [
            [
                (column, short_heading(column), (cells[at] if at < len(cells) else {}).get(column.code, ""))
                for column in asked
            ]
            for at in range(count)
        ],
        "main": fields.main,
        "full": count >= MOST_ROWS,
        "longest": LONGEST_CELL,
        "token": fresh_token(visit, f"{_FORM}:{one.pk}"),
        "names": names_of(visit.running),
        "states": [(state.value, _(STATE_NAMES[state])) for state in ASIDE],
        "said": sentence(error) if error else "",
        **_beside(pages, place(typed, "scan")),
    }
    return show(request, visit, "channels/type_sheet", context, status=status_of(error) if error else 200)


def _beside(pages: list[tuple[int, int, bool]], wanted: int | None) -> dict[str, object]:
    """The page to be shown: the one that was asked for, else the first that waits; and its neighbours."""
    waiting = [at for at, (_pk, _place, done) in enumerate(pages) if not done]
    here = next((at for at, (pk, _place, _done) in enumerate(pages) if pk == wanted), None)
    if here is None:
        here = waiting[0] if waiting else 0
    return {
        "pages": len(pages),
        "waiting": len(waiting),
        "scan": pages[here] if pages else None,
        "at": here + 1,
        "before": pages[here - 1][0] if pages and here else None,
        "after": pages[here + 1][0] if here + 1 < len(pages) else None,
    }


def _fields(batch: PaperBatch) -> Fields:
    return fields_of(template_of(batch.campaign).forms.get(FORM))


def _cells(typed: QueryDict, fields: Fields) -> list[dict[str, str]]:
    """What stands in the rows of the form, by the columns' codes."""
    columns = [column.code for column in (fields.main, *fields.beside)]
    lists = [[verbatim(str(text)) for text in typed.getlist(f"cell-{code}")] for code in columns]
    rows = [dict(zip(columns, row, strict=True)) for row in zip_longest(*lists, fillvalue="")]
    return rows[: MOST_ROWS + 1]


def _rows(typed: QueryDict, fields: Fields) -> list[Row]:
    return [row_of(fields, cells) for cells in _cells(typed, fields)]
