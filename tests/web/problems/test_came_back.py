"""A closed problem and the one that follows it lead to each other."""

from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import Said, take_step
from tests.web.conftest import SignedIn
from tests.world import World

LEDGER = "/c/mass-line/problems"


def test_both_pages_say_so(signed_in: SignedIn, world: World) -> None:
    problem = raise_problem(
        world.campaign, Wording("菜价不公开", "own"), owner=world.school, by=world.office, at=world.at
    )
    Problem.objects.update(state="closed", closed_on=world.at.date())
    problem = Problem.objects.select_related("campaign__root", "owner").get()
    inspector = Actor("inspector", Role.SUPERVISION, world.bureau.path)
    take_step(problem, Act.COME_BACK, Said("家长又反映菜价没有公开"), by=inspector, at=world.at)
    office = signed_in(Role.OFFICE)
    old = office.get(f"{LEDGER}/2014-001").text
    assert f'href="{LEDGER}/2014-001-2"' in old
    assert "已另立新问题" in old
    new = office.get(f"{LEDGER}/2014-001-2").text
    assert f'href="{LEDGER}/2014-001"' in new
    assert "以前销过号" in new
