"""What waits in the ledger, and for whom: the unit's own problems, and what those above decide. Counted in the desk's one query."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act, LifeAct, Phase
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import ProblemQuerySet
from huiyin.process.rectification.models import Extension, Passing, Step
from huiyin.process.rectification.queries import asking_problems, judged_problems
from huiyin.process.rectification.rules.words import Answered, PassedUp
from huiyin.process.recurrences.access import visible_suggestions
from huiyin.reports.desk.todos import Kind, Place

# Kind → the measure word and the rest of the line, its English, and where it is done.
LEDGER_LINES = {
    Kind.OWNERLESS: (
        "个|问题没有定责任单位",
        "problem(s) have no owner",
        Place("ledger", query="owner=none"),
    ),
    Kind.CLAIM: (
        "个|问题归到本单位，等主要负责人认领",
        "problem(s) stand against the unit and wait for its head to claim them",
        Place("ledger", query="mine=yes&phase=before"),
    ),
    Kind.REWORK: (
        "个|问题验收时被退回，等继续整改",
        "problem(s) were returned at acceptance",
        Place("ledger", query="mine=yes&phase=open"),
    ),
    Kind.SUBMIT: (
        "个|问题自查完成，等主要负责人报请验收",
        "problem(s) are self-checked: the head submits them",
        Place("ledger", query="mine=yes"),
    ),
    Kind.ACCEPT: (
        "个|问题等验收",
        "problem(s) wait to be accepted or returned",
        Place("ledger", query="phase=awaiting"),
    ),
    Kind.SAID_AGAIN: (
        "条|意见可能又说起已销号的问题，等人判断",
        "opinion(s) may speak again of closed problems: say whether they do",
        Place("next_recurrence"),
    ),
    Kind.EXTEND: (
        "份|延期申请等审批",
        "request(s) for a later date wait",
        Place("ledger", query="phase=open"),
    ),
    Kind.BOUNCED: (
        "个|问题被上级退回多次，请定由谁办",
        "problem(s) were returned from above too often: say whose they are",
        Place("ledger", query="phase=before"),
    ),
    Kind.CONFIRM: (
        "个|长期坚持的问题一年没有确认",
        "problem(s) kept up for good weren't confirmed for a year",
        Place("ledger", query="phase=open"),
    ),
    Kind.PASSED_UP: (
        "个|下级上交的问题等答复",
        "problem(s) from below wait for an answer",
        Place("ledger", query="phase=open"),
    ),
}

_YEAR = timedelta(days=365)
_OPEN: tuple[Phase, ...] = ("before", "open", "done")


def waiting_problems(
    actors: Sequence[Actor], campaign: Campaign, own: Sequence[str], on: date
) -> Iterator[tuple[Kind, QuerySet[Any, Any]]]:
    """By kind, what waits for somebody in these capacities on the day `on`; `own` are the paths of their very units.

    Without an owner: for who gives it one. For the unit: what stands against it and nobody has claimed, what its head hands in, what
    was returned, what is past its date. Above it: what givers say isn't really fixed, what is to be accepted, later dates that
    are asked for, what wasn't confirmed for a year, what was returned too often, and what units below have passed up.
    """
    life = template_of(campaign).life
    seen = visible_problems(actors, campaign).standing()
    if any(actor.may(Right.PROBLEM_ASSIGN, campaign.root.path) for actor in actors):
        yield Kind.OWNERLESS, seen.filter(owner=None)
        yield Kind.BOUNCED, _bounced(seen, campaign)
    if own:
        mine = seen.filter(owner__path__in=own)
        headed = {
            actor.scope for actor in actors if actor.role is Role.HEAD
        }  # a member may claim, too, and isn't waited for
        if headed:
            unclaimed = ["", *life.states_in(["before"])]
            theirs = seen.filter(owner__path__in=headed)
            yield Kind.CLAIM, theirs.filter(state__in=unclaimed)
            finished = theirs.filter(state__in=_from(campaign, Act.SUBMIT))
            yield Kind.SUBMIT, finished.exclude(horizon__in=life.lasting)
        yield Kind.REWORK, mine.filter(state__in=_returned(campaign))
        yield Kind.OVERDUE, mine.filter(due_on__lt=on, state__in=life.states_in(_OPEN))
    if any(actor.may(Right.PROBLEM_ACCEPT, actor.scope) for actor in actors):
        above = judged_problems(actors, campaign)
        yield Kind.NOT_FIXED, asking_problems(actors, campaign)
        yield Kind.ACCEPT, above.filter(state__in=_from(campaign, Act.ACCEPT))
        if any(actor.may(Right.OPINION_READ_RAW, actor.scope) for actor in actors):
            yield Kind.SAID_AGAIN, visible_suggestions(actors, campaign)
        yield Kind.CONFIRM, _unlooked(above, campaign, on)
        yield Kind.EXTEND, Extension.objects.filter(answer=Answered.WAITING, problem__in=above)
    answering = {actor.scope for actor in actors if actor.may(Right.PROBLEM_STEP, actor.scope)}
    if answering:
        yield (
            Kind.PASSED_UP,
            Passing.objects.filter(
                problem__campaign=campaign, answer=PassedUp.WAITING, above__path__in=answering
            ),
        )


def _bounced(seen: ProblemQuerySet, campaign: Campaign) -> QuerySet[Any, Any]:
    """What nobody has claimed since the level above returned it as often as the template bears: the office says whose it is."""
    life = template_of(campaign).life
    back = (
        Passing.objects.filter(problem=OuterRef("pk"), answer=PassedUp.RETURNED).order_by().values("problem")
    )
    times = Coalesce(Subquery(back.annotate(n=Count("pk")).values("n")), 0)
    return (
        seen.filter(state__in=life.states_in(["before"]))
        .annotate(times=times)
        .filter(times__gte=life.most_bounces)
    )


def _unlooked(above: ProblemQuerySet, campaign: Campaign, on: date) -> ProblemQuerySet:
    """What is kept up for good and stands open for a year since it was raised or last confirmed (R26)."""
    life = template_of(campaign).life
    before = on - _YEAR
    lately = Step.objects.filter(problem=OuterRef("pk"), act=Act.CONFIRM, on__gt=before)
    standing = above.filter(
        horizon__in=life.lasting, state__in=_from(campaign, Act.CONFIRM), raised_on__lte=before
    )
    return standing.filter(~Exists(lately))


def _from(campaign: Campaign, code: Act) -> tuple[str, ...]:
    """The states from which an act leads; none where the template has no such act."""
    return tuple(state for act in _acts(campaign, code) for state in act.starts)


def _returned(campaign: Campaign) -> tuple[str, ...]:
    """The state of what was sent back."""
    return tuple(act.to for act in _acts(campaign, Act.RETURN))


def _acts(campaign: Campaign, code: Act) -> tuple[LifeAct, ...]:
    act = template_of(campaign).life.act(code)
    return (act,) if act else ()
