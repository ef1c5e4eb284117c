"""The bound of a sample by parts, against counting everything out; and when two persons agree."""

from itertools import product
from math import comb

import pytest

from huiyin.analysis.sampling import upper_bound
from huiyin.process.samples.rules.agreeing import Says, agreed
from huiyin.process.samples.rules.bounds import Part, most_false


def none_found(parts: tuple[Part, ...], false: tuple[int, ...]) -> float:
    chance = 1.0
    for part, k in zip(parts, false, strict=True):
        chance *= comb(part.of - k, part.looked) / comb(part.of, part.looked)
    return chance


@pytest.mark.parametrize(
    "parts",
    [
        (Part(8, 2, 0), Part(5, 1, 0)),
        (Part(6, 3, 0), Part(6, 3, 0), Part(2, 1, 0)),
        (Part(4, 4, 0), Part(9, 2, 0)),
        (Part(7, 0, 0), Part(3, 2, 0)),
    ],
)
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_none_false_by_parts_is_the_worst_that_counting_out_finds(
    parts: tuple[Part, ...], confidence: float
) -> None:
    worst = max(
        sum(false)
        for false in product(*(range(part.of - part.looked + 1) for part in parts))
        if none_found(parts, false) > 1 - confidence + 1e-12
    )
    assert most_false(parts, confidence) == worst


def test_one_part_is_the_exact_bound() -> None:
    assert most_false([Part(100, 25, 1)], 0.95) == upper_bound(100, 25, 1, 0.95)


def test_false_ones_in_parts_are_bounded_part_by_part_and_safely() -> None:
    parts = [Part(50, 13, 1), Part(50, 13, 0)]
    assert most_false(parts, 0.95) >= upper_bound(100, 26, 1, 0.95)
    assert most_false([], 0.95) == 0


def test_two_persons_and_one_of_them_was_there() -> None:
    there = {"a", "b"}
    assert agreed([Says("a", True)], there) is None
    assert agreed([Says("a", True), Says("a", True)], there) is None
    assert agreed([Says("c", True), Says("d", True)], there) is None
    assert agreed([Says("a", True), Says("c", True)], there) is True
    assert agreed([Says("a", True), Says("b", False), Says("a", False)], there) is False
