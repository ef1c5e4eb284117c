"""Who declared a conflict of interest for a unit has no right of an inspector in it, from that day, in commands and lists alike."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import declare_recusal, give_grant, lift_recusal
from huiyin.platform.orgs.models import Recusal, Unit
from huiyin.platform.orgs.queries import actors_of, inspectors_of
from huiyin.platform.orgs.rules.recusing import RecusalKind
from huiyin.platform.orgs.rules.rights import RIGHTS, Actor, Right, Role, scopes_with
from huiyin.platform.orgs.rules.tree import Scope, gaps, tops
from tests.platform.conftest import CLERK, OFFICE, People, last_record

PARTS = st.lists(st.sampled_from(["0001", "0002"]), max_size=3).map("".join)
SCOPES = st.lists(st.builds(Scope, PARTS, st.lists(PARTS.filter(bool), max_size=2)), max_size=4)


@pytest.fixture
def zhao(person: People) -> Account:
    return person("zhao")


@pytest.fixture
def inspector(zhao: Account, bureau: Unit, today: date, at: datetime) -> Actor:
    last = today + timedelta(days=60)
    give_grant(zhao, Role.SUPERVISION, bureau, since=today, until=last, by=Actor("top", Role.OFFICE), at=at)
    return actors_of(zhao, today)[0]


def declare(zhao: Account, unit: Unit, by: Actor, at: datetime) -> Recusal:
    return declare_recusal(zhao, unit, RecusalKind.KIN, "爱人在该校任教。", by=by, at=at)


@pytest.mark.django_db
@pytest.mark.parametrize("right", sorted(RIGHTS[Role.SUPERVISION]))
def test_every_right_ends_there_and_below_from_that_day(
    right: Right,
    zhao: Account,
    inspector: Actor,
    school: Unit,
    branch: Unit,
    kindergarten: Unit,
    at: datetime,
) -> None:
    declare(zhao, school, inspector, at)
    day = at.date()
    [now] = actors_of(zhao, day)
    assert not now.may(right, school.path)
    assert not now.may(right, branch.path)
    assert now.may(right, kindergarten.path)
    with pytest.raises(NotAllowed):
        now.needs(right, school.path)
    seen = set(Unit.objects.in_scopes(scopes_with([now], right)).values_list("name", flat=True))
    assert seen == {"云河市教育局", "云河市实验幼儿园"}
    assert actors_of(zhao, day - timedelta(days=1)) == ()


@pytest.mark.django_db
def test_the_whole_scope_is_no_capacity_at_all(
    zhao: Account, inspector: Actor, bureau: Unit, today: date, at: datetime
) -> None:
    declare(zhao, bureau, inspector, at)
    assert actors_of(zhao, today) == ()


@pytest.mark.django_db
def test_another_role_of_the_same_person_stays(
    zhao: Account, inspector: Actor, school: Unit, today: date, at: datetime
) -> None:
    give_grant(zhao, Role.OFFICE, school, since=today, by=Actor("top", Role.OFFICE), at=at)
    declare(zhao, school, inspector, at)
    actors = actors_of(zhao, today)
    scopes = scopes_with(actors, Right.PROBLEM_READ)
    assert set(Unit.objects.in_scopes(scopes)) == set(Unit.objects.all())


@pytest.mark.django_db
def test_nobody_who_declared_is_sent_there(
    zhao: Account, inspector: Actor, school: Unit, branch: Unit, today: date, at: datetime
) -> None:
    declare(zhao, school, inspector, at)
    for unit in (school, branch):
        with pytest.raises(Refused, match="登记回避"):
            give_grant(zhao, Role.SUPERVISION, unit, since=today, until=today, by=OFFICE, at=at)
    found = inspectors_of([school.path, branch.path, school.path[:4]], "", today)
    assert found == {school.path: (), branch.path: (), school.path[:4]: (zhao.pk,)}


@pytest.mark.django_db
def test_it_is_lifted_by_who_appoints_with_a_reason_and_stays(
    zhao: Account, inspector: Actor, school: Unit, today: date, at: datetime
) -> None:
    declared = declare(zhao, school, inspector, at)
    assert last_record("recusal.declared")["kind"] == "kin"
    with pytest.raises(Conflict):
        declare(zhao, school, inspector, at)
    with pytest.raises(NotAllowed):
        lift_recusal(declared, "调走了。", by=inspector, at=at)
    with pytest.raises(BadInput):
        lift_recusal(declared, " ", by=OFFICE, at=at)
    lift_recusal(declared, "爱人已调离。", by=OFFICE, at=at)
    assert actors_of(zhao, today)[0].recused == {school.path}
    assert actors_of(zhao, today + timedelta(days=1))[0].recused == frozenset()
    assert Recusal.objects.get().lifted_why == "爱人已调离。"
    with pytest.raises(Conflict):
        lift_recusal(declared, "再来一次。", by=OFFICE, at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Recusal.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Recusal.objects.update(reason="没有")


@pytest.mark.django_db
def test_only_for_oneself_or_by_who_appoints(
    zhao: Account, inspector: Actor, school: Unit, person: People, at: datetime
) -> None:
    for by in (CLERK, Actor("other", Role.SUPERVISION)):
        with pytest.raises(NotAllowed):
            declare(zhao, school, by, at)
    with pytest.raises(BadInput):
        declare_recusal(zhao, school, RecusalKind.KIN, "", by=inspector, at=at)
    assert declare(zhao, school, OFFICE, at).declared_by == "office"


@pytest.mark.django_db
def test_no_query_more(
    zhao: Account,
    inspector: Actor,
    school: Unit,
    today: date,
    at: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    declare(zhao, school, inspector, at)
    with django_assert_num_queries(2):
        actors_of(zhao, today)


def reached(paths: list[str] | tuple[str, ...], unit: str) -> bool:
    return any(
        unit.startswith(path) and not any(unit.startswith(gap) for gap in gaps(path)) for path in paths
    )


@given(SCOPES, PARTS)
def test_tops_reach_the_same_units(scopes: list[Scope], unit: str) -> None:
    assert reached(tops(scopes), unit) == reached(list(scopes), unit)
