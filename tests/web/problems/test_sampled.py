"""抽查 on a problem's page: nobody's before the visit, the unit's from then on, and what two inspectors found."""

from datetime import datetime

import pytest

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.problems.models import Problem
from huiyin.process.samples.commands import say_of_item, start_visit
from tests.process.samples.drawn import Sampling, sampling_in
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def sampling(world: World, at: datetime) -> Sampling:
    return sampling_in(world, at)


def test_the_unit_learns_of_it_with_the_visit_and_then_the_result(
    sampling: Sampling, signed_in: SignedIn
) -> None:
    world, at = sampling.world, sampling.at
    sampling.problems(3, world.school)
    sample = sampling.draw()
    first, second = sampling.items(sample)[:2]
    clients = {
        "clerk": signed_in(Role.CLERK, world.school),
        "inspector": signed_in(Role.SUPERVISION),
        "office": signed_in(Role.OFFICE),
    }

    def page(who: str, number: str) -> str:
        return clients[who].get(f"/c/mass-line/problems/{number}").text

    for who in clients:
        assert "抽样核查" not in page(who, first.name)
    start_visit(sample, first, sampling.other, by=sampling.inspector, at=at)
    for who in clients:
        assert "正在看销号是不是真的" in page(who, first.name)
        assert "抽样核查" not in page(who, second.name)
    for by in (sampling.inspector, sampling.colleague):
        say_of_item(sample, first, "公示栏是空的", holds=False, by=by, at=at)
    Problem.objects.filter(pk=first.problem_id).update(closed_on=None, round=2, state="rectifying")
    text = page("clerk", first.name)
    assert "没有真改" in text
    assert f'href="/c/mass-line/samples/{sample.number}/{first.place}"' in text
