"""What was done about the problems behind a giver's matter, for whoever holds its receipt: checked or written by the unit, and nobody's name."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.process.answers.models import Message
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.campaigns.rules.says import Says
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.whereabouts import Behind, Whereabouts
from huiyin.process.rectification.models import Measure, Step, Upheld
from huiyin.process.rectification.queries.voices import may_be_rated
from huiyin.process.rectification.rules.words import MeasureState

MOST_MEASURES = 20


@dataclass(frozen=True)
class Outcome:
    """What a person decided: the problem went back to be put right (`until`), from acceptance or after it was closed, or it stands and why."""

    act: str
    on: date
    until: date | None = None
    reason: str = ""


UPHELD = "uphold"


@dataclass(frozen=True)
class Fix:
    """How far a problem is, for its givers. `state` in the template's words; `done`: measures and the days on which they were done,
    `doing`: how many aren't. What is written before the unit has claimed it is no business of anybody's yet: then there is nothing.

    `rated`: what this giver said of the fix as it was last handed in; `may_rate`: they are asked. `outcomes` in the order of their days.
    """

    behind: Behind
    state: Says | None
    phase: str
    round: int
    goal: str
    due_on: date | None
    lasting: bool
    closed_on: date | None
    done: tuple[tuple[str, date | None], ...]
    doing: int
    may_rate: bool
    rated: Message | None
    outcomes: tuple[Outcome, ...]


def fixes_of(where: Whereabouts, campaign: Campaign) -> tuple[Fix, ...]:
    """The problems behind a matter and what was done about each, in their order. No query without one, else 4."""
    ids = [one.pk for one in where.problems]
    if not ids:
        return ()
    problems = Problem.objects.in_bulk(ids)
    measures = list(Measure.objects.filter(problem__in=ids).order_by("problem", "number"))
    steps = list(
        Step.objects.filter(problem__in=ids, act__in=(Act.SUBMIT, Act.RETURN, Act.REOPEN)).order_by("pk")
    )
    upheld = list(Upheld.objects.filter(problem__in=ids).order_by("pk"))
    found = []
    for behind in where.problems:
        problem = problems[behind.pk]
        problem.campaign = campaign
        found.append(
            _fix(
                behind,
                problem,
                [one for one in measures if one.problem_id == behind.pk],
                [one for one in steps if one.problem_id == behind.pk],
                [one for one in upheld if one.problem_id == behind.pk],
                [one for one in where.ratings if one.problem == behind.pk],
                may_speak=not where.gone and where.withdrawn_on is None,
            )
        )
    return tuple(found)


def _fix(
    behind: Behind,
    problem: Problem,
    measures: Iterable[Measure],
    steps: Collection[Step],
    upheld: Iterable[Upheld],
    ratings: Sequence[Message],
    *,
    may_speak: bool,
) -> Fix:
    life = template_of(problem.campaign).life
    state = {one.code: one for one in life.states}.get(problem.state)
    phase = state.phase if state is not None else "before"
    shown = [] if phase == "before" else list(measures)
    handed = sum(step.act == Act.SUBMIT for step in steps)
    done = [(one.what, one.ended_on) for one in shown if one.state == MeasureState.DONE]
    return Fix(
        behind=behind,
        state=Says(state.zh, state.en) if state is not None else None,
        phase=phase,
        round=problem.round,
        goal="" if phase == "before" else problem.goal,
        due_on=None if phase == "before" else problem.due_on,
        lasting=problem.horizon in life.lasting,
        closed_on=problem.closed_on,
        done=tuple(done[-MOST_MEASURES:]),
        doing=sum(one.state == MeasureState.DOING for one in shown),
        may_rate=may_speak and may_be_rated(problem),
        rated=next((one for one in reversed(ratings) if one.handed == handed), None),
        outcomes=tuple(_outcomes(steps, upheld, ratings)),
    )


def _outcomes(steps: Iterable[Step], upheld: Iterable[Upheld], ratings: Sequence[Message]) -> list[Outcome]:
    """Going back is told to every giver; that a fix stands, and why, to those who had said that it doesn't."""
    said = {one.handed: one.on for one in reversed(ratings) if one.kind == Message.Kind.NOT_FIXED}
    found = [
        Outcome(step.act, step.on, until=step.until) for step in steps if step.act in (Act.RETURN, Act.REOPEN)
    ]
    found += [
        Outcome(UPHELD, one.on, reason=one.reason)
        for one in upheld
        if one.handed in said and one.on >= said[one.handed]
    ]
    # that a fix stands may be followed by its reopening, never the other way round
    return sorted(found, key=lambda one: (one.on, one.act != UPHELD))
