"""What a unit is told of its own sum: every part 0 or of five givers and more, and nobody lost from it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.opinions.rules.telling_parts import ToldPart, told_parts

FEWEST = 5
heard = st.dictionaries(
    st.sampled_from(list(Disposition)), st.lists(st.integers(1, 60), max_size=14).map(tuple)
).map(lambda found: {place: (len(givers), givers) for place, givers in found.items()})


@settings(deadline=None)
@given(heard)
def test_each_part_is_of_enough_givers_and_the_sum_holds(
    heard: dict[Disposition, tuple[int, tuple[int, ...]]],
) -> None:
    linked = set(heard.get(Disposition.LINKED, (0, ()))[1])
    others = {giver for _, givers in heard.values() for giver in givers} - linked
    parts = told_parts(heard, FEWEST)
    if parts is None:
        assert len(others) < FEWEST
        return
    assert sum(part.opinions for part in parts) == sum(n for n, _ in heard.values())
    for part in parts:
        assert len({giver for place in part.places for giver in heard[place][1]} - linked) >= FEWEST
    named = [place for part in parts for place in part.places]
    assert len(named) == len(set(named))


def test_who_said_it_twice_is_one_giver() -> None:
    three = (1, 2, 3)
    assert told_parts({Disposition.WAITING: (3, three), Disposition.DUPLICATE: (3, three)}, FEWEST) is None


def test_what_problems_tell_of_by_themselves_hides_nobody() -> None:
    """Of sixteen that are linked a problem tells fifteen: the one that is left is told by no difference."""
    linked = {Disposition.LINKED: (16, range(16))}
    assert told_parts(linked, FEWEST) is None
    found = linked | {Disposition.WAITING: (9, range(20, 29)), Disposition.ANSWERED: (6, range(30, 36))}
    assert told_parts(found, FEWEST) == (
        ToldPart((Disposition.WAITING,), 9),
        ToldPart((Disposition.LINKED, Disposition.ANSWERED), 22),
    )


def test_small_ones_hide_behind_the_smallest_large_one() -> None:
    found = {
        Disposition.WAITING: (9, range(9)),
        Disposition.ANSWERED: (20, range(20, 40)),
        Disposition.WITHDRAWN: (1, (50,)),
    }
    assert told_parts(found, FEWEST) == (
        ToldPart((Disposition.ANSWERED,), 20),
        ToldPart((Disposition.WAITING, Disposition.WITHDRAWN), 10),
    )
