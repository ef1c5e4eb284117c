"""What is said at gates: on 30 May three schools get theirs back, one of them with a paper for its author, in June they mend what they can, on 12 June
it is looked at again."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from huiyin.demo.chapters.progress import clerk_of
from huiyin.demo.world import Event, World, moment
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.commands import report_progress
from huiyin.process.campaigns.commands.reporting import Progress
from huiyin.process.campaigns.models import Participation, PlanItem, UnitStage
from huiyin.process.campaigns.rules.plans import StageState
from huiyin.process.problems.models import Problem
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.supervision.commands import Must, Said, judge_gate
from huiyin.process.supervision.models import GateVerdict, ReturnPoint
from huiyin.process.supervision.rules.verdicts import VerdictKind
from huiyin.process.talks.commands import confirm_talk, say_held
from huiyin.process.talks.models import Talk
from huiyin.process.talks.rules.states import TalkState

_FILE = Path(__file__).parents[2] / "library" / "demo" / "verdicts.toml"
_STAGE = "examine"
_A_MOMENT = timedelta(seconds=10)
_OF_TALK = ("participation__campaign__root", "participation__unit", "one", "other")


def send_back(world: World) -> None:
    """30 May, before work: what must change and by when, each thing a task of the school, or a paper that its author has back."""
    at = moment(5, 30, 7, 57)
    by = world.cast("inspector", Role.SUPERVISION, at)
    for number, row in enumerate(_told()["returned"]):
        part = part_of(world, row["unit"])
        points = tuple(
            Must(
                one["text"],
                date.fromisoformat(one["due"]),
                problem=_problem(part, one.get("problem", "")),
                paper=_paper(world, part, one.get("paper", "")),
            )
            for one in row["points"]
        )
        said = Said(VerdictKind.RETURN, points=points)
        judge_gate(part, row["gate"], said, by=by, at=at + number * _A_MOMENT)


def june(world: World) -> Iterator[Event]:
    """5–10 June: the clerks say what was done of it."""
    for number, row in enumerate(_told()["returned"]):
        for place, one in enumerate(row["points"], start=1):
            if "done" in one:
                at = moment(6, 9, 10 + number, 12 * place)
                yield at, partial(_report, world, row, place, one["done"], at)


def look_again(world: World) -> None:
    """12 June, early: the school that mended everything passes; two of it are to talk once more; the leading group waives a gate."""
    at = moment(6, 12, 7, 30)
    by = world.cast("inspector", Role.SUPERVISION, at)
    for number, row in enumerate(_told()["returned"]):
        if "again" in row:
            part = part_of(world, row["unit"])
            said = Said(VerdictKind.PASS, row["again"]["why"], seen=1)
            judge_gate(part, row["gate"], said, by=by, at=at + number * _A_MOMENT)
    _talk_again(world, at + timedelta(minutes=1))
    _waive(world, at + timedelta(minutes=2))


def after_the_talk(world: World, at: datetime) -> None:
    """In the summer: the two have talked again, and the gate is passed."""
    told = _told()["talk"]
    part = part_of(world, told["unit"])
    if _verdicts(part, told["gate"]):
        again = ReturnPoint.objects.filter(verdict__participation=part, verdict__gate=told["gate"])
        talk = Talk.objects.select_related(*_OF_TALK).get(pk__in=again.values("talk"))
        say_held(talk, held_on=date.fromisoformat(told["again"]["held"]), who=talk.one, at=at)
        confirm_talk(Talk.objects.select_related(*_OF_TALK).get(pk=talk.pk), who=talk.other, at=at)
        by = world.cast("inspector", Role.SUPERVISION, at)
        judge_gate(part, told["gate"], Said(VerdictKind.PASS, told["again"]["why"], seen=1), by=by, at=at)


def in_stage(part: Participation, stage: str) -> bool:
    """Whether a unit has come to a stage."""
    there = UnitStage.objects.filter(participation=part, stage=stage)
    return there.exclude(state=StageState.WAITING).exists()


def part_of(world: World, code: str) -> Participation:
    """A unit in the campaign."""
    parts = Participation.objects.select_related("unit", "campaign__root")
    return parts.get(campaign=world.campaign, unit=world.units[code])


def _report(world: World, row: Mapping[str, Any], place: int, words: str, at: datetime) -> None:
    part = part_of(world, row["unit"])
    point = ReturnPoint.objects.filter(verdict__participation=part, verdict__gate=row["gate"], number=place)
    item = (
        PlanItem.objects.filter(ask__in=point.values("ask"), participation=part)
        .select_related("ask", "participation__unit")
        .first()
    )
    if item is not None:
        report_progress(
            item, Progress(words, at.date(), ""), item.version, by=clerk_of(world, part.unit), at=at
        )


def _talk_again(world: World, at: datetime) -> None:
    told = _told()["talk"]
    part = part_of(world, told["unit"])
    shown = {world.accounts["head"].pk, world.accounts["member"].pk}
    held = Talk.objects.filter(participation=part, required=True, state=TalkState.CONFIRMED)
    talks = held.select_related(*_OF_TALK)
    talk = next((one for one in talks.order_by("pk") if {one.one_id, one.other_id} != shown), None)
    if talk is None or not in_stage(part, _STAGE):
        return
    by = world.cast("inspector", Role.SUPERVISION, at)
    point = Must(told["text"], date.fromisoformat(told["due"]), talk=talk)
    judge_gate(part, told["gate"], Said(VerdictKind.RETURN, points=(point,)), by=by, at=at)


def _waive(world: World, at: datetime) -> None:
    """Of a unit without a problem, the first in the tree."""
    told, by = _told()["waived"], world.cast("leader", Role.LEADER, at)
    owners = Problem.objects.of(world.campaign).filter(owner__isnull=False).values("owner")
    stages = UnitStage.objects.filter(stage=_STAGE).exclude(state=StageState.WAITING)
    there = Participation.objects.filter(campaign=world.campaign, pk__in=stages.values("participation"))
    part = (
        there.exclude(unit__in=owners)
        .exclude(unit=world.root)
        .select_related("unit", "campaign__root")
        .order_by("unit__path")
        .first()
    )
    if part is not None:
        judge_gate(part, told["gate"], Said(VerdictKind.WAIVE, told["why"]), by=by, at=at)


def _problem(part: Participation, title: str) -> Problem | None:
    if not title:
        return None
    owned = Problem.objects.of(part.campaign).standing().filter(owner=part.unit, title=title)
    return owned.order_by("pk").first()


def _paper(world: World, part: Participation, author: str) -> SelfCheck | None:
    if not author:
        return None
    related = ("participation__campaign__root", "participation__unit", "account")
    return SelfCheck.objects.select_related(*related).get(participation=part, account=world.accounts[author])


def _verdicts(part: Participation, gate: str) -> int:
    return GateVerdict.objects.filter(participation=part, gate=gate).count()


@cache
def _told() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
