"""Figures over few givers aren't shown to a unit (SPEC rules 2, 5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.process.problems.rules import Part, shown_parts


@pytest.mark.parametrize(
    ("counted", "shown"),
    [
        ({"parent": 4}, ()),
        ({"parent": 3, "teacher": 2}, (Part(("parent", "teacher"), 5),)),
        ({"parent": 9, "teacher": 2}, (Part(("parent", "teacher"), 11),)),
        ({"parent": 9, "teacher": 3, "": 2}, (Part(("parent",), 9), Part(("", "teacher"), 5))),
        ({"parent": 9, "teacher": 6, "": 1}, (Part(("parent",), 9), Part(("", "teacher"), 7))),
        ({"parent": 7, "teacher": 5}, (Part(("parent",), 7), Part(("teacher",), 5))),
        ({"parent": 0}, ()),
    ],
)
def test_small_kinds_go_together(counted: dict[str, int], shown: tuple[Part, ...]) -> None:
    assert shown_parts(counted, 5) == shown


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 12)), st.integers(1, 8))
def test_each_part_is_large_enough_and_nobody_is_lost(counted: dict[str, int], fewest: int) -> None:
    parts = shown_parts(counted, fewest)
    total = sum(counted.values())
    assert all(part.givers >= fewest for part in parts)
    assert sum(part.givers for part in parts) == (total if total >= fewest else 0)
