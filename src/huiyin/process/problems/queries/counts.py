"""How many problems there are, and what each still lacks."""

from dataclasses import dataclass

from django.db.models import Count, Q

from huiyin.process.problems.models import ProblemQuerySet


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
