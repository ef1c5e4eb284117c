import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.intervals import wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # Newcombe (1998), table I.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_values(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_it_holds_the_share_and_stays_within_bounds(pair: tuple[int, int]) -> None:
    low, high = wilson(*pair)
    assert 0 <= low <= high <= 1
    assert pair[1] == 0 or low - 1e-12 <= pair[0] / pair[1] <= high + 1e-12


def test_it_mirrors() -> None:
    low, high = wilson(3, 17)
    assert wilson(14, 17) == pytest.approx((1 - high, 1 - low))


def test_no_more_hits_than_tries() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)
