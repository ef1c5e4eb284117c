"""Moving a unit on to its next stage: the only door (S3, SPEC rule 8)."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Actor, Right
from huiyin.process.campaigns.models import Participation, UnitStage
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.plans import StageState
from huiyin.process.supervision.models import StageDecision
from huiyin.process.supervision.queries import sheet
from huiyin.process.supervision.rules.frozen import frozen
from huiyin.process.supervision.rules.standing import needs_decider, needs_why


@transaction.atomic
def advance_stage(
    participation: Participation, stage: str, why: str = "", *, by: Actor, at: datetime
) -> StageDecision:
    """Let a unit pass the stage that it is in; the next one opens, and the facts are frozen with the decision.

    A blocking condition that can't be told yet is let pass with a word why by whoever decides; one that fails, and a gate that stands
    returned or lacks the verdict that it needs, only by the leading group above. Conflict where the unit isn't in `stage` any more. Units move one by one: earlier and later ones
    live side by side.
    """
    unit, campaign = participation.unit, participation.campaign
    by.needs(Right.STAGE_ADVANCE, unit.path)
    take_turn()
    if campaign.closed_on is not None or participation.ended_on is not None:
        raise Refused(
            "活动已经结束，或该单位已退出活动。", "The campaign is closed, or the unit has left it."
        )
    found = sheet(participation, day_in_china(at))
    if found.stage is None or found.stage.stage != stage:
        raise Conflict(
            "该单位已不在这个环节，请刷新后再看。", "The unit isn't in this stage any more: look again."
        )
    rules = template_of(campaign)
    needs_decider(by, rules.stage(stage), unit.path, campaign.root.path, found.standing, ROLE_NAMES)
    needs_why(why, found.standing)
    _move(found.stage, at)
    stood = found.standing
    waived = [*stood.messages(), *(check.check.message for check in stood.unknown)]
    decision = StageDecision.objects.create(
        unit_stage=found.stage,
        facts=frozen(found.facts),
        waived=waived,
        why=why.strip(),
        decided_by=by.code,
        role=by.role,
        decided_on=day_in_china(at),
    )
    # A record holds no fractions: the facts go in as text, to be compared with the decision's own.
    stood_on = {name: str(known.value) for name, known in sorted(found.facts.items())}
    facts = {"stage": stage, "waived": waived, "stood_on": stood_on}
    record(act="stage.passed", subject=f"participation:{participation.pk}", by=by.code, at=at, facts=facts)
    return decision


def _move(stage: UnitStage, at: datetime) -> None:
    on = day_in_china(at)
    there = UnitStage.objects.filter(participation=stage.participation_id)
    if not there.filter(pk=stage.pk, state=StageState.OPEN).update(state=StageState.PASSED, passed_on=on):
        raise Conflict(
            "该单位的环节刚被别人处理过，请刷新。", "Somebody else moved this unit meanwhile: look again."
        )
    there.filter(position=stage.position + 1, state=StageState.WAITING).update(
        state=StageState.OPEN, opened_on=on
    )
