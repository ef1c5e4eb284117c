"""Somebody of the office writes what the public is to be told."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import Problem
from huiyin.process.publicity.models import PublicMatter
from huiyin.process.publicity.queries import words_digest
from huiyin.process.publicity.rules.matters import MatterState, Worded, written


@dataclass(frozen=True)
class Told:
    """A matter to be: what it says, whom it concerns (None: the campaign's own unit), its topic, and the problem that it answers."""

    worded: Worded
    unit: Unit | None = None
    topic: str = ""
    problem: Problem | None = None


@transaction.atomic
def draft_matter(campaign: Campaign, told: Told, *, by: Actor, at: datetime) -> PublicMatter:
    """Begin a matter under the next number, for another to approve. BadInput for words that don't fit, and for codes, units and
    problems that aren't the campaign's or the writer's to see.
    """
    by.needs(Right.ANSWER_WRITE, campaign.root.path)
    take_turn()
    last = PublicMatter.objects.of(campaign).aggregate(last=Max("number"))["last"] or 0
    return _write(campaign, told, number=last + 1, edition=1, by=by, at=at)


@transaction.atomic
def edit_matter(matter: PublicMatter, version: int, told: Told, *, by: Actor, at: datetime) -> None:
    """Change a draft that waits, by who wrote it: who else wants it otherwise returns it, and stays free to approve.

    Conflict when it was edited or decided on since `version` was looked at. The problem stays.
    """
    by.needs(Right.ANSWER_WRITE, matter.campaign.root.path)
    take_turn()
    if matter.drafted_by != by.code:
        raise Refused(
            "这件公示由别人起草。要改，请退回并写明理由，或请起草人修改。",
            "Somebody else drafted this. To have it changed, return it with a reason, or ask who wrote it.",
        )
    said = written(told.worded)
    unit, topic = _checked(matter.campaign, told)
    same = PublicMatter.objects.filter(pk=matter.pk, state=MatterState.DRAFT, version=version)
    changed = same.update(
        title=said.title,
        words=said.words,
        answer=said.answer,
        unit=unit,
        topic=topic,
        version=F("version") + 1,
    )
    if not changed:
        raise changed_meanwhile()
    now = PublicMatter.objects.select_related("campaign").get(pk=matter.pk)
    facts = {"version": now.version, "digest": words_digest(now)}
    record(act="matter.edited", subject=f"matter:{matter.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def redraft_matter(matter: PublicMatter, told: Told, *, by: Actor, at: datetime) -> PublicMatter:
    """Write a new edition of what was returned, published or withdrawn; what stands there stands until it is approved.

    Conflict where there is a later edition already.
    """
    by.needs(Right.ANSWER_WRITE, matter.campaign.root.path)
    take_turn()
    same = PublicMatter.objects.of(matter.campaign).filter(number=matter.number)
    if same.filter(edition__gt=matter.edition).exists():
        raise changed_meanwhile()
    if same.filter(pk=matter.pk, state=MatterState.DRAFT).exists():
        raise Refused("这一版还在等审批，直接修改即可。", "This edition still waits: edit it instead.")
    return _write(matter.campaign, told, number=matter.number, edition=matter.edition + 1, by=by, at=at)


def changed_meanwhile() -> Conflict:
    return Conflict(
        "您打开之后，这件公示由别人改过或办过了，您的没有写入。请看过现在的，再办一次。",
        "Somebody changed or decided on this meanwhile; yours wasn't written. Look at it again.",
    )


def _write(
    campaign: Campaign, told: Told, *, number: int, edition: int, by: Actor, at: datetime
) -> PublicMatter:
    said = written(told.worded)
    unit, topic = _checked(campaign, told)
    if told.problem is not None:
        _needs_problem(campaign, told.problem, by)
    made = PublicMatter.objects.create(
        campaign=campaign,
        number=number,
        edition=edition,
        problem=told.problem,
        unit=unit,
        topic=topic,
        title=said.title,
        words=said.words,
        answer=said.answer,
        state=MatterState.DRAFT,
        drafted_by=by.code,
        drafted_on=day_in_china(at),
    )
    facts = {"number": number, "edition": edition, "digest": words_digest(made)}
    facts |= {"problem": told.problem.number if told.problem else ""}
    record(act="matter.drafted", subject=f"matter:{made.pk}", by=by.code, at=at, facts=facts)
    return made


def _checked(campaign: Campaign, told: Told) -> tuple[Unit, str]:
    unit = told.unit or campaign.root
    if not unit.path.startswith(campaign.root.path):
        raise BadInput(f"“{unit.name}”不在本活动的范围内。", f"'{unit.name}' isn't part of this campaign.")
    if told.topic and told.topic not in template_of(campaign).topic_codes():
        raise BadInput(f"模板里没有专题“{told.topic}”。", f"The template has no topic '{told.topic}'.")
    return unit, told.topic


def _needs_problem(campaign: Campaign, problem: Problem, by: Actor) -> None:
    if not visible_problems([by], campaign).filter(pk=problem.pk).exists():
        raise BadInput("没有这个问题，或它不在您的范围内。", "No such problem, or it isn't yours to see.")
