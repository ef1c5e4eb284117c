"""A ratio with its interval as a drawing: on a logarithmic scale, so that half as often and twice as often lie equally far from 1."""

from dataclasses import dataclass
from math import log10

from huiyin.process.effects.rules.figures import Figures

WIDTH, HEIGHT, MIDDLE, Y = 240, 20, 120, 10
_DECADE = (
    100.0  # of the width: from 0.1 to 10, and a little more on both sides, where what lies beyond is an arrow
)
_MARGIN = 8.0


@dataclass(frozen=True)
class Interval:
    """Where the ratio's point and the ends of its interval lie; `left`, `right`: it goes on beyond the drawing."""

    low: str
    high: str
    point: str
    left: bool
    right: bool
    marks: tuple[tuple[str, str], ...] = (("0.1", "20"), ("1", "120"), ("10", "220"))
    width: int = WIDTH
    height: int = HEIGHT
    middle: int = MIDDLE
    y: int = Y


def interval_of(told: Figures) -> Interval | None:
    """The drawing; None where there is no ratio to be shown."""
    if not told.told:
        return None
    low, high, value = (_place(one) for one in (told.low, told.high, told.value))
    return Interval(_n(low), _n(high), _n(value), left=low <= _MARGIN, right=high >= WIDTH - _MARGIN)


def _place(value: float | None) -> float:
    """None is without bound."""
    if value is None:
        return WIDTH - _MARGIN
    if value <= 0:
        return _MARGIN
    return min(max(MIDDLE + _DECADE * log10(value), _MARGIN), WIDTH - _MARGIN)


def _n(value: float) -> str:
    return f"{value:.1f}"
