"""Which problem may be worked on, and by whom."""

from huiyin.kit.errors import Conflict
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.problems.models import Problem


def needs_on(problem: Problem, right: Right, by: Actor) -> None:
    """NotAllowed unless `by` has the right for the unit that owns the problem; without one, for the whole campaign."""
    by.needs(right, problem.owner.path if problem.owner else problem.campaign.root.path)


def needs_standing(problem: Problem) -> None:
    """Conflict when the problem lives on in another, or was dissolved."""
    if not Problem.objects.standing().filter(pk=problem.pk).exists():
        raise Conflict(
            f"问题 {problem.number} 已并入别的问题或已并回，请先撤销。",
            f"Problem {problem.number} was merged or dissolved: undo that first.",
        )
