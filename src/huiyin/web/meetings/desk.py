"""The meeting desk: the record by its agenda, what it lacks, what becomes of its demands and findings."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError, Refused
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.commands import redate_event
from huiyin.process.campaigns.queries import template_of
from huiyin.process.meetings import commands
from huiyin.process.meetings.access import get_meeting
from huiyin.process.meetings.models import Meeting
from huiyin.process.meetings.queries import MeetingRecord, event_offer, record_of
from huiyin.process.meetings.rules.findings import may_follow, may_release
from huiyin.process.meetings.rules.records import PASSAGE_KINDS, MeetingState
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.meetings.planning import seen_version


@page(Right.CAMPAIGN_READ, "GET")
def meeting(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The desk of one meeting."""
    return shown(request, visit, pk)


@page(Right.MEETING_RECORD, "POST")
def hold_meeting(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Close the record: the meeting was held, and its words stay."""
    found = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    by = visit.by(Right.MEETING_RECORD, found.host.unit.path)
    try:
        commands.hold_meeting(found, seen_version(request.POST), by=by, at=visit.at)
    except HuiyinError as error:
        return shown(request, visit, pk, error)
    messages.success(request, _("会议记录已定稿。现在可以把要求分解成任务，把指出的问题列入台账。"))
    return HttpResponseRedirect(reverse("meeting", args=[visit.running.code, pk]))


@page(Right.PLAN_EDIT, "POST")
def redate_by_meeting(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Move the plan's event to the day on which the meeting was held."""
    found = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    by = visit.by(Right.PLAN_EDIT, visit.running.root.path)
    try:
        offer = event_offer(found, record_of(found).held_on)
        if offer is None:
            raise Refused("计划里的日期不用改。", "The plan's date needs no change.")
        moved = redate_event(found.campaign, offer.given, by=by, at=visit.at)
    except HuiyinError as error:
        return shown(request, visit, pk, error)
    messages.success(request, _("日期已改，%(count)s 项计划随之移动。") % {"count": moved})
    return HttpResponseRedirect(reverse("meeting", args=[visit.running.code, pk]))


def shown(request: HttpRequest, visit: Visit, pk: int, error: HuiyinError | None = None) -> HttpResponse:
    """The desk, with what was refused, if anything."""
    found = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    record = record_of(found)
    kind = next((one for one in template_of(found.campaign).meetings if one.code == found.kind), None)
    context = {
        "meeting": found,
        "record": record,
        "kind": pick(kind.zh, kind.en) if kind else found.kind,
        "reported": kind is None or kind.report is not None,
        "said": sentence(error) if error else "",
        "people": names_of_people([found.recorder, *(one.by for one in record.corrections)]),
        **frame_of(visit, found),
        **_waiting(visit, found, record),
    }
    status = status_of(error) if error else 200
    return show(request, visit, "meetings/meeting", context, status=status)


def frame_of(visit: Visit, found: Meeting) -> dict[str, Any]:
    """What every page of a meeting says: its state, what the visitor may do with it, what the kinds of passage are called."""
    path, root = found.host.unit.path, visit.running.root.path
    draft = found.state == MeetingState.DRAFT
    stages = {stage.code: pick(stage.zh, stage.en) for stage in template_of(visit.running).stages}
    return {
        "draft": draft,
        "stage": stages.get(found.stage, ""),
        "passage_kinds": {kind.value: _(name) for kind, name in PASSAGE_KINDS.items()},
        "may_record": visit.may(Right.MEETING_RECORD, path),
        "may_deploy": not draft and visit.may(Right.PLAN_EDIT, root),
        "may_raise": not draft and any(may_follow(actor, path) for actor in visit.actors),
        "may_unlink": not draft and any(may_release(actor, path) for actor in visit.actors),
    }


def _waiting(visit: Visit, found: Meeting, record: MeetingRecord) -> dict[str, Any]:
    """What is to be done next: points without a word, demands without a task, findings without a problem, an event to move."""
    empty = [entry for entry in record.entries if not entry.passages]
    return {
        "empty": empty,
        "undeployed": [row for row in record.demands if not row.tasks],
        "unraised": [row for row in record.findings if not row.problem],
        "offer": event_offer(found, record.held_on)
        if visit.may(Right.PLAN_EDIT, visit.running.root.path)
        else None,
    }
