"""The proposal of a schedule: nobody in two places, everybody in few sittings."""

from collections import Counter
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.process.talks.rules.pairs import required_pairs
from huiyin.process.talks.rules.scheduling import Slot, ToHold, schedule
from tests.rules.talks.test_pairs import KINDS, roster

FIRST = date(2014, 6, 9)


def slots(count: int) -> list[Slot]:
    return [Slot(FIRST + timedelta(days=place // 2), place % 2) for place in range(count)]


def clashes(talks: list[ToHold], found: dict[int, Slot]) -> list[tuple[int, Slot]]:
    there = Counter(
        (person, found[talk.pk]) for talk in talks if talk.pk in found for person in (talk.one, talk.other)
    )
    return [place for place, times in there.items() if times > 1]


def all_of(people: int) -> list[ToHold]:
    return [ToHold(pk, one, other) for pk, (one, other) in enumerate(combinations(range(people), 2))]


@given(st.integers(2, 12))
@settings(deadline=None)
def test_a_whole_round_is_packed_into_as_many_sittings_as_the_busiest_has_talks_or_one_more(
    people: int,
) -> None:
    talks = all_of(people)
    found = schedule(talks, slots(80), {})
    assert len(found) == len(talks)
    assert not clashes(talks, found)
    assert len(set(found.values())) <= people  # a circle of n has n - 1 sittings, or n where n is odd


def test_forty_six_talks_take_at_most_a_sitting_more_than_the_busiest_has_talks() -> None:
    pairs = required_pairs(roster(7, 3), KINDS)
    talks = [ToHold(pk, pair.one, pair.other) for pk, pair in enumerate(pairs)]
    found = schedule(talks, slots(80), {})
    busiest = max(Counter(person for talk in talks for person in (talk.one, talk.other)).values())
    assert (len(found), busiest) == (46, 10)
    assert not clashes(talks, found)
    assert len(set(found.values())) <= busiest + 1  # what Vizing's theorem promises


@given(
    st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30),
    st.dictionaries(st.integers(0, 9), st.sets(st.integers(0, 7)), max_size=5),
    st.integers(0, 8),
)
@settings(deadline=None)
def test_nobody_talks_twice_at_once_nor_when_away(
    pairs: set[tuple[int, int]], away: dict[int, set[int]], count: int
) -> None:
    unordered = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    talks = [ToHold(pk, one, other) for pk, (one, other) in enumerate(unordered)]
    there = slots(count)
    busy = {person: [slots(8)[place] for place in places] for person, places in away.items()}
    found = schedule(talks, there, busy)
    assert not clashes(talks, found)
    assert set(found.values()) <= set(there)
    for talk in talks:
        for person in (talk.one, talk.other):
            assert talk.pk not in found or found[talk.pk] not in busy.get(person, [])


def test_who_is_never_there_is_left_over() -> None:
    there = slots(4)
    assert set(schedule(all_of(3), there, {0: there})) == {2}
