"""What gates may ask of a unit's rectification (facts.toml, room "rectification")."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from statistics import median

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.models import Problem, ProblemQuerySet
from huiyin.process.rectification.models import Extension, Measure, Step
from huiyin.process.rectification.rules.words import MeasureState

FACTS = (
    "rectification.complete_share",
    "rectification.closed_share",
    "rectification.overdue_unexplained",
    "rectification.returned",
    "rectification.reopened",
    "rectification.median_days",
)


def facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """By participation, on a day, of the problems that the unit owns: measures with doer, date and result; closed of what was due (what is
    kept up for good never is); late without a later date asked for; returned and reopened how often; days from raising to closing.

    A share of nothing is unknown, and so is a median. 5 queries; O(problems).
    """
    if not participations:
        return {}
    campaign = participations[0].campaign
    owners = [part.unit_id for part in participations]
    owned = Problem.objects.of(campaign).standing().filter(owner__in=owners, raised_on__lte=on)
    lasting = template_of(campaign).life.lasting
    known: dict[int, dict[str, Known]] = defaultdict(dict)
    for owner, whole, n in _complete(owned, on):
        known[owner]["rectification.complete_share"] = Known(whole / n, n)
    for owner, closed, n in _closed(owned.exclude(horizon__in=lasting), on):
        known[owner]["rectification.closed_share"] = Known(closed / n, n)
    late = Counter(_unexplained(owned, on).values_list("owner_id", flat=True))
    sent_back = _sent_back(owned, on)
    days = _days(owned, on)
    for owner in owners:
        known[owner]["rectification.overdue_unexplained"] = Known(late[owner])
        known[owner]["rectification.returned"] = Known(sent_back[owner, Act.RETURN])
        known[owner]["rectification.reopened"] = Known(sent_back[owner, Act.REOPEN])
        if days[owner]:
            known[owner]["rectification.median_days"] = Known(float(median(days[owner])))
    return {part.pk: known[part.unit_id] for part in participations}


def _complete(owned: ProblemQuerySet, on: date) -> Collection[tuple[int, int, int]]:
    """(owner, measures with all that they need, measures)."""
    there = Measure.objects.filter(problem__in=owned.order_by().values("pk"), on__lte=on)
    there = there.exclude(state=MeasureState.DROPPED)
    whole = ~Q(doer="") & Q(until__isnull=False) & ~Q(result="")
    rows = there.order_by().values("problem__owner").annotate(n=Count("pk"), whole=Count("pk", filter=whole))
    return list(rows.values_list("problem__owner", "whole", "n"))


def _closed(owned: ProblemQuerySet, on: date) -> Collection[tuple[int, int, int]]:
    """(owner, closed, due)."""
    due = owned.filter(due_on__lte=on).order_by().values("owner")
    rows = due.annotate(n=Count("pk"), closed=Count("pk", filter=Q(closed_on__lte=on)))
    return list(rows.values_list("owner", "closed", "n"))


def _unexplained(owned: ProblemQuerySet, on: date) -> QuerySet[Problem]:
    asked = Extension.objects.filter(problem=OuterRef("pk"), asked_on__lte=on, wanted__gte=on)
    late = owned.filter(due_on__lt=on).filter(Q(closed_on=None) | Q(closed_on__gt=on))
    return late.exclude(Exists(asked)).order_by()


def _sent_back(owned: ProblemQuerySet, on: date) -> Counter[tuple[int, str]]:
    steps = Step.objects.filter(
        problem__in=owned.order_by().values("pk"), act__in=(Act.RETURN, Act.REOPEN), on__lte=on
    )
    return Counter(steps.values_list("problem__owner", "act"))


def _days(owned: ProblemQuerySet, on: date) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    closed = owned.filter(closed_on__lte=on).order_by()
    for owner, raised, ended in closed.values_list("owner_id", "raised_on", "closed_on"):
        if ended is not None:
            found[owner].append((ended - raised).days)
    return found
