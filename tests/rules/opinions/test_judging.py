from hypothesis import given
from hypothesis import strategies as st

from huiyin.process.opinions.rules.judging import against, chain, in_order


def test_a_chain_of_sames_is_found_the_shortest() -> None:
    same = [(1, 2), (2, 3), (3, 4), (1, 5), (4, 5)]
    assert chain(same, 1, 4) == [(1, 5), (4, 5)]
    assert chain(same, 1, 1) == []
    assert chain(same, 1, 9) is None


def test_what_is_the_same_by_a_chain_cant_be_called_different() -> None:
    assert against([(1, 2), (2, 3)], [], 1, 3, alike=False) == [(1, 2), (2, 3)]
    assert against([(1, 2)], [], 1, 3, alike=False) == []


def test_what_is_kept_apart_cant_be_called_the_same() -> None:
    assert against([(1, 2), (3, 4)], [(2, 3)], 1, 4, alike=True) == [(2, 3)]
    assert against([(1, 2)], [(2, 3)], 1, 4, alike=True) == []
    assert against([(1, 2)], [(5, 6)], 1, 2, alike=True) == []


@given(
    said=st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), st.booleans()), max_size=20),
)
def test_judgements_that_are_let_in_never_contradict_each_other(said: list[tuple[int, int, bool]]) -> None:
    same: list[tuple[int, int]] = []
    apart: list[tuple[int, int]] = []
    for one, other, alike in said:
        if one != other and not against(same, apart, one, other, alike=alike):
            (same if alike else apart).append(in_order(one, other))
    assert all(chain(same, one, other) is None for one, other in apart)
