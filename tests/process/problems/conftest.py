"""A world whose office and supervision group act from the bureau, over opinions about both schools and the bureau itself."""

from dataclasses import dataclass

import pytest

from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.texts.models import IndexedText
from huiyin.process.opinions.models import Group, Opinion, Placement
from tests.world import World

HEARD = (
    "第三中学食堂的饭菜又涨价了，一份素菜要六块钱",
    "第三中学食堂的饭菜又涨价了，一份素菜要六块钱！",
    "幼儿园食堂的饭菜也涨价了，孩子吃不饱",
    "局机关食堂的饭菜涨价，办事群众说贵",
)


@dataclass
class Heard:
    """Four opinions of one group: two about the first school (the second a copy), one about the other, one about the bureau."""

    world: World
    office: Actor
    inspector: Actor
    opinions: list[Opinion]
    group: Group

    @property
    def ids(self) -> list[int]:
        return [opinion.pk for opinion in self.opinions]

    def again(self, index: int = 0) -> Opinion:
        """The row as it is now."""
        return Opinion.objects.select_related("campaign__root").get(pk=self.ids[index])


@pytest.fixture
def heard(world: World) -> Heard:
    opinions = world.take(*HEARD)
    units = [world.school, world.school, world.other_school, world.bureau]
    group = Group.objects.create(campaign=world.campaign, number=1, title=HEARD[3], givers=3)
    for opinion, unit in zip(opinions, units, strict=True):
        repeats = opinions[0].pk if opinion is opinions[1] else None
        Placement.objects.create(
            opinion=opinion, group=group, typical=opinion is opinions[2], repeats=repeats
        )
        IndexedText.objects.create(text=opinion.pk, corpus=world.campaign.pk, near_duplicate_of=repeats)
        Opinion.objects.filter(pk=opinion.pk).update(about=unit)
    return Heard(
        world=world,
        office=Actor("office-1", Role.OFFICE, world.bureau.path),
        inspector=Actor("inspector-1", Role.SUPERVISION, world.bureau.path),
        opinions=[
            Opinion.objects.select_related("campaign__root").get(pk=opinion.pk) for opinion in opinions
        ],
        group=group,
    )
