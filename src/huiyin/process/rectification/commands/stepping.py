"""The one door through which a problem moves on in its life, for pages, imports and jobs alike (DOMAIN 8.5)."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.calendar.queries import calendar
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.answers.commands import decide_not_fixed
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act, Life, LifeAct
from huiyin.process.problems.commands.creating import create_again
from huiyin.process.problems.commands.standing import needs_standing
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands.working import needs_room
from huiyin.process.rectification.models import Deliberation, Passing, Step
from huiyin.process.rectification.queries.standing import (
    accepted_parties,
    doers,
    facts_of,
    unanswered_passing,
)
from huiyin.process.rectification.rules.hands import needs_hand, party_of
from huiyin.process.rectification.rules.needs import lacking, said_of
from huiyin.process.rectification.rules.words import PassedUp

_DIGEST = re.compile(r"[0-9a-f]{64}")
_ANSWERS = {Act.TAKE_UP: PassedUp.TAKEN, Act.SEND_DOWN: PassedUp.RETURNED, Act.SOLVE: PassedUp.SOLVED}


@dataclass(frozen=True)
class Said:
    """What a person says with an act: why, by which code of the list, until when; what is proposed to the level above.

    `shown` is the SHA-256, in hex, of what stood before the eyes of the person who signed in again for it.
    """

    reason: str = ""
    reason_code: str = ""
    until: date | None = None
    proposal: str = ""
    shown: str = ""


@transaction.atomic
def take_step(problem: Problem, act: Act, said: Said | None = None, *, by: Actor, at: datetime) -> Step:
    """Take one act of a problem's life, as the template's table has it; the step that was left.

    `problem` is the row as the person saw it: Conflict when it moved on since. Refused, and nothing left, for an act that doesn't
    start in its state, for another role than the table names, and while something that the act needs is missing; NotAllowed
    where the owner, or somebody who had a hand in it, would judge their own cause. What came back leaves the closed problem where it is
    and raises a new one that follows it. About 20 queries.
    """
    return step_within(problem, act, said or Said(), None, by=by, at=at)


def step_within(
    problem: Problem, act: Act, said: Said, talked: Deliberation | None, *, by: Actor, at: datetime
) -> Step:
    """Part of the commands that do more than the step, in their transaction."""
    take_turn()
    now = _as_seen(problem)
    life = template_of(now.campaign).life
    taken = _starting(life, act, now)
    passing = unanswered_passing(now) if act in _ANSWERS else None
    owner = now.owner.path if now.owner else now.campaign.root.path
    needs_hand(
        taken, by, passing.above.path if passing else owner, doers(now) if taken.by_another else frozenset()
    )
    _needs_said(taken, said, now, at)
    facts = replace(facts_of(now, day_in_china(at)), deliberation=talked is not None)
    if missing := [said_of(need) for need in lacking(taken.needs, facts)]:
        raise Refused("".join(one.zh for one in missing), " ".join(one.en for one in missing))
    party, after = "", taken.to
    if act is Act.ACCEPT and life.parties:
        party = party_of(life.parties, by, accepted_parties(now)).code
        if set(facts.parties) - {party}:
            after = now.state
    if act is Act.GO_UP:
        _go_up(now, said, life, at)
    changed = _changes(now, act, after, said, life, passing, day_in_china(at))
    if not Problem.objects.filter(pk=now.pk, state=now.state, round=now.round).update(**changed):
        raise _moved(now)
    step = Step.objects.create(
        problem=now,
        round=now.round + (act is Act.REOPEN),
        act=act,
        before=now.state,
        after=after,
        party=party,
        reason=said.reason.strip(),
        reason_code=said.reason_code,
        until=said.until if taken.until else None,
        deliberation=talked,
        shown=said.shown if taken.own_hand else "",
        role=by.role,
        by=by.code,
        on=day_in_china(at),
    )
    if passing is not None:
        Passing.objects.filter(pk=passing.pk).update(
            answer=_ANSWERS[act], why=said.reason.strip(), answered_on=day_in_china(at)
        )
    if act in (Act.REOPEN, Act.RETURN):
        decide_not_fixed(now.pk, on=day_in_china(at))
    told = {
        "step": step.pk,
        "before": step.before,
        "after": step.after,
        "round": step.round,
        "role": step.role,
        "party": party,
        "reason_code": step.reason_code,
        "until": step.until.isoformat() if step.until else None,
        "shown": step.shown,
    }
    record(act=f"problem.{act}", subject=f"problem:{now.number}", by=by.code, at=at, facts=told)
    if act is Act.COME_BACK:
        _raise_again(now, life, by=by, at=at)
    return step


def _raise_again(problem: Problem, life: Life, *, by: Actor, at: datetime) -> None:
    """What came back is a new problem that names the closed one, which stays closed (SPEC rule 6)."""
    again = create_again(problem, life.again or problem.source, by=by, at=at)
    facts = {"opinions": 0, "source": again.source, "group": None, "follows": problem.number}
    record(act="problem.raised", subject=f"problem:{again.number}", by=by.code, at=at, facts=facts)


def _as_seen(problem: Problem) -> Problem:
    related = ("campaign__root", "owner__parent")
    needs_standing(problem)
    now = Problem.objects.select_related(*related).get(pk=problem.pk)
    if (now.state, now.round, now.owner_id) != (problem.state, problem.round, problem.owner_id):
        raise _moved(problem)
    return now


def _moved(problem: Problem) -> Conflict:
    return Conflict(
        f"问题 {problem.number} 刚刚由别人办过一步，您的没有写入。请刷新后再看。",
        f"Somebody else has just moved {problem.number} on; nothing was written. Look again.",
    )


def _starting(life: Life, act: Act, problem: Problem) -> LifeAct:
    taken = life.act(act)
    if taken is None:
        raise Refused(f"本活动的模板里没有“{act}”这一步。", f"This campaign's template has no act '{act}'.")
    if problem.state not in taken.starts:
        states = {state.code: state for state in life.states}
        here = states.get(problem.state)
        allowed = "、".join(states[code].zh for code in taken.starts)
        raise Refused(
            f"问题 {problem.number} 现在是“{here.zh if here else '没有状态'}”，不能办“{taken.zh}”：要在“{allowed}”时办。",
            f"Problem {problem.number} stands at '{here.en if here else 'no state'}': '{taken.en}' isn't possible there.",
        )
    return taken


def _needs_said(act: LifeAct, said: Said, problem: Problem, at: datetime) -> None:
    if act.own_hand and not _DIGEST.fullmatch(said.shown):
        raise NotAllowed(
            f"“{act.zh}”要本人输入自己的密码确认。", f"'{act.en}' takes the person's own password again."
        )
    if (act.reason or act.code is Act.GO_UP) and not said.reason.strip():
        raise Refused(f"请写明“{act.zh}”的理由或情况。", f"Say why, or how things are: '{act.en}'.")
    needs_room("reason", said.reason, "理由", "reason")
    needs_room("reason", said.proposal, "建议", "proposal")
    if act.code is Act.GO_UP and not said.proposal.strip():
        raise Refused("请写明建议上级怎么办。", "Say what you propose to the level above.")
    if act.reasons is not None:
        known = {row.code for row in template_of(problem.campaign).lists[act.reasons].codes}
        if said.reason_code not in known:
            raise Refused("请从列表里选一条理由。", "Choose a reason from the list.")
    elif said.reason_code:
        raise BadInput("这一步不选理由代码。", "This act takes no code of a reason.")
    if act.until and (said.until is None or said.until <= day_in_china(at)):
        raise Refused("请写明改到哪一天，要晚于今天。", "Say until when: a day after today.")


def _changes(
    problem: Problem,
    act: Act,
    after: str,
    said: Said,
    life: Life,
    passing: Passing | None,
    today: date,
) -> dict[str, object]:
    changed: dict[str, object] = {"state": after}
    closed = life.state(after).phase == "closed"
    if closed != (problem.closed_on is not None):
        changed["closed_on"] = today if closed else None
    taken = life.act(act)
    if taken is not None and taken.until:
        changed["due_on"] = said.until
    if act is Act.REOPEN:
        changed["round"] = problem.round + 1
    if act is Act.TAKE_UP and passing is not None:
        changed["owner"] = passing.above
    return changed


def _go_up(problem: Problem, said: Said, life: Life, at: datetime) -> None:
    below = problem.owner
    above: Unit | None = below.parent if below else None
    if below is None or above is None or not above.path.startswith(problem.campaign.root.path):
        raise Refused(
            "责任单位已经是本活动的最上一级，没有上级可以上交。",
            "The owner is the top of this campaign: there is no level above.",
        )
    today = day_in_china(at)
    Passing.objects.create(
        problem=problem,
        below=below,
        above=above,
        reason=said.reason.strip(),
        proposal=said.proposal.strip(),
        passed_on=today,
        answer_by=calendar().move(today, life.answer_days, "working"),
    )
