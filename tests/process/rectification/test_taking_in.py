"""A list of another system leaves what the pages' commands would."""

from datetime import date

from huiyin.platform.audit.models import Record
from huiyin.platform.audit.queries import chain_faults
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import Planned, plan_rectification, take_in_list, write_measure
from huiyin.process.rectification.models import Measure
from huiyin.process.rectification.rules.foreign import ForeignProblem
from huiyin.process.rectification.rules.hints import Wanted
from tests.world import World

DUE = date(2014, 7, 1)


def foreign(title: str, row_no: int = 3) -> ForeignProblem:
    return ForeignProblem(
        row_no, title, "表现", source="own", cause="ability", goal="目标", responsible="主任", due_on=DUE, measures=["甲", "乙"]
    )  # fmt: skip


def left_by(problem: Problem) -> tuple[object, ...]:
    fields = (
        "goal",
        "responsible",
        "due_on",
        "cause",
        "state",
        "manifestation",
        "checked_by",
        "owner",
        "source",
    )
    measures = Measure.objects.filter(problem=problem).order_by("number")
    kept = measures.values(
        "number", "round", "what", "doer", "until", "shape", "version", "by", "on", "state"
    )
    records = Record.objects.filter(subject=f"problem:{problem.number}").order_by("seq")
    return (
        Problem.objects.filter(pk=problem.pk).values(*fields).get(),
        list(kept),
        list(records.values_list("act", "by", "facts")),
    )


def test_it_leaves_what_the_commands_would(world: World) -> None:
    by, at = world.clerk, world.at
    wording = Wording("食堂甲", "own", "表现", cause="ability")
    one = raise_problem(world.campaign, wording, owner=world.school, by=by, at=at)
    planned = Planned(goal="目标", responsible="主任", due_on=DUE, cause="ability")
    plan_rectification(one, planned, by=by, at=at)
    for what in ("甲", "乙"):
        write_measure(one, Wanted(what, "主任", DUE), by=by, at=at)
    taken = take_in_list(world.campaign, [(foreign("食堂乙"), world.school)], by=by, at=at)
    other = Problem.objects.get(number=taken.raised[3])
    assert (taken.measures, taken.refused) == (2, ())
    assert left_by(one) == left_by(other)
    assert list(chain_faults()) == []


def test_one_that_is_refused_leaves_nothing_and_keeps_no_other_out(world: World) -> None:
    bad = foreign("食堂甲")
    bad.measures = ["甲", " "]
    early = foreign("食堂丙", 5)
    early.due_on = date(2014, 5, 1)
    rows = [(bad, world.school), (foreign("食堂乙", 4), world.school), (early, world.school)]
    taken = take_in_list(world.campaign, rows, by=world.clerk, at=world.at)
    assert [fault.row_no for fault in taken.refused] == [3, 5]
    assert list(Problem.objects.values_list("title", "number")) == [("食堂乙", "2014-001")]
    assert not Record.objects.filter(subject="problem:2014-002").exists()
    stranger = Actor("clerk-9", Role.CLERK, world.other_school.path)
    assert take_in_list(world.campaign, [(foreign("别校"), world.school)], by=stranger, at=world.at).refused
    again = take_in_list(world.campaign, rows[1:2], by=world.clerk, at=world.at)
    assert (again.raised, again.known) == ({}, {4: "2014-001"})
