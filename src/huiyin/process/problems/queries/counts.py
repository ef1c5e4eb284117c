"""How many problems there are, and what each still lacks."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.models import Link, Problem, ProblemQuerySet
from huiyin.process.problems.queries.behind import homes


@dataclass(frozen=True)
class ProblemCounts:
    """Standing problems: all, those without an owner, those whose summary nobody has checked, and how they were found."""

    standing: int
    without_owner: int
    unchecked: int
    by_source: dict[str, int]


def problem_counts(visible: ProblemQuerySet) -> ProblemCounts:
    """Of the problems that a reader sees (access.visible_problems). One query."""
    rows = (
        visible.standing()
        .order_by()
        .values("source")
        .annotate(
            n=Count("pk"),
            without_owner=Count("pk", filter=Q(owner=None)),
            unchecked=Count("pk", filter=Q(checked_on=None)),
        )
    )
    found = list(rows)
    return ProblemCounts(
        standing=sum(row["n"] for row in found),
        without_owner=sum(row["without_owner"] for row in found),
        unchecked=sum(row["unchecked"] for row in found),
        by_source={row["source"]: row["n"] for row in found},
    )


def settled_by_problems(campaign: Campaign) -> Q:
    """Of opinions, those that stand behind a closed problem and behind none that is open, merged ones where they live on, however often
    that was merged itself. 3 queries at most, and that of the caller.
    """
    behind = Link.objects.filter(opinion=OuterRef("pk"), problem__dissolved=False)
    closed = Q(problem__merged_into=None, problem__closed_on__isnull=False)
    closed |= Q(problem__merged_into__merged_into=None, problem__merged_into__closed_on__isnull=False)
    if further := _merged_further(campaign):
        closed |= Q(problem__in=further)
    return Q(Exists(behind.filter(closed))) & ~Q(Exists(behind.exclude(closed)))


def _merged_further(campaign: Campaign) -> list[int]:
    """Problems merged into one that was merged again, whose matter is closed where it lives now: a handful, if any. 3 queries at most."""
    into = dict(
        Problem.objects.of(campaign)
        .filter(merged_into__merged_into__isnull=False)
        .values_list("pk", "merged_into_id")
    )
    if not into:
        return []
    home = homes(campaign)
    closed = set(
        Problem.objects.filter(pk__in={home[pk] for pk in into}, closed_on__isnull=False).values_list(
            "pk", flat=True
        )
    )
    return [pk for pk in into if home[pk] in closed]
