"""A unit moves on when nothing blocks, or somebody who may says why; what it stood on is frozen with the decision."""

from datetime import date, datetime

import pytest

from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import launch_campaign, report_progress
from huiyin.process.campaigns.commands.reporting import Progress
from huiyin.process.campaigns.models import Campaign, Participation, PlanItem, UnitStage
from huiyin.process.supervision.commands import advance_stage
from huiyin.process.supervision.models import StageDecision
from huiyin.process.supervision.queries import sheet
from tests.rules.campaigns.plans import item, named, template, when
from tests.world import World

FACTS = [
    named(name, name=name, type=kind, definition="试", room="campaigns")
    for name, kind in (("plan.overdue", "int"), ("plan.done_share", "share"), ("talks.coverage", "share"))
]


def check(fact: str, op: str, value: float, severity: str = "blocks") -> dict[str, object]:
    return {"fact": fact, "op": op, "value": value, "severity": severity, "message": f"{fact} 未达到"}


TEMPLATE = template(
    stages=[named("listen", decided_by="office"), named("examine", decided_by="office"), named("fix", decided_by="leader")],
    events=[named("first")],
    plan=[item("one", when("first", 3)), item("later", when("first", 90))],
    facts=[{key: value for key, value in fact.items() if key not in ("code", "en")} for fact in FACTS],
    gates=[
        named("done", stage="listen", verdict_by="office", conditions=[check("plan.overdue", "eq", 0)]),
        named("look", stage="listen", verdict_by="office", conditions=[check("plan.done_share", "ge", 1.0, "shows")]),
        named("talked", stage="examine", at="entry", verdict_by="office", conditions=[check("talks.coverage", "ge", 1.0)]),
        named("out", stage="examine", verdict_by="office"),
    ],
)  # fmt: skip


class Staged:
    """The campaign, and who acts in it."""

    def __init__(self, world: World, at: datetime) -> None:
        self.at, self.office, self.world = at, world.office, world
        self.leader = Actor("leader", Role.LEADER, world.bureau.path)
        self.campaign: Campaign = launch_campaign(
            TEMPLATE,
            code="staged",
            name="分环节的活动",
            root=world.bureau,
            units=[world.bureau, world.school, world.other_school],
            events={"first": date(2014, 5, 16)},
            by=world.office,
            at=at,
        )[0]

    def part(self, unit: Unit) -> Participation:
        return Participation.objects.select_related("unit", "campaign__root").get(
            campaign=self.campaign, unit=unit
        )

    def finish(self, unit: Unit) -> None:
        one = PlanItem.objects.select_related("ask", "participation__unit").get(
            participation=self.part(unit), ask__code="one"
        )
        report_progress(one, Progress("", date(2014, 5, 22), ""), 1, by=self.office, at=self.at)

    def states(self, unit: Unit) -> list[str]:
        return list(
            UnitStage.objects.filter(participation=self.part(unit))
            .order_by("position")
            .values_list("state", flat=True)
        )


@pytest.fixture
def staged(world: World, at: datetime) -> Staged:
    return Staged(world, at)


def test_a_unit_moves_on_alone_and_the_facts_are_frozen(staged: Staged) -> None:
    school = staged.world.school
    staged.finish(school)
    with pytest.raises(Refused, match="还不知道"):  # nobody can tell yet, so somebody must say why
        advance_stage(staged.part(school), "listen", by=staged.office, at=staged.at)
    decision = advance_stage(
        staged.part(school), "listen", "谈话记录尚未上线，已当面核对", by=staged.office, at=staged.at
    )
    assert staged.states(school) == ["passed", "open", "waiting"]
    assert staged.states(staged.world.other_school) == ["open", "waiting", "waiting"]
    assert decision.facts["plan.overdue"] == {"value": 0, "n": None}
    assert decision.waived == ["talks.coverage 未达到"]
    assert Record.objects.filter(act="stage.passed").count() == 1
    with pytest.raises(Conflict):
        advance_stage(staged.part(school), "listen", "再来一次", by=staged.office, at=staged.at)


def test_what_fails_is_let_pass_by_the_level_above_only(staged: Staged) -> None:
    part = staged.part(staged.world.school)
    found = sheet(part, date(2014, 5, 23)).standing
    assert [one.check.message for one in found.failing] == ["plan.overdue 未达到"]
    with pytest.raises(NotAllowed, match="领导小组"):
        advance_stage(part, "listen", "理由", by=staged.office, at=staged.at)
    with pytest.raises(Refused, match="写明理由"):
        advance_stage(part, "listen", " ", by=staged.leader, at=staged.at)
    advance_stage(part, "listen", "因高考顺延，六月补齐", by=staged.leader, at=staged.at)
    assert StageDecision.objects.get().waived == ["plan.overdue 未达到", "talks.coverage 未达到"]


def test_who_may_decide(staged: Staged) -> None:
    world = staged.world
    staged.finish(world.bureau)
    with pytest.raises(NotAllowed):
        advance_stage(staged.part(world.school), "listen", "x", by=world.clerk, at=staged.at)
    with pytest.raises(NotAllowed, match="不能自己放行"):  # the office doesn't judge its own team
        advance_stage(staged.part(world.bureau), "listen", "x", by=staged.office, at=staged.at)
    advance_stage(staged.part(world.bureau), "listen", "x", by=staged.leader, at=staged.at)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
def test_nobody_lets_their_own_unit_pass(staged: Staged, role: Role) -> None:
    """SPEC rule 4: neither a role at the unit itself, nor one from above held by somebody of the unit."""
    school = staged.world.school
    staged.finish(school)
    at_the_unit = Actor("own", role, school.path)
    from_above = Actor("both", role, staged.world.bureau.path, own=frozenset({school.path}))
    for by in (at_the_unit, from_above):
        with pytest.raises(NotAllowed, match="不能自己放行"):
            advance_stage(staged.part(school), "listen", "自己放行", by=by, at=staged.at)


def test_the_last_stage_is_passed_too(staged: Staged) -> None:
    school = staged.world.school
    for stage in ("listen", "examine", "fix"):
        advance_stage(staged.part(school), stage, "放行", by=staged.leader, at=staged.at)
    assert staged.states(school) == ["passed"] * 3
    assert sheet(staged.part(school), date(2014, 5, 23)).stage is None
