"""What gates may ask of a unit's meetings and study (facts.toml, room "meetings")."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from huiyin.process.campaigns.models import Participation, PlanItem
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.meetings.models import Attendance, DemandTask, Passage, StudyUnit
from huiyin.process.meetings.rules.records import MeetingState, PassageKind

FACTS = ("study.records", "meetings.deployed", "meetings.findings_open")


def facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """By participation, on a day: study records, whether something was deployed to it, findings that nobody took up. 4 queries.

    Deployed: a meeting of somebody else's or one's own demanded something of the unit or had it present, and its record is
    closed. A finding is open until it stands in the ledger as a problem; that the problem is closed is the ledger's fact.
    """
    pks = [one.pk for one in participations]
    studies = Counter(
        StudyUnit.objects.filter(
            participation__in=pks, record__held_on__lte=on, record__withdrawn_on=None
        ).values_list("participation_id", flat=True)
    )
    deployed = _deployed(pks, on)
    findings = Passage.objects.filter(
        kind=PassageKind.FINDING,
        problem=None,
        entry__meeting__state=MeetingState.HELD,
        entry__meeting__held_on__lte=on,
        entry__meeting__host__in=pks,
    )
    waiting = Counter(findings.values_list("entry__meeting__host_id", flat=True))
    return {
        pk: {
            "study.records": Known(studies[pk]),
            "meetings.deployed": Known(pk in deployed),
            "meetings.findings_open": Known(waiting[pk]),
        }
        for pk in pks
    }


def _deployed(pks: Collection[int], on: date) -> set[int]:
    """Who was at a held meeting that demanded something, or has got a task out of one."""
    demanding = Passage.objects.filter(kind=PassageKind.DEMAND, entry__meeting__state=MeetingState.HELD)
    meetings = demanding.filter(entry__meeting__held_on__lte=on).values("entry__meeting")
    there = Attendance.objects.filter(meeting__in=meetings, participation__in=pks, present__gt=0)
    tasks = DemandTask.objects.filter(ask__asked_on__lte=on, ask__sent_on__isnull=False).values("ask")
    asked = PlanItem.objects.filter(ask__in=tasks, participation__in=pks)
    return set(there.values_list("participation_id", flat=True)) | set(
        asked.values_list("participation_id", flat=True)
    )
