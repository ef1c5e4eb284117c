import pytest

from huiyin.kit.errors import NotAllowed
from huiyin.platform.orgs.rules.appointing import appointable, appointer, givers_of
from huiyin.platform.orgs.rules.rights import APPOINTS, Actor, Role

OFFICE = Actor("account:1", Role.OFFICE, "0001")
LEADER = Actor("account:1", Role.LEADER, "0001")


def test_one_appoints_where_the_table_says_and_in_ones_scope() -> None:
    assert OFFICE.may_appoint(Role.CLERK, "00010002")
    assert not OFFICE.may_appoint(Role.CLERK, "0002")
    assert not OFFICE.may_appoint(Role.DISCIPLINE, "0001")
    assert not Actor("x", Role.CLERK).may_appoint(Role.MEMBER, "")


@pytest.mark.parametrize("role", [Role.SUPERVISION, Role.LEADER])
def test_who_looks_at_an_office_is_never_sent_by_it(role: Role) -> None:
    """Or it would read by their eyes what is said about itself (SPEC rule 4)."""
    assert OFFICE.may_appoint(role, "00010002")
    assert not OFFICE.may_appoint(role, "0001")
    with pytest.raises(NotAllowed, match="由上级派出"):
        OFFICE.needs_to_appoint(role, "0001", "account:2")
    assert Actor("server", Role.OFFICE).may_appoint(role, "0001")


def test_a_role_for_one_campaign_gives_roles_for_that_one_only() -> None:
    limited = Actor("account:1", Role.OFFICE, "0001", "later")
    assert limited.may_appoint(Role.CLERK, "00010002", "later")
    for campaign in ("", "mass-line"):
        assert not limited.may_appoint(Role.CLERK, "00010002", campaign)
        with pytest.raises(NotAllowed, match="只限一个活动"):
            limited.needs_to_appoint(Role.CLERK, "00010002", "account:2", campaign)


def test_a_capacity_is_written_and_read() -> None:
    written = Actor("account:1", Role.OFFICE, "0001", "later").capacity()
    assert Actor.of_capacity(written) == Actor("", Role.OFFICE, "0001", "later")
    assert Actor.of_capacity("") is None
    assert Actor.of_capacity("king:0001:") is None


def test_the_capacity_that_fits_is_found() -> None:
    seats = [(Role.DISCIPLINE, "0001", "")]
    assert appointer([OFFICE, LEADER], seats, whom=["account:2"]) is LEADER
    assert appointer([OFFICE], seats, whom=["account:2"]) is None


def test_one_capacity_must_fit_for_all_of_it() -> None:
    seats = [(Role.DISCIPLINE, "0001", ""), (Role.CLERK, "0001", "")]
    assert appointer([OFFICE, LEADER], seats, whom=["account:2"]) is None


def test_nobody_appoints_themselves() -> None:
    assert appointer([OFFICE], [(Role.CLERK, "0001", "")], whom=["account:2", "account:1"]) is None


def test_what_can_be_given_and_by_whom_is_the_table() -> None:
    assert set(appointable([OFFICE])) == APPOINTS[Role.OFFICE]
    assert appointable([OFFICE, LEADER])[-1] is Role.DISCIPLINE
    assert appointable([Actor("x", Role.CLERK)]) == ()
    for role in Role:
        assert set(givers_of(role)) == {giver for giver, roles in APPOINTS.items() if role in roles}
