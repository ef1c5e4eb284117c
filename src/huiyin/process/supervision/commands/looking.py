"""The plan of a team's meeting is looked at in five ways, each with its facts; by readiness, never by date (R15, DOMAIN 4.2)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, NotAllowed
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.lifemeetings.commands import settle_plan
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.rules.reach import above
from huiyin.process.supervision.models import PlanLook
from huiyin.process.supervision.queries import looks_at
from huiyin.process.supervision.rules.standing import LookSaid, needs_looks, needs_overruling


@transaction.atomic
def look_at_plan(
    meeting: LifeMeeting,
    said: Mapping[str, LookSaid],
    why: str = "",
    version: int | None = None,
    *,
    by: Actor,
    at: datetime,
) -> PlanLook:
    """Approve the plan of a meeting on every look of the template, or return it with what must change.

    `said` has a word on each look. Any that fails returns the plan, with a remark on it. Where all are passed and a blocking fact
    fails, only the leading group above approves, with `why`; where one can't be told yet, whoever looks says in `why` what they go
    by. The facts of the day are frozen with the decision. `version` is that of the plan that was read: Conflict for another.
    """
    unit, campaign = meeting.participation.unit, meeting.participation.campaign
    by.needs(Right.LIFEMEETING_JUDGE, unit.path)
    if not above(by, unit.path, campaign.root.path):
        raise NotAllowed(
            "方案由上一级或上级派来的人审，本单位的人不能自己批。",
            "A plan is looked at from above the unit, never by its own.",
        )
    take_turn()
    now = LifeMeeting.objects.get(pk=meeting.pk)
    if version is not None and now.version != version:
        raise BadInput(
            "您看的方案已经改过，请看过现在的再审。", "The plan you read has changed: read it as it is now."
        )
    found = looks_at(meeting, day_in_china(at))
    approved = needs_looks([one.look for one in found], said)
    if approved:
        needs_overruling(found, why, leads=by.role is Role.LEADER)
    settle_plan(meeting, approved=approved)
    made = PlanLook.objects.create(
        meeting=meeting,
        plan_version=now.version,
        looks=[
            {
                "code": one.look.code,
                "passed": said[one.look.code].passed,
                "remark": said[one.look.code].remark.strip(),
                "facts": {
                    name: {"value": known.value, "n": known.n} for name, known in sorted(one.facts.items())
                },
                "failing": [check.check.message for check in one.failing],
                "unknown": [check.check.message for check in one.unknown],
            }
            for one in found
        ],
        approved=approved,
        why=why.strip(),
        by=by.code,
        role=by.role,
        on=day_in_china(at),
    )
    stood_on = {name: str(known.value) for one in found for name, known in sorted(one.facts.items())}
    facts = {
        "approved": approved,
        "stood_on": stood_on,
        "failed": [one.look.code for one in found if not said[one.look.code].passed],
        "why": why.strip(),
    }
    record(
        act="lifemeeting.plan_looked_at", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts
    )
    return made
