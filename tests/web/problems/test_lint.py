"""The page of the ledger's lint."""

from datetime import date

import pytest

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from tests.web.conftest import SignedIn
from tests.world import World

LINT = "/c/mass-line/problems/lint"


@pytest.fixture(autouse=True)
def _late(world: World) -> None:
    raise_problem(
        world.campaign, Wording("菜价不公开", "own"), owner=world.school, by=world.office, at=world.at
    )
    Problem.objects.update(state="rectifying", due_on=date(2014, 5, 20))


def test_each_check_leads_to_its_list(signed_in: SignedIn) -> None:
    text = signed_in(Role.OFFICE).get(LINT).text
    assert "过了时限，没有销号，也没有申请延期" in text
    assert "/c/mass-line/problems/2014-001" in text
    assert "/c/mass-line/problems?late=yes" in text
    assert "销号时没有反映人评价" in text
    assert "这些没有发现" in text


def test_a_unit_reads_the_same_of_its_own_but_not_who_rated(signed_in: SignedIn, world: World) -> None:
    assert "2014-001" in signed_in(Role.HEAD, world.school).get(LINT).text
    text = signed_in(Role.CLERK, world.other_school).get(LINT).text
    assert "2014-001" not in text
    assert "销号时没有反映人评价" not in text


def test_nothing_is_a_score(signed_in: SignedIn) -> None:
    text = signed_in(Role.OFFICE).get(LINT).text
    assert "不打分" in text
    assert "排名" not in text
