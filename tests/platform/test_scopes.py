"""A scope is a range of an index, on both engines; never a list of ids, never a look at each row."""

import pytest
from django.db import connection

from huiyin.platform.orgs.models import Unit, UnitQuerySet
from huiyin.platform.orgs.rules.tree import step

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(db: None) -> None:
    """A bureau with 50 districts of 60 schools, and what the planner wants to know of them."""
    root = Unit.objects.create(name="局", path=step(1))
    districts = [Unit(name=f"区{d}", path=root.path + step(d), parent=root) for d in range(1, 51)]
    Unit.objects.bulk_create(districts)
    schools = [
        Unit(name=f"校{d}-{s}", path=district.path + step(s), parent=district)
        for d, district in enumerate(districts)
        for s in range(1, 61)
    ]
    Unit.objects.bulk_create(schools)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE orgs_unit")


def range_searches(units: UnitQuerySet) -> int:
    """How many ranges of an index of the path the plan reads; a scan of the table fails."""
    plan = units.explain()
    if connection.vendor == "sqlite":
        assert "SCAN" not in plan, plan
        return plan.count("(path>? AND path<?)")
    assert "Seq Scan" not in plan, plan
    return plan.count("Index Cond: (((path)::text >=")


def test_one_scope_is_one_range(many: None) -> None:
    assert range_searches(Unit.objects.under(step(1) + step(7))) == 1


def test_several_scopes_are_a_range_each(many: None) -> None:
    scopes = [step(1) + step(number) for number in (3, 7, 40)]
    units = Unit.objects.in_scopes(scopes).order_by()
    assert range_searches(units) == 3
    assert units.count() == 3 * 61


def test_a_scope_under_another_adds_no_range_and_no_row(many: None) -> None:
    above = step(1) + step(3)
    units = Unit.objects.in_scopes([above + step(9), above, above])
    assert range_searches(units) == 1
    assert list(units) == list(Unit.objects.under(above))


def test_no_scope_is_no_unit_and_the_empty_one_all(many: None) -> None:
    assert not Unit.objects.in_scopes([]).exists()
    assert Unit.objects.in_scopes(["", step(1)]).count() == 1 + 50 + 3000


def test_a_neighbour_with_the_same_beginning_of_its_number_is_outside(many: None) -> None:
    inside = {unit.path[:8] for unit in Unit.objects.in_scopes([step(1) + step(1)])}
    assert inside == {step(1) + step(1)}
