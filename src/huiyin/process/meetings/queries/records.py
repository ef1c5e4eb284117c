"""A meeting's record, whole: as it was recorded, as it reads after corrections, and what became of its demands and findings."""

import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Q

from huiyin.platform.audit.queries import facts_of
from huiyin.platform.audit.rules import Fault
from huiyin.process.campaigns.models import PlanItem
from huiyin.process.meetings.models import (
    AgendaEntry,
    Attendance,
    Correction,
    DemandTask,
    Meeting,
    MeetingPaper,
    Passage,
)
from huiyin.process.meetings.rules.records import MeetingState, PassageKind

_Place = tuple[int | None, int | None, str]


@dataclass(frozen=True)
class Reading:
    """A text of a record as it was recorded, with its corrections, the latest last."""

    recorded: str
    corrections: tuple[Correction, ...] = ()

    def __str__(self) -> str:
        return self.corrections[-1].text if self.corrections else self.recorded

    def __bool__(self) -> bool:
        return bool(str(self))


@dataclass(frozen=True)
class TaskRow:
    """A task that a demand became: its ask, how many units, until when at the latest, how many are done; unsent ones wait
    for a signature."""

    pk: int
    title: str
    units: int
    due_on: date | None
    done: int
    sent: bool


@dataclass(frozen=True)
class PassageRow:
    """A passage; `problem` is the number of the one that a finding became."""

    passage: Passage
    kind: PassageKind
    number: int
    heading: Reading
    text: Reading
    problem: str
    tasks: tuple[TaskRow, ...]

    @property
    def pk(self) -> int:
        return self.passage.pk


@dataclass(frozen=True)
class EntryRow:
    """An agenda point with its passages in the order in which they were said."""

    entry: AgendaEntry
    title: Reading
    speaker: Reading
    passages: tuple[PassageRow, ...]

    @property
    def pk(self) -> int:
        return self.entry.pk

    def of_kind(self, kind: PassageKind) -> tuple[PassageRow, ...]:
        return tuple(row for row in self.passages if row.kind is kind)


@dataclass(frozen=True)
class AttendanceRow:
    """Who was there: a post or body, or a unit."""

    who: str
    participation: int | None
    due: int
    present: int


@dataclass(frozen=True)
class MeetingRecord:
    """All of a meeting. Texts are Readings; `held_on` is the day as it reads."""

    meeting: Meeting
    title: Reading
    place: Reading
    chair: Reading
    held_on: date | None
    entries: tuple[EntryRow, ...]
    attendance: tuple[AttendanceRow, ...]
    papers: tuple[MeetingPaper, ...]
    corrections: tuple[Correction, ...]

    @property
    def groups(self) -> tuple[AttendanceRow, ...]:
        """Who was there by post or body."""
        return tuple(row for row in self.attendance if row.participation is None)

    @property
    def units(self) -> tuple[AttendanceRow, ...]:
        """Which units were there."""
        return tuple(row for row in self.attendance if row.participation is not None)

    @property
    def demands(self) -> tuple[PassageRow, ...]:
        return tuple(row for entry in self.entries for row in entry.of_kind(PassageKind.DEMAND))

    @property
    def findings(self) -> tuple[PassageRow, ...]:
        return tuple(row for entry in self.entries for row in entry.of_kind(PassageKind.FINDING))


