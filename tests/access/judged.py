"""The first school returned at a gate with something for the unit and something for one member alone, and a sheet of looks that was sent back."""

from datetime import date

from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Participation
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.supervision.commands import (
    Must,
    Said,
    hand_in_lookback,
    judge_gate,
    return_lookback,
)
from huiyin.process.supervision.rules.verdicts import VerdictKind
from tests.world import TEMPLATE, World

DUE = date(2014, 6, 6)


def judge(world: World, looked: str, returned: str, alone: str, paper: SelfCheck | None = None) -> None:
    """`looked`: words of the sheet; `returned`: what the unit must change; `alone`: what the writer of `paper` must."""
    part = Participation.objects.select_related("unit", "campaign__root").get(
        campaign=world.campaign, unit=world.school
    )
    path = world.school.path
    clerk = Actor("clerk-3", Role.CLERK, path, own=frozenset({path}))
    inspector = Actor("inspector", Role.SUPERVISION, world.bureau.path)
    sheet = TEMPLATE.looks.sheet("eight_looks")
    assert sheet is not None
    entries = {
        look.code: dict.fromkeys(("result", "problem", "measure", "example"), looked) for look in sheet.looks
    }
    made = hand_in_lookback(part, "eight_looks", 0, entries, by=clerk, at=world.at)
    return_lookback(made, returned, DUE, by=inspector, at=world.at)
    points = [Must(returned, DUE)]
    if paper is not None:
        paper = SelfCheck.objects.select_related("participation__unit", "participation__campaign__root").get(
            pk=paper.pk
        )
        points.append(Must(alone, DUE, paper=paper))
    leave = Said(VerdictKind.RETURN, returned, tuple(points))
    judge_gate(part, "leave_listen", leave, by=world.office, at=world.at)
