"""What becomes of a meeting: a demand's tasks, a finding's problem."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.burden import needs_signature
from huiyin.process.campaigns.rules.plans import cost
from huiyin.process.meetings import commands
from huiyin.process.meetings.access import get_meeting, get_passage
from huiyin.process.meetings.commands import Task
from huiyin.process.meetings.commands.deploying import check_task
from huiyin.process.meetings.commands.finding import wording_for
from huiyin.process.meetings.models import Meeting, Passage
from huiyin.process.meetings.queries import record_of
from huiyin.process.meetings.rules.findings import may_follow, may_release, needs_to_follow
from huiyin.process.problems.access import get_problem, visible_problems
from huiyin.process.problems.commands import Wording
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.picking import Picker
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.meetings.desk import frame_of, shown

_LONGEST_DEMAND, _LONGEST_SUMMARY = 2000, 4000
_MOST_OFFERED = 30


@page(Right.PLAN_EDIT, "GET", "POST")
def deploy_demand(request: HttpRequest, visit: Visit, pk: int, passage: int) -> HttpResponse:
    """One task of a demand at a time; `step=check` shows whom it reaches and what it costs, and sends nothing."""
    meeting = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    by = visit.by(Right.PLAN_EDIT, visit.running.root.path)
    said = get_passage(passage, meeting)
    picker = Picker(visit, Right.PLAN_EDIT, request.POST)
    if request.method == "GET":
        return _task_form(request, visit, said, picker, {"title": said.heading})
    try:
        task = _task(request, picker.picked())
        if request.POST.get("step") == "check":
            check_task(said, task, visit.today)
            return _task_form(request, visit, said, picker, request.POST.dict(), task=task)
        ask = commands.deploy_demand(said, [task], by=by, at=visit.at)[0]
    except HuiyinError as error:
        return _task_form(request, visit, said, picker, request.POST.dict(), error=error)
    if ask.sent_on is None:
        messages.warning(request, _("任务已拟好，要填的项目多，等领导小组签批后下达。"))
    else:
        told = ngettext("任务已下达给 %(count)s 个单位。", "任务已下达给 %(count)s 个单位。", len(task.units))
        messages.success(request, told % {"count": len(task.units)})
    return HttpResponseRedirect(reverse("deploy_demand", args=[visit.running.code, pk, passage]))


def _task(request: HttpRequest, units: tuple[Participation, ...]) -> Task:
    given = request.POST
    fields = [name.strip() for name in str(given.get("fields", "")).splitlines()]
    return Task(
        title=line(given, "title"),
        due_on=day(given, "due_on", "完成时间", "Due"),
        units=units,
        demand=words(given, "demand", longest=_LONGEST_DEMAND),
        who=line(given, "who"),
        fields=tuple(name for name in fields if name),
    )


def _task_form(
    request: HttpRequest,
    visit: Visit,
    said: Passage,
    picker: Picker,
    typed: dict[str, Any],
    *,
    task: Task | None = None,
    error: HuiyinError | None = None,
) -> HttpResponse:
    meeting = said.entry.meeting
    context = {
        "meeting": meeting,
        "row": _row(meeting, said),
        "point": said.entry,
        "typed": typed,
        "picker": picker,
        "check": task,
        "cost": cost(task.fields, len(task.units)) if task else 0,
        "signed": _signed(visit, task) if task else False,
        "said": sentence(error) if error else "",
        **frame_of(visit, meeting),
    }
    status = status_of(error) if error else 200
    return show(request, visit, "meetings/deploy_demand", context, status=status)


def _signed(visit: Visit, task: Task) -> bool:
    return needs_signature(visit.running, task.fields, task.units, task.due_on or visit.today)


def _row(meeting: Meeting, said: Passage) -> Any:
    """The passage as the record reads, with its tasks."""
    rows = [row for entry in record_of(meeting).entries for row in entry.passages]
    return next(row for row in rows if row.pk == said.pk)


@page(Right.PROBLEM_RAISE, "GET", "POST")
def raise_finding(request: HttpRequest, visit: Visit, pk: int, passage: int) -> HttpResponse:
    """Raise a finding as a problem; its words stand in the form, to be said better."""
    meeting = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    by = _follower(visit, meeting)
    said = get_passage(passage, meeting)
    offered = wording_for(said, by)
    if request.method == "GET":
        return _finding_form(request, visit, said, offered)
    given, typed = request.POST, offered
    try:
        typed = Wording(
            title=line(given, "title", longest=400),
            source=offered.source,
            manifestation=words(given, "manifestation", longest=_LONGEST_SUMMARY),
            focus=line(given, "focus", longest=20),
            topic=line(given, "topic", longest=20),
            cause=line(given, "cause", longest=30),
            horizon=line(given, "horizon", longest=30),
            checked=offered.checked,
        )
        problem = commands.raise_finding(said, typed, by=by, at=visit.at)
    except HuiyinError as error:
        return _finding_form(request, visit, said, typed, error)
    messages.success(request, _("已列为问题 %(number)s。") % {"number": problem.number})
    return HttpResponseRedirect(reverse("meeting", args=[visit.running.code, pk]) + f"#point-{said.entry_id}")


@page(Right.PROBLEM_RAISE, "POST")
def link_finding(request: HttpRequest, visit: Visit, pk: int, passage: int) -> HttpResponse:
    """Say that a problem of the ledger is this finding."""
    meeting = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    by = _follower(visit, meeting)
    said = get_passage(passage, meeting)
    try:
        number = line(request.POST, "problem", longest=20)
        if not visible_problems(visit.actors, visit.running).filter(number=number).exists():
            raise BadInput(f"台账里没有问题“{number}”。", f"The ledger has no problem '{number}'.")
        problem = get_problem(number, actors=visit.actors, campaign=visit.running)
        commands.link_finding(said, problem, by=by, at=visit.at)
    except HuiyinError as error:
        return _finding_form(request, visit, said, wording_for(said, by), error)
    messages.success(request, _("这一条由问题 %(number)s 跟踪。") % {"number": problem.number})
    return HttpResponseRedirect(reverse("meeting", args=[visit.running.code, pk]) + f"#point-{said.entry_id}")


@page(Right.PROBLEM_RAISE, "POST")
def unlink_finding(request: HttpRequest, visit: Visit, pk: int, passage: int) -> HttpResponse:
    """Say that a problem isn't this finding after all, and why."""
    meeting = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    by = _of(visit, meeting, may_release)
    said = get_passage(passage, meeting)
    number, why = line(request.POST, "problem", longest=20), line(request.POST, "why", longest=1000)
    try:
        commands.unlink_finding(said, number, why, by=by, at=visit.at)
    except HuiyinError as error:
        return shown(request, visit, pk, error)
    messages.success(request, _("已解除对应，这一条重新等待列入台账。"))
    return HttpResponseRedirect(reverse("meeting", args=[visit.running.code, pk]) + f"#point-{said.entry_id}")


