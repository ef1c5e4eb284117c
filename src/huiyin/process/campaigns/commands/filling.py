"""What a unit types because somebody asked for more than the system knows."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import PlanItem
from huiyin.process.campaigns.rules.plans import AskOrigin

LONGEST_ANSWER = 500


@transaction.atomic
def fill_item(item: PlanItem, answers: Mapping[str, str], version: int, *, by: Actor, at: datetime) -> bool:
    """Fill in the fields of an ask, all that are given or some; False where nothing changed. What was filled in stays until it
    is written anew. Conflict where the item changed since `version` was looked at. 1 query, and a record.
    """
    by.needs(Right.PLAN_REPORT, item.participation.unit.path)
    fields = fields_of(item)
    if not fields:
        raise Refused("这一项没有要填写的栏目。", "Nothing is to be filled in here.")
    if set(answers) - set(fields):
        raise BadInput(
            "有的栏目不属于这项任务，请刷新后再填。", "Some of these fields aren't this task's: look again."
        )
    for name, text in answers.items():
        if len(text) > LONGEST_ANSWER:
            raise BadInput(
                f"“{name}”太长了：至多 {LONGEST_ANSWER} 字，现有 {len(text)} 字。",
                f"'{name}' is too long: at most {LONGEST_ANSWER} characters, here {len(text)}.",
            )
    merged = {name: answers.get(name, (item.filled or {}).get(name, "")).strip() for name in fields}
    if merged == item.filled:
        return False
    rows = PlanItem.objects.filter(pk=item.pk, version=version, participation__ended_on=None)
    if not rows.update(filled=merged, version=F("version") + 1):
        raise Conflict(
            "这一项刚被别人改过，没有写入。请刷新后再填。",
            "Somebody changed this item meanwhile: look again.",
        )
    facts = {"ask": item.ask.code, "filled": sum(map(bool, merged.values())), "fields": len(fields)}
    record(act="item.filled", subject=f"item:{item.pk}", by=by.code, at=at, facts=facts)
    return True


def fields_of(item: PlanItem) -> tuple[str, ...]:
    """What is filled in here: nothing for a template's ask, whose fields are columns of its document, nor before it is sent."""
    here = item.ask.origin != AskOrigin.TEMPLATE and item.ask.sent_on is not None
    return tuple(item.ask.fields) if here else ()


def unfilled(item: PlanItem) -> list[str]:
    """The fields that are still empty."""
    return [name for name in fields_of(item) if not (item.filled or {}).get(name)]
