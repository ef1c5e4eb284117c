"""Asking units for something that the template doesn't: what it costs is seen first, and much needs a signature (R07)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.bulk import insert_many
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Ask, Campaign, Participation, PlanItem
from huiyin.process.campaigns.queries.burden import needs_signature
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.plans import AskOrigin, cost

_LONGEST = {"title": 200, "who": 100, "field": 60}
_MOST_FIELDS = 200


@dataclass(frozen=True)
class Wanted:
    """What is asked: its words, until when, of which step and key work, and the fields that a unit types for it.

    `origin` and `source` say where it comes from ("meeting", "meeting:7:3"); codes are the template's, or "".
    """

    title: str
    due_on: date | None
    demand: str = ""
    who: str = ""
    starts_on: date | None = None
    stage: str = ""
    step: str = ""
    key_work: str = ""
    product: str = ""
    fields: tuple[str, ...] = ()
    origin: AskOrigin = AskOrigin.OFFICE
    source: str = ""


@transaction.atomic
def ask_units(
    campaign: Campaign, wanted: Wanted, participations: Collection[Participation], *, by: Actor, at: datetime
) -> Ask:
    """Ask units for something until a day. Sent at once, or, where its cost is above the template's `ask_budget`, kept until a
    member of the leading group has signed it (`sent_on` is None until then; the units see nothing of it).

    Refused without a unit, a title or a last day.
    """
    by.needs(Right.PLAN_EDIT, campaign.root.path)
    take_turn()
    return ask_within(campaign, wanted, participations, by=by, at=at)


def ask_within(
    campaign: Campaign, wanted: Wanted, participations: Collection[Participation], *, by: Actor, at: datetime
) -> Ask:
    """Part of commands by which something is asked of units by another right than the plan's, in a transaction that has taken its turn."""
    check_wanted(campaign, wanted, participations, day_in_china(at))
    last = Ask.objects.filter(campaign=campaign).aggregate(last=Max("position"))["last"] or 0
    on = day_in_china(at)
    sent = not needs_signature(campaign, wanted.fields, participations, wanted.due_on or on)
    ask = Ask.objects.create(
        campaign=campaign,
        code=f"ask-{last + 1}",
        title=wanted.title,
        demand=wanted.demand,
        who=wanted.who,
        stage=wanted.stage,
        step=wanted.step,
        product=wanted.product,
        key_work=wanted.key_work,
        fields=list(wanted.fields),
        origin=wanted.origin,
        source=wanted.source,
        position=last + 1,
        asked_on=on,
        asked_by=by.code,
        sent_on=on if sent else None,
    )
    rows = [(unit.pk, wanted.starts_on, wanted.due_on) for unit in participations]
    same: dict[str, object] = {
        "ask_id": ask.pk,
        "by_hand": True,
        "progress": "",
        "late_reason": "",
        "version": 1,
    }
    insert_many(PlanItem, ["participation_id", "starts_on", "due_on"], rows, same)
    facts = {"ask": ask.code, "units": len(rows), "cost": cost(wanted.fields, len(rows)), "sent": sent}
    record(act="ask.made", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return ask


def check_wanted(
    campaign: Campaign, wanted: Wanted, participations: Collection[Participation], today: date
) -> None:
    """Refused or BadInput, in a sentence, for what `ask_units` wouldn't send on `today`."""
    if campaign.closed_on is not None:
        raise Refused("活动已经结束，不能再下达新任务。", "The campaign is closed: nothing new can be asked.")
    if not participations:
        raise BadInput(
            "请至少选一个单位：没有单位的任务没有人办。",
            "Name at least one unit: a task of nobody is done by nobody.",
        )
    if any(unit.campaign_id != campaign.pk or unit.ended_on is not None for unit in participations):
        raise BadInput(
            "有的单位没有参加本活动，请重新选择。", "Some of these units take no part in the campaign."
        )
    if not wanted.title.strip():
        raise BadInput("请写明要做什么。", "Say what is to be done.")
    if wanted.due_on is None:
        raise BadInput(
            "请写明完成时间：没有日期的任务无从跟踪。",
            "Say until when: a task without a date can't be followed.",
        )
    if wanted.due_on < today:
        raise Refused("完成时间已经过去。", "The last day is over already.")
    if wanted.starts_on is not None and wanted.starts_on > wanted.due_on:
        raise BadInput("开始时间晚于完成时间。", "It starts after it is due.")
    if len(wanted.title) > _LONGEST["title"] or len(wanted.who) > _LONGEST["who"]:
        raise BadInput(
            "任务名称至多 200 字，责任人至多 100 字。",
            "A title has at most 200 characters, 'who' at most 100.",
        )
    if len(wanted.fields) > _MOST_FIELDS or any(len(name) > _LONGEST["field"] for name in wanted.fields):
        raise BadInput(
            "填报栏目至多 200 个，每个名称至多 60 字。",
            "At most 200 fields, each name at most 60 characters.",
        )
    _check_codes(campaign, wanted)


def _check_codes(campaign: Campaign, wanted: Wanted) -> None:
    template = template_of(campaign)
    known = {
        "stage": {stage.code for stage in template.stages},
        "step": {step.code for _, step in template.steps()},
        "key_work": {work.code for work in template.key_works()},
    }
    for name, codes in known.items():
        code = getattr(wanted, name)
        if code and code not in codes:
            raise BadInput(f"模板里没有“{code}”。", f"The template has no {name} '{code}'.")


@transaction.atomic
def sign_ask(ask: Ask, *, by: Actor, at: datetime) -> None:
    """Sign an ask that costs much, and so send it. Never one's own."""
    by.needs(Right.ASK_SIGN, ask.campaign.root.path)
    if by.code == ask.asked_by:
        raise NotAllowed(
            "自己提的任务不能自己签批，请领导小组另一位同志办理。",
            "Nobody signs what they ask themselves: let another member of the leading group do it.",
        )
    on = day_in_china(at)
    if not Ask.objects.filter(pk=ask.pk, sent_on=None).update(sent_on=on, signed_by=by.code):
        raise Conflict("这项任务已经下达。", "This ask was sent already.")
    record(
        act="ask.signed", subject=f"campaign:{ask.campaign.code}", by=by.code, at=at, facts={"ask": ask.code}
    )
