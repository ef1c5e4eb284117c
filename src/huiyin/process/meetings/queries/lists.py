"""Meetings and study records as rows for pages."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huiyin.process.meetings.models import DemandTask, Meeting, Passage, StudyRecord, StudyUnit
from huiyin.process.meetings.rules.records import MeetingState, PassageKind


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in a list, with its demands (and how many became tasks) and findings (and how many became problems)."""

    pk: int
    title: str
    kind: str
    held_on: date | None
    host: str
    state: MeetingState
    demands: int
    deployed: int
    findings: int
    raised: int


@dataclass(frozen=True)
class StudyRow:
    """A study record in a list, with the names of its units."""

    study: StudyRecord
    units: tuple[str, ...]


def meeting_rows(meetings: QuerySet[Meeting], first: int, most: int) -> list[MeetingRow]:
    """The rows from `first` on, drafts before held ones, the latest first. 2 queries, counted for those of the page."""
    ordered = meetings.order_by("state", "-held_on", "-pk").select_related("host__unit")
    found = list(ordered[first : first + most])
    tasked = DemandTask.objects.filter(passage=OuterRef("pk"))
    demand, finding = Q(kind=PassageKind.DEMAND), Q(kind=PassageKind.FINDING)
    said = Passage.objects.filter(entry__meeting__in=[meeting.pk for meeting in found])
    counted = (
        said.annotate(tasked=Exists(tasked))
        .values("entry__meeting")
        .annotate(
            demands=Count("pk", filter=demand),
            deployed=Count("pk", filter=demand & Q(tasked=True)),
            findings=Count("pk", filter=finding),
            raised=Count("pk", filter=finding & Q(problem__isnull=False)),
        )
    )
    numbers = {row["entry__meeting"]: row for row in counted}
    none = {"demands": 0, "deployed": 0, "findings": 0, "raised": 0}
    return [
        MeetingRow(
            meeting.pk,
            meeting.title,
            meeting.kind,
            meeting.held_on,
            meeting.host.unit.name,
            MeetingState(meeting.state),
            **{name: numbers.get(meeting.pk, none)[name] for name in none},
        )
        for meeting in found
    ]


def study_rows(studies: QuerySet[StudyRecord], first: int, most: int) -> list[StudyRow]:
    """The rows from `first` on, the latest first. 2 queries."""
    found = list(studies.order_by("-held_on", "-pk").select_related("attachment")[first : first + most])
    units: dict[int, list[str]] = defaultdict(list)
    rows = StudyUnit.objects.filter(record__in=[study.pk for study in found])
    for record, name in rows.order_by("participation__unit__path").values_list(
        "record_id", "participation__unit__name"
    ):
        units[record].append(name)
    return [StudyRow(study, tuple(units[study.pk])) for study in found]
