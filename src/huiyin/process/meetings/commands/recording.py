"""What was said at a meeting and who was there, while the record is a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiyin.kit.errors import BadInput
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.files.commands import keep_evidence
from huiyin.platform.files.rules.ready import Ready
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.meetings.commands.standing import (
    changed_meanwhile,
    needs_draft,
    needs_recorder,
    needs_room,
)
from huiyin.process.meetings.models import AgendaEntry, Attendance, Meeting, MeetingPaper, Passage
from huiyin.process.meetings.rules.records import (
    MOST_PASSAGES,
    PASSAGE_KINDS,
    MeetingState,
    PassageKind,
    Said,
    kinds_of_point,
    numbers,
)

_MOST_PRESENT = 20_000


@dataclass(frozen=True)
class Speech:
    """What is written down of an agenda point: who spoke (a post), whether they came from above, and the passages in order."""

    speaker: str
    passages: tuple[Said, ...]
    guest: bool = False


@dataclass(frozen=True)
class Attended:
    """A post or body, or a unit, with how many were due and how many came."""

    who: str
    due: int
    present: int
    participation: Participation | None = None


@transaction.atomic
def record_entry(entry: AgendaEntry, speech: Speech, version: int, *, by: Actor, at: datetime) -> None:
    """Write down an agenda point of a draft, whole: what stood there before is replaced. Words are kept as they are typed.

    Passages that say nothing are left out. BadInput for one of a kind that the point doesn't hold; Conflict where somebody changed it
    since `version` was looked at. 8 queries and the record.
    """
    meeting = entry.meeting
    needs_recorder(meeting, by)
    take_turn()
    needs_draft(meeting)
    passages = [said for said in speech.passages if not said.empty]
    _check(meeting, entry, speech.speaker, passages)
    same = AgendaEntry.objects.filter(pk=entry.pk, version=version, meeting__state=MeetingState.DRAFT)
    if not same.update(speaker=speech.speaker.strip(), guest=speech.guest, version=F("version") + 1):
        raise changed_meanwhile()
    # Who closes the record has seen these words; recorders of other points only look at their own point's version.
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1)
    Passage.objects.filter(entry=entry).delete()
    numbered = numbers([said.kind for said in passages])
    Passage.objects.bulk_create(
        Passage(
            entry=entry,
            position=position,
            kind=said.kind,
            number=number,
            heading=said.heading.strip(),
            text=said.text,
        )
        for position, (said, number) in enumerate(zip(passages, numbered, strict=True), start=1)
    )
    facts = {"position": entry.position, "passages": len(passages)}
    facts |= {kind.value: sum(said.kind is kind for said in passages) for kind in PassageKind}
    record(act="meeting.entry_recorded", subject=f"meeting:{meeting.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def record_attendance(
    meeting: Meeting, attended: Sequence[Attended], version: int, *, by: Actor, at: datetime
) -> None:
    """Write down who was there, whole, in this order; posts and units, nobody by name. O(n)."""
    needs_recorder(meeting, by)
    take_turn()
    needs_draft(meeting)
    _check_attended(meeting, attended)
    same = Meeting.objects.filter(pk=meeting.pk, version=version, state=MeetingState.DRAFT)
    if not same.update(version=F("version") + 1):
        raise changed_meanwhile()
    Attendance.objects.filter(meeting=meeting).delete()
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            position=position,
            who=row.who.strip(),
            participation=row.participation,
            due=row.due,
            present=row.present,
        )
        for position, row in enumerate(attended, start=1)
    )
    facts = {"rows": len(attended), "due": sum(row.due for row in attended)}
    facts |= {"present": sum(row.present for row in attended)}
    record(act="meeting.attendance_recorded", subject=f"meeting:{meeting.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def attach_paper(meeting: Meeting, ready: Ready, *, by: Actor, at: datetime) -> MeetingPaper:
    """Keep a document of the meeting; also after it was closed: its notice, its speeches as handed out."""
    needs_recorder(meeting, by)
    take_turn()
    attachment = keep_evidence(ready, by=by, at=at)
    paper = MeetingPaper.objects.create(meeting=meeting, attachment=attachment)
    facts = {"attachment": attachment.pk}
    record(act="meeting.paper_attached", subject=f"meeting:{meeting.pk}", by=by.code, at=at, facts=facts)
    return paper


def _check(meeting: Meeting, entry: AgendaEntry, speaker: str, passages: Sequence[Said]) -> None:
    needs_room("speaker", speaker)
    if len(passages) > MOST_PASSAGES:
        raise BadInput(
            f"一项议程至多 {MOST_PASSAGES} 条，现有 {len(passages)} 条。",
            f"At most {MOST_PASSAGES} passages for a point, here {len(passages)}.",
        )
    kinds = {kind.code: kind for kind in template_of(meeting.campaign).meetings}
    allowed = kinds_of_point(kinds.get(meeting.kind), entry.point)
    for said in passages:
        needs_room("heading", said.heading)
        needs_room("text", said.text)
        if said.kind not in allowed:
            names = "、".join(PASSAGE_KINDS[kind] for kind in allowed)
            raise BadInput(
                f"“{entry.title}”不记“{PASSAGE_KINDS[said.kind]}”，只记：{names}。",
                f"'{entry.title}' holds no {said.kind}; it holds: {', '.join(allowed)}.",
            )


def _check_attended(meeting: Meeting, attended: Sequence[Attended]) -> None:
    units = [row.participation.pk for row in attended if row.participation is not None]
    if len(units) != len(set(units)):
        raise BadInput("有的单位列了两次，请只留一行。", "A unit stands there twice.")
    for row in attended:
        needs_room("who", row.who)
        if not row.who.strip() and row.participation is None:
            raise BadInput("请写明是哪些人参会（写职务或单位）。", "Say who was there, by post or unit.")
        if row.participation is not None and row.participation.campaign_id != meeting.campaign_id:
            raise BadInput("有的单位没有参加本活动。", "Some of these units take no part in the campaign.")
        if not 0 <= row.present <= row.due <= _MOST_PRESENT:
            raise BadInput(
                f"“{row.who or (row.participation and row.participation.unit.name)}”实到 {row.present} 人、应到 {row.due} 人，对不上。",
                f"{row.present} present of {row.due} due can't be.",
            )
