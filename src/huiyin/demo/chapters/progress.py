"""March to June: what units did of the plan, some of them late, and who has come into the second stage."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from huiyin.demo.cast import DAY
from huiyin.demo.world import Event, World, moment
from huiyin.kit.errors import Refused
from huiyin.platform.orgs.models import Grant, Unit
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.commands import fill_item, report_progress
from huiyin.process.campaigns.commands.filling import fields_of
from huiyin.process.campaigns.commands.reporting import Progress
from huiyin.process.campaigns.models import Participation, PlanItem, UnitStage
from huiyin.process.campaigns.rules.plans import AskOrigin, StageState
from huiyin.process.opinions.models import Opinion
from huiyin.process.supervision.commands import advance_stage

_LATE_UNITS = 9
_TOLD_OF = frozenset(
    {"YH33", "YH41", "YH44", "YH46"}
)  # of whom the second stage tells: they are done with the first
_DONE, _DONE_LATE_UNIT, _EXCUSED = 0.985, 0.72, 0.6
_EARLIEST = date(2014, 3, 18)
_WORDS = ("座谈会开了两场，教师一场、家长一场", "材料在改第二稿", "名单已核对，缺两位外出培训的同志", "表已收齐，正在汇总",
          "已在教工大会上说明", "与下一项合并进行")  # fmt: skip
_REASONS = ("主要负责人外出培训，顺延一周", "与期中考试冲突，已商活动办顺延", "联络员更换，正在补")
_LISTENING, _PASSING = (
    moment(5, 12),
    moment(5, 29, 18),
)  # when the lists came in; when the office looked at stages
_WHY = "“回头看”专题报告已当面核对，学习讨论记录看了原件，同意进入第二环节。"
_WHY_LACKING = "该单位没有收到意见，督导组已到单位听取，情况属实，同意进入第二环节，第二轮听取意见时补上。"


@dataclass(frozen=True)
class _Report:
    """What a clerk says of an item, and when: the record goes by the days, unit by unit it would not."""

    at: datetime
    item: PlanItem
    said: Progress
    by: Actor


def spring(world: World) -> None:
    """March to 11 May: clerks say what is done."""
    world.play(_events(one for one in _reports(world) if one.at < _LISTENING))


def early_summer(world: World) -> list[Event]:
    """26–29 May: what came together while everybody listened."""
    return _events(one for one in _reports(world) if _LISTENING <= one.at < _PASSING)


def june(world: World) -> list[Event]:
    """30 May to 11 June: the second stage; nine units fall behind, some with a reason."""
    return _events(one for one in _reports(world) if one.at >= _PASSING)


def _events(reports: Iterable[_Report]) -> list[Event]:
    in_order = sorted(reports, key=lambda one: (one.at, one.item.pk))
    return [(one.at, partial(_tell, one)) for one in in_order]


def _tell(one: _Report) -> None:
    version = one.item.version
    if one.said.done_on is not None and fields_of(one.item):
        answers = {name: _answer(name, one.said.done_on) for name in fields_of(one.item)}
        version += fill_item(one.item, answers, version, by=one.by, at=one.at)
        one.item.filled = answers
    report_progress(one.item, one.said, version, by=one.by, at=one.at)


def _answer(field: str, on: date) -> str:
    """What a clerk writes into a field: a day where one is asked for, else a number of matters."""
    return f"{on.month}月{on.day}日" if field.endswith(("时间", "日期")) else "两件"


def _reports(world: World) -> list[_Report]:
    """Everything that will be said, the same at every call: each unit has its own chances, so that what others are asked meanwhile changes nothing."""
    random = Random(len(world.voices))  # noqa: S311 - a play needs no secrets
    units = list(Unit.objects.order_by("path"))
    late = {unit.pk for unit in random.sample(units[1:], _LATE_UNITS)}
    found: list[_Report] = []
    for unit in units:
        by = _reporter(world, unit)
        random = Random(f"{len(world.voices)} {unit.code}")  # noqa: S311 - a play needs no secrets
        items = PlanItem.objects.filter(participation__unit=unit, participation__campaign=world.campaign)
        items = items.exclude(ask__origin=AskOrigin.RETURN)  # what was sent back is answered where it is told
        for item in items.select_related("ask", "participation__unit").order_by("ask__position"):
            found += [
                _Report(_moment(on, random), item, said, by)
                for said, on in _said(item, random, behind=unit.pk in late, told_of=unit.code in _TOLD_OF)
            ]
    return found


def _said(item: PlanItem, random: Random, *, behind: bool, told_of: bool) -> Iterator[tuple[Progress, date]]:
    """What is said of an item, if anything, and on which day."""
    due = item.due_on or DAY
    chance = _DONE_LATE_UNIT if behind and due > date(2014, 4, 20) else _DONE
    yesterday = DAY - timedelta(days=1)
    organiser = item.participation.unit.parent_id is None  # does itself what it asks of others
    sure = organiser or (told_of and item.ask.stage == "listen")
    if due <= yesterday and (random.random() < chance or sure):
        on = min(due - timedelta(days=random.randint(0, 3)), yesterday)
        yield Progress("", on, ""), max(on, _EARLIEST)
    elif due <= yesterday and random.random() < _EXCUSED:
        yield Progress("", None, random.choice(_REASONS)), min(due + timedelta(days=1), yesterday)
    elif item.starts_on is not None and item.starts_on <= yesterday < due and random.random() < _EXCUSED:
        yield Progress(random.choice(_WORDS), None, ""), yesterday


def _moment(on: date, random: Random) -> datetime:
    """When it is typed in: in the listening weeks of May nobody had the time."""
    at = moment(on.month, on.day, random.randint(8, 17), random.randint(0, 59))
    return max(at, moment(5, 26, 8, random.randint(0, 59))) if at >= _LISTENING else at


def _reporter(world: World, unit: Unit) -> Actor:
    """The unit's clerk; for the bureau itself, its office."""
    if unit.pk == world.root.pk:
        return world.cast("director", Role.OFFICE, moment(3, 18))
    return clerk_of(world, unit)


