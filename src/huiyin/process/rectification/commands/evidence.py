"""What proves a rectification is named, and what became of rules."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.files.commands import keep_evidence
from huiyin.platform.files.rules.ready import Ready
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands.working import needs_room, workable
from huiyin.process.rectification.models import Evidence, RuleMade
from huiyin.process.rectification.rules.words import EvidenceKind, RuleKind


@dataclass(frozen=True)
class Named:
    """What is named as evidence: its kind and title, where it can be seen, the day that it bears; or the reason why there is none."""

    kind: EvidenceKind
    title: str = ""
    where: str = ""
    reason: str = ""
    dated: date | None = None


@dataclass(frozen=True)
class Ruled:
    """What became of a rule; for NONE the title is the reason."""

    kind: RuleKind
    title: str
    number: str = ""
    effective_on: date | None = None


@transaction.atomic
def add_evidence(
    problem: Problem, named: Named, file: Ready | None = None, *, by: Actor, at: datetime
) -> Evidence:
    """Name something that exists already as evidence, or say why there is none; a photograph is never asked for (R17)."""
    take_turn()
    now = workable(problem, by)
    title = needs_room("title", named.title, "名称", "title")
    where = needs_room("where", named.where, "在哪里看", "place")
    reason = needs_room("reason", named.reason, "理由", "reason")
    if named.kind is EvidenceKind.NONE:
        if not reason:
            raise BadInput("请写明为什么没有书面佐证。", "Say why there is nothing in writing.")
        title, where, file = title or "没有书面佐证", "", None
    elif (named.kind is EvidenceKind.FILE) != (file is not None):
        raise BadInput(
            "请选一个文件，或改选“已有文件”并写明在哪里看。", "Choose a file, or name a paper that exists."
        )
    if not title:
        raise BadInput("请写明佐证的名称。", "Say what the evidence is called.")
    attachment = keep_evidence(file, by=by, at=at) if file is not None else None
    made = Evidence.objects.create(
        problem=now,
        round=now.round,
        kind=named.kind,
        title=title,
        where=where,
        reason=reason if named.kind is EvidenceKind.NONE else "",
        dated=named.dated,
        attachment=attachment,
        digest=file.digest if file is not None else "",
        by=by.code,
        on=day_in_china(at),
    )
    facts = {"evidence": made.pk, "kind": named.kind, "digest": made.digest}
    record(act="evidence.added", subject=f"problem:{now.number}", by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def withdraw_evidence(problem: Problem, evidence: Evidence, *, by: Actor, at: datetime) -> None:
    """Take evidence back: it stays, with the day, and proves nothing any more."""
    take_turn()
    now = workable(problem, by)
    here = Evidence.objects.filter(pk=evidence.pk, problem=now, withdrawn_on=None)
    if not here.update(withdrawn_on=day_in_china(at)):
        raise Conflict("这件佐证已经撤下。", "That evidence was withdrawn already.")
    facts = {"evidence": evidence.pk}
    record(act="evidence.withdrawn", subject=f"problem:{now.number}", by=by.code, at=at, facts=facts)


@transaction.atomic
def state_rule(problem: Problem, ruled: Ruled, *, by: Actor, at: datetime) -> RuleMade:
    """State which rule was abolished, changed or made because of the problem, or why none was needed (废改立)."""
    take_turn()
    now = workable(problem, by)
    title = needs_room("title", ruled.title, "制度名称", "rule's name")
    if not title:
        raise BadInput(
            "请写制度名称；不需要建章立制的，写明为什么。", "Name the rule; where none was needed, say why."
        )
    if ruled.kind is not RuleKind.NONE and ruled.effective_on is None:
        raise BadInput("请写明从哪天起生效或废止。", "Say from which day it holds, or holds no more.")
    made = RuleMade.objects.create(
        problem=now,
        round=now.round,
        kind=ruled.kind,
        title=title,
        number=needs_room("number", ruled.number, "文号", "number"),
        effective_on=ruled.effective_on,
        by=by.code,
        on=day_in_china(at),
    )
    facts = {"rule": made.pk, "kind": ruled.kind}
    record(act="rule.stated", subject=f"problem:{now.number}", by=by.code, at=at, facts=facts)
    return made
