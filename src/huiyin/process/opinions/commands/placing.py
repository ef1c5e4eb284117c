"""A person says whom an opinion is about."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.opinions.commands.reaching import needs_to_work_on
from huiyin.process.opinions.commands.waiting import wait_to_be_placed
from huiyin.process.opinions.models import Doubt, Opinion, Placement


@transaction.atomic
def decide_about(opinion: Opinion, unit: Unit | None, *, by: Actor, at: datetime) -> None:
    """Say whom an opinion is about; None: not known, so that only who acts for the whole campaign sees it (SPEC rule 4).

    For a person who works on it and stands above the unit, or acts for it: an office may well find that an opinion is about
    the office's own unit, and then it leaves the office's sight and goes to the supervision group.
    `opinion` is the row as the person saw it: Conflict when somebody has decided otherwise since.
    """
    needs_to_work_on(opinion, by)
    root = opinion.campaign.root
    if unit is not None and not unit.path.startswith(root.path):
        raise Refused(
            f"“{unit.name}”不在本活动的范围内，请选择“{root.name}”或其下的单位。",
            f"'{unit.name}' isn't under the unit that runs the campaign.",
        )
    if unit is not None and not by.may(Right.OPINION_TRIAGE, unit.path):
        raise NotAllowed(
            f"“{unit.name}”不在您的范围内。请由它的上级活动办确定。",
            f"'{unit.name}' is outside your part of the tree: ask the office above it.",
        )
    same = Opinion.objects.filter(pk=opinion.pk, about_id=opinion.about_id)
    if not same.update(about=unit):
        raise Conflict(
            "这条意见的所涉单位刚刚由别人改过，您的决定没有写入。请刷新后再看。",
            "Somebody else has just said whom this opinion is about; nothing was written. Look again.",
        )
    # It belongs among the opinions of another unit now: it waits to be placed there.
    Placement.objects.filter(opinion=opinion).delete()
    wait_to_be_placed(opinion.campaign_id, [opinion.pk])
    Doubt.objects.filter(Q(one=opinion) | Q(other=opinion)).delete()
    facts = {"from": opinion.about_id, "to": unit.pk if unit else None}
    record(act="opinion.about_decided", subject=f"opinion:{opinion.pk}", by=by.code, at=at, facts=facts)