def _follower(visit: Visit, meeting: Meeting) -> Actor:
    by = _of(visit, meeting, may_follow)
    needs_to_follow(by, meeting.host.unit.path, template_of(visit.running).term("supervision_group"))
    return by


def _of(visit: Visit, meeting: Meeting, may: Callable[[Actor, str], bool]) -> Actor:
    """The capacity that may, or else one that will be told why not."""
    path = meeting.host.unit.path
    return next((actor for actor in visit.actors if may(actor, path)), None) or visit.by(
        Right.PROBLEM_RAISE, path
    )


def _finding_form(
    request: HttpRequest, visit: Visit, said: Passage, typed: Wording, error: HuiyinError | None = None
) -> HttpResponse:
    meeting = said.entry.meeting
    there = visible_problems(visit.actors, visit.running).standing().filter(source=typed.source)
    context = {
        "meeting": meeting,
        "row": _row(meeting, said),
        "point": said.entry,
        "typed": typed,
        "names": names_of(visit.running),
        "there": there.order_by("-year", "-serial").values_list("number", "title")[:_MOST_OFFERED],
        "said": sentence(error) if error else "",
        **frame_of(visit, meeting),
    }
    status = status_of(error) if error else 200
    return show(request, visit, "meetings/raise_finding", context, status=status)
