"""Where a problem's rectification stands: what is there already, and who had a hand in it."""

from datetime import date

from django.db.models import Count, Q

from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.models import Evidence, Measure, Passing, RuleMade, Step
from huiyin.process.rectification.queries.voices import had_their_say, waiting_not_fixed
from huiyin.process.rectification.rules.needs import Facts
from huiyin.process.rectification.rules.words import MeasureState, PassedUp

_HANDS = (Act.CLAIM, Act.START, Act.FIX, Act.CHECK, Act.SUBMIT, Act.REWORK, Act.SOLVE)


def facts_of(problem: Problem, on: date | None = None) -> Facts:
    """What is there in the present round; the parties whose acceptance is still missing. 5 queries, while it awaits acceptance 2 to 6
    more. Without a day, `on` which the givers' days are over or not, it isn't told and `voices` holds.
    """
    life = template_of(problem.campaign).life
    of_round = {"problem": problem, "round": problem.round}
    measures = Measure.objects.filter(**of_round).exclude(state=MeasureState.DROPPED)
    counted = measures.aggregate(all=Count("pk"), doing=Count("pk", filter=Q(state=MeasureState.DOING)))
    accepted = accepted_parties(problem)
    bounces = Passing.objects.filter(problem=problem, answer=PassedUp.RETURNED).count()
    waits = problem.state in life.states_in(["awaiting"])
    return Facts(
        owner=problem.owner_id is not None,
        due=problem.due_on is not None,
        measures=counted["all"],
        doing=counted["doing"],
        evidence=Evidence.objects.filter(**of_round, withdrawn_on=None).count(),
        rules=RuleMade.objects.filter(**of_round).count(),
        parties=tuple(party.code for party in life.parties if party.code not in accepted),
        lasting=problem.horizon in life.lasting,
        at_once=problem.horizon in life.at_once,
        bounces=bounces,
        most_bounces=life.most_bounces,
        voices=on is None or not waits or had_their_say(problem, on),
        heard=not waits or not waiting_not_fixed(problem.pk),
    )


def accepted_parties(problem: Problem) -> dict[str, str]:
    """Party → who accepted for it since the problem was last handed in. One query."""
    rows = Step.objects.filter(problem=problem, act__in=(Act.SUBMIT, Act.ACCEPT)).order_by("pk")
    found: dict[str, str] = {}
    for act, party, by in rows.values_list("act", "party", "by"):
        if act == Act.SUBMIT:
            found = {}
        else:
            found[party] = by
    return found


def doers(problem: Problem) -> set[str]:
    """Who did, claimed or handed in what is judged in this round: they can't accept it (SPEC rule 4). 5 queries."""
    of_round = {"problem": problem, "round": problem.round}
    return {
        *Step.objects.filter(**of_round, act__in=_HANDS).values_list("by", flat=True),
        *Measure.objects.filter(**of_round).values_list("by", flat=True),
        *Measure.objects.filter(**of_round).exclude(ended_by="").values_list("ended_by", flat=True),
        *RuleMade.objects.filter(**of_round).values_list("by", flat=True),
        *Evidence.objects.filter(**of_round).values_list("by", flat=True),
    }


def unanswered_passing(problem: Problem) -> Passing | None:
    """The going up that waits for the level above. One query."""
    waiting = Passing.objects.filter(problem=problem, answer=PassedUp.WAITING)
    return waiting.select_related("above", "below").first()
