"""One point of the agenda: who spoke, and the passages, typed one by one or pasted whole and laid apart."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.meetings import commands
from huiyin.process.meetings.access import get_entry, get_meeting
from huiyin.process.meetings.commands import Speech
from huiyin.process.meetings.models import AgendaEntry, Meeting
from huiyin.process.meetings.queries import record_of
from huiyin.process.meetings.rules.records import MOST_PASSAGES, PassageKind, Said, kinds_of_point
from huiyin.process.meetings.rules.speeches import passages_of
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.meetings.desk import frame_of, shown
from huiyin.web.meetings.planning import seen_version

_BLANK, _MORE = 2, 4


class _Typed(NamedTuple):
    """What the form holds."""

    speaker: str
    guest: bool
    rows: list[Said]
    version: int
    pasted: str = ""


@page(Right.MEETING_RECORD, "GET", "POST")
def record_entry(request: HttpRequest, visit: Visit, pk: int, entry: int) -> HttpResponse:
    """The form of a point; `step=more` and `step=split` draw it anew and keep nothing yet."""
    meeting = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    by = visit.by(Right.MEETING_RECORD, meeting.host.unit.path)
    point = get_entry(entry, meeting)
    kinds = _kinds(meeting, point)
    if request.method == "GET":
        return _form(request, visit, meeting, point, _as_it_is(meeting, point))
    typed = _read(request.POST, kinds)
    step = request.POST.get("step")
    if step == "more":
        return _form(request, visit, meeting, point, typed, blank=_MORE)
    try:
        if step == "split":
            laid = typed._replace(rows=_with_pasted(typed, kinds), pasted="")
            return _form(request, visit, meeting, point, laid, split=True)
        speech = Speech(typed.speaker, tuple(typed.rows), guest=typed.guest)
        commands.record_entry(point, speech, typed.version, by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, meeting, point, typed, error=error)
    return HttpResponseRedirect(_next(request, visit, meeting, point))


@page(Right.MEETING_RECORD, "POST")
def drop_entry(request: HttpRequest, visit: Visit, pk: int, entry: int) -> HttpResponse:
    """Take a point that didn't come up off the agenda."""
    meeting = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    by = visit.by(Right.MEETING_RECORD, meeting.host.unit.path)
    try:
        commands.drop_entry(get_entry(entry, meeting), by=by, at=visit.at)
    except HuiyinError as error:
        return shown(request, visit, pk, error)
    return HttpResponseRedirect(reverse("meeting", args=[visit.running.code, pk]))


def _with_pasted(typed: _Typed, kinds: tuple[PassageKind, ...]) -> list[Said]:
    """The rows with those of the pasted speech; BadInput for more than the form has room for: nothing is cut off."""
    rows = [*typed.rows, *passages_of(typed.pasted, kinds)]
    if len(rows) > MOST_PASSAGES:
        raise BadInput(
            f"拆开后共 {len(rows)} 条，一项议程至多 {MOST_PASSAGES} 条。请少贴一些，或把标题并成大段再拆。",
            f"That makes {len(rows)} passages; a point has {MOST_PASSAGES} at most. Paste less, or join headings first.",
        )
    return rows


def _next(request: HttpRequest, visit: Visit, meeting: Meeting, point: AgendaEntry) -> str:
    """On to the next point, or back to the desk."""
    later = AgendaEntry.objects.filter(meeting=meeting, position__gt=point.position).order_by("position")
    following = later.first()
    if request.POST.get("step") == "next" and following is not None:
        return reverse("record_entry", args=[visit.running.code, meeting.pk, following.pk])
    messages.success(request, _("“%(title)s”已记下。") % {"title": point.title})
    return reverse("meeting", args=[visit.running.code, meeting.pk]) + f"#point-{point.pk}"


def _kinds(meeting: Meeting, point: AgendaEntry) -> tuple[PassageKind, ...]:
    known = {kind.code: kind for kind in template_of(meeting.campaign).meetings}
    return kinds_of_point(known.get(meeting.kind), point.point)


def _as_it_is(meeting: Meeting, point: AgendaEntry) -> _Typed:
    record = record_of(meeting)
    there = next(entry for entry in record.entries if entry.pk == point.pk)
    rows = [Said(row.kind, row.text.recorded, row.heading.recorded) for row in there.passages]
    speaker = point.speaker
    if not speaker and point.position > 1 and not point.guest:
        before = [entry.entry.speaker for entry in record.entries if entry.entry.position < point.position]
        speaker = before[-1] if before else ""
    return _Typed(speaker, point.guest, rows, point.version)


def _read(given: QueryDict, kinds: tuple[PassageKind, ...]) -> _Typed:
    """The rows as typed, in the order of their numbers; empty ones are left out."""
    rows: list[tuple[int, int, Said]] = []
    for at in range(MOST_PASSAGES + _MORE):
        if f"text-{at}" not in given:
            break
        written = line(given, f"kind-{at}", longest=20)
        kind = next((kind for kind in kinds if kind.value == written), kinds[0])
        text = str(given.get(f"text-{at}", "")).replace("\r\n", "\n")
        said = Said(kind, text, str(given.get(f"heading-{at}", "")).strip())
        if not said.empty:
            order = line(given, f"order-{at}", longest=4)
            rows.append((int(order) if order.isascii() and order.isdigit() else at + 1, at, said))
    return _Typed(
        line(given, "speaker"),
        given.get("guest") == "yes",
        [said for _, _, said in sorted(rows, key=lambda row: row[:2])],
        seen_version(given),
        str(given.get("pasted", "")),
    )


def _form(
    request: HttpRequest,
    visit: Visit,
    meeting: Meeting,
    point: AgendaEntry,
    typed: _Typed,
    *,
    error: HuiyinError | None = None,
    blank: int = _BLANK,
    split: bool = False,
) -> HttpResponse:
    kinds = _kinds(meeting, point)
    blanks = [Said(kinds[0], "")] * (blank if typed.rows and blank == _BLANK else max(blank, 2))
    if split:
        blanks = []
    context = {
        "meeting": meeting,
        "point": point,
        "entries": AgendaEntry.objects.filter(meeting=meeting).order_by("position"),
        "typed": typed,
        "rows": [*typed.rows, *blanks][: MOST_PASSAGES + _MORE],
        "kinds": [kind.value for kind in kinds],
        "heads": PassageKind.DEMAND in kinds,
        "split": split,
        "said": sentence(error) if error else "",
        **frame_of(visit, meeting),
    }
    status = status_of(error) if error else 200
    return show(request, visit, "meetings/record_entry", context, status=status)
