"""Looking back: what units say of a stage before they leave it, what inspectors judge of them, and the look in December."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from huiyin.demo.chapters.letters import answer_last
from huiyin.demo.chapters.progress import behind_in_listening, clerk_of
from huiyin.demo.chapters.verdicts import after_the_talk, in_stage, part_of
from huiyin.demo.library import look_words
from huiyin.demo.world import OPERATOR, World, moment
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Participation
from huiyin.process.supervision.commands import (
    advance_stage,
    hand_in_lookback,
    keep_facts,
    return_lookback,
)
from huiyin.process.supervision.models import Lookback

_BACK = "YH44"
_FIRST, _SECOND = "YH41", "YH44"
_A_MOMENT = timedelta(seconds=10)


def look_back(world: World) -> None:
    """29 May, in the last minute before the office looks at stages, when all else of that day is written down: every unit that is done with the first stage hands its eight looks in; one gets them back and mends them."""
    at = moment(5, 29, 17, 59) + timedelta(seconds=10)
    keep_facts(world.campaign, by=OPERATOR, at=at)
    rows = Participation.objects.filter(campaign=world.campaign).select_related("unit", "campaign__root")
    parts = [part for part in rows.order_by("unit__path") if not behind_in_listening(part)]
    for number, part in enumerate(parts):
        by = _writer(world, part, at)
        then = at + timedelta(milliseconds=500 * number)
        made = hand_in_lookback(part, "eight_looks", 0, _written("eight", number), by=by, at=then)
        if part.unit.code == _BACK:
            inspector = world.cast("inspector", Role.SUPERVISION, at)
            return_lookback(
                made, "事例都是四月的，请写五月做了什么。", date(2014, 5, 30), by=inspector, at=then
            )
            hand_in_lookback(part, "eight_looks", 0, _written("eight", number + 1), by=by, at=then)
        world.tell(number + 1, len(parts))


def judge_reals(world: World) -> None:
    """12 June, early: the inspectors judge the five reals of the bureau and of two schools; the school that held its meeting again hands
    its six looks in."""
    at = moment(6, 12, 7, 40)
    by = world.cast("inspector", Role.SUPERVISION, at)
    for number, (code, judged) in enumerate(look_words()["reals"].items()):
        entries = {look: {"judgement": word, "ground": ground} for look, (word, ground) in judged.items()}
        hand_in_lookback(part_of(world, code), "five_reals", 0, entries, by=by, at=at + number * _A_MOMENT)
    _six(world, _FIRST, at + timedelta(minutes=5))


def leave_examine(world: World) -> None:
    """26 August to 1 September: two schools leave the second stage; not every condition holds, and the leading group says why it lets them."""
    at = moment(8, 26, 10)
    _six(world, _SECOND, at)
    answer_last(world, moment(8, 27, 10))
    after_the_talk(world, moment(8, 28, 10))
    at, told = moment(9, 1, 8, 10), look_words()["passed"]
    leader = world.cast("leader", Role.LEADER, at)
    for code in (_FIRST, _SECOND):
        part = part_of(world, code)
        if _stands(part, "six_looks"):
            advance_stage(part, "examine", told[code], by=leader, at=at)


def look_in_december(world: World) -> None:
    """9 December: both look back at what they put right; one of them gets its sheet back."""
    at, told = moment(12, 9, 9), look_words()
    for number, code in enumerate((_FIRST, _SECOND)):
        part = part_of(world, code)
        if not in_stage(part, "rectify"):
            continue
        then = at + timedelta(hours=number)
        made = hand_in_lookback(
            part, "final_looks", 0, _written("final", number), by=_writer(world, part, then), at=then
        )
        back = told["final_returned"]
        if code == back["unit"]:
            later = then + timedelta(hours=4)
            by = world.cast("leader", Role.LEADER, later)
            return_lookback(made, back["why"], date.fromisoformat(back["due"]), by=by, at=later)


def _six(world: World, code: str, at: datetime) -> None:
    part = part_of(world, code)
    if in_stage(part, "examine"):
        by = _writer(world, part, at)
        hand_in_lookback(part, "six_looks", 0, _written("six", 0), by=by, at=at)


def _written(sheet: str, number: int) -> dict[str, dict[str, str]]:
    """The looks of a unit: each column in one of the ways in which it is said."""
    said: Mapping[str, Mapping[str, Any]] = look_words()[sheet]
    return {code: _columns(columns.items(), number) for code, columns in said.items()}


def _columns(columns: Iterable[tuple[str, Any]], number: int) -> dict[str, str]:
    return {column: ways[(number + at) % len(ways)] for at, (column, ways) in enumerate(sorted(columns))}


def _stands(part: Participation, sheet: str) -> bool:
    return Lookback.objects.filter(participation=part, sheet=sheet).exists()


def _writer(world: World, part: Participation, at: datetime) -> Actor:
    if part.unit_id == world.root.pk:
        return world.cast("director", Role.OFFICE, at)
    return clerk_of(world, part.unit)
