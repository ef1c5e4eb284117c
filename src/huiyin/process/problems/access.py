"""Which problems somebody sees, and whether they may read the words behind them (SPEC rules 2, 4)."""

from collections.abc import Iterable

from django.db.models import Q

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.models import Problem, ProblemQuerySet
from huiyin.process.problems.queries.behind import homes, raw_reach_of, tallies, words_reach


def visible_problems(actors: Iterable[Actor], campaign: Campaign) -> ProblemQuerySet:
    """The problems of the units below which one of the `actors` may read them: a range of paths for each scope.

    One without an owner is seen by who acts for the whole campaign.
    """
    scopes = scopes_with(actors, Right.PROBLEM_READ)
    seen = Q(owner__in=Unit.objects.in_scopes(scopes).values("pk"))
    if any(campaign.root.path.startswith(scope) for scope in scopes):
        seen |= Q(owner=None)
    return Problem.objects.of(campaign).filter(seen)


def get_problem(number: str, *, actors: Iterable[Actor], campaign: Campaign) -> Problem:
    """The problem of that number; Unseen where there is none within sight. One query."""
    related = ("campaign__root", "owner", "group", "merged_into", "split_from", "follows")
    found = (
        visible_problems(actors, campaign)
        .filter(number=number)
        .select_related(*related)
        .defer("campaign__template")
        .first()
    )
    if found is None:
        raise Unseen
    return found


def sees_words(actors: Iterable[Actor], problem: Problem) -> bool:
    """Whether every word behind the problem may be read in the original; else the checked summary stands for them. 2 queries."""
    reaches = raw_reach_of(actors, problem.campaign)
    tally = tallies([problem.pk], homes(problem.campaign), reaches)[problem.pk]
    return words_reach(problem, tally, reaches)
