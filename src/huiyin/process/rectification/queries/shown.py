"""What stands before the eyes of somebody who signs with their own hand, and its digest (SPEC rule 11)."""

import json
from dataclasses import dataclass
from hashlib import sha256

from huiyin.process.campaigns.rules.says import Says
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.models import Evidence, Measure, RuleMade
from huiyin.process.rectification.rules.words import (
    EVIDENCE_KINDS,
    MEASURE_STATES,
    RULE_KINDS,
    EvidenceKind,
    MeasureState,
    RuleKind,
)


@dataclass(frozen=True)
class WhatIsShown:
    """Heading → its lines, as the page shows them; `digest` is the SHA-256 of exactly these."""

    lines: tuple[tuple[Says, tuple[str, ...]], ...]
    digest: str


def what_is_shown(problem: Problem, act: str) -> WhatIsShown:
    """The problem as it is signed by the act: its words, its plan, and the measures, evidence and rules of this round. 3 queries."""
    of_round = {"problem": problem, "round": problem.round}
    measures = Measure.objects.filter(**of_round).exclude(state=MeasureState.DROPPED).order_by("number")
    evidence = Evidence.objects.filter(**of_round, withdrawn_on=None).order_by("pk")
    rules = RuleMade.objects.filter(**of_round).order_by("pk")
    found = (
        (Says("问题", "problem"), (f"{problem.number} {problem.title}", *_text(_checked(problem)))),
        (Says("责任单位", "owner"), _text(problem.owner.name if problem.owner else "")),
        (Says("整改目标", "goal"), _text(problem.goal)),
        (Says("责任人", "responsible"), _text(problem.responsible or problem.leader)),
        (Says("整改时限", "until"), _text(problem.due_on.isoformat() if problem.due_on else "")),
        (Says("整改措施", "measures"), tuple(_measure(one) for one in measures)),
        (Says("佐证", "evidence"), tuple(_evidence(one) for one in evidence)),
        (
            Says("建章立制", "rules"),
            tuple(f"{RULE_KINDS[RuleKind(one.kind)]}：{one.title}" for one in rules),
        ),
    )
    lines = tuple((heading, said) for heading, said in found if said)
    told = [act, problem.state, problem.round, [[heading.zh, *said] for heading, said in lines]]
    return WhatIsShown(lines, sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest())


def _checked(problem: Problem) -> str:
    return problem.manifestation if problem.checked_on else ""


def _text(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _measure(one: Measure) -> str:
    parts = [one.doer, one.until.isoformat() if one.until else "", one.result, one.progress]
    state = MEASURE_STATES[MeasureState(one.state)]
    return f"{one.number}. {one.what}（{'；'.join([*(part for part in parts if part), state])}）"


def _evidence(one: Evidence) -> str:
    where = f"（{one.where or one.reason}）" if one.where or one.reason else ""
    digest = f" {one.digest[:12]}" if one.digest else ""
    return f"{EVIDENCE_KINDS[EvidenceKind(one.kind)]}：{one.title}{where}{digest}"
