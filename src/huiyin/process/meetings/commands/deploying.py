"""A demand becomes dated tasks of named units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.commands import ask_units
from huiyin.process.campaigns.commands.asking import Wanted, check_wanted
from huiyin.process.campaigns.models import Ask, Participation
from huiyin.process.campaigns.rules.plans import AskOrigin
from huiyin.process.meetings.commands.standing import needs_held
from huiyin.process.meetings.models import DemandTask, Passage
from huiyin.process.meetings.rules.records import PassageKind


@dataclass(frozen=True)
class Task:
    """What units are to do because of a demand, until when. `fields` are what each of them types; codes are the template's."""

    title: str
    due_on: date | None
    units: tuple[Participation, ...]
    demand: str = ""
    who: str = ""
    starts_on: date | None = None
    stage: str = ""
    step: str = ""
    key_work: str = ""
    product: str = ""
    fields: tuple[str, ...] = ()


@transaction.atomic
def deploy_demand(passage: Passage, tasks: Sequence[Task], *, by: Actor, at: datetime) -> list[Ask]:
    """Make tasks of a demand of a closed record: each an ask to its units, whose source is the meeting and the demand.

    A demand can be deployed again for what was forgotten. What costs much waits for a signature, as every ask. BadInput for a task
    without a unit or a last day.
    """
    meeting = passage.entry.meeting
    by.needs(Right.PLAN_EDIT, meeting.campaign.root.path)
    take_turn()
    needs_held(meeting)
    if passage.kind != PassageKind.DEMAND:
        raise Refused("只有“要求”可以分解成任务。", "Only a demand becomes tasks.")
    if not tasks:
        raise BadInput("请至少写一项任务。", "Name at least one task.")
    source = f"meeting:{meeting.pk}:{passage.entry.position}.{passage.number}"
    asks = [
        ask_units(meeting.campaign, _wanted(task, passage, source, meeting.stage), task.units, by=by, at=at)
        for task in tasks
    ]
    DemandTask.objects.bulk_create(DemandTask(passage=passage, ask=ask) for ask in asks)
    facts = {"demand": source, "asks": [ask.code for ask in asks]}
    record(act="meeting.demand_deployed", subject=f"meeting:{meeting.pk}", by=by.code, at=at, facts=facts)
    return asks


def check_task(passage: Passage, task: Task, today: date) -> None:
    """Refused or BadInput, in a sentence, for a task that `deploy_demand` wouldn't send on `today`."""
    meeting = passage.entry.meeting
    check_wanted(meeting.campaign, _wanted(task, passage, "", meeting.stage), task.units, today)


def _wanted(task: Task, passage: Passage, source: str, stage: str) -> Wanted:
    return Wanted(
        title=task.title,
        due_on=task.due_on,
        demand=task.demand or passage.heading or passage.text,
        who=task.who,
        starts_on=task.starts_on,
        stage=task.stage or stage,
        step=task.step,
        key_work=task.key_work,
        product=task.product,
        fields=task.fields,
        origin=AskOrigin.MEETING,
        source=source,
    )
