"""A paper is begun, and who drafts the team's is named."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.selfchecks.models import Drafter, SelfCheck

_DRAFTERS = {Role.HEAD, Role.CLERK, Role.OFFICE}


@transaction.atomic
def begin_selfcheck(
    participation: Participation, account: Account, *, team: bool = False, by: Actor, at: datetime
) -> SelfCheck:
    """Begin one's own paper, or (`team`) that of the unit's team, whose first drafter one is; the one there is, where it was begun.

    `account` is the person who presses. A member's paper is begun by nobody else: NotAllowed. Refused where the template asks for none,
    or the unit takes no part any more.
    """
    unit = participation.unit
    by.needs(Right.SELFCHECK_WRITE, unit.path)
    if by.code != account.code or (
        not team and (by.role not in {Role.HEAD, Role.MEMBER} or by.scope != unit.path)
    ):
        raise NotAllowed("个人材料由本人自己动笔。", "A member's paper is begun by themselves.")
    if team and (by.role not in _DRAFTERS or by.scope != unit.path):
        raise NotAllowed(
            "班子材料由本单位负责人或经办人起草。", "The team's paper is begun by the unit's head or clerk."
        )
    take_turn()
    kind = template_of(participation.campaign).selfchecks.kind_of("team" if team else "member")
    if kind is None:
        raise Refused("本活动的模板没有要求这种材料。", "This campaign's template asks for no such paper.")
    if participation.ended_on is not None:
        raise Refused("这个单位已经退出活动。", "The unit takes no part any more.")
    whose = None if team else account
    known = SelfCheck.objects.filter(participation=participation, account=whose).first()
    if known is not None:
        return known
    paper = SelfCheck.objects.create(
        participation=participation,
        account=whose,
        kind=kind.code,
        begun_by=by.code,
        begun_on=day_in_china(at),
    )
    if team:
        Drafter.objects.create(paper=paper, account=account)
    facts = {"kind": kind.code, "unit": unit.pk}
    record(act="selfcheck.begun", subject=f"selfcheck:{paper.pk}", by=by.code, at=at, facts=facts)
    return paper


@transaction.atomic
def name_drafters(paper: SelfCheck, accounts: Collection[Account], *, by: Actor, at: datetime) -> None:
    """Say who drafts the team's paper, in the place of who was named before. By the unit's head or clerk; Refused without anybody."""
    unit = paper.participation.unit
    by.needs(Right.SELFCHECK_WRITE, unit.path)
    if paper.account_id is not None:
        raise Refused(
            "个人材料没有起草组，只由本人写。", "A member's paper has no group: its author alone writes it."
        )
    if by.role not in _DRAFTERS or by.scope != unit.path:
        raise NotAllowed("起草组由本单位负责人确定。", "The unit's head says who drafts.")
    if not accounts:
        raise Refused("请至少留一位起草人。", "Leave one drafter at least.")
    take_turn()
    wanted = {account.pk for account in accounts}
    Drafter.objects.filter(paper=paper).exclude(account__in=wanted).delete()
    there = set(Drafter.objects.filter(paper=paper).values_list("account_id", flat=True))
    Drafter.objects.bulk_create(Drafter(paper=paper, account_id=pk) for pk in sorted(wanted - there))
    facts = {"drafters": sorted(wanted)}
    record(act="selfcheck.drafters_named", subject=f"selfcheck:{paper.pk}", by=by.code, at=at, facts=facts)
