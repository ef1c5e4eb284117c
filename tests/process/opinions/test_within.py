"""A list's range of paths and a page's comparison say the same (SPEC rule 4)."""

import pytest

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.reach import raw_reaches
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("right", [Right.OPINION_READ_RAW, Right.OPINION_TRIAGE])
@pytest.mark.parametrize("role", [Role.OFFICE, Role.SUPERVISION, Role.CLERK, Role.LEADER])
def test_a_list_holds_what_a_page_shows(world: World, role: Role, right: Right) -> None:
    room = Unit.objects.create(name="三中教研组", parent=world.school, path=world.school.path + "0001")
    units = [world.bureau, world.school, room, world.other_school, None]
    opinions = world.take(*(f"第{n}件事没有人管" for n in range(len(units))))
    for opinion, unit in zip(opinions, units, strict=True):
        Opinion.objects.filter(pk=opinion.pk).update(about=unit)
    for scope in ("", world.bureau.path, world.school.path, room.path, "zzzz"):
        reaches = list(raw_reaches([Actor("somebody", role, scope)], right, world.bureau.path))
        listed = set(Opinion.objects.within(reaches))
        shown = {
            opinion
            for opinion, unit in zip(opinions, units, strict=True)
            if any(reach.covers(unit.path if unit else None) for reach in reaches)
        }
        assert listed == shown, scope
