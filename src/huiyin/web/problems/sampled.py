"""抽查 on a problem's page: which sample met it, and what two inspectors found; from the visit on and not before."""

from huiyin.process.problems.models import Problem
from huiyin.process.samples.access import looks_begun_at
from huiyin.process.samples.queries.looks import Look, looks
from huiyin.web.frame.visit import Visit


def sampled(visit: Visit, problem: Problem) -> list[Look]:
    """The looks of inspectors at it that have begun, the last first. One query, none for one that was never closed."""
    if problem.closed_on is None and problem.round == 1:
        return []
    return looks(looks_begun_at(problem, visit.actors))