def clerk_of(world: World, unit: Unit) -> Actor:
    """The capacity of a unit's first clerk."""
    grant = Grant.objects.select_related("account").filter(unit=unit, role=Role.CLERK).order_by("pk")[0]
    actors = actors_of(grant.account, date(2014, 3, 18), campaign=world.campaign.code)
    return next(actor for actor in actors if actor.may(Right.PLAN_REPORT, unit.path))


def advance(world: World) -> None:
    """29 May, in the evening: the office lets through who has looked back; where nothing was heard, only the leading group can."""
    at = _PASSING
    office, leader = world.cast("director", Role.OFFICE, at), world.cast("leader", Role.LEADER, at)
    about = Opinion.objects.of(world.campaign).values_list("about", flat=True).order_by()
    heard = set(about.distinct())
    there = Participation.objects.filter(campaign=world.campaign).select_related("unit", "campaign__root")
    parts = list(there.order_by("unit__path"))
    for done, part in enumerate(parts, start=1):
        if not behind_in_listening(part):
            why = _WHY if part.unit_id in heard else _WHY_LACKING
            by = office if why == _WHY and part.unit_id != world.root.pk else leader
            _let_through(part, why, by, leader, at + timedelta(minutes=done))
        world.tell(done, len(parts))


def _let_through(part: Participation, why: str, by: Actor, leader: Actor, at: datetime) -> None:
    stage = UnitStage.objects.get(participation=part, state=StageState.OPEN).stage
    try:
        advance_stage(part, stage, why, by=by, at=at)
    except Refused:  # a condition that fails: for the leading group
        advance_stage(part, stage, _WHY_LACKING, by=leader, at=at)


def behind_in_listening(part: Participation, on: date = date(2014, 5, 28)) -> bool:
    """Two items of the first stage still open: it stays where it is."""
    open_ = PlanItem.objects.filter(participation=part, ask__stage="listen", due_on__lte=on, done_on=None)
    return open_.count() >= 2
