"""Whose meetings and study records are whose to see: the unit's own, those above it, and whoever was there or got a task."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from huiyin.kit.errors import Unseen
from huiyin.kit.ids import HIGHEST_ID
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.campaigns.models import Campaign, PlanItem
from huiyin.process.meetings.models import (
    AgendaEntry,
    Attendance,
    DemandTask,
    Meeting,
    MeetingPaper,
    Passage,
    StudyRecord,
    StudyUnit,
)
from huiyin.process.meetings.rules.records import MeetingState


def visible_meetings(actors: Iterable[Actor], campaign: Campaign) -> QuerySet[Meeting]:
    """Drafts of the units for which somebody records; held ones of the units within sight, and those at which such a unit
    was or which gave it a task: what one has to do may be read whole."""
    actors = tuple(actors)
    recording = Unit.objects.in_scopes(scopes_with(actors, Right.MEETING_RECORD)).values("pk")
    reading = Unit.objects.in_scopes(scopes_with(actors, Right.CAMPAIGN_READ)).values("pk")
    there = Attendance.objects.filter(participation__unit__in=reading).values("meeting")
    tasked = PlanItem.objects.sent().filter(participation__unit__in=reading).values("ask")
    asked = DemandTask.objects.filter(ask__in=tasked).values("passage__entry__meeting")
    held = Q(host__unit__in=reading) | Q(pk__in=there) | Q(pk__in=asked)
    return Meeting.objects.filter(campaign=campaign).filter(
        Q(state=MeetingState.DRAFT, host__unit__in=recording) | Q(state=MeetingState.HELD) & held
    )


def get_meeting(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> Meeting:
    """The meeting with its campaign, host and unit; Unseen where there is none within sight. One query."""
    found = (
        visible_meetings(actors, campaign)
        .select_related("campaign__root", "host__unit", "host__campaign")
        .filter(pk=_id(pk))
        .first()
    )
    if found is None:
        raise Unseen
    return found


def get_entry(pk: int, meeting: Meeting) -> AgendaEntry:
    """An agenda point of a meeting that was got before."""
    found = AgendaEntry.objects.filter(pk=_id(pk), meeting=meeting).first()
    if found is None:
        raise Unseen
    found.meeting = meeting
    return found


def get_passage(pk: int, meeting: Meeting) -> Passage:
    """A passage of a meeting that was got before."""
    found = (
        Passage.objects.filter(pk=_id(pk), entry__meeting=meeting).select_related("entry", "problem").first()
    )
    if found is None:
        raise Unseen
    found.entry.meeting = meeting
    return found


def get_paper(pk: int, meeting: Meeting) -> MeetingPaper:
    """A document of a meeting that was got before."""
    found = MeetingPaper.objects.filter(pk=_id(pk), meeting=meeting).select_related("attachment").first()
    if found is None:
        raise Unseen
    return found


def visible_studies(actors: Iterable[Actor], campaign: Campaign) -> QuerySet[StudyRecord]:
    """The study records of units within sight, also those taken back."""
    units = Unit.objects.in_scopes(scopes_with(actors, Right.CAMPAIGN_READ)).values("pk")
    seen = StudyUnit.objects.filter(participation__unit__in=units).values("record")
    return StudyRecord.objects.filter(campaign=campaign, pk__in=seen)


def get_study(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> StudyRecord:
    """The record; Unseen where there is none within sight. One query."""
    seen = visible_studies(actors, campaign).select_related("campaign__root", "attachment")
    found = seen.filter(pk=_id(pk)).first()
    if found is None:
        raise Unseen
    return found


def _id(pk: int) -> int:
    if not 0 <= pk <= HIGHEST_ID:
        raise Unseen
    return pk
