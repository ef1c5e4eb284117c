"""The record of a meeting is closed; what was wrong in it is corrected beside it, never in it (SPEC rules 1, 15)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.meetings.commands.standing import (
    changed_meanwhile,
    needs_draft,
    needs_held,
    needs_recorder,
    needs_room,
)
from huiyin.process.meetings.models import AgendaEntry, Correction, Meeting, Passage
from huiyin.process.meetings.queries.records import digest_of_record, record_of
from huiyin.process.meetings.rules.records import MeetingState, unfilled

_FIELDS = {
    "meeting": frozenset({"title", "place", "chair", "held_on"}),
    "entry": frozenset({"title", "speaker"}),
    "passage": frozenset({"heading", "text"}),
}


@dataclass(frozen=True)
class Place:
    """Where a record is wrong: a field of the meeting itself, of an entry, or of a passage."""

    field: str
    entry: AgendaEntry | None = None
    passage: Passage | None = None


@transaction.atomic
def hold_meeting(meeting: Meeting, version: int, *, by: Actor, at: datetime) -> None:
    """Close the record of a meeting that was held: from now on its words stay as they are.

    Refused without a day, with one that lies ahead, or while an agenda point has nothing written down. The record keeps a keyed
    digest of all that was said.
    """
    needs_recorder(meeting, by)
    take_turn()
    needs_draft(meeting)
    today = day_in_china(at)
    here = Meeting.objects.select_related("campaign", "host__unit").get(pk=meeting.pk)
    _check_day(here.held_on, today)
    entries = AgendaEntry.objects.filter(meeting=meeting).order_by("position").values_list("pk", "title")
    said = Counter(Passage.objects.filter(entry__meeting=meeting).values_list("entry_id", flat=True))
    empty = unfilled((title, said[pk]) for pk, title in entries)
    if empty or not entries:
        names = "、".join(f"“{title}”" for title in empty) or "议程"
        raise Refused(
            f"{names}还没有记录。请记下讲了什么；没有进行的，请从议程里删去。",
            f"Nothing is written down for {', '.join(empty) or 'any point'}: record it, or take it off the agenda.",
        )
    same = Meeting.objects.filter(pk=meeting.pk, version=version, state=MeetingState.DRAFT)
    if not same.update(state=MeetingState.HELD, closed_on=today, version=F("version") + 1):
        raise changed_meanwhile()
    digest = digest_of_record(record_of(here), meeting.campaign.secret)
    facts = {"held_on": str(here.held_on), "entries": len(entries), "digest": digest}
    record(act="meeting.held", subject=f"meeting:{meeting.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def correct_record(
    meeting: Meeting, place: Place, text: str, reason: str, *, by: Actor, at: datetime
) -> Correction:
    """Say what a closed record should say in one place, and why; the words as recorded stay and can be looked at.

    A date is given as 2014-05-23. Refused without a reason, or where it already reads so.
    """
    needs_recorder(meeting, by)
    take_turn()
    needs_held(meeting)
    _check_place(meeting, place)
    if not reason.strip():
        raise BadInput("请写明为什么更正。", "Say why it is corrected.")
    needs_room("reason", reason)
    if place.field == "held_on":
        _check_day(_day(text), day_in_china(at))
    else:
        needs_room(place.field, text)
    if text == _as_it_reads(meeting, place):
        raise Refused("改后的文字和现在的一样。", "It reads so already.")
    made = Correction.objects.create(
        meeting=meeting,
        entry=place.entry,
        passage=place.passage,
        field=place.field,
        text=text,
        reason=reason.strip(),
        by=by.code,
        on=day_in_china(at),
    )
    facts = {"field": place.field, "correction": made.pk}
    facts |= {
        "entry": place.entry.pk if place.entry else 0,
        "passage": place.passage.pk if place.passage else 0,
    }
    record(act="meeting.corrected", subject=f"meeting:{meeting.pk}", by=by.code, at=at, facts=facts)
    return made


def _as_it_reads(meeting: Meeting, place: Place) -> str:
    there = Correction.objects.filter(
        meeting=meeting, entry=place.entry, passage=place.passage, field=place.field
    )
    latest = there.order_by("-pk").first()
    thing = place.passage or place.entry or meeting
    return latest.text if latest else str(getattr(thing, place.field))


def _check_place(meeting: Meeting, place: Place) -> None:
    kind = "passage" if place.passage else "entry" if place.entry else "meeting"
    if place.passage is not None:
        there = Passage.objects.filter(pk=place.passage.pk, entry__meeting=meeting).exists()
    elif place.entry is not None:
        there = place.entry.meeting_id == meeting.pk
    else:
        there = True
    if not there or place.field not in _FIELDS[kind]:
        raise BadInput("这一处不能更正。", "There is no such place to correct.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("日期请写成 2014-05-23 这样。", "Write the day like 2014-05-23.") from error


def _check_day(day: date | None, today: date) -> None:
    if day is None:
        raise Refused(
            "会议还没有日期。请先写明哪一天开的，再定稿。",
            "The meeting has no date: say on which day it was held, then close the record.",
        )
    if day > today:
        raise Refused(
            f"会议日期（{day:%Y-%m-%d}）还没有到，开过以后再定稿。",
            f"The meeting is on {day}: close its record after it was held.",
        )
