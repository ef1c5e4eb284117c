"""How far problems are, for everybody: no word of a unit's, only which phase, how many measures and which days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Phase
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.behind import homes
from huiyin.process.rectification.models import Measure
from huiyin.process.rectification.queries.voices import may_be_rated
from huiyin.process.rectification.rules.words import MeasureState


@dataclass(frozen=True)
class Progress:
    """How far a problem is: `done` measures, the last on `last_on`, and `doing`, of the round that runs. `lasting`: it never ends.

    `may_rate`: givers are asked by their receipts.
    """

    phase: Phase
    round: int
    done: int
    doing: int
    last_on: date | None
    due_on: date | None
    closed_on: date | None
    lasting: bool
    may_rate: bool


def progress_of(campaign: Campaign, problems: Collection[int]) -> dict[int, Progress]:
    """Problem → how far it, or the one in which it lives now, is. What its unit hasn't claimed yet is left out: it's no business of
    anybody's. 3 queries, none for nothing.
    """
    if not problems:
        return {}
    home = homes(campaign)
    lives = {pk: home.get(pk, pk) for pk in problems}
    life = template_of(campaign).life
    claimed = Problem.objects.of(campaign).standing().exclude(state__in=["", *life.states_in(["before"])])
    standing = claimed.in_bulk(set(lives.values()))
    measures = Measure.objects.filter(problem__in=standing).exclude(state=MeasureState.DROPPED).order_by()
    counts = measures.values("problem", "round").annotate(
        n=Count("pk"), ended=Count("pk", filter=Q(state=MeasureState.DONE)), last=Max("ended_on")
    )
    by_round = {(row["problem"], row["round"]): row for row in counts}
    found = {}
    for pk, into in lives.items():
        if into not in standing:
            continue
        problem = standing[into]
        problem.campaign = campaign
        row = by_round.get((into, problem.round), {"n": 0, "ended": 0, "last": None})
        found[pk] = Progress(
            phase=life.state(problem.state).phase,
            round=problem.round,
            done=row["ended"],
            doing=row["n"] - row["ended"],
            last_on=row["last"],
            due_on=problem.due_on,
            closed_on=problem.closed_on,
            lasting=problem.horizon in life.lasting,
            may_rate=may_be_rated(problem),
        )
    return found


def done_measures(problem: Problem) -> list[tuple[str, date | None]]:
    """What was done about a problem, and when, in the unit's words: for whoever writes what everybody is told. One query."""
    done = Measure.objects.filter(problem=problem, state=MeasureState.DONE).order_by("number")
    return list(done.values_list("what", "ended_on"))


def done_in_words(problem: Problem) -> str:
    """The same in one text, to begin an answer with: the writer goes over it, and another approves it. One query."""
    done = [
        f"{what.rstrip('。；;.')}（{on.month} 月 {on.day} 日）" for what, on in done_measures(problem) if on
    ]
    return "；\n".join(done) + "。" if done else ""
