"""What a letter in the making may take up or be tied to: findings of meetings, problems of the unit, items of its plan."""

from collections.abc import Sequence

from django.db.models import QuerySet

from huiyin.process.campaigns.models import Participation, PlanItem
from huiyin.process.letters.models import Finding, Letter
from huiyin.process.letters.rules.states import LetterState
from huiyin.process.meetings.models import Passage
from huiyin.process.meetings.rules.records import MeetingState, PassageKind
from huiyin.process.problems.models import Problem, ProblemQuerySet
from huiyin.process.rectification.models import Evidence

_MOST = 200


def meeting_findings(participation: Participation, but: Letter | None = None) -> list[Passage]:
    """Findings about the unit from held meetings' records that no letter has taken up. One query."""
    taken = Finding.objects.exclude(passage=None).exclude(letter__state=LetterState.DROPPED)
    if but is not None:
        taken = taken.exclude(letter=but)
    rows = Passage.objects.filter(
        kind=PassageKind.FINDING,
        entry__meeting__host=participation,
        entry__meeting__state=MeetingState.HELD,
    ).exclude(pk__in=taken.values("passage"))
    related = ("entry__meeting__campaign__root", "entry__meeting__host__unit", "problem")
    return list(rows.select_related(*related).order_by("entry__meeting__held_on", "pk")[:_MOST])


def unit_problems(participation: Participation, seen: ProblemQuerySet) -> list[Problem]:
    """Standing problems of the unit that the reader sees, in the order of their numbers. One query."""
    rows = seen.standing().filter(owner=participation.unit_id)
    return list(rows.order_by("year", "serial", "occurrence")[:_MOST])


def unit_items(participation: Participation) -> list[PlanItem]:
    """Items of the unit's plan that aren't done. One query."""
    rows = PlanItem.objects.sent().filter(participation=participation, done_on=None)
    return list(rows.select_related("ask").order_by("due_on", "pk")[:_MOST])


def proofs_of(problems: Sequence[Problem]) -> "QuerySet[Evidence]":
    """Evidence that stands for some problems: an answer may point at it."""
    rows = Evidence.objects.filter(problem__in=[one.pk for one in problems], withdrawn_on=None)
    return rows.select_related("problem").order_by("problem__number", "pk")
