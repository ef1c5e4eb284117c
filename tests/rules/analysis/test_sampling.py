"""Samples that anybody can draw again, and what they tell of the rest."""

import hashlib
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.sampling import (
    drawn,
    drawn_by_strata,
    least_false,
    population_digest,
    sample_size,
    seed_hash,
    shares_of,
    upper_bound,
)


def no_false(of: int, false: int, looked: int) -> float:
    """P(none of `false` among `looked` of `of`), by counting."""
    return comb(of - false, looked) / comb(of, looked)


@pytest.mark.parametrize(
    ("of", "tolerable", "confidence", "size"),
    [(0, 0.1, 0.95, 0), (1, 0.1, 0.95, 1), (10, 0.1, 0.95, 10), (40, 0.1, 0.95, 21), (100, 0.1, 0.95, 25)],
)
def test_known_sizes(of: int, tolerable: float, confidence: float, size: int) -> None:
    assert sample_size(of, tolerable, confidence) == size


def test_of_very_many_it_is_what_the_binomial_distribution_says() -> None:
    assert sample_size(10_000_000, 0.1, 0.95) == 29  # ln 0.05 ÷ ln 0.9
    assert sample_size(10_000_000, 0.05, 0.95) == 59


@given(st.integers(1, 200), st.sampled_from([0.01, 0.05, 0.1, 0.25]), st.sampled_from([0.8, 0.9, 0.95]))
def test_it_is_the_smallest_that_is_enough(of: int, tolerable: float, confidence: float) -> None:
    size, false = sample_size(of, tolerable, confidence), least_false(of, tolerable)
    assert no_false(of, false, size) <= 1 - confidence + 1e-12
    assert size == 1 or no_false(of, false, size - 1) > 1 - confidence - 1e-12


def test_a_share_is_counted_exactly() -> None:
    assert least_false(10, 0.1) == 1
    assert least_false(30, 0.1) == 3  # 0.1 × 30 is 3.0000000000000004 in binary
    assert least_false(31, 0.1) == 4


@pytest.mark.parametrize(("tolerable", "confidence"), [(0, 0.9), (1, 0.9), (0.1, 0), (0.1, 1)])
def test_shares_lie_between(tolerable: float, confidence: float) -> None:
    with pytest.raises(ValueError, match="things"):
        sample_size(10, tolerable, confidence)


@given(st.data())
def test_the_bound_is_the_largest_number_that_the_finding_does_not_rule_out(data: st.DataObject) -> None:
    of = data.draw(st.integers(1, 60))
    looked = data.draw(st.integers(0, of))
    found = data.draw(st.integers(0, looked))

    def at_most(false: int) -> float:
        ways = (comb(false, hit) * comb(of - false, looked - hit) for hit in range(found + 1) if hit <= false)
        return sum(ways) / comb(of, looked)

    possible = [false for false in range(found, of - (looked - found) + 1) if at_most(false) > 0.05]
    assert upper_bound(of, looked, found, 0.95) == max(possible, default=found)


def test_all_looked_at_leaves_nothing_open() -> None:
    assert upper_bound(12, 12, 2, 0.95) == 2
    assert upper_bound(100, 25, 0, 0.95) == 9  # one less than the tenth that 25 were drawn for


def test_a_sample_is_drawn_again_by_the_ten_lines() -> None:
    names = [f"2014-{number:03d}" for number in range(1, 60)]
    again = sorted(names, key=lambda name: hashlib.sha256(f"春雨\n{name}".encode()).hexdigest())[:9]
    assert drawn(reversed(names), "春雨", 9) == again
    assert drawn(names, "秋霜", 9) != again
    assert drawn(names, "春雨", 600) == sorted(names, key=drawn(names, "春雨", 600).index)
    assert seed_hash("春雨") == hashlib.sha256("春雨".encode()).hexdigest()


def test_the_digest_is_of_the_names_in_whatever_order_they_come() -> None:
    assert population_digest(["b", "a"]) == population_digest(["a", "b"])
    assert population_digest(["ab"]) != population_digest(["a", "b"])


@given(st.dictionaries(st.text("甲乙丙丁", min_size=1, max_size=3), st.integers(0, 40)), st.integers(0, 120))
def test_strata_get_what_is_theirs(counts: dict[str, int], size: int) -> None:
    shares = shares_of(counts, size)
    assert shares.keys() == counts.keys()
    assert sum(shares.values()) == min(size, sum(counts.values()))
    assert all(0 <= shares[name] <= counts[name] for name in counts)
    held = [name for name, n in counts.items() if n]
    if size >= len(held):
        assert all(shares[name] for name in held)


def test_each_stratum_is_drawn_by_the_same_seed() -> None:
    strata = {"小学": [f"p{one}" for one in range(30)], "中学": [f"m{one}" for one in range(10)]}
    found = drawn_by_strata(strata, "s", 8)
    assert {name: len(names) for name, names in found.items()} == {"小学": 6, "中学": 2}
    assert found["小学"] == drawn(strata["小学"], "s", 6)
