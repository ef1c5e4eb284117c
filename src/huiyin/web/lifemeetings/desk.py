"""The recorder's desk: who is there, the agenda, each criticism typed by keyboard alone; entries come in by themselves, each with its key."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings import commands
from huiyin.process.lifemeetings.access import needs_words
from huiyin.process.lifemeetings.commands import Entry
from huiyin.process.lifemeetings.models import Criticism, CriticismAnswer, LifeMeeting, Turn
from huiyin.process.lifemeetings.queries.desk import desk_of
from huiyin.process.lifemeetings.rules.states import PRESENCES, MeetingState, Presence
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.lifemeetings.frame import framed, got, own_by, path_of


@page(Right.LIFEMEETING_RECORD, "GET")
def lifemeeting_desk(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The desk; htmx asks for the record alone."""
    return _show(request, visit, got(visit, pk))


@page(Right.LIFEMEETING_RECORD, "POST")
def keep_entry(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Keep one entry: `kind` is turn, criticism, answer or correction. The desk's script is answered in JSON, a form with the desk.

    The script takes an entry off its list only where the answer names its key.
    """
    meeting = got(visit, pk)
    scripted = request.headers.get("X-Desk") == "1"
    key = line(request.POST, "key", longest=80)
    try:
        needs_words(meeting, visit.account.code, visit.actors)
        _keep(meeting, request.POST, key, own_by(visit, path_of(meeting)), visit)
    except HuiyinError as error:
        if scripted:
            return JsonResponse({"refused": key, "said": sentence(error)}, status=status_of(error))
        return _show(request, visit, got(visit, pk), error=error)
    if scripted:
        return JsonResponse({"kept": key})
    messages.success(request, _("已记下。"))
    return HttpResponseRedirect(reverse("lifemeeting_desk", args=[visit.running.code, pk]))


def _keep(meeting: LifeMeeting, given: QueryDict, key: str, by: Actor, visit: Visit) -> None:
    kind, said = line(given, "kind", longest=20), _verbatim(given, "words")
    if kind == "turn":
        point = line(given, "point", longest=40)
        commands.record_turn(meeting, point, _pk(given, "seat"), said, key, by=by, at=visit.at)
    elif kind == "criticism":
        entry = Entry(
            _pk(given, "from"),
            _pk(given, "to"),
            said,
            line(given, "wind", longest=40),
            _verbatim(given, "fact"),
        )
        commands.record_criticism(meeting, entry, key, by=by, at=visit.at)
    elif kind == "answer":
        commands.record_answer(_row(Criticism, meeting, given), said, key, by=by, at=visit.at)
    elif kind == "correction":
        place = {"turn": Turn, "criticism": Criticism, "answer": CriticismAnswer}.get(
            line(given, "place", longest=20)
        )
        if place is None:
            raise BadInput("请说明更正哪一条。", "Say which entry is corrected.")
        row = _row(place, meeting, given)
        text = "" if given.get("strike") == "yes" else said
        if not text and given.get("strike") != "yes":
            raise BadInput(
                "请写明更正为什么，或勾选误录。", "Say what it should say, or that it was a mistake."
            )
        commands.correct_entry(row, text, line(given, "reason", longest=401), by=by, at=visit.at)
    else:
        raise BadInput("不知道记的是什么，请刷新页面。", "What is recorded isn't known: reload the page.")


def _verbatim(given: QueryDict, name: str) -> str:
    """As typed; only the browser's line ends are the browser's."""
    return str(given.get(name, "")).replace("\r\n", "\n")


def _pk(given: QueryDict, name: str) -> int:
    typed = line(given, name, longest=18)
    if not (typed.isascii() and typed.isdigit()):
        raise BadInput("请选出是谁、对谁。", "Say who speaks, and to whom.")
    return int(typed)


def _row(model: Any, meeting: LifeMeeting, given: QueryDict) -> Any:
    """A row of this very meeting; Unseen for another one's."""
    pk = _pk(given, "row")
    there = model.objects.filter(pk=pk)
    of = {"criticism__meeting": meeting} if model is CriticismAnswer else {"meeting": meeting}
    found = there.filter(**of).first()
    if found is None:
        raise Unseen
    if model is CriticismAnswer:
        found.criticism.meeting = meeting
    else:
        found.meeting = meeting
    return found


def _show(
    request: HttpRequest, visit: Visit, meeting: LifeMeeting, *, error: HuiyinError | None = None
) -> HttpResponse:
    needs_words(meeting, visit.account.code, visit.actors)
    template = template_of(visit.running)
    desk = desk_of(meeting)
    names = {one.seat.pk: one.name for one in (*desk.members, *desk.guests)}
    context = {
        **framed(visit, meeting),
        "desk": desk,
        "names": names,
        "rows": [(names[row.seat], row) for row in desk.matrix],
        "points": [
            (point, pick(point.zh, point.en), desk.record.at(point.code))
            for point in template.lifemeetings.agenda
        ],
        "winds": [(group.code, pick(group.zh, group.en)) for group in template.focus.groups],
        "wind_names": {group.code: pick(group.zh, group.en) for group in template.focus.groups},
        "presences": [
            (one.value, _(PRESENCES[one]))
            for one in (Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT, Presence.LEFT)
        ],
        "open": meeting.state == MeetingState.OPEN,
        "ticking": meeting.state in {MeetingState.OPEN, MeetingState.NOTIFIED},
        "taking": meeting.state in {MeetingState.OPEN, MeetingState.SIGNING},
        "key": str(uuid4()),
        "typed": request.POST,
        "said": sentence(error) if error else "",
    }
    status = status_of(error) if error else 200
    return show(request, visit, "lifemeetings/desk", context, part="record", status=status)
