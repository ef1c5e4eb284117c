from hypothesis import given
from hypothesis import strategies as st

from huiyin.process.answers.rules.figures import small_parts


def test_small_parts_are_shown_as_one() -> None:
    assert small_parts({"letter": 3, "online": 40, "box": 4}) == {"letter", "box"}
    assert small_parts({"letter": 3, "online": 40, "box": 9}) == {"letter", "box"}
    assert small_parts({"letter": 5, "online": 40}) == frozenset()
    assert small_parts({}) == frozenset()


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 30)))
def test_no_part_is_below_five_unless_the_whole_is(counts: dict[str, int]) -> None:
    together = small_parts(counts)
    parts = [n for code, n in counts.items() if code not in together]
    parts += [sum(counts[code] for code in together)] if together else []
    assert all(part >= 5 for part in parts) or sum(counts.values()) < 5
