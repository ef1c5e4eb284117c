from datetime import date, datetime
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.orgs.commands import give_grant, import_units, move_unit
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.platform.orgs.rules.tree import depth
from huiyin.platform.orgs.rules.unit_rows import UnitRow
from tests.platform.conftest import ADMINISTRATOR, OFFICE, People, last_record

pytestmark = pytest.mark.django_db


def test_a_unit_moves_with_everything_below_it(
    school: Unit, branch: Unit, kindergarten: Unit, at: datetime
) -> None:
    old = school.path
    assert move_unit(school, kindergarten, by=ADMINISTRATOR, at=at) == 2
    branch.refresh_from_db()
    assert school.parent_id == kindergarten.pk
    assert branch.parent_id == school.pk
    assert branch.path == school.path + "0001"
    assert school.path == kindergarten.path + "0001"
    assert [unit.pk for unit in Unit.objects.under(kindergarten.path)] == [
        kindergarten.pk,
        school.pk,
        branch.pk,
    ]
    assert not Unit.objects.under(old).exists()
    assert last_record("unit.moved") == {
        "by": "admin",
        "subject": f"unit:{old}",
        "unit": school.pk,
        "from": old,
        "to": school.path,
        "units": 2,
    }


def test_one_statement_whatever_lies_below(
    bureau: Unit, school: Unit, kindergarten: Unit, at: datetime
) -> None:
    rows = [UnitRow(number, None, f"校区{number}", "云河市第三中学", "校区", ()) for number in range(200)]
    import_units(rows, bureau, by=OFFICE, at=at)
    with CaptureQueriesContext(connection) as queries:
        assert move_unit(school, kindergarten, by=OFFICE, at=at) == 202
    updates = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "orgs_unit"')]
    assert len(updates) == 1
    paths = {unit.pk: unit.path for unit in Unit.objects.all()}
    for unit in Unit.objects.exclude(parent=None):
        assert unit.path[:-4] == paths[unit.parent_id or 0]


def test_a_role_follows_the_unit_and_the_scope_above_it(
    school: Unit, branch: Unit, kindergarten: Unit, person: People, at: datetime, today: date
) -> None:
    zhao, qian = person("zhao"), person("qian")
    give_grant(zhao, Role.CLERK, branch, since=today, by=OFFICE, at=at)
    give_grant(qian, Role.CLERK, school, since=today, by=OFFICE, at=at)
    move_unit(branch, kindergarten, by=OFFICE, at=at)
    (clerk,), (above,) = actors_of(zhao, today), actors_of(qian, today)
    assert clerk.scope == branch.path
    assert not above.may(Right.PROBLEM_READ, branch.path)


def test_a_circle_is_refused(school: Unit, branch: Unit, bureau: Unit, at: datetime) -> None:
    for unit, parent in ((school, branch), (school, school), (bureau, branch)):
        before = unit.path
        with pytest.raises(Refused, match="成环"):
            move_unit(unit, parent, by=OFFICE, at=at)
        unit.refresh_from_db()
        assert unit.path == before


def test_the_place_where_it_is_is_refused(school: Unit, bureau: Unit, at: datetime) -> None:
    with pytest.raises(Refused, match="已经在“云河市教育局”下面"):
        move_unit(school, bureau, by=OFFICE, at=at)


def test_a_tree_deeper_than_twenty_levels_is_refused(
    bureau: Unit, school: Unit, kindergarten: Unit, at: datetime
) -> None:
    names = ["云河市实验幼儿园", *(f"第{number}层" for number in range(17))]
    rows = [UnitRow(2, None, name, above, "", ()) for above, name in pairwise(names)]
    import_units(rows, bureau, by=OFFICE, at=at)
    deepest = Unit.objects.get(name=names[-1])
    assert depth(deepest.path) == 19
    with pytest.raises(Refused, match="20 级"):
        move_unit(school, deepest, by=OFFICE, at=at)


def test_who_may_not(school: Unit, branch: Unit, kindergarten: Unit, at: datetime) -> None:
    for by in (
        Actor("x", Role.CLERK),
        Actor("x", Role.OFFICE, school.path),
        Actor("x", Role.OFFICE, kindergarten.path),
    ):
        with pytest.raises(NotAllowed):
            move_unit(branch, kindergarten, by=by, at=at)
