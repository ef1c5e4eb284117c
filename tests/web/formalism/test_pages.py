"""The page of what a campaign shows of formalism in itself."""

import pytest

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.problems.commands import Wording, raise_problem
from tests.documents.labels import carries
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
HERE = "/c/mass-line/formalism"


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER, Role.SUPERVISION])
def test_who_looks_at_the_whole_reads_it(world: World, signed_in: SignedIn, role: Role) -> None:
    wording = Wording("作风不够扎实", "above", "有待进一步加强")
    raise_problem(world.campaign, wording, owner=world.school, by=world.office, at=world.at)
    client = signed_in(role)
    page = client.get(HERE).content.decode()
    assert "没有具体事实的问题" in page
    assert "2014-001" in page
    assert "这些没有发现" in page
    assert "台账自查" in page
    assert HERE in client.get("/c/mass-line/burden").content.decode()
    answer = client.get(f"{HERE}/list.xlsx")
    assert answer.status_code == 200
    assert carries(answer.content, "内部资料，注意保管")


def test_a_unit_does_not(world: World, signed_in: SignedIn) -> None:
    client = signed_in(Role.CLERK, world.school)
    assert client.get(HERE).status_code == 403
    assert HERE not in client.get("/c/mass-line/burden").content.decode()
