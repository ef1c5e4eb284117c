"""12 May: the office opens entrances before the second listening: for parents, teachers and students of some schools, and one for the counter."""

from datetime import date

from huiyin.demo.world import World, moment
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.channels.commands import open_entrance, open_entrances

_KINDS = ("高中", "初中", "小学")
_SCHOOLS = 6
_LAST = date(2014, 6, 30)


def open_ways(world: World) -> None:
    """Six schools, three kinds of giver each; students get the form for pupils."""
    at = moment(5, 12, 9)
    office = world.cast("director", Role.OFFICE, at)
    schools = [unit for unit in world.units.values() if unit.kind in _KINDS][:_SCHOOLS]
    kinds = {"parent": False, "teacher": False, "student": True}
    open_entrances(world.campaign, schools, kinds, channel="online", closes_on=_LAST, by=office, at=at)
    open_entrance(
        world.campaign, name="局机关窗口·办事群众", channel="online", closes_on=_LAST, by=office, at=at
    )
