"""Terms, roles and scopes as plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kit.errors import BadInput, NotAllowed
from huiyin.platform.orgs.rules.rights import (
    APPOINTS,
    RIGHT_NAMES,
    RIGHTS,
    ROLE_NAMES,
    Actor,
    Right,
    Role,
    scopes_with,
)
from huiyin.platform.orgs.rules.terms import Term, checked_term
from huiyin.platform.orgs.rules.tree import tops

DAY = date(2014, 5, 23)
DAYS = st.integers(min_value=-30, max_value=30).map(lambda days: DAY + timedelta(days=days))
TERMS = st.builds(
    lambda since, length: Term(since, None if length is None else since + timedelta(days=length)),
    DAYS,
    st.none() | st.integers(min_value=0, max_value=20),
)
PATHS = st.lists(st.sampled_from(["0001", "0002", "000a"]), max_size=4).map("".join)

NOT_THE_OFFICES = {
    "ask:sign",
    "inspection:work",
    "lifemeeting:report",
    "problem:claim",
    "letter:write",
    "reminder:sign",
    "retaliation:read",
    "sample:draw",
    "sealed:read",
    "talk:remind",
}
# Written by hand, so that a change of the table is a decision: for each role the rights, by their beginnings.
MATRIX = {
    Role.HEAD: "campaign:read circular:acknowledge lifemeeting:record lifemeeting:report meeting:record opinion:read_summary "
    "paper:sign plan:report problem:claim problem:raise problem:read problem:step problem:work reminder:sign selfcheck:read "
    "selfcheck:review selfcheck:write study:record talk:arrange talk:read",
    Role.CLERK: "campaign:read circular:acknowledge lifemeeting:record meeting:record opinion:read_summary opinion:take "
    "paper:write plan:report problem:raise problem:read problem:step problem:work selfcheck:read selfcheck:write study:record "
    "talk:arrange talk:read",
    Role.MEMBER: "campaign:read opinion:read_summary problem:claim problem:read problem:step problem:work reminder:sign "
    "selfcheck:read selfcheck:write talk:read",
    Role.SUPERVISION: "answer:approve answer:write campaign:read contact:open gate:judge inspection:work letter:write lifemeeting:judge "
    "opinion:read_raw "
    "opinion:read_summary opinion:triage overview:read problem:accept problem:raise problem:read reminder:send retaliation:read "
    "sample:draw selfcheck:read selfcheck:review stage:advance talk:read talk:remind",
    Role.LEADER: "ask:sign campaign:close campaign:read gate:judge grant:give lifemeeting:judge overview:read paper:sign problem:accept "
    "problem:read selfcheck:read selfcheck:review stage:advance talk:read talk:remind",
    Role.DISCIPLINE: "retaliation:read sealed:read",
    Role.ADMINISTRATOR: "account:manage calendar:edit grant:give unit:import unit:manage",
}


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_the_matrix_says(role: Role, right: Right) -> None:
    wanted = right in MATRIX[role].split() if role in MATRIX else right not in NOT_THE_OFFICES
    actor = Actor("somebody", role, "00010002")
    assert actor.may(right, "00010002") == wanted
    assert actor.may(right, "000100020001") == wanted
    assert not actor.may(right, "00010003")
    assert not actor.may(right, "0001")
    if not wanted:
        with pytest.raises(NotAllowed, match=RIGHT_NAMES[right]):
            actor.needs(right, "00010002")


def test_every_role_has_a_name() -> None:
    assert set(ROLE_NAMES) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_every_role_can_be_given_by_somebody_and_giving_takes_the_right(role: Role) -> None:
    givers = [giver for giver, roles in APPOINTS.items() if role in roles]
    assert givers
    assert all(Right.GRANT_GIVE in RIGHTS[giver] for giver in givers)


def test_nobody_gives_a_role_to_themselves_or_outside_of_the_scope() -> None:
    office = Actor("account:1", Role.OFFICE, "0001")
    office.needs_to_appoint(Role.CLERK, "00010001", "account:2")
    with pytest.raises(NotAllowed, match="自己"):
        office.needs_to_appoint(Role.CLERK, "00010001", "account:1")
    with pytest.raises(NotAllowed, match="范围"):
        office.needs_to_appoint(Role.CLERK, "0002", "account:2")
    with pytest.raises(NotAllowed, match="“纪检”由领导小组任命"):
        office.needs_to_appoint(Role.DISCIPLINE, "0001", "account:2")
    with pytest.raises(NotAllowed):
        Actor("account:3", Role.ADMINISTRATOR).needs_to_appoint(Role.OFFICE, "0001", "account:2")


@given(TERMS, TERMS)
def test_two_terms_meet_when_a_day_is_in_both(one: Term, other: Term) -> None:
    days = [DAY + timedelta(days=days) for days in range(-31, 60)]
    assert one.meets(other) == other.meets(one) == any(one.covers(day) and other.covers(day) for day in days)


def test_a_term_that_ends_before_it_begins_is_refused() -> None:
    assert checked_term(DAY, DAY) == Term(DAY, DAY)
    with pytest.raises(BadInput, match="早于"):
        checked_term(DAY, DAY - timedelta(days=1))


@given(st.lists(PATHS, max_size=6), PATHS)
def test_tops_are_the_same_part_of_the_tree_by_paths_none_of_which_lies_under_another(
    paths: list[str], path: str
) -> None:
    fewest = tops(paths)
    assert any(path.startswith(top) for top in fewest) == any(path.startswith(given) for given in paths)
    assert not [
        (one, other) for one in fewest for other in fewest if one is not other and one.startswith(other)
    ]
    assert set(fewest) <= set(paths)


def test_scopes_are_those_of_the_roles_with_the_right() -> None:
    actors = [
        Actor("a", Role.CLERK, "00010002"),
        Actor("a", Role.CLERK, "000100020001"),
        Actor("a", Role.CLERK, "00010005"),
        Actor("a", Role.DISCIPLINE, "0001"),
    ]
    assert scopes_with(actors, Right.PROBLEM_READ) == ("00010002", "00010005")
    assert scopes_with(actors, Right.OPINION_ERASE) == ()
