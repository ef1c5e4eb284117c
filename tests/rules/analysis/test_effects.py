"""What can be said of a fix, against published figures and against a world in which the truth is known."""

from datetime import date, timedelta
from math import comb, inf
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom
from scipy.stats.contingency import odds_ratio

from huiyin.analysis.effects import (
    Counts,
    Heard,
    Ratio,
    Verdict,
    before_needed,
    episodes,
    false_discoveries,
    listening_needed,
    per_day,
    ratio,
    verdict,
)
from huiyin.analysis.listening import spread, two_sides

DAY = date(2014, 6, 2)  # a Monday
few = st.integers(0, 12)
many = st.integers(0, 400)


def test_fishers_twins_as_published() -> None:
    """Criminal twins (Fisher 1935); the interval and the estimate are those of R's fisher.test, which looks for the ends to two digits."""
    found = ratio(Counts(before=10, before_others=3, after=2, after_others=15))
    assert found.value == pytest.approx(0.04693661, rel=1e-5)
    assert (found.low, found.high) == (
        pytest.approx(0.003325764, rel=8e-3),
        pytest.approx(0.363182271, rel=8e-3),
    )
    assert verdict(found, 1.0, stands=True) is Verdict.PROVEN


def test_fishers_tea_as_published() -> None:
    found = ratio(Counts(before=1, before_others=3, after=3, after_others=1))
    assert found.value == pytest.approx(6.408309, rel=1e-5)
    assert (found.low, found.high) == (pytest.approx(0.2117329, rel=8e-3), pytest.approx(621.9337, rel=8e-3))
    assert verdict(found, 1.0, stands=True) is Verdict.NOT_YET


@pytest.mark.parametrize(("exposure", "needed"), [(1, 6), (0.5, 10), (0.25, 17), (0.1, 39)])
def test_none_afterwards_proves_nothing_unless_so_many_came_before(exposure: float, needed: int) -> None:
    assert before_needed(exposure) == needed
    others = 200_000
    later = int((others + needed) * exposure)
    assert ratio(Counts(needed, others, 0, later)).high < 1
    assert ratio(Counts(needed - 1, others, 0, later)).high > 1


@pytest.mark.parametrize(
    "counts", [Counts(0, 9, 0, 9), Counts(3, 9, 0, 0), Counts(0, 0, 3, 9), Counts(5, 0, 5, 0)]
)
def test_without_listening_or_a_word_of_it_nothing_is_known(counts: Counts) -> None:
    found = ratio(counts)
    assert (found.low, found.high, found.p) == (0.0, inf, 1.0)
    assert verdict(found, 1.0, stands=True) is Verdict.NOT_YET


@given(few, many, few, many)
def test_the_interval_and_the_test_say_the_same(before: int, rest: int, after: int, later: int) -> None:
    found = ratio(Counts(before, rest, after, later))
    assert found.low <= found.value <= found.high or found.p == 1.0
    outside = found.low > 1 or found.high < 1
    if abs(found.p - 0.05) > 1e-6:
        assert outside == (found.p < 0.05)


@given(few, many, few, many)
@settings(deadline=None)
def test_it_is_what_scipy_says(before: int, rest: int, after: int, later: int) -> None:
    counts = Counts(before, rest, after, later)
    found = ratio(counts)
    if found.p == 1.0 and (found.low, found.high) == (0.0, inf):
        return
    theirs = odds_ratio([[after, later], [before, rest]], kind="conditional")
    between = theirs.confidence_interval(confidence_level=0.95)
    for mine, other in (
        (found.value, theirs.statistic),
        (found.low, between.low),
        (found.high, between.high),
    ):
        assert mine == other or mine == pytest.approx(float(other), rel=1e-3)
    chance = hypergeom(counts.heard_before + counts.heard_after, before + after, counts.heard_after)
    tails = chance.cdf(after), chance.sf(after - 1)
    assert found.p == pytest.approx(min(1.0, 2 * min(tails)), rel=1e-6)


@given(few, many, few, many)
def test_seen_from_the_other_side_it_is_the_inverse(before: int, rest: int, after: int, later: int) -> None:
    there, back = ratio(Counts(before, rest, after, later)), ratio(Counts(after, later, before, rest))
    assert there.p == pytest.approx(back.p)
    if 0 < there.high < inf:
        assert back.low == pytest.approx(1 / there.high, rel=8e-3)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 40), st.sampled_from([0.1, 0.25, 1.0, 3.0]))
@settings(deadline=None, max_examples=25)
def test_neither_end_of_the_interval_errs_in_more_than_one_of_forty(
    before: int, after: int, mine: int, odds: float
) -> None:
    """Not by simulation: every table with these sums, by its chance at these odds. At odds of 1 it is the share called proven, and worse."""
    mine = min(mine, before + after - 1)
    tables = range(max(0, mine - before), min(after, mine) + 1)
    chance = [comb(after, n) * comb(before, mine - n) * odds**n for n in tables]
    found = [ratio(Counts(mine - n, before - mine + n, n, after - n)) for n in tables]
    for errs in ([one.high < odds for one in found], [one.low > odds for one in found]):
        wrong = sum(share for share, err in zip(chance, errs, strict=True) if err)
        assert wrong <= 0.025 * sum(chance) * (1 + 1e-9)


