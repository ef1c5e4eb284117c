"""Which unit owns a problem: said by the office above, never passed on by a unit."""

import pytest

from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.problems.commands import Wording, assign_problem, raise_problem
from huiyin.process.problems.models import Problem
from tests.world import World

pytestmark = pytest.mark.django_db


def loose(world: World) -> Problem:
    return raise_problem(world.campaign, Wording("校车误点", "masses"), by=world.office, at=world.at)


def test_the_office_gives_it_to_a_unit_and_it_is_recorded(world: World) -> None:
    problem = loose(world)
    assign_problem(problem, world.school, by=world.office, at=world.at)
    assert Problem.objects.get().owner == world.school
    record = Record.objects.get(act="problem.assigned")
    assert (record.subject, record.by) == (f"problem:{problem.number}", "office")


def test_the_second_of_two_is_told(world: World) -> None:
    problem, stale = loose(world), Problem.objects.get()
    assign_problem(problem, world.school, by=world.office, at=world.at)
    with pytest.raises(Conflict):
        assign_problem(stale, world.other_school, by=world.office, at=world.at)
    with pytest.raises(Refused, match="已经是"):
        assign_problem(Problem.objects.get(), world.school, by=world.office, at=world.at)
    assert Problem.objects.get().owner == world.school


@pytest.mark.parametrize("role", [Role.HEAD, Role.CLERK, Role.SUPERVISION, Role.LEADER, Role.ADMINISTRATOR])
def test_nobody_else_does(world: World, role: Role) -> None:
    with pytest.raises(NotAllowed):
        assign_problem(loose(world), world.school, by=Actor("x", role), at=world.at)


def test_an_office_keeps_to_its_part_of_the_tree(world: World) -> None:
    problem = loose(world)
    assign_problem(problem, world.school, by=world.office, at=world.at)
    school_office = Actor("x", Role.OFFICE, world.school.path)
    with pytest.raises(NotAllowed):
        assign_problem(Problem.objects.get(), world.other_school, by=school_office, at=world.at)
