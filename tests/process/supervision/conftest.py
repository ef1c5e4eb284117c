"""A school before gates of every kind: what its facts let hold, fail or leave unknown, and who may judge it."""

from datetime import date, datetime

import pytest

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import launch_campaign, report_progress
from huiyin.process.campaigns.commands.reporting import Progress
from huiyin.process.campaigns.models import Campaign, Participation, PlanItem, UnitStage
from tests.rules.campaigns.plans import item, named, template, when
from tests.world import TEMPLATE as SHIPPED
from tests.world import World

JUDGES = ("supervision_group", "activity_office", "leading_group")
STATES = {"holds": ("plan.due", "ge"), "fails": ("plan.overdue", "eq"), "unknown": ("talks.coverage", "ge")}


def condition(state: str, severity: str = "blocks") -> dict[str, object]:
    fact, op = STATES[state]
    value = 1.0 if state == "unknown" else 0
    return {"fact": fact, "op": op, "value": value, "severity": severity, "message": f"{state}了"}


GATES = [
    named(f"{state}_{judge}", stage="listen", verdict_by=judge, conditions=[condition(state)])
    for state in STATES
    for judge in JUDGES
]
SHOWN = [
    named("mind", stage="listen", verdict_by="supervision_group", core=True, conditions=[condition("fails", "shows")]),
    named("needed", stage="examine", verdict_by="supervision_group", needs_verdict=True, conditions=[]),
    named("far", stage="fix", verdict_by="supervision_group", conditions=[]),
]  # fmt: skip


def made(gates: list[dict[str, object]]) -> object:
    looks = {
        "sheets": [
            one.model_dump(mode="json")
            for one in SHIPPED.looks.sheets
            if one.stage in (None, "listen", "rectify")
        ]
    }
    return template(
        stages=[named(code, decided_by="office") for code in ("listen", "examine", "fix")],
        events=[named("first")],
        plan=[
            item("one", when("first", 3)),
            item("lookback_listen", when("first", 12)),
            item("lookback_listen_reported", when("first", 12)),
        ],
        gates=gates,
        looks={"given": ["number", "look", "fact"], **looks},
    )


class Gated:
    """The campaign, and who acts in it."""

    def __init__(self, world: World, at: datetime, gates: list[dict[str, object]]) -> None:
        self.world, self.at = world, at
        self.office = world.office
        self.leader = Actor("leader", Role.LEADER, world.bureau.path)
        self.inspector = Actor("inspector", Role.SUPERVISION, world.bureau.path)
        self.clerk = Actor("clerk", Role.CLERK, world.school.path, own=frozenset({world.school.path}))
        self.campaign: Campaign = launch_campaign(
            made(gates),  # type: ignore[arg-type]
            code="gated",
            name="有关口的活动",
            root=world.bureau,
            units=[world.bureau, world.school, world.other_school],
            events={"first": date(2014, 5, 16)},
            by=world.office,
            at=at,
        )[0]

    def part(self, unit: Unit | None = None) -> Participation:
        return Participation.objects.select_related("unit", "campaign__root").get(
            campaign=self.campaign, unit=unit or self.world.school
        )

    def finish(self, code: str = "one", unit: Unit | None = None) -> None:
        one = PlanItem.objects.select_related("ask", "participation__unit").get(
            participation=self.part(unit), ask__code=code
        )
        report_progress(
            one, Progress("办好了", date(2014, 5, 22), ""), one.version, by=self.office, at=self.at
        )


@pytest.fixture
def gated(world: World, at: datetime) -> Gated:
    return Gated(world, at, SHOWN)


@pytest.fixture
def many(world: World, at: datetime) -> Gated:
    return Gated(world, at, GATES)


@pytest.fixture
def world_after(world: World, at: datetime) -> Gated:
    """A campaign all of whose stages were passed."""
    found = Gated(world, at, [])
    stages = UnitStage.objects.filter(participation__campaign=found.campaign)
    stages.filter(stage="fix").update(stage="rectify")
    stages.update(state="passed", opened_on=date(2014, 5, 1), passed_on=date(2014, 5, 20))
    return found
