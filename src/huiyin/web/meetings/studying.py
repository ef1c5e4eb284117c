"""Study and discussion records: a list, and a form that is filled once."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.meetings import commands
from huiyin.process.meetings.access import get_study, visible_studies
from huiyin.process.meetings.commands import Studied
from huiyin.process.meetings.models import StudyRecord, StudyUnit
from huiyin.process.meetings.queries import study_rows
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.files import kept_file, uploaded_paper
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.picking import Picker
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.meetings.planning import seen_version

SIZE = 50
_LONGEST = 4000


@page(Right.CAMPAIGN_READ, "GET")
def studies(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What units within sight studied and discussed, the latest first; `unit` narrows it to one."""
    here, first = reverse("studies", args=[visit.running.code]), place(request.GET, "first") or 0
    unit, seen = place(request.GET, "unit"), visible_studies(visit.actors, visit.running)
    if unit is not None:
        seen = seen.filter(pk__in=StudyUnit.objects.filter(participation__unit=unit).values("record"))
    rows = study_rows(seen, first, SIZE + 1)
    context = {
        "rows": rows[:SIZE],
        "kinds": _kinds(visit),
        "earlier": address(here, {"unit": unit, "first": max(0, first - SIZE) or ""}) if first else "",
        "later": address(here, {"unit": unit, "first": first + SIZE}) if len(rows) > SIZE else "",
        "whole": here if unit is not None else "",
        "may_record": visit.may(Right.STUDY_RECORD),
    }
    return show(request, visit, "meetings/studies", context)


@page(Right.STUDY_RECORD, "GET", "POST")
def record_study(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Enter a record, for one unit or several that sat together."""
    picker = Picker(visit, Right.STUDY_RECORD, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _form(request, visit, {"held_on": visit.today.isoformat()}, picker=picker)
    try:
        parts, studied, paper = picker.picked(), _read(request), uploaded_paper(request)
        path = parts[0].unit.path if parts else None
        by = visit.by(Right.STUDY_RECORD, path)
        commands.record_study(parts, studied, paper=paper, by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, request.POST.dict(), picker=picker, error=error)
    messages.success(request, _("已记下。各处的数字都从这里来，不用再报。"))
    return HttpResponseRedirect(reverse("studies", args=[visit.running.code]))


@page(Right.STUDY_RECORD, "GET", "POST")
def correct_study(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Correct a record."""
    study = get_study(pk, actors=visit.actors, campaign=visit.running)
    if request.method == "GET":
        return _form(request, visit, _as_it_is(study), study=study)
    try:
        by = visit.by(Right.STUDY_RECORD, _first_path(study))
        commands.correct_study(study, _read(request), seen_version(request.POST), by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, request.POST.dict(), study=study, error=error)
    messages.success(request, _("已更正。"))
    return HttpResponseRedirect(reverse("studies", args=[visit.running.code]))


@page(Right.STUDY_RECORD, "POST")
def withdraw_study(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Take back what was entered by mistake."""
    study = get_study(pk, actors=visit.actors, campaign=visit.running)
    by = visit.by(Right.STUDY_RECORD, _first_path(study))
    commands.withdraw_study(study, by=by, at=visit.at)
    messages.success(request, _("已撤回，不再计入。"))
    return HttpResponseRedirect(reverse("studies", args=[visit.running.code]))


@page(Right.CAMPAIGN_READ, "GET")
def study_paper(_request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The document of a record, to be saved."""
    study = get_study(pk, actors=visit.actors, campaign=visit.running)
    if study.attachment_id is None:
        raise Unseen
    return kept_file(study.attachment_id)


def _first_path(study: StudyRecord) -> str | None:
    paths = StudyUnit.objects.filter(record=study).order_by("participation__unit__path")
    return paths.values_list("participation__unit__path", flat=True).first()


def _names(study: StudyRecord) -> list[str]:
    units = StudyUnit.objects.filter(record=study).order_by("participation__unit__path")
    return list(units.values_list("participation__unit__name", flat=True))


def _kinds(visit: Visit) -> dict[str, str]:
    listed = template_of(visit.running).lists.get("study_kinds")
    return {kind.code: pick(kind.zh, kind.en) for kind in listed.codes} if listed else {}


def _read(request: HttpRequest) -> Studied:
    given = request.POST
    return Studied(
        kind=line(given, "kind", longest=40),
        held_on=day(given, "held_on", "日期", "Day"),
        topic=line(given, "topic", longest=400),
        conclusions=words(given, "conclusions", longest=_LONGEST),
    )


def _as_it_is(study: StudyRecord) -> dict[str, str]:
    return {
        "kind": study.kind,
        "held_on": study.held_on.isoformat(),
        "topic": study.topic,
        "conclusions": study.conclusions,
        "version": str(study.version),
    }


def _form(
    request: HttpRequest,
    visit: Visit,
    typed: Mapping[str, Any],
    *,
    picker: Picker | None = None,
    study: StudyRecord | None = None,
    error: HuiyinError | None = None,
) -> HttpResponse:
    context = {
        "typed": typed,
        "picker": picker,
        "study": study,
        "units": _names(study) if study else [],
        "kinds": _kinds(visit),
        "said": sentence(error) if error else "",
    }
    status = status_of(error) if error else 200
    return show(request, visit, "meetings/record_study", context, status=status)
