"""A later date is asked for with a reason, and decided by another."""

from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands.working import needs_room, workable
from huiyin.process.rectification.models import Extension
from huiyin.process.rectification.rules.hands import from_above
from huiyin.process.rectification.rules.words import Answered


@transaction.atomic
def ask_extension(
    problem: Problem, wanted: date | None, reason: str, *, by: Actor, at: datetime
) -> Extension:
    """Ask for a later date. Refused without a date to move, a later day or a reason, and while another request waits."""
    take_turn()
    now = workable(problem, by)
    reason = needs_room("reason", reason, "理由", "reason")
    if now.due_on is None:
        raise Refused("还没有定整改时限，直接定就行。", "No date stands yet: just set one.")
    if wanted is None or wanted <= now.due_on or wanted <= day_in_china(at):
        raise BadInput(
            "请写明延期到哪一天，要晚于原时限和今天。",
            "Say until when: later than the date that stands, and than today.",
        )
    if not reason:
        raise BadInput("请写明为什么要延期。", "Say why a later date is needed.")
    if Extension.objects.filter(problem=now, answer=Answered.WAITING).exists():
        raise Conflict("已有一份延期申请等着审批。", "A request waits for its answer already.")
    made = Extension.objects.create(
        problem=now, was=now.due_on, wanted=wanted, reason=reason, asked_by=by.code, asked_on=day_in_china(at)
    )
    facts = {"was": now.due_on.isoformat(), "wanted": wanted.isoformat()}
    record(act="extension.asked", subject=f"problem:{now.number}", by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def answer_extension(extension: Extension, *, granted: bool, why: str, by: Actor, at: datetime) -> None:
    """Grant a later date or refuse it, with a reason: by somebody above who didn't ask.

    Conflict when it's answered already; granting is Refused where another date was set since, or the problem is closed.
    """
    take_turn()
    problem = Problem.objects.select_related("campaign__root", "owner").get(pk=extension.problem_id)
    owner = problem.owner.path if problem.owner else problem.campaign.root.path
    by.needs(Right.PROBLEM_ACCEPT, owner)
    if by.code == extension.asked_by or not from_above(by, owner):
        raise NotAllowed(
            "延期由上一级审批，申请单位自己不能批。",
            "The level above decides an extension, not who asks for it.",
        )
    why = needs_room("reason", why, "说明", "explanation")
    if not granted and not why:
        raise BadInput("不同意要写明理由。", "Say why it's refused.")
    answer = Answered.GRANTED if granted else Answered.REFUSED
    kept = {"answer": answer, "why": why, "answered_by": by.code, "answered_on": day_in_china(at)}
    if not Extension.objects.filter(pk=extension.pk, answer=Answered.WAITING).update(**kept):
        raise Conflict("这份延期申请刚刚由别人批过。", "Somebody else has just answered this request.")
    if granted and (problem.due_on != extension.was or problem.closed_on is not None):
        raise Refused(
            "这个问题的时限后来另定了，或已经销号，不能再按这份申请延期：请选“不同意”并写明理由。",
            "Another date was set since, or the problem is closed: refuse this request, with a reason.",
        )
    if granted:
        Problem.objects.filter(pk=problem.pk).update(due_on=extension.wanted)
    facts = {"granted": granted, "wanted": extension.wanted.isoformat()}
    record(act="extension.answered", subject=f"problem:{problem.number}", by=by.code, at=at, facts=facts)
