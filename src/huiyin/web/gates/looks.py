"""Sheets of looks: of all units in sight which are handed in, in the order of the tree; of one unit each sheet with its rounds."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import get_participation, visible_participations
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.looks import LookSheet
from huiyin.process.supervision.queries import SheetOf, handed_in_by, sheets_of
from huiyin.process.supervision.rules.lookbacks import columns_of, may_write, whole_looks
from huiyin.web.frame.fields import line
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

SIZE = 40


@dataclass(frozen=True)
class SheetLine:
    """A sheet of a unit: how many looks are whole in what is being written, and whether the visitor writes it."""

    of: SheetOf
    whole: int
    total: int
    writes: bool

    @property
    def sheet(self) -> LookSheet:
        return self.of.sheet


@page(Right.CAMPAIGN_READ, "GET")
def looks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The units, narrowed by name; who sees one unit only gets its page."""
    running = visit.running
    sheets = template_of(running).looks.sheets
    after, name = place(request.GET, "after") or 0, line(request.GET, "unit", longest=60)
    visible = visible_participations(visit.actors, running).filter(ended_on=None)
    if name:
        visible = visible.filter(unit__name__icontains=name)
    shown = list(visible.select_related("unit").order_by("unit__path")[after : after + SIZE + 1])
    if len(shown) == 1 and not after and not name:
        return HttpResponseRedirect(reverse("unit_looks", args=[running.code, shown[0].unit_id]))
    there = handed_in_by([part.pk for part in shown[:SIZE]])
    here = reverse("looks", args=[running.code])
    context = {
        "sheets": sheets,
        "rows": [
            (part, [(sheet, there.get((part.pk, sheet.code))) for sheet in sheets]) for part in shown[:SIZE]
        ],
        "name": name,
        "called": called(visit),
        "later": address(here, {"after": after + SIZE, "unit": name}) if len(shown) > SIZE else "",
    }
    return show(request, visit, "gates/looks", context)


@page(Right.CAMPAIGN_READ, "GET")
def unit_looks(request: HttpRequest, visit: Visit, unit: int) -> HttpResponse:
    """Every sheet of a unit, each with what was handed in."""
    part = get_participation(unit, visit.actors, visit.running)
    lines = [line_of(visit, part, one) for one in sheets_of(part)]
    people = names_of_people(one.lookback.by for row in lines for one in row.of.rounds)
    return show(
        request,
        visit,
        "gates/unit_looks",
        {"part": part, "lines": lines, "people": people, "called": called(visit)},
    )


def line_of(visit: Visit, part: Participation, one: SheetOf) -> SheetLine:
    columns = columns_of(template_of(visit.running), one.sheet)
    entries: Mapping[str, Mapping[str, str]] = one.draft.entries if one.draft else {}
    return SheetLine(
        one, whole_looks(one.sheet, columns, entries), len(one.sheet.looks), writes(visit, part, one)
    )


def writes(visit: Visit, part: Participation, one: SheetOf) -> bool:
    """Whether the visitor may write on the sheet now."""
    over = part.ended_on is not None or (visit.running.closed_on is not None and not one.sheet.after)
    stands = one.sheet.by == "unit" and one.stands
    mine = any(may_write(by, one.sheet, part.unit.path) for by in visit.actors)
    return mine and one.begun and not over and not stands


def called(visit: Visit) -> str:
    """The campaign's own word for looking back."""
    return names_of(visit.running).term.get("lookback", "")
