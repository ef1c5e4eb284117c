"""Which pairs must talk: the arithmetic of DOMAIN section 6, and what a change of the roster changes."""

from collections import Counter
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.process.talks.rules.pairs import (
    Changes,
    Laid,
    Pair,
    Roster,
    changes,
    confirmed_of,
    required_pairs,
)
from huiyin.process.talks.rules.states import DONE, OPEN, TalkState
from tests.world import TEMPLATE

KINDS = TEMPLATE.talks.kinds


def roster(team: int, departments: int, inspectors: int = 3) -> Roster:
    """One head and team - 1 members, each of these with so many departments of their own."""
    members = tuple(range(2, team + 1))
    charges = tuple((member, 1000 * member + place) for member in members for place in range(departments))
    return Roster((1,), members, charges, tuple(range(900, 900 + inspectors)))


def laid(pairs: tuple[Pair, ...], state: TalkState = TalkState.DUE) -> tuple[Laid, ...]:
    return tuple(Laid(pk, pair, state) for pk, pair in enumerate(pairs, start=1))


@pytest.mark.parametrize(("team", "required"), [(7, 46), (11, 96)])
def test_the_figures_of_the_domain(team: int, required: int) -> None:
    assert len(required_pairs(roster(team, 3), KINDS)) == required


def test_seven_by_kind() -> None:
    assert Counter(pair.kind for pair in required_pairs(roster(7, 3), KINDS)) == {
        "head_member": 6,
        "member_member": 15,
        "member_department": 18,
        "supervision_member": 7,
    }


@given(st.integers(1, 12), st.integers(0, 4), st.integers(0, 4))
def test_the_formula_holds(team: int, departments: int, inspectors: int) -> None:
    found = required_pairs(roster(team, departments, inspectors), KINDS)
    inspected = team if inspectors else 0
    assert len(found) == (team - 1) + comb(team - 1, 2) + departments * (team - 1) + inspected
    assert len({pair.key for pair in found}) == len(found)


people = st.integers(1, 9)
any_roster = st.builds(
    Roster,
    heads=st.lists(st.integers(1, 2), max_size=2, unique=True).map(tuple),
    members=st.lists(st.integers(3, 9), max_size=6, unique=True).map(tuple),
    charges=st.lists(st.tuples(people, st.integers(1, 14)), max_size=6).map(tuple),
    inspectors=st.lists(st.integers(7, 20), max_size=3, unique=True).map(tuple),
)
any_laid = st.lists(
    st.tuples(st.sampled_from(KINDS), people, st.integers(1, 20), st.sampled_from(TalkState)), max_size=12
).map(
    lambda rows: tuple(
        {
            Pair(kind.code, one, other).key: Laid(pk, Pair(kind.code, one, other), state)
            for pk, (kind, one, other, state) in enumerate(rows, start=1)
            if one != other
        }.values()
    )
)


@given(any_roster, any_laid)
def test_whatever_the_roster_nobody_talks_with_themselves_and_no_two_twice(
    who: Roster, there: tuple[Laid, ...]
) -> None:
    found = required_pairs(who, KINDS, there)
    assert all(pair.one != pair.other for pair in found)
    assert len({pair.key for pair in found}) == len(found)


@given(any_roster, any_laid)
def test_after_laying_out_nothing_is_missing_and_what_was_held_is_as_it_was(
    who: Roster, there: tuple[Laid, ...]
) -> None:
    required = required_pairs(who, KINDS, there)
    to_do = changes(required, there)
    after = [
        Laid(
            talk.pk,
            talk.pair,
            TalkState.DUE
            if talk.pk in to_do.again
            else TalkState.DROPPED
            if talk.pk in to_do.drop
            else talk.state,
        )
        for talk in there
    ]
    after += [Laid(1000 + place, pair, TalkState.DUE) for place, pair in enumerate(to_do.make)]
    held = {talk for talk in there if talk.state in DONE}
    assert held <= set(after)
    assert changes(required, after) == Changes()
    assert {talk.pair.key for talk in after if talk.state in OPEN | DONE} >= {pair.key for pair in required}


def test_a_new_member_makes_only_the_missing_pairs() -> None:
    before = laid(required_pairs(roster(7, 0), KINDS), TalkState.CONFIRMED)
    required = required_pairs(roster(8, 0), KINDS, before)
    made = changes(required, before)
    assert len(made.make) == 7 + 1  # with seven of the team, and with one of the inspectors
    assert (made.again, made.drop) == ((), ())
    assert confirmed_of(required, before) == (6 + 15 + 7, 6 + 15 + 7 + 8)


def test_a_head_who_was_a_member_has_talked_with_those_they_talked_with() -> None:
    before = laid(required_pairs(Roster((1,), (2, 3, 4)), KINDS), TalkState.CONFIRMED)
    after = Roster((2,), (3, 4))  # the old head is gone, a member leads now
    assert changes(required_pairs(after, KINDS, before), before) == Changes()


def test_a_head_from_outside_makes_pairs_and_the_old_head_s_open_ones_are_dropped() -> None:
    pairs = required_pairs(Roster((1,), (2, 3)), KINDS)
    before = (
        Laid(1, pairs[0], TalkState.CONFIRMED),
        Laid(2, pairs[1], TalkState.PLANNED),
        Laid(3, pairs[2], TalkState.DUE),
    )
    found = changes(required_pairs(Roster((9,), (2, 3)), KINDS, before), before)
    assert [pair.key for pair in found.make] == ["2-9", "3-9"]
    assert found.drop == (2,)


def test_who_talked_with_one_inspector_need_not_with_the_next() -> None:
    kind = "supervision_member"
    before = (Laid(1, Pair(kind, 90, 1), TalkState.HELD), Laid(2, Pair(kind, 90, 2), TalkState.DUE))
    found = required_pairs(Roster((1,), (2,), inspectors=(91,)), KINDS, before)
    assert {pair.key for pair in found if pair.kind == kind} == {"1-90", "2-91"}
    assert changes(found, before).drop == (2,)


def test_a_template_without_kinds_requires_nothing() -> None:
    assert required_pairs(roster(7, 3), ()) == ()


def test_confirmed_counts_neither_what_one_side_said_nor_what_is_required_no_more() -> None:
    pairs = required_pairs(Roster((1,), (2, 3)), KINDS)
    there = (
        Laid(1, pairs[0], TalkState.HELD),
        Laid(2, pairs[1], TalkState.CONFIRMED),
        Laid(3, Pair("member_member", 7, 8), TalkState.CONFIRMED),
    )
    assert confirmed_of(pairs, there) == (1, 3)
