"""Papers of self-examination and reminders on the desk of whom they wait for."""

from datetime import date

import pytest

from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.rules.selfchecks import Verdict
from huiyin.process.reminders.commands import send_reminder, sign_reminder
from huiyin.process.reminders.rules.wording import Pointed
from huiyin.reports.desk.todo import todo
from huiyin.reports.desk.todos import Kind
from tests.process.selfchecks.conftest import Team, team

__all__ = ["team"]
pytestmark = pytest.mark.django_db
MINE = {Kind.REVIEW_PAPER, Kind.PAPER_BACK, Kind.SIGN_REMINDER}


def waits(team: Team, who: str) -> dict[Kind, str]:
    listed = todo([team.actors[who]], team.world.campaign, team.at.date())
    return {line.kind: line.says.zh for line in listed.lines if line.kind in MINE}


def test_a_paper_waits_for_its_reviewer_and_then_for_its_author(team: Team) -> None:
    paper = team.write("member")
    assert waits(team, "head") == {}
    team.hand_in("member", paper)
    assert waits(team, "head") == {Kind.REVIEW_PAPER: "1 份自查材料等您审阅"}
    assert waits(team, "inspector") == waits(team, "other") == {}
    team.review("head", paper, Verdict.REWRITE, "attitude", due_on=date(2014, 6, 3))
    assert waits(team, "head") == {}
    assert waits(team, "member") == {Kind.PAPER_BACK: "1 份您写的材料退回了，等您改"}


def test_the_heads_own_paper_never_waits_for_the_head(team: Team) -> None:
    team.hand_in("head", team.write("head"))
    assert waits(team, "head") == {}
    assert Kind.REVIEW_PAPER in waits(team, "inspector")


def test_a_slip_waits_for_whom_it_speaks_to(team: Team) -> None:
    inspector: Actor = team.actors["inspector"]
    slip = send_reminder(
        team.world.campaign,
        team.world.school,
        team.accounts["member"],
        [Pointed("一周开了七次会")],
        together=True,
        by=inspector,
        at=team.at,
    )
    assert Kind.SIGN_REMINDER in waits(team, "member")
    assert Kind.SIGN_REMINDER in waits(team, "head")
    sign_reminder(slip, by=team.actors["member"], at=team.at)
    assert waits(team, "member") == {}
    assert Kind.SIGN_REMINDER in waits(team, "head")