def test_bursts_prove_nothing_however_small_the_interval() -> None:
    found = Ratio(0.1, 0.02, 0.5, 0.0001)
    assert verdict(found, 1.5, stands=True) is Verdict.PROVEN
    assert verdict(found, 1.51, stands=True) is Verdict.NOT_YET
    assert verdict(found, 1.0, stands=False) is Verdict.NOT_YET
    assert verdict(Ratio(4, 2, 9, 0.001), 3.0, stands=True) is Verdict.WORSE


def test_false_discoveries_as_published() -> None:
    """The fifteen p-values of Benjamini and Hochberg 1995, of which four stand at 5 %."""
    values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    values += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert false_discoveries(values) == {0, 1, 2, 3}
    assert false_discoveries(values[::-1]) == {11, 12, 13, 14}
    assert false_discoveries([]) == frozenset()


def heard(number: int, day: int, matter: str = "m", origin: str = "link", copy_of: int = 0) -> Heard:
    return Heard(number, DAY + timedelta(days=day), copy_of or number, matter, "online", origin)


def test_a_burst_counts_once() -> None:
    said = [
        heard(1, 0),
        heard(2, 1),  # the same matter, link and week
        heard(3, 6),
        heard(4, 7),  # a week later
        heard(5, 1, origin="another link"),
        heard(6, 1, matter="n"),
        heard(7, 1, origin=""),  # by itself
        heard(8, 2, origin=""),
        heard(9, 30, origin="third", copy_of=1),  # an old text sent again
    ]
    assert [one.opinion for one in episodes(reversed(said))] == [1, 5, 6, 7, 8, 4]


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from("mn"), st.sampled_from(["", "a", "b"]))))
def test_episodes_never_count_more_than_was_said_and_never_nothing(rows: list[tuple[int, str, str]]) -> None:
    said = [heard(number, day, matter, origin) for number, (day, matter, origin) in enumerate(rows, 1)]
    found = episodes(said)
    assert len(found) <= len(said)
    assert bool(found) == bool(said)
    assert episodes(found) == found


def test_how_much_listening_a_verdict_would_take() -> None:
    counts = Counts(before=10, before_others=190, after=0, after_others=20)
    needed = listening_needed(counts)
    assert needed is not None
    assert ratio(Counts(10, 190, 0, needed)).high < 1 <= ratio(Counts(10, 190, 0, needed - 1)).high
    assert listening_needed(Counts(1, 9, 0, 5), most=300) is None
    assert listening_needed(Counts(0, 9, 0, 5)) is None


def test_more_was_heard_already_than_would_have_been_asked_for() -> None:
    """It fell over: so many others that there would have been fewer than none."""
    assert listening_needed(Counts(10, 190, 60, 900), most=50) is None
    assert listening_needed(Counts(40, 160, 2, 900), most=50) == 902


@pytest.mark.parametrize("exposure", [1e-3, 1e-9, 1e-18, 39.0, 1e9, inf])
def test_however_little_was_listened_to_afterwards_a_number_is_told(exposure: float) -> None:
    """It counted up to it, one by one: minutes at a thousand millionth, for ever at less."""
    needed = before_needed(exposure)
    assert needed == 1 if exposure >= 39 else needed == pytest.approx(3.6888794541139363 / exposure, rel=1e-2)


def test_without_listening_afterwards_no_number_is_told() -> None:
    for exposure in (0.0, -1.0, float("nan")):
        with pytest.raises(ValueError, match="exposure"):
            before_needed(exposure)


def test_a_rate_a_day_counts_whole_days() -> None:
    days = [DAY, DAY, DAY + timedelta(days=9), DAY + timedelta(days=10)]
    assert per_day(days, DAY, DAY + timedelta(days=9)) == 0.3
    assert per_day(days, DAY, DAY - timedelta(days=1)) == 0.0


@pytest.mark.parametrize("burst", [1, 2, 4])
def test_where_nothing_changed_hardly_anything_is_called_proven(burst: int) -> None:
    """A unit that is listened to by links; nothing changes at the closing. Opinions come in bursts of mean `burst` within their week."""
    random = Random(2014 + burst)  # noqa: S311 - a simulation
    worlds, proven, covered = 240, 0, 0
    for _ in range(worlds):
        found, dispersed = _unchanged(random, burst)
        proven += verdict(found, dispersed, stands=True) is Verdict.PROVEN
        covered += found.low <= 1 <= found.high
    assert proven / worlds <= 0.025 + 0.02  # two standard errors of 240
    assert covered / worlds >= 0.95 - 0.028


def _unchanged(random: Random, burst: int) -> tuple[Ratio, float]:
    weeks, closing = 40, DAY + timedelta(days=7 * 20)
    said: list[Heard] = []
    for matter, a_week in (("m", 1.2), ("others", 5.0)):
        for week in range(weeks):
            for link in range(_poisson(random, a_week)):
                for _ in range(1 + _poisson(random, burst - 1)):
                    number = len(said) + 1
                    on = DAY + timedelta(days=7 * week + random.randrange(7))
                    # What others are about is many matters: each of their bursts is one of its own.
                    name = matter if matter == "m" else f"o{week}.{link}"
                    said.append(Heard(number, on, number, name, "online", f"{matter}{week}.{link}"))
    mine = {one.opinion for one in said if one.matter == "m"}
    sides = two_sides(said, mine, (), closing - timedelta(days=1))
    return ratio(sides.counts), spread(sides.before, DAY).dispersion


def _poisson(random: Random, mean: float) -> int:
    """As many as come in a time in which `mean` come on average."""
    n, left = 0, random.expovariate(1.0) if mean else inf
    while left < mean:
        n, left = n + 1, left + random.expovariate(1.0)
    return n
