from dataclasses import dataclass
from datetime import date, datetime

import pytest

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import launch_campaign
from huiyin.process.campaigns.models import Campaign, Participation, PlanItem
from tests.rules.campaigns.plans import item, named, template, when
from tests.world import World

TEMPLATE = template(
    tiers=[named("bureau", root=True), named("schools")],
    stages=[
        named("listen", steps=[named("hear", who="x", what="y")], decided_by="office"),
        named("fix", steps=[named("mend", who="x", what="y")], decided_by="leader"),
    ],
    events=[
        named("first"),
        named("meeting", after=when("first", 45), tiers={"schools": when("first", 59, roll="next")}),
    ],
    plan=[
        item(
            "listen_on",
            when("first", 14),
            start=when("first", 7),
            step="hear",
            document="work_plan",
            typed=["note"],
        ),
        item("told", when("meeting", -10, roll="previous"), step="mend"),
        item("held", when("meeting"), step="mend"),
    ],
)


@dataclass
class Planned:
    """A campaign with a small plan: the bureau and two schools."""

    world: World
    campaign: Campaign
    leader: Actor
    head: Actor

    def item(self, code: str, unit: Unit) -> PlanItem:
        return PlanItem.objects.select_related("ask__campaign__root", "participation__unit").get(
            ask__campaign=self.campaign, ask__code=code, participation__unit=unit
        )

    def part(self, unit: Unit) -> Participation:
        return Participation.objects.select_related("unit", "campaign__root").get(
            campaign=self.campaign, unit=unit
        )


@pytest.fixture
def planned(world: World, at: datetime) -> Planned:
    campaign, _ = launch_campaign(
        TEMPLATE,
        code="planned",
        name="有计划的活动",
        root=world.bureau,
        units=[world.bureau, world.school, world.other_school],
        events={"first": date(2014, 5, 16)},
        by=world.office,
        at=at,
    )
    leader = Actor("leader", Role.LEADER, world.bureau.path)
    return Planned(world, campaign, leader, Actor("head-3", Role.HEAD, world.school.path))
