"""From an opinion forward to its problems (SPEC rule 3)."""

from dataclasses import dataclass

from huiyin.process.opinions.models import Opinion, Placement
from huiyin.process.problems.models import Link, Problem, ProblemQuerySet
from huiyin.process.problems.queries.behind import homes
from huiyin.process.problems.rules import in_order


@dataclass(frozen=True)
class Forward:
    """A standing problem of an opinion; `through` are the merged ones by which it came there."""

    problem: Problem
    through: tuple[str, ...]


def trace_forward(opinion: Opinion, visible: ProblemQuerySet | None = None) -> list[Forward]:
    """The standing problems that an opinion stands behind, through merges, by number; with `visible`, only those. 3 queries."""
    linked = dict(Link.objects.filter(opinion=opinion).values_list("problem_id", "problem__number"))
    if not linked:
        return []
    home = homes(opinion.campaign)
    through: dict[int, list[str]] = {}
    for pk, number in linked.items():
        came = through.setdefault(home.get(pk, pk), [])
        if pk in home:
            came.append(number)
    problems = Problem.objects.all() if visible is None else visible
    rows = problems.filter(pk__in=through).select_related("owner")
    found = [Forward(problem, tuple(sorted(through[problem.pk], key=in_order))) for problem in rows]
    return sorted(found, key=lambda row: in_order(row.problem.number))


def problem_of_group(opinion: Opinion, visible: ProblemQuerySet) -> Problem | None:
    """The standing problem as which the opinion's group was raised, through merges; None without one in sight. 3 queries."""
    group = Placement.objects.filter(opinion=opinion).values("group_id")
    raised = Problem.objects.filter(group__in=group).values_list("pk", flat=True).first()
    if raised is None:
        return None
    home = homes(opinion.campaign)
    return visible.standing().filter(pk=home.get(raised, raised)).first()
