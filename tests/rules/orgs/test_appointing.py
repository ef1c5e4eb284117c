from huiyin.platform.orgs.rules.appointing import appointable, appointer, appoints, givers_of
from huiyin.platform.orgs.rules.rights import APPOINTS, Actor, Role

OFFICE = Actor("account:1", Role.OFFICE, "0001")
LEADER = Actor("account:1", Role.LEADER, "0001")


def test_one_appoints_where_the_table_says_and_in_ones_scope() -> None:
    assert appoints(OFFICE, Role.CLERK, "00010002")
    assert not appoints(OFFICE, Role.CLERK, "0002")
    assert not appoints(OFFICE, Role.DISCIPLINE, "0001")
    assert not appoints(Actor("x", Role.CLERK), Role.MEMBER, "")


def test_the_capacity_that_fits_is_found() -> None:
    seats = [(Role.DISCIPLINE, "0001")]
    assert appointer([OFFICE, LEADER], seats, whom=["account:2"]) is LEADER
    assert appointer([OFFICE], seats, whom=["account:2"]) is None


def test_one_capacity_must_fit_for_all_of_it() -> None:
    seats = [(Role.DISCIPLINE, "0001"), (Role.CLERK, "0001")]
    assert appointer([OFFICE, LEADER], seats, whom=["account:2"]) is None


def test_nobody_appoints_themselves() -> None:
    assert appointer([OFFICE], [(Role.CLERK, "0001")], whom=["account:2", "account:1"]) is None


def test_what_can_be_given_and_by_whom_is_the_table() -> None:
    assert set(appointable([OFFICE])) == APPOINTS[Role.OFFICE]
    assert appointable([OFFICE, LEADER])[-1] is Role.DISCIPLINE
    assert appointable([Actor("x", Role.CLERK)]) == ()
    for role in Role:
        assert set(givers_of(role)) == {giver for giver, roles in APPOINTS.items() if role in roles}
