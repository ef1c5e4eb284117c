from hypothesis import given
from hypothesis import strategies as st

from huiyin.process.opinions.rules.lengths import kept_length, length_in, lengths_in, stamp_of
from huiyin.process.opinions.rules.scopes import Mask


@given(st.floats(allow_nan=False))
def test_a_length_comes_back_as_it_was_under_its_stamp_alone(length: float) -> None:
    mask = Mask(["实验小学"])
    stamp = stamp_of("count", mask)
    kept = kept_length(stamp, length)
    assert length_in(kept, stamp) == length
    assert length_in(memoryview(kept), stamp) == length
    for other in (stamp_of("another", mask), stamp_of("count", Mask(["中心小学"]))):
        assert length_in(kept, other) is None


def test_nothing_kept_is_no_length() -> None:
    stamp = stamp_of("count", Mask([]))
    assert length_in(None, stamp) is None
    assert length_in(b"", stamp) is None
    assert length_in(stamp + b"123", stamp) is None


@given(
    st.lists(
        st.tuples(st.floats(0.5, 1e9), st.booleans(), st.sampled_from(["bytes", "view", "none", "short"]))
    )
)
def test_the_lengths_of_many_are_those_of_each(rows: list[tuple[float, bool, str]]) -> None:
    mine, other = stamp_of("count", Mask([])), stamp_of("another", Mask([]))
    kept: list[bytes | memoryview | None] = []
    for length, holds, how in rows:
        whole = kept_length(mine if holds else other, length)
        kept.append({"bytes": whole, "view": memoryview(whole), "none": None, "short": whole[:-1]}[how])
    found = lengths_in(kept, [mine] * len(kept)).tolist()
    assert found == [length_in(one, mine) or 0 for one in kept]
