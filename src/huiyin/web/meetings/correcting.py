"""Correcting a closed record beside its words."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kit.errors import HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.meetings import commands
from huiyin.process.meetings.access import get_entry, get_meeting, get_passage
from huiyin.process.meetings.commands import Place
from huiyin.process.meetings.models import Meeting
from huiyin.process.meetings.queries import MeetingRecord, Reading, record_of
from huiyin.process.meetings.rules.records import LONGEST
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.meetings.desk import frame_of

_FIELDS = {
    "title": gettext_lazy("名称"),
    "place": gettext_lazy("地点"),
    "chair": gettext_lazy("主持人"),
    "held_on": gettext_lazy("召开日期"),
    "speaker": gettext_lazy("讲话人"),
    "heading": gettext_lazy("标题"),
    "text": gettext_lazy("讲话内容"),
}


class _Where(NamedTuple):
    place: Place
    reading: Reading


@page(Right.MEETING_RECORD, "GET", "POST")
def correct_record(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """What should stand in one place, and why; the words as recorded stay beside it."""
    meeting = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    by = visit.by(Right.MEETING_RECORD, meeting.host.unit.path)
    given = request.POST if request.method == "POST" else request.GET
    where = _where(meeting, record_of(meeting), given)
    if request.method == "GET":
        return _form(request, visit, meeting, where, str(where.reading), "")
    text = str(given.get("text", "")).replace("\r\n", "\n")
    reason = line(given, "reason", longest=1000)
    try:
        commands.correct_record(meeting, where.place, text, reason, by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, meeting, where, text, reason, error)
    messages.success(request, _("更正已登记，原来的文字仍可查看。"))
    return HttpResponseRedirect(reverse("meeting", args=[visit.running.code, pk]))


def _where(meeting: Meeting, record: MeetingRecord, given: QueryDict) -> _Where:
    """The place that the address names; Unseen where there is none."""
    field = line(given, "field", longest=20)
    passage, entry = (line(given, name, longest=18) for name in ("passage", "entry"))
    if passage.isascii() and passage.isdigit() and field in {"heading", "text"}:
        place = Place(field, passage=get_passage(int(passage), meeting))
        rows = [row for one in record.entries for row in one.passages if row.pk == int(passage)]
        return _Where(place, getattr(rows[0], field))
    if entry.isascii() and entry.isdigit() and field in {"title", "speaker"}:
        place = Place(field, entry=get_entry(int(entry), meeting))
        found = [one for one in record.entries if one.pk == int(entry)]
        return _Where(place, getattr(found[0], field))
    if field in {"title", "place", "chair"}:
        return _Where(Place(field), getattr(record, field))
    if field == "held_on":
        day = record.held_on.isoformat() if record.held_on else ""
        return _Where(Place(field), Reading(day))
    raise Unseen


def _form(
    request: HttpRequest,
    visit: Visit,
    meeting: Meeting,
    where: _Where,
    text: str,
    reason: str,
    error: HuiyinError | None = None,
) -> HttpResponse:
    field = where.place.field
    context = {
        "meeting": meeting,
        "place": where.place,
        "reading": where.reading,
        "name": str(_FIELDS[field]),
        "longest": LONGEST.get(field, 10),
        "long": field == "text",
        "text": text,
        "reason": reason,
        "said": sentence(error) if error else "",
        **frame_of(visit, meeting),
    }
    status = status_of(error) if error else 200
    return show(request, visit, "meetings/correct_record", context, status=status)
