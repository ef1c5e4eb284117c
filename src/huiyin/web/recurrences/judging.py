"""What the pages of this room share: which problem, whose hand, what comes next."""

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.access import get_problem
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.access import may_judge, visible_suggestions
from huiyin.process.recurrences.models import AgainSuggestion
from huiyin.process.recurrences.queries.showing import in_queue
from huiyin.web.frame.visit import Visit


def problem_to_judge(visit: Visit, number: str) -> Problem:
    """The problem of that number; Unseen for whom it isn't to judge. 3 queries."""
    found = get_problem(number, actors=visit.actors, campaign=visit.running)
    if not may_judge(visit.actors, found):
        raise Unseen
    return found


def by_of(visit: Visit, problem: Problem) -> Actor:
    """The capacity in which somebody judges: one that may by itself, else some, for the command to refuse. 2 queries a capacity."""
    able = (by for by in visit.actors if may_judge((by,), problem))
    return next(able, None) or visit.by(Right.PROBLEM_ACCEPT)


def first_waiting(visit: Visit) -> AgainSuggestion | None:
    """What is asked next. 5 queries."""
    found = in_queue(visible_suggestions(visit.actors, visit.running)).select_related("problem")
    return found.first()


def may_come_back(problem: Problem) -> bool:
    """Whether the life of this campaign's problems has the step by which it comes back, from where it stands now."""
    act = template_of(problem.campaign).life.act(Act.COME_BACK)
    return act is not None and problem.state in act.starts
