"""A verdict is a person's, with the facts frozen; what isn't allowed is refused and leaves nothing; a return becomes tasks, and blocks."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoAssertNumQueries

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import close_campaign
from huiyin.process.campaigns.models import Ask, PlanItem, UnitStage
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.supervision.commands import Must, Said, advance_stage, judge_gate, keep_facts
from huiyin.process.supervision.models import FactsKept, GateVerdict, ReturnPoint
from huiyin.process.supervision.queries import facts_over_time, ready_again, rounds_of, sheet
from huiyin.process.supervision.rules.verdicts import VerdictKind
from tests.process.supervision.conftest import JUDGES, STATES, Gated

PASS, RETURN, WAIVE = VerdictKind.PASS, VerdictKind.RETURN, VerdictKind.WAIVE
DUE = date(2014, 6, 6)
ROLE_OF = {
    "supervision_group": Role.SUPERVISION,
    "activity_office": Role.OFFICE,
    "leading_group": Role.LEADER,
}


def must(text: str = "把自己摆进去，补三件具体的事", **more: object) -> Must:
    return Must(text, DUE, **more)  # type: ignore[arg-type]


def returned(*points: Must, seen: int | None = None) -> Said:
    return Said(RETURN, "", points or (must(),), seen)


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (GateVerdict, ReturnPoint, Ask, PlanItem, Record))


def test_whoever_may_not_is_refused_and_leaves_nothing(many: Gated) -> None:
    """Every verdict × role × place of the role × whether a blocking condition holds, by rules written down here once more."""
    school, bureau, other = many.world.school, many.world.bureau, many.world.other_school
    places = {
        "above": lambda role: Actor("x", role, bureau.path),
        "at the unit": lambda role: Actor("x", role, school.path),
        "of the unit": lambda role: Actor("x", role, bureau.path, own=frozenset({school.path})),
        "elsewhere": lambda role: Actor("x", role, other.path),
    }
    part = many.part()
    allowed = 0
    for role, place, judge, state, kind in product(Role, places, JUDGES, STATES, VerdictKind):
        from_above = place == "above" or (place == "at the unit" and role is Role.SUPERVISION)
        hand = role is (Role.LEADER if kind is WAIVE else ROLE_OF[judge])
        fine = from_above and hand and not (kind is PASS and state == "fails")
        said = returned() if kind is RETURN else Said(kind, "当面核对过")
        case = (role, place, judge, state, kind)
        if fine:
            with transaction.atomic():
                judge_gate(part, f"{state}_{judge}", said, by=places[place](role), at=many.at)
                transaction.set_rollback(True)
            allowed += 1
            continue
        before = counts()
        with pytest.raises(NotAllowed):
            judge_gate(part, f"{state}_{judge}", said, by=places[place](role), at=many.at)
        assert counts() == before, case
    # pass: one role of three judges in two states, return: in three, waive: the leading group at nine gates; inspectors at the unit, too.
    assert allowed == 3 * 2 + 2 + 3 * 3 + 3 + 9


def test_words_are_needed(many: Gated) -> None:
    part, by, at = many.part(), many.inspector, many.at
    before = counts()
    for gate, said, who, error in (
        ("unknown_supervision_group", Said(PASS), by, Refused),
        ("holds_supervision_group", Said(WAIVE), many.leader, Refused),
        ("holds_supervision_group", Said(RETURN, "重来"), by, BadInput),
        ("holds_supervision_group", Said(PASS, "", (must(),)), by, BadInput),
        ("holds_supervision_group", returned(Must(" ", DUE)), by, BadInput),
        ("holds_supervision_group", returned(Must("改", None)), by, BadInput),
        ("holds_supervision_group", returned(Must("改", date(2014, 5, 23))), by, BadInput),
        ("holds_supervision_group", returned(*[must()] * 13), by, BadInput),
        ("nowhere", Said(PASS), by, BadInput),
    ):
        with pytest.raises(error):
            judge_gate(part, gate, said, by=who, at=at)
    assert counts() == before


def test_facts_are_frozen_with_the_verdict(gated: Gated, run_sql: object) -> None:
    made = judge_gate(gated.part(), "mind", Said(PASS), by=gated.inspector, at=gated.at)
    assert made.round == 1
    assert made.facts == {"plan.overdue": {"value": 1, "n": None}}
    assert [check["outcome"] for check in made.checks] == ["fails"]  # it only shows: a person let it pass
    gated.finish()
    assert GateVerdict.objects.get().facts == {"plan.overdue": {"value": 1, "n": None}}
    assert '"stood_on":{"plan.overdue":"1"}' in Record.objects.get(act="gate.judged").facts.replace(" ", "")
    for statement in (
        f"UPDATE supervision_gateverdict SET verdict = 'return' WHERE id = {made.pk}",
        f"DELETE FROM supervision_gateverdict WHERE id = {made.pk}",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            run_sql(statement)  # type: ignore[operator]


def test_a_return_becomes_tasks_and_stands_in_the_way_until_it_passes(gated: Gated) -> None:
    world, at, part = gated.world, gated.at, gated.part()
    problem = raise_problem(
        gated.campaign, Wording("食堂账目不公开", "masses"), owner=world.school, by=world.office, at=at
    )
    advance = {"by": gated.office, "at": at}
    made = judge_gate(
        part, "mind", returned(must(), must("账目按月公布", problem=problem)), by=gated.inspector, at=at
    )
    points = list(ReturnPoint.objects.filter(verdict=made).order_by("number"))
    assert [(point.kind, point.due_on) for point in points] == [("unit", DUE), ("problem", DUE)]
    items = PlanItem.objects.filter(ask__in=[point.ask_id for point in points])
    assert {(item.participation_id, item.due_on, item.ask.origin) for item in items} == {
        (part.pk, DUE, "return")
    }
    with pytest.raises(NotAllowed, match="被退回"):
        advance_stage(part, "listen", "x", **advance)
    assert not ready_again(gated.campaign).exists()
    for item in items:
        gated.finish(item.ask.code)
    assert ready_again(gated.campaign).get() == made
    (round_,) = rounds_of(part)["mind"]
    assert [(point.done, point.progress) for point in round_.points] == [(True, "办好了")] * 2
    again = judge_gate(part, "mind", Said(PASS, "", (), 1), by=gated.inspector, at=at + timedelta(days=10))
    assert again.round == 2
    assert [one.verdict.verdict for one in rounds_of(part)["mind"]] == ["pass", "return"]
    assert not ready_again(gated.campaign).exists()
    advance_stage(part, "listen", **advance)


def test_the_level_above_waives_a_return_or_moves_the_unit_on_with_a_text(gated: Gated) -> None:
    part, at = gated.part(), gated.at
    judge_gate(part, "mind", returned(), by=gated.inspector, at=at)
    with pytest.raises(Refused, match="写明理由"):
        advance_stage(part, "listen", by=gated.leader, at=at)
    with transaction.atomic():
        decision = advance_stage(part, "listen", "高考前来不及，六月补", by=gated.leader, at=at)
        assert decision.waived == ["“mind”被退回，还没有再过关"]
        transaction.set_rollback(True)
    judge_gate(part, "mind", Said(WAIVE, "情况特殊"), by=gated.leader, at=at)
    advance_stage(part, "listen", by=gated.office, at=at)
    with pytest.raises(NotAllowed, match="还没有结论"):  # the next stage has a gate that needs a verdict
        advance_stage(part, "examine", by=gated.office, at=at)
    judge_gate(part, "needed", Said(PASS), by=gated.inspector, at=at)
    advance_stage(part, "examine", by=gated.office, at=at)


def test_what_was_waived_does_not_block_the_way(many: Gated) -> None:
    """No explicit decision of a person is revoked by the machine (SPEC rule 15)."""
    part, at = many.part(), many.at
    assert len(sheet(part, date(2014, 5, 23)).standing.failing) == 3
    for judge in JUDGES:
        judge_gate(part, f"fails_{judge}", Said(WAIVE, "另行安排"), by=many.leader, at=at)
    for judge, by in zip(JUDGES, (many.inspector, many.office, many.leader), strict=True):
        judge_gate(part, f"unknown_{judge}", Said(PASS, "当面核对"), by=by, at=at)
    assert sheet(part, date(2014, 5, 23)).standing.clear
    advance_stage(part, "listen", by=many.office, at=at)


def test_only_a_gate_that_was_come_to_is_judged_and_once_a_page(gated: Gated) -> None:
    part, at, by = gated.part(), gated.at, gated.inspector
    with pytest.raises(Refused, match="还没有走到"):
        judge_gate(part, "far", Said(PASS), by=by, at=at)
    judge_gate(part, "mind", Said(PASS, "", (), 0), by=by, at=at)
    with pytest.raises(Conflict):
        judge_gate(part, "mind", Said(PASS, "", (), 0), by=by, at=at)
    UnitStage.objects.filter(participation__campaign=gated.campaign).update(
        state="passed", passed_on=date(2014, 5, 20)
    )
    close_campaign(gated.campaign, by=gated.leader, at=at)
    with pytest.raises(Refused, match="结束"):
        judge_gate(gated.part(), "mind", Said(PASS), by=by, at=at)


def test_nobody_sends_back_what_is_another_units(gated: Gated) -> None:
    world = gated.world
    problem = raise_problem(
        gated.campaign, Wording("别校的", "masses"), owner=world.other_school, by=world.office, at=gated.at
    )
    before = counts()
    with pytest.raises(BadInput, match="不是这个单位的"):
        judge_gate(gated.part(), "mind", returned(must(problem=problem)), by=gated.inspector, at=gated.at)
    assert counts() == before


def test_how_facts_went(gated: Gated, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    part, at = gated.part(), gated.at
    assert keep_facts(gated.campaign, by=gated.office, at=at) == 3
    assert keep_facts(gated.campaign, by=gated.office, at=at) == 0
    assert FactsKept.objects.count() == 3
    gated.finish()
    later = at + timedelta(days=7)
    judge_gate(part, "mind", Said(PASS), by=gated.inspector, at=later)
    with django_assert_num_queries(4):
        found = facts_over_time(part, date(2014, 6, 1))
    assert [(then.on, then.known.value) for then in found["plan.overdue"]] == [
        (date(2014, 5, 23), 1),
        (date(2014, 5, 30), 2),  # the look back was due meanwhile
    ]


def test_a_sheet_costs_as_much_for_many_units(
    gated: Gated, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from huiyin.process.supervision.queries import facts  # noqa: PLC0415

    parts = [gated.part(), gated.part(gated.world.other_school)]
    facts(parts, date(2014, 6, 1))
    with django_assert_num_queries(35):
        facts(parts, date(2014, 6, 1))
