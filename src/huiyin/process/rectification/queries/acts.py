"""Which acts of a problem's life somebody may take now, what each still lacks, and whom it waits for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from huiyin.kit.errors import NotAllowed
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act, Life, LifeAct, Need
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.models import Passing
from huiyin.process.rectification.queries.standing import doers, facts_of, unanswered_passing
from huiyin.process.rectification.rules.hands import needs_hand
from huiyin.process.rectification.rules.needs import Facts, lacking

ANSWERS_ABOVE = (Act.TAKE_UP, Act.SEND_DOWN, Act.SOLVE)
_SAID_WITH_IT = {
    Act.DECIDE: replace(Facts(), deliberation=True),
    Act.FIX: Facts(at_once=True, measures=1, evidence=1),
}


@dataclass(frozen=True)
class NextAct:
    """An act that starts where a problem stands; `by` is the reader's capacity to take it, None where it's for others.
    `lacks`: what must be there first."""

    act: LifeAct
    by: Actor | None
    lacks: tuple[Need, ...]


@dataclass(frozen=True)
class Acts:
    """What may come next, in the order of the template; `lead` is what its life goes on with, the others are ways aside."""

    all: tuple[NextAct, ...]
    lead: NextAct | None

    @property
    def mine(self) -> tuple[NextAct, ...]:
        """What the reader may take."""
        return tuple(one for one in self.all if one.by is not None)


def acts_of(problem: Problem, actors: Iterable[Actor], on: date) -> Acts:
    """The acts that start where a problem stands, on the day `on`. `problem` with `campaign__root` and `owner`. 11 queries at most, one for a merged one."""
    life = template_of(problem.campaign).life
    if problem.merged_into_id or problem.dissolved or problem.state not in {one.code for one in life.states}:
        return Acts((), None)
    starting = life.acts_from(problem.state)
    facts = facts_of(problem, on)
    passing = unanswered_passing(problem) if any(act.code in ANSWERS_ABOVE for act in starting) else None
    judged = any(act.by_another for act in starting)
    did = doers(problem) if judged else set()
    found = []
    for act in starting:
        if _fits(act, problem, life):
            path = _path(problem, act, passing)
            by = next((actor for actor in actors if _may(act, actor, path, did)), None)
            found.append(NextAct(act, by, _lacks(act, facts)))
    lead = lead_act(problem)
    return Acts(tuple(found), next((one for one in found if one.act is lead), None))


def lead_act(problem: Problem) -> LifeAct | None:
    """What a problem's life goes on with, whoever takes it: what is put right at once with that; everything else with the first act that
    leads on, in the order of the file. None after closing: what is looked at then is for the look-back to say. No query.
    """
    life = template_of(problem.campaign).life
    known = {state.code: state for state in life.states}
    if problem.state not in known or known[problem.state].phase == "closed":
        return None
    fits = [act for act in life.acts_from(problem.state) if _fits(act, problem, life)]
    at_once = problem.horizon in life.at_once
    ways = [act for act in fits if (act.code is Act.FIX) == at_once] or fits
    return ways[0] if ways else None


def _fits(act: LifeAct, problem: Problem, life: Life) -> bool:
    """Whether an act is of this kind of problem at all: what is put right at once, or kept up for good."""
    lasting = problem.horizon in life.lasting
    if (lasting and Need.NOT_LASTING in act.needs) or (not lasting and Need.LASTING in act.needs):
        return False
    return act.code is not Act.FIX or problem.horizon in ("", *life.at_once)


def _lacks(act: LifeAct, facts: Facts) -> tuple[Need, ...]:
    """What is missing before the act's form: what the form itself says isn't."""
    given = _SAID_WITH_IT.get(act.code)
    if given is None:
        return lacking(act.needs, facts)
    return tuple(need for need in lacking(act.needs, facts) if need in lacking(act.needs, given))


def _path(problem: Problem, act: LifeAct, passing: Passing | None) -> str:
    if passing is not None and act.code in ANSWERS_ABOVE:
        return passing.above.path
    return problem.owner.path if problem.owner else problem.campaign.root.path


def _may(act: LifeAct, by: Actor, path: str, did: set[str]) -> bool:
    try:
        needs_hand(act, by, path, did)
    except NotAllowed:
        return False
    return True
