"""A meeting is prepared, and brought from state to state by the unit itself."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.lifemeetings import commands
from huiyin.process.lifemeetings.commands import PlanText
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.rules.states import LONGEST, Presence, SeatKind
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line, one_of, words
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.lifemeetings.frame import form, got, named, own_by, path_of
from huiyin.web.lifemeetings.listing import may_draft
from huiyin.web.lifemeetings.meeting import meeting_page

_HIGHEST = 10**9


@page(Right.LIFEMEETING_RECORD, "GET", "POST")
def draft_lifemeeting(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Begin a meeting of one's own unit."""
    parts, said, status = may_draft(visit), "", 200
    if request.method == "POST":
        wanted = line(request.POST, "participation", longest=12)
        try:
            part = next((one for one in parts if str(one.pk) == wanted), None)
            if part is None:
                raise BadInput("请选择本单位。", "Choose your own unit.")
            by = own_by(visit, part.unit.path)
            made = commands.draft_lifemeeting(part, _plan(request.POST), by=by, at=visit.at)
        except HuiyinError as error:
            said, status = sentence(error), status_of(error)
        else:
            messages.success(request, _("方案已起草。"))
            return HttpResponseRedirect(reverse("lifemeeting", args=[visit.running.code, made.pk]))
    context = {"parts": parts, "typed": request.POST, "said": said, "named": named(visit.running)}
    return show(request, visit, "lifemeetings/draft_lifemeeting", context, status=status)


@page(Right.LIFEMEETING_RECORD, "GET", "POST")
def change_plan(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Write on the plan."""

    def do(meeting: LifeMeeting) -> str:
        by = own_by(visit, path_of(meeting))
        commands.change_plan(
            meeting, _plan(request.POST), _number(request.POST, "version"), by=by, at=visit.at
        )
        return _("方案已改。")

    return form(
        request, visit, pk, "change_plan", do=do, context=lambda _meeting: {}, right=Right.LIFEMEETING_RECORD
    )


def _plan(given: QueryDict) -> PlanText:
    return PlanText(
        day(given, "planned_on", "计划日期", "The day"),
        line(given, "place", longest=LONGEST["place"] + 1),
        words(given, "plan", longest=LONGEST["plan"]),
    )


def _number(given: QueryDict, name: str) -> int:
    typed = line(given, name, longest=9)
    return int(typed) if typed.isascii() and typed.isdigit() else 0


Done = Callable[[LifeMeeting, QueryDict, Actor, Visit], str]


def _pressed(command: Callable[..., object], said: object) -> Done:
    """An act that takes nothing but the press; `said` is what is told afterwards."""

    def act(meeting: LifeMeeting, _given: QueryDict, by: Actor, visit: Visit) -> str:
        command(meeting, by=by, at=visit.at)
        return str(said)

    return act


def _reasoned(command: Callable[..., object], said: object) -> Done:
    """An act that says why."""

    def act(meeting: LifeMeeting, given: QueryDict, by: Actor, visit: Visit) -> str:
        command(meeting, _why(given), by=by, at=visit.at)
        return str(said)

    return act


def _redate(meeting: LifeMeeting, given: QueryDict, by: Actor, visit: Visit) -> str:
    planned = day(given, "planned_on", "新的日期", "The new day")
    if planned is None:
        raise BadInput("请写明新的日期。", "Say on which day.")
    commands.redate_lifemeeting(meeting, planned, by=by, at=visit.at)
    return _("已定新的日期，请重新通知。")


def _recorder(meeting: LifeMeeting, given: QueryDict, by: Actor, visit: Visit) -> str:
    account = Account.objects.filter(login=line(given, "login", longest=80)).first()
    if account is None:
        raise BadInput("没有这个登录名。", "There is no such login.")
    commands.add_recorder(meeting, account, by=by, at=visit.at)
    return _("已加为记录人。")


def _roster(meeting: LifeMeeting, _given: QueryDict, by: Actor, visit: Visit) -> str:
    changed = commands.seat_roster(meeting, by=by, at=visit.at)
    return _("已按名册更新。") if changed else _("名册没有变化。")


def _presence(meeting: LifeMeeting, given: QueryDict, by: Actor, visit: Visit) -> str:
    presence = one_of(given, "presence", Presence, "到会情况", "presence")
    seat = _number(given, "seat")
    commands.mark_presence(meeting, seat, presence, _why(given), by=by, at=visit.at)
    return _("已记下。")


def _guest(meeting: LifeMeeting, given: QueryDict, by: Actor, visit: Visit) -> str:
    kind = one_of(given, "kind", SeatKind, "身份", "kind of seat")
    commands.add_guest(
        meeting, kind, line(given, "office", longest=LONGEST["office"] + 1), by=by, at=visit.at
    )
    return _("已记下。")


ACTS: Mapping[str, Done] = {
    "submit": _pressed(commands.submit_plan, gettext_lazy("方案已送审。")),
    "notify": _pressed(commands.notify_lifemeeting, gettext_lazy("已登记通知。")),
    "postpone": _reasoned(commands.postpone_lifemeeting, gettext_lazy("已延期，方案照旧有效。")),
    "redate": _redate,
    "recorder": _recorder,
    "roster": _roster,
    "presence": _presence,
    "guest": _guest,
    "open": _pressed(commands.open_lifemeeting, gettext_lazy("开会了。")),
    "cancel": _reasoned(commands.cancel_lifemeeting, gettext_lazy("已中止，记下的话都留着；可以另起一次。")),
    "close": _pressed(commands.close_lifemeeting, gettext_lazy("会开完了，请到会的人签阅记录。")),
    "conclude": _reasoned(commands.conclude_record, gettext_lazy("记录签阅完成。")),
    "notice": _pressed(commands.issue_notice, gettext_lazy("已登记通报。")),
    "archive": _pressed(commands.archive_lifemeeting, gettext_lazy("已归档。")),
}
_TO_THE_DESK = {"presence", "guest", "roster", "open"}


@page(Right.LIFEMEETING_RECORD, "POST")
def act_on_lifemeeting(request: HttpRequest, visit: Visit, pk: int, act: str) -> HttpResponse:
    """One act of the unit's own on its meeting, by one command."""
    meeting = got(visit, pk)
    done = ACTS.get(act)
    if done is None:
        raise Unseen
    try:
        note = done(meeting, request.POST, own_by(visit, path_of(meeting)), visit)
    except HuiyinError as error:
        return meeting_page(request, visit, pk, error=error)
    messages.success(request, note)
    desk = act in _TO_THE_DESK and request.POST.get("from") == "desk"
    return HttpResponseRedirect(
        reverse("lifemeeting_desk" if desk else "lifemeeting", args=[visit.running.code, pk])
    )


def _why(given: QueryDict) -> str:
    return words(given, "why", longest=LONGEST["reason"] + 1)
