"""The tables of matters, of one and of several: what counts, and what may never turn into a proof."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.effects import Counts, Heard, Verdict, ratio, verdict
from huiyin.analysis.listening import OURS, Part, Spread, breaks, part_of, spread, together, two_sides

DAY = date(2014, 3, 3)
CLOSED = DAY + timedelta(days=69)

said = st.lists(
    st.tuples(
        st.integers(0, 139), st.sampled_from(["", "x", "y"]), st.sampled_from(["", "a", "b"]), st.booleans()
    ),
    max_size=60,
)


def heard(rows: list[tuple[int, str, str, bool]]) -> tuple[list[Heard], set[int]]:
    found = [
        Heard(number, DAY + timedelta(days=day), number, matter, "online", origin)
        for number, (day, matter, origin, _) in enumerate(rows, 1)
    ]
    return found, {number for number, row in enumerate(rows, 1) if row[3]}


def one(number: int, day: int, copy_of: int = 0, matter: str = "", origin: str = "") -> Heard:
    return Heard(number, DAY + timedelta(days=day), copy_of or number, matter, "online", origin)


def judged(everything: list[Heard], mine: set[int]) -> Verdict:
    sides = two_sides(everything, mine, (), CLOSED)
    return verdict(ratio(sides.counts), spread(sides.before, DAY).dispersion, stands=True)


@given(said, st.integers(70, 139), st.sampled_from(["", "a", "c"]))
def test_more_of_the_matter_afterwards_never_proves_it(
    rows: list[tuple[int, str, str, bool]], day: int, origin: str
) -> None:
    everything, mine = heard(rows)
    was = judged(everything, mine)
    more = one(1000, day, origin=origin)
    now = judged([*everything, more], mine | {1000})
    assert now is not Verdict.PROVEN or was is Verdict.PROVEN


@given(said)
def test_what_is_confirmed_never_proves_it(rows: list[tuple[int, str, str, bool]]) -> None:
    everything, mine = heard(rows)
    later = [each.opinion for each in everything if each.on > CLOSED and each.opinion not in mine]
    was = judged(everything, mine)
    for opinion in later[:5]:
        now = judged(everything, mine | {opinion})
        assert now is not Verdict.PROVEN or was is Verdict.PROVEN
        mine, was = mine | {opinion}, now


@given(said)
def test_every_episode_is_on_one_side_and_of_one_kind(rows: list[tuple[int, str, str, bool]]) -> None:
    everything, mine = heard(rows)
    sides = two_sides(everything, mine, (), CLOSED)
    assert all(each.on <= CLOSED for each in sides.before)
    assert all(each.on > CLOSED for each in sides.after)
    counts = sides.counts
    assert counts.before + counts.before_others == len(sides.before)
    assert (counts.before > 0) == any(each.opinion in mine and each.on <= CLOSED for each in everything)


@given(said)
def test_the_part_of_one_matter_is_its_own_table(rows: list[tuple[int, str, str, bool]]) -> None:
    everything, mine = heard(rows)
    sides = two_sides(everything, mine, (), CLOSED)
    counts = sides.counts
    part = part_of(everything, {7: (mine, CLOSED)}, (), DAY)
    assert (part.before, part.after) == (counts.before, counts.after)
    if part.own and part.others:
        assert together([part]) == counts
    assert part.spread == spread(sides.before, DAY)


def test_listening_twice_as_much_afterwards_changes_no_estimate() -> None:
    part = Part(before=20, after=10, others=300, after_share=0.5)
    twice = Part(before=20, after=20, others=450, after_share=2 / 3)
    assert ratio(together([part])).value == pytest.approx(0.5, rel=0.02)
    assert ratio(together([twice])).value == pytest.approx(0.5, rel=0.02)


def test_units_listened_to_at_different_times_are_no_change() -> None:
    """Nothing changed in either; added up, the four cells would say that it came up more (Simpson 1951)."""
    early = Part(before=2, after=18, others=1000, after_share=0.9)
    late = Part(before=90, after=10, others=100, after_share=0.1)
    added = ratio(Counts(92, 100 + 90, 28, 900 + 10))
    assert added.high < 1
    found = ratio(together([early, late]))
    assert found.low < 1 < found.high


def test_no_part_makes_others_out_of_nothing() -> None:
    parts = [Part(5, 1, 40, 0.5), Part(3, 0, 0, 0.0), Part(0, 0, 90, 0.5), Part(2, 2, 10, 0.3)]
    counts = together(parts)
    assert (counts.before, counts.after) == (7, 3)
    assert 0 < counts.before_others + counts.after_others <= 50
    assert together([]) == Counts(0, 0, 0, 0)


def test_an_opinion_of_two_matters_counts_once_and_after_if_it_was() -> None:
    everything = [one(1, 5), one(2, 50), one(3, 50), one(4, 60)]
    matters = {1: ({1, 2}, DAY + timedelta(days=20)), 2: ({2, 4}, DAY + timedelta(days=90))}
    part = part_of(everything, matters, (), DAY)
    assert (part.before, part.after, part.others) == (2, 1, 1)


def test_a_letter_sent_again_after_the_closing_counts_once_it_is_confirmed() -> None:
    everything = [
        one(1, 5),
        one(2, 6, copy_of=1),
        one(3, 100, copy_of=1),
        one(4, 101, copy_of=1),
        one(5, 102),
    ]
    waits = two_sides(everything, {1}, (), CLOSED)
    assert (waits.counts, waits.waiting) == (Counts(1, 0, 0, 1), 2)
    told = two_sides(everything, {1, 3}, (), CLOSED)
    assert (told.counts, told.waiting) == (Counts(1, 0, 1, 1), 0)


def test_bursts_that_no_link_explains_show_in_the_spread() -> None:
    random = Random(11)  # noqa: S311 - a simulation
    even = [one(at, random.randrange(140), matter=OURS if at % 4 == 0 else "") for at in range(400)]
    assert 0.5 < spread(even, DAY).dispersion < 1.5
    loud = [*even, *(one(1000 + at, 8 + at % 3, matter=OURS) for at in range(40))]
    assert spread(loud, DAY).dispersion > 2
    quiet_weeks = [each for each in even if (each.on - DAY).days % 28 < 7]
    assert spread(quiet_weeks, DAY).dispersion < 1.7
    assert spread([], DAY) == Spread()
    assert spread([one(1, 1, matter=OURS)], DAY).dispersion == 1.0


def test_channels_that_were_opened_or_closed() -> None:
    channels = {"a": (5, 0), "b": (0, 9), "c": (4, 0), "d": (9, 1)}
    assert breaks(channels) == {"a": False, "b": True}
