"""How many problems there are, and what each still lacks."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from huiyin.process.problems.models import Link, ProblemQuerySet


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


def settled_by_problems() -> Q:
    """Of opinions, those that stand behind a closed problem and behind none that is open, merged ones where they live on."""
    behind = Link.objects.filter(opinion=OuterRef("pk"), problem__dissolved=False)
    closed = Q(problem__merged_into=None, problem__closed_on__isnull=False)
    closed |= Q(problem__merged_into__closed_on__isnull=False)
    return Q(Exists(behind.filter(closed))) & ~Q(Exists(behind.exclude(closed)))
