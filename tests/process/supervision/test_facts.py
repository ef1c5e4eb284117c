"""facts.toml and the rooms say the same: which facts there are, whose they are, of what type."""

from datetime import date, datetime

import pytest

from huiyin.process.campaigns.commands import launch_campaign
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.rules import library_folder, load_template
from huiyin.process.campaigns.rules.loading import shipped_codes
from huiyin.process.supervision.queries import ROOMS, facts
from tests.world import TEMPLATE, World

TYPES = {"bool": bool, "int": int, "share": float, "days": (int, float), "date": str, "text": str}


@pytest.mark.parametrize("code", shipped_codes())
def test_what_a_template_asks_of_a_room_that_is_there_the_room_brings(code: str) -> None:
    """A fact of a room that isn't built yet is unknown; one of a room that is must be brought, or is named as still to come."""
    named = {fact.name: fact.room for fact in load_template(library_folder(code)).facts}
    brought = {name: room for room, (names, _) in ROOMS.items() for name in names}
    assert {name: room for name, room in named.items() if name in brought} == {
        name: room for name, room in brought.items() if name in named
    }
    assert {name for name, room in named.items() if room in ROOMS} <= set(brought)


def test_every_fact_that_a_room_brings_is_named_in_the_campaign_of_2014() -> None:
    named = {fact.name for fact in TEMPLATE.facts}
    assert {name for names, _ in ROOMS.values() for name in names} <= named


@pytest.mark.django_db
def test_what_rooms_bring_is_of_the_type_that_was_named(world: World, at: datetime) -> None:
    world.take("食堂上周三的午餐只有两片肉", "校车停靠点挪到了马路对面")
    campaign, _ = launch_campaign(
        TEMPLATE,
        code="facts",
        name="x",
        root=world.bureau,
        units=[world.bureau, world.school],
        events={"city_meeting": date(2014, 5, 16)},
        by=world.office,
        at=at,
    )
    types = {fact.name: fact.type for fact in TEMPLATE.facts}
    parts = list(Participation.objects.filter(campaign=campaign).select_related("unit", "campaign__root"))
    found = facts(parts, date(2014, 6, 12))
    assert set(found) == {part.pk for part in parts}
    for known in found.values():
        assert {
            "plan.due",
            "opinions.received",
            "problems.total",
            "study.records",
            "cascade.acknowledged",
        } <= set(known)
        for name, fact in known.items():
            assert isinstance(fact.value, TYPES[types[name]]), name
            assert types[name] != "share" or fact.n, name  # a share says of how many
