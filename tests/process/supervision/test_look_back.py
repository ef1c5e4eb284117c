"""A sheet of looks: whole or not at all, the facts frozen, returned and handed in anew, each round staying."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import ask_units, close_campaign, lay_plan
from huiyin.process.campaigns.commands.asking import Wanted
from huiyin.process.campaigns.models import Participation, PlanItem, UnitStage
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import plan_rectification
from huiyin.process.rectification.commands.planning import Planned
from huiyin.process.supervision.commands import hand_in_lookback, return_lookback, save_lookback
from huiyin.process.supervision.models import Lookback, LookbackDraft
from huiyin.process.supervision.queries import facts, key_works, sheets_of
from tests.process.supervision.conftest import Gated
from tests.world import TEMPLATE, World

EIGHT = TEMPLATE.looks.sheet("eight_looks")
REALS = TEMPLATE.looks.sheet("five_reals")
assert EIGHT is not None
assert REALS is not None
FIELDS = ("result", "problem", "measure", "example")
WHOLE = {look.code: dict.fromkeys(FIELDS, f"{look.zh}写明了") for look in EIGHT.looks}
DUE = date(2014, 6, 6)


def known(gated: Gated) -> dict[str, object]:
    part = gated.part()
    return {name: fact.value for name, fact in facts([part], date(2014, 6, 20))[part.pk].items()}


def test_a_sheet_goes_out_whole_and_its_tasks_are_done(gated: Gated) -> None:
    part, at, clerk = gated.part(), gated.at, gated.clerk
    assert (known(gated)["lookback.looks_done"], known(gated)["lookback.reported"]) == (0, False)
    some = {
        "awareness": {"result": "学了", "problem": "浅", "measure": "再学", "example": "5月20日"},
        "study": {"result": "有"},
    }
    save_lookback(part, "eight_looks", some, 0, by=clerk, at=at)
    assert known(gated)["lookback.looks_done"] == 1
    with pytest.raises(Refused, match="学习教育扎实"):
        hand_in_lookback(part, "eight_looks", 1, by=clerk, at=at)
    with pytest.raises(Conflict):
        save_lookback(part, "eight_looks", WHOLE, 0, by=clerk, at=at)
    save_lookback(part, "eight_looks", WHOLE, 1, by=clerk, at=at)
    with pytest.raises(Conflict):
        hand_in_lookback(part, "eight_looks", 1, by=clerk, at=at)
    made = hand_in_lookback(part, "eight_looks", 2, by=clerk, at=at)
    assert made.facts["plan.overdue"] == {"value": 1, "n": None}
    assert not LookbackDraft.objects.exists()
    done = PlanItem.objects.filter(participation=part, done_on__isnull=False).values_list(
        "ask__code", flat=True
    )
    assert set(done) == {"lookback_listen", "lookback_listen_reported"}
    assert (known(gated)["lookback.looks_done"], known(gated)["lookback.reported"]) == (8, True)
    with pytest.raises(Refused, match="不能再改"):
        save_lookback(part, "eight_looks", WHOLE, 0, by=clerk, at=at)


def test_what_was_handed_in_never_changes_and_a_return_is_a_round_more(gated: Gated, run_sql: object) -> None:
    part, at, clerk = gated.part(), gated.at, gated.clerk
    save_lookback(part, "eight_looks", WHOLE, 0, by=clerk, at=at)
    first = hand_in_lookback(part, "eight_looks", 1, by=clerk, at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        run_sql(f"UPDATE supervision_lookback SET entries = '{{}}' WHERE id = {first.pk}")  # type: ignore[operator]
    for by in (
        clerk,
        Actor("own", Role.SUPERVISION, gated.world.bureau.path, own=frozenset({part.unit.path})),
    ):
        with pytest.raises(NotAllowed):
            return_lookback(first, "事例太空", DUE, by=by, at=at)
    with pytest.raises(BadInput):
        return_lookback(first, "事例太空", date(2014, 5, 23), by=gated.inspector, at=at)
    sent = return_lookback(first, "事例太空", DUE, by=gated.inspector, at=at)
    assert (known(gated)["lookback.looks_done"], known(gated)["lookback.reported"]) == (8, False)
    assert PlanItem.objects.get(ask=sent.ask).done_on is None
    with pytest.raises(Conflict):
        return_lookback(first, "再退", DUE, by=gated.inspector, at=at)
    later = at + timedelta(days=5)
    save_lookback(part, "eight_looks", {"study": {"example": "5月26日全员讨论"}}, 0, by=clerk, at=later)
    second = hand_in_lookback(part, "eight_looks", 1, by=clerk, at=later)
    assert second.round == 2
    assert PlanItem.objects.get(ask=sent.ask).done_on == date(2014, 5, 28)
    assert Lookback.objects.get(pk=first.pk).entries["study"]["example"] == "学习教育扎实写明了"
    assert [one.lookback.round for one in sheets_of(part)[0].rounds] == [2, 1]
    assert Record.objects.filter(act__startswith="lookback.").count() == 5


def test_what_serves_the_key_works_stands_beside_the_five_reals_and_is_kept(world: World) -> None:
    at, due = world.at, date(2014, 6, 20)
    lay_plan(world.campaign, {"city_meeting": date(2014, 5, 16)}, by=world.office, at=at)
    related = ("unit", "campaign__root")
    part = Participation.objects.select_related(*related).get(campaign=world.campaign, unit=world.school)
    works = [work.code for work in TEMPLATE.key_works()]
    before = key_works(part, at.date())
    wanted = Wanted("两区合并办学", due, key_work=works[0])
    ask_units(world.campaign, wanted, [part], by=world.office, at=at)
    made = raise_problem(
        world.campaign, Wording("片区外学生入学", "own"), owner=part.unit, by=world.clerk, at=at
    )
    problem = Problem.objects.select_related("campaign__root", "owner").get(pk=made.pk)
    planned = Planned(goal="公开", due_on=due, key_work=works[1])
    with pytest.raises(BadInput, match="模板里没有"):
        plan_rectification(problem, replace(planned, key_work="none"), by=world.clerk, at=at)
    plan_rectification(problem, planned, by=world.clerk, at=at)
    judged = {look.code: {"judgement": "实", "ground": "看了进度"} for look in REALS.looks}
    inspector = Actor("inspector", Role.SUPERVISION, world.bureau.path)
    sheet = hand_in_lookback(part, "five_reals", 0, judged, by=inspector, at=at)
    for code in works:
        stood = before[f"key_work_plan.{code}"].n or 0
        assert sheet.facts[f"key_work_plan.{code}"] == {"value": 0, "n": stood + (code == works[0])}
        assert sheet.facts[f"key_work_problems.{code}"] == {"value": 0, "n": int(code == works[1])}
    with CaptureQueriesContext(connection) as queries:
        key_works(part, at.date())
    assert len(queries) == 2


def test_who_writes_what(gated: Gated) -> None:
    part, at = gated.part(), gated.at
    for by in (
        gated.inspector,
        gated.leader,
        gated.office,
        Actor("f", Role.CLERK, gated.world.other_school.path),
    ):
        with pytest.raises(NotAllowed):
            save_lookback(part, "eight_looks", WHOLE, 0, by=by, at=at)
    judged = {look.code: {"judgement": "基本实", "ground": "看了记录，问了五位老师"} for look in REALS.looks}
    for by in (
        gated.clerk,
        gated.office,
        Actor("own", Role.SUPERVISION, gated.world.bureau.path, own=frozenset({part.unit.path})),
    ):
        with pytest.raises(NotAllowed):
            save_lookback(part, "five_reals", judged, 0, by=by, at=at)
    with pytest.raises(BadInput, match="只能选"):
        save_lookback(part, "five_reals", {"study": {"judgement": "95分"}}, 0, by=gated.inspector, at=at)
    for number in (1, 2):  # judged again whenever somebody looks again
        save_lookback(part, "five_reals", judged, 0, by=gated.inspector, at=at)
        assert hand_in_lookback(part, "five_reals", 1, by=gated.inspector, at=at).round == number
    for code, entries in (
        ("eight_looks", {"nothing": {"result": "x"}}),
        ("eight_looks", {"study": {"score": "9"}}),
        ("none", {}),
    ):
        with pytest.raises(BadInput):
            save_lookback(part, code, entries, 0, by=gated.clerk, at=at)


def test_not_before_its_stage_and_not_after_the_end(gated: Gated) -> None:
    part, at = gated.part(), gated.at
    UnitStage.objects.filter(participation=part, stage="listen").update(state="waiting", opened_on=None)
    with pytest.raises(Refused, match="还没有进入"):
        save_lookback(part, "eight_looks", WHOLE, 0, by=gated.clerk, at=at)
    UnitStage.objects.filter(participation=part, stage="listen").update(
        state="open", opened_on=date(2014, 5, 1)
    )
    UnitStage.objects.filter(participation__campaign=gated.campaign).update(
        state="passed", passed_on=date(2014, 5, 20)
    )
    close_campaign(gated.campaign, by=gated.leader, at=at)
    with pytest.raises(Refused, match="结束"):
        save_lookback(gated.part(), "eight_looks", WHOLE, 0, by=gated.clerk, at=at)


def test_the_look_after_the_end(world_after: Gated) -> None:
    """DOMAIN 4.4: five points in December, when the campaign is over."""
    final = TEMPLATE.looks.sheet("final_looks")
    assert final is not None
    assert len(final.looks) == 5
    part, at = world_after.part(), world_after.at
    close_campaign(world_after.campaign, by=world_after.leader, at=at)
    part = world_after.part()
    entries = {look.code: dict.fromkeys(FIELDS, "写明") for look in final.looks}
    save_lookback(part, "final_looks", entries, 0, by=world_after.clerk, at=at)
    made = hand_in_lookback(part, "final_looks", 1, by=world_after.clerk, at=at)
    assert made.round == 1
    sent = return_lookback(made, "群众认不认没有写", DUE, by=world_after.inspector, at=at)
    assert sent.ask is None  # nothing more is asked of units then: the sheet itself waits on their desk
