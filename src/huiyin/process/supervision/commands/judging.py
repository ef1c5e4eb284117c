"""A verdict at a gate, with the facts that it stood on; a return says what must change, and each thing goes where it is worked on (S17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Actor, Right
from huiyin.process.campaigns.commands.asking import Wanted, ask_within
from huiyin.process.campaigns.models import Ask, Participation
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.gates import Gate
from huiyin.process.campaigns.rules.judging import fact_names, judged
from huiyin.process.campaigns.rules.plans import AskOrigin
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.problems.models import Problem
from huiyin.process.selfchecks.commands import send_back_selfcheck
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.supervision.models import GateVerdict, ReturnPoint
from huiyin.process.supervision.queries import facts, reached
from huiyin.process.supervision.rules.frozen import frozen, told
from huiyin.process.supervision.rules.verdicts import (
    PointKind,
    PointSaid,
    VerdictKind,
    needs_judge,
    needs_open_way,
    needs_points,
)
from huiyin.process.talks.commands import talk_again
from huiyin.process.talks.models import Talk

_LONGEST_TITLE = 120


@dataclass(frozen=True)
class Must:
    """A thing that must change, until when: a task of the unit, or of a `problem` that it owns; a `paper` of the unit that goes back to
    who wrote it; a `talk` that two hold again. At most one of the three."""

    text: str
    due_on: date | None
    problem: Problem | None = None
    paper: SelfCheck | None = None
    talk: Talk | None = None


@dataclass(frozen=True)
class Said:
    """A verdict: why, what must change, and how many rounds there were when the page was read (None: never mind)."""

    kind: VerdictKind
    why: str = ""
    points: tuple[Must, ...] = ()
    seen: int | None = None


@transaction.atomic
def judge_gate(
    participation: Participation, gate: str, said: Said, *, by: Actor, at: datetime
) -> GateVerdict:
    """Let a unit pass a gate, return it, or waive the gate; the facts are frozen with it, and whatever was said before stays.

    NotAllowed for another role than the template names, for the unit's own people, for a pass where a blocking condition fails, for a waiver
    by anybody but the leading group above. Refused where words are missing; Conflict where somebody judged meanwhile. About 45 queries.
    """
    unit, campaign = participation.unit, participation.campaign
    by.needs(Right.GATE_JUDGE, unit.path)
    template = template_of(campaign)
    rules = gate_of(template, gate)
    needs_judge(by, rules, said.kind, unit.path, campaign.root.path, ROLE_NAMES)
    today = day_in_china(at)
    needs_points(said.kind, [PointSaid(one.text, one.due_on) for one in said.points], today)
    take_turn()
    needs_running(participation)
    if gate not in {one.code for one in reached(participation)}:
        raise Refused("这个单位还没有走到这一关。", "The unit hasn't come to this gate yet.")
    rounds = GateVerdict.objects.filter(participation=participation, gate=gate).count()
    if said.seen is not None and said.seen != rounds:
        raise Conflict(
            "这一关刚刚有人作过结论，您的没有写入。请看过现在的再定。",
            "Somebody gave a verdict here meanwhile; yours wasn't written. Look again.",
        )
    asked = {name for check in rules.conditions for name in fact_names(check)}
    known = facts([participation], today, asked)[participation.pk]
    checks = judged(rules, known)
    needs_open_way(said.kind, checks, said.why)
    stood_on = {name: known[name] for check in checks for name in check.facts if name in known}
    made = GateVerdict.objects.create(
        participation=participation,
        gate=gate,
        round=rounds + 1,
        verdict=said.kind,
        why=said.why.strip(),
        facts=frozen(stood_on),
        checks=[
            {
                "message": one.check.message,
                "severity": one.check.severity,
                "outcome": one.outcome,
                "facts": list(one.facts),
            }
            for one in checks
        ],
        by=by.code,
        role=by.role,
        on=today,
    )
    for number, one in enumerate(said.points, 1):
        _put(made, number, one, rules, by=by, at=at)
    facts_told = {
        "gate": gate,
        "round": made.round,
        "verdict": made.verdict,
        "stood_on": told(stood_on),
        "points": len(said.points),
        "role": by.role,
    }
    subject = f"participation:{participation.pk}"
    record(act="gate.judged", subject=subject, by=by.code, at=at, facts=facts_told)
    return made


def gate_of(template: Template, code: str) -> Gate:
    """The gate of a code; BadInput where the template has none."""
    found = next((gate for gate in template.gates if gate.code == code), None)
    if found is None:
        raise BadInput("没有这一关，请重新打开页面。", "There is no such gate: open the page again.")
    return found


def needs_running(participation: Participation, *, after: bool = False) -> None:
    """Refused where the unit left; where the campaign is closed, too, unless what is done may come `after`."""
    closed = participation.campaign.closed_on is not None and not after
    if closed or participation.ended_on is not None:
        raise Refused(
            "活动已经结束，或该单位已退出活动。", "The campaign is closed, or the unit has left it."
        )


def _put(made: GateVerdict, number: int, one: Must, gate: Gate, *, by: Actor, at: datetime) -> None:
    """The thing where it is worked on."""
    part, due_on = made.participation, one.due_on
    if due_on is None or sum(thing is not None for thing in (one.problem, one.paper, one.talk)) > 1:
        raise BadInput(
            "一条只能对一件事：问题、材料或谈话。", "One thing is about one problem, paper or talk."
        )
    point = ReturnPoint(
        verdict=made, number=number, text=one.text.strip(), due_on=due_on, kind=PointKind.UNIT
    )
    if one.paper is not None:
        _needs_theirs(one.paper.participation_id == part.pk)
        point.kind, point.paper = PointKind.PAPER, one.paper
        send_back_selfcheck(one.paper, one.text, due_on, by=by, at=at)
    elif one.talk is not None:
        _needs_theirs(one.talk.participation_id == part.pk)
        point.kind, point.talk = PointKind.TALK, talk_again(one.talk, by=by, at=at)
    else:
        if one.problem is not None:
            _needs_theirs(
                one.problem.owner_id == part.unit_id and one.problem.campaign_id == part.campaign_id
            )
            point.kind, point.problem = PointKind.PROBLEM, one.problem
        title = f"{one.problem.number}：{one.text.strip()}" if one.problem else one.text.strip()
        point.ask = task_of_return(
            part,
            f"{gate.zh}：{title}",
            one.text,
            due_on,
            stage=gate.stage or "",
            source=f"gate:{made.pk}:{number}",
            by=by,
            at=at,
        )
    point.save()


def _needs_theirs(yes: bool) -> None:  # noqa: FBT001 - what was asked is in the words of who calls
    if not yes:
        raise BadInput(
            "选的问题、材料或谈话不是这个单位的。", "That problem, paper or talk isn't this unit's."
        )


def task_of_return(
    participation: Participation,
    title: str,
    text: str,
    due_on: date,
    *,
    stage: str,
    source: str,
    by: Actor,
    at: datetime,
) -> Ask:
    """A task of one unit because something was returned, in the transaction of the return."""
    first = title.strip().replace("\n", " ")
    short = first if len(first) <= _LONGEST_TITLE else f"{first[: _LONGEST_TITLE - 1]}…"
    stages: Sequence[str] = [one.code for one in template_of(participation.campaign).stages]
    wanted = Wanted(
        title=short,
        due_on=due_on,
        demand=text.strip(),
        stage=stage if stage in stages else "",
        origin=AskOrigin.RETURN,
        source=source,
    )
    return ask_within(participation.campaign, wanted, [participation], by=by, at=at)