def record_of(meeting: Meeting) -> MeetingRecord:
    """The record of a meeting whose host and unit are at hand. 7 queries."""
    corrections = tuple(Correction.objects.filter(meeting=meeting).order_by("pk"))
    known: dict[_Place, list[Correction]] = defaultdict(list)
    for one in corrections:
        known[one.entry_id, one.passage_id, one.field].append(one)

    def reading(recorded: str, field: str, entry: int | None = None, passage: int | None = None) -> Reading:
        return Reading(recorded, tuple(known.get((entry, passage, field), ())))

    tasks = _tasks(meeting)
    passages: dict[int, list[PassageRow]] = defaultdict(list)
    said = Passage.objects.filter(entry__meeting=meeting).select_related("problem")
    for row in said.order_by("entry", "position"):
        passages[row.entry_id].append(
            PassageRow(
                row,
                PassageKind(row.kind),
                row.number,
                reading(row.heading, "heading", passage=row.pk),
                reading(row.text, "text", passage=row.pk),
                row.problem.number if row.problem else "",
                tuple(tasks.get(row.pk, ())),
            )
        )
    entries = tuple(
        EntryRow(
            entry,
            reading(entry.title, "title", entry=entry.pk),
            reading(entry.speaker, "speaker", entry=entry.pk),
            tuple(passages.get(entry.pk, ())),
        )
        for entry in AgendaEntry.objects.filter(meeting=meeting).order_by("position")
    )
    day = str(reading(meeting.held_on.isoformat() if meeting.held_on else "", "held_on"))
    return MeetingRecord(
        meeting,
        reading(meeting.title, "title"),
        reading(meeting.place, "place"),
        reading(meeting.chair, "chair"),
        date.fromisoformat(day) if day else None,
        entries,
        tuple(_attendance(meeting)),
        tuple(MeetingPaper.objects.filter(meeting=meeting).select_related("attachment").order_by("pk")),
        corrections,
    )


def _tasks(meeting: Meeting) -> Mapping[int, list[TaskRow]]:
    """By passage; the items of each ask are counted by the database. 2 queries."""
    found: dict[int, list[TaskRow]] = defaultdict(list)
    rows = PlanItem.objects.filter(
        ask__in=DemandTask.objects.filter(passage__entry__meeting=meeting).values("ask")
    )
    counted = rows.values("ask").annotate(
        units=Count("pk"), due=Max("due_on"), done=Count("pk", filter=Q(done_on__isnull=False))
    )
    numbers = {row["ask"]: row for row in counted}
    tasks = DemandTask.objects.filter(passage__entry__meeting=meeting).order_by("pk")
    for task in tasks.select_related("ask"):
        count = numbers.get(task.ask_id, {"units": 0, "due": None, "done": 0})
        found[task.passage_id].append(
            TaskRow(
                task.ask_id,
                task.ask.title,
                count["units"],
                count["due"],
                count["done"],
                task.ask.sent_on is not None,
            )
        )
    return found


def _attendance(meeting: Meeting) -> Iterator[AttendanceRow]:
    rows = Attendance.objects.filter(meeting=meeting).order_by("position")
    values = rows.values_list("who", "participation__unit__name", "participation_id", "due", "present")
    for who, unit, participation, due, present in values:
        yield AttendanceRow(who or unit or "", participation, due, present)


def digest_of_record(record: MeetingRecord, secret: str) -> str:
    """HMAC-SHA-256, in hex, of a record as it was recorded: its words can be verified, and not guessed from the digest."""
    meeting = record.meeting
    said = {
        "title": meeting.title,
        "held_on": str(meeting.held_on),
        "place": meeting.place,
        "chair": meeting.chair,
        "attendance": [[row.who, row.due, row.present] for row in record.attendance],
        "entries": [
            [
                entry.entry.title,
                entry.entry.speaker,
                [[row.kind, row.heading.recorded, row.text.recorded] for row in entry.passages],
            ]
            for entry in record.entries
        ],
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(bytes.fromhex(secret), text.encode(), hashlib.sha256).hexdigest()


def record_faults() -> Iterator[Fault]:
    """Held meetings whose words aren't any more those over which their record was closed."""
    closed = {subject: facts.get("digest") for subject, _, facts in facts_of("meeting.held")}
    held = Meeting.objects.filter(state=MeetingState.HELD).annotate(secret=F("campaign__secret"))
    for meeting in held.order_by("pk"):
        if digest_of_record(record_of(meeting), meeting.secret) != closed.get(f"meeting:{meeting.pk}"):
            yield Fault(
                f"会议 {meeting.pk}",
                f"会议“{meeting.title}”的记录与定稿时的不符：被改过。",
                f"The record of meeting {meeting.pk} isn't the one that was closed.",
            )
