"""Questions about meetings and study records: the record as it reads, lists for pages; `facts` for gates."""

from huiyin.process.meetings.queries.lists import MeetingRow, StudyRow, meeting_rows, study_rows
from huiyin.process.meetings.queries.offers import EventOffer, event_offer
from huiyin.process.meetings.queries.records import (
    AttendanceRow,
    EntryRow,
    MeetingRecord,
    PassageRow,
    Reading,
    TaskRow,
    record_faults,
    record_of,
)

__all__ = [
    "AttendanceRow",
    "EntryRow",
    "EventOffer",
    "MeetingRecord",
    "MeetingRow",
    "PassageRow",
    "Reading",
    "StudyRow",
    "TaskRow",
    "event_offer",
    "meeting_rows",
    "record_faults",
    "record_of",
    "study_rows",
]
