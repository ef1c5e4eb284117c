"""Whose it is to say whether a closed problem was spoken of again: who judges its closing and may read all the words (SPEC rule 4)."""

from collections.abc import Collection, Iterable

from huiyin.kit.errors import NotAllowed
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.problems.access import sees_words, visible_problems
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.behind import homes, raw_reach_of, tallies, words_reach
from huiyin.process.recurrences.models import AgainSuggestion, AgainSuggestionQuerySet


def may_judge(actors: Iterable[Actor], problem: Problem) -> bool:
    """Whether one of them may judge the closing of a problem of that unit, and they read every word behind it. 2 queries."""
    actors = tuple(actors)
    path = problem.owner.path if problem.owner else problem.campaign.root.path
    return any(one.may(Right.PROBLEM_ACCEPT, path) and path not in one.own for one in actors) and sees_words(
        actors, problem
    )


def needs_to_judge(problem: Problem, by: Actor) -> None:
    """NotAllowed unless `may_judge`. 2 queries."""
    if not may_judge((by,), problem):
        raise NotAllowed(
            "已销号的问题有没有又说起，由上级和上级派来的人看原文判断，责任单位自己不判断。",
            "Whether a closed problem was spoken of again is said by the office above or the inspectors, who read the words.",
        )


def problems_to_judge(actors: Iterable[Actor], campaign: Campaign, among: Iterable[int]) -> list[int]:
    """Those of some problems that one of them may judge, in the order given. 3 queries."""
    actors = tuple(actors)
    accepting = tuple(one for one in actors if one.may(Right.PROBLEM_ACCEPT, one.scope))
    order = list(among)
    seen = visible_problems(accepting, campaign).filter(pk__in=order).select_related("owner")
    known = {row.pk: row for row in seen}
    reaches = raw_reach_of(actors, campaign)
    tally = tallies(known, homes(campaign), reaches) if known else {}
    own = {path for one in actors for path in one.own}
    return [
        pk
        for pk in order
        if pk in known and words_reach(known[pk], tally[pk], reaches) and not _owns(known[pk], own)
    ]


def _owns(problem: Problem, own: Collection[str]) -> bool:
    return problem.owner is not None and problem.owner.path in own


def visible_suggestions(actors: Iterable[Actor], campaign: Campaign) -> AgainSuggestionQuerySet:
    """The suggestions that wait and that one of `actors` may decide on. 4 queries, O(problems that have any)."""
    actors = tuple(actors)
    waiting = AgainSuggestion.objects.waiting().filter(problem__campaign=campaign)
    asked = list(waiting.order_by("problem").values_list("problem", flat=True).distinct())
    mine = problems_to_judge(actors, campaign, asked) if asked else []
    return waiting.filter(problem__in=mine, opinion__in=visible_opinions(actors, campaign).values("pk"))
