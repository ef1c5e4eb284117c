"""Talks beside the required ones: somebody asks for one, an inspector asks a unit's head to one."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.queries import acting_for
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.parts import Named
from huiyin.process.talks.commands.arranging import needs_running
from huiyin.process.talks.models import Talk
from huiyin.process.talks.queries import units_talks
from huiyin.process.talks.rules.pairs import pair_key
from huiyin.process.talks.rules.states import OPEN


@transaction.atomic
def ask_for_talk(participation: Participation, other: Account, *, who: Account, at: datetime) -> Talk:
    """Somebody on a unit's roster asks another one of it for a talk beside the required ones. One open at a time of the same two."""
    take_turn()
    kind = template_of(participation.campaign).talks.asked_for
    roster = units_talks([participation], day_in_china(at))[participation.pk].roster
    there = {*roster.team, *roster.inspectors, *(head for _, head in roster.charges)}
    if not {who.pk, other.pk} <= there:
        raise Refused(
            "只能约本单位谈话名册上的人：班子成员、分管部门负责人、派来督导的同志。",
            "Only people on this unit's roster of talks can be asked: the team, heads in their charge, inspectors.",
        )
    return _extra(participation, kind, who, other, who.code, at)


@transaction.atomic
def remind_head(participation: Participation, talker: Account, *, by: Actor, at: datetime) -> Talk:
    """An inspector (or the level above) asks the head of a unit, or who acts for one, to a reminder talk. `talker` is who acts."""
    by.needs(Right.TALK_REMIND, participation.unit.path)
    if by.code != talker.code:
        raise Refused("提醒谈话由本人发起。", "Whoever reminds talks in person.")
    take_turn()
    head = acting_for(participation.unit, day_in_china(at))
    if head is None or head.account_id == talker.pk:
        raise Refused("这个单位还没有登记主要负责人。", "The unit has no head yet.")
    kind = template_of(participation.campaign).talks.reminder
    return _extra(participation, kind, talker, head.account, by.code, at)


def talk_again(talk: Talk, *, by: Actor, at: datetime) -> Talk:
    """Ask the two of a talk that took place to talk once more, because the first wasn't enough; the one that they have arranged already,
    where there is one. Part of a verdict on their unit, in its transaction: what was said and confirmed stays."""
    by.needs(Right.TALK_REMIND, talk.participation.unit.path)
    if talk.state in OPEN:
        return talk
    kind = template_of(talk.participation.campaign).talks.asked_for
    open_ = Talk.objects.filter(
        participation=talk.participation, required=False, pair=talk.pair, state__in=OPEN
    ).first()
    return open_ or _extra(talk.participation, kind, talk.one, talk.other, by.code, at)


def _extra(
    participation: Participation, kind: Named | None, one: Account, other: Account, by: str, at: datetime
) -> Talk:
    needs_running(participation)
    if kind is None:
        raise Refused("本活动的模板里没有这种谈话。", "This campaign's template has no such talk.")
    if one.pk == other.pk:
        raise Refused("不能约自己。", "Nobody asks themselves for a talk.")
    pair = pair_key(one.pk, other.pk)
    there = Talk.objects.filter(
        participation=participation, kind=kind.code, required=False, pair=pair, state__in=OPEN
    )
    if there.exists():
        raise Refused("你们已经约了一次，还没有谈。", "You two have asked for one that wasn't held yet.")
    talk = Talk.objects.create(
        participation=participation,
        round=0,
        kind=kind.code,
        required=False,
        pair=pair,
        one=one,
        other=other,
        made_on=day_in_china(at),
    )
    facts = {"kind": kind.code, "unit": participation.unit_id}
    record(act="talk.asked_for", subject=f"talk:{talk.pk}", by=by, at=at, facts=facts)
    return talk
