"""How a giver may be reached is seen by few, for a reason, and each time on record."""

import pytest

from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.channels.commands import (
    open_contact,
    open_entrance,
    open_sealed_contact,
    submit_opinion,
)
from huiyin.process.channels.models import ContactOpening
from huiyin.process.channels.queries import openings, openings_of
from huiyin.process.channels.rules.given import Given
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.models import Opinion
from huiyin.process.sealed.models import SealedMatter
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(world: World) -> Opinion:
    entrance = open_entrance(
        world.campaign, name="家长", channel="online", about=world.school, by=world.office, at=world.at
    )
    for number, accuses in enumerate((False, True)):
        given = Given("食堂的饭菜太贵", contact="wang@example.cn", accuses=accuses)
        submit_opinion(entrance, given, nonce=bytes([number] * 16), at=world.at)
    return Opinion.objects.select_related("campaign__root").get()


def test_who_reads_the_words_sees_it_for_a_reason(world: World, said: Opinion) -> None:
    inspector = Actor("inspector", Role.SUPERVISION, world.bureau.path)
    for by in (world.office, inspector):
        assert open_contact(said, "核实晚点的班次", by=by, at=world.at) == "wang@example.cn"
    rows, _ = openings(world.campaign, visible_opinions([world.office], world.campaign))
    assert [(row.by, row.why) for row in rows] == [
        ("inspector", "核实晚点的班次"),
        ("office", "核实晚点的班次"),
    ]
    records = Record.objects.filter(act="contact.opened", subject=f"opinion:{said.pk}")
    assert [row.by for row in records.order_by("seq")] == ["office", "inspector"]
    assert "wang" not in str(list(records.values_list()))


@pytest.mark.parametrize("why", ["", " ", "长" * 501])
def test_without_a_reason_nothing_is_shown(world: World, said: Opinion, why: str) -> None:
    with pytest.raises(Refused):
        open_contact(said, why, by=world.office, at=world.at)
    assert not ContactOpening.objects.exists()


def test_nobody_else_sees_it(world: World, said: Opinion) -> None:
    own = Actor("own", Role.OFFICE, own=frozenset({world.school.path}))
    inside = Actor("inside", Role.OFFICE, world.school.path)
    for by in (world.clerk, world.administrator, world.outsider, Actor("d", Role.DISCIPLINE), own, inside):
        with pytest.raises(NotAllowed):
            open_contact(said, "想问问", by=by, at=world.at)
    assert not Record.objects.filter(act="contact.opened").exists()


def test_of_a_sealed_matter_only_the_officer_sees_it_and_no_list_of_others_knows(
    world: World, said: Opinion
) -> None:
    matter = SealedMatter.objects.select_related("campaign__root", "about").get()
    with pytest.raises(NotAllowed):
        open_sealed_contact(matter, "核实", by=world.office, at=world.at)
    officer = Actor("officer", Role.DISCIPLINE)
    assert open_sealed_contact(matter, "核实", by=officer, at=world.at) == "wang@example.cn"
    assert openings(world.campaign, visible_opinions([world.office], world.campaign))[0] == []
    assert [row.by for row in openings_of(matter.pk)] == ["officer"]
