"""What waits in the ledger stands on the desk of whom it waits for, and on nobody else's."""

from datetime import date

from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.models import Extension, Passing, Step
from huiyin.reports.desk.todo import todo
from huiyin.reports.desk.todos import Kind
from tests.process.campaigns.conftest import Planned

ON = date(2014, 6, 3)
OF_THE_LEDGER = {
    Kind.CLAIM,
    Kind.OWNERLESS,
    Kind.OVERDUE,
    Kind.REWORK,
    Kind.SUBMIT,
    Kind.ACCEPT,
    Kind.EXTEND,
    Kind.PASSED_UP,
    Kind.BOUNCED,
    Kind.CONFIRM,
}


def waits(planned: Planned, *actors: Actor) -> dict[Kind, str]:
    lines = todo(actors, planned.campaign, ON).lines
    return {line.kind: line.says.zh for line in lines if line.kind in OF_THE_LEDGER}


def ledger(planned: Planned) -> list[Problem]:
    """Problems of the school: drafted, late, returned, self-checked, handed in."""
    world = planned.world
    wording = Wording(title="食堂账目不公开", source="own")
    made = []
    for state in ("drafted", "rectifying", "returned", "checked", "awaiting"):
        one = raise_problem(planned.campaign, wording, owner=world.school, by=world.office, at=world.at)
        Problem.objects.filter(pk=one.pk).update(state=state)
        made.append(one)
    Problem.objects.filter(pk=made[1].pk).update(due_on=date(2014, 6, 1))
    return made


def test_the_unit_has_what_is_its_own_and_the_head_what_takes_their_hand(planned: Planned) -> None:
    ledger(planned)
    school = planned.world.school.path
    assert waits(planned, planned.head) == {
        Kind.OVERDUE: "1 个问题过了整改时限还没有改好",
        Kind.REWORK: "1 个问题验收时被退回，等继续整改",
        Kind.CLAIM: "1 个问题归到本单位，等主要负责人认领",
        Kind.SUBMIT: "1 个问题自查完成，等主要负责人报请验收",
    }
    clerk = Actor("clerk", Role.CLERK, school)
    assert set(waits(planned, clerk)) == {Kind.OVERDUE, Kind.REWORK}
    assert waits(planned, Actor("clerk", Role.CLERK, planned.world.other_school.path)) == {}


def test_what_takes_the_heads_hand_waits_for_the_head_of_that_very_unit(planned: Planned) -> None:
    ledger(planned)
    clerk = Actor("lin", Role.CLERK, planned.world.school.path)
    head_elsewhere = Actor("lin", Role.HEAD, planned.world.other_school.path)
    assert set(waits(planned, clerk, head_elsewhere)) == {Kind.OVERDUE, Kind.REWORK}


def test_those_above_have_what_they_decide(planned: Planned) -> None:
    late = ledger(planned)[1]
    world = planned.world
    Extension.objects.create(
        problem=late,
        was=date(2014, 6, 1),
        wanted=date(2014, 7, 1),
        reason="要等施工",
        asked_by="clerk",
        asked_on=ON,
    )
    Passing.objects.create(
        problem=late,
        below=world.school,
        above=world.bureau,
        reason="经费不归学校",
        proposal="请局里统一",
        passed_on=ON,
        answer_by=date(2014, 6, 12),
    )
    office = Actor("office", Role.OFFICE, world.bureau.path)
    assert waits(planned, office) == {
        Kind.ACCEPT: "1 个问题等验收",
        Kind.EXTEND: "1 份延期申请等审批",
        Kind.PASSED_UP: "1 个下级上交的问题等答复",
    }
    inspector = Actor("inspector", Role.SUPERVISION, world.bureau.path)
    assert set(waits(planned, inspector)) == {Kind.ACCEPT, Kind.EXTEND}
    # The school's own office judges none of its own school's.
    own = Actor("own", Role.OFFICE, world.school.path)
    assert Kind.ACCEPT not in waits(planned, own)


def test_what_came_back_too_often_waits_for_the_office(planned: Planned) -> None:
    world = planned.world
    wording = Wording(title="校门外的路灯", source="own")
    lamp = raise_problem(planned.campaign, wording, owner=world.school, by=world.office, at=world.at)
    office = Actor("office", Role.OFFICE, world.bureau.path)
    for times in (1, 2):
        Passing.objects.create(
            problem=lamp,
            below=world.school,
            above=world.bureau,
            reason="不归学校",
            proposal="请局里协调",
            passed_on=ON,
            answer_by=ON,
            answer="returned",
            why="属地办理",
            answered_on=ON,
        )
        assert (Kind.BOUNCED in waits(planned, office)) == (times == 2)


def test_what_is_kept_up_for_good_is_looked_at_every_year(planned: Planned) -> None:
    world = planned.world
    wording = Wording(title="联系年级不经常", source="own", horizon="lasting")
    kept = raise_problem(planned.campaign, wording, owner=world.school, by=world.office, at=world.at)
    office = Actor("office", Role.OFFICE, world.bureau.path)
    Problem.objects.filter(pk=kept.pk).update(state="rectifying", raised_on=date(2013, 6, 4))
    assert Kind.CONFIRM not in waits(planned, office)
    Problem.objects.filter(pk=kept.pk).update(raised_on=date(2013, 6, 3))
    assert waits(planned, office)[Kind.CONFIRM] == "1 个长期坚持的问题一年没有确认"
    Step.objects.create(
        problem=kept,
        round=1,
        act="confirm",
        before="rectifying",
        after="rectifying",
        role="office",
        by="office",
        on=date(2014, 1, 5),
    )
    assert Kind.CONFIRM not in waits(planned, office)
