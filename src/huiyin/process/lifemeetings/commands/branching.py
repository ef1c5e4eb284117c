"""Branch meetings, in no prescribed form."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.ballots.models import Vote
from huiyin.process.campaigns.models import Participation
from huiyin.process.lifemeetings.commands.standing import (
    changed_meanwhile,
    needs_room,
    needs_text,
    needs_unit,
)
from huiyin.process.lifemeetings.models import BranchMeeting


@dataclass(frozen=True)
class BranchText:
    """What is kept of a branch meeting. `raised` may stay empty: what was said by word of mouth needn't be written."""

    branch: str
    held_on: date | None
    due: int
    present: int
    raised: str = ""
    vote: Vote | None = None


@transaction.atomic
def record_branch(
    participation: Participation,
    text: BranchText,
    redone_of: BranchMeeting | None = None,
    *,
    by: Actor,
    at: datetime,
) -> BranchMeeting:
    """Keep that a branch met; `redone_of` is an earlier one that was a show. Refused for a day that lies ahead."""
    needs_unit(participation.unit.path, by)
    take_turn()
    if redone_of is not None and redone_of.participation_id != participation.pk:
        raise BadInput("重开的要是本单位的会。", "It is the unit's own meeting that is held again.")
    made = BranchMeeting.objects.create(
        participation=participation,
        redone_of=redone_of,
        recorder=by.code,
        recorded_on=day_in_china(at),
        **_checked(participation, text, at),
    )
    facts = {"due": text.due, "present": text.present, "redone_of": redone_of.pk if redone_of else None}
    record(act="branch.recorded", subject=f"branch:{made.pk}", by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def change_branch(branch: BranchMeeting, text: BranchText, version: int, *, by: Actor, at: datetime) -> None:
    """Correct what is kept of it; Conflict where it changed since `version`."""
    needs_unit(branch.participation.unit.path, by)
    take_turn()
    there = BranchMeeting.objects.filter(pk=branch.pk, version=version)
    if not there.update(version=F("version") + 1, **_checked(branch.participation, text, at)):
        raise changed_meanwhile()
    record(
        act="branch.changed", subject=f"branch:{branch.pk}", by=by.code, at=at, facts={"version": version + 1}
    )


def _checked(participation: Participation, text: BranchText, at: datetime) -> dict[str, object]:
    needs_text(text.branch, "office", "哪个支部", "which branch")
    needs_room(text.raised, "plan")
    if text.held_on is None or text.held_on > day_in_china(at):
        raise Refused("请写明开会日期；开过了再记。", "Say on which day; record what took place.")
    if not 0 <= text.present <= text.due <= 10000:
        raise BadInput("实到不能多于应到。", "No more were there than were due.")
    vote = text.vote
    if vote is not None and (
        vote.unit_id != participation.unit_id or vote.campaign_id != participation.campaign_id
    ):
        raise BadInput("评议要是本单位的测评。", "The appraisal is a vote about this unit.")
    return {
        "branch": text.branch.strip(),
        "held_on": text.held_on,
        "due": text.due,
        "present": text.present,
        "raised": text.raised,
        "vote": vote,
    }
