"""March to June: what units did of the plan, some of them late, and who has come into the second stage."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from huiyin.demo.cast import DAY
from huiyin.demo.world import World, moment
from huiyin.kit.errors import Refused
from huiyin.platform.orgs.models import Grant, Unit
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.commands import report_progress
from huiyin.process.campaigns.commands.reporting import Progress
from huiyin.process.campaigns.models import Participation, PlanItem, UnitStage
from huiyin.process.campaigns.rules.plans import StageState
from huiyin.process.supervision.commands import advance_stage

_LATE_UNITS = 9
_DONE, _DONE_LATE_UNIT, _AHEAD = 0.985, 0.72, 0.15
_EARLIEST = date(2014, 3, 18)
_WORDS = ("座谈会开了两场，教师一场、家长一场", "材料在改第二稿", "名单已核对，缺两位外出培训的同志", "表已收齐，正在汇总",
          "已在教工大会上说明", "与下一项合并进行")  # fmt: skip
_REASONS = ("主要负责人外出培训，顺延一周", "与期中考试冲突，已商活动办顺延", "联络员更换，正在补")
_WHY = "“回头看”专题报告已当面核对，学习讨论记录看了原件，同意进入第二环节。"
_WHY_LACKING = "该单位没有收到意见，督导组已到单位听取，情况属实，同意进入第二环节，第二轮听取意见时补上。"


def report(world: World) -> None:
    """Clerks say what is done; nine units fall behind, some with a reason."""
    random = Random(world.random.random())  # noqa: S311 - a play needs no secrets
    units = list(Unit.objects.order_by("path"))
    late = {unit.pk for unit in random.sample(units[1:], _LATE_UNITS)}
    for done, unit in enumerate(units, start=1):
        _report(world, unit, random, behind=unit.pk in late)
        world.tell(done, len(units))


def _report(world: World, unit: Unit, random: Random, *, behind: bool) -> None:
    by = _reporter(world, unit)
    items = PlanItem.objects.filter(participation__unit=unit, participation__campaign=world.campaign)
    for item in items.select_related("ask", "participation__unit").order_by("due_on", "pk"):
        for said, on in _said(item, random, behind=behind):
            report_progress(item, said, item.version, by=by, at=_hour(on, random))


def _said(item: PlanItem, random: Random, *, behind: bool) -> Iterator[tuple[Progress, date]]:
    due = item.due_on or DAY
    chance = _DONE_LATE_UNIT if behind and due > date(2014, 4, 20) else _DONE
    yesterday = DAY - timedelta(days=1)
    if due <= yesterday and random.random() < chance:
        on = min(max(due - timedelta(days=random.randint(0, 3)), _EARLIEST), yesterday)
        yield Progress("", on, ""), on
    elif due <= yesterday and random.random() < 0.6:
        yield Progress("", None, random.choice(_REASONS)), min(due + timedelta(days=1), yesterday)
    elif item.starts_on is not None and item.starts_on <= yesterday < due and random.random() < _AHEAD * 4:
        yield Progress(random.choice(_WORDS), None, ""), yesterday


def _reporter(world: World, unit: Unit) -> Actor:
    """The unit's clerk; for the bureau itself, its office."""
    if unit.pk == world.root.pk:
        return world.cast("director", Role.OFFICE, moment(3, 18))
    return _clerk(world, unit)


def _clerk(world: World, unit: Unit) -> Actor:
    grant = Grant.objects.select_related("account").filter(unit=unit, role=Role.CLERK).order_by("pk")[0]
    actors = actors_of(grant.account, date(2014, 3, 18), campaign=world.campaign.code)
    return next(actor for actor in actors if actor.may(Right.PLAN_REPORT, unit.path))


def _hour(on: date, random: Random) -> datetime:
    return moment(on.month, on.day, random.randint(8, 17), random.randint(0, 59))


def advance(world: World) -> None:
    """24–30 May: the office lets through who has looked back; where nothing was heard, only the leading group can."""
    at = moment(5, 29, 10)
    office, leader = world.cast("director", Role.OFFICE, at), world.cast("leader", Role.LEADER, at)
    there = Participation.objects.filter(campaign=world.campaign).select_related("unit", "campaign__root")
    parts = list(there.order_by("unit__path"))
    for done, part in enumerate(parts, start=1):
        if not _is_behind(part, date(2014, 5, 28)):
            _let_through(part, office, leader, at + timedelta(minutes=done))
        world.tell(done, len(parts))


def _let_through(part: Participation, office: Actor, leader: Actor, at: datetime) -> None:
    stage = UnitStage.objects.get(participation=part, state=StageState.OPEN).stage
    try:
        advance_stage(part, stage, _WHY, by=office, at=at)
    except Refused:  # its own team, or a condition that fails: for the leading group
        advance_stage(part, stage, _WHY_LACKING, by=leader, at=at)


def _is_behind(part: Participation, on: date) -> bool:
    """Two items of the first stage still open: it stays where it is."""
    open_ = PlanItem.objects.filter(participation=part, ask__stage="listen", due_on__lte=on, done_on=None)
    return open_.count() >= 2
