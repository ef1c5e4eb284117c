"""The problems behind a number of the one page: the same conditions as the number was counted by."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.effects.models import Effect
from huiyin.process.effects.rules.words import Kind
from huiyin.process.figures.queries.counting import came_of
from huiyin.process.figures.queries.stuck import late, problems_below
from huiyin.process.figures.rules.flow import CLOSED_PARTS, EFFECT_PARTS, PHASES, UNMEASURED
from huiyin.process.problems.models import ProblemQuerySet
from huiyin.process.rectification.models import Extension, Passing
from huiyin.process.rectification.rules.words import Answered, PassedUp

_Narrowing = Callable[[ProblemQuerySet, Campaign, str, date], ProblemQuerySet]

STUCK_PARTS = ("overdue", "returned", "above", "asking")
"""What is stuck as queries.stuck counts it, where these are problems of the ledger."""


def in_part(campaign: Campaign, scopes: Iterable[str], part: str, on: date) -> ProblemQuerySet:
    """The problems of a part, written "closed.held", below somebody's scopes; none for a part that nobody knows."""
    stage, _, code = part.partition(".")
    found = problems_below(campaign, scopes)
    if code not in PARTS.get(stage, ()):
        return found.none()
    return _NARROWING[stage](found, campaign, code, on)


def _phase(found: ProblemQuerySet, campaign: Campaign, code: str, _on: date) -> ProblemQuerySet:
    states = template_of(campaign).life.states
    if code == "before":  # with the states that a template doesn't know any more
        return found.exclude(state__in=[state.code for state in states if state.phase != code])
    return found.filter(state__in=[state.code for state in states if state.phase == code])


def _closed(found: ProblemQuerySet, campaign: Campaign, code: str, on: date) -> ProblemQuerySet:
    return _phase(found, campaign, "closed", on).alias(came=came_of(campaign)).filter(came=code)


def _effect(found: ProblemQuerySet, campaign: Campaign, code: str, on: date) -> ProblemQuerySet:
    closed = _phase(found, campaign, "closed", on)
    told = Effect.objects.latest_of(campaign).filter(kind=Kind.PROBLEM.value).exclude(verdict="")
    if code == UNMEASURED:
        return closed.exclude(pk__in=told.order_by().values("problem"))
    return closed.filter(pk__in=told.filter(verdict=code).order_by().values("problem"))


def _stuck(found: ProblemQuerySet, campaign: Campaign, code: str, on: date) -> ProblemQuerySet:
    if code == "overdue":
        return late(found, campaign, on)
    if code == "returned":
        sent_back = template_of(campaign).life.act(Act.RETURN)
        return found.filter(state=sent_back.to if sent_back else "-")
    if code == "above":
        return found.filter(pk__in=Passing.objects.filter(answer=PassedUp.WAITING).values("problem"))
    return found.filter(pk__in=Extension.objects.filter(answer=Answered.WAITING).values("problem"))


PARTS: Mapping[str, tuple[str, ...]] = {
    "problems": PHASES,
    "closed": CLOSED_PARTS,
    "effects": EFFECT_PARTS,
    "stuck": STUCK_PARTS,
}
"""Stage → its parts."""
_NARROWING: Mapping[str, _Narrowing] = {
    "problems": _phase,
    "closed": _closed,
    "effects": _effect,
    "stuck": _stuck,
}
