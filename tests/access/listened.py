"""Ways of listening for the cast: an entrance of each school."""

from dataclasses import dataclass

from huiyin.process.channels.commands import open_entrance
from tests.world import World


@dataclass
class Listened:
    """Ids of what there is."""

    school_entrance: int
    other_entrance: int


def listen(world: World, school: str, other: str) -> Listened:
    """Entrances with these names about the two schools."""
    made = [
        open_entrance(
            world.campaign, name=name, channel="online", about=unit, by=world.office, at=world.at
        ).pk
        for name, unit in ((school, world.school), (other, world.other_school))
    ]
    return Listened(*made)
