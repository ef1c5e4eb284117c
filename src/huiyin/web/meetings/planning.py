"""Calling a meeting, and changing what a draft says of the meeting itself."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.meetings import commands
from huiyin.process.meetings.access import get_meeting
from huiyin.process.meetings.commands import MeetingPlan
from huiyin.process.meetings.models import Meeting
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.picking import Picker
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

LONGEST_POINTS = 4000


@page(Right.MEETING_RECORD, "GET", "POST")
def plan_meeting(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Call a meeting: its kind lays out the agenda."""
    picker = Picker(visit, Right.MEETING_RECORD)
    if request.method == "GET":
        return _form(request, visit, picker, _offered(visit, picker, request.GET))
    try:
        host = picker.one(line(request.POST, "host"))
        by = visit.by(Right.MEETING_RECORD, host.unit.path)
        made = commands.plan_meeting(host, read_plan(request.POST), by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, picker, request.POST.dict(), error)
    messages.success(request, _("议程已列出。开会时逐项记下讲了什么。"))
    return HttpResponseRedirect(reverse("meeting", args=[visit.running.code, made.pk]))


@page(Right.MEETING_RECORD, "GET", "POST")
def change_meeting(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Change name, day, place, chair and stage of a draft, and add points to its agenda."""
    meeting = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    by = visit.by(Right.MEETING_RECORD, meeting.host.unit.path)
    if request.method == "GET":
        return _form(request, visit, None, _as_it_is(meeting), meeting=meeting)
    try:
        plan = read_plan(request.POST, meeting.kind)
        commands.change_meeting(meeting, plan, seen_version(request.POST), by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, None, request.POST.dict(), error, meeting=meeting)
    return HttpResponseRedirect(reverse("meeting", args=[visit.running.code, pk]))


@page(Right.MEETING_RECORD, "POST")
def drop_meeting(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Take a draft away that came to nothing."""
    meeting = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    by = visit.by(Right.MEETING_RECORD, meeting.host.unit.path)
    commands.drop_meeting(meeting, by=by, at=visit.at)
    messages.success(request, _("草稿已删去。"))
    return HttpResponseRedirect(reverse("meetings", args=[visit.running.code]))


def read_plan(given: QueryDict, kind: str = "") -> MeetingPlan:
    """What the form says of a meeting."""
    points = tuple(point.strip() for point in str(given.get("points", "")).splitlines() if point.strip())
    return MeetingPlan(
        kind=kind or line(given, "kind"),
        title=line(given, "title"),
        held_on=day(given, "held_on", "日期", "Day"),
        place=line(given, "place"),
        chair=line(given, "chair"),
        stage=line(given, "stage"),
        points=points,
    )


def seen_version(given: QueryDict) -> int:
    """The version of the row that the form was made from; 0, which no row has, for nonsense."""
    typed = line(given, "version", longest=9)
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def _offered(visit: Visit, picker: Picker, given: QueryDict) -> dict[str, str]:
    """What a new form holds: the first unit, the kind asked for, a name made of campaign and kind, points that another page suggests."""
    kinds = {kind.code: kind for kind in template_of(visit.running).meetings}
    kind = kinds.get(str(given.get("kind", "")))
    host = picker.parts[0].unit.name if picker.parts else ""
    title = f"{visit.running.name}{kind.zh}" if kind else ""
    points = words(given, "points", longest=LONGEST_POINTS)
    return {"kind": kind.code if kind else "", "host": host, "title": title, "points": points}


def _as_it_is(meeting: Meeting) -> dict[str, str]:
    return {
        "title": meeting.title,
        "held_on": meeting.held_on.isoformat() if meeting.held_on else "",
        "place": meeting.place,
        "chair": meeting.chair,
        "stage": meeting.stage,
        "version": str(meeting.version),
    }


def _form(
    request: HttpRequest,
    visit: Visit,
    picker: Picker | None,
    typed: Mapping[str, object],
    error: HuiyinError | None = None,
    meeting: Meeting | None = None,
) -> HttpResponse:
    template = template_of(visit.running)
    context = {
        "meeting": meeting,
        "typed": typed,
        "said": sentence(error) if error else "",
        "kinds": [(kind, pick(kind.zh, kind.en)) for kind in template.meetings],
        "stages": [(stage.code, pick(stage.zh, stage.en)) for stage in template.stages],
        "hosts": [part.unit.name for part in picker.parts[:300]] if picker else [],
    }
    status = status_of(error) if error else 200
    return show(request, visit, "meetings/plan_meeting", context, status=status)
