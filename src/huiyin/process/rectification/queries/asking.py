"""Problems whose givers say that they weren't really fixed, and on which no person has decided (SPEC rule 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import FROM_ABOVE, Actor, Right
from huiyin.process.answers.models import Message
from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import Problem, ProblemQuerySet


@dataclass(frozen=True)
class AskingRow:
    """A problem, how many say so, and since when the first of them waits."""

    problem: Problem
    n: int
    since: date


def asking_problems(actors: Iterable[Actor], campaign: Campaign) -> ProblemQuerySet:
    """Those of `judged_problems` on which somebody is to decide now."""
    waiting = Message.objects.filter(kind=Message.Kind.NOT_FIXED, read_on=None, problem=OuterRef("pk"))
    return judged_problems(actors, campaign).filter(Exists(waiting))


def judged_problems(actors: Iterable[Actor], campaign: Campaign) -> ProblemQuerySet:
    """The problems that somebody in these capacities judges: with the right to accept, and above their owner (rule 4)."""
    mine = Q(pk__in=[])
    able = [actor for actor in actors if actor.may(Right.PROBLEM_ACCEPT, actor.scope)]
    for actor in able:
        units = Unit.objects.in_scopes([actor.ground]).exclude(path__in=actor.own)
        if actor.role not in FROM_ABOVE:
            units = units.exclude(path=actor.scope)
        mine |= Q(owner__in=units.values("pk"))
    return visible_problems(able, campaign).standing().filter(mine)


def asking_page(
    actors: Iterable[Actor], campaign: Campaign, *, after: tuple[int, int] = (0, 0), size: int = 50
) -> tuple[list[AskingRow], tuple[int, int] | None]:
    """The problems by their numbers, from the one after `after` (year, serial), and where the next page begins. 2 queries."""
    found = asking_problems(actors, campaign).select_related("owner")
    later = Q(year__gt=after[0]) | Q(year=after[0], serial__gt=after[1])
    problems = list(found.filter(later).order_by("year", "serial")[: size + 1])
    shown = problems[:size]
    said = (
        Message.objects.filter(
            kind=Message.Kind.NOT_FIXED, read_on=None, problem__in=[one.pk for one in shown]
        )
        .order_by()
        .values("problem")
        .annotate(n=Count("pk"), since=Min("on"))
    )
    by_problem = {row["problem"]: row for row in said}
    rows = [
        AskingRow(one, by_problem[one.pk]["n"], by_problem[one.pk]["since"])
        for one in shown
        if one.pk in by_problem
    ]
    more = len(problems) > size
    return rows, (shown[-1].year, shown[-1].serial) if more else None
