"""Ways of listening for the cast: an entrance, a forum, a box and a batch of paper forms of each school."""

from dataclasses import dataclass
from datetime import date

from huiyin.process.channels.commands import (
    keep_scans,
    open_entrance,
    print_sheets,
    record_box,
    record_forum,
)
from huiyin.process.channels.queries import pages_of
from huiyin.process.channels.rules.paper import Order
from huiyin.process.channels.rules.taking_down import Box, Forum, Point
from tests.process.channels.papered import pages
from tests.world import World

DAY = date(2014, 5, 20)


@dataclass
class Listened:
    """Ids of what there is."""

    school_entrance: int
    other_entrance: int
    school_forum: int
    other_forum: int
    school_box: int
    other_box: int
    school_batch: int
    other_batch: int
    school_scan: int
    other_scan: int


def listen(world: World, entrances: tuple[str, str], places: tuple[str, str], words: str) -> Listened:
    """Entrances with these names about the two schools; a forum at each of `places`, where `words` were said, and a box there."""
    campaign, by, at = world.campaign, world.office, world.at
    made: dict[str, int] = {}
    for key, unit, name, place in zip(
        ("school", "other"), (world.school, world.other_school), entrances, places, strict=True
    ):
        made[f"{key}_entrance"] = open_entrance(
            campaign, name=name, channel="online", about=unit, by=by, at=at
        ).pk
        forum = Forum(DAY, place, "书记", {"parent": 6}, (Point(words, "parent"),), about=unit.pk)
        made[f"{key}_forum"] = record_forum(
            campaign, unit, forum, nonce=f"{key}-forum".encode(), by=by, at=at
        ).pk
        box = Box(DAY, place, "甲", "乙", 3, 1, unit.pk)
        made[f"{key}_box"] = record_box(campaign, unit, box, nonce=f"{key}-box".encode(), by=by, at=at).pk
        batch, _ = print_sheets(campaign, unit, Order(name, 3), nonce=f"{key}-paper".encode(), by=by, at=at)
        keep_scans(batch, pages(2), nonce=f"{key}-scans".encode(), by=by, at=at)
        made[f"{key}_batch"], made[f"{key}_scan"] = batch.pk, pages_of(batch)[0][0]
    return Listened(**made)
