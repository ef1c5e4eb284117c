"""Issuing a paper to the units next below, or taking in one from above the tree."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.files.rules import Kind, Ready, read_upload, ready_evidence
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import get_circular
from huiyin.process.campaigns.commands import issue_circular as issue_circular_command
from huiyin.process.campaigns.commands.circulars import LONGEST, Notice
from huiyin.process.campaigns.models import Circular, Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.cascade import kinds_of_circular, next_below, participation_of
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line, words
from huiyin.web.frame.names import form_names
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

FIELDS = ("kind", "title", "number", "author", "event", "ack_days")
MOST_IN_A_LIST = 200


@page(Right.CIRCULAR_ISSUE, "GET", "POST")
def issue_circular(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form; POST issues and goes to the circular's page. `replaces` names the version that it stands in for."""
    asked = request.GET if request.method == "GET" else request.POST
    replaced = _replaced(visit, line(asked, "replaces"))
    unit = _unit(visit, line(asked, "unit"), replaced)
    below = next_below(visit.running, unit)
    if request.method == "GET":
        return _shown(request, visit, unit, below, replaced, _of(replaced) if replaced else {})
    typed = {name: line(request.POST, name) for name in FIELDS} | {"body": str(request.POST.get("body", ""))}
    try:
        circular = issue_circular_command(
            visit.running,
            _notice(request, typed),
            unit,
            _receivers(request, visit, unit, below, outside=bool(typed["author"])),
            file=_file(request),
            replaces=replaced,
            by=visit.by(Right.CIRCULAR_ISSUE, unit.path),
            at=visit.at,
        )
    except HuiyinError as error:
        return _shown(
            request, visit, unit, below, replaced, typed, said=sentence(error), status=status_of(error)
        )
    messages.success(request, _("已印发。收文单位现在可以签收。"))
    return HttpResponseRedirect(reverse("circular", args=[visit.running.code, circular.pk]))


def issuing_units(visit: Visit) -> list[Unit]:
    """The very units for which the visitor issues papers. One query."""
    root = visit.running.root.path
    paths = [actor.scope or root for actor in visit.actors if actor.may(Right.CIRCULAR_ISSUE, actor.scope)]
    return list(Unit.objects.filter(path__in=paths))


def _unit(visit: Visit, pk: str, replaced: Circular | None) -> Unit:
    units = issuing_units(visit)
    wanted = str(replaced.issued_by_id) if replaced else pk
    found = next((unit for unit in units if str(unit.pk) == wanted), None)
    if found is None and (wanted or not units):
        raise Unseen
    return found or units[0]


def _replaced(visit: Visit, pk: str) -> Circular | None:
    if not pk:
        return None
    if not pk.isdecimal() or len(pk) > 18:
        raise Unseen
    return get_circular(int(pk), actors=visit.actors, campaign=visit.running)


def _of(circular: Circular) -> dict[str, str]:
    return {
        "kind": circular.kind,
        "title": circular.title,
        "number": circular.number,
        "author": circular.author,
        "event": circular.event,
        "ack_days": str(circular.ack_days or ""),
        "body": circular.text,
    }


def _notice(request: HttpRequest, typed: dict[str, str]) -> Notice:
    days = typed["ack_days"]
    if days and not (days.isascii() and days.isdigit() and len(days) <= 4):
        raise BadInput(
            "签收时限请写工作日数，例如 3。", "Write the limit as a number of working days, such as 3."
        )
    return Notice(
        kind=typed["kind"],
        title=typed["title"],
        text=words(request.POST, "body", longest=LONGEST["text"]),
        number=typed["number"],
        author=typed["author"],
        event=typed["event"],
        ack_days=int(days) if days else None,
    )


def _receivers(
    request: HttpRequest, visit: Visit, unit: Unit, below: list[Participation], *, outside: bool
) -> list[Participation]:
    """The unit itself for a paper from above the tree; else those that were ticked, or all."""
    if outside:
        own = participation_of(visit.running, unit)
        return [own] if own else []
    return ticked(request, below)


def ticked(request: HttpRequest, below: list[Participation]) -> list[Participation]:
    """Of the units next below, those that a form names; all of them where it names none."""
    wanted = set(map(str, request.POST.getlist("to")))
    return [one for one in below if not wanted or str(one.pk) in wanted]


def _file(request: HttpRequest) -> Ready | None:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.name:
        return None
    return ready_evidence(read_upload(file, Kind.EVIDENCE), file.name)


def _shown(
    request: HttpRequest,
    visit: Visit,
    unit: Unit,
    below: list[Participation],
    replaced: Circular | None,
    typed: dict[str, str],
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    campaign = visit.running
    names = form_names(campaign)
    context: dict[str, Any] = {
        "unit": unit,
        "units": issuing_units(visit),
        "below": below,
        "listed": below if len(below) <= MOST_IN_A_LIST else [],
        "replaced": replaced,
        "typed": typed,
        "kinds": {code: names[code] for code in kinds_of_circular(campaign)},
        "events": template_of(campaign).events,
        "longest": LONGEST,
        "said": said,
    }
    return show(request, visit, "circulars/issue_circular", context, status=status)
