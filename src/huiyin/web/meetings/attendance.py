"""Who was at a meeting: posts and bodies with their numbers, and units. Nobody is named."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.meetings import commands
from huiyin.process.meetings.access import get_meeting
from huiyin.process.meetings.commands import Attended
from huiyin.process.meetings.models import Meeting
from huiyin.process.meetings.queries import record_of
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line
from huiyin.web.frame.page import page
from huiyin.web.frame.picking import Picker
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.meetings.desk import frame_of
from huiyin.web.meetings.planning import seen_version

_BLANK, _MOST = 3, 40


class _Row(NamedTuple):
    """A line of the form, as typed."""

    who: str
    due: str
    present: str


@page(Right.MEETING_RECORD, "GET", "POST")
def record_attendance(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The list of who was there, whole."""
    meeting = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    by = visit.by(Right.MEETING_RECORD, meeting.host.unit.path)
    if request.method == "GET":
        rows, given = _as_it_is(meeting)
        return _form(request, visit, meeting, rows, Picker(visit, Right.MEETING_RECORD, given), given)
    rows = _read(request.POST)
    picker = Picker(visit, Right.MEETING_RECORD, request.POST)
    try:
        attended = [_attended(row) for row in rows]
        each = _number(line(request.POST, "each", longest=5) or "1")
        attended += [Attended("", each, each, part) for part in picker.picked()]
        version = seen_version(request.POST)
        commands.record_attendance(meeting, attended, version, by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, meeting, rows, picker, request.POST, error)
    messages.success(request, _("到会情况已记下。"))
    return HttpResponseRedirect(reverse("meeting", args=[visit.running.code, pk]) + "#attendance")


def _as_it_is(meeting: Meeting) -> tuple[list[_Row], QueryDict]:
    record = record_of(meeting)
    rows = [
        _Row(row.who, str(row.due), str(row.present))
        for row in record.attendance
        if row.participation is None
    ]
    units = [row for row in record.attendance if row.participation is not None]
    given = QueryDict(mutable=True)
    given["version"] = str(meeting.version)
    given["each"] = str(units[0].due) if units else "1"
    given.setlist("unit", [str(row.participation) for row in units])
    return rows, given


def _read(given: QueryDict) -> list[_Row]:
    rows = []
    for at in range(_MOST):
        row = _Row(*(line(given, f"{name}-{at}") for name in ("who", "due", "present")))
        if any(row):
            rows.append(row)
    return rows


def _attended(row: _Row) -> Attended:
    """Only one number typed: everybody came."""
    due, present = row.due or row.present, row.present or row.due
    return Attended(row.who, _number(due), _number(present))


def _number(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 5):
        raise BadInput(
            f"“{typed[:20]}”不是人数，请写数字。", f"'{typed[:20]}' is no number of people: write digits."
        )
    return int(typed)


def _form(
    request: HttpRequest,
    visit: Visit,
    meeting: Meeting,
    rows: list[_Row],
    picker: Picker,
    given: QueryDict,
    error: HuiyinError | None = None,
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "rows": [*rows, *[_Row("", "", "")] * _BLANK][:_MOST],
        "picker": picker,
        "typed": given,
        "said": sentence(error) if error else "",
        **frame_of(visit, meeting),
    }
    status = status_of(error) if error else 200
    return show(request, visit, "meetings/record_attendance", context, status=status)
