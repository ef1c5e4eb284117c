"""Who reads that somebody was made to suffer for having spoken."""

import pytest

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.answers.commands import report_retaliation
from huiyin.process.answers.queries import receipt_of, retaliations
from huiyin.process.channels.commands import open_entrance, seal_opinion, submit_opinion
from huiyin.process.channels.rules.given import Given
from huiyin.process.opinions.models import Opinion
from huiyin.process.sealed.models import SealedMatter
from huiyin.process.sealed.queries import said_of
from tests.world import World

pytestmark = pytest.mark.django_db


def reported(world: World, about: Unit, number: int) -> int:
    entrance = open_entrance(
        world.campaign, name=f"家长{number}", channel="online", about=about, by=world.office, at=world.at
    )
    given = Given("食堂的饭菜太贵")
    code = submit_opinion(entrance, given, nonce=bytes([number] * 16), at=world.at).code
    receipt = receipt_of(code)
    assert receipt is not None
    report_retaliation(receipt, f"报复{number}", at=world.at)
    return receipt.matter


@pytest.fixture
def three(world: World) -> World:
    """Of an opinion about a school, of one about the bureau, and of one about the school that was split off afterwards."""
    reported(world, world.school, 1)
    reported(world, world.bureau, 2)
    split = Opinion.objects.select_related("campaign__root").get(pk=reported(world, world.school, 3))
    seal_opinion(split, by=world.office, at=world.at)
    return world


def read(world: World, *actors: Actor) -> set[str]:
    return {row.said for row in retaliations(actors, world.campaign)[0]}


def test_inspectors_read_what_is_said_of_opinions_and_the_officer_of_sealed_matters_too(three: World) -> None:
    root = three.bureau.path
    assert read(three, Actor("i", Role.SUPERVISION, root)) == {"报复1", "报复2"}
    officer = [Actor("d", Role.DISCIPLINE, root)]
    rows, _ = retaliations(officer, three.campaign)
    # What is said of the sealed one stands in its matter, which isn't opened without a trace.
    assert {(row.said, row.sealed) for row in rows} == {("报复1", False), ("报复2", False), ("", True)}
    (sealed,) = SealedMatter.objects.all()
    assert [row.matter for row in rows if row.sealed] == [sealed.pk]
    assert "报复3" in {one.body for one in said_of(sealed.pk)}


def test_nobody_reads_what_is_said_of_an_own_unit(three: World) -> None:
    root, own = three.bureau.path, frozenset({three.school.path})
    assert read(three, Actor("i", Role.SUPERVISION, root, own=own)) == {"报复2"}
    assert read(three, Actor("d", Role.DISCIPLINE, root, own=own)) == {"报复2"}


def test_neither_the_office_nor_the_unit_reads_any(three: World) -> None:
    for role in set(Role) - {Role.SUPERVISION, Role.DISCIPLINE}:
        assert read(three, Actor("x", role, three.bureau.path), Actor("y", role, three.school.path)) == set()
